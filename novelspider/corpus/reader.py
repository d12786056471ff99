"""Reading a site's corpus without its lock, also while a run writes to it."""

from __future__ import annotations

import json
import os
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

from novelspider.corpus.lines import ShardReader
from novelspider.corpus.schema import APPLICATION_ID, DATABASE_NAME, SCHEMA_VERSION
from novelspider.corpus.shards import refused, shard_name
from novelspider.errors import CorpusError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path
    from typing import Self

    from novelspider.corpus.journal import Row


class SiteReader:
    """What is committed of one site, read only. It takes no lock and keeps no transaction open: it neither waits for a run nor
    makes one wait, and a later query may see more than an earlier one. Use it as a context manager, or close it.

    Raises CorpusError where the folder has no database of ours, or one of another schema."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        path = folder / DATABASE_NAME
        # Beside a database that is open nowhere SQLite makes the files through which readers and a writer get along. Where it
        # may not, nobody writes, and it is told so.
        alone = not os.access(folder, os.W_OK) and not path.with_name(f"{DATABASE_NAME}-wal").exists()
        try:
            self._db = sqlite3.connect(
                f"{path.absolute().as_uri()}?mode=ro{'&immutable=1' if alone else ''}",
                uri=True,
                isolation_level=None,
                timeout=30,
            )
        except sqlite3.Error as error:
            raise CorpusError(f"{path} cannot be read: {error}") from error
        try:
            self._check(path)
        except BaseException:
            self._db.close()
            raise

    def _check(self, path: Path) -> None:
        if self.read("PRAGMA application_id") != [(APPLICATION_ID,)]:
            raise CorpusError(f"{path} is not a corpus database")
        if (version := self.read("PRAGMA user_version")[0][0]) != SCHEMA_VERSION:
            raise refused(self.folder, f"{path.name} has schema {version}, this version reads {SCHEMA_VERSION}")

    def read(self, sql: str, values: Sequence[Any] | Mapping[str, Any] = ()) -> list[Row]:
        """All rows of a query. Raises CorpusError."""
        try:
            return self._db.execute(sql, values).fetchall()
        except sqlite3.Error as error:
            raise CorpusError(f"{self.folder / DATABASE_NAME} cannot be read: {error}") from error

    def has_book(self, book_id: str) -> bool:
        return bool(self.read("SELECT 1 FROM books WHERE id = ?", (book_id,)))

    def chapters(self, book_id: str) -> Iterator[dict[str, Any]]:
        """The book as it is now; see `Corpus.read`. What is read is settled at the call; the lines are read one by one."""
        rows = self.read(
            "SELECT id, idx, volume, shard, offset, length FROM chapters"
            " WHERE book_id = ? AND shard IS NOT NULL AND state != 'gone' ORDER BY idx",
            (book_id,),
        )
        return _records(self.folder, rows)

    def close(self) -> None:
        self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _records(folder: Path, rows: Sequence[Row]) -> Iterator[dict[str, Any]]:
    with closing(ShardReader(folder)) as shards:
        for chapter_id, index, volume, number, offset, length in rows:
            line = shards.line(shard_name("chapters", number), offset, length)
            try:
                record = json.loads(line)
                right = record["id"] == chapter_id
            except (ValueError, TypeError, KeyError):
                right = False
            if not right:
                raise CorpusError(
                    f"{folder}: the line of chapter {chapter_id} is not where site.db says: run fsck, or read again"
                )
            yield record | {"index": index, "volume": volume}
