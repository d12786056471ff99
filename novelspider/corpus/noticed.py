"""What a TOC says that it did not say before."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from novelspider.corpus.changes import Change
from novelspider.text.titles import name_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from novelspider.items import ChapterRef


@dataclass(slots=True)
class Known:
    """A chapter's row as it was before. `title` is the listed one."""

    n: int
    id: str
    url: str
    loose: int
    index: int
    volume: str | None
    title: str
    state: str
    was: str | None
    listed: bool
    has_line: bool


@dataclass(frozen=True, slots=True)
class Placed:
    """A known chapter and where it is listed now."""

    known: Known
    ref: ChapterRef
    index: int


def changes_of_toc(
    book_id: str, placed: Sequence[Placed], inserted: Iterable[tuple[str, int]], vanished: Iterable[Known]
) -> Iterator[Change]:
    """The changes between what was known and what is listed. `placed` is in reading order; `inserted` are the ids and indexes
    of new chapters before known ones."""
    for chapter_id, index in inserted:
        yield Change(book_id, "inserted", chapter_id, new=str(index))
    for one in placed:
        known, title = one.known, one.ref.title
        if known.state == "gone":
            yield Change(book_id, "returned", known.id, new=str(one.index))
        if known.title and title and title != known.title:
            same = name_of(title) == name_of(known.title)
            yield Change(book_id, "renumbered" if same else "renamed", known.id, known.title, title)
    for known in vanished:
        yield Change(book_id, "vanished", known.id, old=str(known.index))
    before = [one.known.index for one in placed if one.known.state != "gone"]
    if elsewhere := len(before) - _longest_rise(before):
        yield Change(book_id, "reordered", new=str(elsewhere))


def shifted(placed: Sequence[Placed], known: Iterable[Known]) -> set[int]:
    """`n` of the chapters whose text is likely to be another one now: they have another name, and either the new one was a
    chapter's at another address or the old one now is. Sites that number their addresses shift all texts behind a chapter that
    they put in or take out. A mere new name is none of this."""
    renamed = [one for one in placed if one.known.has_line and one.known.title and one.ref.title not in ("", one.known.title)]
    if not renamed:
        return set()
    before: defaultdict[str, set[int]] = defaultdict(set)
    now: defaultdict[str, set[int]] = defaultdict(set)
    for row in known:
        before[name_of(row.title)].add(row.n)
    for one in placed:
        now[name_of(one.ref.title)].add(one.known.n)
    found = set()
    for one in renamed:
        old, new, here = name_of(one.known.title), name_of(one.ref.title), {one.known.n}
        if old != new and ((new and before[new] - here) or (old and now[old] - here)):
            found.add(one.known.n)
    return found


def _longest_rise(numbers: Sequence[int]) -> int:
    """Length of the longest rising subsequence (patience sorting, O(n log n))."""
    tops: list[int] = []
    for number in numbers:
        place = bisect_left(tops, number)
        tops[place : place + 1] = [number]
    return len(tops)
