"""How the books of a run stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from novelspider.corpus.rows import STATES, Missing, State

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from novelspider.corpus.changes import Kind
    from novelspider.corpus.store import SiteStore


@dataclass(frozen=True, slots=True)
class Standing:
    """A book of a run and its chapters by state, every state present. `title` is None where it is not known. `beyond` of the
    pending ones were not wanted: they stand behind the limit of the run. `changes` counts what it noticed of known ones."""

    site: str
    id: str
    url: str
    title: str | None
    state: State
    chapters: Mapping[State, int]
    beyond: int
    changes: Mapping[Kind, int]


def standings(store: SiteStore, run: int, limit: int | None = None) -> Iterator[Standing]:
    """The books of the run's scope in the order they were met. `limit` is the number of chapters wanted of each."""
    rows = store.journal.read("SELECT id, url, title, state FROM books WHERE run = ? ORDER BY n", (run,))
    for book_id, url, title, state in rows:
        counts = store.journal.read("SELECT state, count(*) FROM chapters WHERE book_id = ? GROUP BY state", (book_id,))
        beyond = 0
        if limit is not None:
            pending = "SELECT count(*) FROM chapters WHERE book_id = ? AND state = 'pending' AND idx > ?"
            beyond = store.journal.read(pending, (book_id, limit))[0][0]
        states, changes = dict.fromkeys(STATES, 0) | dict(counts), store.changes.counts(book_id, run)
        yield Standing(store.name, book_id, url, title, state, states, beyond, changes)


def missing(store: SiteStore, run: int) -> Iterator[Missing]:
    """Of the run's books: books, then chapters, that failed or are locked, in the order they were met; last, chapters that it
    could not read again."""
    for kind, table, book_id in (("book", "books", "id"), ("chapter", "chapters", "book_id")):
        rows = store.journal.read(
            f"SELECT ?, {book_id}, url, title, state, reason, detail FROM {table} WHERE state IN ('failed', 'locked')"
            f" AND {book_id} IN (SELECT id FROM books WHERE run = ?) ORDER BY n",
            (kind, run),
        )
        yield from (Missing(*row) for row in rows)
    rows = store.journal.read(
        "SELECT 'reread', chapters.book_id, url, title, CASE kind WHEN 'reread_failed' THEN 'failed' ELSE 'locked' END, old,"
        " changes.detail FROM changes JOIN chapters ON chapters.id = chapter_id"
        " WHERE changes.run = ? AND kind IN ('reread_failed', 'reread_locked') ORDER BY changes.n",
        (run,),
    )
    yield from (Missing(*row) for row in rows)
