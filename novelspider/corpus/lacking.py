"""What of a book is not in the corpus, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from novelspider.corpus.journal import Row
    from novelspider.corpus.overview import BookOverview
    from novelspider.corpus.reader import SiteReader
    from novelspider.corpus.rows import State
    from novelspider.corpus.schedule import Schedule
    from novelspider.text.gaps import Gap

_AT_A_TIME = 1000
"""Rows a query: whoever reads slowly keeps no transaction open, which would let the run's write-ahead log grow."""
_END = (0, 0)


@dataclass(frozen=True, slots=True)
class Lack:
    """A book's own page, a chapter, or numbers that no title claims (`state` "gap", without a URL). `state` "gone" is a chapter
    that was taken off the site: with `kept` its text is still in the shards. `tries` counts the runs that asked in vain;
    `next_at` is the wall time in seconds from which it will be asked for, in the past: in the next run, None: only when the
    book's URL is given, if ever."""

    site: str
    book_id: str
    book_title: str | None
    kind: Literal["book", "chapter", "number"]
    state: State | Literal["gap"]
    index: int | None = None
    title: str | None = None
    url: str | None = None
    reason: str | None = None
    detail: str | None = None
    tries: int = 0
    next_at: float | None = None
    kept: bool = False
    numbers: Gap | None = None


def lacks(reader: SiteReader, book: BookOverview, schedule: Schedule) -> Iterator[Lack]:
    """The book's own page where that was not had, its chapters in reading order, then the gaps. A chapter that is read once
    more and has its text lacks nothing."""
    site, book_id, name = book.site, book.id, book.title
    if book.state != "committed" and not (book.state == "pending" and book.checked_at):
        yield Lack(
            site, book_id, name, "book", book.state, None, name, book.url, book.reason, book.detail, book.tries, book.next_at
        )
    rows = _rows(reader, book_id) if book.committed < sum(book.chapters.values()) else iter(())
    for index, title, url, state, reason, detail, tries, not_before, again, has_line in rows:
        next_at = not_before if state == "pending" or (state == "failed" and tries < schedule.max_tries) else None
        if state == "locked" and tries < schedule.max_tries and book.next_at is not None:
            next_at = max(not_before, book.next_at)
        if state == "rejected" and again == 1:
            next_at = 0.0
        kept = bool(has_line) and state == "gone"
        yield Lack(site, book_id, name, "chapter", state, index, title, url, reason, detail, tries, next_at, kept)
    for gap in book.gaps:
        yield Lack(site, book_id, name, "number", "gap", numbers=gap)


def _rows(reader: SiteReader, book_id: str) -> Iterator[Row]:
    place = _END
    while rows := reader.read(
        "SELECT idx, title, url, state, reason, detail, tries, not_before, again, shard IS NOT NULL, n FROM chapters"
        " WHERE book_id = ? AND (idx, n) > (?, ?) AND state != 'committed' AND (state != 'pending' OR shard IS NULL)"
        " ORDER BY idx, n LIMIT ?",
        (book_id, *place, _AT_A_TIME),
    ):
        for row in rows:
            yield row[:-1]
        place = (rows[-1][0], rows[-1][-1])
