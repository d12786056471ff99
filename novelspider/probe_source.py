"""Where the pages of a probe come from: the web, asked as a crawl asks it, or files."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from scrapy import Request, Spider
from scrapy.spidermiddlewares.httperror import HttpError

from novelspider.errors import BadArgumentError
from novelspider.pages import BookPage, ChapterPage, OtherPage, read_page
from novelspider.pages.document import absolute
from novelspider.probe import Probe, Source, probe, url_of
from novelspider.site import find_site
from novelspider.spiders.failures import failure_of, request_of
from novelspider.spiders.rights import with_rights

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from scrapy.http import Response
    from twisted.python.failure import Failure

    from novelspider.site import Site

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*://", re.I)


def is_url(given: str) -> bool:
    """Whether it is meant as one; else it is a file's name."""
    return _SCHEME.match(given) is not None


def check_arguments(args: Sequence[str], url: str | None) -> None:
    """Raises BadArgumentError for what is neither a file's name nor a URL that can be asked for."""
    if not args:
        raise BadArgumentError("name a page: novelspider probe https://… or a file")
    for given in (*args, *([url] if url is not None else [])):
        if (is_url(given) or given is url) and (absolute(given, given) is None or " " in urlsplit(given).netloc):
            raise BadArgumentError(f"not a URL: {given!r}; one starts with http:// or https:// and names a host")
    files = [given for given in args if not is_url(given)]
    if url is not None and len(files) != 1:
        raise BadArgumentError(f"--url says where one file came from; there {'are' if files else 'is'} {len(files) or 'none'}")


@dataclass(frozen=True, slots=True)
class NotHad:
    """Why `given` could not be had, in one line."""

    given: str
    why: str


class ProbeSpider(Spider):
    """Asks for each of `urls` once. `found` has what came of them, by URL."""

    name = "probe"

    def __init__(self, *, urls: Sequence[str], sites: Sequence[Site], found: dict[str, Probe | NotHad], **given: Any) -> None:
        super().__init__(**given)
        self.urls = urls
        self.sites = sites
        self.found = found

    async def start(self) -> AsyncIterator[Request]:
        for url in self.urls:
            yield Request(url, callback=self.had, errback=self.not_had, cb_kwargs={"given": url}, dont_filter=True)

    def had(self, response: Response, given: str) -> None:
        if not response.body:
            self.found[given] = NotHad(given, f"HTTP status {response.status}, and nothing in it")
            return
        source = Source(
            given=given,
            url=response.url,
            url_from="response",
            status=response.status,
            content_type=_content_type(response),
            redirects=tuple(response.meta.get("redirect_urls", ())),
        )
        result = probe(response.body, source, site=find_site(self.sites, response.url))
        if isinstance(result.page, (BookPage, ChapterPage)):
            result = replace(result, page=with_rights(result.page, response.headers, response.meta))
        self.found[given] = result

    def not_had(self, failure: Failure) -> None:
        given = request_of(failure).cb_kwargs["given"]
        why = failure_of(failure).detail
        if isinstance(failure.value, HttpError):
            why += _served(failure.value.response)
        self.found[given] = NotHad(given, why)


def _served(response: Response) -> str:
    """What the page of an error is, where that says more than the status."""
    page = read_page(response.body, response.url, _content_type(response))
    if not isinstance(page, OtherPage) or page.reason in ("unknown", "error_page", "empty", "not_html"):
        return ""
    return f"; served is a page of the kind {page.reason}"


def _content_type(response: Response) -> str | None:
    return (response.headers.get(b"Content-Type") or b"").decode("latin-1") or None


def read_file(given: str, url: str | None, sites: Sequence[Site]) -> Probe | NotHad:
    path = Path(given)
    try:
        body = sys.stdin.buffer.read() if given == "-" else path.read_bytes()
    except FileNotFoundError:
        return NotHad(given, "no such file; a page of the web starts with https:// or http://")
    except OSError as error:
        return NotHad(given, error.strerror or str(error))
    except ValueError as error:  # a NUL byte in the name
        return NotHad(given, str(error))
    if not body:
        return NotHad(given, "the file is empty")
    found, url_from = (url, "given") if url else url_of(body, "stdin" if given == "-" else path.name)
    return probe(body, Source(given=given, url=found, url_from=url_from), site=find_site(sites, found))
