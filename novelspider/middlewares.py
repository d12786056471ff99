"""Politeness: robots.txt as RFC 9309 has it."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

from protego import Protego
from scrapy import Request
from scrapy.exceptions import IgnoreRequest, NotConfigured
from scrapy.http.request import NO_CALLBACK
from scrapy.utils.httpobj import urlparse_cached

from novelspider.web import OffTheWebError

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler

_LIFETIME = 24 * 3600.0  # seconds; RFC 9309, 2.4: a cached version should not be used for longer
_FIRST = 1000  # priority: before any page of the site


class RobotsRefusedError(IgnoreRequest):
    """robots.txt forbids the request. Raised by RobotsTxt; the row is locked."""


class RobotsUnreachableError(IgnoreRequest):
    """robots.txt could not be had, which RFC 9309 takes for a refusal (2.3.1.4). Raised by RobotsTxt; the row fails."""


class RobotsTxt:
    """Asks for a site's robots.txt before its first page, and once a day after that, and keeps to it.

    Scrapy's own fetches the page where robots.txt answers with an error of the server, and never asks again. Off with
    ROBOTSTXT_OBEY = False; a request with `meta["dont_obey_robotstxt"]` passes."""

    def __init__(self, crawler: Crawler) -> None:
        if not crawler.settings.getbool("ROBOTSTXT_OBEY"):
            raise NotConfigured
        self.crawler = crawler
        self.user_agent = crawler.settings["ROBOTSTXT_USER_AGENT"] or crawler.settings["USER_AGENT"]
        self._rules: dict[str, tuple[float, asyncio.Task[Protego]]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        if request.meta.get("dont_obey_robotstxt"):
            return
        parts = urlparse_cached(request)
        rules = await self._rules_of(f"{parts.scheme}://{parts.netloc}")
        if not rules.can_fetch(request.url, self.user_agent):
            raise RobotsRefusedError("refused by robots.txt")

    async def _rules_of(self, origin: str) -> Protego:
        asked, task = self._rules.get(origin, (0.0, None))
        if task is None or time.monotonic() - asked > _LIFETIME or (task.done() and task.exception()):
            task = asyncio.ensure_future(self._fetch(f"{origin}/robots.txt"))
            self._rules[origin] = (time.monotonic(), task)
        return await asyncio.shield(task)

    async def _fetch(self, url: str) -> Protego:
        """The rules at `url`; none where there is no such file. Raises RobotsUnreachableError, OffTheWebError."""
        assert self.crawler.engine is not None
        request = Request(url, callback=NO_CALLBACK, priority=_FIRST, meta={"dont_obey_robotstxt": True})
        try:
            response = await self.crawler.engine.download_async(request)
        except OffTheWebError:
            raise
        except Exception as error:
            raise RobotsUnreachableError(f"{url}: {error}") from error
        if response.status >= 500 or response.status == 429:
            raise RobotsUnreachableError(f"{url}: HTTP status {response.status}")
        return Protego.parse(response.text if response.status < 300 and hasattr(response, "text") else "")
