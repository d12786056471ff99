"""Cookies, each with the site that set it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.downloadermiddlewares.cookies import CookiesMiddleware

from novelspider.items import site_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from http.cookiejar import Cookie

    from scrapy import Request
    from scrapy.http.cookies import CookieJar

_MOST_COOKIES, _LONGEST_COOKIE = 50, 4096  # of a site, and characters: RFC 6265, 6.1 asks for at least so much


class SiteCookies(CookiesMiddleware):
    """Scrapy's, with a jar for every host and port: whatever domain a cookie is set for, no other site gets it.

    One jar for all needs the list of public suffixes, for which Scrapy asks publicsuffix.org at the first cookie, past every
    limit of this project. A site that sets cookies without end starts anew."""

    def process_request(self, request: Request) -> None:  # type: ignore[override]  # no spider, which is deprecated
        request.meta["cookiejar"] = site_of(request.url)  # a redirect brings that of the first host along
        super().process_request(request)

    def _process_cookies(self, cookies: Iterable[Cookie], *, jar: CookieJar, request: Request) -> None:
        for cookie in cookies:
            if len(cookie.name) + len(cookie.value or "") <= _LONGEST_COOKIE:
                jar.set_cookie_if_ok(cookie, request)
        if len(jar) > _MOST_COOKIES:
            jar.clear()
