"""Compressed shards are made of blocks that can be read by themselves, so that one line costs one block, not a shard.

A block is a gzip member or a zstd frame of whole lines. Both formats allow any number of them in a file, and readers of either
take them for one stream. Where the blocks stand is told by the file itself: a zstd frame has its lengths in its headers, a gzip
member has them in an extra field (RFC 1952, 2.3.1.1) with the letters NS."""

from __future__ import annotations

import gzip
import io
import mmap
import struct
import zlib
from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING, Any, BinaryIO, Literal, NamedTuple, cast

from novelspider.errors import CorpusError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

Compression = Literal["gzip", "zstd"]
SUFFIX: dict[Compression, Literal[".gz", ".zst"]] = {"gzip": ".gz", "zstd": ".zst"}
BLOCK = 1 << 19
"""Uncompressed bytes of a block, a line more or less. Measured on pages of real novels: of 256 KiB gzip leaves 37.0 % and
zstd 38.2 %, of 512 KiB 36.6 and 37.1, of 1 MiB 36.7 and 36.1; a line that is read by itself costs twice as much each time."""
_MOST = 32 * BLOCK  # a block that is larger was not written here, and is not to be read whole
# Magic, deflate, FEXTRA, no time, no flags, unknown system; extra field: its length, NS, 8, then the lengths of the block's
# deflated and of its uncompressed bytes.
_MEMBER = struct.Struct("<4sIBBH2sHII")
_START = (b"\x1f\x8b\x08\x04", 0, 0, 255, 12, b"NS", 8)
_TRAILER = struct.Struct("<II")


class Block(NamedTuple):
    """`size` bytes of a compressed file, from `at` on, that hold `length` bytes of the shard."""

    at: int
    size: int
    length: int


def compression_of(value: object) -> Compression | None:
    """The value of the setting; "None" and an empty one, as they come from a command line, are None. Raises ValueError."""
    if value in (None, "", "None"):
        return None
    for compression in SUFFIX:
        if value == compression:
            return compression
    raise ValueError("must be one of None, 'gzip', 'zstd'")


def zstd_module() -> Any:
    """The standard library's `compression.zstd` (Python 3.14), or its backport. Raises CorpusError where there is neither."""
    try:
        from compression import zstd
    except ImportError:
        try:
            from backports import zstd
        except ImportError:
            raise CorpusError("zstd needs a package that is not installed: pip install 'novelspider[zstd]'") from None
    return zstd


def pack_block(data: bytes, compression: Compression) -> bytes:
    """One block. Raises CorpusError for want of a package."""
    if compression == "zstd":
        zstd = zstd_module()
        return cast("bytes", zstd.compress(data, options={zstd.CompressionParameter.checksum_flag: 1}))
    deflate = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    body = deflate.compress(data) + deflate.flush()
    return _MEMBER.pack(*_START, len(body), len(data)) + body + _TRAILER.pack(zlib.crc32(data), len(data))


def pack_lines(lines: Iterable[bytes], suffix: str) -> Iterator[bytes]:
    """The bytes of a shard's file whose name ends with `suffix`: blocks of `lines`, or, for a plain one, the lines. Raises
    CorpusError for want of a package."""
    compression = next((name for name, form in SUFFIX.items() if form == suffix), None)
    if compression is None:
        yield from lines
        return
    block: list[bytes] = []
    size = 0
    for line in lines:
        block.append(line)
        size += len(line)
        if size >= BLOCK:
            yield pack_block(b"".join(block), compression)
            block, size = [], 0
    if block:
        yield pack_block(b"".join(block), compression)


def open_compressed(path: Path) -> BinaryIO:
    """The uncompressed bytes of a `.gz` or `.zst` file as a seekable file: by blocks, or as one stream where it was not made
    here. Raises OSError, and CorpusError for want of a package."""
    module = gzip if path.suffix == ".gz" else zstd_module()
    with path.open("rb", buffering=0) as file:
        blocks = _members(file) if module is gzip else _frames(file, module)
    if blocks is None:
        return cast("BinaryIO", module.open(path, "rb"))
    return io.BufferedReader(_BlockFile(path, blocks, module.decompress))


def _members(file: BinaryIO) -> list[Block] | None:
    """The members of a gzip file that was written here; None for any other."""
    blocks: list[Block] = []
    at, end = 0, file.seek(0, io.SEEK_END)
    while at < end:
        file.seek(at)
        head = file.read(_MEMBER.size)
        if len(head) < _MEMBER.size:
            return None
        *start, deflated, length = _MEMBER.unpack(head)
        size = _MEMBER.size + deflated + _TRAILER.size
        if tuple(start) != _START or length > _MOST or at + size > end:
            return None
        blocks.append(Block(at, size, length))
        at += size
    return blocks


def _frames(file: BinaryIO, zstd: Any) -> list[Block] | None:
    """The frames of a zstd file; None where one does not say how long it is, is too large to be read whole, or is broken."""
    blocks: list[Block] = []
    at, end = 0, file.seek(0, io.SEEK_END)
    if not end:
        return blocks
    with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data, memoryview(data) as view:
        while at < end:
            with view[at:] as rest:
                try:
                    length, size = zstd.get_frame_info(rest).decompressed_size, zstd.get_frame_size(rest)
                except zstd.ZstdError:
                    return None
            if length is None or length > _MOST:
                return None
            blocks.append(Block(at, size, length))
            at += size
    return blocks


class _BlockFile(io.RawIOBase):
    """The shard's bytes. Keeps one block, the last that was asked for."""

    def __init__(self, path: Path, blocks: list[Block], decompress: Any) -> None:
        self._file = path.open("rb", buffering=0)
        self._blocks = blocks
        self._starts = list(accumulate((block.length for block in blocks), initial=0))
        self._decompress = decompress
        self._number = -1
        self._data = b""
        self._position = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self._starts[-1]}[whence]
        self._position = base + offset
        return self._position

    def readinto(self, buffer: Any, /) -> int:
        if self._position >= self._starts[-1]:
            return 0
        number = bisect_right(self._starts, self._position) - 1
        if number != self._number:
            self._data = self._read(self._blocks[number])
            self._number = number
        start = self._position - self._starts[number]
        part = self._data[start : start + len(buffer)]
        buffer[: len(part)] = part
        self._position += len(part)
        return len(part)

    def _read(self, block: Block) -> bytes:
        self._file.seek(block.at)
        data = self._decompress(self._file.read(block.size))
        if len(data) != block.length:
            raise OSError(f"the block at byte {block.at} does not hold what its header says")
        return cast("bytes", data)

    def close(self) -> None:
        self._file.close()
        super().close()
