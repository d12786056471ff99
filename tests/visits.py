"""What a site of the tests saw of its guest, and what can be held against that guest."""

from __future__ import annotations

import time
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import socket
    from collections.abc import Iterable, Iterator

    from faults import FaultSite

SLACK = 0.005
"""Seconds. Server and client have one clock, and a visit's times are taken before what the client times itself by."""


@dataclass(slots=True)
class Visit:
    """One request as the server saw it, in seconds of `time.monotonic`. `left` is when the last piece of the answer was about
    to be sent; where none was, when the client had hung up, None before that."""

    target: str
    begin: float
    left: float | None = None
    head: bytes = b""
    """The beginning of the answer."""

    @property
    def status(self) -> int:
        """0 where nothing was answered."""
        return int(self.head.split()[1]) if self.head else 0

    @property
    def retry_after(self) -> float:
        """Seconds, 0 where the answer asks for no rest; a date as `faults.unavailable` writes it."""
        fields = dict(line.partition(b": ")[::2] for line in self.head.partition(b"\r\n\r\n")[0].split(b"\r\n"))
        asked = fields.get(b"X-Asked", fields.get(b"Retry-After", b"0"))
        return float(asked)


class Noted:
    """The connection of a visit."""

    def __init__(self, connection: socket.socket, visit: Visit) -> None:
        self._connection = connection
        self._visit = visit

    def sendall(self, data: bytes) -> None:
        self._visit.left = time.monotonic()
        self._visit.head = self._visit.head or data[:2000]
        self._connection.sendall(data)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)


def breaches(sites: Iterable[FaultSite], interval: float) -> Iterator[str]:
    """What the logs have against the guest. Sites at one address are one machine, whatever their ports."""
    machines: dict[str, list[Visit]] = {}
    for site in sites:
        machines.setdefault(site.address, []).extend(site.visits)
        for before, after in pairwise(site.visits):
            if after.begin < (before.left or before.begin) + before.retry_after - SLACK:
                yield f"{site.url(after.target)} {after.begin - before.begin:.3f} s after Retry-After: {before.retry_after}"
        for visit in site.visits:
            if any(map(visit.target.startswith, site.disallowed)):
                yield f"{site.url(visit.target)} is disallowed"
    for address, visits in machines.items():
        for before, after in pairwise(sorted(visits, key=lambda visit: visit.begin)):
            if after.begin - before.begin < interval - SLACK:
                yield f"{address}{after.target} {after.begin - before.begin:.3f} s after {before.target}"
            if before.left is None or after.begin < before.left:
                yield f"{address}{after.target} while {before.target} is open"
