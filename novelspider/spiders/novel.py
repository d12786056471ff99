"""`novel`: books and chapters by URL."""

from __future__ import annotations

from novelspider.spiders.books import BookFlow
from novelspider.spiders.chapters import ChapterFlow


class NovelSpider(BookFlow, ChapterFlow):
    """`scrapy crawl novel -a url=URL`: the book that a book page, a TOC or any chapter belongs to."""

    name = "novel"
