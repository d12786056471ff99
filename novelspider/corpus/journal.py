"""A site's open transaction: changed rows and the lines that belong to them, committed together or not at all."""

from __future__ import annotations

import contextlib
import sqlite3
from typing import TYPE_CHECKING, Any

from novelspider.corpus import rewrites
from novelspider.corpus.lines import ShardReader
from novelspider.corpus.mark import Mark, read_mark
from novelspider.corpus.packing import LEAST, PART, drop_drafts, drop_plain, publish, settle_forms
from novelspider.corpus.schema import open_database
from novelspider.corpus.shards import KINDS, SINGLE, Kind, Shard, recover, refused, shard_files, shard_name
from novelspider.errors import CorpusError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from novelspider.corpus.blocks import Compression

Row = tuple[Any, ...]
_PACKED = "UPDATE shards SET packed = ? WHERE kind = ? AND number = ?"


class Journal:
    """The database and shards of one site folder, whose lock the caller holds.

    `change` opens a transaction; `add_line` keeps a line in memory; `commit` appends all lines, syncs them, and then commits
    the rows with the shards' new lengths. A reader on the same object sees what is not yet committed, another process does
    not. After a failed commit the files are cut back, the rows rolled back, and every further change raises CorpusError."""

    def __init__(self, folder: Path, site: str, *, shard_bytes: int, batch: int, clock: Callable[[], float]) -> None:
        self._folder = folder
        self._shard_bytes = shard_bytes
        self._clock = clock
        self._failure = ""
        self._since = 0.0
        self.closed: list[Shard] = []
        """Plain shards that no line is added to any more."""
        self._lines: dict[Kind, list[bytes]] = {kind: [] for kind in KINDS}
        self._sizes: dict[Kind, int] = dict.fromkeys(KINDS, 0)
        self._db = open_database(folder, site)
        try:
            self._recover(batch)
        except BaseException:
            self._db.close()
            raise

    def _recover(self, batch: int) -> None:
        meta: dict[str, str] = dict(self.read("SELECT key, value FROM meta WHERE key IN ('identity', 'commits', 'batch')"))
        last_batch = int(meta.get("batch", batch))
        self._mark = Mark(meta.get("identity", ""), int(meta.get("commits", 0)))
        told = read_mark(self._folder) if shard_files(self._folder) else self._mark
        if told and (objection := self._mark.objection(told)):
            raise refused(self._folder, objection)
        try:
            rewrites.finish(self._folder, self._db)
            rows = self.read("SELECT kind, number, length, packed FROM shards ORDER BY kind, number")
            shards = [Shard(self._folder, *row) for row in rows]
            changed = settle_forms(shards)
            recover(self._folder, shards, batch=last_batch, marked=told is not None)
            self._mark.write(self._folder)
            self._current = {shard.kind: shard for shard in shards}
            self._remember(changed)
            drop_drafts(self._folder)
            for shard in shards:
                if shard.packed is not None and shard.path.exists():
                    drop_plain(shard)
        except (OSError, sqlite3.Error) as error:
            raise CorpusError(f"{self._folder} cannot be recovered: {error}") from error
        self.closed = [s for s in shards if s.packed is None and s.number < self._current[s.kind].number]
        if meta.get("batch") != str(batch):
            self.change("INSERT OR REPLACE INTO meta VALUES ('batch', ?)", (str(batch),))
            self.commit()

    def _remember(self, changed: list[Shard]) -> None:
        """Record what shards were found compressed, or plain again; after one that lines were added to, a new one comes."""
        for shard in changed:
            self.change(_PACKED, (shard.packed, shard.kind, shard.number))
        for shard in [shard for shard in self._current.values() if shard.packed is not None]:
            self._current[shard.kind] = self._next_shard(shard)
        self.commit()

    @property
    def failed(self) -> bool:
        """A commit failed: nothing can be changed any more."""
        return bool(self._failure)

    @property
    def items(self) -> int:
        """Records that wait for the next commit."""
        return sum(len(lines) for kind, lines in self._lines.items() if kind != "audit")

    def age(self) -> float:
        """Seconds since the open transaction began; 0 where there is none."""
        return self._clock() - self._since if self._db.in_transaction else 0.0

    def read(self, sql: str, values: Sequence[Any] | Mapping[str, Any] = ()) -> list[Row]:
        """All rows of a query. Raises CorpusError."""
        try:
            return self._db.execute(sql, values).fetchall()
        except sqlite3.Error as error:
            raise CorpusError(f"{self._folder}: site.db cannot be read: {error}") from error

    def change(self, sql: str, values: Sequence[Any] | Mapping[str, Any] = ()) -> int:
        """Run one statement in the open transaction, begun if need be; returns how many rows it changed. Raises CorpusError."""
        self._begin()
        try:
            return self._db.execute(sql, values).rowcount
        except sqlite3.Error as error:
            raise self._fail(error) from error

    def change_many(self, sql: str, values: Iterable[Sequence[Any]]) -> None:
        """Like `change`, once for each of `values`."""
        self._begin()
        try:
            self._db.executemany(sql, values)
        except sqlite3.Error as error:
            raise self._fail(error) from error

    def add_line(self, kind: Kind, line: bytes) -> tuple[int, int, int]:
        """Add a line to the batch; returns the shard's number, the line's offset there and its length, in bytes."""
        self._begin()
        shard = self._current[kind]
        offset = shard.length + self._sizes[kind]
        self._lines[kind].append(line)
        self._sizes[kind] += len(line)
        return shard.number, offset, len(line)

    def read_line(self, kind: Kind, number: int, offset: int, length: int) -> bytes | None:
        """The line that stands where `add_line` said, committed or not. None where its file cannot be read."""
        shard = self._current[kind]
        if number == shard.number and offset >= shard.length:
            start = offset - shard.length
            return b"".join(self._lines[kind])[start : start + length]
        try:
            with ShardReader(self._folder) as shards:
                return shards.line(shard_name(kind, number), offset, length)
        except CorpusError:
            return None

    def commit(self) -> None:
        """Make durable what has changed since the last commit; nothing where nothing has. Raises CorpusError."""
        if not self._db.in_transaction:
            return
        try:
            ends = {kind: self._current[kind].append(lines) for kind, lines in self._lines.items() if lines}
            following = [self._close_shard(kind, end) for kind, end in ends.items()]
            mark = Mark(self._mark.identity, self._mark.commits + 1)
            self._db.execute("UPDATE meta SET value = ? WHERE key = 'commits'", (str(mark.commits),))
            self._db.execute("COMMIT")
        except (OSError, sqlite3.Error, CorpusError) as error:
            raise self._fail(error) from error
        for kind, end in ends.items():
            self._current[kind].length = end
            self._lines[kind] = []
            self._sizes[kind] = 0
        self._go_on(shard for shard in following if shard)
        self._mark = mark
        try:
            mark.write(self._folder)
        except OSError as error:
            raise self._fail(error) from error

    def _close_shard(self, kind: Kind, end: int) -> Shard | None:
        """Record a shard's new length; when it is full, the next shard too: it is in the database before its first line."""
        number = self._current[kind].number
        self._db.execute("UPDATE shards SET length = ? WHERE kind = ? AND number = ?", (end, kind, number))
        return None if kind in SINGLE or end < self._shard_bytes else self._next_shard(self._current[kind])

    def _next_shard(self, shard: Shard) -> Shard:
        self.change("INSERT INTO shards (kind, number, length) VALUES (?, ?, 0)", (shard.kind, shard.number + 1))
        return Shard(self._folder, shard.kind, shard.number + 1)

    def _go_on(self, following: Iterable[Shard]) -> None:
        for shard in following:
            self.closed.append(self._current[shard.kind])
            self._current[shard.kind] = shard

    def end_shards(self) -> None:
        """Commit, and close the open shards that are large enough for it to be worth it: the next line starts a new one."""
        self.commit()
        totals: dict[str, int] = dict(self.read("SELECT kind, sum(length) FROM shards GROUP BY kind"))
        large = [s for s in self._current.values() if s.kind not in SINGLE and s.length >= max(LEAST, totals[s.kind] / PART)]
        following = [self._next_shard(shard) for shard in large]
        self.commit()
        self._go_on(following)

    def pack(self, shard: Shard, size: int, compression: Compression) -> None:
        """Let the draft of a closed shard, of `size` bytes, take its place. Commits. Raises CorpusError."""
        try:
            publish(shard, compression)
            self.change(_PACKED, (size, shard.kind, shard.number))
            self.commit()
            drop_plain(shard)
        except OSError as error:
            raise self._fail(error) from error
        self.closed = [other for other in self.closed if (other.kind, other.number) != (shard.kind, shard.number)]

    def close(self) -> None:
        """Commit and close. Raises CorpusError where the commit fails; closed all the same."""
        try:
            if not self._failure:
                self.commit()
        finally:
            self._db.close()

    def _begin(self) -> None:
        if self._failure:
            raise CorpusError(self._failure)
        if not self._db.in_transaction:
            try:
                self._db.execute("BEGIN IMMEDIATE")
            except sqlite3.Error as error:
                raise self._fail(error) from error
            self._since = self._clock()

    def undo(self, error: BaseException) -> CorpusError:
        """What is to be committed whole has failed before the commit: nothing of it is. Returns the error to raise."""
        return self._fail(error)

    def _fail(self, error: BaseException) -> CorpusError:
        """Undo the open transaction and let nothing follow it: what was not committed is fetched again by the next run."""
        self._failure = self._failure or f"{self._folder} cannot be written: {error}"
        with contextlib.suppress(sqlite3.Error):
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
        for kind, shard in self._current.items():
            self._lines[kind] = []
            with contextlib.suppress(OSError):
                shard.cut()
        return CorpusError(self._failure)
