"""What stands in a site folder's shards, line by line, and what is wrong with a line by itself."""

from __future__ import annotations

import contextlib
import json
import os
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, cast

from novelspider.corpus.lines import read_lines
from novelspider.corpus.toc import loose_hash
from novelspider.errors import CorpusError
from novelspider.text.digest import digest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from novelspider.corpus.shards import Kind

Fault = Literal["torn", "not_json", "foreign", "digest"]
FAULTS: dict[Fault, str] = {
    "torn": "a torn line, without the line feed at its end",
    "not_json": "a line that is no JSON object",
    "foreign": "a line that is no record of this kind and site",
    "digest": "the digest is not that of the text",
}
_ORDER: tuple[Kind, ...] = ("forgotten", "books", "chapters", "rejected", "audit")
_SHARD = re.compile(r"(forgotten|books|chapters|rejected|audit)(?:-([0-9]{5,9}))?\.jsonl(?:\.gz|\.zst)?")
_PLACE = {"id": str, "url": str, "site": str, "type": str}
_CHAPTER = _PLACE | {"book_id": str, "book_url": str, "index": int, "title": str, "text": str, "digest": str, "revision": int}
_FIELDS: dict[Kind, dict[str, type]] = {
    "forgotten": _PLACE | {"book_id": str, "digests": list, "at": str},
    "books": _PLACE | {"revision": int},
    "chapters": _CHAPTER,
    "rejected": _CHAPTER | {"reason": str},
    "audit": {"id": str, "rule": str, "text": str},
}
_TYPES: dict[Kind, tuple[str, ...]] = {
    "forgotten": ("book", "chapter"),
    "books": ("book",),
    "chapters": ("chapter",),
    "rejected": ("chapter",),
}


@dataclass(frozen=True, slots=True)
class ShardFile:
    """A shard that is there, in whatever form."""

    kind: Kind
    number: int
    path: Path


@dataclass(frozen=True, slots=True)
class Scanned:
    """A line and its place, in uncompressed bytes. `fault` is None where it is good; `record` is None where it is not even a
    record of its kind and site."""

    offset: int
    line: bytes
    record: dict[str, Any] | None
    fault: Fault | None


def shards_there(folder: Path) -> list[ShardFile]:
    """The shards of a folder: forgotten, books, chapters, rejected, audit, each kind in the order of its numbers. Of one that
    is there in two forms, the plain one (see `lines.FORMS`)."""
    found: dict[tuple[int, int], ShardFile] = {}
    for name in sorted(entry.name for entry in os.scandir(folder)):
        if match := _SHARD.fullmatch(name):
            kind, number = cast("Kind", match[1]), int(match[2] or 1)
            found.setdefault((_ORDER.index(kind), number), ShardFile(kind, number, folder / name))
    return [found[place] for place in sorted(found)]


def scan(shard: ShardFile, site: str) -> Iterator[Scanned]:
    """Every line of a shard. Raises CorpusError where the file cannot be read, or not to its end."""
    for offset, line in read_lines(shard.path):
        record, fault = _read(shard.kind, line, site)
        yield Scanned(offset, line, record, fault)


def _read(kind: Kind, line: bytes, site: str) -> tuple[dict[str, Any] | None, Fault | None]:
    if line[-1:] != b"\n":
        return None, "torn"
    try:
        record = json.loads(line)
    except ValueError:  # UnicodeDecodeError is one
        return None, "not_json"
    if not isinstance(record, dict):
        return None, "not_json"
    if not _is_record(kind, record, site):
        return None, "foreign"
    if kind in ("chapters", "rejected") and record["digest"] not in ("", digest(record["text"])):
        return record, "digest"
    return record, None


def _is_record(kind: Kind, record: dict[str, Any], site: str) -> bool:
    if not all(isinstance(record.get(name), of) for name, of in _FIELDS[kind].items()):
        return False
    if kind == "audit":
        return True
    try:
        loose_hash(record["url"])
        return record["type"] in _TYPES[kind] and record["site"] == site
    except ValueError:
        return False


def site_in_lines(shards: list[ShardFile]) -> str | None:
    """The site that the first line of the shards names; None where no first line names one."""
    for shard in shards:
        with contextlib.suppress(CorpusError, ValueError, StopIteration):
            record = json.loads(next(read_lines(shard.path))[1])
            if isinstance(record, dict) and isinstance(record.get("site"), str):
                return str(record["site"])
    return None
