"""What a page is: a chapter, a book or its table of contents, a list of books, or something else."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

from novelspider.pages.body import Body, read_body
from novelspider.pages.brief import brief
from novelspider.pages.chapter_titles import is_chapter_title
from novelspider.pages.document import squeeze, xpath
from novelspider.pages.labelled import labelled_facts
from novelspider.pages.labels import read_labels
from novelspider.pages.listing import LIST_WORDS, Listing, read_listing
from novelspider.pages.structured import is_book, linked_data
from novelspider.pages.toc import TocReading, read_toc

if TYPE_CHECKING:
    from novelspider.pages.document import Document
    from novelspider.site import Site

Kind = Literal["chapter", "book", "list", "other"]

_H1 = xpath("//h1 | //h2")
_START = re.compile(
    r"开始阅读|開始閱讀|立即阅读|点击阅读|免费试读|从头阅读|start reading|read now|read first|đọc từ đầu|đọc truyện"
    r"|1話目から読む|最初から読む|加入书架|加入書架|放入书架|add to library|add to bookshelf|txt\s?下载",
    re.I,
)
_BOOK_WORDS = re.compile(
    r"最新章[节節]|章[节節]目[录錄]|章[节節]列表|全文(?:免费)?(?:阅读|閱讀)|txt下载|目次|table of contents|danh"
    r" sách chương",
    re.I,
)
_TOC_ADDRESS = re.compile(r"/(?:chapters?|chapter-?list|toc|catalog|mulu|dir|directory|index_\d+)(?:\.s?html?|\.php)?/?$", re.I)
_GENRE_TITLE = re.compile(
    r"(?:好看的|最新|热门|免费|完本|全本)?[\u4e00-\u9fff]{2,4}小[说說](?:[_\-|,，\s]|$|大全|推荐|推薦|排行|列表)"
    r"|truyện \S+ (?:hay|mới)",
    re.I,
)
_TURNS = xpath("//a | //button")
_BOOK_FACTS = ("author", "category", "status", "updated_at", "latest_chapter", "intro")
_OFTEN = 4
_MOST_LABELS = 400  # links looked at for their labels; the turns of a chapter stand around it, and no chapter has so many links
_PLAIN = 6.0  # no list scores higher
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
        nodes = _TURNS(self.document.root)
        nodes = nodes if len(nodes) <= _MOST_LABELS else nodes[: _MOST_LABELS // 2] + nodes[-_MOST_LABELS // 2 :]
        labels = read_labels([text for node in nodes if 0 < len(text := brief(node) or squeeze(node.get("title") or "")) <= 24])
        ways = [label for label in labels if label.weight >= 0.7 and label.direction in ("next", "previous")]
        chapters = sum(label.unit == "chapter" for label in ways)
        return chapters, len(ways) - chapters

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
    def declared(self) -> bool:
        """Whether the page declares a book for machines."""
        metas = self.document.metas
        return metas.get("og:type", "").lower() in ("novel", "book", "books.book") or any(
            is_book(thing) for thing in linked_data(self.document)
        )


def chapter_score(evidence: Evidence) -> float:
    """What speaks for a chapter: running text in one place, links to the next and the previous one, a chapter's title."""
    body, document = evidence.body, evidence.document
    prose = body.prose
    score = 3.0 if prose >= 1500 else 2.0 if prose >= 600 else 1.0 if prose >= 200 else 0.3 if prose >= 50 else 0.0
    score += 0.5 if len(body.paragraphs) >= 8 else 0.0
    score -= 1.0 if prose < 0.4 * body.page_prose else 0.0
    chapters, others = evidence.turns
    score += (3.0 if chapters else 0.0) + (0.7 if others else 0.0)
    titles = [document.head_title, *(brief(node) for node in _H1(document.root)[:3])]
    score += 1.2 if any(is_chapter_title(title) for title in titles) else 0.0
    score -= 2.0 if evidence.declared else 0.0
    toc = evidence.toc
    headed = any(is_chapter_title(title) for title in titles[1:2])
    if not chapters and len(toc.chapters) >= 5 and toc.steady >= 0.8 and not (headed and prose >= 1500):
        score -= 2.0
    if evidence.site.selector("body") is not None and body.paragraphs:
        score += 2.0
    return score if prose or chapters >= 2 else min(score, 1.0)


def book_score(evidence: Evidence) -> float:
    """What speaks for a book's page or a table of contents: chapters of one book in order, a declared book, a button to
    start."""
    toc, document = evidence.toc, evidence.document
    count = len(toc.chapters)
    share = count / max(1, len(toc.links))
    score = 0.0
    if count >= 3:
        orderly = toc.sure and (toc.steady >= 0.5 or (toc.strict and toc.steady == 0.0 and share >= 0.3))
        score += (1.5 if toc.strict else 1.0) if orderly else -0.5
        score += (1.5 * (count >= 20) + 1.0 * (count >= 60)) if orderly else 0.0
        score += 2.0 if share >= 0.6 and orderly else 0.0
    elif count and toc.sure:
        score += 0.8
    score += 1.0 if toc.below and toc.strict and toc.steady >= 0.5 else 0.0
    score += 2.5 if evidence.declared else 0.0
    score += 1.0 if any("novel" in name for name in document.metas if name.startswith("og:novel")) else 0.0
    score += 1.0 if not toc.complete else 0.0
    score += 1.0 if any(_START.search(link.title) for link in toc.links if len(link.title) <= 20) else 0.0
    score += 0.7 if _BOOK_WORDS.search(document.head_title) else 0.0
    score += 0.8 * min(evidence.facts, 4) - 0.4 if evidence.facts else 0.0
    score += 1.0 if any(_TOC_ADDRESS.search(url) for url in (document.url, document.metas.get("og:url", ""))) else 0.0
    score -= 2.0 if evidence.turns[0] >= 2 else 0.5 * evidence.turns[0]
    return score


def list_score(evidence: Evidence) -> float:
    """What speaks for a list of books: many books, many authors, chapters of many books, words such as 排行榜."""
    toc, document, listing = evidence.toc, evidence.document, evidence.listing
    count = len(listing.books)
    score = 0.5 * (count >= 3) + 1.0 * (count >= 8) + 0.7 * (count >= 25)
    score += 2.5 if LIST_WORDS.search(document.head_title) else 0.0
    score += 1.0 if listing.authors >= 4 and listing.authors >= 0.3 * count else 0.0
    score += 1.0 if len(toc.chapters) >= 3 and not toc.strict and toc.steady < 0.4 else 0.0
    score += 1.0 if urlsplit(document.url).path in ("", "/") and count >= 3 else 0.0
    score += 0.5 if listing.next_urls and count >= 3 else 0.0
    score += 0.5 if count >= 15 and count >= 0.3 * len(toc.links) else 0.0
    score += 1.5 if _GENRE_TITLE.match(document.head_title) else 0.0
    score -= 3.0 if evidence.declared else 0.0
    return score


def decide(evidence: Evidence) -> Kind:
    """The kind with the most for it; `other` where little speaks for any."""
    toc = evidence.toc
    count = len(toc.chapters)
    orderly = toc.strict and (toc.steady >= 0.8 or (toc.sure and toc.steady == 0.0))
    if count >= _CERTAIN and orderly and count >= 0.3 * len(toc.links) and not evidence.turns[0]:
        return "book"
    if evidence.site.selector("chapters") is not None and toc.chapters:
        return "book"
    chapter, book = chapter_score(evidence), book_score(evidence)
    if max(chapter, book) >= _PLAIN:
        return "chapter" if chapter >= book else "book"
    scores: dict[Kind, float] = {"chapter": chapter, "book": book, "list": list_score(evidence)}
    best = max(scores, key=lambda kind: scores[kind])
    return best if scores[best] >= 1.5 else "other"
