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
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

FOLDER = "runs"


def write_manifest(root: Path, started: datetime, manifest: Mapping[str, Any]) -> Path:
    """Write a run's manifest under the corpus folder `root`, whole or not at all, and durably; returns its path. A second run
    that started in the same second has `-2` behind the time. Raises CorpusError."""
    folder = root / FOLDER
    data = json.dumps(manifest, ensure_ascii=False, indent=1).encode("utf-8", "replace") + b"\n"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path, draft, fd = _draft(folder, f"{started:%Y-%m-%dT%H-%M-%SZ}")
        try:
            with os.fdopen(fd, "wb") as file:
                file.write(data)
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
