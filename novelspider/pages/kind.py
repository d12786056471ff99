"""What a page is: a chapter, a book or its table of contents, a list of books, or something else."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal, TypeVar

from novelspider.pages.body import Body, read_body
from novelspider.pages.brief import brief
from novelspider.pages.chapter_links import family_keys
from novelspider.pages.chapter_titles import is_chapter_title
from novelspider.pages.credits import site_names
from novelspider.pages.document import squeeze
from novelspider.pages.labelled import labelled_facts
from novelspider.pages.listing import LIST_WORDS, Listing, read_listing
from novelspider.pages.signs import Sign, book_signs, chapter_signs, list_signs, most_for_a_chapter
from novelspider.pages.structured import declared_books
from novelspider.pages.toc import TocReading, read_toc
from novelspider.pages.votes import key, segments

if TYPE_CHECKING:
    from collections.abc import Sequence

    from novelspider.pages.document import Document, Element
    from novelspider.site import Site

T = TypeVar("T")
Kind = Literal["chapter", "book", "list", "other"]

_BOOK_FACTS = ("author", "category", "status", "updated_at", "latest_chapter", "intro")
_OFTEN = 4
_MOST_LABELS = 400  # links looked at for their labels; the turns of a chapter stand around it, and no chapter has so many links
_PLAIN = 6.0  # no list scores higher
_STORY = 400  # characters of running text
_LONG_STORY = 3000
_SEVERAL = 5
_LISTED = 8  # books: more than a book's page recommends, without a fact of its own
_TURNING = frozenset("上下前后後次")  # what all labels have that could stand behind 第1章
_TEXT = 40  # characters of running text: a short synopsis
_READ_ON = re.compile(
    r"^\W{0,3}(?:继续阅读|繼續閱讀|阅读全文|閱讀全文|阅读更多|閱讀更多|続きを読む|더 ?보기|계속 읽기|continue reading"
    r"|read (?:more|on|the rest)|keep reading|đọc tiếp|lire la suite|leer más|читать (?:далее|дальше))",
    re.I,
)
_PAGE_SUFFIX = re.compile(r"(?<=\d)[_-]\d{1,3}(?=\.\w{1,5}$|/?$)|\?(?:page|p)=\d{1,3}$")
_CERTAIN = 100  # chapter links: more than any chapter's page carries beside its story


@dataclass
class Evidence:
    """What speaks for each kind. Computed when asked for, at most once: a table of contents needs no body read."""

    document: Document
    site: Site

    @cached_property
    def toc(self) -> TocReading:
        """The chapters that the page links to."""
        return read_toc(self.document, site=self.site)

    @cached_property
    def body(self) -> Body:
        """The running text of the page."""
        return read_body(self.document, site=self.site)

    @cached_property
    def listing(self) -> Listing:
        """The books that the page links to."""
        return read_listing(self.document, self.toc.links)

    @cached_property
    def turns(self) -> tuple[int, int]:
        """How many links and buttons say next or previous chapter, and how many just next or previous."""
        tags = self.document.tags
        nodes = [*tags.get("button", ())[:_MOST_LABELS], *_edges(tags.get("a", ()), _MOST_LABELS)]
        texts = [text for node in nodes if 0 < len(text := brief(node) or squeeze(node.get("title") or "")) <= 24]
        texts = [text for text in texts if text[0] != "第" or not _TURNING.isdisjoint(text)]
        ways = [label for label in self.document.said(texts) if label.weight >= 0.7 and label.direction in ("next", "previous")]
        chapters = sum(label.unit == "chapter" for label in ways)
        return chapters, len(ways) - chapters

    @cached_property
    def among(self) -> bool:
        """Whether the page has a chapter's title, and an address numbered like others that it links to. A later page's suffix
        does not count."""
        url = self.document.url
        own = {family_keys(one)[0] for one in (url, _PAGE_SUFFIX.sub("", url)) if one.rpartition("/")[2][:1].isdigit()}
        if not own or self.chapter_title is None:
            return False
        links = self.toc.links
        return any(link.url != url and family_keys(link.url)[0] in own for link in _edges(links, _MOST_LABELS))

    @cached_property
    def listed(self) -> bool:
        """Whether the page is one of the chapters that it lists: boards show the whole story's list on each of its pages."""
        url = self.document.url.partition("#")[0]
        return any(ref.url == url for ref in self.toc.chapters)

    @cached_property
    def says_list(self) -> bool:
        """Whether the page's title has words of a list in it, the site's own name aside: 书库 is part of many."""
        parts = segments(self.document.head_title)
        if not any(map(LIST_WORDS.search, parts)):
            return False
        site = site_names(self.document)
        return any(LIST_WORDS.search(part) and key(part) not in site for part in parts)

    @cached_property
    def titles(self) -> list[str]:
        """The page's title and its first headings."""
        tags = self.document.tags
        headings = [*tags.get("h1", ())[:3], *tags.get("h2", ())[:3]][:3]
        return [self.document.head_title, *(brief(node) for node in headings)]

    @cached_property
    def chapter_title(self) -> str | None:
        """The first of `titles` that is a chapter's."""
        return next((title for title in self.titles if is_chapter_title(title)), None)

    @cached_property
    def headed(self) -> bool:
        """Whether the page's title or its first heading is a chapter's."""
        return any(map(is_chapter_title, self.titles[:2]))

    @cached_property
    def teasers(self) -> int:
        """How many addresses the page leads to for the rest of a text that it shows the beginning of."""
        return len({link.url for link in self.toc.links if len(link.title) <= 40 and _READ_ON.match(link.title)})

    @cached_property
    def linked_texts(self) -> int:
        """How many addresses the running text leads to, where it does so in every third paragraph and more: texts about several
        things. 0 elsewhere."""
        nodes, paragraphs = self.body.nodes, len(self.body.paragraphs)
        if len(nodes) >= _SEVERAL:
            found, least = self._between(nodes), 0.6 * len(nodes)
        elif self.body.links >= paragraphs:
            found, least = [link.get("href") for node in nodes for link in node.iter("a")], paragraphs / 3
        else:
            return 0
        count = len({href for href in found if href and not href.startswith(("#", "javascript"))})
        return count if count >= max(_SEVERAL, least) and self.body.prose >= _TEXT * count else 0

    def _between(self, nodes: Sequence[Element]) -> list[str | None]:
        """Where the last links before each of `nodes` lead, none beyond the one before it."""
        ends = set(nodes)
        found: list[str | None] = []
        last = None
        for node in self.document.nodes:
            if node in ends:
                found.append(last)
                last = None
            elif node.tag == "a" and node.get("href"):
                last = last or node.get("href")
        return found

    @cached_property
    def labelled(self) -> dict[str, list[str]]:
        """What stands on labelled lines."""
        return labelled_facts(self.document)

    @cached_property
    def facts(self) -> int:
        """How many different facts of one book stand on labelled lines; what is stated again and again is stated of many
        books."""
        found = self.labelled
        return sum(0 < len(found[name]) <= _OFTEN for name in _BOOK_FACTS)

    @cached_property
    def declared_books(self) -> int:
        """How many books the page declares for machines."""
        return declared_books(self.document)

    @property
    def declares_many(self) -> bool:
        """Whether it declares so many that it is a list of them."""
        return self.declared_books >= _SEVERAL

    @cached_property
    def declared(self) -> bool:
        """Whether the page declares itself a book for machines. Where all pages of a site do, the title or the further pages
        of a list of books tell that this one is none."""
        if not self.declared_books or self.declares_many:
            return False
        listed = len(self.toc.chapters) < 3 and not self.facts and len(self.listing.books) >= _LISTED
        return not (listed and (self.listing.next_urls or self.says_list))


@dataclass(frozen=True, slots=True)
class Decision:
    """A page's kind, and the `signs` of each kind that was weighed; where one fact settled it, `certain` says which."""

    kind: Kind
    signs: dict[Kind, tuple[Sign, ...]]
    certain: str = ""

    def score(self, kind: Kind) -> float:
        """What speaks for a kind that was weighed, less what speaks against it."""
        return _score(self.signs[kind])


def judge(evidence: Evidence) -> Decision:
    """The kind with the most for it, and why; `other` where little speaks for any."""
    plain = _plainly_a_chapter(evidence)
    if plain:
        return Decision("chapter", {}, plain)
    toc = evidence.toc
    count = len(toc.chapters)
    orderly = toc.strict and (toc.steady >= 0.8 or (toc.sure and toc.steady == 0.0))
    if count >= _CERTAIN and orderly and count >= 0.3 * len(toc.links) and not evidence.turns[0]:
        return Decision("book", {}, f"links to {count:,} chapters of one book in order; no chapter's page has so many")
    if evidence.site.selector("chapters") is not None and toc.chapters:
        return Decision("book", {}, "the site's own selector finds chapters")
    book = tuple(book_signs(evidence))
    if _score(book) >= _PLAIN and _score(book) > most_for_a_chapter(evidence):
        return Decision("book", {"book": book})
    signs: dict[Kind, tuple[Sign, ...]] = {"chapter": _chapter_signs(evidence), "book": book}
    if max(map(_score, signs.values())) < _PLAIN:
        signs["list"] = tuple(list_signs(evidence))
    best = max(signs, key=lambda kind: _score(signs[kind]))
    return Decision(best if _score(signs[best]) >= 1.5 else "other", signs)


def _plainly_a_chapter(evidence: Evidence) -> str:
    """Why the page can be nothing but a chapter, so that nothing else has to be read; empty where that is not so plain."""
    turned, titled = evidence.turns[0] >= 2, evidence.chapter_title is not None
    if evidence.site.selector("chapters") is not None or not (turned or evidence.headed):
        return ""
    body = evidence.body
    least, share = (_STORY, 0.5) if titled and turned else (_LONG_STORY, 0.8)
    if body.prose < least or body.prose < share * body.page_prose or evidence.linked_texts:
        return ""
    if not turned and evidence.facts > 1:
        return ""  # a book's page that begins with its first chapter
    ways = "ways to the chapters before and after, " if turned else ""
    title = "a chapter's title, " if titled else ""
    return f"{ways}{title}and {body.prose:,} characters of running text"


def _edges(nodes: Sequence[T], most: int) -> Sequence[T]:
    """The first and the last of `nodes`, `most` in all."""
    return nodes if len(nodes) <= most else [*nodes[: most // 2], *nodes[-(most // 2) :]]


def _chapter_signs(evidence: Evidence) -> tuple[Sign, ...]:
    signs = tuple(chapter_signs(evidence))
    if evidence.body.prose or evidence.turns[0] >= 2 or _score(signs) <= 1.0:
        return signs
    return (*signs, Sign(1.0 - _score(signs), "no running text: not more than 1 in all"))


def _score(signs: tuple[Sign, ...]) -> float:
    return sum(sign.points for sign in signs)
