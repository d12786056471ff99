"""What comes next: pending rows by site and book, what is in flight, and what is held until its turn."""

from __future__ import annotations

import dataclasses
import time
from collections import deque
from typing import TYPE_CHECKING

from novelspider.corpus.rows import BookRow, ChapterRow, Failed
from novelspider.corpus.site_queue import SiteQueue
from novelspider.items import Chapter, site_of

if TYPE_CHECKING:
    from novelspider.corpus.store import Corpus, SiteStore

MAX_WAIT = 600.0  # seconds; a longer pause is left to a later run


class Frontier:
    """One run over a corpus. Memory holds the rows in flight and a few beside them; everything else stays in the databases.

    The run's scope is the books of `add_seed`, and with `add_site` every book of a site that has something left to do.
    `per_site` is the most rows in flight a site, `limit` the number of chapters wanted of each book (None: all), `max_wait`
    the longest pause in seconds that this run waits for. Every method raises CorpusError where a site cannot be used."""

    def __init__(self, corpus: Corpus, *, per_site: int = 1, limit: int | None = None, max_wait: float = MAX_WAIT) -> None:
        self._corpus = corpus
        self.run = time.time_ns()
        self._per_site = per_site
        self._limit = limit
        self._max_wait = max_wait
        self._sites: dict[str, SiteQueue] = {}
        self._turns: deque[str] = deque()
        self._resting: dict[str, float] = {}
        self._unsaved = False

    # Scope

    def add_seed(self, url: str) -> None:
        """Put a URL's book into the run's scope; its own page or TOC is read once more. A URL that is, loosely, a known chapter
        stands for that chapter's book; any other is a new book until it is read (see `redirect`).

        Raises SiteBusyError where another process holds the site, ValueError for a bad URL."""
        store, queue = self._open(site_of(url))
        store.work.want(store.add_book(url), self.run)
        queue.more = self._unsaved = True

    def add_site(self, name: str) -> None:
        """Put every book of a site that has something pending or failed into the run's scope. Raises SiteBusyError."""
        store, queue = self._open(name)
        store.work.want_all(self.run)
        queue.more = self._unsaved = True

    def _open(self, name: str) -> tuple[SiteStore, SiteQueue]:
        store = self._corpus.site(name)
        if name not in self._sites:
            self._sites[name] = SiteQueue(self.run, per_site=self._per_site, limit=self._limit)
            self._turns.append(name)
        return store, self._sites[name]

    # Handing out

    def take(self) -> BookRow | ChapterRow | None:
        """The next row that is ready now, counted as in flight until it is settled; None where there is none at the moment.

        Sites take turns, and the books of a site; a book's own row comes before its chapters, and these in reading order.
        Seeds are durable before the first row is returned."""
        if self._unsaved:
            self._corpus.commit()
            self._unsaved = False
        for _ in range(len(self._turns)):
            name = self._turns[0]
            self._turns.rotate(-1)
            queue = self._sites[name]
            row = self._peek(name) if queue.has_room() else None
            if row:
                queue.take(row, _book_id(row))
                return row
        return None

    def _peek(self, name: str) -> BookRow | ChapterRow | None:
        now = self._corpus.clock()
        return self._sites[name].next_row(self._corpus.site(name).work, now, now + self._max_wait, self._resting)

    def done(self) -> bool:
        """Nothing in flight, nothing ready, nothing paused for so short that this run waits for it."""
        return all(not self._peek(name) and queue.empty() for name, queue in self._sites.items())

    def in_flight(self) -> int:
        """Rows taken and not yet settled."""
        return sum(queue.in_flight() for queue in self._sites.values())

    def wait_seconds(self) -> float | None:
        """Seconds until the next pause ends; None where only what is in flight can bring news."""
        now = self._corpus.clock()
        times = [at for queue in self._sites.values() for at in queue.pauses() if at > now]
        times += [until for until in self._resting.values() if now < until <= now + self._max_wait]
        return min(times) - now if times else None

    # What became of a row

    def settle(self, row: BookRow | ChapterRow, result: Chapter | Failed | None, next_url: str | None = None) -> list[Chapter]:
        """End of a row in flight; returns the chapters whose turn has come, in reading order, to be written or rejected.

        A finished chapter is held while an earlier one of its book is in flight or paused. `Failed` is recorded, and releases
        what was behind the row. None: a book's TOC has been set; a chapter is left pending.
        `next_url` is the chapter that the row's page names as its next one: it becomes a row where this one is the book's last
        and the site does not know it."""
        store, queue = self._corpus.site(row.site), self._sites[row.site].book(_book_id(row))
        if queue is None:
            return []
        if isinstance(row, BookRow):
            if isinstance(result, Failed):
                store.work.fail("books", row.id, result)
            queue.settle_toc(store.work.book(row.id) or row)
            return []
        if next_url:
            store.add_next(row, next_url)
        if isinstance(result, Failed) and row.look:
            store.work.fail("books", row.book_id, result)  # the chapter has its text; what is behind it was not got
        elif isinstance(result, Failed):
            store.work.fail("chapters", row.id, result)
        return queue.settle(row, result if isinstance(result, Chapter) else None)

    def postpone(self, row: BookRow | ChapterRow, until: float) -> list[Chapter]:
        """Take a row back until a wall time in seconds. It keeps its place: what is behind it in its book is held. A pause
        longer than `max_wait` leaves it to a later run; returns what that releases."""
        store, queue = self._corpus.site(row.site), self._sites[row.site].book(_book_id(row))
        if queue is None:
            return []
        store.work.postpone("books" if isinstance(row, BookRow) else "chapters", row.id, until)
        if until > self._corpus.clock() + self._max_wait:
            return self.settle(row, None)
        queue.pause(dataclasses.replace(row, not_before=until))
        return []

    def rest(self, host: str, until: float) -> None:
        """Ask nothing of a host (`items.site_of` of the rows' URLs) before a wall time in seconds."""
        self._resting[host] = max(until, self._resting.get(host, 0.0))

    def redirect(self, row: BookRow, url: str) -> BookRow | None:
        """The row in flight was not its book's own page: `url` is. Returns that book's row, in flight in place of `row`.

        None where this run has that book already: then nothing is left to do. `row` itself where it has a line: a book that was
        written keeps its URL and id. Raises ValueError for a bad URL."""
        if row.revision:
            return row
        store, queue = self._open(site_of(url))
        book_id = store.add_book(url)
        if book_id == row.id:
            return row
        moved = store.work.claim(book_id, self.run)
        store.journal.commit()  # the new row first: the old one may stand in another site's database
        self._corpus.site(row.site).drop_book(row.id)
        if old := self._sites[row.site].book(row.id):
            old.settle_toc(row)
        if moved:
            queue.adopt(moved)
        return moved


def _book_id(row: BookRow | ChapterRow) -> str:
    return row.id if isinstance(row, BookRow) else row.book_id
