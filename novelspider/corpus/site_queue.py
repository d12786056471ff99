"""One site of a run: its open books, taken in turn."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from novelspider.corpus.book_queue import BookQueue
from novelspider.items import site_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from novelspider.corpus.rests import Rests
    from novelspider.corpus.rows import BookRow, ChapterRow
    from novelspider.corpus.work import Work
    from novelspider.items import Chapter

OPEN_BOOKS = 8
"""Books that a site's turns go round. More are opened when none of these has a row to give."""
MOST_BOOKS = 64
"""Books that may wait for something at once before no further one is opened: bounds memory."""
AHEAD = 4
"""How many times `per_site` chapters of one book may be in flight, paused or held."""


class SiteQueue:
    """Takes the run's books from the database as there is room for them, and a row from each in turn."""

    def __init__(self, run: int, *, per_site: int, limit: int | None, most_books: int | None = None) -> None:
        self._run = run
        self._per_site = per_site
        self._limit = limit
        self._most_books = most_books
        self._begun = 0
        self._books: dict[str, BookQueue] = {}
        self._turns: deque[str] = deque()
        self._learned = False
        self.held: list[Chapter] = []
        """Chapters whose turn has come, but from which the site is to be learned first, with those that follow."""
        self.more = True
        """False once the database has no further book of this run; whoever adds one sets it."""
        self.stopped = False
        """Whoever sets it wants no more of the site in this run."""
        self.capped = False
        """True once the site has more books than this run may take up."""
        self.resumes_at: float | None = None
        """Wall time of the next end of a pause, None where nothing is paused. As of the last `next_row` that gave None."""

    def book(self, book_id: str) -> BookQueue | None:
        return self._books.get(book_id)

    def in_flight(self) -> int:
        return sum(book.in_flight() for book in self._books.values())

    def next_row(
        self, work: Work, now: float, horizon: float, rests: Rests, *, fresh: bool = True
    ) -> BookRow | ChapterRow | None:
        """The row to ask for next, without taking it; drops the books that are finished. Where it is None, `resumes_at` tells
        when to ask again. No chapter is begun unless `fresh`, only asked for again."""
        tried, pauses = 0, []
        if self.stopped:
            self._give_up()
        if len(self._turns) < OPEN_BOOKS:
            self._open_books(work, OPEN_BOOKS - len(self._turns))
        while tried < len(self._turns) or self._open_books(work, OPEN_BOOKS):
            book = self._books[self._turns[0]]
            row = book.next_row(work, now, horizon, fresh=fresh)
            if row and (until := rests.until(site_of(row.url))) > now:
                if until > horizon:
                    self.held += book.give_up()
                row = None
                pauses.append(until)
            if row:
                return row
            pauses += book.pauses()
            if (fresh or book.closed) and book.finished():
                self._books.pop(self._turns.popleft()).end(work)
            else:
                self._turns.rotate(-1)
                tried += 1
        self.resumes_at = min((at for at in pauses if now < at <= horizon), default=None)
        return None

    def _open_books(self, work: Work, wanted: int) -> bool:
        """Open further books and put them first in turn, where there are any and memory allows."""
        wanted = min(wanted, MOST_BOOKS - len(self._books))
        if self._most_books is not None and self.more and self._begun >= self._most_books:
            self.more, self.capped = False, work.more(self._run)
        if not self.more or wanted <= 0:
            return False
        if self._most_books is not None:
            wanted = min(wanted, self._most_books - self._begun)
        rows = work.begin(self._run, wanted)
        self._begun += len(rows)
        self.more = len(rows) == wanted
        for row in rows:
            self._add(row).start(work)
        self._turns.rotate(len(rows))
        return bool(rows)

    def _give_up(self) -> None:
        self.more = False
        for book in self._books.values():
            self.held += book.give_up()

    def _add(self, row: BookRow) -> BookQueue:
        book = self._books[row.id] = BookQueue(row, limit=self._limit, window=AHEAD * self._per_site)
        self._turns.append(row.id)
        return book

    def adopt(self, row: BookRow) -> None:
        """Open a book whose own row is in flight already."""
        self._add(row).take(row)

    def drop(self, row: BookRow) -> None:
        """A book's own row, in flight, turned out to be none; a book that is not open is none either."""
        if book := self._books.get(row.id):
            book.settle_toc(row)

    def readmit(self, book: BookRow, row: ChapterRow) -> None:
        """Hand out once more a chapter that was settled before, of a book that may have been finished since."""
        queue = self._books.get(book.id)
        if queue is None:
            queue = self._add(book)
            queue.skip_to_end()
        queue.readmit(row)

    def take(self, row: BookRow | ChapterRow, book_id: str) -> None:
        """Count the row that `next_row` gave as in flight, and let the next book have its turn."""
        self._books[book_id].take(row)
        self._turns.rotate(-1)

    def full(self) -> bool:
        """As many rows are in flight as may be."""
        return self.in_flight() >= self._per_site

    def to_learn(self, missing: Callable[[], int]) -> int:
        """From how many chapters the site is still to be learned. Asked for every row; `missing`, which may have to open the
        site, only until there are none."""
        if self._learned:
            return 0
        count = max(0, missing())
        self._learned = not count
        return count

    def may_begin(self, missing: int) -> bool:
        """May a further chapter be begun? Not while the site is to be learned from `missing` chapters and as many are under
        way: which ones those are, and how the next is read, then does not depend on the network."""
        return not missing or missing > len(self.held) + sum(book.unreleased() for book in self._books.values())

    def exhausted(self) -> bool:
        """No book is open and none follows: nothing in flight or to hand out. As of the last `next_row` that gave None."""
        return not self._books and not self.more

    def empty(self) -> bool:
        return self.exhausted() and not self.held
