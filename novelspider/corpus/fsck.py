"""Checking a site folder: its database against its shards, and both for themselves. Changes nothing."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from novelspider.corpus.lines import find_shard
from novelspider.corpus.lock import LOCK_NAME
from novelspider.corpus.mark import MARK_NAME, Mark, read_mark
from novelspider.corpus.rewrites import DRAFTS
from novelspider.corpus.scan import FAULTS, scan, shards_there
from novelspider.corpus.schema import DATABASE_NAME, check
from novelspider.corpus.shards import KINDS, shard_name
from novelspider.errors import CorpusError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from novelspider.corpus.scan import Scanned, ShardFile

MILD = frozenset({"uncommitted", "unfinished"})
"""Kinds of problems that a killed run, `forget` or repair leaves, and that opening the site mends."""
_OURS = frozenset({DATABASE_NAME, f"{DATABASE_NAME}-wal", f"{DATABASE_NAME}-shm", LOCK_NAME, MARK_NAME})
_DRAFTS = (*DRAFTS, "packing.tmp")
KEPT = ("aside-", f"{DATABASE_NAME}.")
"""How the names of files begin that a repair keeps: bytes moved aside, former databases."""
_SEEN = """CREATE TABLE seen (
    kind TEXT, id TEXT, revision INTEGER, shard INTEGER, offset INTEGER, length INTEGER, PRIMARY KEY (kind, id, revision)
) WITHOUT ROWID"""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong. `kind` is in snake_case, `what` for a person: where it is and what."""

    kind: str
    what: str


class SiteCheck:
    """One pass over a site folder. `lines` counts the lines read. Memory does not grow with them: what is to be compared stands
    in a temporary database beside a read transaction of the site's own, so that a run may go on meanwhile.

    With `busy` another process holds the site: what stands behind the committed lengths is then its work, not a fault."""

    def __init__(self, folder: Path, site: str, *, busy: bool = False) -> None:
        self._folder = folder
        self._site = site
        self._busy = busy
        self.lines = 0

    def problems(self) -> Iterator[Problem]:
        """Everything that is wrong, as it is found. Raises CorpusError where the folder itself cannot be read."""
        try:
            with closing(sqlite3.connect("", isolation_level=None, uri=True)) as db:
                yield from self._check(db)
        except OSError as error:
            raise CorpusError(f"{self._folder} cannot be read: {error}") from error

    def _check(self, db: sqlite3.Connection) -> Iterator[Problem]:
        db.execute(_SEEN)
        committed = None
        try:
            self._attach(db)
            yield from self._database(db)
            committed = self._committed(db)
        except (sqlite3.Error, CorpusError) as error:
            yield Problem("database", f"{DATABASE_NAME}: {error}")
        shards = shards_there(self._folder)
        yield from self._files({shard.path.name for shard in shards})
        unfinished = committed is not None and db.execute("SELECT count(*) FROM site.rewrites").fetchone()[0]
        if committed is None or unfinished:
            if unfinished:
                yield Problem("unfinished", "a forget or a repair was killed; it is finished when the site is opened next")
            yield from self._lines_alone(shards)
            return
        try:
            yield from self._lengths(shards, committed)
            for shard in shards:
                yield from self._lines(db, shard, committed.get((shard.kind, shard.number), 0))
            yield from _rows(db)
        except sqlite3.Error as error:
            yield Problem("database", f"{DATABASE_NAME} cannot be read: {error}")

    # --- the database and the files

    def _attach(self, db: sqlite3.Connection) -> None:
        path = self._folder / DATABASE_NAME
        if not path.exists():
            raise CorpusError("is not there")
        db.execute("ATTACH ? AS site", (f"{path.absolute().as_uri()}?mode=ro",))
        db.execute("BEGIN")
        check(db, self._folder, self._site, schema="site")

    def _database(self, db: sqlite3.Connection) -> Iterator[Problem]:
        for (said,) in db.execute("PRAGMA site.integrity_check(20)"):
            if said != "ok":
                yield Problem("database", f"{DATABASE_NAME} is damaged: {said}")
        meta = dict(db.execute("SELECT key, value FROM site.meta WHERE key IN ('identity', 'commits')"))
        told = read_mark(self._folder)
        own = Mark(meta.get("identity", ""), int(meta.get("commits", 0)))
        if told and not self._busy and (objection := own.objection(told)):
            yield Problem("database", objection)

    def _committed(self, db: sqlite3.Connection) -> dict[tuple[str, int], int]:
        return {(kind, number): length for kind, number, length in db.execute("SELECT kind, number, length FROM site.shards")}

    def _files(self, shards: set[str]) -> Iterator[Problem]:
        for name in sorted(entry.name for entry in os.scandir(self._folder)):
            if name in _OURS or name in shards or name.startswith(KEPT):
                continue
            if name.startswith(_DRAFTS) or name.rpartition(".")[0] in shards:
                if not self._busy:
                    yield Problem("unfinished", f"{name}: the draft or the other form of a shard, left by a kill")
            else:
                yield Problem("orphan_file", f"{name}: not a file of a site folder")

    def _lengths(self, shards: list[ShardFile], committed: dict[tuple[str, int], int]) -> Iterator[Problem]:
        for shard in shards:
            if (shard.kind, shard.number) not in committed and not self._busy:
                yield Problem("shard_unknown", f"{shard.path.name}: not known to {DATABASE_NAME}")
        for (kind, number), length in sorted(committed.items()):
            name = shard_name(kind, number)  # type: ignore[arg-type]
            if length and find_shard(self._folder, name) is None:
                yield Problem("shard_missing", f"{name}: not there; {length:,} bytes of it are committed")

    # --- lines

    def _lines_alone(self, shards: list[ShardFile]) -> Iterator[Problem]:
        for shard in shards:
            try:
                for scanned in scan(shard, self._site):
                    self.lines += 1
                    if scanned.fault:
                        yield _at(shard, scanned, scanned.fault, FAULTS[scanned.fault])
            except CorpusError as error:
                yield Problem("shard_unreadable", str(error))

    def _lines(self, db: sqlite3.Connection, shard: ShardFile, committed: int) -> Iterator[Problem]:
        end = 0
        try:
            for scanned in scan(shard, self._site):
                end = scanned.offset + len(scanned.line)
                if end > committed:
                    break
                self.lines += 1
                if scanned.fault:
                    yield _at(shard, scanned, scanned.fault, FAULTS[scanned.fault])
                if scanned.record:
                    yield from _line(db, shard, scanned, scanned.record)
        except CorpusError as error:
            yield Problem("shard_unreadable", str(error))
            return
        name = shard.path.name
        if end < committed:
            yield Problem("shard_short", f"{name}: has {end:,} bytes, {committed:,} are committed")
        elif end > committed and not self._busy:
            yield Problem("uncommitted", f"{name}: goes on behind byte {committed:,}, where what is committed ends")


def _line(db: sqlite3.Connection, shard: ShardFile, scanned: Scanned, record: dict[str, Any]) -> Iterator[Problem]:
    """What is wrong with a record's row."""
    if shard.kind == "forgotten":
        if not db.execute("SELECT 1 FROM site.forgotten WHERE id = ?", (record["id"],)).fetchone():
            yield _at(shard, scanned, "line_unknown", f"{record['id']} is forgotten, and {DATABASE_NAME} does not know it")
        return
    table, revision = ("books" if shard.kind == "books" else "chapters"), record.get("revision", 1)
    known = db.execute(f"SELECT revision FROM site.{table} WHERE id = ?", (record["id"],)).fetchone()
    if known is None and not _of_one_that_moved(db, shard, record):
        wanted = "SELECT 1 FROM site.forgotten WHERE id = ? OR (id = ? AND type = 'book')"
        forgotten = db.execute(wanted, (record["id"], record.get("book_id"))).fetchone()
        kind, what = ("line_forgotten", "was forgotten") if forgotten else ("line_unknown", f"is not in {DATABASE_NAME}")
        yield _at(shard, scanned, kind, f"{table[:-1]} {record['id']} {what}")
    elif known and shard.kind in ("books", "chapters") and revision > known[0]:
        what = f"revision {revision} of {record['id']}, {DATABASE_NAME} knows {known[0]}"
        yield _at(shard, scanned, "line_newer", what)
    if shard.kind == "audit":
        return
    place = (shard.kind, record["id"], revision, shard.number, scanned.offset, len(scanned.line))
    new = db.execute("INSERT OR IGNORE INTO seen VALUES (?, ?, ?, ?, ?, ?)", place).rowcount
    if not new and shard.kind != "rejected":
        yield _at(shard, scanned, "line_twice", f"revision {revision} of {record['id']} a second time")
    if shard.kind == "chapters" and known:
        row = db.execute("SELECT digest, shard, offset FROM site.chapters WHERE id = ?", (record["id"],)).fetchone()
        if row[1:] == (shard.number, scanned.offset) and row[0] != record["digest"]:
            yield _at(shard, scanned, "row_differs", f"{record['id']} has another digest than in {DATABASE_NAME}")


def _of_one_that_moved(db: sqlite3.Connection, shard: ShardFile, record: dict[str, Any]) -> bool:
    """A chapter at a new address was first rejected for having the text of its old one, and then known to be that one."""
    if shard.kind == "rejected" and (original := record.get("duplicate_of")):
        return db.execute("SELECT 1 FROM site.chapters WHERE id = ?", (original,)).fetchone() is not None
    wanted = "SELECT 1 FROM seen WHERE kind = 'rejected' AND id = ?"
    return shard.kind == "audit" and db.execute(wanted, (record["id"],)).fetchone() is not None


def _at(shard: ShardFile, scanned: Scanned, kind: str, what: str) -> Problem:
    return Problem(kind, f"{shard.path.name} at byte {scanned.offset:,}: {what}")


_WITHOUT_LINE = """SELECT url FROM site.chapters WHERE state = 'committed' AND shard IS NULL"""
_MISPLACED = """SELECT c.url, c.shard, c.offset FROM site.chapters c LEFT JOIN seen s
    ON s.kind = 'chapters' AND s.id = c.id AND s.revision = c.revision
    WHERE c.shard IS NOT NULL AND (s.shard, s.offset, s.length) IS NOT (c.shard, c.offset, c.length)"""
_NOT_REJECTED = """SELECT url, reason FROM site.chapters c WHERE state = 'rejected' AND shard IS NULL
    AND NOT EXISTS (SELECT 1 FROM seen WHERE kind = 'rejected' AND id = c.id)"""
_NO_BOOK = """SELECT url, revision FROM site.books b WHERE revision > 0
    AND NOT EXISTS (SELECT 1 FROM seen WHERE kind = 'books' AND id = b.id AND revision = b.revision
    AND (b.offset IS NULL OR (seen.offset, seen.length) = (b.offset, b.length)))"""


def _rows(db: sqlite3.Connection) -> Iterator[Problem]:
    """Rows that claim a line which is not there. Ask after all lines have been seen."""
    for (url,) in db.execute(_WITHOUT_LINE):
        yield Problem("row_without_line", f"{url} is committed and has no line")
    for url, number, offset in db.execute(_MISPLACED):
        name = shard_name(KINDS[1], number)
        yield Problem("row_without_line", f"{url}: its line is not in {name} at byte {offset:,}")
    for url, reason in db.execute(_NOT_REJECTED):
        yield Problem("row_without_line", f"{url} is rejected ({reason}), and has no line in a rejected shard")
    for url, revision in db.execute(_NO_BOOK):
        yield Problem("row_without_line", f"{url}: revision {revision} of the book is not in {shard_name('books', 1)}")
