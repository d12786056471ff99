"""How often a host is asked, and when it is left alone."""

from __future__ import annotations

import asyncio
import contextlib
import time
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from scrapy.exceptions import CannotResolveHostError, IgnoreRequest
from scrapy.utils.httpobj import urlparse_cached
from scrapy.utils.misc import load_object

from novelspider.components import middleware_of
from novelspider.corpus import Rests
from novelspider.downloader import RunStoppedError
from novelspider.items import site_of
from novelspider.reasons import reason_of

if TYPE_CHECKING:
    from typing import Self

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

_OVERLOADED = {429, 503}  # what a server says for all of its pages: RFC 6585, 4, and RFC 9110, 15.6.4
_POLL = 0.5  # seconds after which a request that waits for its turn looks whether the run is being stopped
ROBOTSTXT = "robotstxt"
"""`meta` key of a request for robots.txt: its failure speaks for the host."""
_ASKED = "throttle_asked"  # `meta` key: when the request was let through


class HostRestsError(IgnoreRequest):
    """Nothing may be asked of the host before `until` (wall time in seconds). Raised by Throttle; the row goes back."""

    def __init__(self, until: float, why: str) -> None:
        super().__init__(why)
        self.until = until


class _Lane:
    """The requests of one host: one after the other, or as many at once as the setting says."""

    def __init__(self) -> None:
        self.turn = asyncio.Lock()
        self.left = asyncio.Event()
        self.under_way = 0
        self.last = float("-inf")  # when the latest request began or ended, on the monotonic clock
        self.asked_for: dict[str, float] = {}  # Crawl-delay by origin
        self.pace = 0.0  # seconds that an answer takes, smoothed


class Throttle:
    """The innermost downloader middleware: lets a request go when its host's turn has come, whoever sends it: the spider, a
    redirect, robots.txt.

    At most CONCURRENT_REQUESTS_PER_DOMAIN requests of a host are open at once, and the next one goes at the earliest
    DOWNLOAD_DELAY after the one before began and after it ended, so that the server sees the interval too, however long it
    takes to connect. Crawl-delay lengthens it, and with AUTOTHROTTLE_ENABLED slowness: a host that takes three seconds to
    answer is left alone for three. Two ports of a host are one machine. A host that rests is not asked at all."""

    def __init__(self, crawler: Crawler) -> None:
        settings = crawler.settings
        self.crawler = crawler
        self.rests = Rests(time.time, first=settings.getfloat("RETRY_DELAY"))
        self._delay = settings.getfloat("DOWNLOAD_DELAY")
        self._patience = settings.getfloat("DOWNLOAD_TIMEOUT")
        self._width = settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN")
        self._adapts = settings.getbool("AUTOTHROTTLE_ENABLED")
        self._load = settings.getfloat("AUTOTHROTTLE_TARGET_CONCURRENCY")
        self._longest = settings.getfloat("AUTOTHROTTLE_MAX_DELAY")
        self._faults = tuple(load_object(name) for name in settings.getlist("RETRY_EXCEPTIONS"))
        self._lanes: dict[str, _Lane] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    @staticmethod
    def of(crawler: Crawler) -> Throttle:
        """The throttle of a run. Raises LookupError where settings.DOWNLOADER_MIDDLEWARES was replaced."""
        return middleware_of(crawler, Throttle)

    def set_crawl_delay(self, request: Request, seconds: float) -> None:
        """What the robots.txt of the request's host and port asks for."""
        self._lane(request).asked_for[site_of(request.url)] = seconds

    def _lane(self, request: Request) -> _Lane:
        return self._lanes.setdefault(urlparse_cached(request).hostname or "", _Lane())

    async def process_request(self, request: Request) -> None:
        if urlparse_cached(request).scheme not in ("http", "https"):
            return
        lane, host = self._lane(request), site_of(request.url)
        async with lane.turn:
            while wait := self._wait(lane, host, patient=not _site(request)):
                await self._pause(lane, min(wait, _POLL))
                if not self.crawler.engine or not self.crawler.engine.running:
                    raise RunStoppedError("the run was stopped")
            if until := self.rests.until(host):
                raise HostRestsError(until, f"{host} is left alone ({self.rests.reason(host)})")
            lane.under_way += 1
            lane.last = request.meta[_ASKED] = time.monotonic()
        request.meta["download_slot"] = urlparse_cached(request).hostname  # a redirect brings that of the first host along

    def _wait(self, lane: _Lane, host: str, *, patient: bool) -> float:
        """Seconds until the next request of the lane may go, 0 where it may now, or need not wait: the frontier takes back what
        is for a host that rests. A `patient` one has no frontier, and waits as long as it would for an answer."""
        if until := self.rests.until(host):
            rest = until - self.rests.clock()
            return max(0.0, rest) if patient and rest <= self._patience else 0.0
        if lane.under_way >= (1 if self.rests.on_trial(host) else self._width):
            return _POLL
        slowness = min(lane.pace / self._load, self._longest) if self._adapts else 0.0
        interval = max(self._delay, slowness, *lane.asked_for.values(), 0.0)
        return max(0.0, lane.last + interval - time.monotonic())

    async def _pause(self, lane: _Lane, seconds: float) -> None:
        """Until one of the lane's requests is over, or so long."""
        lane.left.clear()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(lane.left.wait(), seconds)

    def process_response(self, request: Request, response: Response) -> Response:
        if self._leave(request, good=response.status == 200):
            self._judge(request, response)
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        if self._leave(request, good=False) and isinstance(exception, self._faults):
            at_once = bool(request.meta.get(ROBOTSTXT)) and not isinstance(exception, CannotResolveHostError)
            self.rests.failed(site_of(request.url), reason_of(exception), at_once=at_once, site=_site(request))

    def _leave(self, request: Request, *, good: bool) -> bool:
        """The request is over; false where it never went."""
        asked = request.meta.pop(_ASKED, None)
        if asked is None:
            return False
        lane, now = self._lane(request), time.monotonic()
        lane.under_way -= 1
        lane.last = now
        pace = max(now - asked, (lane.pace + now - asked) / 2)
        if good or pace > lane.pace:  # errors and redirects are quick to make: they are no reason to hurry
            lane.pace = pace
        lane.left.set()
        return True

    def _judge(self, request: Request, response: Response) -> None:
        """Is this an answer, or does the host fail? 403 is an answer, but the same one time after time is a ban."""
        host, status, robots = site_of(request.url), response.status, bool(request.meta.get(ROBOTSTXT))
        wait = retry_after(response) if status in _OVERLOADED or status >= 500 else None
        if status >= 500 or status == 429 or (status in (403, 408) and not robots):
            at_once = status in _OVERLOADED or robots
            self.rests.failed(host, f"http_{status}", at_once=at_once, wait=wait, site=_site(request))
        elif robots or status == 304 or status >= 400:
            self.rests.answered(host)  # whether a page is an answer or a refusal is for the spider to say


def retry_after(response: Response) -> float | None:
    """Seconds that the server asks us to wait, None where it does not say (RFC 9110, 10.2.3: seconds, or a date, which is taken
    by the server's own clock where it tells the time)."""
    value = (response.headers.get(b"Retry-After") or b"").decode("latin-1").strip()
    if value.isascii() and value.isdecimal():
        return float(value[:12])
    until, now = _date(value), _date((response.headers.get(b"Date") or b"").decode("latin-1")) or datetime.now(UTC)
    return max(0.0, (until - now).total_seconds()) if until else None


def _date(value: str) -> datetime | None:
    try:
        date = parsedate_to_datetime(value)
    except (ValueError, OverflowError):
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)


def _site(request: Request) -> str:
    """The site of the corpus that the request is for; empty where it is for none."""
    row = request.cb_kwargs.get("row")
    return row.site if row else ""
