"""The line that shows how far a run has come."""

from __future__ import annotations

import logging
import sys
import time
from typing import TYPE_CHECKING, TextIO

from scrapy import signals
from scrapy.exceptions import NotConfigured
from scrapy.utils.asyncio import create_looping_call

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler

_REDRAW = 0.5  # seconds


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
            f"{got('pages/read', 0)} pages, {got('chapters/new', 0) + got('chapters/revised', 0)} chapters, "
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
