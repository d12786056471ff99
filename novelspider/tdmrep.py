"""`/.well-known/tdmrep.json`: what a site reserves from text and data mining (TDM Reservation Protocol, W3C community group
report of May 2024)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from protego import Protego
from scrapy.exceptions import IgnoreRequest, NotConfigured

from novelspider.middlewares import RobotsRefusedError, RobotsUnreachableError
from novelspider.origin_files import OF_AN_ORIGIN, OriginFiles, follow
from novelspider.throttle import HostRestsError

if TYPE_CHECKING:
    from typing import Self

    from scrapy import Request
    from scrapy.crawler import Crawler

PATH = "/.well-known/tdmrep.json"
TDMREP = "tdmrep"
"""`meta` key of what the file says of a request's URL: a `Said`, or None where it says nothing."""
_MOST_BYTES = 500 * 1024
_MOST_RULES = 1000
_LONGEST_PATTERN = 2000


class RightsReservedError(IgnoreRequest):
    """The site reserves the page from mining. Raised by TdmReservations; the row is locked."""


@dataclass(frozen=True, slots=True)
class Said:
    """A rule's own words: `reservation` is "1" where rights are reserved, `policy` a URL or None."""

    reservation: str
    policy: str | None = None


class TdmRules:
    """The rules of a file. What is no rule says nothing, whatever else the file holds.

    Patterns are those of robots.txt, as the report has it; Protego matches them. Of several rules the first that matches
    counts."""

    def __init__(self, body: bytes) -> None:
        self._rules = [(Protego.parse(f"User-agent: *\nDisallow: {location}"), said) for location, said in _rules(body)]

    def of(self, url: str) -> Said | None:
        return next((said for pattern, said in self._rules if not pattern.can_fetch(url, "*")), None)


def _rules(body: bytes) -> list[tuple[str, Said]]:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return []
    rules = [_rule(one) for one in found[:_MOST_RULES]] if isinstance(found, list) else []
    return [rule for rule in rules if rule]


def _rule(one: Any) -> tuple[str, Said] | None:
    if not isinstance(one, dict):
        return None
    location, reservation, policy = one.get("location"), one.get("tdm-reservation"), one.get("tdm-policy")
    if not isinstance(location, str) or not isinstance(reservation, str | int):
        return None
    location = "".join(location.split())  # a line break would be another rule
    if not location.startswith(("/", "*")) or len(location) > _LONGEST_PATTERN:
        return None
    value = reservation.strip() if isinstance(reservation, str) else str(int(reservation))
    return location, Said(value, policy if isinstance(policy, str) else None)


class TdmReservations:
    """Asks for a site's tdmrep.json before its first page, and once a day after that. A site without one reserves nothing by
    it. With RIGHTS_POLICY = "obey" what it reserves is not asked for, with "record" what it says goes with the page's request
    (`meta["tdmrep"]`), with "ignore" it is not read."""

    def __init__(self, crawler: Crawler) -> None:
        policy = crawler.settings["RIGHTS_POLICY"]
        if policy == "ignore":
            raise NotConfigured
        self._obey = policy == "obey"
        self._crawler = crawler
        self._files = OriginFiles(PATH, self._fetch)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        if OF_AN_ORIGIN in request.meta:
            return
        said = (await self._files.of(request)).of(request.url)
        request.meta[TDMREP] = said
        if said and said.reservation == "1" and self._obey:
            policy = f", policy {said.policy}" if said.policy else ""
            raise RightsReservedError(f"reserved by {PATH}{policy}")

    async def _fetch(self, url: str, request: Request) -> TdmRules:
        """The rules at `url`, none where there is no such file or robots.txt keeps it to the site. Raises what downloading
        raises: then the page, which would meet with the same, waits as well."""
        try:
            response = await follow(self._crawler, url, request, most_bytes=_MOST_BYTES)
        except (HostRestsError, RobotsUnreachableError):
            raise
        except RobotsRefusedError:
            return TdmRules(b"")
        return TdmRules(response.body if response.status == 200 else b"")
