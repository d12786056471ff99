"""One process at a time works on a site folder."""

from __future__ import annotations

import fcntl
import os
from typing import TYPE_CHECKING

from novelspider.errors import SiteBusyError

if TYPE_CHECKING:
    from pathlib import Path

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
            os.close(self._fd)
            self._fd = -1
