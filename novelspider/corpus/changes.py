"""What was noticed about books and chapters that were known already: the table `changes`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from novelspider.corpus.journal import Journal

Kind = Literal[
    "revised",  # old, new: the digests
    "moved",  # old, new: the URLs
    "renamed",  # old, new: the titles
    "renumbered",  # the same, where the number of the title is another and the rest of it is not
    "inserted",  # a new chapter that is not behind all known ones; new: its index
    "vanished",  # old: the index
    "returned",  # new: the index
    "reordered",  # one a book; new: how many chapters stand elsewhere among the others than they did
    "reread_failed",  # old: the reason
    "reread_locked",  # old: the reason
    "reread_rejected",  # old: the reason; new: the digest of the text that was refused
]


@dataclass(frozen=True, slots=True)
class Change:
    """One row. `chapter_id` is None for what concerns the book; of `old` and `new` each kind has its own. `detail` is for a
    person."""

    book_id: str
    kind: Kind
    chapter_id: str | None = None
    old: str | None = None
    new: str | None = None
    detail: str | None = None


class Changes:
    """The changes of one site, noted in the open transaction: they are committed with what they tell of."""

    def __init__(self, journal: Journal, clock: Callable[[], float]) -> None:
        self._journal = journal
        self._clock = clock
        self.run: int | None = None
        """The run to which what is noted belongs; None outside of any."""

    def note(self, changes: Iterable[Change]) -> None:
        """Note `changes` in their order."""
        rows = [(self._clock(), self.run, c.book_id, c.chapter_id, c.kind, c.old, c.new, c.detail) for c in changes]
        if rows:
            self._journal.change_many(
                "INSERT INTO changes (at, run, book_id, chapter_id, kind, old, new, detail) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                rows,
            )

    def withdraw(self, chapter_id: str, kind: Kind) -> None:
        """What this run noted of a chapter turns out to have been part of something else."""
        self._journal.change("DELETE FROM changes WHERE chapter_id = ? AND kind = ? AND run IS ?", (chapter_id, kind, self.run))

    def refused_before(self, chapter_id: str, digest: str) -> bool:
        """Was this the text that the last refused re-reading of the chapter brought?"""
        rows = self._journal.read(
            "SELECT new FROM changes WHERE chapter_id = ? AND kind = 'reread_rejected' ORDER BY n DESC LIMIT 1", (chapter_id,)
        )
        return rows == [(digest,)]
