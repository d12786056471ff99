"""The log: what is a line of its own there, the web has no say in."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING

from scrapy import signals

from novelspider.sheet import plain

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler

_URL_USER = re.compile(r"(?<=://)[^\s/?#]{1,200}@")
_TRACE = logging.Formatter()


class OneLineFilter(logging.Filter):
    """Takes out of a record what could steer a terminal (see `sheet.plain`), and user names and passwords out of its URLs. All
    lines of it but the first, those of a traceback, too, begin with a bar: so none looks like a record of its own."""

    def filter(self, record: logging.LogRecord) -> bool:
        try:
            record.msg, record.args = _barred(record.getMessage()), ()
        except (TypeError, ValueError):
            return True  # a format that does not fit its arguments: logging says so itself, and writes no message
        if record.exc_info and not record.exc_text:
            record.exc_text = _TRACE.formatException(record.exc_info)
        if record.exc_text and not record.exc_text.startswith("| "):
            record.exc_text = f"| {_barred(record.exc_text)}"
        return True


class OneLineLog:
    """The extension that puts OneLineFilter before all that writes the log."""

    def __init__(self) -> None:
        self._filter = OneLineFilter()
        self.put_first()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        log = cls()
        crawler.signals.connect(log.put_first, signals.spider_opened)  # Scrapy makes its handler anew in between
        return log

    def put_first(self) -> None:
        for handler in logging.root.handlers:
            if self._filter not in handler.filters:
                handler.filters.insert(0, self._filter)


def _barred(text: str) -> str:
    return "\n| ".join(map(safe, text.split("\n")))


def safe(text: str) -> str:
    """`text` for one line of a log or a terminal."""
    return plain(_URL_USER.sub("", text))
