"""Which requests are worth another try, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.exceptions import CannotResolveHostError
from scrapy.spidermiddlewares.httperror import HttpError
from scrapy.utils.misc import load_object

from novelspider.corpus.rests import growing_pause
from novelspider.items import site_of
from novelspider.middlewares import RobotsUnreachableError
from novelspider.spiders.blocks import BlockedPageError
from novelspider.throttle import HostRestsError, Throttle

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler

_NAME_TIMES = 1  # a name that cannot be resolved is more often misspelt than a resolver is out of order
_TRIES = "tries"  # `meta` key: how often the request has failed


class Retries:
    """In place of Scrapy's RetryMiddleware, whose settings it reads: that one asks again at once. Here the row goes back to the
    frontier, its request with all that was read so far is kept, and other rows go on."""

    def __init__(self, crawler: Crawler) -> None:
        settings = crawler.settings
        self._rests = Throttle.of(crawler).rests
        self.clock = self._rests.clock
        """Wall time in seconds."""
        self._times = settings.getint("RETRY_TIMES") if settings.getbool("RETRY_ENABLED") else 0
        self._first = settings.getfloat("RETRY_DELAY")
        self._statuses = {int(status) for status in settings.getlist("RETRY_HTTP_CODES")}
        self._errors = (
            *(load_object(name) for name in settings.getlist("RETRY_EXCEPTIONS")),
            RobotsUnreachableError,
            BlockedPageError,
        )

    def not_before(self, request: Request, error: BaseException) -> float | None:
        """Wall time in seconds from which the request may be made again; None where it is not to be. A request that was never
        sent, for its host rests, has not had a try."""
        if isinstance(error, HostRestsError):
            return error.until
        temporary = error.response.status in self._statuses if isinstance(error, HttpError) else isinstance(error, self._errors)
        tries = request.meta.get(_TRIES, 0)
        times = min(self._times, _NAME_TIMES) if isinstance(error, CannotResolveHostError) else self._times
        if not temporary or tries >= times:
            return None
        return max(self.clock() + growing_pause(self._first, tries + 1), self._rests.until(site_of(request.url)))

    def again(self, request: Request, error: BaseException) -> Request:
        """The request as it was before any redirect."""
        url = request.meta.get("redirect_urls", [request.url])[0]
        meta = {key: value for key, value in request.meta.items() if not key.startswith("redirect_")}
        meta[_TRIES] = meta.get(_TRIES, 0) + (not isinstance(error, HostRestsError))
        return request.replace(url=url, meta=meta)
