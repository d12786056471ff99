"""Settings checked before the first request."""

from __future__ import annotations

import logging
import re
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy.settings import default_settings

from novelspider import settings as ours
from novelspider.contact import user_agent
from novelspider.corpus.blocks import compression_of, zstd_module
from novelspider.errors import BadArgumentError, CorpusError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scrapy.settings import BaseSettings

_AT_LEAST = {  # whole numbers and their least value
    "CONCURRENT_REQUESTS": 0,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
    "CONCURRENT_ITEMS": 1,
    "RETRY_TIMES": 0,
    "MAX_PAGES_PER_SITE": 0,
    "MAX_BOOKS_PER_SITE": 0,
    "DOWNLOAD_MAXSIZE": 0,
    "CORPUS_SHARD_BYTES": 1,
    "CORPUS_COMMIT_ITEMS": 1,
    "CORPUS_OPEN_SITES": 1,
    "CHAPTER_MAX_PAGES": 1,
    "TOC_MAX_PAGES": 1,
    "CHAIN_MAX_CHAPTERS": 1,
    "MAX_TRIES": 1,
}
_SECONDS = (
    "DOWNLOAD_DELAY",
    "DOWNLOAD_TIMEOUT",
    "AUTOTHROTTLE_MAX_DELAY",
    "CORPUS_COMMIT_SECONDS",
    "MAX_WAIT",
    "UPDATE_MIN_INTERVAL",
    "UPDATE_MAX_INTERVAL",
    "UPDATE_COMPLETED_INTERVAL",
    "MAX_CRAWL_DELAY",
    "MAX_SECONDS",
    "RETRY_DELAY",
)
_SWITCHES = (
    "ROBOTSTXT_OBEY",
    "AUTOTHROTTLE_ENABLED",
    "COOKIES_ENABLED",
    "PROGRESS_BAR",
    "CLEAN_AUDIT",
    "DOWNLOAD_VERIFY_CERTIFICATES",
)
_HOST = re.compile(r"(?:[\w.-]{1,253}|\[[0-9a-f:.]{2,45}\])(?::(?P<port>[0-9]{1,5}))?", re.I)
_POLICIES = ("obey", "record", "ignore")
"""RIGHTS_POLICY: reserved pages are not kept; they are kept, and what was said with them; nobody is asked but the page."""
_LIKENESS = 0.85  # of a misspelt name to a known one; setting names differ by whole words, typing errors by a letter or two


def check_settings(settings: BaseSettings, given: Sequence[str] = ()) -> None:
    """Raises BadArgumentError for a value that cannot be used, and for a name in `given` that `check_names` finds misspelt."""
    check_names(given)
    for name, least in _AT_LEAST.items():
        _check_number(name, settings[name], least, int)
    for name in _SECONDS:
        _check_number(name, settings[name], 0, float)
    if settings.getfloat("UPDATE_MIN_INTERVAL") > settings.getfloat("UPDATE_MAX_INTERVAL"):
        least, most = settings["UPDATE_MIN_INTERVAL"], settings["UPDATE_MAX_INTERVAL"]
        raise BadArgumentError(f"setting UPDATE_MIN_INTERVAL={least} must not be more than UPDATE_MAX_INTERVAL={most}")
    for name in _SWITCHES:
        try:
            settings.getbool(name)
        except ValueError:
            raise BadArgumentError(f"setting {name}={settings[name]!r} must be True or False") from None
    user_agent(str(settings["CONTACT"] or ""))
    _check_words(settings)
    _check_compression(settings)


def check_names(given: Sequence[str]) -> None:
    """Raises BadArgumentError for a name in `given` ("NAME=VALUE", as with `-s`) that looks like a misspelt one. Names of other
    people's extensions pass."""
    known = {name for module in (default_settings, ours) for name in dir(module) if name.isupper()}
    for name in (pair.partition("=")[0] for pair in given):
        close = get_close_matches(name, known, n=1, cutoff=_LIKENESS)
        if name not in known and close:
            raise BadArgumentError(f"unknown setting {name}; did you mean {close[0]}?")


def _check_number(name: str, value: object, least: int, number: type[int] | type[float]) -> None:
    wanted = "a whole number" if number is int else "a number of seconds"
    try:
        right = number(str(value)) >= least
    except ValueError:
        right = False
    if not right:
        raise BadArgumentError(f"setting {name}={value!r} must be {wanted}, {least} or more")


def _check_words(settings: BaseSettings) -> None:
    level = settings["LOG_LEVEL"]
    if level not in logging.getLevelNamesMapping() and not isinstance(level, int):
        raise BadArgumentError(f"setting LOG_LEVEL={level!r} must be one of DEBUG, INFO, WARNING, ERROR, CRITICAL")
    if settings["LOG_FILE"]:
        try:
            Path(settings["LOG_FILE"]).open("a").close()
        except OSError as error:
            raise BadArgumentError(f"setting LOG_FILE={settings['LOG_FILE']!r} cannot be written: {error.strerror}") from None
    if settings["RIGHTS_POLICY"] not in _POLICIES:
        raise BadArgumentError(f"setting RIGHTS_POLICY={settings['RIGHTS_POLICY']!r} must be one of {', '.join(_POLICIES)}")
    if not settings.getfloat("AUTOTHROTTLE_TARGET_CONCURRENCY") > 0:
        raise BadArgumentError("setting AUTOTHROTTLE_TARGET_CONCURRENCY must be more than 0")
    for entry in settings.getlist("ALLOW_PRIVATE"):
        named = _HOST.fullmatch(str(entry))
        if not named or int(named["port"] or 0) > 65535:
            raise BadArgumentError(f"setting ALLOW_PRIVATE: {entry!r} must be a host, or a host:port")
    if not settings["CORPUS_DIR"]:
        raise BadArgumentError("setting CORPUS_DIR is empty; name the folder of the corpus")


def _check_compression(settings: BaseSettings) -> None:
    try:
        if compression_of(settings["CORPUS_COMPRESSION"]) == "zstd":
            zstd_module()
    except ValueError as error:
        raise BadArgumentError(f"setting CORPUS_COMPRESSION={settings['CORPUS_COMPRESSION']!r} {error}") from None
    except CorpusError as error:
        raise BadArgumentError(f"setting CORPUS_COMPRESSION='zstd': {error}") from None
