"""HTML in, record out. No Scrapy, no I/O, no exceptions on any bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from novelspider.items import ChapterRef
from novelspider.pages.decode import decode
from novelspider.pages.document import Document
from novelspider.pages.page import BookPage, ChapterPage, Link, ListPage, OtherPage, Page
from novelspider.site import Site

if TYPE_CHECKING:
    from collections.abc import Container

__all__ = ["BookPage", "ChapterPage", "ChapterRef", "Link", "ListPage", "OtherPage", "Page", "read_page"]


def read_page(body: bytes, url: str, content_type: str | None = None, *, site: Site = Site(), toc: Container[str] = ()) -> Page:
    """Read one page of any novel site.

    `content_type` is the response's header, None where there was none. `toc` answers whether a URL is one of the book's
    known chapters (`url in toc`, loosely compared), where the caller knows."""
    document = Document(decode(body, content_type), url)
    return OtherPage(url=document.url, reason="empty" if document.empty else "unknown")
