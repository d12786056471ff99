"""Pages with status 200 that are served in place of the one that was asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from novelspider.corpus import ChapterRow
from novelspider.pages import ChapterPage, ListPage, OtherPage

if TYPE_CHECKING:
    from novelspider.corpus import BookRow
    from novelspider.pages import Page

OF_THE_HOST = frozenset({"challenge", "rate_limited", "captcha", "unsupported_browser"})
"""Reasons that speak for every page of a host: it is left alone, as after HTTP status 429."""
OF_THE_PAGE = frozenset({"placeholder", "empty", "empty_shell", "home_page"})
"""Reasons that may be gone when the page is asked for again. Several in a row speak for the host as well."""


class BlockedPageError(Exception):
    """A page was served that may give way to the right one later. Raised by FlowSpider.read, met in errbacks."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"a page of the kind {reason} was served")
        self.reason = reason


def blocked_by(page: Page, row: BookRow | ChapterRow, asked: str, *, first: bool) -> str | None:
    """Why `page` is not the one at the URL `asked` that was wanted for `row`, where it may be had later; None for what has to
    be judged by whoever asked for it. Only the `first` page of a row can be a home page by mistake: the link behind the last
    page of a chapter may lead there."""
    if isinstance(page, OtherPage) and page.reason != "unknown":
        return page.reason if page.reason in OF_THE_HOST | OF_THE_PAGE else None
    if not first or isinstance(page, ChapterPage):
        return None
    sent_home = _is_root(page.url) and not _is_root(asked)
    return "home_page" if sent_home or (isinstance(page, ListPage) and isinstance(row, ChapterRow)) else None


def _is_root(url: str) -> bool:
    parts = urlsplit(url)
    return parts.path in ("", "/") and not parts.query
