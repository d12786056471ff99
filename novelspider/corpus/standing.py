"""How the books of a run stand."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from novelspider.corpus.rows import STATES, Missing, State

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from novelspider.corpus.changes import Kind
    from novelspider.corpus.store import SiteStore
    from novelspider.text.gaps import Gap

Lost = Literal["failed", "locked"]
_LOST = tuple(
    f"SELECT '{kind}', {book_id}, url, title, state, reason, detail FROM {kind}s"
    " WHERE state = :state AND state IN ('failed', 'locked')"  # the second for the index
    f" AND {book_id} IN (SELECT id FROM books WHERE run = :run) ORDER BY n LIMIT :left"
    for kind, book_id in (("book", "id"), ("chapter", "book_id"))
)
_REREAD = (
    "SELECT 'reread', chapters.book_id, url, title, :state, old, changes.detail FROM changes"
    " JOIN chapters ON chapters.id = chapter_id WHERE changes.run = :run AND kind = :kind ORDER BY changes.n LIMIT :left"
)


@dataclass(frozen=True, slots=True)
class Standing:
    """A book of a run and its chapters by state, every state present. `title` is None where it is not known. `beyond` of the
    pending ones were not wanted: they stand behind the limit of the run. `changes` counts what it noticed of known ones, `gaps`
    are the numbers that its titles pass over."""

    site: str
    id: str
    url: str
    title: str | None
    state: State
    chapters: Mapping[State, int]
    beyond: int
    changes: Mapping[Kind, int]
    gaps: Sequence[Gap]

    def lost(self, state: Lost) -> int:
        """How many rows of it `missing` gives."""
        return self.chapters[state] + (self.state == state) + self.reread(state)

    def reread(self, state: Lost) -> int:
        """How many of those are chapters that could not be read again."""
        return self.changes.get("reread_failed" if state == "failed" else "reread_locked", 0)


def standings(store: SiteStore, run: int, limit: int | None = None) -> Iterator[Standing]:
    """The books of the run's scope in the order they were met. `limit` is the number of chapters wanted of each."""
    rows = store.journal.read("SELECT id, url, title, state, gaps FROM books WHERE run = ? ORDER BY n", (run,))
    in_run = "book_id IN (SELECT id FROM books WHERE run = ?)"
    chapters = _by_book(store, f"SELECT book_id, state, count(*) FROM chapters WHERE {in_run} GROUP BY book_id, state", (run,))
    changes = _by_book(store, "SELECT book_id, kind, count(*) FROM changes WHERE run = ? GROUP BY book_id, kind", (run,))
    beyond: dict[str, int] = {}
    if limit is not None:
        pending = f"SELECT book_id, count(*) FROM chapters WHERE {in_run} AND state = 'pending' AND idx > ? GROUP BY book_id"
        beyond = dict(store.journal.read(pending, (run, limit)))
    for book_id, url, title, state, gaps in rows:
        states = dict.fromkeys(STATES, 0) | chapters.pop(book_id, {})
        passed = [(first, last) for first, last in json.loads(gaps or "[]")]
        yield Standing(store.name, book_id, url, title, state, states, beyond.get(book_id, 0), changes.pop(book_id, {}), passed)


def _by_book(store: SiteStore, sql: str, values: Sequence[Any]) -> dict[str, dict[Any, int]]:
    """Counts by book and whatever comes second, in one query: of thousands of books each alone would take seconds."""
    found: dict[str, dict[Any, int]] = {}
    for book_id, what, count in store.journal.read(sql, values):
        found.setdefault(book_id, {})[what] = count
    return found


def missing(store: SiteStore, run: int, state: Lost, most: int) -> list[Missing]:
    """Of the run's books: books, then chapters, of this state, in the order they were met; last, chapters that could not be
    read again for it. The first `most` of all these."""
    found: list[Missing] = []
    for sql in (*_LOST, _REREAD):
        rows = store.journal.read(sql, {"run": run, "state": state, "kind": f"reread_{state}", "left": most - len(found)})
        found += [Missing(*row) for row in rows]
    return found
