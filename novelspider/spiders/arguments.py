"""What a user may say with `-a`, checked before the first request."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from novelspider.corpus.refresh import Refresh
from novelspider.errors import BadArgumentError
from novelspider.tidy import tidy

if TYPE_CHECKING:
    from collections.abc import Mapping

_KNOWN = ("url", "seeds", "limit", "refresh")


@dataclass(frozen=True, slots=True)
class Arguments:
    """`seeds` are URLs in the order given, each once; empty means: what is due or pending in the corpus. `limit` is the number
    of chapters wanted of each book, None means all. `refresh` tells which known chapters are read again, None means none."""

    seeds: tuple[str, ...] = ()
    limit: int | None = None
    refresh: Refresh | None = None


def read_arguments(given: Mapping[str, str]) -> Arguments:
    """Raises BadArgumentError for an unknown name, a URL that is none, an unreadable file, a limit that is no number, a refresh
    that is none of its words.

    Reads standard input where `seeds` is `-`, so call it once."""
    for name in given:
        if name not in _KNOWN and not name.startswith("_"):  # Scrapyd adds _job
            close = get_close_matches(name, _KNOWN, n=1)
            hint = f"; did you mean -a {close[0]}=…?" if close else f"; known are {', '.join(_KNOWN)}"
            raise BadArgumentError(f"unknown argument -a {name}=…{hint}")
    seeds = [_checked_url(word) for word in given.get("url", "").split()]
    if "url" in given and not seeds:
        raise BadArgumentError("-a url= is empty; give it a URL: -a url=https://…")
    if "seeds" in given:
        seeds += _read_seeds(given["seeds"])
    return Arguments(tuple(dict.fromkeys(seeds)), _read_limit(given.get("limit")), _read_refresh(given.get("refresh", "never")))


def _read_seeds(name: str) -> list[str]:
    if not name:
        raise BadArgumentError("-a seeds= is empty; give it a file of URLs, or - for standard input")
    try:
        text = sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8-sig")
    except OSError as error:
        raise BadArgumentError(f"cannot read seeds file {name!r}: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise BadArgumentError(f"seeds file {name!r} is not UTF-8 text: {error.reason} at byte {error.start}") from None
    lines = ((number, line.strip()) for number, line in enumerate(text.splitlines(), 1))
    seeds = [_checked_url(line, f"{name}:{number}: ") for number, line in lines if line and not line.startswith("#")]
    if not seeds:
        raise BadArgumentError(f"seeds file {name!r} holds no URL; it has one a line, # starts a comment")
    return seeds


def _checked_url(url: str, where: str = "") -> str:
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018  raises where the port is no number
    except ValueError as error:
        raise BadArgumentError(f"{where}{url!r} is not a URL: {error}") from None
    if parts.scheme.lower() not in ("http", "https") or not parts.hostname:
        guess = (
            f"; did you mean https://{url}?" if "." in url and "://" not in url else "; it must start with http:// or https://"
        )
        raise BadArgumentError(f"{where}{url!r} is not a web address{guess}")
    return tidy(url)


def _read_limit(limit: str | None) -> int | None:
    if limit is None:
        return None
    if not limit.isdecimal() or int(limit) < 1:
        raise BadArgumentError(f"-a limit={limit} is not a number of chapters; it must be 1 or more")
    return int(limit)


def _read_refresh(word: str) -> Refresh | None:
    if word == "never":
        return None
    if word == "all":
        return Refresh()
    name, _, number = word.partition(":")
    if name != "recent" or not number.isdecimal() or int(number) < 1:
        raise BadArgumentError(f"-a refresh={word} must be all, never, or recent:N, where N is a number of chapters, 1 or more")
    return Refresh(int(number))
