"""Running the real spider in a process of its own, and reading what it wrote."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HASTE = {"DOWNLOAD_DELAY": 0, "AUTOTHROTTLE_ENABLED": False, "RETRY_TIMES": 1, "RETRY_DELAY": 0.02}
TIMEOUT = 120  # seconds; a crawl that hangs is an error of ours, not a slow machine


@dataclass
class Crawl:
    """A folder to crawl into, and one run after the other."""

    folder: Path
    settings: dict[str, object] = field(default_factory=dict)

    def command(self, *arguments: str, spider: str = "novel") -> list[str]:
        values = HASTE | {"CORPUS_DIR": self.folder / "corpus"} | self.settings
        given = (f"-s{name}={value}" for name, value in values.items())
        return [sys.executable, "-m", "novelspider", "crawl", spider, *given, *arguments]

    def __call__(self, *arguments: str, stdin: str = "", spider: str = "novel") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.command(*arguments, spider=spider),
            cwd=self.folder,
            input=stdin,
            capture_output=True,
            text=True,
            timeout=TIMEOUT,
            env=os.environ | {"NO_PROXY": "*", "PYTHONIOENCODING": "utf-8"},
            check=False,
        )

    def interrupted(self, arguments: list[str], ready: Callable[[], bool], *, by: int = signal.SIGINT) -> tuple[int, str]:
        """Start a run, send it a signal once `ready()` is true; its exit code and log."""
        command = self.command(*arguments)
        process = subprocess.Popen(command, cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        while not ready() and process.poll() is None:
            time.sleep(0.01)
        process.send_signal(by)
        _, log = process.communicate(timeout=TIMEOUT)
        return process.returncode, log

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
