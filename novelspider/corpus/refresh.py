"""Which known chapters a run reads again although nothing says that they have changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from novelspider.corpus.journal import Journal

_NO_END = 1 << 62  # behind every index


@dataclass(frozen=True, slots=True)
class Refresh:
    """The last `recent` chapters of each book, None for all of them. As a string it is what a user says for it."""

    recent: int | None = None

    def __str__(self) -> str:
        return "all" if self.recent is None else f"recent:{self.recent}"


def mark_run(journal: Journal, run: int, refresh: Refresh | None, limit: int | None = None) -> None:
    """`mark` every book in the scope of a run."""
    for (book_id,) in () if refresh is None else journal.read("SELECT id FROM books WHERE run = ? ORDER BY n", (run,)):
        mark(journal, book_id, refresh, limit)


def mark(journal: Journal, book_id: str, refresh: Refresh | None, limit: int | None = None) -> None:
    """Make pending what `refresh` asks for (None: nothing) of a book's chapters that have a line; with `limit` only of its
    first so many.

    Where the same was asked for before and interrupted, that goes on: what it has read is not read once more."""
    if refresh is None:
        return
    interrupted = journal.read(
        "SELECT 1 FROM books WHERE id = ? AND refresh = ? AND EXISTS (SELECT 1 FROM chapters"
        " WHERE book_id = books.id AND state = 'pending' AND shard IS NOT NULL)",
        (book_id, str(refresh)),
    )
    if interrupted:
        return
    upto = _NO_END if limit is None else limit
    first = 0
    if refresh.recent is not None:
        rows = journal.read(
            "SELECT idx FROM chapters WHERE book_id = ? AND idx <= ? AND shard IS NOT NULL AND state != 'gone'"
            " ORDER BY idx DESC LIMIT 1 OFFSET ?",
            (book_id, upto, refresh.recent - 1),
        )
        first = rows[0][0] if rows else 0
    journal.change("UPDATE books SET refresh = ? WHERE id = ?", (str(refresh), book_id))
    journal.change(
        "UPDATE chapters SET state = 'pending', not_before = 0"
        " WHERE book_id = ? AND idx BETWEEN ? AND ? AND state = 'committed' AND shard IS NOT NULL",
        (book_id, first, upto),
    )
