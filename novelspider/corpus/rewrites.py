"""Replacing shards by shorter ones, so that a kill at any moment leaves all of it done or none.

First a draft of each file, durable; then one transaction with the lines' new places, the new lengths and, in the table
`rewrites`, the files' names; then the drafts take the place of the files. Whoever opens the site next does that too."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from novelspider.corpus.blocks import pack_lines
from novelspider.corpus.shards import sync_folder

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_PREFIX = "rewriting-"
NEW_DATABASE = "rebuilding-site.db"
DRAFTS = (_PREFIX, NEW_DATABASE)
"""How the names of drafts begin: of shards, and of the database that a repair makes."""


def draft_of(path: Path) -> Path:
    """Where the draft of a file stands. No reader takes it for a shard."""
    return path.with_name(_PREFIX + path.name)


def write_draft(path: Path, lines: Iterable[bytes]) -> int:
    """Write the draft of a shard, in the form of `path`, and sync it; returns its uncompressed length. Raises OSError."""
    length = 0

    def measured() -> Iterator[bytes]:
        nonlocal length
        for line in lines:
            length += len(line)
            yield line

    with draft_of(path).open("wb") as file:
        file.writelines(pack_lines(measured(), path.suffix))
        file.flush()
        os.fsync(file.fileno())
    return length


def finish(folder: Path, db: sqlite3.Connection) -> None:
    """Put the drafts of a committed rewriting in their places, and take what is deleted out of the database's own pages; throw
    away the drafts of one that was not committed. Raises OSError and sqlite3.Error; may be repeated.

    `rewrites` names site.db where lines were to go: deleted text stays in free pages and in the write-ahead log until it is
    written over (sqlite.org, pragma.html#pragma_secure_delete; VACUUM leaves none)."""
    names = [name for (name,) in db.execute("SELECT name FROM rewrites")]
    for name in names:
        path = folder / name
        if draft_of(path).exists():
            draft_of(path).replace(path)
    strays = [path for path in folder.iterdir() if path.name.startswith(DRAFTS)]
    for stray in strays:
        stray.unlink()
    if names or strays:
        sync_folder(folder)
    if names:
        db.execute("VACUUM")
        db.execute("DELETE FROM rewrites")
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
