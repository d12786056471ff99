"""What stands between Scrapy and a callback or errback: errors of ours, runs that were stopped, rows that are put off."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

from twisted.python.failure import Failure

from novelspider.corpus import Failed
from novelspider.downloader import RunStoppedError
from novelspider.errors import CorpusError
from novelspider.spiders.blocks import BlockedPageError
from novelspider.spiders.failures import error_of, request_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from scrapy.http import Response

    from novelspider.spiders.base import FlowSpider, Output


def costs_one_row(step: Callable[..., AsyncIterator[Output]]) -> Callable[..., AsyncIterator[Output]]:
    """An error of ours in a callback or errback costs the row it worked on, with its traceback in the log; the run goes on. It
    ends where the corpus cannot be written, and what it has let go of costs nothing: the row stays pending."""

    @functools.wraps(step)
    async def guarded(self: FlowSpider, answer: Response | Failure, **state: Any) -> AsyncIterator[Output]:
        if isinstance(getattr(answer, "value", None), RunStoppedError):
            return
        try:
            try:
                async for output in step(self, answer, **state):
                    yield output
            except CorpusError:
                raise
            except BlockedPageError as error:
                failure = Failure(error)  # type: ignore[no-untyped-call]
                request = failure.request = request_of(answer)  # type: ignore[attr-defined]
                assert request.errback is not None  # every request of ours has one
                async for output in request.errback(failure):
                    yield output
            except Exception as error:
                request = request_of(answer)
                self.logger.exception("Error while reading %s", request.url)
                reason = Failed("internal_error", f"{type(error).__name__}: {error}")
                async for output in self.give_up(request.cb_kwargs["row"], reason):
                    yield output
        except CorpusError as error:
            self.keeper.stop(error)

    return guarded


def unless_put_off(errback: Callable[..., AsyncIterator[Output]]) -> Callable[..., AsyncIterator[Output]]:
    """What may be had later is put off, and the errback hears nothing of it."""

    @functools.wraps(errback)
    async def guarded(self: FlowSpider, failure: Failure) -> AsyncIterator[Output]:
        until = self.retries.not_before(request_of(failure), error_of(failure))
        async for output in errback(self, failure) if until is None else self.put_off(failure, until):
            yield output

    return guarded
