"""How far a site has got, told beside its database: so that an older copy of site.db, or another one, is known for what it is.

The files alone do not tell: shards that go on behind what an older site.db has committed look like what a killed run leaves.
The mark is written after each commit, so it is never ahead of the database that it belongs to. It is not synced: after a loss
of power it may be behind, and then tells less, but nothing wrong."""

from __future__ import annotations

import contextlib
import os
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from novelspider.corpus.shards import sync_folder

if TYPE_CHECKING:
    from pathlib import Path

MARK_NAME = "site.mark"
_MARK = re.compile(rb"([0-9a-f]{32}) ([0-9]{20})\n")


@dataclass(frozen=True, slots=True)
class Mark:
    """`identity` is the database's own (32 hex digits), `commits` how many it has made."""

    identity: str
    commits: int

    def write(self, folder: Path) -> None:
        """Write over what was there; a new mark is durable before anything it tells of. Raises OSError."""
        path = folder / MARK_NAME
        new = not path.exists()
        fd = os.open(path, os.O_WRONLY | os.O_CREAT, 0o644)
        try:
            os.pwrite(fd, f"{self.identity} {self.commits:020d}\n".encode(), 0)  # one size: within one block of the disk
            if new:
                os.fsync(fd)
        finally:
            os.close(fd)
        if new:
            sync_folder(folder)

    def objection(self, told: Mark) -> str | None:
        """What the mark found in a folder says against the database of this one; None where they fit."""
        if told.identity != self.identity:
            return "site.db is not the one that these shards were written with"
        if told.commits > self.commits:
            behind = told.commits - self.commits
            return f"site.db is an older one, {behind} commit{'s' if behind > 1 else ''} behind its shards"
        return None


def read_mark(folder: Path) -> Mark | None:
    """The mark of a site folder; None where there is none that can be read."""
    with contextlib.suppress(OSError):
        if found := _MARK.fullmatch((folder / MARK_NAME).read_bytes()):
            return Mark(found[1].decode(), int(found[2]))
    return None
