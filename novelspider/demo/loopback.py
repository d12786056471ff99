"""A plain HTTP/1.1 server on loopback in a thread, with a list of what it was asked for."""

from __future__ import annotations

import socket
import threading
import time
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Self


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked for. `host` is the Host header's name without port, `target` the path with its query, `time` in
    seconds of `time.monotonic`; header names in lower case."""

    host: str
    target: str
    headers: Mapping[str, str]
    time: float

    @property
    def path(self) -> str:
        """`target` without its query."""
        return self.target.partition("?")[0]


@dataclass(frozen=True, slots=True)
class Response:
    """What is answered. `delay` is in seconds; `cut` announces the whole body, sends half of it and closes the connection."""

    body: bytes = b""
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    delay: float = 0.0
    cut: bool = False


class LoopbackServer:
    """Context manager: serves `respond(request)` on `address`; port 0 takes a free one, a taken one gives way to a free one.

    `requests` grows by one for every request answered, in the order in which they came in. Leaving the context closes
    the connections that clients keep open."""

    def __init__(self, respond: Callable[[Request], Response], *, address: str = "127.0.0.1", port: int = 0) -> None:
        self._respond = respond
        self._connections: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._address = address
        self._wanted_port = port
        self.requests: list[Request] = []
        self.open = 0
        self.most_open = 0
        """The most requests that were under way at once."""

    def __enter__(self) -> Self:
        try:
            self._server = _Server((self._address, self._wanted_port), self)
        except OSError:
            self._server = _Server((self._address, 0), self)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        with self._lock:
            for connection in self._connections:
                _hang_up(connection)
        self._thread.join()

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    @property
    def targets(self) -> list[str]:
        """Paths with their queries, in the order in which they were asked for."""
        with self._lock:
            return [request.target for request in self.requests]

    def count(self, target: str) -> int:
        """How often this path with its query was asked for, on whichever host."""
        return self.targets.count(target)

    def forget(self) -> None:
        """Start the list of requests anew."""
        with self._lock:
            self.requests.clear()

    def answer(self, request: Request) -> Response:
        """Note the request and make its response. Called in the connection's own thread."""
        with self._lock:
            self.requests.append(request)
            self.open += 1
            self.most_open = max(self.most_open, self.open)
        return self._respond(request)

    def answered(self) -> None:
        """The response to a request is about to be whole. Called in the connection's own thread."""
        with self._lock:
            self.open -= 1

    def opened(self, connection: socket.socket) -> None:
        with self._lock:
            self._connections.add(connection)

    def closed(self, connection: socket.socket) -> None:
        with self._lock:
            self._connections.discard(connection)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    allow_reuse_address = True
    request_queue_size = 64

    def __init__(self, address: tuple[str, int], owner: LoopbackServer) -> None:
        self.owner = owner
        super().__init__(address, _Handler)

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up in the middle is no news."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    # Headers and body leave in one packet: two small ones cost 40 ms each (Nagle's algorithm against delayed ACK, RFC 1122).
    wbufsize = 1 << 16
    disable_nagle_algorithm = True

    def setup(self) -> None:
        super().setup()
        self.server.owner.opened(self.connection)

    def finish(self) -> None:
        self.server.owner.closed(self.connection)
        super().finish()

    def do_GET(self) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        host = headers.get("host", "").rpartition(":")[0] or headers.get("host", "")
        response = self.server.owner.answer(Request(host.lower(), self.path, headers, time.monotonic()))
        if response.delay:
            time.sleep(response.delay)
        self.server.owner.answered()
        self._send(response)

    def do_HEAD(self) -> None:
        self.do_GET()

    def _send(self, response: Response) -> None:
        self.send_response(response.status)
        for name, value in response.headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(response.body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(response.body[: len(response.body) // 2] if response.cut else response.body)
        if response.cut:
            self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:
        """Quiet: `requests` is the log."""


def _hang_up(connection: socket.socket) -> None:
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # gone already
