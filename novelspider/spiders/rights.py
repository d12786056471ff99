"""What page, server and site say about reuse together, and what follows from it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from novelspider.items import Rights
from novelspider.middlewares import ROBOTS
from novelspider.pages import OtherPage
from novelspider.pages.rights import RESERVED, reservation
from novelspider.tdmrep import TDMREP

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scrapy.http.headers import Headers

    from novelspider.pages import BookPage, ChapterPage

RightsPage = TypeVar("RightsPage", bound="BookPage | ChapterPage")


def with_rights(page: RightsPage, headers: Headers, meta: Mapping[str, Any]) -> RightsPage:
    """`page` with what its server and its site say besides it in its rights: X-Robots-Tag and the TDM headers, and in the
    request's `meta` robots.txt and tdmrep.json.

    Of TDM what stands nearest to the text counts: the page's own markup, then its headers, then the site's file (TDM
    Reservation Protocol, W3C community group report of May 2024, "Processing priority"). Several headers of one name are joined
    by a semicolon: a comma stands within one."""

    def said(name: str) -> str | None:
        return "; ".join(value.decode("latin-1") for value in headers.getlist(name)) or None

    own, site = page.rights, meta.get(TDMREP)
    by_site = (site.reservation, site.policy) if site else (None, None)
    reserved = ((own.tdm, own.policy), (said("tdm-reservation"), said("tdm-policy")), by_site)
    tdm, policy = next((pair for pair in reserved if pair[0] is not None), (None, None))
    return replace(page, rights=Rights(meta.get(ROBOTS), tdm, said("X-Robots-Tag"), own.meta, policy))


def unless_reserved(page: RightsPage) -> RightsPage | OtherPage:
    """`page`, or what is known of it where its owner keeps its text from mining or training."""
    if said := reservation(page.rights):
        return OtherPage(url=page.url, reason=RESERVED, title=page.title, detail=f"reserved by {said}")
    return page
