"""What a run may use up: pages and books of a site, seconds."""

from __future__ import annotations

import logging
import time
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings

    from novelspider.corpus import Frontier

logger = logging.getLogger(__name__)


class Budgets:
    """Stops a site, or all, when its budget is spent: no further row is handed out, what was begun is finished, and the rest
    stays pending for the next run. Off where a setting is 0."""

    def __init__(self, settings: BaseSettings) -> None:
        self.most_books = settings.getint("MAX_BOOKS_PER_SITE") or None
        """For the frontier, which opens the books; None: all."""
        self._most_pages = settings.getint("MAX_PAGES_PER_SITE")
        self._most_seconds = settings.getfloat("MAX_SECONDS")
        self._end = time.monotonic() + self._most_seconds
        self._pages: Counter[str] = Counter()
        self._out_of_time = False

    def page(self, site: str, frontier: Frontier) -> None:
        """A page of a book of `site` has come."""
        self._pages[site] += 1
        if self._pages[site] == self._most_pages:
            logger.info("MAX_PAGES_PER_SITE is reached, no more is begun: %s", site)
            frontier.stop(site)

    def out_of_time(self, frontier: Frontier) -> bool:
        """True once, when time is up. Ask about once a second."""
        if not self._most_seconds or self._out_of_time or time.monotonic() < self._end:
            return False
        self._out_of_time = True
        logger.info("MAX_SECONDS are over, no more is begun")
        frontier.stop()
        return True

    def spent(self, site: str) -> str:
        """The setting that cut a site short."""
        if self._out_of_time:
            return "MAX_SECONDS"
        pages = self._most_pages and self._pages[site] >= self._most_pages
        return "MAX_PAGES_PER_SITE" if pages else "MAX_BOOKS_PER_SITE"
