"""Scrapy's downloader, which can let go of what it waits for: a run that is stopped ends within seconds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scrapy.core.downloader import Downloader as ScrapyDownloader
from twisted.internet.defer import Deferred

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response


class RunStoppedError(Exception):
    """The run ended before the answer came. Raised by Downloader; the row stays pending."""


class Downloader(ScrapyDownloader):
    """A request is in here from the first middleware on: while it waits for robots.txt, for its site's delay, and for a server
    that may take DOWNLOAD_TIMEOUT to say nothing. Scrapy waits for all of that before it closes a spider."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._waited_for: set[Deferred[Any]] = set()

    def fetch(self, request: Request) -> Deferred[Response | Request]:  # type: ignore[override]
        outcome: Deferred[Any] = Deferred()
        self._waited_for.add(outcome)
        super().fetch(request).addBoth(self._arrived, outcome)
        return outcome

    def _arrived(self, result: Any, outcome: Deferred[Any]) -> None:
        """An answer or a failure; nobody asks for it any more after `let_go`."""
        if outcome in self._waited_for:
            self._waited_for.remove(outcome)
            outcome.callback(result)

    def let_go(self) -> None:
        """Fail with RunStoppedError whatever has no answer yet. Call it again for what has come since."""
        while self._waited_for:
            self._waited_for.pop().errback(RunStoppedError("the run was stopped"))
