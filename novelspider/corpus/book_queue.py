"""One book of a run: its rows in reading order, what of it is in flight, and what is held until its turn."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from novelspider.corpus.rows import BookRow, ChapterRow

if TYPE_CHECKING:
    from collections.abc import Iterator

    from novelspider.corpus.work import Work
    from novelspider.items import Chapter

_FETCH = 16  # rows read from the database at a time: a query costs about ten microseconds, a row in memory 1 kB
_END = 1 << 62  # behind every index


class BookQueue:
    """Hands out the book's own row, then its chapters in reading order, each once; releases finished chapters in that order.

    Rows go from the database through `_ready` (not handed out) or `_paused` (to be handed out again, or not yet) to
    `_flying`, and with `settle` out. Indexes in `_flying` and `_paused` hold back every finished chapter behind them."""

    def __init__(self, row: BookRow, *, limit: int | None, window: int) -> None:
        self.id = row.id
        self.row = row
        self._limit = limit
        self._window = window
        self._cursor = 0
        self._ready: deque[ChapterRow] = deque()
        self._paused: list[ChapterRow] = []
        self._flying: dict[str, ChapterRow] = {}
        self._held: dict[int, Chapter] = {}
        self._toc_flying = False
        self._toc_wanted = row.state == "pending"
        self._look = row.open_ended and row.state == "pending"
        self.closed = False
        """The book is given up in this run."""

    def readmit(self, row: ChapterRow) -> None:
        """Hand out once more a row that was settled before; what is behind it waits for it. Not for a closed book."""
        self._paused.append(row)

    def skip_to_end(self) -> None:
        """Hand out only what is readmitted: a book that was finished before in this run."""
        self._cursor = _END

    def start(self, work: Work) -> None:
        """A book without TOC that is known already has nothing on its own page: look behind its last chapter instead."""
        if self._look:
            work.reread(self.id)
            self._toc_wanted = False

    def next_row(self, work: Work, now: float, horizon: float, *, fresh: bool = True) -> BookRow | ChapterRow | None:
        """The row to ask for next, without taking it. None where there is none at this moment. Rows that may not be asked for
        before `horizon` are left to a later run. No chapter is begun unless `fresh`, only asked for again."""
        if self.closed:
            return None
        if self._toc_wanted and self.row.not_before > horizon:
            self._toc_wanted = False
        if self._toc_wanted:
            return self.row if self.row.not_before <= now else None
        if self._toc_flying:
            return None
        due = min((row for row in self._paused if row.not_before <= now), key=_place, default=None)
        if due or not fresh or self.unreleased() >= self._window:
            return due
        return self._first_ready(work, now, horizon)

    def _first_ready(self, work: Work, now: float, horizon: float) -> ChapterRow | None:
        while len(self._paused) < self._window:
            if not self._ready:
                self._fetch(work)
            if not self._ready or self._ready[0].not_before <= now:
                return self._ready[0] if self._ready else None
            row = self._ready.popleft()
            if row.not_before <= horizon:
                self._paused.append(row)
        return None

    def _fetch(self, work: Work) -> None:
        self._ready.extend(work.pending(self.row, after=self._cursor, upto=self._limit, limit=_FETCH))
        if self._ready:
            self._cursor = self._ready[-1].index
        elif self._look and not self._flying and not self._paused:
            self._look = False
            last = work.last(self.row)
            if last and last.index > self._cursor and (self._limit is None or last.index < self._limit):
                self._cursor = last.index
                self._ready.append(last)

    def take(self, row: BookRow | ChapterRow) -> None:
        """Count the row that `next_row` gave as in flight."""
        if isinstance(row, BookRow):
            self._toc_wanted, self._toc_flying = False, True
            return
        if self._ready and self._ready[0] is row:
            self._ready.popleft()
        else:
            self._paused.remove(row)
        self._flying[row.id] = row

    def pause(self, row: BookRow | ChapterRow) -> None:
        """Take back a row in flight, not to be asked for before its `not_before`; what is behind it waits for it."""
        if isinstance(row, BookRow):
            self._toc_wanted, self._toc_flying, self.row = True, False, row
            return
        if self._flying.pop(row.id, None):
            self._paused.append(row)

    def settle_toc(self, row: BookRow) -> None:
        """End of the book's own row, which is now `row`: its chapters come next, those that there are."""
        self.row = row
        self._toc_wanted = self._toc_flying = False

    def settle(self, row: ChapterRow, chapter: Chapter | None) -> list[Chapter]:
        """End of a chapter's row: the chapters whose turn has come, in reading order."""
        if self._flying.pop(row.id, None) is None:
            return []
        if chapter and not row.look:
            self._held[row.index] = chapter
        return self._release()

    def end(self, work: Work) -> None:
        """The book is finished in this run. One without TOC has been checked once there is no next chapter."""
        if self.row.open_ended and not self.closed:
            work.checking.ended(self.id)

    def give_up(self) -> list[Chapter]:
        """Hand out no more in this run: all that is not in flight stays pending. What that releases, in reading order."""
        self.closed = True
        self._toc_wanted = False
        self._ready.clear()
        self._paused.clear()
        return self._release()

    def _release(self) -> list[Chapter]:
        barrier = min((row.index for row in (*self._flying.values(), *self._paused)), default=None)
        turn = sorted(index for index in self._held if barrier is None or index < barrier)
        return [self._held.pop(index) for index in turn]

    def in_flight(self) -> int:
        return len(self._flying) + self._toc_flying

    def unreleased(self) -> int:
        """Chapters handed out whose turn has not come."""
        return len(self._flying) + len(self._paused) + len(self._held)

    def pauses(self) -> Iterator[float]:
        """Wall times before which something that is paused may not be asked for."""
        yield from (row.not_before for row in self._paused)
        if self._toc_wanted:
            yield self.row.not_before

    def finished(self) -> bool:
        """Nothing in flight, paused or fetched; ask after `next_row` gave None."""
        return not (self._toc_wanted or self._toc_flying or self._flying or self._paused or self._ready)


def _place(row: ChapterRow) -> int:
    return row.index
