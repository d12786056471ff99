"""What a chapter page calls itself: the chapter's title, its book, its place among the chapter's pages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, pairwise
from typing import TYPE_CHECKING

from novelspider.pages.chapter_titles import is_chapter_title
from novelspider.pages.credits import OF_BOOK, Names, read_names
from novelspider.pages.document import squeeze
from novelspider.pages.hints import hint
from novelspider.pages.votes import claim_of, key, segments
from novelspider.site import Site
from novelspider.text.titles import ChapterTitle, parse_title

if TYPE_CHECKING:
    from collections.abc import Iterator

    from novelspider.pages.body import Body
    from novelspider.pages.document import Document, Element

_TITLES = ("chaptername", "hapter-name", "hapterName")  # in a class
_NOT_HEADINGS = frozenset(("body", "html", "meta", "input", "svg", "title", "img", "link"))
_OF_CHAPTER = re.compile(
    r"(?:chapter|chap|chr|episode|section|j_|nr|article|entry|post|read|cont)\w{0,9}[_-]?(?:title|name)|sub-?title", re.I
)
_COUNTER = re.compile(r"\d|[页頁]")  # what a page's number has in it, behind the title
_parse = lru_cache(maxsize=1024)(parse_title)
_TAG_WEIGHT = {"h1": 3.0, "h2": 2.5, "h3": 2.0, "h4": 1.5}
_MAX_TITLE_CHARS = 150
_MAX_HEADINGS = 40
_MAX_PIECES = 12
_AT_THE_STORY = 2.0  # the weight of a heading of any rank at the head of the story: its name, where the `<title>` only counts
_NEAR_BLOCKS = 12
# Archives of fan fiction say in their `<title>` what the work is: `Name Chapter 3: Title, a Fandom fanfic | Site`.
_WORK_TAIL = re.compile(r",\s(?:an?\s)?[^,|]{1,60}\s(?:fan\s?fic(?:tion)?|crossover|fiction)(?=\s*[|-]|$)", re.I)
_PARSED = 6  # candidates that are looked at closely


@dataclass(frozen=True, slots=True)
class Heading:
    """Each is None where the page does not say. `title` is without page suffix, book and site; pages are 1-based."""

    title: str | None = None
    book_title: str | None = None
    author: str | None = None
    page_number: int | None = None
    page_count: int | None = None


@dataclass(slots=True)
class _Candidate:
    """A text that may be the title. `weight` is for its place; `element` false for what only `<title>` and metas say."""

    text: str
    weight: float
    element: bool
    parsed: ChapterTitle | None = None


def read_heading(document: Document, body: Body, *, site: Site = Site()) -> Heading:
    """The title that most places agree on: headings, lines around the start of the story, `<title>`, `og:title`."""
    headings = _headings(document)
    names = read_names(document, headings)
    book = _selected(document, site, "book_title") or names.book
    author = _selected(document, site, "author") or names.author
    own = _selected(document, site, "title")
    if own is not None:
        best: ChapterTitle | None = parse_title(own, book=book)
    else:
        best = _best(document, list(_candidates(document, body, headings)), book, names)
    if best is None or not best.title:
        return Heading(None, book, author)
    page, pages = best.page, best.pages
    if page is None:
        page, pages = _page_elsewhere(document, headings, key(best.title), book)
    return Heading(best.title, book, author, page, pages)


def _headings(document: Document) -> list[tuple[Element, str]]:
    """Headings, and what its class or id calls a title, with their text."""
    nodes = [*islice(document.root.iter("h1", "h2", "h3", "h4"), _MAX_HEADINGS), *islice(_titled(document), _MAX_HEADINGS)]
    found = {node: text for node in dict.fromkeys(nodes) if node.tag not in _NOT_HEADINGS and (text := title_text(node))}
    inner = (node for node, text in found.items() if node.tag in _TAG_WEIGHT or text in document.head_title)
    around = {above for node in inner for above in islice(node.iterancestors(), 3)}
    return [(node, text) for node, text in found.items() if node not in around or node.tag in _TAG_WEIGHT]


def _titled(document: Document) -> Iterator[Element]:
    """What its class, its id or its markup for machines calls a title."""
    for node, has in document.attributes.items():
        named = has.get("class", "")
        if (
            "itle" in named
            or ("hapter" in named and any(word in named for word in _TITLES))
            or "itle" in has.get("id", "")
            or has.get("itemprop") == "headline"
        ):
            yield node


def _selected(document: Document, site: Site, field: str) -> str | None:
    """What the site's selector gives; None without a selector or where it finds nothing."""
    selector = site.selector(field)
    if selector is None:
        return None
    found = selector(document.root)
    if isinstance(found, list):
        found = found[0] if found else ""
    return (title_text(found) if hasattr(found, "itertext") else squeeze(str(found))) or None


def title_text(node: Element) -> str:
    """The element's text, white space folded; empty where it is too long for a title, and for a comment."""
    if not isinstance(node.tag, str):
        return ""
    parts, size = [], 0
    for part in node.itertext():
        parts.append(part)
        size += len(part.strip())
        if size > _MAX_TITLE_CHARS:
            return ""
    return squeeze("".join(parts))


def _candidates(document: Document, body: Body, headings: list[tuple[Element, str]]) -> Iterator[_Candidate]:
    start = min((root.order for root in body.roots), default=0)
    parts = segments(_WORK_TAIL.sub("", document.head_title))
    headings = list(_shortened(headings, parts))
    for node, text in headings:
        yield _Candidate(text, _TAG_WEIGHT.get(node.tag, 2.0) + _place(document, body, node, start), True)
    if not any(text in document.head_title for node, text in headings if node.tag in _TAG_WEIGHT):
        yield from _around(body, start)
    pairs = map("-".join, pairwise(parts))
    whole = (*pairs, document.head_title, document.metas.get("og:title", ""))
    for text in dict.fromkeys((*parts, *whole)):
        if text and len(text) <= _MAX_TITLE_CHARS:
            yield _Candidate(text, 0.0 if text in parts else -0.25, False)


def _shortened(headings: list[tuple[Element, str]], parts: list[str]) -> Iterator[tuple[Element, str]]:
    """`headings`, where one holds the chapter's title as the `<title>` has it and other things, as that title alone."""
    known = {key(part): part for part in parts if (claim := claim_of(part)) and claim.end < len(part)}
    for node, text in headings:
        pieces = [node.text or "", *map(title_text, node[:_MAX_PIECES])] if known and len(node) else ()
        yield node, next((known[name] for piece in pieces if (name := key(piece)) in known), text)


def _around(body: Body, start: int) -> Iterator[_Candidate]:
    """The lines before the story and its first ones, for pages whose headings are none."""
    if body.blocks is not None:
        near = [b for b in body.blocks.all[max(0, start - 40) : start] if 1 < b.chars < _MAX_TITLE_CHARS and not b.hidden]
        for block in near[-_NEAR_BLOCKS:]:
            if text := title_text(block.node):
                yield _Candidate(text, 0.5 - (1.5 if block.hint in ("talk", "chrome") else 0), True)
    for text in body.paragraphs[:3]:
        if len(text) <= 80:
            yield _Candidate(text, 0.5, True)


def _place(document: Document, body: Body, node: Element, start: int) -> float:
    """How likely a chapter's title stands where `node` does."""
    if body.blocks is None:
        return 0.0
    block = body.blocks.home(node)
    if block is None:
        return -2.0
    weight = 0.0
    if any(block.within(root) for root in body.roots):
        weight += 0.5 if block.order - start < _NEAR_BLOCKS else -1.5
    elif block.order > start:
        weight -= 3.0
    elif start - block.order <= _NEAR_BLOCKS:
        weight += 1.5 - (start - block.order) / _NEAR_BLOCKS
    if block.hidden:
        weight -= 1.5
    name = f"{node.get('id') or ''} {node.get('class') or ''}"
    if "talk" in (block.hint, hint(name)):
        weight -= 3.0
    if _OF_CHAPTER.search(name):
        weight += 1.0
    elif OF_BOOK.search(name):
        weight -= 1.5
    link = node if node.tag == "a" else next(iter(node.iter("a")), None)
    if link is not None and (url := document.absolute(link.get("href") or "")) and url != document.url:
        weight -= 1.5
    return weight


def _best(document: Document, candidates: list[_Candidate], book: str | None, names: Names) -> ChapterTitle | None:
    head, social = key(document.head_title), key(document.metas.get("og:title", ""))
    excluded = names.site | {key(name) for name in (book, names.author) if name} | {""}

    def agreed(text: str, name: str) -> float:
        claims = 2.5 if claim_of(text) else 1.6 if name in head and is_chapter_title(text) else 0.0
        return claims + (3.0 if name in head else 0.0) + (1.0 if name in social else 0.0)

    keys = {one.text: key(one.text) for one in candidates}
    agreement = {text: agreed(text, name) for text, name in keys.items() if name not in excluded}
    eligible = [one for one in candidates if one.text in agreement]
    ranked = sorted(eligible, key=lambda one: -one.weight - agreement[one.text])
    parses: dict[str, ChapterTitle] = {}
    totals: dict[str, float] = {}
    chosen: dict[str, list[_Candidate]] = {}
    for one in ranked:
        if one.text not in parses:
            if len(parses) == _PARSED:
                break
            parses[one.text] = _parse(one.text, book=book)
        parsed = one.parsed = parses[one.text]
        name = key(parsed.title)
        if name in excluded:
            continue
        chosen.setdefault(name, []).append(one)
        totals[name] = max(totals.get(name, -9.0), one.weight + agreed(parsed.title, name))
    for name, ones in chosen.items():
        places = sum(one.element for one in ones) + any(not one.element for one in ones)
        totals[name] += 0.75 * min(2, places - 1)
    if not totals or max(totals.values()) < 2.0:
        return None
    best = max(totals, key=lambda name: totals[name])
    best = _fuller(best, {name: total for name, total in totals.items() if name[len(best) :] not in excluded}, chosen)
    parsed = max((one.parsed for one in chosen[best] if one.parsed), key=lambda parsed: parsed.page is not None)
    if not any(one.element for one in chosen[best]) and (claim := claim_of(parsed.title)) and claim.end == len(parsed.title):
        named = next((one for one in ranked if one.element and one.weight >= _AT_THE_STORY), None)
        return _parse(named.text, book=book) if named else parsed
    return parsed


def _fuller(best: str, totals: dict[str, float], chosen: dict[str, list[_Candidate]]) -> str:
    """`Chapter 1: Of rain` over the story, where the `<title>` has but `Chapter 1`."""
    for name, ones in chosen.items():
        if name.startswith(best) and totals.get(name, 0.0) > 3.0 and any(one.element for one in ones):
            short, long = chosen[best][0].parsed, ones[0].parsed
            if short and long and short.number is not None and short.number == long.number:
                best = name
    return best


def _page_elsewhere(
    document: Document, headings: list[tuple[Element, str]], title: str, book: str | None
) -> tuple[int | None, int | None]:
    """The page counter that another place gives after the same title."""
    texts = dict.fromkeys((*(text for _, text in headings), document.head_title, *segments(document.head_title)))
    for text in texts:
        if title in key(text) and _COUNTER.search(text, len(title)):
            parsed = _parse(text, book=book)
            if parsed.page is not None:
                return parsed.page, parsed.pages
    return None, None
