"""A novel site on loopback for end-to-end tests: generated books, made-up trouble, a list of requests, and the truth.

with NovelSite([BookPlan(chapters=300, pages=3)]) as site:
    crawl(site.seeds[0])
    assert records == site.expected()
"""

from __future__ import annotations

import random
import threading
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import TYPE_CHECKING

from shelf import SITE_NAME, BookPlan, Shelf

from novelspider.demo.loopback import LoopbackServer, Request, Response

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

OF_THE_SITE = ("/robots.txt", "/.well-known/tdmrep.json")
"""Paths that a site is asked for once a run, before its first page."""

__all__ = ["OF_THE_SITE", "BookPlan", "ChapterTruth", "Fault", "NovelSite", "Request", "Response"]


@dataclass(frozen=True, slots=True)
class Fault:
    """What goes wrong at a path. The first `times` requests for it fail, None means all of them; then it is answered."""

    status: int = 503
    times: int | None = None
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b"<html><head><title>Error</title></head><body><p>Error</p></body></html>"
    cut: bool = False
    """The real answer, but the connection is closed in the middle of it."""
    delay: float = 0.0


@dataclass(frozen=True, slots=True)
class ChapterTruth:
    """A chapter as the site means it. `pages` are the URLs of all its pages, `url` is the first of them."""

    index: int
    url: str
    title: str
    number: int | None
    volume: str | None
    paragraphs: tuple[str, ...]
    pages: tuple[str, ...]

    @property
    def text(self) -> str:
        return "\n".join(self.paragraphs)


class NovelSite:
    """Context manager: the books of `plans` served on `address`, every answer after a random pause out of `delay` (seconds,
    least and most). The same seed makes the same books.

    Between or during runs: `append`, `insert`, `rewrite`, `rename`, `move`, `readdress` and `withdraw` change a book;
    `faults[path]` makes a path fail; `robots` is the robots.txt, None makes it 404. `requests`,
    `targets`, `count` and `forget` are those of `LoopbackServer`."""

    def __init__(
        self,
        plans: Sequence[BookPlan] = (BookPlan(),),
        *,
        address: str = "127.0.0.1",
        port: int = 0,
        delay: tuple[float, float] = (0.0, 0.0),
        seed: int = 1,
        robots: str | None = "User-agent: *\nAllow: /\n",
    ) -> None:
        self.address = address
        self.faults: dict[str, Fault] = {}
        self.extra: dict[str, Response] = {}
        """Answers of the test's own, before all others."""
        self.robots = robots
        self._delay = delay
        self._pauses = random.Random(seed)
        self._shelves = [Shelf(number, plan, seed) for number, plan in enumerate(plans, 1)]
        self._pages: dict[str, tuple[bytes, str]] = {}
        self._lock = threading.Lock()
        self._render()
        self.server = LoopbackServer(self._respond, address=address, port=port)

    def __enter__(self) -> NovelSite:
        self.server.__enter__()
        return self

    def __exit__(self, *exc: object) -> None:
        self.server.__exit__(*exc)

    @property
    def root(self) -> str:
        """URL of the home page, which lists the books."""
        return f"http://{self.address}:{self.server.port}/"

    @property
    def host(self) -> str:
        """The name of the site's folder."""
        return f"{self.address}_{self.server.port}"

    @property
    def seeds(self) -> list[str]:
        """One URL a book: its TOC, or its first chapter where there is none."""
        return [self.url(shelf.page_path(shelf.chapters[0], 1) if shelf.plan.chain else shelf.path) for shelf in self._shelves]

    @property
    def requests(self) -> list[Request]:
        return self.server.requests

    @property
    def targets(self) -> list[str]:
        return self.server.targets

    def count(self, target: str) -> int:
        return self.server.count(target)

    def forget(self) -> None:
        self.server.forget()

    def url(self, path: str) -> str:
        return self.root.rstrip("/") + path

    def expected(self, book: int = 0) -> list[ChapterTruth]:
        """The chapters of the book in reading order, as a perfect reader writes them. Re-posted ones are among them."""
        shelf = self._shelves[book]
        truths = []
        for place, chapter in enumerate(shelf.chapters):
            pages = tuple(self.url(shelf.page_path(chapter, page)) for page in range(1, shelf.plan.pages + 1))
            volume = None if shelf.plan.chain else shelf.volume(place)
            truths.append(ChapterTruth(place + 1, pages[0], chapter.title, chapter.number, volume, chapter.paragraphs, pages))
        return truths

    def title(self, book: int = 0) -> str:
        return self._shelves[book].title

    def author(self, book: int = 0) -> str:
        return self._shelves[book].author

    def path(self, index: int, page: int = 1, book: int = 0) -> str:
        """Path of a page of the chapter at `index` (1-based): what `faults` and `count` are asked with."""
        shelf = self._shelves[book]
        return shelf.page_path(shelf.chapters[index - 1], page)

    def toc_path(self, page: int = 1, book: int = 0) -> str:
        return self._shelves[book].toc_path(page)

    def append(self, count: int, book: int = 0) -> None:
        """New chapters at the end of the book."""
        self._shelves[book].append(count)
        self._render()

    def rewrite(self, index: int, book: int = 0) -> None:
        """New text for the chapter at `index` (1-based)."""
        shelf = self._shelves[book]
        shelf.chapters[index - 1].paragraphs = shelf.prose.chapter(shelf.plan.paragraphs)
        self._render()

    def insert(self, index: int, book: int = 0) -> None:
        """A new chapter at `index` (1-based): those from there on move up."""
        self._shelves[book].insert(index)
        self._render()

    def rename(self, index: int, title: str, book: int = 0) -> None:
        """Another title for the chapter at `index` (1-based)."""
        self._shelves[book].chapters[index - 1].title = title
        self._render()

    def move(self, index: int, to: int, book: int = 0) -> None:
        """Another place in the book for the chapter at `index` (1-based)."""
        chapters = self._shelves[book].chapters
        chapters.insert(to - 1, chapters.pop(index - 1))
        self._render()

    def readdress(self, index: int, book: int = 0) -> None:
        """Another URL for the chapter at `index` (1-based); the old one is no more."""
        shelf = self._shelves[book]
        shelf.chapters[index - 1].id = shelf.new_id()
        self._render()

    def withdraw(self, index: int, book: int = 0) -> Callable[[], None]:
        """Take the chapter at `index` (1-based) off the site. What is returned puts it back."""
        chapters = self._shelves[book].chapters
        chapter = chapters.pop(index - 1)
        self._render()
        return lambda: (chapters.insert(index - 1, chapter), self._render())[1]

    def _render(self) -> None:
        links = "".join(
            f'<li><a href="{shelf.path}">{shelf.title}</a> <span>{shelf.author}</span></li>'
            for shelf in self._shelves
            if not shelf.plan.chain
        )
        home = f"<html><head><title>{SITE_NAME}</title></head><body><h2>全部小说</h2><ul>{links}</ul></body></html>"
        pages = {"/": (home.encode(), "text/html; charset=utf-8")}
        for shelf in self._shelves:
            said = f"; charset={shelf.plan.charset}" if shelf.plan.said_in == "header" else ""
            pages |= {path: (body, f"text/html{said}") for path, body in shelf.render().items()}
        self._pages = pages

    def _respond(self, request: Request) -> Response:
        with self._lock:
            answer = replace(self._answer(request), delay=self._pauses.uniform(*self._delay))
            fault = self.faults.get(request.target)
            if fault is None or fault.times == 0:
                return answer
            if fault.times is not None:
                self.faults[request.target] = replace(fault, times=fault.times - 1)
        if fault.cut:
            return replace(answer, cut=True)
        headers = (("Content-Type", "text/html; charset=utf-8"), *fault.headers)
        return Response(fault.body, fault.status, headers, fault.delay or answer.delay)

    def _answer(self, request: Request) -> Response:
        target = request.target
        if target in self.extra:
            return self.extra[target]
        if target == "/robots.txt" and self.robots is not None:
            return Response(self.robots.encode(), headers=(("Content-Type", "text/plain; charset=utf-8"),))
        if target not in self._pages:
            page = "<html><head><title>404 Not Found</title></head><body><h1>404 Not Found</h1></body></html>"
            return Response(page.encode(), 404, (("Content-Type", "text/html"),))
        body, content_type = self._pages[target]
        tag = f'"{blake2b(body, digest_size=8).hexdigest()}"'
        if request.headers.get("if-none-match") == tag:
            return Response(status=304, headers=(("ETag", tag),))
        return Response(body, headers=(("Content-Type", content_type), ("ETag", tag)))
