"""The edge of the web: what a run may ask for, by whoever's link, and what it may connect to."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scrapy.exceptions import IgnoreRequest
from scrapy.utils.httpobj import urlparse_cached

from novelspider.addresses import address_of, is_public, is_public_name, plain_host
from novelspider.components import middleware_of
from novelspider.errors import CorpusError
from novelspider.extensions import CorpusKeeper
from novelspider.items import site_of
from novelspider.tidy import tidy

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Self

    from scrapy import Request
    from scrapy.crawler import Crawler

    from novelspider.addresses import Address

_PORTS = {"http": 80, "https": 443}


class OffTheWebError(IgnoreRequest):
    """The request leads off the public web, for a `reason` in snake_case. Raised by WebOnly, and by WebHandler where the
    address of a name told (`looked_up`): that may be another tomorrow."""

    def __init__(self, reason: str, detail: str, *, looked_up: bool = False) -> None:
        super().__init__(detail)
        self.reason = reason
        self.looked_up = looked_up


class WebOnly:
    """The outermost downloader middleware: only http and https, and only hosts of the public web, whoever asks: the spider, a
    redirect, robots.txt. What passes is asked for without user name, password and session id.

    Exempt are, with exactly their port, the sites that the run works on and whose name says that they are private: those of
    the seeds, or of the corpus, are the user's will. Any name may be, with ALLOW_PRIVATE: `host:port`, or `host` for all of its
    ports."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._allowed = frozenset(map(str.lower, crawler.settings.getlist("ALLOW_PRIVATE")))

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    @staticmethod
    def of(crawler: Crawler) -> WebOnly:
        """The one of a run. Raises LookupError where settings.DOWNLOADER_MIDDLEWARES was replaced."""
        return middleware_of(crawler, WebOnly)

    def process_request(self, request: Request) -> Request | None:
        if (clean := tidy(request.url)) != request.url:
            return request.replace(url=clean)
        parts = urlparse_cached(request)
        if parts.scheme not in _PORTS:
            raise OffTheWebError("unsupported_scheme", f"not an address of the web: {request.url[:200]}")
        try:
            host, port = parts.hostname or "", parts.port or _PORTS[parts.scheme]
        except ValueError as error:
            raise OffTheWebError("bad_address", f"{error}: {request.url[:200]}") from None
        if not _looks_public(host) and not self.is_exempt(host, port):
            raise OffTheWebError("private_address", f"{site_of(request.url)} is not a host of the public web")
        return None

    def is_exempt(self, host: str, port: int) -> bool:
        """Is this the user's will?"""
        host = plain_host(host)
        host = f"[{host}]" if ":" in host else host
        names = {f"{host}:{port}"} | ({host} if port in _PORTS.values() else set())
        if host in self._allowed or not names.isdisjoint(self._allowed):
            return True
        if _looks_public(host):
            return False
        keeper = self._crawler.get_extension(CorpusKeeper)
        try:
            return keeper is not None and any(map(keeper.corpus.has, names))
        except CorpusError:  # no folder has such a name
            return False

    def admits(self, host: str, port: int, address: Address) -> bool:
        """May a connection for `host` (a name, or an address as it was spelled) and `port` be made to `address`?"""
        return is_public(address) or self.is_exempt(host, port)


def private_sites(urls: Iterable[str]) -> list[str]:
    """For ALLOW_PRIVATE: the hosts of URLs that a user has given and that are not of the public web, each with its port."""
    found = [(parts.hostname or "", parts.port or _PORTS.get(parts.scheme, 0)) for parts in map(urlsplit, urls)]
    return [f"[{host}]:{port}" if ":" in host else f"{host}:{port}" for host, port in found if not _looks_public(host)]


def _looks_public(host: str) -> bool:
    address = address_of(host)
    return is_public(address) if address else is_public_name(host)
