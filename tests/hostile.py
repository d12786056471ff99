"""A site on loopback that means harm: honest pages, and traps at whichever paths a test sets.

with HostileSite(BookPlan(chapters=9)) as site:
    site.traps[site.path(3)] = bomb("gzip", 400)
    crawl(f"-aurl={site.seed}")
"""

from __future__ import annotations

import gzip
import re
import socketserver
import sys
import threading
import time
import zlib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Self

import brotli
from shelf import BookPlan, Shelf

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

if TYPE_CHECKING:
    import socket
    from collections.abc import Iterable, Iterator

_MB = 1 << 20
_ORIGIN = re.compile("^http://[^/]*")


@dataclass(frozen=True, slots=True)
class Wire:
    """One request that came, and the connection to answer on. `page` is the honest answer's body, empty where there is none."""

    target: str
    headers: dict[str, str]
    page: bytes
    connection: socket.socket = field(repr=False)

    def send(self, data: bytes) -> None:
        self.connection.sendall(data)

    def answer(self, body: bytes, *headers: str, status: int = 200, length: int | None = None) -> None:
        """A whole answer; `length` is what Content-Length says, where that is a lie."""
        said = len(body) if length is None else length
        lines = [f"HTTP/1.1 {status} X", f"Content-Length: {said}", "Content-Type: text/html; charset=utf-8", *headers]
        self.send("\r\n".join([*lines, "Connection: close", "", ""]).encode() + body)


PLAN = BookPlan()
Trap = Callable[[Wire], None]


class HostileSite:
    """Context manager: the book of `plan`, and `traps` by path with query, before it. `asked` lists (Host header, target)."""

    def __init__(self, plan: BookPlan = PLAN, *, address: str = "127.0.0.1", seed: int = 1) -> None:
        self.address = address
        self.shelf = Shelf(1, plan, seed)
        self.pages = self.shelf.render()
        self.traps: dict[str, Trap] = {"/robots.txt": lambda wire: wire.answer(b"", status=404)}
        self.asked: list[tuple[str, str]] = []
        self.cookies: list[tuple[str, str]] = []
        """(Host, Cookie) of every request that brought cookies."""

    def __enter__(self) -> Self:
        self._server = _Server((self.address, 0), self)
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *exc: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def seed(self) -> str:
        return self.url(self.shelf.page_path(self.shelf.chapters[0], 1) if self.shelf.plan.chain else self.shelf.path)

    @property
    def folder(self) -> str:
        return f"{self.address}_{self.port}"

    def url(self, path: str, host: str = "") -> str:
        return f"http://{host or self.address}:{self.port}{path}"

    def path(self, index: int) -> str:
        """Of the chapter at `index` (1-based)."""
        return self.shelf.page_path(self.shelf.chapters[index - 1], 1)

    def count(self, target: str) -> int:
        return Counter(target for _, target in self.asked)[target]

    def serve(self, connection: socket.socket) -> None:
        with connection.makefile("rb") as lines:
            asked = lines.readline(65536).split(b" ")[1].decode("latin-1")
            target = _ORIGIN.sub("", asked)  # with it where a proxy is asked
            pairs = (line.decode("latin-1").partition(":") for line in iter(lines.readline, b"\r\n") if line)
            headers = {name.lower(): value.strip() for name, _, value in pairs}
        self.asked.append((headers.get("host", ""), target))
        if "cookie" in headers:
            self.cookies.append((headers["host"], headers["cookie"]))
        self.respond(Wire(target, headers, self.pages.get(target, b""), connection))

    def respond(self, wire: Wire) -> None:
        target = wire.target
        trap = self.traps.get(target) or self.traps.get(target.partition("?")[0])
        if trap:
            trap(wire)
        else:
            wire.answer(wire.page, status=200 if wire.page else 404)


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False
    allow_reuse_address = True
    request_queue_size = 64

    def __init__(self, address: tuple[str, int], site: HostileSite) -> None:
        self.site = site
        super().__init__(address, _Handler)

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is what the traps are for."""


class _Handler(socketserver.BaseRequestHandler):
    server: _Server

    def handle(self) -> None:
        self.server.site.serve(self.request)


# --- traps: where a link leads ---------------------------------------------------------------------------------------


def redirect(url: str, status: int = 302) -> Trap:
    return lambda wire: wire.answer(b"", f"Location: {url}", status=status)


def html(body: str) -> Trap:
    return lambda wire: wire.answer(body.encode())


def with_headers(*headers: str) -> Trap:
    """The honest page, and these."""
    return lambda wire: wire.answer(wire.page, *headers)


# --- traps: size -----------------------------------------------------------------------------------------------------


def compressed(encoding: str, body: bytes) -> bytes:
    if encoding == "deflate-raw":
        packer = zlib.compressobj(9, wbits=-15)
        return packer.compress(body) + packer.flush()
    packers = {"gzip": gzip.compress, "deflate": zlib.compress, "br": _brotli, "zstd": zstd.compress}
    return packers[encoding](body)


def _brotli(body: bytes) -> bytes:
    return brotli.compress(body, quality=5)


def bomb(encoding: str, megabytes: int, layers: int = 1) -> Trap:
    """A few kilobytes that become `megabytes`, packed `layers` times."""
    body = _charge(encoding, megabytes, layers)
    said = f"Content-Encoding: {', '.join([encoding.partition('-')[0]] * layers)}"
    return lambda wire: wire.answer(body, said)


@cache
def _charge(encoding: str, megabytes: int, layers: int) -> bytes:
    body = b"<html>" + bytes(megabytes * _MB)
    for _ in range(layers):
        body = compressed(encoding, body)
    return body


def packed(encoding: str, keep: float = 1.0, *, said: str = "") -> Trap:
    """The honest page compressed, of which only a part is sent, whole as far as HTTP can tell."""

    def trap(wire: Wire) -> None:
        body = compressed(encoding, wire.page)
        wire.answer(body[: int(len(body) * keep)], f"Content-Encoding: {said or encoding.partition('-')[0]}")

    return trap


def endless(*, announced: bool = False) -> Trap:
    """A body that does not end, or says that it has a terabyte."""

    def trap(wire: Wire) -> None:
        length = "Content-Length: 1000000000000\r\n" if announced else ""
        wire.send(f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{length}\r\n".encode())
        _forever(wire, iter(lambda: b"<p>more" * 9000, None))

    return trap


def many_headers(megabytes: int) -> Trap:
    def trap(wire: Wire) -> None:
        wire.send(b"HTTP/1.1 200 OK\r\n")
        for number in range(megabytes * 128):
            wire.send(b"X-%d: %s\r\n" % (number, b"x" * 8180))
        wire.answer(wire.page)

    return trap


def folded_header(megabytes: int) -> Trap:
    """One header, continued line after line."""

    def trap(wire: Wire) -> None:
        wire.send(b"HTTP/1.1 200 OK\r\nX: x\r\n")
        for _ in range(megabytes * 128):
            wire.send(b" %s\r\n" % (b"x" * 8180))
        wire.send(b"Content-Length: 0\r\n\r\n")

    return trap


def continues(wire: Wire) -> None:
    """1xx answers without end."""
    wire_answer = b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" * 1000
    _forever(wire, iter(lambda: wire_answer, None))


def drip(seconds: float, *, head: bool = False) -> Trap:
    """A byte now and then, in the headers or in the body."""

    def trap(wire: Wire) -> None:
        wire.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n" + (b"X-Slow: " if head else b"\r\n<html>"))
        _forever(wire, (time.sleep(seconds) or b"x" for _ in iter(int, 1)))

    return trap


def _forever(wire: Wire, pieces: Iterable[bytes] | Iterator[bytes]) -> None:
    for piece in pieces:
        wire.send(piece)  # raises when the client has had enough


# --- traps: less than was said ---------------------------------------------------------------------------------------


def too_short(wire: Wire) -> None:
    """Content-Length says more than comes."""
    wire.answer(wire.page[: len(wire.page) // 2], length=len(wire.page))


def cut_chunks(wire: Wire) -> None:
    """The last chunk is missing."""
    half = wire.page[: len(wire.page) // 2]
    wire.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n")
    wire.send(b"%x\r\n%s\r\n" % (len(half), half))


def once(trap: Trap) -> Trap:
    """The trap for the first request, the honest page after that."""
    met = []

    def first(wire: Wire) -> None:
        if met:
            wire.answer(wire.page)
        else:
            met.append(True)
            trap(wire)

    return first
