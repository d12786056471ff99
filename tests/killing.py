"""A piece of work in a process of its own, killed when it is about to take a given step."""

from __future__ import annotations

import os
import signal
import sqlite3
from itertools import count
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_DURABLE = ("COMMIT", "VACUUM", "DELETE FROM rewrites", "PRAGMA wal_checkpoint")
_STEPS = ("write", "fsync", "replace", "rename", "link", "unlink")


def killed_at(step: int, work: Callable[[], object]) -> bool:
    """Run `work` in a child that gets SIGKILL before its `step`-th write, sync, change of a folder, or SQL statement that makes
    something durable. True where it was killed, false where it came to its end before."""
    child = os.fork()
    if child == 0:
        left = count(step, -1)

        def tick(*_: object) -> None:
            if next(left) == 1:
                os.kill(os.getpid(), signal.SIGKILL)

        def counted(call: Callable) -> Callable:
            return lambda *args, **kwargs: (tick(), call(*args, **kwargs))[1]

        def connect(*args, **kwargs):
            db = plain_connect(*args, **kwargs)
            db.set_trace_callback(lambda sql: tick() if sql.startswith(_DURABLE) else None)
            return db

        plain_connect = sqlite3.connect
        sqlite3.connect = connect
        for name in _STEPS:
            setattr(os, name, counted(getattr(os, name)))
        code = 1
        try:
            work()
            code = 0
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return True
    assert os.waitstatus_to_exitcode(status) == 0
    return False
