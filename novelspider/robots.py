"""Reading robots.txt: RFC 9309, with Crawl-delay and Sitemap, which it does not know."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from protego import Protego

from novelspider.pages.decode import decode

MOST_BYTES = 500 * 1024
"""Of the file are read; RFC 9309, 2.5 asks for at least so many."""
_MOST_SITEMAPS = 1000
_LONGEST_URL = 2000
_AGENT = re.compile(r"^[ \t]*user[- ]?agent[ \t]*:[ \t]*(.*)", re.I | re.M)
_TOKEN = re.compile(r"[\w-]+")


class Rules:
    """What a robots.txt says to one agent: the product token of `agent` ("novelspider/0.1 (…)" and "novelspider" are one).

    `body` is the file as it came, however wrong: what cannot be read as a rule is no rule, so a page of HTML allows all.
    Protego parses and matches: groups of one agent are one, the longest match counts, Allow where two are equally long."""

    def __init__(self, body: bytes, content_type: str | None, agent: str) -> None:
        self._agent = _token(agent)
        if len(body) > MOST_BYTES:
            body = body[:MOST_BYTES]
            body = body[: body.rfind(b"\n") + 1]  # half a path would be another path
        text = decode(body, content_type).replace("\r\n", "\n").replace("\r", "\n")
        self.any = bool(text.strip())
        """Is there a file with anything in it?"""
        self._rules = Protego.parse(_AGENT.sub(self._addressed, text))

    def _addressed(self, line: re.Match[str]) -> str:
        """A group is ours if its token is ours, whole, whatever follows it (RFC 9309, 2.2.1). Protego would take a group for
        `novel` for ours, and one for `novelspider/1.0` for another's."""
        named = line[1].lstrip()
        if named.startswith("*"):
            return "User-agent: *"
        return f"User-agent: {self._agent if _token(named) == self._agent else '-'}"

    def allows(self, url: str) -> bool:
        return self._rules.can_fetch(url, self._agent)

    @property
    def crawl_delay(self) -> float:
        """Seconds; 0 where there is none."""
        return self._rules.crawl_delay(self._agent) or 0.0

    @property
    def sitemaps(self) -> tuple[str, ...]:
        """Web addresses, in the order of the file, each once, at most a thousand."""
        found = dict.fromkeys(url for url in self._rules.sitemaps if len(url) <= _LONGEST_URL and _is_web(url))
        return tuple(found)[:_MOST_SITEMAPS]


def _token(agent: str) -> str:
    found = _TOKEN.match(agent.strip())
    return found[0].lower() if found else ""


def _is_web(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)
