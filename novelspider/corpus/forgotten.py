"""What was forgotten on request, and is never to be a row again: addresses and digests, no text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from novelspider.corpus.toc import loose_hash, same_address
from novelspider.errors import ForgottenError
from novelspider.items import record_id

if TYPE_CHECKING:
    import sqlite3

    from novelspider.corpus.journal import Journal

_INSERT = "INSERT OR IGNORE INTO forgotten VALUES (?, ?, ?, ?, ?, ?)"
_OF_BOOK = "EXISTS (SELECT 1 FROM forgotten whole WHERE whole.id = forgotten.book_id AND whole.type = 'book')"
_INSERT_TEXT = "INSERT OR IGNORE INTO forgotten_texts VALUES (?)"


class Forgotten:
    """Asks the site's database. What stands in it stands in forgotten.jsonl too, so that it outlives the database."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._any = bool(journal.read("SELECT 1 FROM forgotten LIMIT 1"))

    def since(self, url: str, *, chapters: bool = True) -> str | None:
        """When the book or chapter at `url`, loosely compared, was forgotten (RFC 3339); None where it was not. Without
        `chapters` those count that went with their book. Raises ValueError for an unusable URL."""
        if not self._any:
            return None
        exact = record_id(url)
        rows = self._journal.read(
            f"SELECT id, url, at FROM forgotten WHERE (id = ? OR loose = ?) AND (? OR {_OF_BOOK})",
            (exact, loose_hash(url), chapters),
        )
        return next((at for found, known, at in rows if found == exact or same_address(known, url)), None)

    def has_text(self, digest: str) -> bool:
        """Is this the digest of a text that was forgotten?"""
        return self._any and bool(self._journal.read("SELECT 1 FROM forgotten_texts WHERE digest = ?", (digest,)))

    def refuse(self, url: str) -> None:
        """Raise ForgottenError where `url` was forgotten."""
        if at := self.since(url):
            raise ForgottenError(f"{url} was forgotten on {at[:10]}; it is not fetched again")

    def add(self, record: dict[str, Any]) -> None:
        """Add a line of forgotten.jsonl to the tables, in the open transaction."""
        self._any = True
        self._journal.change(_INSERT, _row(record))
        self._journal.change_many(_INSERT_TEXT, [(digest,) for digest in record["digests"]])


def insert_forgotten(db: sqlite3.Connection, record: dict[str, Any]) -> None:
    """The same for a database that is being made anew."""
    db.execute(_INSERT, _row(record))
    db.executemany(_INSERT_TEXT, [(str(digest),) for digest in record["digests"]])


def forgotten_record(
    *, record_id: str, kind: str, site: str, book_id: str, url: str, digests: list[str], at: str
) -> dict[str, Any]:
    """A line of forgotten.jsonl. `kind` is "book" or "chapter"; `digests` are those of the texts that went."""
    return {"id": record_id, "type": kind, "site": site, "book_id": book_id, "url": url, "digests": digests, "at": at}


def _row(record: dict[str, Any]) -> tuple[Any, ...]:
    return (*(record[name] for name in ("id", "type", "book_id", "url")), loose_hash(record["url"]), record["at"])
