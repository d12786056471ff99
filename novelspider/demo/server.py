"""The demo's site, served."""

from __future__ import annotations

from typing import TYPE_CHECKING

from novelspider.demo import legacy, subpaged
from novelspider.demo.loopback import LoopbackServer, Request, Response
from novelspider.demo.site import LEGACY_HOST, SUBPAGED_HOST, DemoBook, books

if TYPE_CHECKING:
    from typing import Self

PORT = 8907
_ROBOTS = Response(b"User-agent: *\nAllow: /\n", headers=(("Content-Type", "text/plain; charset=utf-8"),))
_MISSING = Response(b"<html><body><h1>404 Not Found</h1></body></html>", 404, (("Content-Type", "text/html"),))


class DemoServer:
    """Context manager: the demo's two sites on http://127.0.0.1:PORT/ and http://localhost:PORT/, told apart by the Host
    header. Where `port` is taken, another one serves."""

    def __init__(self, port: int = PORT) -> None:
        self.books: tuple[DemoBook, ...] = books()
        first, second = self.books
        self._hosts = {
            SUBPAGED_HOST: _answers(subpaged.render(first), "utf-8", "text/html; charset=utf-8"),
            LEGACY_HOST: _answers(legacy.render(second), "gbk", "text/html"),
        }
        self._server = LoopbackServer(self._respond, address="127.0.0.1", port=port)

    def __enter__(self) -> Self:
        self._server.__enter__()
        return self

    def __exit__(self, *exc: object) -> None:
        self._server.__exit__(*exc)

    @property
    def port(self) -> int:
        """The port in use; known from `__enter__` on."""
        return self._server.port

    @property
    def urls(self) -> tuple[str, ...]:
        """Seeds: the book page of each book."""
        return tuple(self.url(book, book.path) for book in self.books)

    @property
    def requests(self) -> list[Request]:
        """What was asked for so far, in order."""
        return self._server.requests

    def url(self, book: DemoBook, path: str) -> str:
        """The address of a page of `book`'s site."""
        return f"http://{book.host}:{self.port}{path}"

    def _respond(self, request: Request) -> Response:
        if request.path == "/robots.txt":
            return _ROBOTS
        return self._hosts.get(request.host, {}).get(request.target, _MISSING)


def _answers(pages: dict[str, str], charset: str, content_type: str) -> dict[str, Response]:
    headers = (("Content-Type", content_type),)
    return {path: Response(text.encode(charset), headers=headers) for path, text in pages.items()}
