"""A list of chapters in document order, cut where a heading or another list begins."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from novelspider.pages.brief import brief
from novelspider.pages.document import squeeze

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from novelspider.pages.document import Document, Element
    from novelspider.pages.titled_links import TocLink

_HEADING_TAGS = ("dt", "h1", "h2", "h3", "h4", "h5", "h6", "caption", "th", "legend", "summary")
_STRONG = frozenset(_HEADING_TAGS)
_WEAK_TAGS = ("li", "td", "div", "p", "span", "b", "strong", "dd", "button", "label")
_ITEM_TAGS = frozenset(
    (
        "li",
        "dd",
        "dt",
        "td",
        "tr",
        "span",
        "p",
        "b",
        "i",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "strong",
        "em",
        "font",
        "a",
        "small",
        "tbody",
    )
)
VOLUME = re.compile(
    r"^\W{0,4}(?:第\s?[0-9０-９零〇一二三四五六七八九十百两兩上中下]{1,6}\s?[卷部篇集幕册季]"
    r"|卷\s?[0-9零一二三四五六七八九十百之上中下]{1,5}|[上中下终終]卷?$"
    r"|正文|番外|外传|外傳|作品相关|作品相關|(?:volume|vol|book|part|arc|act|quyển|tome|том"
    r"|книга)\b[.\s:#-]{0,2}(?:\d|[ivxl]{1,5}\b)|第[0-9一二三四五六七八九十]{1,3}[章部]\s*$)",
    re.I,
)
_NUMBERED = re.compile(
    r"^\W{0,4}(?:第\s?[0-9０-９零〇一二三四五六七八九十百两兩上中下]{1,6}\s?[卷部篇集幕册季章]"
    r"|(?:volume|vol|book|part|arc)\b\W{0,2}\d)",
    re.I,
)
_CLASS_HINT = re.compile(
    r"vol|juan|chapter-?box|section-?(?:title|head)|group-?(?:title|name)|fenjuan|toc-?chapter|heading|part-?title|chapter[-_]?(?:title|name)",
    re.I,
)
_DATE_OR_COUNT = re.compile(
    r"^[\W\d]*$|\d{4}[-/.年]\d{1,2}|\d{1,2}:\d{2}|^\d[\d,.]*\s*(?:字|words?|views?|k)\b|前$|\bago\b", re.I
)
NEWEST = re.compile(
    r"最新|最近更新|最后更新|最後更新|newest|latest|recent|chương mới|mới nhất|mới cập nhật|新着|derniers?"
    r" chapitres?|últimos?",
    re.I,
)
_GENERIC = re.compile(
    r"^\W*(?:(?:全部|所有|完整)?(?:章节|章節|正文|目录|目錄|列表|章節目錄|章节目录|章节列表|章節列表|正文卷?"
    r"|全文阅读)|.{0,40}(?:章节目录|章节列表|章節目錄|章節列表|目录|目錄|正文|全部章节)"
    r"|table of contents|chapters?|chapter list|chapters? list|contents?|all chapters|danh sách chương|目次"
    r"|エピソード|\d+ chapters?|mục lục)\W*$",
    re.I,
)
_LONGEST_HEADING = 60
_BOOK_NAME = re.compile(r"^\W{0,4}《[^《》]{1,40}》\s?(?=\S)")
_COUNT = re.compile(
    r"(?:[\s·•|-]{0,3}[(（\[【]|[\s·•|]{1,3}(?=本卷|共|计|\d))(?:本卷)?[共计]?\s?\d[\d,]{0,6}\s?"
    r"(?:[章节節话話回篇]|chapters?\b).{0,30}$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Section:
    """Links that stand together. `heading` is the text before them, empty where there is none."""

    heading: str
    links: tuple[TocLink, ...]

    @property
    def newest(self) -> bool:
        """Whether the heading says that these are the latest chapters."""
        return NEWEST.search(self.heading) is not None

    @property
    def volume(self) -> str | None:
        """The heading where it names a part of the book; None for 目录, Chapters and the like."""
        heading = _COUNT.sub("", _BOOK_NAME.sub("", self.heading)).strip(" :：-—|+▼▶·[]【】")
        return heading if heading and not _GENERIC.match(heading) and not self.newest else None


def containers(links: Sequence[TocLink]) -> list[Element]:
    """The list that each link stands in: the nearest ancestor that is more than one entry of a list."""
    known: dict[Element, Element] = {}
    found: list[Element] = []
    for link in links:
        node = link.node.getparent()
        if node.tag in _ITEM_TAGS and (above := node.getparent()) is not None:
            node = known[above] if above in known else _above_items(above, known)
        found.append(node)
    return _widened(found)


def _widened(found: list[Element]) -> list[Element]:
    """Each entry may be a box of its own (`<div>` a chapter): such boxes give way to what holds them, three levels at most."""
    for _ in range(3):
        sizes = Counter(found)
        lonely = {node for node, size in sizes.items() if size == 1 and node.getparent() is not None}
        if len(lonely) < 0.5 * len(sizes) or len(sizes) < 3:
            break
        known: dict[Element, Element] = {}
        above = [node.getparent() if node in lonely else node for node in found]
        found = [_above_items(node, known) if node.tag in _ITEM_TAGS else node for node in above]
    return found


def _above_items(node: Element, known: dict[Element, Element]) -> Element:
    """`node`, or the nearest element above it that is more than one entry of a list. `known` keeps what is found."""
    path = [node]
    while node not in known and node.tag in _ITEM_TAGS and node.getparent() is not None:
        node = node.getparent()
        path.append(node)
    node = known.get(node, node)
    known.update(dict.fromkeys(path, node))
    return node


def cut_sections(document: Document, links: Sequence[TocLink]) -> list[Section]:
    """`links`, in document order, as the sections in which the page shows them."""
    if not links:
        return []
    headings = _headings(document, links)
    cuts = [i for i, (a, b) in enumerate(pairwise(containers(links)), start=1) if a is not b]
    starts = sorted({0, *cuts, *headings})
    return [Section(headings.get(a, ""), tuple(links[a:b])) for a, b in pairwise([*starts, len(links)])]


def _headings(document: Document, links: Sequence[TocLink]) -> dict[int, str]:
    """The heading that stands right before link number i. Of several, the last; a strong one goes before a weak one."""
    places: dict[Element, int | None] = dict.fromkeys(_perhaps_headings(document))
    places.update((link.node, i) for i, link in enumerate(links))
    found: dict[int, tuple[str, tuple[str, str]]] = {}
    pending: tuple[str, tuple[str, str]] | None = None
    strong = False
    seen = 0
    last: Element | None = None
    for node in document.nodes:
        if node not in places:
            continue
        place = places[node]
        if place is not None:
            if pending is not None:
                found[place] = pending
                pending, strong = None, False
            seen, last = place + 1, node
            if seen == len(links):
                break
        elif node.getparent() is not last:
            is_strong = node.tag in _STRONG
            text = _heading_text(node, is_strong)
            if text and (is_strong or not strong or _outdoes(text, pending)) and not _holds(node, links, seen):
                pending, strong = (text, (node.tag, node.get("class") or "")), is_strong
    return _rare(found, len(links))


def _perhaps_headings(document: Document) -> Iterator[Element]:
    """The elements whose tag or text allows them to be a heading."""
    for tag in _HEADING_TAGS:
        yield from document.tags.get(tag, ())
    for tag in _WEAK_TAGS:
        for node in document.tags.get(tag, ()):
            if (text := node.text) and len(text) <= 4 * _LONGEST_HEADING and not text.isspace():
                yield node


def _outdoes(text: str, pending: tuple[str, tuple[str, str]] | None) -> bool:
    """Whether what stands in no heading's tag is the heading for all that: it numbers a volume, the heading names none."""
    return _NUMBERED.match(text) is not None and (pending is None or not VOLUME.match(pending[0]))


def _heading_text(node: Element, strong: bool) -> str:
    if strong:
        text = brief(node)
        return text if len(text) <= _LONGEST_HEADING and not _DATE_OR_COUNT.search(text) else ""
    text = squeeze(node.text)
    if not text or len(text) > _LONGEST_HEADING or _DATE_OR_COUNT.search(text):
        return ""
    named = _CLASS_HINT.search(f"{node.get('class') or ''} {node.get('id') or ''}") and len(text) > 1
    told = VOLUME.match(text) or _NUMBERED.match(text) or NEWEST.search(text)
    return text if node.tag in ("b", "strong", "li", "dd") or told or named else ""


def _holds(node: Element, links: Sequence[TocLink], seen: int) -> bool:
    """Whether `node` is the entry that the next link stands in, or a part of the last link."""
    if seen < len(links):
        above = links[seen].node
        for _ in range(4):
            above = above.getparent()
            if above is None:
                break
            if above is node:
                return node.tag in ("li", "dd", "td", "p", "span", "b", "strong", "h3", "h4", "h5", "h6", "dt")
    for _ in range(4):
        if node is None:
            return False
        if seen and node is links[seen - 1].node:
            return True
        node = node.getparent()
    return False


def _rare(found: dict[int, tuple[str, tuple[str, str]]], total: int) -> dict[int, str]:
    """Drops what stands before every other link: the furniture of the entries."""
    often = Counter(kind for _, kind in found.values())
    return {place: text for place, (text, kind) in found.items() if often[kind] <= max(2, total // 2)}
