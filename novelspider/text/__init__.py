"""Text in, text out. No Scrapy, no I/O, no exceptions on any text."""

from __future__ import annotations

from novelspider.text.clean import Cleaned, clean_paragraphs
from novelspider.text.removal import Removal
from novelspider.text.titles import ChapterTitle, chinese_number, parse_title, same_title

__all__ = ["ChapterTitle", "Cleaned", "Removal", "chinese_number", "clean_paragraphs", "parse_title", "same_title"]
