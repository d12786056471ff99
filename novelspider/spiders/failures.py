"""What went wrong with a request, as a reason that is written down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.exceptions import IgnoreRequest
from scrapy.spidermiddlewares.httperror import HttpError

from novelspider.corpus import Failed
from novelspider.middlewares import RobotsRefusedError, RobotsUnreachableError
from novelspider.reasons import reason_of
from novelspider.throttle import HostRestsError
from novelspider.web import OffTheWebError

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.http import Response
    from twisted.python.failure import Failure

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
        status = error.response.status
        return Failed(f"http_{status}", f"HTTP status {status}", locked=status in _PAYWALLS)
    if isinstance(error, RobotsRefusedError):
        return Failed("robots", str(error), locked=True)
    if isinstance(error, RobotsUnreachableError):
        return Failed("robots_unreachable", str(error))
    if isinstance(error, OffTheWebError):
        return Failed(error.reason, str(error), locked=not error.looked_up)
    if isinstance(error, HostRestsError):
        return Failed("host_rests", str(error))
    if isinstance(error, IgnoreRequest):
        return Failed("ignored", str(error))
    reason = reason_of(error)
    return Failed(reason, str(error) if reason != "download_failed" else f"{type(error).__name__}: {error}")
