"""One process at a time works on a site folder."""

from __future__ import annotations

import contextlib
import fcntl
import os
from pathlib import Path

from novelspider.errors import SiteBusyError

LOCK_NAME = "site.lock"


class SiteLock:
    """An exclusive `flock` on `site.lock`. The kernel drops it with the process, however that ends; the file stays, because
    removing it would let a second process lock a file that a third no longer sees.

    Raises SiteBusyError when it is held, also by this process, and OSError when the folder is not writable."""

    def __init__(self, folder: Path) -> None:
        self._fd = os.open(folder / LOCK_NAME, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(self._fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(self._fd, 32).decode("ascii", "replace").strip()
            os.close(self._fd)
            by = f"process {holder}" if holder else "another process"
            raise SiteBusyError(f"{folder.name} is being worked on by {by}; this run leaves it alone") from None
        os.ftruncate(self._fd, 0)
        os.pwrite(self._fd, f"{os.getpid()}\n".encode(), 0)

    def release(self) -> None:
        """Let others in. More than once does nothing."""
        if self._fd >= 0:
            with contextlib.suppress(OSError):  # a disk that takes nothing more
                os.ftruncate(self._fd, 0)
            os.close(self._fd)
            self._fd = -1


def holder_of(folder: Path) -> int | None:
    """The process that holds the lock of a site folder, None where there is none. The lock is not tried, so that a run which
    begins at this moment finds it free: its file tells the process, which must be alive and, where the system shows that
    (Linux), have the file open."""
    path = folder / LOCK_NAME
    try:
        process = int(path.read_bytes())
        os.kill(process, 0)
    except PermissionError:
        pass  # alive, and somebody else's
    except (OSError, ValueError, OverflowError):
        return None
    try:
        return process if any(_is_file(fd, path) for fd in Path(f"/proc/{process}/fd").iterdir()) else None
    except OSError:
        return process


def _is_file(fd: Path, path: Path) -> bool:
    try:
        return fd.samefile(path)
    except OSError:  # closed since, or another process's own
        return False
