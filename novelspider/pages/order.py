"""Reading order: which way a list of chapters runs, and how several lists make one."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Protocol, TypeVar

from novelspider.items import loose_key
from novelspider.text.claims import find_claim
from novelspider.text.numerals import CHINESE, chinese_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from novelspider.items import ChapterRef
    from novelspider.pages.page import BookPage

_VOLUME_NUMBER = re.compile(
    rf"第\s?(\d{{1,4}}|[{CHINESE}]{{1,6}})\s?[卷部篇集幕册季章]|卷\s?(\d{{1,4}}|[{CHINESE}]{{1,6}})|\b(\d{{1,4}})\b"
)
_PLAIN_NUMBER = re.compile(r"第([0-9]{1,6})章(?![程鱼魚])")  # the first claim that `find_claim` looks for, in most titles
_LAST_ID = re.compile(r"\d+")
_SAMPLES = 240  # steps looked at in one list: the direction of 10,000 chapters shows in far fewer
_LONGEST_TABLE = 2000  # a longer list that counts neither up nor down is left as it is, rather than read number by number
_LONGEST_BLOCK = 60  # chapters in a block of the newest
_CLEAR = 0.3  # share by which one direction must lead


class Placed(Protocol):
    """What has an address and a title: a link of a page, or a ChapterRef."""

    @property
    def url(self) -> str: ...
    @property
    def title(self) -> str: ...


P = TypeVar("P", bound=Placed)


@lru_cache(maxsize=8192)
def claimed_number(title: str) -> float | None:
    """The number that a title in a list claims; None where it claims none."""
    plain = _PLAIN_NUMBER.match(title)
    if plain:
        return float(plain[1])
    claim = find_claim(title[:80])
    return None if claim is None else float(claim.number)


def volume_number(heading: str) -> float | None:
    """The number of 第三卷 or Volume 3; None where there is none."""
    match = _VOLUME_NUMBER.search(heading[:60])
    return None if match is None else _value(match[1] or match[2] or match[3])


def _value(digits: str) -> float | None:
    if digits.isdecimal():
        return float(digits)
    number = chinese_number(digits)
    return None if number is None else float(number)


def address_number(url: str) -> float | None:
    """The last number in an address, which sites count up with every chapter; None where there is none or it is beyond
    counting."""
    found = _LAST_ID.findall(url.rpartition("/")[2] or url.rstrip("/").rpartition("/")[2])
    return float(found[-1]) if found and len(found[-1]) <= 25 else None


def lean(values: Sequence[float | None]) -> float:
    """From -1 (every step goes down) to 1 (every step goes up); 0 where nothing is known. Only steps between neighbours
    count."""
    up = down = 0
    for a, b in pairwise(values):
        if a is not None and b is not None and a != b:
            up += b > a
            down += b < a
    return (up - down) / (up + down) if up + down else 0.0


def direction(items: Sequence[Placed]) -> float:
    """`lean` of the numbers that titles claim; where they say nothing clear, of the numbers in addresses."""
    items = sampled(items)
    titles = [claimed_number(item.title) for item in items]
    if sum(t is not None for t in titles) >= 0.3 * len(items):
        leaning = lean([t for t in titles if t is not None])
        if abs(leaning) >= _CLEAR:
            return leaning
    return lean([address_number(item.url) for item in items])


def sampled(items: Sequence[P]) -> Sequence[P]:
    """Stretches from the head, the middle and the tail of a long list, neighbours together; a short list whole."""
    if len(items) <= _SAMPLES:
        return items
    third = _SAMPLES // 3
    middle = len(items) // 2
    return [*items[:third], *items[middle : middle + third], *items[-third:]]


def ascending(items: Sequence[P]) -> tuple[P, ...]:
    """`items` turned round where they stand newest first; read down the columns where a table counts that way."""
    columns = _down_the_columns(items)
    if columns is not None:
        return columns
    return tuple(reversed(items)) if direction(items) <= -_CLEAR else tuple(items)


def _down_the_columns(items: Sequence[P]) -> tuple[P, ...] | None:
    """The items of a table whose numbers run down its columns, None where they do not. Two to six columns are tried."""
    if len(items) < 6 or abs(_exact_steps([claimed_number(item.title) for item in items[:40]])) > 0.3:
        return None
    numbers = [claimed_number(item.title) for item in items[:_LONGEST_TABLE]]
    if (
        len(items) > _LONGEST_TABLE
        or sum(n is not None for n in numbers) < 0.7 * len(items)
        or abs(_exact_steps(numbers)) > 0.3
    ):
        return None
    for width in range(2, 7):
        order = [i for column in range(width) for i in range(column, len(items), width)]
        if abs(_exact_steps([numbers[i] for i in order])) > 0.8:
            turned = tuple(items[i] for i in order)
            return turned if lean([numbers[i] for i in order]) > 0 else tuple(reversed(turned))
    return None


def _exact_steps(numbers: Sequence[float | None]) -> float:
    """Share of steps that go to the very next number, less the share that go to the one before."""
    pairs = [(a, b) for a, b in pairwise(numbers) if a is not None and b is not None]
    return (sum(b - a == 1 for a, b in pairs) - sum(a - b == 1 for a, b in pairs)) / max(1, len(pairs))


def order_groups(
    groups: Sequence[tuple[str, Sequence[P]]], newest_first: bool | None = None
) -> list[tuple[str, tuple[P, ...]]]:
    """Volumes (heading, chapters) in reading order, each turned round on its own where it has to be.

    A heading stays with its chapters. `newest_first` overrules what the numbers say."""
    if newest_first is not None:
        turned = [(heading, tuple(reversed(items)) if newest_first else tuple(items)) for heading, items in groups]
        return turned[::-1] if newest_first else turned
    whole = direction([item for _, items in groups for item in items]) if len(groups) > 1 else 0.0
    done: list[tuple[str, tuple[P, ...]]] = []
    for heading, items in groups:
        own = ascending(items)
        if len(items) < 3 and len(groups) > 1:
            own = tuple(reversed(items)) if whole <= -_CLEAR else tuple(items)
        done.append((heading, own))
    return done[::-1] if _groups_descend(done, whole) else done


def _groups_descend(groups: Sequence[tuple[str, Sequence[Placed]]], whole: float) -> bool:
    if len(groups) < 2:
        return False
    volumes = lean([volume_number(heading) for heading, _ in groups])
    if volumes:
        return volumes < 0
    ids = lean([_middle([address_number(item.url) for item in items]) for _, items in groups])
    titles = lean([_middle([claimed_number(item.title) for item in sampled(items)]) for _, items in groups])
    for leaning in (titles, ids):
        if abs(leaning) >= _CLEAR:
            return leaning < 0
    return whole <= -_CLEAR


def _middle(values: Sequence[float | None]) -> float | None:
    known = [v for v in values if v is not None]
    return median(known) if known else None


def merge_toc(pages: Sequence[BookPage]) -> tuple[ChapterRef, ...]:
    """The chapters of all `pages` of one TOC, given in the order in which they were fetched, in reading order.

    Each page's own chapters already stand in reading order (`read_toc`). Pages are turned round where the site numbers its
    TOC from the newest. A chapter that stands on several pages counts where it stands in the list proper, not in the
    block of the
    newest; what stands only there, or only on a preview, comes last."""
    full = [page.chapters for page in pages if page.complete and page.chapters]
    previews = [page.chapters for page in pages if not page.complete and page.chapters]
    previews += [page.newest for page in pages if page.newest]
    if not full:
        full, previews = previews, []
    ordered = [items for _, items in _pages_in_order(full)]
    home: dict[str, int] = {}
    for at, items in enumerate(ordered):
        home.update(dict.fromkeys((loose_key(ref.url) for ref in items), at))
    merged: dict[str, ChapterRef] = {}
    tail: dict[str, ChapterRef] = {}
    for at, items in enumerate(ordered):
        echoing = False
        outlier = _outlier(items, ordered[at + 1]) if at + 1 < len(ordered) else len(items)
        for place, ref in enumerate(items):
            key = loose_key(ref.url)
            echoing = echoing or home[key] > at or place >= outlier
            if home[key] == at:
                (tail if echoing else merged).setdefault(key, ref)
    for items in previews:
        for ref in items:
            tail.setdefault(loose_key(ref.url), ref)
    return tuple({**merged, **{key: ref for key, ref in tail.items() if key not in merged}}.values())


def _outlier(items: Sequence[ChapterRef], after: Sequence[ChapterRef]) -> int:
    """Where a page's chapters jump ahead of what the next page starts with: the newest, listed nowhere else. Its length
    where they do not."""
    start = claimed_number(after[0].title)
    first = max(1, len(items) - _LONGEST_BLOCK)
    numbers = [claimed_number(ref.title) for ref in items[first - 1 :]]
    for place, (a, b) in enumerate(pairwise(numbers), start=first):
        if start is not None and a is not None and b is not None and start - 1 <= a < start < b:
            return place
    return len(items)


def _pages_in_order(pages: Sequence[tuple[ChapterRef, ...]]) -> list[tuple[str, tuple[ChapterRef, ...]]]:
    groups = [("", page) for page in pages]
    return groups[::-1] if len(groups) > 1 and _groups_descend(groups, 0.0) else groups
