"""The one component of a kind that a run has."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

T = TypeVar("T")


def middleware_of(crawler: Crawler, kind: type[T]) -> T:
    """The downloader middleware of a run. Raises LookupError where settings.DOWNLOADER_MIDDLEWARES was replaced."""
    found: T | None = crawler.get_downloader_middleware(kind)
    if found is None:
        raise LookupError(f"DOWNLOADER_MIDDLEWARES must have {kind.__module__}.{kind.__qualname__}")
    return found
