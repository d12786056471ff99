"""The crawl flow, the only one: rows of the corpus become requests, responses become pages, pages become records."""

from __future__ import annotations

import asyncio
import contextlib
from abc import abstractmethod
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from scrapy import Request, Spider, signals

from novelspider.contact import Introduction, user_agent
from novelspider.corpus import BookRow, ChapterRow, Failed, Frontier
from novelspider.errors import CorpusError
from novelspider.extensions import CorpusKeeper
from novelspider.items import Chapter, Toc, site_of
from novelspider.pages import BookPage, ChapterPage, read_page
from novelspider.pages.samples import Sample
from novelspider.site import Site, find_site
from novelspider.spiders.arguments import Arguments, read_arguments
from novelspider.spiders.blocks import OF_THE_HOST, BlockedPageError, blocked_by
from novelspider.spiders.failures import error_of, failure_of, request_of
from novelspider.spiders.guards import costs_one_row, unless_put_off
from novelspider.spiders.lessons import Lessons
from novelspider.spiders.retries import Retries
from novelspider.spiders.rights import unless_reserved, with_rights
from novelspider.throttle import Throttle
from novelspider.tidy import tidy

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable
    from typing import Self

    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.settings import BaseSettings
    from twisted.python.failure import Failure as TwistedFailure

    from novelspider.pages import Page

Row = BookRow | ChapterRow
MAX_DETOURS = 3
"""Pages in a row that only send the browser elsewhere; more is a loop."""
Output = Request | Chapter | Toc


class FlowSpider(Spider):
    """The part of the flow that does not read pages: rows out, records on, failures down. `sites` are the declared ones."""

    sites: ClassVar[tuple[Site, ...]] = ()

    keeper: CorpusKeeper
    frontier: Frontier
    retries: Retries
    introduction: Introduction

    def __init__(self, name: str | None = None, *, arguments: Arguments | None = None, **given: str) -> None:
        super().__init__(name)
        self.arguments = arguments or read_arguments(given)
        self.lessons = Lessons()
        self.news = asyncio.Event()  # something happened that may let the feeder go on
        self._begun: dict[tuple[type[Row], str], Request] = {}  # by row: how to go on with one that was begun
        self._pipelines = asyncio.Lock()
        self._left = asyncio.Event()  # the record in the pipelines has left them

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        super().update_settings(settings)
        if settings["CONTACT"] and settings["USER_AGENT"] == user_agent():
            settings.set("USER_AGENT", user_agent(settings["CONTACT"]), priority="spider")

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        spider = super().from_crawler(crawler, *args, **kwargs)
        for signal in (signals.item_scraped, signals.item_dropped, signals.item_error):
            crawler.signals.connect(spider._record_left, signal=signal)
        return spider

    # --- the feeder ---------------------------------------------------------------------------------------------------

    async def start(self) -> AsyncIterator[Any]:
        self.keeper = CorpusKeeper.of(self.crawler)
        self.retries = Retries(self.crawler)
        self.introduction = Introduction(self.settings["CONTACT"])
        self.frontier = self.keeper.open()
        try:
            async for output in self.feed():
                yield output
        except CorpusError as error:
            self.keeper.stop(error)

    async def feed(self) -> AsyncIterator[Output]:
        """Requests for rows as they become ready, a few a site, until nothing is left to do."""
        while not self.frontier.done():
            self.news.clear()
            row = self.frontier.take()
            if row:
                self.introduction.taken(row)
                begun = self._begun.pop((type(row), row.id), None)
                yield begun or self.ask(row)
            elif ripe := self.frontier.ripe():
                for name in dict.fromkeys(chapter.site for chapter in ripe):
                    self.lessons.released(self.keeper.corpus.site(name), last=True)
                async for output in self.hand_over(ripe):
                    yield output
            else:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self.news.wait(), self.frontier.wait_seconds())

    def ask(self, row: Row) -> Request:
        """The first request for a row."""
        return self.ask_book(row) if isinstance(row, BookRow) else self.request(row.url, row, self.parse_chapter)

    @abstractmethod
    def ask_book(self, row: BookRow) -> Request:
        """The first request for a book's row."""

    @abstractmethod
    def parse_book(self, response: Response, row: BookRow) -> AsyncIterator[Output]:
        """The callback of a book's row."""

    @abstractmethod
    def parse_chapter(self, response: Response, row: ChapterRow) -> AsyncIterator[Output]:
        """The callback of a chapter's row."""

    def asked_url(self, response: Response) -> str:
        """The URL that led to `response`, before any redirect."""
        request = response.request
        assert request is not None  # every response of a callback has it
        return str(request.meta.get("redirect_urls", [request.url])[0])

    def request(self, url: str, row: Row, callback: Any, errback: Any = None, **state: Any) -> Request:
        """A request for `row`; with `state` it is for a further page of it, which goes before new rows."""
        return Request(
            url, callback=callback, errback=errback or self.failed, cb_kwargs={"row": row, **state}, priority=1 if state else 0
        )

    async def hand_over(self, records: Iterable[Chapter | Toc]) -> AsyncIterator[Output]:
        """Yield records one at a time, each when the one before has left the pipelines, and those of one callback before those
        of the next: Scrapy runs ahead of its pipelines, and lines would stand in the order in which it happened to."""
        async with self._pipelines:
            for record in records:
                self._left.clear()
                yield record
                await self._left.wait()
        self.news.set()

    def _record_left(self) -> None:
        self._left.set()

    def settle(self, row: Row, result: Chapter | Failed, next_url: str | None = None) -> list[Chapter]:
        """`Frontier.settle`; a site whose first chapters that releases is learned before the next one is read."""
        released = self.frontier.settle(row, result, next_url)
        if released:
            self.lessons.released(self.keeper.corpus.site(row.site))
        return released

    def refused(self, row: BookRow, url: str, *, chapters: bool = True) -> bool:
        """Does the row in flight lead to what was forgotten? Then it is dropped, its own URL is not asked for again either, and
        the run says so. Without `chapters`: to a book that was."""
        corpus, name = self.keeper.corpus, site_of(url)
        at = corpus.site(name).forgotten.since(url, chapters=chapters) if corpus.has(name) else None
        if at is None:
            return False
        corpus.site(row.site).forget_seed(row, at)
        self.frontier.drop(row)
        self.keeper.leave_alone(f"{row.url} leads to {url}, which was forgotten on {at[:10]}; it is not fetched again")
        self.news.set()
        return True

    # --- giving up ----------------------------------------------------------------------------------------------------

    async def put_off(self, failure: TwistedFailure, until: float) -> AsyncIterator[Output]:
        """Give a row back to the frontier until a wall time in seconds; in this run it goes on with the request that failed."""
        request, failed = request_of(failure), failure_of(failure)
        row: Row = request.cb_kwargs["row"]
        self.crawler.stats.inc_value(f"put_off/{failed.reason}")
        pause = max(0.0, until - self.retries.clock())
        if pause <= self.settings.getfloat("MAX_WAIT"):
            self.logger.info("Put off for %.3g s (%s): %s: %s", pause, failed.reason, request.url, failed.detail)
            self._begun[type(row), row.id] = self.retries.again(request, error_of(failure))
        else:
            self.logger.warning("Left to a later run (%s): %s: %s", failed.reason, request.url, failed.detail)
            if isinstance(row, ChapterRow):
                self.lessons.drop(row)
        released = self.frontier.postpone(row, until)
        async for output in self.hand_over(released):
            yield output

    @costs_one_row
    @unless_put_off
    async def failed(self, failure: TwistedFailure) -> AsyncIterator[Output]:
        request = request_of(failure)
        async for output in self.give_up(request.cb_kwargs["row"], failure_of(failure), request.url):
            yield output

    async def give_up(self, row: Row, failed: Failed, url: str | None = None) -> AsyncIterator[Output]:
        """Settle `row` as not had. `url` is the page at fault where it is not the row's own."""
        where = f" at {url}" if url and url != row.url else ""
        self.crawler.stats.inc_value(f"{'locked' if failed.locked else 'failed'}/{failed.reason}")
        self.logger.warning("Not got (%s): %s%s: %s", failed.reason, row.url, where, failed.detail)
        if isinstance(row, ChapterRow):
            self.lessons.drop(row)
        released = self.settle(row, replace(failed, detail=f"{failed.detail}{where}"))
        async for output in self.hand_over(released):
            yield output

    # --- pages --------------------------------------------------------------------------------------------------------

    def judge(self, page: Page, row: Row, response: Response, *, first: bool) -> None:
        """Tell the breaker whether the host answered. Raises BlockedPageError where it served something else."""
        rests, host = Throttle.of(self.crawler).rests, site_of(response.url)
        reason = blocked_by(page, row, self.asked_url(response), first=first)
        if reason is None:
            rests.answered(host)
            return
        rests.failed(host, reason, at_once=reason in OF_THE_HOST, site=row.site)
        raise BlockedPageError(reason)

    def read(self, response: Response, row: Row, *, first: bool = False) -> Page:
        """The page of a response, the `first` one for its row or a further one. A chapter's row is read by what was learned of
        its site, and its first page may teach. Raises BlockedPageError."""
        content_type = (response.headers.get(b"Content-Type") or b"").decode("latin-1") or None
        self.crawler.stats.inc_value("pages/read")
        self.keeper.budgets.page(row.site, self.frontier)
        store, site = self.keeper.corpus.site(row.site), find_site(self.sites, response.url)
        chapter = row if isinstance(row, ChapterRow) else None
        page = read_page(
            response.body,
            tidy(response.url),
            content_type,
            site=site,
            toc=store.in_toc(chapter.book_id if chapter else row.id),
            profile=store.layout.profile if chapter and not site.body else None,
        )
        self.judge(page, row, response, first=first)
        if isinstance(page, (BookPage, ChapterPage)):
            page = with_rights(page, response.headers, response.meta)
            page = unless_reserved(page) if self.settings["RIGHTS_POLICY"] == "obey" else page
        if chapter and first and not site.body and isinstance(page, ChapterPage):
            self.lessons.note(chapter, page, Sample(response.body, response.url, content_type), store)
        return page
