"""Checks of books: what was found, when the next is due, and the pages that are asked whether they have changed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from novelspider.corpus.schedule import DAY
from novelspider.items import TocPage
from novelspider.text.gaps import number_gaps

if TYPE_CHECKING:
    from collections.abc import Callable

    from novelspider.corpus.journal import Journal
    from novelspider.corpus.schedule import Schedule
    from novelspider.items import Toc

MOST_UNMODIFIED = 4
"""Checks in a row that are ended by 304 Not Modified alone; the next one is compared with the pages themselves."""
LONGEST_UNMODIFIED = 30 * DAY
"""Seconds for which that goes on at most: readers improve too."""


@dataclass(frozen=True, slots=True)
class KnownPages:
    """The pages that a book was last read from, in order, all with a validator; none where they are to be read without asking.
    With `doubted`, "not modified" is not to be taken for granted this time."""

    pages: tuple[TocPage, ...] = ()
    doubted: bool = False


class Checking:
    """The checks of one site's books."""

    def __init__(self, journal: Journal, clock: Callable[[], float], schedule: Schedule) -> None:
        self._journal = journal
        self._clock = clock
        self._schedule = schedule

    def known_pages(self, book_id: str) -> KnownPages:
        """What may be asked for only if it has changed. One page without a validator, and all have to be read anyway."""
        rows = self._journal.read("SELECT url, etag, last_modified FROM toc_pages WHERE book_id = ? ORDER BY place", (book_id,))
        book = self._journal.read("SELECT unmodified, read_at, distrusted FROM books WHERE id = ?", (book_id,))
        pages = tuple(TocPage(*row) for row in rows)
        if not book or book[0][2] or not all(page.etag or page.last_modified for page in pages):
            return KnownPages()
        unmodified, read_at, _ = book[0]
        trusted = unmodified < MOST_UNMODIFIED and read_at and 0 <= self._clock() - read_at <= LONGEST_UNMODIFIED
        return KnownPages(pages, doubted=not trusted)

    def count(self, book_id: str) -> int:
        """How many chapters of the book were ever known."""
        return int(self._journal.read("SELECT count(*) FROM chapters WHERE book_id = ?", (book_id,))[0][0])

    def read(self, book_id: str, toc: Toc, before: int) -> None:
        """The book was read from its pages, and its chapters have been set; it had `before` of them. Where this proves
        "not modified" wrong, the site is not asked again whether this book has changed. Nor is it the next time where only a
        part could be had: that the pages of that part are the same does not bring the rest."""
        now, pages = self._clock(), () if toc.partial else toc.pages
        self._journal.change(
            "UPDATE books SET status = ?, read_at = ?, unmodified = 0 WHERE id = ?", (toc.book.status, now, book_id)
        )
        self._journal.change("DELETE FROM toc_pages WHERE book_id = ?", (book_id,))
        self._journal.change_many(
            "INSERT INTO toc_pages VALUES (?, ?, ?, ?, ?)",
            [(book_id, place, page.url, page.etag, page.last_modified) for place, page in enumerate(pages, 1)],
        )
        if toc.denied and self.count(book_id) > before:
            self._journal.change("UPDATE books SET distrusted = 1 WHERE id = ?", (book_id,))
        if not toc.open_ended:  # else once its end is found, see `ended`
            self._note_gaps(book_id)
            self._checked(book_id)

    def unmodified(self, book_id: str) -> None:
        """The site said of all pages that they have not changed."""
        self._journal.change(
            "UPDATE books SET state = 'committed', reason = NULL, detail = NULL, not_before = 0, tries = 0,"
            " unmodified = unmodified + 1 WHERE id = ?",
            (book_id,),
        )
        self._checked(book_id)

    def ended(self, book_id: str) -> None:
        """A book without TOC was followed to its present end, unless that could not be had."""
        if self._journal.read("SELECT 1 FROM books WHERE id = ? AND state = 'committed'", (book_id,)):
            self._note_gaps(book_id)
            self._checked(book_id)

    def _note_gaps(self, book_id: str) -> None:
        rows = self._journal.read(
            "SELECT coalesce(nullif(title, ''), line_title, '') FROM chapters WHERE book_id = ? AND state != 'gone'"
            " ORDER BY idx",
            (book_id,),
        )
        gaps = json.dumps(number_gaps(title for (title,) in rows))
        self._journal.change("UPDATE books SET gaps = ? WHERE id = ?", (gaps, book_id))

    def _checked(self, book_id: str) -> None:
        """Set when the book is due next, by how many chapters are new since the check before."""
        now = self._clock()
        interval, changed_at, known, status = self._journal.read(
            "SELECT interval, changed_at, known, status FROM books WHERE id = ?", (book_id,)
        )[0]
        count = self.count(book_id)
        first = interval is None
        news = 0 if first else max(0, count - known)
        since = 0.0 if first else max(0.0, now - changed_at)
        interval = self._schedule.interval(interval, since=since, news=news)
        due = now + self._schedule.rest(interval, completed=status == "completed", news=news)
        self._journal.change(
            "UPDATE books SET due = ?, interval = ?, checked_at = ?, changed_at = ?, known = ? WHERE id = ?",
            (due, interval, now, now if first or news else changed_at, count, book_id),
        )
