"""Sites on loopback that fail in the way strangers' servers do, each with a log of its own; what that log says of the guest.

with FaultSite(BookPlan(chapters=60), profile=Flaky(seed=7)) as site:
    crawl(f"-aurl={site.seed}")
    assert breaches([site], interval=1.0) == []
"""

from __future__ import annotations

import random
import socket
import struct
import time
from collections import Counter, deque
from dataclasses import dataclass, field, replace
from email.utils import formatdate
from typing import TYPE_CHECKING, Protocol

from hostile import PLAN, HostileSite, html, redirect, too_short
from visits import Noted, Visit

from novelspider.demo.prose import Prose

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hostile import Trap, Wire
    from shelf import BookPlan, Shelf


class Profile(Protocol):
    """What goes wrong on a site."""

    def trap(self, wire: Wire) -> Trap | None:
        """For this request; None for an honest answer. Called with one request at a time."""
        ...


class FaultSite(HostileSite):
    """The book of `plan` under a profile, which may be changed between runs, and the traps of a `HostileSite` before it.
    Paths that begin with one of `disallowed`, or are a chapter at one of these indexes, are so by robots.txt."""

    def __init__(
        self,
        plan: BookPlan = PLAN,
        *,
        address: str = "127.0.0.1",
        seed: int = 1,
        profile: Profile | None = None,
        disallowed: Sequence[str | int] = (),
    ) -> None:
        super().__init__(plan, address=address, seed=seed)
        self.profile = profile
        self.disallowed = [self.path(rule) if isinstance(rule, int) else rule for rule in disallowed]
        robots = "".join(f"Disallow: {rule}\n" for rule in self.disallowed)
        del self.traps["/robots.txt"]
        self.pages["/robots.txt"] = f"User-agent: *\nAllow: /\n{robots}".encode()
        self.pages["/"] = _home(self.shelf)
        self.visits: list[Visit] = []

    def respond(self, wire: Wire) -> None:
        visit = Visit(wire.target, time.monotonic())
        self.visits.append(visit)
        wire = replace(wire, connection=Noted(wire.connection, visit))
        trap = self.profile.trap(wire) if self.profile and wire.target not in self.traps else None
        try:
            trap(wire) if trap else super().respond(wire)
        finally:
            visit.left = visit.left or time.monotonic()

    def forget(self) -> None:
        """Begin the log anew."""
        self.visits.clear()
        self.asked.clear()


def _home(shelf: Shelf) -> bytes:
    prose = Prose(shelf.title)
    books = [(shelf.path, shelf.title), *((f"/book/{number}/", prose.book_title()) for number in range(2, 14))]
    links = "".join(f'<li><a href="{path}">{title}</a> <span>{prose.person()}</span></li>' for path, title in books)
    return f"<html><head><title>书屋</title></head><body><h2>全部小说</h2><ul>{links}</ul></body></html>".encode()


# --- flaky -----------------------------------------------------------------------------------------------------------


def unavailable(status: int, seconds: int | None = None, *, date: bool = False) -> Trap:
    """429 or 503, with Retry-After in seconds or as a date by the server's own clock."""

    def trap(wire: Wire) -> None:
        now = int(time.time())
        headers = []
        if seconds is not None:
            value = formatdate(now + seconds, usegmt=True) if date else str(seconds)
            headers = [f"Date: {formatdate(now, usegmt=True)}", f"X-Asked: {seconds}", f"Retry-After: {value}"]
        wire.answer(b"<html><head><title>Error</title></head><body><p>Error</p></body></html>", *headers, status=status)

    return trap


def reset(wire: Wire) -> None:
    """RST in place of an answer."""
    wire.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    wire.connection.close()


def stall(wire: Wire) -> None:
    """No answer; the connection stays open until the client has had enough."""
    while wire.connection.recv(1024):
        pass


def empty(wire: Wire) -> None:
    wire.answer(b"")


@dataclass
class Flaky:
    """Of a hundred answers, in an order that `seed` decides, so many of each kind go wrong. An empty robots.txt is not one of
    them: it allows everything. `met` counts."""

    seed: int
    parts: Mapping[str, int] = field(
        default_factory=lambda: {"503 seconds": 3, "503 date": 2, "reset": 2, "truncated": 2, "stall": 1, "empty": 1}
    )
    met: Counter[str] = field(default_factory=Counter)

    _TRAPS = {  # noqa: RUF012
        "503 seconds": unavailable(503, 1),
        "503 date": unavailable(503, 1, date=True),
        "reset": reset,
        "truncated": too_short,
        "stall": stall,
        "empty": empty,
    }

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)
        self._deck: list[str] = []

    def trap(self, wire: Wire) -> Trap | None:
        if not self._deck:
            faults = [kind for kind, count in self.parts.items() for _ in range(count)]
            self._deck = faults + ["none"] * (100 - len(faults))
            self._random.shuffle(self._deck)
        kind = self._deck.pop()
        if kind == "none" or (kind == "empty" and wire.target == "/robots.txt"):
            return None
        self.met[kind] += 1
        return self._TRAPS[kind]


# --- soft bans -------------------------------------------------------------------------------------------------------

_CAPTCHA = html("<html><head><title>安全验证</title></head><body><form>请输入验证码：<input name=code></form></body></html>")


class SoftBan:
    """Whoever asks `most` times within `window` seconds gets nothing honest for `pause` seconds, but what the next of `kinds`
    says, until each had its turn: "429", "403", "captcha", "body" (the right frame around the text served last), "home" (the
    page), "to home" (a redirect there). `met` counts."""

    def __init__(self, site: FaultSite, kinds: Sequence[str], *, most: int, window: float, pause: float) -> None:
        self._site = site
        self._kinds = list(kinds)
        self._window = window
        self._pause = pause
        self._asked: deque[float] = deque(maxlen=most)
        self._until = 0.0
        self._kind = ""
        self._served = b""
        self.met: Counter[str] = Counter()

    def trap(self, wire: Wire) -> Trap | None:
        now = time.monotonic()
        if now < self._until and wire.target not in ("/", "/robots.txt"):
            self.met[self._kind] += 1
            return self._answer(wire)
        self._asked.append(now)
        if self._kinds and len(self._asked) == self._asked.maxlen and now - self._asked[0] < self._window:
            self._asked.clear()
            self._until, self._kind = now + self._pause, self._kinds.pop(0)
        self._served = _story(wire.page) or self._served
        return None

    def _answer(self, wire: Wire) -> Trap:
        if self._kind == "body":
            page = wire.page.replace(_story(wire.page) or b"\0", self._served)
            return lambda wire: wire.answer(page)
        home = html(self._site.pages["/"].decode())
        kinds = {"429": unavailable(429), "403": unavailable(403), "captcha": _CAPTCHA, "home": home, "to home": redirect("/")}
        return kinds[self._kind]


def _story(page: bytes) -> bytes:
    """The text of a chapter's page, as `Shelf` writes it; empty where there is none."""
    return page.partition(b'<div id="content">')[2].partition(b"</div>")[0]
