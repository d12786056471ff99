"""What a response's headers say about reuse."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from scrapy.http.headers import Headers

    from novelspider.pages import BookPage, ChapterPage

RightsPage = TypeVar("RightsPage", bound="BookPage | ChapterPage")


def with_header_rights(page: RightsPage, headers: Headers) -> RightsPage:
    """`page` with X-Robots-Tag and the TDM headers (TDM Reservation Protocol, W3C community report 2024) in its rights.

    A header speaks for the server and goes before the page's own markup."""

    def said(name: str, otherwise: str | None) -> str | None:
        values = headers.getlist(name)
        return ", ".join(value.decode("latin-1") for value in values) if values else otherwise

    rights = page.rights
    return replace(
        page,
        rights=replace(
            rights,
            x_robots_tag=said("X-Robots-Tag", rights.x_robots_tag),
            tdm=said("tdm-reservation", rights.tdm),
            policy=said("tdm-policy", rights.policy),
        ),
    )
