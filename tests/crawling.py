"""Running the real spider in a process of its own, and reading what it wrote."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from forked import ForkedRun

if TYPE_CHECKING:
    from collections.abc import Callable

HASTE = {"DOWNLOAD_DELAY": 0, "AUTOTHROTTLE_ENABLED": False, "RETRY_TIMES": 1, "RETRY_DELAY": 0.02}
TIMEOUT = 120  # seconds; a crawl that hangs is an error of ours, not a slow machine


@dataclass
class Crawl:
    """A folder to crawl into, and one run after the other."""

    folder: Path
    settings: dict[str, object] = field(default_factory=dict)

    def arguments(self, *arguments: str, spider: str = "novel") -> list[str]:
        """What stands behind `novelspider`."""
        values = HASTE | {"CORPUS_DIR": self.folder / "corpus"} | self.settings
        given = (f"-s{name}={value}" for name, value in values.items())
        return ["crawl", spider, *given, *arguments]

    def command(self, *arguments: str, spider: str = "novel") -> list[str]:
        """For a test of the real command line: it costs a new interpreter two seconds to import what a run needs."""
        return [sys.executable, "-m", "novelspider", *self.arguments(*arguments, spider=spider)]

    def __call__(
        self, *arguments: str, stdin: str = "", spider: str = "novel", hook: Callable[[], object] | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run to the end; `hook` as for `ForkedRun`."""
        given = self.arguments(*arguments, spider=spider)
        with tempfile.TemporaryDirectory() as folder:
            out = Path(folder) / "out"
            run = ForkedRun(given, self.folder, Path(folder) / "log", hook, out=out, stdin=stdin.encode())
            code = run.wait(TIMEOUT)
            return subprocess.CompletedProcess(given, code, out.read_text(encoding="utf-8"), run.log)

    def interrupted(self, arguments: list[str], ready: Callable[[], bool], *, by: int = signal.SIGINT) -> tuple[int, str]:
        """Start a run, send it a signal once `ready()` is true; its exit code and log."""
        with tempfile.TemporaryDirectory() as folder:
            run = ForkedRun(self.arguments(*arguments), self.folder, Path(folder) / "log", out=Path(os.devnull))
            while not ready() and run.running():
                time.sleep(0.01)
            run.kill(by)
            return run.wait(TIMEOUT), run.log

    def site(self, host: str) -> Path:
        return self.folder / "corpus" / host

    def files(self) -> dict[str, bytes]:
        """The JSON lines files of all sites by path, as bytes."""
        return {str(path.relative_to(self.folder)): path.read_bytes() for path in sorted(self.folder.rglob("*.jsonl"))}

    def records(self, host: str, kind: str = "chapters") -> list[dict]:
        """What stands in the site's files of a kind (chapters, rejected, books), line by line."""
        paths = sorted(self.site(host).glob(f"{kind}*.jsonl"))
        return [json.loads(line) for path in paths for line in path.read_bytes().splitlines()]

    def rows(self, host: str, query: str) -> list[tuple]:
        with sqlite3.connect(self.site(host) / "site.db") as db:
            return db.execute(query).fetchall()
