"""Making a site's database anew from its shards alone."""

from __future__ import annotations

import contextlib
import os
import secrets
import sqlite3
from array import array
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from typing import TYPE_CHECKING, BinaryIO

from novelspider.corpus.lines import FORMS, read_lines
from novelspider.corpus.lock import SiteLock
from novelspider.corpus.mark import Mark, read_mark
from novelspider.corpus.rebuilt_rows import RebuiltRows
from novelspider.corpus.rewrites import NEW_DATABASE, finish, write_draft
from novelspider.corpus.scan import scan, shards_there
from novelspider.corpus.schema import DATABASE_NAME, check, create
from novelspider.corpus.shards import shard_name, sync_folder
from novelspider.errors import CorpusError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from novelspider.corpus.scan import Scanned, ShardFile


@dataclass(slots=True)
class Rebuilt:
    """What a repair did. `aside` are the files into which it moved what was no good line, with the number of bytes; `former` is
    where the old database stands now, None where there was none. `forgotten` lines were dropped: they were to go before."""

    lines: int = 0
    forgotten: int = 0
    aside: dict[str, int] = field(default_factory=dict)
    former: str | None = None


def rebuild(folder: Path, site: str) -> Rebuilt:
    """Make the site's database anew. Every good line stays, the first of two of one revision; all other bytes are moved into a
    file beside. What lines do not tell comes back with the next run: every book is pending.

    A kill at any moment leaves a folder that can be repaired again: shards are not touched before the new database, with the
    names of their drafts, is in its place. Opening the site then finishes. Raises SiteBusyError, CorpusError."""
    try:
        lock = SiteLock(folder)
        try:
            _finish_what_was_begun(folder, site)
            return _Rebuilding(folder, site).run()
        finally:
            lock.release()
    except (OSError, sqlite3.Error) as error:
        raise CorpusError(f"{folder} cannot be repaired: {error}") from error


def _finish_what_was_begun(folder: Path, site: str) -> None:
    """Where a usable database says that shards are to be replaced, the lines' places are those of the drafts."""
    if not (folder / DATABASE_NAME).exists():
        return
    with contextlib.suppress(sqlite3.Error, CorpusError), contextlib.closing(_connect(folder / DATABASE_NAME)) as db:
        check(db, folder, site)
        meta = dict(db.execute("SELECT key, value FROM meta WHERE key IN ('identity', 'commits')"))
        told = read_mark(folder)
        if told and not Mark(meta["identity"], int(meta["commits"])).objection(told):
            finish(folder, db)


def _connect(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, isolation_level=None, timeout=30)


class _Rebuilding:
    def __init__(self, folder: Path, site: str) -> None:
        self._folder = folder
        self._site = site
        self._stamp = free_stamp(folder)
        self._done = Rebuilt()

    def run(self) -> Rebuilt:
        path = self._folder / NEW_DATABASE
        for suffix in ("", "-journal"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
        told = read_mark(self._folder)
        with contextlib.closing(_connect(path)) as db:
            db.execute("PRAGMA journal_mode = OFF")  # a draft: what a kill leaves of it is thrown away
            db.execute("PRAGMA synchronous = OFF")
            identity, commits = (told.identity, told.commits + 1) if told else (secrets.token_hex(16), 0)
            create(db, self._site, identity=identity, commits=commits)
            db.execute("BEGIN")
            rows = RebuiltRows(db)
            shards = shards_there(self._folder)
            for shard in shards:
                self._shard(db, rows, shard)
            rows.finish()
            db.execute("COMMIT")
        _sync(path)
        for shard in shards:
            self._one_form(shard)
        self._swap(path)
        return self._done

    def _shard(self, db: sqlite3.Connection, rows: RebuiltRows, shard: ShardFile) -> None:
        """Take in a shard; where not every line of it stays, write its draft, and what does not stay aside."""
        length, dropped = 0, array("q")
        with contextlib.closing(_Aside(self._folder, f"aside-{self._stamp}-{shard.path.name}")) as aside:
            whole = True
            try:
                for scanned in scan(shard, self._site):
                    verdict = "fault" if scanned.fault else self._take(rows, shard, scanned, length)
                    if verdict == "good":
                        length += len(scanned.line)
                        self._done.lines += 1
                        continue
                    dropped.append(scanned.offset)
                    if verdict == "forgotten":
                        self._done.forgotten += 1
                    else:
                        aside.add(scanned.line)
            except CorpusError:
                whole = False  # damaged where it is compressed: what could be read stays, the file itself is put aside
        if not whole:
            self._keep_whole(shard)
        if aside.size:
            self._done.aside[aside.path.name] = aside.size
        if dropped or not whole:
            write_draft(shard.path, _without(shard, dropped, whole=whole))
            db.execute("INSERT INTO rewrites VALUES (?)", (shard.path.name,))
        db.execute("INSERT OR REPLACE INTO shards (kind, number, length) VALUES (?, ?, ?)", (shard.kind, shard.number, length))

    def _take(self, rows: RebuiltRows, shard: ShardFile, scanned: Scanned, offset: int) -> str:
        assert scanned.record is not None
        return rows.take(shard.kind, scanned.record, (shard.number, offset, len(scanned.line)))

    def _keep_whole(self, shard: ShardFile) -> None:
        path = self._folder / f"aside-{self._stamp}-{shard.path.name}-damaged"
        os.link(shard.path, path)
        self._done.aside[path.name] = path.stat().st_size

    def _one_form(self, shard: ShardFile) -> None:
        """A kill while a shard was being compressed leaves it in two forms; the one that was not read is put aside."""
        name = shard_name(shard.kind, shard.number)
        for form in FORMS:
            other = self._folder / (name + form)
            if other != shard.path and other.exists():
                self._done.aside[f"aside-{self._stamp}-{other.name}"] = other.stat().st_size
                other.rename(self._folder / f"aside-{self._stamp}-{other.name}")

    def _swap(self, new: Path) -> None:
        """Put the new database in the place of the old one, which stays under another name, its write-ahead log first: beside
        the new one it would be played into it. Without its log the old one is older than its mark."""
        old = self._folder / DATABASE_NAME
        sync_folder(self._folder)
        if old.exists():
            self._done.former = f"{DATABASE_NAME}.{self._stamp}"
        (self._folder / f"{DATABASE_NAME}-shm").unlink(missing_ok=True)  # an index of the log, made anew when it is missing
        for suffix in ("-wal", ""):
            path = old.with_name(old.name + suffix)
            if path.exists():
                path.rename(self._folder / f"{DATABASE_NAME}.{self._stamp}{suffix}")
        sync_folder(self._folder)
        new.rename(old)
        sync_folder(self._folder)


def free_stamp(folder: Path) -> str:
    """The time, so that what this repair keeps has a name that nothing in the folder has."""
    now = f"{datetime.now(UTC):%Y-%m-%dT%H-%M-%SZ}"
    names = os.listdir(folder)
    stamps = (f"{now}-{number}" if number > 1 else now for number in count(1))
    return next(stamp for stamp in stamps if not any(f"{stamp}" in name for name in names))


def _sync(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _without(shard: ShardFile, dropped: array[int], *, whole: bool) -> Iterator[bytes]:
    """The lines of a shard but those at the offsets `dropped`, which are in order. Of one that is not `whole`, up to where it
    can be read."""
    place = 0
    try:
        for offset, line in read_lines(shard.path):
            if place < len(dropped) and dropped[place] == offset:
                place += 1
            else:
                yield line
    except CorpusError:
        if whole:
            raise


class _Aside:
    """A file for bytes that do not stay, made when there are any. Durable once closed."""

    def __init__(self, folder: Path, name: str) -> None:
        self.path = folder / name.removesuffix(".gz").removesuffix(".zst")
        self.size = 0
        self._file: BinaryIO | None = None

    def add(self, data: bytes) -> None:
        if self._file is None:
            self._file = self.path.open("xb")
        self._file.write(data)
        self.size += len(data)

    def close(self) -> None:
        if self._file:
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
