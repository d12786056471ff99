"""Asking whether a book has changed before it is read again: conditional requests (RFC 9110, 13) for its pages."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from novelspider.items import TocPage
from novelspider.pages import BookPage
from novelspider.spiders.base import FlowSpider, Output
from novelspider.spiders.failures import request_of
from novelspider.spiders.guards import costs_one_row, unless_put_off
from novelspider.spiders.reading import TocReading

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from scrapy import Request
    from scrapy.http import Response
    from scrapy.http.headers import Headers
    from twisted.python.failure import Failure as TwistedFailure

    from novelspider.corpus import BookRow

NOT_MODIFIED = 304
_ETAG = re.compile(r'(?:W/)?"[\x21\x23-\x7e]{1,200}"')
"""RFC 9110, 8.8.3, without bytes beyond ASCII; an empty one names nothing."""


class UnchangedFlow(FlowSpider):
    """The first requests of a book's row.

    The pages from which a book was read are asked one after the other whether they have changed: the first, the last, then
    those between, for new chapters stand on the first or the last. Where all say "not modified" nothing is read, and a book
    of one page has cost one request. As soon as one has changed the whole TOC is read without conditions, that page aside:
    which chapters stood on the others is not kept, and what is not read would be taken for vanished."""

    def ask_book(self, row: BookRow) -> Request:
        plain = self.request(row.url, row, self.parse_book)
        known = self.keeper.corpus.site(row.site).work.checking.known_pages(row.id)
        if not known.pages or known.pages[0].url != plain.url:
            return plain
        first, *others = known.pages
        return self.ask_page(row, (first, *others[-1:], *others[:-1]), doubted=known.doubted)

    def ask_page(self, row: BookRow, left: tuple[TocPage, ...], *, doubted: bool, unmodified: int = 0) -> Request:
        """The conditional request for the first of the pages that are `left` to ask, after so many `unmodified` ones."""
        errback = self.no_answer if unmodified else None
        state = {"left": left, "doubted": doubted, "unmodified": unmodified}
        request = self.request(left[0].url, row, self.parse_answer, errback, **state)
        if left[0].etag:
            request.headers["If-None-Match"] = left[0].etag
        if left[0].last_modified:
            request.headers["If-Modified-Since"] = left[0].last_modified
        request.meta["handle_httpstatus_list"] = [NOT_MODIFIED]
        return request

    @costs_one_row
    async def parse_answer(
        self, response: Response, row: BookRow, left: tuple[TocPage, ...], doubted: bool, unmodified: int
    ) -> AsyncIterator[Output]:
        if response.status == NOT_MODIFIED:
            self.crawler.stats.inc_value("toc/not_modified")
            if left[1:]:
                yield self.ask_page(row, left[1:], doubted=doubted, unmodified=unmodified + 1)
            elif doubted:
                yield self.request(row.url, row, self.parse_book, reading=TocReading(denied=True))
            else:
                self.keeper.corpus.site(row.site).work.checking.unmodified(row.id)
                self.frontier.settle(row, None)
                self.news.set()
        elif unmodified:
            page = self.read(response, row)
            kept = (page, asked_page(response, left[0].url)) if isinstance(page, BookPage) else None
            yield self.request(row.url, row, self.parse_book, reading=TocReading(kept=kept))
        else:
            async for output in self.parse_book(response, row=row):
                yield output

    @costs_one_row
    @unless_put_off
    async def no_answer(self, failure: TwistedFailure) -> AsyncIterator[Output]:
        """A further page cannot be had: it may be one no longer, so the book is read."""
        row = request_of(failure).cb_kwargs["row"]
        yield self.request(row.url, row, self.parse_book, reading=TocReading())


def asked_page(response: Response, url: str) -> TocPage:
    """The page that was asked for at `url`, with what its response gives to ask by later whether it has changed."""
    return TocPage(url, _etag(response.headers), _last_modified(response.headers))


def _etag(headers: Headers) -> str | None:
    values = [value.decode("latin-1").strip() for value in headers.getlist("ETag")]
    return values[0] if len(values) == 1 and _ETAG.fullmatch(values[0]) else None


def _last_modified(headers: Headers) -> str | None:
    """As it was sent, where it is a date a second or more before the response's own: else the page may have changed once more
    within that second (RFC 9110, 8.8.2.2), or the date says nothing."""
    modified, sent = _date(headers, "Last-Modified"), _date(headers, "Date") or datetime.now(UTC)
    if modified is None or modified > sent - timedelta(seconds=1):
        return None
    return (headers.get("Last-Modified") or b"").decode("latin-1").strip()


def _date(headers: Headers, name: str) -> datetime | None:
    try:
        date = parsedate_to_datetime((headers.get(name) or b"").decode("ascii"))
    except ValueError:
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)
