"""Reading the lines of shards, plain or compressed. Offsets and lengths are those of the uncompressed bytes, in every form."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, BinaryIO, Literal

from novelspider.corpus.blocks import open_compressed, zstd_module
from novelspider.errors import CorpusError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import Self

Form = Literal["", ".gz", ".zst"]
FORMS: tuple[Form, ...] = ("", ".gz", ".zst")
"""What stands behind `.jsonl` in a shard's file name. Where a shard is there in two forms for a moment, the first counts."""
_OPEN_FILES = 4  # of one reader: a book's lines stand in one or two shards, its revisions in further ones


def find_shard(folder: Path, name: str) -> Path | None:
    """The file of the shard that `shards.shard_name` calls `name`, in the form in which it is there; None where it is not."""
    return next((path for form in FORMS if (path := folder / (name + form)).exists()), None)


def open_shard(path: Path) -> BinaryIO:
    """The uncompressed bytes of a shard as a seekable file. Raises OSError, and CorpusError for want of a package."""
    return open_compressed(path) if path.suffix in FORMS[1:] else path.open("rb")


def read_lines(path: Path, start: int = 0) -> Iterator[tuple[int, bytes]]:
    """(offset, line) of each line from the offset `start` on, line feed included; a torn last line is without it.

    Raises CorpusError where the file cannot be read, or not to its end."""
    try:
        with open_shard(path) as file:
            file.seek(start)
            for line in file:
                yield start, line
                start += len(line)
    except broken() as error:
        raise CorpusError(f"{path} cannot be read: {error}") from error


class ShardReader:
    """Reads single lines of a site folder's shards. Keeps a few files open: a run that compresses a shard, and removes the
    plain file, does not disturb it. Use it as a context manager, or close it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: dict[str, BinaryIO] = {}

    def line(self, name: str, offset: int, length: int) -> bytes:
        """The `length` bytes at `offset` of the shard `name`. Raises CorpusError where they are not there or cannot be read."""
        try:
            file = self._files.pop(name, None) or self._open(name)
            self._files[name] = file
            file.seek(offset)
            line = file.read(length)
        except broken() as error:
            raise CorpusError(f"{self._folder / name} cannot be read: {error}") from error
        if len(line) != length:
            raise CorpusError(f"{self._folder / name} ends before byte {offset + length}")
        return line

    def _open(self, name: str) -> BinaryIO:
        if len(self._files) == _OPEN_FILES:
            self._files.pop(next(iter(self._files))).close()
        for _ in FORMS:
            path = find_shard(self._folder, name)
            try:
                if path:
                    return open_shard(path)
            except FileNotFoundError:
                continue  # compressed in this very moment: there in its next form
        raise FileNotFoundError(f"no {name}, compressed or not")

    def close(self) -> None:
        while self._files:
            self._files.popitem()[1].close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def broken() -> tuple[type[Exception], ...]:
    """What reading a damaged or missing file raises, in any form."""
    try:
        return OSError, EOFError, zlib.error, zstd_module().ZstdError
    except CorpusError:
        return OSError, EOFError, zlib.error
