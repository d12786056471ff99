"""Files of which an origin has one, that say how its pages may be used: had before its first page, and kept for a day."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Any, Generic, TypeVar
from urllib.parse import urljoin

from scrapy import Request, signals
from scrapy.exceptions import StopDownload
from scrapy.http.request import NO_CALLBACK
from scrapy.utils.httpobj import urlparse_cached

from novelspider.web import OffTheWebError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from scrapy.crawler import Crawler
    from scrapy.http import Response

T = TypeVar("T")
_LIFETIME = 24 * 3600.0  # seconds; RFC 9309, 2.4: a cached version should not be used for longer
_MOST_REDIRECTS = 5  # RFC 9309, 2.3.1.2; after that the file counts as unavailable
_REDIRECTS = {301, 302, 303, 307, 308}
_FIRST = 1000  # priority: before any page of the site
OF_AN_ORIGIN = "of_an_origin"
"""`meta` key of a request for such a file."""


class OriginFiles(Generic[T]):
    """The files at `path` of all origins, each as `read` makes it of its URL and the request that it is asked for. An error of
    `read` is raised for whoever waits for it; the next request tries again."""

    def __init__(self, path: str, read: Callable[[str, Request], Awaitable[T]]) -> None:
        self._path = path
        self._read = read
        self._files: dict[str, tuple[float, asyncio.Future[T]]] = {}

    async def of(self, request: Request) -> T:
        parts = urlparse_cached(request)
        origin = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
        asked, file = self._files.get(origin, (0.0, None))
        if file is None or time.monotonic() - asked > _LIFETIME or (file.done() and file.exception()):
            file = asyncio.ensure_future(self._read(f"{origin}{self._path}", request))
            self._files[origin] = (time.monotonic(), file)
        return await asyncio.shield(file)


async def follow(crawler: Crawler, url: str, request: Request, *, most_bytes: int, **meta: Any) -> Response:
    """The answer at `url`, or where it leads to on the web, of its body no more than `most_bytes` and what came with them. For
    the sake of `request`, whose row it belongs to; `meta` goes with it. Raises what downloading raises."""
    response = await _download(crawler, url, request, most_bytes, meta)
    for _ in range(_MOST_REDIRECTS):
        location = (response.headers.get(b"Location") or b"").decode("latin-1")
        target = urljoin(url, location)
        if response.status not in _REDIRECTS or not location or not target.startswith(("http://", "https://")):
            break
        try:
            response = await _download(crawler, target, request, most_bytes, meta)
        except OffTheWebError:
            break
        url = target
    return response


async def _download(crawler: Crawler, url: str, request: Request, most_bytes: int, meta: dict[str, Any]) -> Response:
    """One answer; its body is cut off behind `most_bytes`, so that no file is too long."""
    assert crawler.engine is not None
    mark = object()  # the request may be replaced by one with a tidier URL
    meta = {"dont_redirect": True, OF_AN_ORIGIN: mark, **meta}
    headers = {"Accept-Encoding": "identity"}
    asked = Request(url, NO_CALLBACK, headers=headers, priority=_FIRST, meta=meta, cb_kwargs=request.cb_kwargs)
    received = 0

    def enough(data: bytes, request: Request, **_: Any) -> None:
        nonlocal received
        if request.meta.get(OF_AN_ORIGIN) is mark:
            received += len(data)
            if received > most_bytes:
                raise StopDownload(fail=False)

    crawler.signals.connect(enough, signals.bytes_received)
    try:
        return await crawler.engine.download_async(asked)
    finally:
        crawler.signals.disconnect(enough, signals.bytes_received)
