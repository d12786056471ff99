"""What comes next: pending rows by site and book, what is in flight, and what is held until its turn."""

from __future__ import annotations

import dataclasses
import time
from heapq import heappop, heappush
from typing import TYPE_CHECKING

from novelspider.corpus.holding import Holding
from novelspider.corpus.refresh import Refresh, mark, mark_run
from novelspider.corpus.rests import Rests
from novelspider.corpus.rows import BookRow, ChapterRow, Failed
from novelspider.corpus.site_queue import SiteQueue
from novelspider.items import Chapter, site_of

if TYPE_CHECKING:
    from novelspider.corpus.folder import Corpus
    from novelspider.corpus.store import SiteStore

MAX_WAIT = 600.0  # seconds; a longer pause is left to a later run


class Frontier:
    """One run over a corpus. Memory holds the rows in flight and a few beside them; everything else stays in the databases.

    The run's scope is the books of `add_seed`, and with `add_site` every book of a site that has something left to do.
    `per_site` is the most rows in flight a site, `limit` the number of chapters wanted of each book (None: all), `max_wait`
    the longest pause in seconds that this run waits for, `hold` the number of chapters from which a site is learned before the
    first of them is released, and before any further one is asked for, `refresh` which known chapters of the run's books are
    read again (None: none), `rests` the hosts that nothing may be asked of now, `most_books` the number of books of a site that
    this run takes up (None: all). Every method raises CorpusError where a site cannot be used."""

    def __init__(
        self,
        corpus: Corpus,
        *,
        per_site: int = 1,
        limit: int | None = None,
        max_wait: float = MAX_WAIT,
        hold: int = 0,
        refresh: Refresh | None = None,
        rests: Rests | None = None,
        most_books: int | None = None,
    ) -> None:
        self.run = time.time_ns()
        """The number under which the databases know the books of this run."""
        self._corpus = corpus
        self._per_site = per_site
        self._limit = limit
        self._max_wait = max_wait
        self._refresh = refresh
        self._sites: dict[str, SiteQueue] = {}
        self._holding = Holding(corpus, self._sites, hold)
        self._awake: dict[str, None] = {}  # sites that may have a row to give, in turn
        self._alarms: list[tuple[float, str]] = []  # heap: when a pause ends, and in which site
        self._second_tries: list[tuple[float, str, str, str]] = []  # heap: when, site, book and chapter
        self._unfinished: set[str] = set()
        self.rests = rests or Rests(corpus.clock)
        """Hosts that nothing may be asked of now; their rows are passed over."""
        self._most_books = most_books
        self._closing = False
        self._unsaved = False

    # Scope

    def add_seed(self, url: str) -> None:
        """Put a URL's book into the run's scope; its own page or TOC is read once more. A URL that is, loosely, a known chapter
        stands for that chapter's book; any other is a new book until it is read (see `redirect`). Raises SiteBusyError where
        another process holds the site, ValueError for a bad URL."""
        store, queue = self._open(site_of(url))
        if store.work.want(book_id := store.add_book(url), self.run):
            mark(store.journal, book_id, self._refresh, self._limit)
        queue.more = self._unsaved = True

    def add_site(self, name: str) -> None:
        """Put every book of a site that is due or has something left to do into the run's scope. Raises SiteBusyError."""
        store, queue = self._open(name)
        store.work.want_all(self.run)
        mark_run(store.journal, self.run, self._refresh, self._limit)
        queue.more = self._unsaved = True

    def _open(self, name: str) -> tuple[SiteStore, SiteQueue]:
        store = self._corpus.site(name)
        store.changes.run = self.run
        if name not in self._sites:
            self._sites[name] = SiteQueue(self.run, per_site=self._per_site, limit=self._limit, most_books=self._most_books)
            self._sites[name].stopped = self._closing
            self.rests.recall(name, store.manners.rests())
        self._wake(name)
        return store, self._sites[name]

    def _wake(self, name: str) -> None:
        self._awake.setdefault(name)
        self._unfinished.add(name)

    # Handing out

    def take(self) -> BookRow | ChapterRow | None:
        """The next row that is ready now, counted as in flight until it is settled; None where there is none at the moment.

        Sites take turns, and the books of a site; a book's own row comes before its chapters, and these in reading order.
        Seeds are durable before the first row is returned."""
        if self._unsaved:
            self._corpus.commit()
            self._unsaved = False
        found = self._next()
        if found is None:
            return None
        name, row = found
        self._sites[name].take(row, _book_id(row))
        self._awake[name] = self._awake.pop(name)
        return row

    def _next(self) -> tuple[str, BookRow | ChapterRow] | None:
        """The first site in turn that has a row and room for it. Those before it sleep until something happens to them: so the
        cost of a row does not grow with the number of sites (measured: 200 full sites asked each time took 1 ms)."""
        now = self._corpus.clock()
        while self._second_tries and self._second_tries[0][0] <= now:
            self._try_again(*heappop(self._second_tries)[1:])
        while self._alarms and self._alarms[0][0] <= now:
            self._wake(heappop(self._alarms)[1])
        while self._awake:
            name = next(iter(self._awake))
            queue = self._sites[name]
            if not queue.full():
                fresh = queue.may_begin(self._holding.missing(name))
                row = queue.next_row(self._corpus.site(name).work, now, now + self._max_wait, self.rests, fresh=fresh)
                if row:
                    return name, row
                self._holding.note(name)
                if queue.resumes_at and (queue.resumes_at, name) not in self._alarms:
                    heappush(self._alarms, (queue.resumes_at, name))
                if queue.empty():
                    self._unfinished.discard(name)
            del self._awake[name]
        return None

    def second_try(self, chapter: Chapter) -> None:
        """A chapter of this run was rejected, and is to be asked for once more: after `max_wait`, if the run lasts so long, for
        it does not wait for that alone; else in the next run."""
        heappush(self._second_tries, (self._corpus.clock() + self._max_wait, chapter.site, chapter.book_id, chapter.id))

    def _try_again(self, name: str, book_id: str, chapter_id: str) -> None:
        queue = self._sites[name]
        if (book := queue.book(book_id)) and book.closed:
            return
        if rows := self._corpus.site(name).work.second_try(chapter_id):
            queue.readmit(*rows)
            self._wake(name)

    def done(self) -> bool:
        """Nothing in flight, nothing ready, nothing paused for so short that this run waits for it."""
        return self._next() is None and not self._unfinished

    def in_flight(self) -> int:
        """Rows taken and not yet settled."""
        return sum(queue.in_flight() for queue in self._sites.values())

    def wait_seconds(self) -> float | None:
        """Seconds until the next pause ends; None where only what is in flight can bring news. Ask after `take` gave None."""
        ends = [heap[0][0] for heap in (self._alarms, self._second_tries) if heap]
        return max(0.0, min(ends) - self._corpus.clock()) if ends else None

    # What became of a row

    def settle(self, row: BookRow | ChapterRow, result: Chapter | Failed | None, next_url: str | None = None) -> list[Chapter]:
        """End of a row in flight; returns the chapters whose turn has come, in reading order, to be written or rejected.

        A finished chapter is held while an earlier one of its book is in flight or paused. `Failed` is recorded, and releases
        what was behind the row. None: a book's TOC has been set; a chapter is left pending. `next_url`, which the row's page
        names as the next chapter, becomes a row where this one is the book's last and the site does not know it."""
        store, queue = self._corpus.site(row.site), self._sites[row.site].book(_book_id(row))
        self._wake(row.site)
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
        return self._holding.pass_on(row.site, queue.settle(row, result if isinstance(result, Chapter) else None))

    def ripe(self) -> list[Chapter]:
        """Chapters that were held although nothing of their site is left to wait for, to be handed on like those of `settle`:
        ask after `take` gave None. The run is not over before."""
        ripe = self._holding.ripe()
        for name in ripe:
            self._wake(name)
        return [chapter for chapters in ripe.values() for chapter in chapters]

    def postpone(self, row: BookRow | ChapterRow, until: float) -> list[Chapter]:
        """Take a row back until a wall time in seconds. It keeps its place: what is behind it in its book is held. A pause
        longer than `max_wait`, or a book that is given up, leaves it to a later run; returns what that releases."""
        store, queue = self._corpus.site(row.site), self._sites[row.site].book(_book_id(row))
        self._wake(row.site)
        if queue is None:
            return []
        store.work.postpone("books" if isinstance(row, BookRow) else "chapters", row.id, until)
        if queue.closed or until > self._corpus.clock() + self._max_wait:
            return self.settle(row, None)
        queue.pause(dataclasses.replace(row, not_before=until))
        return []

    def stop(self, name: str | None = None) -> None:
        """Hand out no more rows of a site, or of any: what is in flight is finished, the rest stays pending."""
        self._closing = self._closing or name is None
        for site in [*self._sites] if name is None else [name]:
            self._sites[site].stopped = True
            self._wake(site)

    def knows(self, name: str) -> bool:
        """Is it one of the sites of this run?"""
        return name in self._sites

    def cut_short(self) -> list[str]:
        """Sites that were stopped, or had more books than the run may take up."""
        return [name for name, queue in self._sites.items() if queue.stopped or queue.capped]

    def redirect(self, row: BookRow, url: str) -> BookRow | None:
        """The row in flight was not its book's own page: `url` is. Returns that book's row, in flight in place of `row`.

        None where this run has that book already: then nothing is left to do. `row` itself where it has a line: a book that was
        written keeps its URL and id. Raises ValueError for a bad URL, ForgottenError."""
        if row.revision:
            return row
        store, queue = self._open(site_of(url))
        book_id = store.add_book(url)
        if book_id == row.id:
            return row
        moved = store.work.claim(book_id, self.run)
        store.journal.commit()  # the new row first: the old one may stand in another site's database
        self.drop(row)
        if moved:
            mark(store.journal, moved.id, self._refresh, self._limit)
            queue.adopt(moved)
        return moved

    def drop(self, row: BookRow) -> None:
        """Take the row in flight for no book: it is another one, or one that was forgotten."""
        self._corpus.site(row.site).drop_book(row.id)
        self._sites[row.site].drop(row)
        self._wake(row.site)


def _book_id(row: BookRow | ChapterRow) -> str:
    return row.id if isinstance(row, BookRow) else row.book_id
