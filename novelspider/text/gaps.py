"""Which numbers the titles of a book pass over: 第5章, 第8章."""

from __future__ import annotations

from bisect import bisect_left
from itertools import pairwise
from typing import TYPE_CHECKING

from novelspider.text.claims import find_claim

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

Gap = tuple[int, int]
"""The first and the last of the numbers that are missing in one place."""


def number_gaps(titles: Iterable[str]) -> list[Gap]:
    """The gaps between the numbers that titles, in reading order, claim. Numbers that stand elsewhere are not missing, and
    one that breaks the order (第516章 between 155 and 157) opens no gap. Where they begin anew, as in a new volume, what is
    before and after is counted by itself. None where fewer than half of the titles claim a number: those then count something
    else."""
    claims = [find_claim(title) for title in titles]
    numbers = [claim.number for claim in claims if claim and isinstance(claim.number, int)]
    if 2 * len(numbers) < len(claims):
        return []
    return [gap for run in _runs(numbers) for gap in _gaps(run)]


def _runs(numbers: Iterable[int]) -> Iterator[list[int]]:
    run: list[int] = []
    for number in numbers:
        if number <= 1 < max(run, default=0):
            yield run
            run = []
        run.append(number)
    yield run


def _gaps(numbers: Sequence[int]) -> Iterator[Gap]:
    claimed = sorted(set(numbers))
    for before, after in pairwise(_longest_rise(numbers)):
        between = claimed[bisect_left(claimed, before) : bisect_left(claimed, after) + 1]
        yield from ((a + 1, b - 1) for a, b in pairwise(between) if b - a > 1)


def _longest_rise(numbers: Sequence[int]) -> list[int]:
    """The longest rising subsequence (patience sorting, O(n log n))."""
    tops: list[int] = []
    places: list[int] = []  # of the tops, in `numbers`
    before: list[int | None] = []
    for place, number in enumerate(numbers):
        pile = bisect_left(tops, number)
        before.append(places[pile - 1] if pile else None)
        tops[pile : pile + 1] = [number]
        places[pile : pile + 1] = [place]
    rise: list[int] = []
    at: int | None = places[-1] if places else None
    while at is not None:
        rise.append(numbers[at])
        at = before[at]
    return rise[::-1]
