"""The chapters that a page lists, in reading order as far as the page shows it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter
from typing import TYPE_CHECKING

from novelspider.items import ChapterRef
from novelspider.pages.chapter_links import find_family
from novelspider.pages.chapter_titles import clean_ref_title, is_chapter_title, number_place
from novelspider.pages.companions import with_companions
from novelspider.pages.document import squeeze
from novelspider.pages.entries import shown_entries
from novelspider.pages.json_toc import read_json_toc
from novelspider.pages.names import fold_name
from novelspider.pages.newest import without_newest, without_strangers
from novelspider.pages.order import claimed_number, merge_toc, order_groups, sampled
from novelspider.pages.sections import VOLUME, Section, cut_sections
from novelspider.pages.titled_links import TocLink, all_links
from novelspider.pages.toc_pages import TocPages, find_toc_pages

if TYPE_CHECKING:
    from collections.abc import Sequence

    from novelspider.pages.document import Document, Element
    from novelspider.site import Site

__all__ = ["TocReading", "merge_toc", "read_toc"]

_URL, _PLACE = attrgetter("url"), attrgetter("place")
_FEW = 5  # links to chapters; with fewer, the list may stand in the page's data


@dataclass(frozen=True, slots=True)
class TocReading:
    """What a page lists. `newest` are chapters that stand only in a block of the newest, where the list itself goes on at
    `toc_urls`. `numbered` of the links have a chapter's title of their own; `steady` is the share of neighbours that
    follow one another by number, 0 where no numbers stand; `strict`, `sure` and `below` as in `Family`; `complete` is
    false where the whole list stands at `toc_urls`."""

    chapters: tuple[ChapterRef, ...] = ()
    newest: tuple[ChapterRef, ...] = ()
    toc_urls: tuple[str, ...] = ()
    complete: bool = True
    numbered: int = 0
    steady: float = 0.0
    strict: bool = True
    sure: bool = False
    below: bool = False
    links: tuple[TocLink, ...] = ()


def read_toc(document: Document, *, site: Site) -> TocReading:
    """The chapters of one book that the page links to: duplicates, buttons and other books' chapters out, newest-first lists
    turned round, chapters that stand only in a block of the newest at the end. Linear in the size of the page."""
    links = all_links(document)
    selector = site.selector("chapters")
    if selector is not None:
        return _selected(document, links, set(selector(document.root)), site)
    family = find_family(document, links)
    members = shown_entries(document, with_companions(document, links, family))
    sections = cut_sections(document, members)
    sections, tail = without_newest(sections if family.shared else without_strangers(sections))
    groups = order_groups(_by_volume(sections), site.newest_first)
    chapters = _refs(groups, tail)
    data = read_json_toc(document, [link.url for link in links]) if len(chapters) < _FEW else ()
    if len(data) > 2 * len(chapters):
        return _from_data(data, links, site)
    urls = {*map(_URL, chapters), *map(_URL, members)}
    pages = find_toc_pages(document, links, urls)
    complete = _is_complete(chapters, pages)
    toc_urls = pages.pages if complete or not pages.full else pages.full[:1]
    newest: tuple[ChapterRef, ...] = ()
    if tail and complete and toc_urls:
        main = len(chapters) - len({link.url for link in tail})
        chapters, newest = chapters[:main], chapters[main:]
    steady = _steady(chapters)
    one = steady >= 0.5 or not _names_many(chapters)
    strict, sure = family.strict and one, family.sure and one
    return TocReading(chapters, newest, toc_urls, complete, family.numbered, steady, strict, sure, family.below, links)


def _from_data(data: Sequence[ChapterRef], links: tuple[TocLink, ...], site: Site) -> TocReading:
    groups: list[tuple[str, list[ChapterRef]]] = []
    for ref in data:
        if not groups or groups[-1][0] != (ref.volume or ""):
            groups.append((ref.volume or "", []))
        groups[-1][1].append(ref)
    chapters = tuple(ref for _, refs in order_groups(groups, site.newest_first) for ref in refs)
    numbered = sum(is_chapter_title(ref.title) for ref in sampled(chapters))
    return TocReading(chapters, (), (), True, numbered, _steady(chapters), True, True, False, links)


def _selected(document: Document, links: tuple[TocLink, ...], nodes: set[Element], site: Site) -> TocReading:
    chosen = [link for link in links if link.node in nodes]
    chapters = _refs(order_groups(_by_volume(cut_sections(document, chosen)), site.newest_first), ())
    pages = find_toc_pages(document, links, {link.url for link in chosen})
    return TocReading(chapters, (), pages.pages, True, len(chapters), 1.0, True, True, False, links)


def _by_volume(sections: Sequence[Section]) -> list[tuple[str, list[TocLink]]]:
    """Neighbouring sections joined where no heading parts them. One heading over everything is no volume unless it says so."""
    groups: list[tuple[str, list[TocLink]]] = []
    for section in sections:
        volume = section.volume or ""
        if groups and (not section.heading or volume == groups[-1][0]):
            groups[-1][1].extend(section.links)
        else:
            groups.append((volume, list(section.links)))
    return groups


def _refs(groups: Sequence[tuple[str, Sequence[TocLink]]], tail: Sequence[TocLink]) -> tuple[ChapterRef, ...]:
    several = len({heading for heading, _ in groups}) > 1
    found: dict[str, ChapterRef] = {}
    for heading, links in groups:
        volume = heading or None if several or _names_volume(heading) else None
        for link in links:
            url, title = link.url, clean_ref_title(link.title)
            known = found.get(url)
            if known is None or (is_chapter_title(title) and not is_chapter_title(known.title)):
                found[url] = ChapterRef(url, title, volume)
    for link in tail:
        found.setdefault(link.url, ChapterRef(link.url, clean_ref_title(link.title), None))
    return tuple(found.values())


def _names_volume(heading: str) -> bool:
    return VOLUME.match(squeeze(heading)) is not None


def _names_many(chapters: Sequence[ChapterRef]) -> bool:
    """Whether other names stand before the numbers of the titles again and again: chapters of many books."""
    looked = sampled(chapters)
    opened = [ref.title[:place] for ref in looked if (place := number_place(ref.title)) is not None]
    names = [name for one in opened if len(name := fold_name(one)) >= 2]
    return len(names) >= max(5, 0.5 * len(looked)) and len(set(names)) >= 0.6 * len(names)


def _steady(chapters: Sequence[ChapterRef]) -> float:
    numbers = [claimed_number(ref.title) for ref in chapters[:60]]
    pairs = [(a, b) for a, b in pairwise(numbers) if a is not None and b is not None]
    return sum(0 <= b - a <= 3 for a, b in pairs) / len(pairs) if len(pairs) >= 2 else 0.0


def _is_complete(chapters: Sequence[ChapterRef], pages: TocPages) -> bool:
    """False where a link promises more than stands here: the list is short, or does not start at the beginning."""
    if not pages.full:
        return True
    if len(chapters) < 10:
        return False
    numbers = [n for ref in sampled(chapters) if (n := claimed_number(ref.title)) is not None]
    if not numbers:
        return len(chapters) > 100
    gap = max(numbers) - min(numbers) + 1 > 1.5 * len(chapters)
    return min(numbers) <= 3 and not gap
