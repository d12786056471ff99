"""The rows that lines of shards tell of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from novelspider.corpus.book_lines import news_digest
from novelspider.corpus.forgotten import insert_forgotten
from novelspider.corpus.toc import loose_hash

if TYPE_CHECKING:
    import sqlite3

    from novelspider.corpus.shards import Kind

Verdict = Literal["good", "twice", "stray", "forgotten"]
Place = tuple[int, int, int]
_TEMPORARY = """
CREATE TEMP TABLE seen (type TEXT, id TEXT, revision INTEGER, PRIMARY KEY (type, id, revision)) WITHOUT ROWID;
CREATE TEMP TABLE said (id TEXT PRIMARY KEY, book_id TEXT, language TEXT) WITHOUT ROWID;
"""
_BOOK = "id, url, loose, title, author, status, open_ended, revision, line_digest, fetched_at, offset, length"
_CHAPTER = (
    "id, book_id, url, loose, idx, volume, title, state, reason, detail, duplicate_of, digest, revision, fetched_at,"
    " line_title, shard, offset, length, again"
)


def _upsert(table: str, columns: str, where: str) -> str:
    names = columns.split(", ")
    new = ", ".join(f"excluded.{name}" for name in names)
    return (
        f"INSERT INTO {table} ({columns}) VALUES ({', '.join('?' * len(names))})"
        f" ON CONFLICT (id) DO UPDATE SET ({columns}) = ({new}) WHERE {where}"
    )


_NEWER_BOOK = _upsert("books", _BOOK, "excluded.revision > revision")
_NEWER = _upsert("chapters", _CHAPTER, "excluded.revision > revision")
_REJECTED = _upsert("chapters", _CHAPTER, "state = 'rejected'")


class RebuiltRows:
    """Fills the empty tables of a new database from records, which come as `scan.shards_there` orders them."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._last_book = ""
        for statement in _TEMPORARY.strip().split(";\n"):
            db.execute(statement)

    def take(self, kind: Kind, record: dict[str, Any], place: Place) -> Verdict:
        """Take in a record whose line will stand at `place` (shard, offset, length). Only of a good one the line is to stay; a
        stray one is of cleaning a chapter that has no line."""
        if kind == "forgotten":
            insert_forgotten(self._db, record)
            return "good"
        if self._is_forgotten(record):
            return "forgotten"
        if kind in ("books", "chapters"):
            seen = (kind, record["id"], record["revision"])
            if not self._db.execute("INSERT OR IGNORE INTO seen VALUES (?, ?, ?)", seen).rowcount:
                return "twice"
        if kind == "books":
            self._book(record, place)
        elif kind == "chapters":
            self._chapter(record, place)
        elif kind == "rejected":
            self._rejected(record)
        elif not self._db.execute("SELECT 1 FROM chapters WHERE id = ?", (record["id"],)).fetchone():
            return "stray"
        return "good"

    def _is_forgotten(self, record: dict[str, Any]) -> bool:
        """Is it a book or chapter that was, one of such a book, or one that has the text of such a chapter?"""
        book = record.get("book_id", record["id"])
        chapters = (record["id"], record.get("duplicate_of")) if record.get("type") != "book" else ()
        wanted = f"SELECT 1 FROM forgotten WHERE id IN ({', '.join('?' * len(chapters))}) OR (id = ? AND type = 'book')"
        return self._db.execute(wanted, (*chapters, book)).fetchone() is not None

    def _book(self, record: dict[str, Any], place: Place) -> None:
        url, open_ended = record["url"], not record.get("toc_urls")
        facts = (record.get("title"), record.get("author"), record.get("status"), open_ended)
        line = (record["revision"], news_digest(record), record.get("fetched_at"), *place[1:])
        self._db.execute(_NEWER_BOOK, (record["id"], url, loose_hash(url), *facts, *line))

    def _book_of(self, record: dict[str, Any]) -> None:
        """The row of a book whose own line is lost. Its URL is that of its first chapter where it has no TOC."""
        if record["book_id"] == self._last_book:
            return
        self._last_book = record["book_id"]
        url, open_ended = record["book_url"], record["id"] == record["book_id"]
        self._db.execute(
            "INSERT OR IGNORE INTO books (id, url, loose, title, author, open_ended) VALUES (?, ?, ?, ?, ?, ?)",
            (record["book_id"], url, loose_hash(url), record.get("book_title"), record.get("author"), open_ended),
        )

    def _chapter(self, record: dict[str, Any], place: Place) -> None:
        self._book_of(record)
        row = self._row(record, "committed", place, again=0)
        if self._db.execute(_NEWER, row).rowcount and record.get("language"):
            said = (record["id"], record["book_id"], record["language"])
            self._db.execute("INSERT OR REPLACE INTO said VALUES (?, ?, ?)", said)

    def _rejected(self, record: dict[str, Any]) -> None:
        """Only what was rejected for its wrong body is asked for once more, and not where that has been done: then it has a
        second line, or, with the same text again, none; so it may be asked for once too often."""
        self._book_of(record)
        known = self._db.execute("SELECT again FROM chapters WHERE id = ? AND state = 'rejected'", (record["id"],)).fetchone()
        again = 2 if known else int(record["reason"] == "same_body_other_title")
        self._db.execute(_REJECTED, self._row(record, "rejected", (None, None, None), again=again))

    def _row(
        self, record: dict[str, Any], state: str, place: tuple[int | None, int | None, int | None], *, again: int
    ) -> tuple[Any, ...]:
        url, title = record["url"], record["title"]
        facts = (record["id"], record["book_id"], url, loose_hash(url), record["index"], record.get("volume"), title, state)
        why = (record.get("reason"), record.get("detail"), record.get("duplicate_of"))
        return (*facts, *why, record["digest"] or None, record["revision"], record.get("fetched_at"), title, *place, again)

    def finish(self) -> None:
        """What only all records together tell."""
        self._db.execute("INSERT INTO languages SELECT book_id, language, count(*) FROM said GROUP BY book_id, language")
        self._db.execute("UPDATE chapters SET listed = 0 WHERE book_id IN (SELECT id FROM books WHERE open_ended)")
