"""The texts of a chapter page that may be the chapter's title, and how likely each stands where a title does."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import chain, islice, pairwise
from typing import TYPE_CHECKING

from novelspider.pages.chapter_titles import is_chapter_title
from novelspider.pages.credits import OF_BOOK, VOLUME
from novelspider.pages.document import squeeze
from novelspider.pages.hints import hint
from novelspider.pages.votes import claim_of, key, segments
from novelspider.text.titles import HASHTAGS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from novelspider.pages.body import Body
    from novelspider.pages.document import Document, Element
    from novelspider.text.titles import ChapterTitle

_TITLES = re.compile(r"hapter[_-]?(?:[nN]ame|[lL]abel)|readmark-?[lL]abel")  # in a class
_NOT_HEADINGS = frozenset(("body", "html", "meta", "input", "svg", "title", "img", "link"))
_OF_CHAPTER = re.compile(
    r"(?:chapter|chap|chr|episode|section|j_|nr|article|entry|post|read|cont)\w{0,9}[_-]?(?:title|name|label)|sub-?title", re.I
)
_TAG_WEIGHT = {"h1": 3.0, "h2": 2.5, "h3": 2.0, "h4": 1.5}
_MAX_TITLE_CHARS = 150
_MAX_HEADINGS = 40
_MAX_PIECES = 12
_OWN_ENTRY = 2.0
_LONGEST_RUN = 3
_NEAR_BLOCKS = 12
_NEAR_LINK = 3
_LONGEST_LINE = 80
_STOPS = frozenset('。.,，;；…”」』"')
_MARKS = " :：.-–—·|｜/»>,，"
_UNNUMBERED = 1.0  # less for what but the `<title>` says: beside the chapter's name stand words of the site (Reader mode)
# Archives of fan fiction say in their `<title>` what the work is: `Name Chapter 3: Title, a Fandom fanfic | Site`.
_WORK_TAIL = re.compile(r",\s(?:an?\s)?[^,|]{1,60}\s(?:fan\s?fic(?:tion)?|crossover|fiction)(?=\s*[|-]|$)", re.I)


@dataclass(slots=True)
class Candidate:
    """A text that may be the title. `weight` is for its place; `element` false for what only `<title>` and metas say."""

    text: str
    weight: float
    element: bool
    parsed: ChapterTitle | None = None


def read_headings(document: Document) -> list[tuple[Element, str]]:
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
            or (("hapter" in named or "mark" in named) and _TITLES.search(named))
            or "itle" in has.get("id", "")
            or has.get("itemprop") == "headline"
        ):
            yield node


def title_text(node: Element) -> str:
    """The element's text, white space folded, lines parted by a blank; empty where it is too long for a title, and for a
    comment."""
    if not isinstance(node.tag, str):
        return ""
    parts, size = [], 0
    for part in node.itertext() if not len(node) or node.find(".//br") is None else _broken(node):
        parts.append(part)
        size += len(part.strip())
        if size > _MAX_TITLE_CHARS:
            return ""
    return squeeze("".join(parts))


def _broken(node: Element) -> Iterator[str]:
    """The element's texts, a blank before those behind a `<br>`."""
    for text in node.xpath(".//text()"):
        yield f" {text}" if text.is_tail and text.getparent().tag == "br" else str(text)


def title_candidates(document: Document, body: Body, headings: list[tuple[Element, str]]) -> Iterator[Candidate]:
    start = min((root.order for root in body.roots), default=0)
    parts = segments(_WORK_TAIL.sub("", HASHTAGS.sub("", document.head_title)))
    runs = _title_runs(parts)
    short = ((node, _without_link(document, node, text)) for node, text in _shortened(headings, runs))
    headings = [(node, _without_start(text, parts, runs)) for node, text in short]
    for node, text in headings:
        yield Candidate(text, _TAG_WEIGHT.get(node.tag, 2.0) + _place(document, body, node, start), True)
    if not any(text in document.head_title for node, text in headings if node.tag in _TAG_WEIGHT):
        yield from _around(body, start, runs)
        yield from _bold(document, body, start)
        yield from _own_entries(document)
    yield from _named_lines(body, [text for _, text in headings if text in document.head_title])
    pairs = map("-".join, pairwise(parts))
    whole = (*pairs, document.head_title, document.metas.get("og:title", ""))
    for text in dict.fromkeys((*parts, *whole)):
        if text and len(text) <= _MAX_TITLE_CHARS:
            yield Candidate(text, (0.0 if text in parts else -0.25) - (0.0 if claim_of(text) else _UNNUMBERED), False)


def _title_runs(parts: list[str]) -> frozenset[str]:
    """The folded chapter's titles that the `<title>` may hold: a part with a number and a name, or one with a number and the
    parts behind it."""
    runs = set()
    for at, part in enumerate(parts):
        if claim := claim_of(part):
            names = [key(one) for one in parts[at : at + _LONGEST_RUN]]
            runs |= {"".join(names[:end]) for end in range(1 if claim.end < len(part) else 2, len(names) + 1)}
    return frozenset(runs)


def _shortened(headings: Iterable[tuple[Element, str]], runs: frozenset[str]) -> Iterator[tuple[Element, str]]:
    """`headings`, where one holds the chapter's title as the `<title>` has it and other things, as that title alone."""
    for node, text in headings:
        pieces = [squeeze(node.text or ""), *map(title_text, node[:_MAX_PIECES])] if runs and len(node) else ()
        yield node, next((piece for piece in pieces if piece and key(piece) in runs), text)


def _without_link(document: Document, node: Element, text: str) -> str:
    """A heading that begins with a link to the book or its author and goes on with the chapter: what stands behind the link."""
    link = next(iter(node.iter("a")), None) if len(node) and claim_of(text) else None
    name = title_text(link) if link is not None else ""
    if link is None or not name or not text.startswith(name) or claim_of(name):
        return text
    rest = text[len(name) :].strip(_MARKS)
    return rest if claim_of(rest) and document.absolute(link.get("href") or "") != document.url else text


def _without_start(text: str, parts: list[str], runs: frozenset[str]) -> str:
    """A heading without the first words of the book's name, a volume aside, where the `<title>` has the two apart."""
    claim = claim_of(text)
    before = text[: claim.start].strip() if claim else ""
    if not claim or not before or VOLUME.search(before) or key(text[claim.start :]) not in runs:
        return text
    begun = any(key(part).startswith(key(before)) and not claim_of(part) for part in parts)
    return text[claim.start :] if begun else text


def _bold(document: Document, body: Body, start: int) -> Iterator[Candidate]:
    """Numbered titles in bold or large letters, where the page has no heading of its own for them."""
    nodes = chain.from_iterable(
        islice(document.tags.get(tag, ()), _MAX_PIECES) for tag in ("b", "strong", "big", "font", "center")
    )
    for node in nodes:
        text = title_text(node)
        if (claim := claim_of(text)) and claim.start == 0 and (place := _place(document, body, node, start)) > 0:
            yield Candidate(text, place, True)


def _named_lines(body: Body, headings: list[str]) -> Iterator[Candidate]:
    """The chapter's number and name as one of the story's first lines, where a heading ends with the number."""
    bare = {claim.number for text in headings if (claim := claim_of(text)) and claim.end == len(text)}
    for text in body.paragraphs[:3] if bare else ():
        claim = claim_of(text) if len(text) <= _LONGEST_LINE else None
        if claim and claim.start == 0 and claim.number in bare and not text[: claim.end].isdecimal() and text[-1] not in _STOPS:
            yield Candidate(text, 1.0, True)


def _own_entries(document: Document) -> Iterator[Candidate]:
    """What lists on the page call this page: boards have the story's list of chapters on each of them."""
    for anchor in document.anchors:
        text = anchor.text
        if anchor.url == document.url and len(text) <= _MAX_TITLE_CHARS and is_chapter_title(text) and not text.isdecimal():
            yield Candidate(text, _OWN_ENTRY, True)


def _around(body: Body, start: int, runs: frozenset[str]) -> Iterator[Candidate]:
    """The lines before the story and its first ones, for pages whose headings are none."""
    if body.blocks is not None:
        near = [b for b in body.blocks.all[max(0, start - 40) : start] if 1 < b.chars < _MAX_TITLE_CHARS and not b.hidden]
        texts = _shortened([(b.node, title_text(b.node)) for b in near[-_NEAR_BLOCKS:]], runs)
        for block, (_, text) in zip(near[-_NEAR_BLOCKS:], texts, strict=True):
            if text:
                yield Candidate(text, 0.5 - (1.5 if block.hint in ("talk", "chrome") else 0), True)
    for text in body.paragraphs[:3]:
        if len(text) <= _LONGEST_LINE:
            yield Candidate(text, 0.5, True)


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
    link = _link(node)
    if link is not None and (url := document.absolute(link.get("href") or "")) and url != document.url:
        weight -= 1.5
    return weight


def _link(node: Element) -> Element | None:
    """The link that `node` is, stands in or holds."""
    around = (one for one in islice(node.iterancestors(), _NEAR_LINK) if one.tag == "a")
    return next(chain(around, node.iter("a")), None)
