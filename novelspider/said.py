"""What is said to a person also stands in LOG_FILE: of a run that nobody watches it may be all that is kept."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from scrapy.utils.log import configure_logging, get_scrapy_root_handler

if TYPE_CHECKING:
    from scrapy.settings import Settings

logger = logging.getLogger(__name__)


def log_too(text: str, settings: Settings, level: int = logging.INFO) -> None:
    """Write the lines of `text` to LOG_FILE, where there is one, also of a run that ends before Scrapy opens it."""
    if not settings["LOG_FILE"]:
        return
    if get_scrapy_root_handler() is None:
        try:
            configure_logging(settings)
        except (OSError, ValueError):
            return  # a LOG_FILE or LOG_LEVEL that is no good: what `text` is about, and it has been printed
    for line in text.splitlines():
        logger.log(level, line)
