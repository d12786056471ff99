"""What went wrong with a request, as a reason that is written down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.exceptions import IgnoreRequest
from scrapy.spidermiddlewares.httperror import HttpError

from novelspider.corpus import Failed
from novelspider.middlewares import RobotsRefusedError, RobotsUnreachableError
from novelspider.pages.rights import RESERVED
from novelspider.reasons import reason_of
from novelspider.spiders.blocks import BlockedPageError
from novelspider.tdmrep import RightsReservedError
from novelspider.throttle import HostRestsError
from novelspider.web import OffTheWebError

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.http import Response
    from twisted.python.failure import Failure

_TOO_MANY_REDIRECTS = "max redirections reached"  # how Scrapy says it
_REDIRECTS = {301, 302, 303, 307, 308}
_PAYWALLS = {401, 402}  # login and payment: the site keeps it to itself


def request_of(answer: Response | Failure) -> Request:
    """The request whose callback or errback was called; Scrapy hangs it on the failure as well."""
    return answer.request  # type: ignore[union-attr, return-value]


def error_of(failure: Failure) -> BaseException:
    """The exception of an errback."""
    assert failure.value is not None  # Twisted allows for a failure without one; Scrapy makes none
    return failure.value


def failure_of(failure: Failure) -> Failed:
    """The reason of a request's errback. robots.txt, walls and what is not the web lock, all else may be tried again."""
    error = error_of(failure)
    if isinstance(error, HttpError):
        return _refused(error.response)
    if isinstance(error, RobotsRefusedError):
        return Failed("robots", str(error), locked=True)
    if isinstance(error, RobotsUnreachableError):
        return Failed("robots_unreachable", str(error))
    if isinstance(error, BlockedPageError):
        return Failed(error.reason, str(error))
    if isinstance(error, OffTheWebError):
        return Failed(error.reason, str(error), locked=not error.looked_up)
    if isinstance(error, RightsReservedError):
        return Failed(RESERVED, str(error), locked=True)
    if isinstance(error, HostRestsError):
        return Failed("host_rests", str(error))
    if isinstance(error, IgnoreRequest):
        return Failed("too_many_redirects" if str(error) == _TOO_MANY_REDIRECTS else "ignored", str(error))
    reason = reason_of(error)
    return Failed(reason, str(error) if reason != "download_failed" else f"{type(error).__name__}: {error}")


def _refused(response: Response) -> Failed:
    """An answer that is no page. Scrapy hands on a redirect that leads to no web address (`file:`, `data:`)."""
    status = response.status
    location = (response.headers.get(b"Location") or b"").decode("latin-1")
    if status in _REDIRECTS and location:
        return Failed("unsupported_scheme", f"HTTP status {status} to {location[:200]}", locked=True)
    return Failed(f"http_{status}", f"HTTP status {status}", locked=status in _PAYWALLS)
