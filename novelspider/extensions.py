"""What a run has one of: the corpus it works on."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import Counter, defaultdict
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scrapy import signals
from scrapy.utils.asyncio import create_looping_call

from novelspider.budgets import Budgets
from novelspider.corpus import Corpus, Failed, Frontier
from novelspider.corpus.blocks import compression_of
from novelspider.corpus.handles import raise_file_limit
from novelspider.corpus.learning import HOLD
from novelspider.corpus.runs import write_manifest
from novelspider.corpus.standing import standings
from novelspider.downloader import Downloader
from novelspider.errors import CorpusError
from novelspider.idle import schedule_of
from novelspider.items import Chapter
from novelspider.manifest import RunCounts, RunFacts, make_manifest, plain_settings
from novelspider.report import RunReport, make_report
from novelspider.throttle import Throttle

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Self

    from scrapy.crawler import Crawler
    from twisted.python.failure import Failure

    from novelspider.corpus.revisions import Outcome
    from novelspider.corpus.standing import Standing
    from novelspider.spiders.base import FlowSpider

logger = logging.getLogger(__name__)
_CHECK = 0.5  # seconds


class CorpusKeeper:
    """Opens the corpus, commits what is due, closes it when all pipelines are done, with a report and a manifest; stops the run
    when it cannot be written."""

    def __init__(self, crawler: Crawler) -> None:
        settings = crawler.settings
        self.crawler = crawler
        raise_file_limit()
        self.corpus = Corpus(
            Path(settings["CORPUS_DIR"]),
            shard_bytes=settings.getint("CORPUS_SHARD_BYTES"),
            commit_items=settings.getint("CORPUS_COMMIT_ITEMS"),
            commit_seconds=settings.getfloat("CORPUS_COMMIT_SECONDS"),
            compression=compression_of(settings["CORPUS_COMPRESSION"]),
            open_sites=settings.getint("CORPUS_OPEN_SITES"),
            schedule=schedule_of(settings),
        )
        self.refused: list[str] = []
        """Why sites were left alone, each named."""
        self.got: dict[str, Counter[Outcome]] = defaultdict(Counter)
        """By book, what became of the chapters that were written, or whose text the corpus had."""
        self.set_aside: dict[str, dict[str, str]] = defaultdict(dict)
        """By book: the id of every chapter that was set aside and not written later on, and the reason."""
        self.removed: dict[str, Counter[str]] = defaultdict(Counter)
        """By site, how often each rule of cleaning took something out."""
        self.broken: CorpusError | None = None
        """Why the run was stopped, None while all is well."""
        self._checks = create_looping_call(self._check)
        self.next_at: float | None = None
        """Wall time in seconds from which a site that had nothing to do, and was left alone, will have. None: no such site."""
        self.report: RunReport | None = None
        """What the run came to; None until the spider is closed."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        keeper = cls(crawler)
        crawler.signals.connect(keeper.spider_opened, signal=signals.spider_opened)
        crawler.signals.connect(keeper.item_error, signal=signals.item_error)
        crawler.signals.connect(keeper.spider_closed, signal=signals.spider_closed)
        return keeper

    @staticmethod
    def of(crawler: Crawler) -> CorpusKeeper:
        """The keeper of a run. Raises LookupError where settings.EXTENSIONS was replaced."""
        keeper = crawler.get_extension(CorpusKeeper)
        if keeper is None:
            raise LookupError("EXTENSIONS must have novelspider.extensions.CorpusKeeper")
        return keeper

    def spider_opened(self, spider: FlowSpider) -> None:
        settings = self.crawler.settings
        self._started, self._begun = datetime.now(UTC), time.monotonic()
        self.arguments = spider.arguments
        self.budgets = Budgets(settings)
        self.frontier = Frontier(
            self.corpus,
            per_site=settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN"),
            limit=spider.arguments.limit,
            max_wait=settings.getfloat("MAX_WAIT"),
            hold=HOLD,
            refresh=spider.arguments.refresh,
            rests=Throttle.of(self.crawler).rests,
            most_books=self.budgets.most_books,
        )
        self._spider = spider
        self._checks.start(_CHECK, now=False)

    def open(self) -> Frontier:
        """The rows of this run: the books of its seeds, or, without any, all that is due or pending in the corpus. A site with
        nothing to do is not opened; one that cannot be is left out and named in the log."""
        for seed in self.arguments.seeds:
            self._try(self.frontier.add_seed, seed)
        for agenda in () if self.arguments.seeds else self.corpus.agendas():
            if agenda.something:
                self._try(self.frontier.add_site, agenda.site)
            elif agenda.next_at is not None:
                self.next_at = min(agenda.next_at, self.next_at or agenda.next_at)
        return self.frontier

    def _try(self, add: Callable[[str], None], name: str) -> None:
        try:
            add(name)
        except CorpusError as error:
            self.leave_alone(str(error))

    def leave_alone(self, why: str) -> None:
        """Something that was in this run's scope is not touched, and why."""
        if why not in self.refused:
            self.refused.append(why)
            logger.error("Left alone: %s", why)

    def _check(self) -> None:
        """Commit what is due, and see to it that a stopped run ends."""
        if not self.crawler.crawling:  # a signal has come; Scrapy has no other word for it
            self._let_go()
        try:
            if self.budgets.out_of_time(self.frontier):
                self._spider.news.set()
            self.corpus.keep_rests(self.frontier.rests)
            self.corpus.commit_due()
        except CorpusError as error:
            self.stop(error)

    def item_error(self, item: Any, failure: Failure) -> None:
        """A record that a pipeline could not take. It was fetched, so it is not passed over in silence."""
        if isinstance(item, Chapter):
            self.crawler.stats.inc_value("failed/internal_error")
            self.corpus.site(item.site).fail(item.id, Failed("internal_error", repr(failure.value)))

    def stop(self, error: CorpusError) -> None:
        """Nothing can be written: end the run. What is not committed stays pending."""
        if self.broken is None:
            self.broken = error
            logger.error("Stopped: %s", error)
            self._closing = asyncio.ensure_future(self._close_spider())

    async def _close_spider(self) -> None:
        self._let_go()
        await self.crawler.engine.close_spider_async(reason="corpus_broken")

    def _let_go(self) -> None:
        downloader = self.crawler.engine.downloader
        if isinstance(downloader, Downloader):
            downloader.let_go()

    def spider_closed(self, reason: str) -> None:
        """Once, and where a signal left Scrapy no time to close the spider, the command calls it."""
        if not self._checks.running:
            return
        self._checks.stop()
        keep_rests = partial(self.corpus.keep_rests, self.frontier.rests)
        pack = self.corpus.pack if reason == "finished" else lambda: None  # who stops a run does not want to wait
        for step in (keep_rests, self.corpus.commit, partial(self._sum_up, reason), pack, self.corpus.close):
            try:
                step()
            except CorpusError as error:
                self.broken = self.broken or error
                logger.error("%s", error)
        if self.report and self.broken:
            self.report = replace(self.report, stopped=str(self.broken))

    def _sum_up(self, reason: str) -> None:
        """Make the report and write the manifest, also of a run that was stopped."""
        counts = RunCounts(self.got, {book: Counter(found.values()) for book, found in self.set_aside.items()}, self.removed)
        run, limit = self.frontier.run, self.arguments.limit
        sites: list[str] = []
        books: list[Standing] = []
        for store in self.corpus.open_sites():
            sites.append(store.name)
            books += standings(store, run, limit)
        self.report = self._make_report(reason, books, counts)
        facts = RunFacts(
            self._started,
            self.crawler.spidercls.name,
            self.arguments,
            plain_settings(self.crawler.settings),
            reason,
            requests=self.crawler.stats.get_value("downloader/request_count", 0),
            bytes=self.crawler.stats.get_value("downloader/response_bytes", 0),
        )
        manifest = make_manifest(sites, books, facts, counts, self.report)
        write_manifest(self.corpus.root, self._started, manifest)

    def _make_report(self, reason: str, books: list[Standing], counts: RunCounts) -> RunReport:
        early = str(self.broken) if self.broken else None if reason == "finished" else reason
        return make_report(
            self.corpus,
            self.frontier.run,
            books,
            got=counts.got,
            set_aside=counts.set_aside,
            refused=self.refused,
            rests=self.frontier.rests.open(),
            cut_short={site: self.budgets.spent(site) for site in self.frontier.cut_short()},
            stopped=early,
            pages=self.crawler.stats.get_value("pages/read", 0),
            seconds=time.monotonic() - self._begun,
            next_at=self.next_at,
        )
