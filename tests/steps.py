"""Killing a process between two steps of what it writes, or telling it that the disk is full: patches for a child process."""

from __future__ import annotations

import errno
import functools
import os
import signal
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass
class Steps:
    """`install` it in the process that is to be killed. `watch(name)` is called before each step, as in

    mkdir corpus/a.example         create chapters-00001.jsonl    write chapters-00001.jsonl (half of it is written already)
    fsync chapters-00001.jsonl     fsync a.example                COMMIT, and `committed` when it is done
    BEGIN; …  (making site.db)     rename 2026-11-25T07-08-09Z.json"""

    watch: Callable[[str], None]

    def install(self) -> None:
        write, fsync, open_, mkdir, replace = os.write, os.fsync, os.open, os.mkdir, os.replace
        watch = self.watch
        names: dict[int, str] = {}  # of descriptors, closed ones too

        def name_of(fd: int) -> str:
            return names.get(fd, "a file")

        def new_write(fd: int, data: Any) -> int:
            half = write(fd, bytes(data[: len(data) // 2])) if len(data) > 1 else 0
            watch(f"write {name_of(fd)}")
            return half + write(fd, data[half:])

        def new_open(path: Any, flags: int, *args: Any, **more: Any) -> int:
            if flags & os.O_CREAT and not os.path.exists(path):
                watch(f"create {os.path.basename(path)}")
            fd = open_(path, flags, *args, **more)
            names[fd] = os.path.basename(path)
            return fd

        def before(what: str, act: Callable[..., Any], name: Callable[..., str]) -> Callable[..., Any]:
            @functools.wraps(act)
            def watched(*args: Any, **more: Any) -> Any:
                watch(f"{what} {name(*args)}")
                return act(*args, **more)

            return watched

        os.write, os.open = new_write, new_open  # type: ignore[assignment]
        os.fsync = before("fsync", fsync, name_of)
        os.mkdir = before("mkdir", mkdir, lambda path, *_: Path(path).name)
        os.replace = before("rename", replace, lambda _, target: Path(target).name)
        sqlite3.connect = functools.partial(sqlite3.connect, factory=_watched_connection(watch))  # type: ignore[assignment]


def _watched_connection(watch: Callable[[str], None]) -> type[sqlite3.Connection]:
    class Connection(sqlite3.Connection):
        def execute(self, sql: str, *values: Any) -> sqlite3.Cursor:
            named = sql if sql == "COMMIT" or "journal_mode" in sql else None
            if named:
                watch(named)
            cursor = super().execute(sql, *values)
            if named == "COMMIT":
                watch("committed")
            return cursor

        def executescript(self, script: str) -> sqlite3.Cursor:
            watch("BEGIN; …")
            cursor = super().executescript(script)
            watch("committed")
            return cursor

    return Connection


@dataclass
class KillAt:
    """A `watch` that kills at the `nth` step, or the `nth` whose name starts with `name`."""

    nth: int
    name: str = ""

    def __call__(self, step: str) -> None:
        if step.startswith(self.name):
            self.nth -= 1
            if self.nth == 0:
                os.kill(os.getpid(), signal.SIGKILL)


def kill_at(name: str, nth: int = 1) -> None:
    """A hook for `forked.ForkedRun`."""
    Steps(KillAt(nth, name)).install()


@dataclass
class FailAt:
    """A `watch` that has no room left from the step on whose name starts with `name`."""

    name: str
    full: bool = False

    def __call__(self, step: str) -> None:
        self.full = self.full or step.startswith(self.name)
        if self.full and step.startswith(("mkdir", "create", "write")):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def fail_at(name: str) -> None:
    """A hook for `forked.ForkedRun`."""
    Steps(FailAt(name)).install()
