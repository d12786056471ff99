"""Scrapy's download handler, which connects to nothing off the web and reads no endless head."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from scrapy.core.downloader.handlers.http11 import (
    HTTP11DownloadHandler,
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
)
from scrapy.exceptions import CannotResolveHostError, DownloadCancelledError, DownloadFailedError
from scrapy.utils.httpobj import urlparse_cached
from twisted.python.failure import Failure
from twisted.web._newclient import BODY, ResponseFailed

from novelspider.resolver import WebResolver
from novelspider.web import OffTheWebError, WebOnly

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from twisted.internet.interfaces import IAddress

MOST_HEAD = 256 * 1024
"""Bytes of status line and headers, those of 1xx answers included. Browsers refuse longer ones, too (Chromium: 256 KiB)."""


class WebHandler(HTTP11DownloadHandler):
    """Raises OffTheWebError where a host's address is not public, DownloadCancelledError for a head of more than MOST_HEAD."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._pool._factory = _Factory

    async def download_request(self, request: Request) -> Response:
        from twisted.internet import reactor

        parts = urlparse_cached(request)
        host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
        resolver = WebResolver.on(reactor)  # asked each time: Scrapy sets its own once more when the reactor starts
        resolver.webs.add(WebOnly.of(self._crawler))
        if proxy := request.meta.get("proxy"):
            resolver.proxies.add(_host_and_port(proxy))
        try:
            return await super().download_request(request)
        except CannotResolveHostError:
            if not proxy and (address := resolver.refused(host, port)):
                detail = f"{host} is at {address}, which is not on the public web; if you mean it, list it in ALLOW_PRIVATE"
                raise OffTheWebError("private_address", detail, looked_up=True) from None
            raise
        except DownloadFailedError as error:
            causes = error.__cause__.reasons if isinstance(error.__cause__, ResponseFailed) else ()
            for cause in causes:
                if cause.check(DownloadCancelledError):
                    raise cause.value from None
            raise


def _host_and_port(proxy: str) -> tuple[str, int]:
    """As Scrapy reads them."""
    parts = urlsplit(proxy if "://" in proxy else f"http://{proxy}")
    return (parts.hostname or "").rstrip("."), parts.port or (443 if parts.scheme == "https" else 80)


class _Protocol(_LenientHTTP11ClientProtocol):
    """Counts what comes before a body. Twisted limits a header's line, and no number of lines."""

    _head = 0

    def request(self, request: Any) -> Any:
        self._head = 0
        return super().request(request)

    def dataReceived(self, data: bytes) -> None:  # noqa: N802
        if self._parser is not None and self._parser.state != BODY:
            self._head += len(data)
            if self._head > MOST_HEAD:
                too_long = DownloadCancelledError(f"more than {MOST_HEAD} bytes of headers")
                self._giveUp(Failure(too_long))  # type: ignore[no-untyped-call]
                return
        super().dataReceived(data)  # type: ignore[no-untyped-call]


class _Factory(_LenientHTTP11ClientFactory):
    def buildProtocol(self, addr: IAddress | None) -> _Protocol:  # noqa: ARG002, N802
        return _Protocol(self._quiescentCallback)  # type: ignore[no-untyped-call]
