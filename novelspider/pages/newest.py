"""Blocks of the newest chapters, told from the list proper."""

from __future__ import annotations

from collections import Counter
from itertools import chain, pairwise
from operator import attrgetter
from typing import TYPE_CHECKING

from novelspider.pages.chapter_titles import is_chapter_title
from novelspider.pages.order import claimed_number, direction
from novelspider.pages.sections import VOLUME, Section

if TYPE_CHECKING:
    from collections.abc import Sequence

    from novelspider.pages.titled_links import TocLink

_URL = attrgetter("url")
_NEWEST_MOST = 60  # links; blocks of the newest chapters have 5 to 30
_LEADING_MOST = 40
_TITLES_MOST = 100
_NUMBERS_MOST = 3000  # chapters of which the numbers are remembered


def without_newest(sections: list[Section]) -> tuple[list[Section], tuple[TocLink, ...]]:
    """The sections of the list proper, and what stands only in a block of the newest chapters, oldest first."""
    sections = _lead_split(sections)
    if len(sections) < 2:
        return sections, ()
    total = sum(len(section.links) for section in sections)
    homes = Counter(chain.from_iterable(set(map(_URL, section.links)) for section in sections))
    longest = max(sections, key=lambda section: len(section.links))
    passed = False
    main: list[Section] = []
    newest: list[TocLink] = []
    for section in sections:
        size = len(section.links)
        passed = passed or section is longest
        small = section is not longest and size <= _NEWEST_MOST and size < 0.5 * total
        again = sum(homes[link.url] > 1 for link in section.links) if small else 0
        if small and (again >= 0.5 * size or _is_newest(section, longest, passed)):
            homes.subtract(set(map(_URL, section.links)))
            newest += section.links
        else:
            main.append(section)
    if not main or not newest:
        return sections, ()
    listed = set(chain.from_iterable(map(_URL, section.links) for section in main))
    newest = [link for link in newest if link.url not in listed]
    return main, tuple(reversed(newest)) if direction(newest) <= 0 else tuple(newest)


def without_strangers(sections: list[Section]) -> list[Section]:
    """`sections` of a family whose addresses name no book, without menus before and behind
    the list, sections whose addresses open with another name, short ones that give the list's own numbers to other
    addresses. Volumes, which may count anew, stay."""
    sections = _of_one_name(_without_menus(sections))
    longest = max(sections, key=lambda section: len(section.links), default=None)
    if longest is None or len(sections) == 1:
        return sections
    most = 0.3 * len(longest.links)
    short = [one for one in sections if one is not longest and len(one.links) < most and not VOLUME.match(one.heading)]
    short = [one for one in short if sum(claimed_number(link.title) is not None for link in one.links) >= 0.6 * len(one.links)]
    if not short:
        return sections
    urls = {link.url for link in longest.links}
    short = [one for one in short if _repeats(one, urls, None)]
    if not short:
        return sections
    numbers = {claimed_number(link.title) for link in longest.links[:_NUMBERS_MOST]} - {None}
    strangers = [one for one in short if _repeats(one, urls, numbers)]
    return [one for one in sections if not any(one is stranger for stranger in strangers)]


def _repeats(section: Section, urls: set[str], numbers: set[float | None] | None) -> bool:
    """Whether a section gives numbers that the list has to other addresses; may do so, where the list's are not known."""
    others = [claimed_number(link.title) for link in section.links if link.url not in urls]
    again = sum(number is not None if numbers is None else number in numbers for number in others)
    return again >= 0.6 * min(len(section.links), _NEWEST_MOST)


def _without_menus(sections: list[Section]) -> list[Section]:
    """Where most links have a chapter's title: without the sections before and behind these that have none and stand in another
    part of the page."""
    shares = [_titled(section) for section in sections]
    titled = [at for at, share in enumerate(shares) if share >= 0.5]
    if sum(len(sections[at].links) for at in titled) < 0.3 * sum(len(section.links) for section in sections):
        return sections
    paths = {_path(sections[at]) for at in titled}
    return [
        one
        for at, one in enumerate(sections)
        if titled[0] <= at <= titled[-1] or shares[at] > 0 or VOLUME.match(one.heading) or _path(one) in paths
    ]


def _path(section: Section) -> tuple[str, ...]:
    """The tags that a section's first link stands in, from the inside out, at most 30."""
    return tuple(node.tag for _, node in zip(range(30), section.links[0].node.iterancestors(), strict=False))


def _of_one_name(sections: list[Section]) -> list[Section]:
    """Without sections of which no address opens with the word that opens nearly all of the longest one's."""
    longest = max(sections, key=lambda section: len(section.links), default=None)
    openings = Counter(_opening(link.url) for link in longest.links[:_TITLES_MOST]) if longest else Counter()
    (word, count), *_ = openings.most_common(1) or [("", 0)]
    if not word or count < 0.8 * openings.total():
        return sections
    kept = []
    for one in sections:
        links = tuple(link for link in one.links if _opening(link.url) == word)
        if one is longest or VOLUME.match(one.heading):
            kept.append(one)
        elif links:
            kept.append(Section(one.heading, links))
    return kept


def _opening(url: str) -> str:
    """`salt` of `/salt-road-chapter-3/`; empty where the name is no words, or one."""
    word, joint, _ = url.rstrip("/").rpartition("/")[2].partition("-")
    return word if joint and word.isalpha() else ""


def _titled(section: Section) -> float:
    """The share of a section's links that have a chapter's title."""
    links = section.links[:_TITLES_MOST]
    return sum(is_chapter_title(link.title) for link in links) / len(links)


def _is_newest(section: Section, longest: Section, passed: bool) -> bool:
    """Whether a short section shows the newest chapters: its heading says so, or it stands before the list, heads no
    volume and has
    higher numbers than the list. Behind the list (`passed`) only one or two links with such numbers and no heading do."""
    if section.newest:
        return True
    if VOLUME.match(section.heading) or (passed and (section.heading or len(section.links) > 2)):
        return False
    return len(section.links) < len(longest.links) and _is_ahead(section, longest)


def _is_ahead(section: Section, longest: Section) -> bool:
    """Whether all numbers of a section before the list lie above those of the list: the newest, under whatever heading."""
    own = [n for link in section.links if (n := claimed_number(link.title)) is not None]
    rest = [n for link in (*longest.links[:20], *longest.links[-20:]) if (n := claimed_number(link.title)) is not None]
    return bool(own and rest) and min(own) > max(rest) and direction(section.links) <= 0


def _lead_split(sections: list[Section]) -> list[Section]:
    """A block of the newest that stands in the same list with nothing between: links at the head that come again further down,
    or that count down from the highest number before the list starts low."""
    if not sections:
        return sections
    first = max(sections, key=lambda section: len(section.links))
    urls = list(map(_URL, first.links))
    later = set(urls[_LEADING_MOST:])
    again = [i for i, url in enumerate(urls[:_LEADING_MOST]) if url in later or url in urls[i + 1 : _LEADING_MOST]]
    cut = again[-1] + 1 if again and len(again) >= 0.5 * (again[-1] + 1) and len(again) > 1 else _countdown(first.links)
    if not cut or cut >= 0.5 * len(urls):
        return sections
    at = sections.index(first)
    lead = Section("最新章节", first.links[:cut])
    return [*sections[:at], lead, Section(first.heading, first.links[cut:]), *sections[at + 1 :]]


def _countdown(links: Sequence[TocLink]) -> int:
    """How many links at the head count down before the list starts again at 1 or 2 and counts up; 0 where none do."""
    numbers = [claimed_number(link.title) for link in links[: _LEADING_MOST + 3]]
    for i, (a, b) in enumerate(pairwise(numbers), start=1):
        if a is not None and b is not None and b <= 2 and a > b + 3:
            lead = [n for n in numbers[:i] if n is not None]
            return i if all(x > y for x, y in pairwise(lead)) and i + 2 < len(links) else 0
    return 0
