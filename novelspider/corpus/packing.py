"""Compressing closed shards: at no moment are a shard's lines missing, and they are there twice only while the plain file is
being removed.

A draft is written, synced and read back; it takes its name; the database learns its size; the plain file goes. Killed before
the draft has its name, a run leaves a draft that the next one overwrites; after that, the plain file is what is left over, and
goes when the site is opened."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Event
from typing import TYPE_CHECKING

from novelspider.corpus.blocks import BLOCK, SUFFIX, Compression, pack_lines
from novelspider.corpus.lines import FORMS, broken, open_shard
from novelspider.corpus.shards import refused, sync_folder
from novelspider.errors import CorpusError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from concurrent.futures import Future
    from pathlib import Path

    from novelspider.corpus.shards import Shard

DRAFT_NAME = "packing.tmp"
LEAST = 1 << 20
"""Bytes below which an open shard is not worth closing."""
PART = 8
"""When a run ends, an open shard is closed that holds this part of its kind's bytes or more: what a site adds in a night is
not compressed for itself, and of a site of any size all but a ninth is. A site has some 60 shards by the time one is full."""


@dataclass(frozen=True, slots=True)
class Packed:
    """A draft that holds what the shard holds, in `size` bytes."""

    site: str
    shard: Shard
    size: int


class Packer:
    """Compresses one shard at a time in a thread of its own: a full shard takes seconds. The rest stays in the caller's."""

    def __init__(self, compression: Compression) -> None:
        self.compression: Compression = compression
        self._stop = Event()
        self._thread = ThreadPoolExecutor(1, "packer")
        self._job: Future[Packed | None] | None = None
        self.site: str | None = None
        """Whose shard is being compressed, None between two."""

    def start(self, site: str, shard: Shard) -> None:
        """Begin with a closed shard of a site that the caller keeps open, and locked, until it has the `result`."""
        self.site = site
        self._job = self._thread.submit(self._pack, site, shard)

    def result(self, *, wait: bool = False) -> Packed | None:
        """What has become of the shard that was begun with, once; None while that is not known. Raises CorpusError."""
        if self._job is None or not (wait or self._job.done()):
            return None
        job, self._job, self.site = self._job, None, None
        return job.result()

    def _pack(self, site: str, shard: Shard) -> Packed | None:
        try:
            size = write_draft(shard, self.compression, self._stop)
        except OSError as error:
            raise CorpusError(f"{shard.path} cannot be compressed: {error}") from error
        return None if size is None else Packed(site, shard, size)

    def close(self) -> None:
        """Give up what is under way, within a block; its shard stays plain."""
        self._stop.set()
        self._thread.shutdown(wait=True)


def write_draft(shard: Shard, compression: Compression, stop: Event | None = None) -> int | None:
    """Compress a shard into the draft of its folder, durably, and read it back; the draft's size. None where `stop` was set
    meanwhile. Raises OSError, and CorpusError where the draft does not hold the shard."""
    draft = shard.folder / (DRAFT_NAME + SUFFIX[compression])
    with draft.open("wb") as file:
        for block in pack_lines(_lines(shard.path, shard.length), SUFFIX[compression]):
            if stop and stop.is_set():
                return None
            file.write(block)
        file.flush()
        os.fsync(file.fileno())
        size = file.tell()
    if not _same(draft, shard.path, shard.length, stop):
        if stop and stop.is_set():
            return None
        raise CorpusError(f"{draft} was not written as it should be; {shard.path} stays as it is")
    return size


def publish(shard: Shard, compression: Compression) -> None:
    """Give the draft its name, durably, beside the plain file. Raises OSError."""
    (shard.folder / (DRAFT_NAME + SUFFIX[compression])).replace(shard.path.with_name(shard.name + SUFFIX[compression]))
    sync_folder(shard.folder)


def drop_plain(shard: Shard) -> None:
    """Remove the plain file of a compressed shard. Raises OSError."""
    shard.path.unlink(missing_ok=True)
    sync_folder(shard.folder)


def drop_drafts(folder: Path) -> None:
    """Remove what a killed run left. Raises OSError."""
    for suffix in SUFFIX.values():
        (folder / (DRAFT_NAME + suffix)).unlink(missing_ok=True)


def settle_forms(shards: Sequence[Shard]) -> list[Shard]:
    """Set each shard's `packed` to the size of its compressed file, None where it is plain; returns those that were changed.
    Removes nothing. What the database says is believed where the size is right; otherwise the file is read.

    Raises CorpusError where a compressed file is not what the shard should be."""
    changed = []
    for shard in shards:
        try:
            packed = _packed_size(shard)
        except broken() as error:
            raise refused(shard.folder, f"the compressed form of {shard.name} cannot be read: {error}") from error
        if packed != shard.packed:
            shard.packed = packed
            changed.append(shard)
    return changed


def _packed_size(shard: Shard) -> int | None:
    files = [path for form in FORMS[1:] if (path := shard.path.with_name(shard.name + form)).exists()]
    if not files:
        return None
    if len(files) > 1:
        raise refused(shard.folder, f"{files[0].name} and {files[1].name} are both there")
    size = files[0].stat().st_size
    if size != shard.packed:
        if shard.path.exists() and not _same(files[0], shard.path, shard.length):
            raise refused(shard.folder, f"{shard.name} and {files[0].name} are both there and differ")
        if (length := _length(files[0])) != shard.length:
            raise refused(shard.folder, f"{files[0].name} holds {length} bytes, site.db says {shard.length}")
    return size


def _lines(path: Path, length: int) -> Iterator[bytes]:
    """The lines of the first `length` bytes."""
    with path.open("rb") as file:
        while length > 0:
            line = file.readline()
            if not line:
                raise CorpusError(f"{path} ends {length} bytes too early")
            length -= len(line)
            yield line


def _same(packed: Path, plain: Path, length: int, stop: Event | None = None) -> bool:
    """Does `packed` hold the first `length` bytes of `plain` and nothing else? False where `stop` was set."""
    with open_shard(packed) as one, plain.open("rb") as other:
        while length > 0:
            block = one.read(min(BLOCK, length))
            if not block or block != other.read(len(block)) or (stop and stop.is_set()):
                return False
            length -= len(block)
        return not one.read(1)


def _length(path: Path) -> int:
    """Uncompressed bytes of a file, read to its end."""
    length = 0
    with open_shard(path) as file:
        while block := file.read(BLOCK):
            length += len(block)
    return length
