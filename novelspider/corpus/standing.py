"""How the books of a run stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from novelspider.corpus.rows import STATES, Missing, State

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from novelspider.corpus.store import SiteStore


@dataclass(frozen=True, slots=True)
class Standing:
    """A book of a run and its chapters by state, every state present. `title` is None where it is not known."""

    id: str
    url: str
    title: str | None
    state: State
    chapters: Mapping[State, int]


def standings(store: SiteStore, run: int) -> Iterator[Standing]:
    """The books of the run's scope in the order they were met."""
    rows = store.journal.read("SELECT id, url, title, state FROM books WHERE run = ? ORDER BY n", (run,))
    for book_id, url, title, state in rows:
        counts = store.journal.read("SELECT state, count(*) FROM chapters WHERE book_id = ? GROUP BY state", (book_id,))
        yield Standing(book_id, url, title, state, dict.fromkeys(STATES, 0) | dict(counts))


def missing(store: SiteStore, run: int) -> Iterator[Missing]:
    """Of the run's books: books, then chapters, that failed or are locked, in the order they were met."""
    for kind, table, book_id in (("book", "books", "id"), ("chapter", "chapters", "book_id")):
        rows = store.journal.read(
            f"SELECT ?, {book_id}, url, title, state, reason, detail FROM {table} WHERE state IN ('failed', 'locked')"
            f" AND {book_id} IN (SELECT id FROM books WHERE run = ?) ORDER BY n",
            (kind, run),
        )
        yield from (Missing(*row) for row in rows)
