"""What a run has one of: the corpus it works on, the line that shows its progress."""

from __future__ import annotations

import asyncio
import logging
import sys
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from scrapy import signals
from scrapy.exceptions import NotConfigured
from scrapy.utils.asyncio import create_looping_call

from novelspider.corpus import HOLD, Corpus, Failed, Frontier
from novelspider.errors import CorpusError
from novelspider.items import Chapter
from novelspider.report import RunReport, make_report

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Self

    from scrapy.crawler import Crawler
    from twisted.python.failure import Failure


logger = logging.getLogger(__name__)
_COMMIT_CHECK = 1.0  # seconds
_REDRAW = 0.5  # seconds


class CorpusKeeper:
    """Opens the corpus, commits what is due, closes it when all pipelines are done; stops the run when it cannot be written."""

    def __init__(self, crawler: Crawler) -> None:
        settings = crawler.settings
        self.crawler = crawler
        self.corpus = Corpus(
            Path(settings["CORPUS_DIR"]),
            shard_bytes=settings.getint("CORPUS_SHARD_BYTES"),
            commit_items=settings.getint("CORPUS_COMMIT_ITEMS"),
            commit_seconds=settings.getfloat("CORPUS_COMMIT_SECONDS"),
        )
        self.refused: list[str] = []
        """Why sites were left alone, each named."""
        self.new: Counter[str] = Counter()
        self.set_aside: dict[str, Counter[str]] = {}
        self.broken: CorpusError | None = None
        """Why the run was stopped, None while all is well."""
        self.report: RunReport | None = None
        """What the run came to; None until the spider is closed."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        keeper = cls(crawler)
        crawler.signals.connect(keeper.spider_opened, signal=signals.spider_opened)
        crawler.signals.connect(keeper.item_scraped, signal=signals.item_scraped)
        crawler.signals.connect(keeper.item_dropped, signal=signals.item_dropped)
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

    def spider_opened(self) -> None:
        self._started = time.monotonic()
        self._commits = create_looping_call(self._commit_due)
        self._commits.start(_COMMIT_CHECK, now=False)

    def open(self, seeds: Sequence[str], limit: int | None) -> Frontier:
        """The rows of this run: the books of `seeds`, or, without any, all that is pending in the corpus. A site that cannot be
        opened is left out and named in the log."""
        per_site = self.crawler.settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN")
        frontier = self._frontier = Frontier(self.corpus, per_site=per_site, limit=limit, hold=HOLD)
        self._limited = limit is not None
        for seed in seeds:
            self._try(frontier.add_seed, seed)
        for site in () if seeds else self.corpus.sites():
            self._try(frontier.add_site, site)
        return frontier

    def _try(self, add: Callable[[str], None], name: str) -> None:
        try:
            add(name)
        except CorpusError as error:
            if str(error) not in self.refused:
                self.refused.append(str(error))
                logger.error("Left alone: %s", error)

    def _commit_due(self) -> None:
        try:
            self.corpus.commit_due()
        except CorpusError as error:
            self.stop(error)

    def item_scraped(self, item: Any) -> None:
        if isinstance(item, Chapter):
            self.new[item.book_id] += 1

    def item_dropped(self, item: Any, exception: Exception) -> None:
        if isinstance(item, Chapter) and not self.broken:
            self.set_aside.setdefault(item.book_id, Counter())[str(exception)] += 1

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
            self._closing = asyncio.ensure_future(self.crawler.engine.close_spider_async(reason="corpus_broken"))

    def spider_closed(self, reason: str) -> None:
        if self._commits.running:
            self._commits.stop()
        try:
            self.corpus.commit()
            self.report = self._make_report(reason)
            self.corpus.close()
        except CorpusError as error:
            self.broken = self.broken or error
            logger.error("%s", error)

    def _make_report(self, reason: str) -> RunReport:
        early = None if reason == "finished" else str(self.broken or reason)
        return make_report(
            self.corpus,
            self._frontier.run,
            new=self.new,
            set_aside=self.set_aside,
            limited=self._limited,
            refused=self.refused,
            stopped=early,
            pages=self.crawler.stats.get_value("pages/read", 0),
            seconds=time.monotonic() - self._started,
        )


class ProgressBar:
    """One line on standard error, redrawn, where that is a terminal; log lines pass above it."""

    def __init__(self, crawler: Crawler, stream: TextIO) -> None:
        self.stats = crawler.stats
        self.stream = stream
        self.started = time.monotonic()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        if not crawler.settings.getbool("PROGRESS_BAR") or not sys.stderr.isatty():
            raise NotConfigured
        bar = cls(crawler, sys.stderr)
        crawler.signals.connect(bar.spider_opened, signal=signals.spider_opened)
        crawler.signals.connect(bar.spider_closed, signal=signals.spider_closed)
        return bar

    def spider_opened(self) -> None:
        for handler in logging.root.handlers:
            handler.addFilter(self._before_log)
        self._redraws = create_looping_call(self.draw)
        self._redraws.start(_REDRAW)

    def draw(self) -> None:
        """Draw the line anew. Public for the test that reads it."""
        self.stream.write(f"\r\x1b[K{self.line()}")
        self.stream.flush()

    def line(self) -> str:
        """What is shown: pages, chapters, what went wrong, and the time since the start."""
        got = self.stats.get_value
        seconds = int(time.monotonic() - self.started)
        wrong = sum(value for name, value in self.stats.get_stats().items() if name.startswith(("failed/", "locked/")))
        set_aside = sum(value for name, value in self.stats.get_stats().items() if name.startswith("rejected/"))
        return (
            f"{got('pages/read', 0)} pages, {got('chapters/written', 0)} chapters, "
            f"{set_aside} set aside, {wrong} not got, {seconds // 60}:{seconds % 60:02d}"
        )

    def _before_log(self, _record: logging.LogRecord) -> bool:
        self.stream.write("\r\x1b[K")
        return True

    def spider_closed(self) -> None:
        self._redraws.stop()
        for handler in logging.root.handlers:
            handler.removeFilter(self._before_log)
        self.stream.write("\r\x1b[K")
        self.stream.flush()
