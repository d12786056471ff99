"""runs/<start time>.json: what a run was to get, what it got, and what it did not."""

from __future__ import annotations

import contextlib
import json
import os
from itertools import count
from typing import TYPE_CHECKING, Any

from novelspider.corpus.shards import sync_folder
from novelspider.errors import CorpusError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime
    from pathlib import Path

FOLDER = "runs"
_STAMP = len("2026-11-25T07-08-09Z")
_LEVELS = 4  # the manifest, its sites, a site, its books


def write_manifest(root: Path, started: datetime, manifest: Mapping[str, Any]) -> Path:
    """Write a run's manifest under the corpus folder `root`, whole or not at all, and durably; returns its path. A second run
    that started in the same second has `-2` behind the time. A book is one line. Raises CorpusError."""
    folder = root / FOLDER
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path, draft, fd = _draft(folder, f"{started:%Y-%m-%dT%H-%M-%SZ}")
        try:
            with os.fdopen(fd, "wb") as file:
                file.writelines(piece.encode("utf-8", "replace") for piece in _laid_out(manifest, _LEVELS))
                file.write(b"\n")
                file.flush()
                os.fsync(file.fileno())
            draft.replace(path)
        except BaseException:
            draft.unlink(missing_ok=True)
            raise
        sync_folder(folder)
        sync_folder(root)
    except OSError as error:
        raise CorpusError(f"the manifest of this run cannot be written: {error}") from error
    return path


def newest_manifest(root: Path) -> dict[str, Any] | None:
    """What the last run that came to its end wrote, None where there is none that can be read."""
    paths = (root / FOLDER).glob("*.json")
    for path in sorted(paths, key=lambda path: (path.stem[:_STAMP], len(path.stem), path.stem), reverse=True):
        with contextlib.suppress(OSError, ValueError):
            manifest = json.loads(path.read_bytes())
            if isinstance(manifest, dict):
                return manifest
    return None


def _laid_out(value: Any, levels: int, indent: str = "") -> Iterator[str]:
    """JSON piece by piece, its outer levels with a line each, what is within them on one line: json.dumps with an indent is
    not made in C, and takes ten times as long."""
    if levels == 0 or not value or not isinstance(value, (dict, list)):
        yield json.dumps(value, ensure_ascii=False)
        return
    named = isinstance(value, dict)
    before = "{\n" if named else "[\n"
    for key in value if named else range(len(value)):
        yield f"{before}{indent} " + (f"{json.dumps(key, ensure_ascii=False)}: " if named else "")
        yield from _laid_out(value[key], levels - 1, f"{indent} ")
        before = ",\n"
    yield f"\n{indent}{'}' if named else ']'}"


def _draft(folder: Path, name: str) -> tuple[Path, Path, int]:
    """A path that no other run has or takes, and a new file beside it, open for writing. Who has made the draft owns the path;
    drafts that killed runs left are passed over."""
    for number in count(1):
        path = folder / f"{name}{f'-{number}' if number > 1 else ''}.json"
        draft = path.with_suffix(".tmp")
        with contextlib.suppress(FileExistsError):
            fd = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
            if not path.exists():
                return path, draft, fd
            os.close(fd)
            draft.unlink()
    raise AssertionError
