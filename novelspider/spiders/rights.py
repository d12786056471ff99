"""What page, server and site say about reuse together, and what follows from it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from novelspider.pages import OtherPage
from novelspider.pages.rights import RESERVED, reservation

if TYPE_CHECKING:
    from scrapy.http.headers import Headers

    from novelspider.pages import BookPage, ChapterPage

RightsPage = TypeVar("RightsPage", bound="BookPage | ChapterPage")


def with_header_rights(page: RightsPage, headers: Headers) -> RightsPage:
    """`page` with X-Robots-Tag and the TDM headers in its rights.

    What the page's own markup says of TDM goes before its headers (TDM Reservation Protocol, W3C community group report of
    May 2024, "Processing priority"). Several headers of one name are joined by a semicolon: a comma stands within one."""

    def said(name: str) -> str | None:
        return "; ".join(value.decode("latin-1") for value in headers.getlist(name)) or None

    own = page.rights
    by_page = own.tdm is not None
    return replace(
        page,
        rights=replace(
            own,
            x_robots_tag=said("X-Robots-Tag"),
            tdm=own.tdm if by_page else said("tdm-reservation"),
            policy=own.policy if by_page or own.policy else said("tdm-policy"),
        ),
    )


def unless_reserved(page: RightsPage) -> RightsPage | OtherPage:
    """`page`, or what is known of it where its owner keeps its text from mining or training."""
    if said := reservation(page.rights):
        return OtherPage(url=page.url, reason=RESERVED, title=page.title, detail=f"reserved by {said}")
    return page
