"""What is to do in a site: which books a run wants, which rows are due, and what became of a row that was not got."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from novelspider.corpus.changes import Change
from novelspider.corpus.checking import Checking
from novelspider.corpus.due import CHAPTERS_TO_RETRY, LOCKED, PAUSE_OVER, TO_CHECK, due_values
from novelspider.corpus.rows import BookRow, ChapterRow, Failed

if TYPE_CHECKING:
    from collections.abc import Callable

    from novelspider.corpus.changes import Changes, Kind
    from novelspider.corpus.journal import Journal, Row
    from novelspider.corpus.schedule import Schedule

Table = Literal["books", "chapters"]
_BOOK = "id, url, title, author, state, open_ended, not_before, revision"
_CHAPTER = "id, url, title, idx, volume, not_before"


class Work:
    """The rows of one site that are to be fetched. A run is any number that no run before it had."""

    def __init__(self, journal: Journal, site: str, clock: Callable[[], float], changes: Changes, schedule: Schedule) -> None:
        self._journal = journal
        self._changes = changes
        self._site = site
        self._clock = clock
        self._schedule = schedule
        self.checking = Checking(journal, clock, schedule)

    def want(self, book_id: str, run: int) -> bool:
        """Put a book into the run's scope, due or not: its TOC is read once more, and pending again are its failed and locked
        chapters whose pause is over, however often they were tried, and rejected ones that are to be asked for once more.
        False, and nothing is changed, where the run has wanted the book before."""
        changed = self._journal.change(
            "UPDATE books SET run = ?, begun = 0, state = 'pending', not_before = 0 WHERE id = ? AND run IS NOT ?",
            (run, book_id, run),
        )
        if changed:
            self._retry(f"book_id = :book AND state IN ('failed', 'locked') AND {PAUSE_OVER}", book=book_id)
            self._ask_again("book_id = ?", book_id)
        return changed > 0

    def claim(self, book_id: str, run: int) -> BookRow | None:
        """`want` and `begin` in one: the book's row, None where the run has wanted it before."""
        if not self.want(book_id, run):
            return None
        self._journal.change("UPDATE books SET begun = 1 WHERE id = ?", (book_id,))
        return self.book(book_id)

    def want_all(self, run: int) -> None:
        """Put into the run's scope every book that is due, and every one with a chapter that is pending or to be tried again.
        TOCs of books that are not due are not read again, nor are their locked chapters asked for."""
        values = due_values(self._clock(), self._schedule) | {"run": run}
        self._journal.change(
            "UPDATE books SET run = :run, begun = 0, state = 'pending',"
            " not_before = CASE WHEN state = 'pending' AND not_before <= :farthest THEN not_before ELSE 0 END"
            f" WHERE {TO_CHECK}",
            values,
        )
        self._journal.change("UPDATE chapters SET not_before = 0 WHERE state = 'pending' AND not_before > :farthest", values)
        self._retry(CHAPTERS_TO_RETRY)
        self._retry(
            f"{LOCKED} AND tries < :tries AND {PAUSE_OVER}"
            " AND book_id IN (SELECT id FROM books WHERE run = :run AND state = 'pending')",
            run=run,
        )
        self._ask_again()
        self._journal.change(
            "UPDATE books SET run = :run, begun = 0 WHERE run IS NOT :run"
            " AND id IN (SELECT book_id FROM chapters WHERE state = 'pending')",
            values,
        )

    def _retry(self, where: str, **more: Any) -> None:
        values = due_values(self._clock(), self._schedule) | more
        self._journal.change(f"UPDATE chapters SET state = 'pending', not_before = 0 WHERE {where}", values)

    def _ask_again(self, where: str = "true", *values: Any) -> int:
        return self._journal.change(
            f"UPDATE chapters SET state = 'pending', again = 2 WHERE again = 1 AND state = 'rejected' AND {where}", values
        )

    def second_try(self, chapter_id: str) -> tuple[BookRow, ChapterRow] | None:
        """Make a rejected chapter that is to be asked for once more pending; its rows. None where it is not, or no more."""
        if not self._ask_again("id = ?", chapter_id):
            return None
        *row, book_id = self._journal.read(f"SELECT {_CHAPTER}, book_id FROM chapters WHERE id = ?", (chapter_id,))[0]
        book = self.book(book_id)
        return (book, self._chapter(book, tuple(row))) if book else None

    def begin(self, run: int, limit: int) -> list[BookRow]:
        """The next books of the run's scope, at most `limit`, in the order they were met; each is given once a run."""
        rows = self._journal.read(f"SELECT {_BOOK} FROM books WHERE run = ? AND begun = 0 ORDER BY n LIMIT ?", (run, limit))
        if rows:
            self._journal.change_many("UPDATE books SET begun = 1 WHERE id = ?", [row[:1] for row in rows])
        return [self._book(row) for row in rows]

    def more(self, run: int) -> bool:
        """Has the run's scope a book that was not begun?"""
        return bool(self._journal.read("SELECT 1 FROM books WHERE run = ? AND begun = 0 LIMIT 1", (run,)))

    def book(self, book_id: str) -> BookRow | None:
        """The book's row as it is now."""
        rows = self._journal.read(f"SELECT {_BOOK} FROM books WHERE id = ?", (book_id,))
        return self._book(rows[0]) if rows else None

    def _book(self, row: Row) -> BookRow:
        book_id, url, title, author, state, open_ended, not_before, revision = row
        return BookRow(self._site, book_id, url, title, author, state, bool(open_ended), not_before, revision)

    def pending(self, book: BookRow, *, after: int, upto: int | None, limit: int) -> list[ChapterRow]:
        """Pending chapters with `after` < index <= `upto` (None: no end) in reading order, at most `limit`."""
        rows = self._journal.read(
            f"SELECT {_CHAPTER} FROM chapters WHERE book_id = ? AND state = 'pending' AND idx > ? AND idx <= ?"
            " ORDER BY idx LIMIT ?",
            (book.id, after, 1 << 62 if upto is None else upto, limit),
        )
        return [self._chapter(book, row) for row in rows]

    def last(self, book: BookRow) -> ChapterRow | None:
        """The book's last chapter, to look for the one after it, where it has been had; None where it has not."""
        rows = self._journal.read(
            f"SELECT {_CHAPTER}, state FROM chapters WHERE book_id = ? AND state != 'gone' ORDER BY idx DESC LIMIT 1",
            (book.id,),
        )
        settled = rows and rows[0][-1] in ("committed", "rejected")
        return self._chapter(book, rows[0][:-1], look=True) if settled else None

    def _chapter(self, book: BookRow, row: Row, *, look: bool = False) -> ChapterRow:
        chapter_id, url, title, index, volume, not_before = row
        return ChapterRow(
            site=self._site,
            book_id=book.id,
            book_url=book.url,
            book_title=book.title,
            author=book.author,
            id=chapter_id,
            url=url,
            title=title,
            index=index,
            volume=volume,
            not_before=not_before,
            look=look,
            open_ended=book.open_ended,
        )

    def reread(self, book_id: str) -> None:
        """Mark a wanted book without TOC as read: what it has to say stands on its last chapter."""
        self._journal.change("UPDATE books SET state = 'committed' WHERE id = ?", (book_id,))

    def fail(self, table: Table, row_id: str, failed: Failed) -> None:
        """Record why a row was not got, and when it may be tried again at the earliest. A chapter that was read again keeps the
        text that it has."""
        if table == "chapters" and self._keep(row_id, failed):
            return
        tries = self._journal.read(f"SELECT tries FROM {table} WHERE id = ?", (row_id,))
        if not tries:
            return
        pause = self._schedule.pause(tries[0][0], locked=failed.locked)
        if table == "books" and tries[0][0] + 1 >= self._schedule.max_tries:
            pause = max(pause, self._schedule.max_interval)  # of one that was read before: such a site comes back at times
        self._journal.change(
            f"UPDATE {table} SET state = ?, reason = ?, detail = ?, tries = tries + 1, not_before = ? WHERE id = ?",
            (
                "locked" if failed.locked else "failed",
                failed.reason,
                failed.detail,
                self._clock() + pause,
                row_id,
            ),
        )

    def _keep(self, chapter_id: str, failed: Failed) -> bool:
        rows = self._journal.read("SELECT book_id FROM chapters WHERE id = ? AND shard IS NOT NULL", (chapter_id,))
        if rows:
            self._journal.change("UPDATE chapters SET state = 'committed' WHERE id = ? AND state = 'pending'", (chapter_id,))
            kind: Kind = "reread_locked" if failed.locked else "reread_failed"
            self._changes.note([Change(rows[0][0], kind, chapter_id, old=failed.reason, detail=failed.detail)])
        return bool(rows)

    def postpone(self, table: Table, row_id: str, until: float) -> None:
        """Leave a row pending, not to be asked for before `until` (wall time in seconds), at most `Schedule.farthest` away."""
        until = min(until, self._clock() + self._schedule.farthest)
        self._journal.change(f"UPDATE {table} SET not_before = ? WHERE id = ?", (until, row_id))
