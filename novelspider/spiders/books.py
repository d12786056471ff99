"""Reading a book: its page, its TOC over all pages, or the way from any of its chapters to these."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from novelspider.corpus import Failed
from novelspider.errors import CorpusError
from novelspider.items import Toc, loose_key
from novelspider.pages import BookPage, ChapterPage, ListPage, OtherPage
from novelspider.spiders.base import MAX_DETOURS, Output
from novelspider.spiders.chapters import now, unreadable
from novelspider.spiders.failures import failure_of, request_of
from novelspider.spiders.guards import costs_one_row, unless_put_off
from novelspider.spiders.reading import Chain, TocReading
from novelspider.spiders.unchanged import UnchangedFlow, asked_page

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from scrapy.http import Response
    from twisted.python.failure import Failure as TwistedFailure

    from novelspider.corpus import BookRow
    from novelspider.pages import Page


NOTHING = TocReading()


class BookFlow(UnchangedFlow):
    """Callbacks of a book's row."""

    @costs_one_row
    async def parse_book(
        self, response: Response, row: BookRow, reading: TocReading = NOTHING, detours: int = 0
    ) -> AsyncIterator[Output]:
        page, url = self.read(response, row, first=not reading.pages), self.asked_url(response)
        if isinstance(page, OtherPage) and page.target and detours < MAX_DETOURS:
            yield self.request(page.target, row, self.parse_book, reading=reading, detours=detours + 1)
            return
        if isinstance(page, BookPage):
            steps = self.book_page(row, reading.add(page, asked_page(response, url)))
        elif reading.pages and not isinstance(page, OtherPage):
            self.logger.warning("Not a page of a table of contents, passed over: %s", url)
            self.crawler.stats.inc_value("toc/not_a_page")
            steps = self.read_on_toc(row, reading.without(asked_page(response, url)))
        elif isinstance(page, ChapterPage):
            steps = self.from_chapter(row, page, url)
        else:
            steps = self.give_up(row, wrong_seed(page), url)
        async for output in steps:
            yield output

    async def book_page(self, row: BookRow, reading: TocReading) -> AsyncIterator[Output]:
        """A TOC that stands apart from its book's page leads there first: that page's URL makes the book's id."""
        book = reading.pages[0].book
        if book and len(reading.pages) == 1 and loose_key(book.url) != loose_key(row.url):
            yield self.request(book.url, row, self.parse_page_of_toc, self.no_page_of_toc, reading=reading)
            return
        async for output in self.read_on_toc(row, reading):
            yield output

    @costs_one_row
    async def parse_page_of_toc(self, response: Response, row: BookRow, reading: TocReading) -> AsyncIterator[Output]:
        page, url = self.read(response, row), self.asked_url(response)
        if isinstance(page, BookPage) and reading.belongs_to(page):
            reading = reading.under(page, asked_page(response, url))
        async for output in self.read_on_toc(row, reading):
            yield output

    @costs_one_row
    @unless_put_off
    async def no_page_of_toc(self, failure: TwistedFailure) -> AsyncIterator[Output]:
        """The TOC is in hand and its book's page cannot be had: then the TOC is the book's page."""
        asked = request_of(failure).cb_kwargs
        async for output in self.read_on_toc(asked["row"], asked["reading"]):
            yield output

    async def read_on_toc(self, row: BookRow, reading: TocReading) -> AsyncIterator[Output]:
        """The next page of the TOC, or the whole of it to the pipelines."""
        reading = reading.with_kept()
        url = reading.next_url()
        if url and len(reading.urls) < self.settings.getint("TOC_MAX_PAGES"):
            yield self.request(url, row, self.parse_book, reading=reading)
            return
        if url:
            self.logger.warning("The table of contents has more than TOC_MAX_PAGES pages, the rest is left: %s", row.url)
            self.crawler.stats.inc_value("toc/page_cap")
        if not any(page.complete for page in reading.pages):
            self.logger.warning("Only a preview of the table of contents could be had: %s", row.url)
            self.crawler.stats.inc_value("toc/preview_only")
        toc = reading.toc(now())
        if toc.chapters:
            steps = self.deliver(row, toc)
        else:
            steps = self.give_up(row, Failed("no_chapters", "there is no link to a chapter on it"))
        async for output in steps:
            yield output

    async def deliver(self, row: BookRow, toc: Toc) -> AsyncIterator[Output]:
        """To the pipelines, where the TOC becomes rows; then the book's own row is done. A seed that led to a book at another
        URL gives way to that one first; it fails where that stands on a site that cannot be used (another process has it, its
        name is too long for a folder)."""
        try:
            if not row.revision and self.refused(row, toc.book.url):
                return
            moved = self.frontier.redirect(row, toc.book.url)
        except CorpusError as error:
            async for output in self.give_up(row, Failed("site_unusable", str(error)), toc.book.url):
                yield output
            return
        if moved:
            book = replace(toc.book, id=moved.id, site=moved.site, url=moved.url)  # a known book keeps its own
            async for output in self.hand_over([replace(toc, book=book)]):
                yield output
            self.frontier.settle(moved, None)
        self.news.set()

    # --- a chapter as a seed ------------------------------------------------------------------------------------------

    async def from_chapter(self, row: BookRow, page: ChapterPage, url: str) -> AsyncIterator[Output]:
        """To its TOC if it links to one, else back to the first chapter."""
        chain = Chain.start(page, url)
        if page.toc:
            if self.refused(row, page.toc.url):
                return
            yield self.request(page.toc.url, row, self.parse_toc_of_chapter, self.no_toc_of_chapter, chain=chain)
            return
        async for output in self.walk_back(row, chain):
            yield output

    @costs_one_row
    async def parse_toc_of_chapter(self, response: Response, row: BookRow, chain: Chain) -> AsyncIterator[Output]:
        page, url = self.read(response, row), self.asked_url(response)
        if isinstance(page, BookPage) and (page.chapters or page.toc_urls):
            steps = self.book_page(row, NOTHING.add(page, asked_page(response, url)))
        else:
            steps = self.walk_back(row, chain)
        async for output in steps:
            yield output

    @costs_one_row
    @unless_put_off
    async def no_toc_of_chapter(self, failure: TwistedFailure) -> AsyncIterator[Output]:
        request = request_of(failure)
        self.logger.warning("The chapter's table of contents cannot be had (%s): %s", failure.value, request.url)
        async for output in self.walk_back(request.cb_kwargs["row"], request.cb_kwargs["chain"]):
            yield output

    @costs_one_row
    async def parse_previous(self, response: Response, row: BookRow, chain: Chain) -> AsyncIterator[Output]:
        page = self.read(response, row)
        if isinstance(page, ChapterPage):
            steps = self.walk_back(row, chain.add(page, self.asked_url(response)))
        else:
            steps = self.deliver(row, chain.toc(now()))
        async for output in steps:
            yield output

    @costs_one_row
    @unless_put_off
    async def no_previous(self, failure: TwistedFailure) -> AsyncIterator[Output]:
        """Where the page before does not exist the book begins here; where it only cannot be had now, it may begin earlier."""
        asked = request_of(failure).cb_kwargs
        if failure_of(failure).reason in ("http_404", "http_410"):
            steps = self.deliver(asked["row"], asked["chain"].toc(now()))
        else:
            steps = self.failed(failure)
        async for output in steps:
            yield output

    async def walk_back(self, row: BookRow, chain: Chain) -> AsyncIterator[Output]:
        """The page before, or the book from the earliest one on."""
        url, forgotten = chain.previous_url(), self.keeper.corpus.site(row.site).forgotten
        if url and self.refused(row, url, chapters=False):
            return
        if url and len(chain.seen) < self.settings.getint("CHAIN_MAX_CHAPTERS") and not forgotten.since(url):
            yield self.request(url, row, self.parse_previous, self.no_previous, chain=chain)
            return
        async for output in self.deliver(row, chain.toc(now())):
            yield output


def wrong_seed(page: Page) -> Failed:
    """What is said of a seed that is neither a book nor a chapter."""
    if isinstance(page, ListPage):
        example = f", for example {page.books[0].url}" if page.books else ""
        return Failed("listing", f"this is a listing or home page, not a book; give the URL of one of its books{example}")
    return unreadable(page, "book")
