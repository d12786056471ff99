"""How many sites a run may hold, given how many files a process may have open."""

from __future__ import annotations

import contextlib
import resource

_MOST = 10_240  # macOS takes no more from a process; a run over a thousand sites needs a third of it
_RESERVE = 64  # for what is there however many sites there are: standard streams, log, modules, shards while they are written
_OPEN_SITE = 3  # site.db, its -wal and its -shm
_HELD_SITE = 2  # the lock, and a connection to the site's server


def raise_file_limit() -> None:
    """Let this process open as many files as it may without asking anybody: the usual soft limit is 1,024, on macOS 256."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = _MOST if hard == resource.RLIM_INFINITY else min(hard, _MOST)
    if soft != resource.RLIM_INFINITY and soft < most:
        with contextlib.suppress(ValueError, OSError):  # a system that allows less than it says: go on with what there is
            resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


def room(open_sites: int) -> tuple[int, int]:
    """How many sites may be open at once, at most `open_sites`, and how many may be held, by the limit as it is now."""
    soft = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    if soft == resource.RLIM_INFINITY:
        return open_sites, 1 << 30
    free = max(soft - _RESERVE, 0)
    open_sites = max(1, min(open_sites, free // (2 * _OPEN_SITE)))  # at most half of it
    return open_sites, max(1, (free - _OPEN_SITE * open_sites) // _HELD_SITE)
