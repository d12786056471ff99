"""The SQLite schema of a site folder's `site.db`, and opening it."""

from __future__ import annotations

import secrets
import sqlite3
from typing import TYPE_CHECKING

from novelspider.corpus.shards import KINDS, refused, shard_files
from novelspider.errors import CorpusError

if TYPE_CHECKING:
    from pathlib import Path

DATABASE_NAME = "site.db"
SCHEMA_VERSION = 5
APPLICATION_ID = 0x6E6F7673  # "novs": tells our databases from any other SQLite file

# books.run is the run that wants the book, `begun` whether that run has taken it up; together they are the run's scope.
# books.offset and length say where its last line stands, null before the first; `refresh` is what the last re-reading of its
# chapters was to be (`refresh.Refresh`).
# chapters.loose is `loose_hash` of the URL; `listed` is false for chapters found from chapter to chapter; `was` is the state
# before `gone`. shard, offset and length say where the line stands; shard is null where there is none. `line_title`
# is the title in the line, `title` the listed one; `taught` is 1 for a chapter whose lines have been learned from. `again`
# is 1 where a rejected chapter is to be asked for once more, 2 once that has begun; `digest` is then that of its last
# rejected line. A row that has a line and is pending is to be read again. changes is what was noticed, in that order (see
# `changes.Kind`). recurring holds `boilerplate.Tally`, languages how many chapters of a book are in which language.
# books.status is what its line says; due, checked_at, changed_at and read_at are wall times in seconds: when the book is to be
# checked next, was checked, had new chapters, and when its pages were read and not only said to be unchanged. `interval` is in
# seconds, null before the first check; `known` is how many chapters it had then; `unmodified` counts the checks since
# `read_at`, `distrusted` is 1 where such an answer was proved wrong; `gaps` are the numbers that its titles passed over at
# the last check, as JSON pairs of the first and the last, null before any. toc_pages are the pages that a book was read from,
# in order, with their validators (RFC 9110, 8.8).
# forgotten holds what is never to be a row again, in one row an address, and forgotten_texts the digests of its texts;
# rewrites the files that are to be replaced by their drafts (see `rewrites`). meta holds what a `Mark` is compared with.
# shards.length is in uncompressed bytes; packed is the size of the compressed file, null for a plain one.
# The partial indexes stay as small as the work that is left, whatever the size of the corpus.
_TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE shards (
    kind TEXT NOT NULL, number INTEGER NOT NULL, length INTEGER NOT NULL, packed INTEGER, PRIMARY KEY (kind, number)
) WITHOUT ROWID;
CREATE TABLE books (
    n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, url TEXT NOT NULL, loose INTEGER NOT NULL, title TEXT, author TEXT,
    state TEXT NOT NULL DEFAULT 'pending', reason TEXT, detail TEXT, not_before REAL NOT NULL DEFAULT 0,
    tries INTEGER NOT NULL DEFAULT 0, open_ended INTEGER NOT NULL DEFAULT 0, revision INTEGER NOT NULL DEFAULT 0,
    line_digest TEXT, offset INTEGER, length INTEGER, fetched_at TEXT, run INTEGER, begun INTEGER NOT NULL DEFAULT 0,
    refresh TEXT, status TEXT, due REAL NOT NULL DEFAULT 0, interval REAL, checked_at REAL, changed_at REAL, read_at REAL,
    known INTEGER NOT NULL DEFAULT 0, unmodified INTEGER NOT NULL DEFAULT 0, distrusted INTEGER NOT NULL DEFAULT 0, gaps TEXT
);
CREATE INDEX books_loose ON books (loose);
CREATE INDEX books_run ON books (run, begun);
CREATE INDEX books_due ON books (state, due);
CREATE INDEX books_checked ON books (state, checked_at);
CREATE TABLE toc_pages (
    book_id TEXT NOT NULL, place INTEGER NOT NULL, url TEXT NOT NULL, etag TEXT, last_modified TEXT,
    PRIMARY KEY (book_id, place)
) WITHOUT ROWID;
CREATE TABLE chapters (
    n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, book_id TEXT NOT NULL, url TEXT NOT NULL, loose INTEGER NOT NULL,
    idx INTEGER NOT NULL, volume TEXT, title TEXT NOT NULL, state TEXT NOT NULL DEFAULT 'pending', was TEXT,
    listed INTEGER NOT NULL DEFAULT 1, reason TEXT, detail TEXT, duplicate_of TEXT, not_before REAL NOT NULL DEFAULT 0,
    tries INTEGER NOT NULL DEFAULT 0, digest TEXT, revision INTEGER NOT NULL DEFAULT 0, fetched_at TEXT,
    line_title TEXT, shard INTEGER, offset INTEGER, length INTEGER, taught INTEGER NOT NULL DEFAULT 0,
    again INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX chapters_book ON chapters (book_id, idx);
CREATE INDEX chapters_loose ON chapters (loose);
CREATE INDEX chapters_digest ON chapters (digest) WHERE digest IS NOT NULL;
CREATE INDEX chapters_pending ON chapters (book_id, idx) WHERE state = 'pending';
CREATE INDEX chapters_open ON chapters (state, book_id) WHERE state IN ('failed', 'locked');
CREATE INDEX chapters_again ON chapters (book_id) WHERE again = 1;
CREATE TABLE changes (
    n INTEGER PRIMARY KEY, at REAL NOT NULL, run INTEGER, book_id TEXT NOT NULL, chapter_id TEXT, kind TEXT NOT NULL,
    old TEXT, new TEXT, detail TEXT
);
CREATE INDEX changes_run ON changes (run, book_id, kind);
CREATE INDEX changes_chapter ON changes (chapter_id) WHERE chapter_id IS NOT NULL;
CREATE TABLE languages (
    book_id TEXT NOT NULL, language TEXT NOT NULL, chapters INTEGER NOT NULL, PRIMARY KEY (book_id, language)
) WITHOUT ROWID;
CREATE TABLE recurring (
    skeleton TEXT PRIMARY KEY, book TEXT NOT NULL, letters TEXT NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,
    seen INTEGER NOT NULL, edges INTEGER NOT NULL, books INTEGER NOT NULL, varies INTEGER NOT NULL, learned INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE forgotten (
    id TEXT PRIMARY KEY, type TEXT NOT NULL, book_id TEXT NOT NULL, url TEXT NOT NULL, loose INTEGER NOT NULL, at TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX forgotten_loose ON forgotten (loose);
CREATE TABLE forgotten_texts (digest TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE rewrites (name TEXT PRIMARY KEY) WITHOUT ROWID;
"""


_NO_DAMAGE = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_BUSY}
"""What stands in the way of a good database too (primary codes, https://sqlite.org/rescode.html): nothing to repair."""


def open_database(folder: Path, site: str) -> sqlite3.Connection:
    """Open or create `folder/site.db` in autocommit mode; transactions are the caller's.

    Raises CorpusError when it is missing beside shards, of another version, another site, or no database of ours."""
    path = folder / DATABASE_NAME
    if not path.exists() and (names := shard_files(folder)):
        raise refused(folder, f"{names[0]} is there but site.db is not")
    db = sqlite3.connect(path, isolation_level=None, timeout=30)
    try:
        _check(db, folder, site)
        _configure(db)
    except sqlite3.Error as error:
        db.close()
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in _NO_DAMAGE:
            raise CorpusError(f"{folder}: site.db cannot be used: {error}") from error
        raise refused(folder, f"site.db cannot be used: {error}") from error
    except CorpusError:
        db.close()
        raise
    return db


def _configure(db: sqlite3.Connection) -> None:
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = FULL")
    db.execute("PRAGMA cache_size = -1000")  # KiB; hundreds of sites may be open at once, the file system caches the rest


def _check(db: sqlite3.Connection, folder: Path, site: str) -> None:
    empty = not db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if empty and not shard_files(folder):
        create(db, site, identity=secrets.token_hex(16))
    check(db, folder, site)


def check(db: sqlite3.Connection, folder: Path, site: str, *, schema: str = "main") -> None:
    """Raise CorpusError where the database `schema` of a connection is not the one of `site` in this version."""
    if db.execute(f"PRAGMA {schema}.application_id").fetchone()[0] != APPLICATION_ID:
        raise refused(folder, "site.db is not a corpus database")
    if (version := db.execute(f"PRAGMA {schema}.user_version").fetchone()[0]) != SCHEMA_VERSION:
        raise refused(folder, f"site.db has schema {version}, this version reads {SCHEMA_VERSION}")
    owner = db.execute(f"SELECT value FROM {schema}.meta WHERE key = 'site'").fetchone()
    if owner and owner[0] != site:
        raise refused(folder, f"site.db belongs to {owner[0]}, not to {site}")


def create(db: sqlite3.Connection, site: str, *, identity: str, commits: int = 0) -> None:
    """Make the tables of a site that has nothing yet, in one transaction. `identity` and `commits` are those of its `Mark`."""
    quoted = site.replace("'", "''")
    shards = ", ".join(f"('{kind}', 1, 0)" for kind in KINDS)
    db.executescript(
        f"BEGIN; {_TABLES} PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {SCHEMA_VERSION};"
        f"INSERT INTO shards (kind, number, length) VALUES {shards};"
        f"INSERT INTO meta VALUES ('site', '{quoted}'), ('identity', '{identity}'), ('commits', '{commits}'); COMMIT;"
    )


def site_in(path: Path) -> str | None:
    """The site whose database stands at `path`, read without its lock; None where it is not one of ours."""
    try:
        db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=5)
        try:
            row = db.execute("SELECT value FROM meta WHERE key = 'site'").fetchone()
        finally:
            db.close()
    except sqlite3.Error:
        return None
    return row[0] if row else None
