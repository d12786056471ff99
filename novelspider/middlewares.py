"""Politeness: robots.txt as RFC 9309 has it."""

from __future__ import annotations

import asyncio
import logging
import time
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from scrapy import Request, signals
from scrapy.exceptions import CannotResolveHostError, IgnoreRequest, NotConfigured, StopDownload
from scrapy.http.request import NO_CALLBACK
from scrapy.utils.httpobj import urlparse_cached

from novelspider.extensions import CorpusKeeper
from novelspider.items import site_of
from novelspider.robots import MOST_BYTES, Rules
from novelspider.throttle import ROBOTSTXT, HostRestsError, Throttle
from novelspider.web import OffTheWebError

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler
    from scrapy.http import Response

logger = logging.getLogger(__name__)
_LIFETIME = 24 * 3600.0  # seconds; RFC 9309, 2.4: a cached version should not be used for longer
_MOST_REDIRECTS = 5  # RFC 9309, 2.3.1.2; after that the file counts as unavailable
_REDIRECTS = {301, 302, 303, 307, 308}
_FIRST = 1000  # priority: before any page of the site


class RobotsRefusedError(IgnoreRequest):
    """robots.txt forbids the request. Raised by RobotsTxt; the row is locked."""


class RobotsUnreachableError(IgnoreRequest):
    """robots.txt could not be had, which RFC 9309 takes for a refusal (2.3.1.4). Raised by RobotsTxt; the row is put off."""


class RobotsTxt:
    """Asks for a site's robots.txt before its first page, and once a day after that, and keeps to it.

    Scrapy's own fetches the page where robots.txt answers with an error of the server, never asks again, and does not know
    Crawl-delay. Off with ROBOTSTXT_OBEY = False; a request with `meta["dont_obey_robotstxt"]` passes."""

    def __init__(self, crawler: Crawler) -> None:
        if not crawler.settings.getbool("ROBOTSTXT_OBEY"):
            raise NotConfigured
        self.crawler = crawler
        self.user_agent = crawler.settings["ROBOTSTXT_USER_AGENT"] or crawler.settings["USER_AGENT"]
        self._longest_delay = crawler.settings.getfloat("MAX_CRAWL_DELAY")
        self._rules: dict[str, tuple[float, asyncio.Task[Rules]]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        if request.meta.get("dont_obey_robotstxt"):
            return
        rules = await self._rules_for(request)
        if not rules.allows(request.url):
            raise RobotsRefusedError("refused by robots.txt")

    async def _rules_for(self, request: Request) -> Rules:
        parts = urlparse_cached(request)
        origin = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
        asked, task = self._rules.get(origin, (0.0, None))
        if task is None or time.monotonic() - asked > _LIFETIME or (task.done() and task.exception()):
            task = asyncio.ensure_future(self._fetch(f"{origin}/robots.txt", request))
            self._rules[origin] = (time.monotonic(), task)
        return await asyncio.shield(task)

    async def _fetch(self, url: str, request: Request) -> Rules:
        """The rules at `url`, none without such a file. Raises RobotsUnreachableError, HostRestsError, OffTheWebError, and
        CannotResolveHostError: that is no fault of robots.txt."""
        try:
            response = await self._follow(url, request)
        except (HostRestsError, OffTheWebError, CannotResolveHostError):
            raise
        except Exception as error:
            raise RobotsUnreachableError(f"{url}: {error}") from error
        if response.status >= 500 or response.status == 429:
            raise RobotsUnreachableError(f"{url}: HTTP status {response.status}")
        content_type = (response.headers.get(b"Content-Type") or b"").decode("latin-1") or None
        rules = Rules(response.body if response.status < 300 else b"", content_type, self.user_agent)
        Throttle.of(self.crawler).set_crawl_delay(request, self._delay(url, rules.crawl_delay))
        keeper, site = self.crawler.get_extension(CorpusKeeper), site_of(url)
        if keeper and keeper.frontier.knows(site):
            keeper.corpus.site(site).manners.set_sitemaps(rules.sitemaps)
        return rules

    async def _follow(self, url: str, request: Request) -> Response:
        """The answer at `url`, or where it leads to on the web."""
        response = await self._download(url, request)
        for _ in range(_MOST_REDIRECTS):
            location = (response.headers.get(b"Location") or b"").decode("latin-1")
            target = urljoin(url, location)
            if response.status not in _REDIRECTS or not location or not target.startswith(("http://", "https://")):
                break
            try:
                response = await self._download(target, request)
            except OffTheWebError:
                break
            url = target
        return response

    async def _download(self, url: str, request: Request) -> Response:
        """One answer; of its body as much as is read of a robots.txt, so that no file is too long."""
        assert self.crawler.engine is not None
        mark = object()  # the request may be replaced by one with a tidier URL
        meta = {"dont_obey_robotstxt": True, "dont_redirect": True, ROBOTSTXT: mark}
        headers = {"Accept-Encoding": "identity"}
        asked = Request(url, NO_CALLBACK, headers=headers, priority=_FIRST, meta=meta, cb_kwargs=request.cb_kwargs)
        received = 0

        def enough(data: bytes, request: Request, **_: Any) -> None:
            nonlocal received
            if request.meta.get(ROBOTSTXT) is mark:
                received += len(data)
                if received > MOST_BYTES:
                    raise StopDownload(fail=False)

        self.crawler.signals.connect(enough, signals.bytes_received)
        try:
            return await self.crawler.engine.download_async(asked)
        finally:
            self.crawler.signals.disconnect(enough, signals.bytes_received)

    def _delay(self, url: str, seconds: float) -> float:
        if seconds > self._longest_delay:
            logger.warning("Crawl-delay of %g s is more than MAX_CRAWL_DELAY, kept is that: %s", seconds, url)
            self.crawler.stats.inc_value("robots/crawl_delay_capped")
        return min(seconds, self._longest_delay)
