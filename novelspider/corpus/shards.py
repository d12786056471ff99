"""Append-only JSON lines files. What counts of a file is its committed length, which the site's database holds."""

from __future__ import annotations

import contextlib
import os
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from novelspider.errors import CorpusError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

Kind = Literal["books", "chapters", "rejected", "audit", "forgotten"]
KINDS: tuple[Kind, ...] = ("books", "chapters", "rejected", "audit", "forgotten")
"""`audit` is what cleaning took out, `forgotten` what is never to be fetched again, without its text. A commit may add any
number of lines of these two, and they have no say in how many it may have been about to add."""
_UNCOUNTED = ("audit", "forgotten")
_SHARD_FILE = re.compile(r"^(?:books|forgotten|[a-z]+-[0-9]{5,9})\.jsonl(?:\.[a-z0-9]{1,8})?$")
SINGLE = ("books", "forgotten")
"""Kinds that are one file for ever: a site's books are small."""
_BLOCK = 1 << 20


def shard_name(kind: Kind, number: int) -> str:
    """File name of a kind's `number`-th shard (from 1)."""
    return f"{kind}.jsonl" if kind in SINGLE else f"{kind}-{number:05d}.jsonl"


def sync_folder(folder: Path) -> None:
    """Make the folder's entries durable: without this a new file may be gone after a power loss, synced data and all."""
    fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


@dataclass(slots=True)
class Shard:
    """One file that lines are appended to. `length` is what is known to be good, in bytes. `packed` is the size of the file
    that holds it compressed, None where it is plain; a compressed shard is closed: no line is added to it."""

    folder: Path
    kind: Kind
    number: int
    length: int = 0
    packed: int | None = None

    @property
    def name(self) -> str:
        return shard_name(self.kind, self.number)

    @property
    def path(self) -> Path:
        """The plain file."""
        return self.folder / self.name

    def append(self, lines: Iterable[bytes]) -> int:
        """Write whole lines after `length`, flush and fsync; returns the length that may now be committed. `length` itself
        stays until `self.length` is set. Raises OSError, and CorpusError when the file is not as long as it should be."""
        path = self.path
        fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
        try:
            if (size := os.fstat(fd).st_size) != self.length:
                raise CorpusError(f"{path} has {size} bytes where {self.length} are committed: something else writes to it")
            data = memoryview(b"".join(lines))
            end = self.length + len(data)
            while data:
                data = data[os.write(fd, data) :]
            os.fsync(fd)
        finally:
            os.close(fd)
        if not self.length:  # a file of a killed run may be there already, its entry not yet durable
            sync_folder(self.folder)
        return end

    def cut(self) -> None:
        """Drop what stands after `length`. Raises OSError."""
        with contextlib.suppress(FileNotFoundError), self.path.open("r+b") as file:
            if os.fstat(file.fileno()).st_size > self.length:
                file.truncate(self.length)
                os.fsync(file.fileno())

    def tail_lines(self) -> int:
        """Line feeds after `length`, a last torn line counted as one."""
        lines, last = 0, b"\n"
        with self.path.open("rb") as file:
            file.seek(self.length)
            while block := file.read(_BLOCK):
                lines += block.count(b"\n")
                last = block[-1:]
        return lines + (last != b"\n")


def shard_files(folder: Path) -> list[str]:
    """Names of all shards in a site folder, known or not, compressed ones included."""
    return sorted(entry.name for entry in os.scandir(folder) if _SHARD_FILE.match(entry.name))


def recover(folder: Path, shards: Sequence[Shard], *, batch: int, marked: bool = True) -> None:
    """Bring the plain files back to the committed lengths: cut what a killed run left after them. `batch` is the most lines
    that one commit may have been about to add: more after a committed length were written by something else. `marked` is
    false where nothing tells that the database is not an older one (see `mark`): then nothing is cut.

    Raises CorpusError, and changes nothing, when a file is missing, too short, unknown to the database or newer than it."""
    known = {shard.name for shard in shards}
    for name in shard_files(folder):
        if name.partition(".jsonl")[0] + ".jsonl" not in known:
            raise refused(folder, f"{name} is not known to site.db")
    plain = [shard for shard in shards if shard.packed is None]
    for shard in plain:
        size = shard.path.stat().st_size if shard.path.exists() else 0
        if size < shard.length:
            raise refused(folder, f"{shard.name} has {size} bytes, site.db says {shard.length}")
        if size > shard.length and not marked:
            raise refused(folder, f"{shard.name} goes on behind what site.db knows, and site.mark, which tells why, is gone")
        if size > shard.length and shard.kind not in _UNCOUNTED and shard.tail_lines() > batch:
            raise refused(folder, f"{shard.name} holds more than one commit beyond what site.db knows: an older site.db")
    for shard in plain:
        shard.cut()


def refused(folder: Path, fact: str) -> CorpusError:
    """The error for a site folder whose database and shards do not go together, with the way out. Nothing was changed."""
    return CorpusError(
        f"{folder}: {fact}. Nothing was changed. `novelspider fsck --repair {folder.name}` rebuilds site.db from the shards; "
        f"or put back the site.db that belongs to them"
    )
