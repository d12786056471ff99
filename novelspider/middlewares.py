"""Politeness: robots.txt as RFC 9309 has it."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from scrapy.exceptions import CannotResolveHostError, IgnoreRequest, NotConfigured

from novelspider.extensions import CorpusKeeper
from novelspider.items import site_of
from novelspider.origin_files import OriginFiles, follow
from novelspider.robots import MOST_BYTES, Rules
from novelspider.throttle import ROBOTSTXT, HostRestsError, Throttle
from novelspider.web import OffTheWebError

if TYPE_CHECKING:
    from typing import Self

    from scrapy import Request
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)


ROBOTS = "robots"
"""`meta` key of what robots.txt says of a request's URL: "allow", or None where there is no such file."""


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
        self._files = OriginFiles("/robots.txt", self._fetch)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        if request.meta.get("dont_obey_robotstxt"):
            return
        rules = await self._files.of(request)
        if not rules.allows(request.url):
            raise RobotsRefusedError("refused by robots.txt")
        request.meta[ROBOTS] = "allow" if rules.any else None

    async def _fetch(self, url: str, request: Request) -> Rules:
        """The rules at `url`, none without such a file. Raises RobotsUnreachableError, HostRestsError, OffTheWebError, and
        CannotResolveHostError: that is no fault of robots.txt."""
        try:
            meta = {"dont_obey_robotstxt": True, ROBOTSTXT: True}
            response = await follow(self.crawler, url, request, most_bytes=MOST_BYTES, **meta)
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

    def _delay(self, url: str, seconds: float) -> float:
        if seconds > self._longest_delay:
            logger.warning("Crawl-delay of %g s is more than MAX_CRAWL_DELAY, kept is that: %s", seconds, url)
            self.crawler.stats.inc_value("robots/crawl_delay_capped")
        return min(seconds, self._longest_delay)
