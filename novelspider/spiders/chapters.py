"""Reading a chapter: its pages one after the other, joined, settled, released in reading order."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from posixpath import dirname
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from novelspider.corpus import ChapterRow, Failed
from novelspider.items import PAGE_BREAK, Chapter
from novelspider.pages import ChapterPage, OtherPage
from novelspider.pages.joined import join_chapter
from novelspider.pages.refusals import WALLS
from novelspider.pages.rights import RESERVED
from novelspider.spiders.base import MAX_DETOURS, FlowSpider, Output
from novelspider.spiders.guards import costs_one_row
from novelspider.spiders.reading import ChapterReading

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from scrapy.http import Response

    from novelspider.pages import Page

_LOCKED = {*WALLS, RESERVED}


def now() -> str:
    """RFC 3339, UTC, whole seconds."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def unreadable(page: Page, wanted: str) -> Failed:
    """Why `page` is not what was wanted ("chapter", "book")."""
    if isinstance(page, OtherPage):
        detail = page.detail or f"the page is not a {wanted}: {page.reason}"
        return Failed(page.reason, detail, locked=page.reason in _LOCKED)
    return Failed(f"not_a_{wanted}", f"the page is a {page.kind} page, not a {wanted}")


NOTHING = ChapterReading()


class ChapterFlow(FlowSpider):
    """Callbacks of a chapter's row."""

    @costs_one_row
    async def parse_chapter(
        self, response: Response, row: ChapterRow, reading: ChapterReading = NOTHING, detours: int = 0
    ) -> AsyncIterator[Output]:
        page, url = self.read(response, row, first=not reading.pages), self.asked_url(response)
        if isinstance(page, OtherPage) and page.target and detours < MAX_DETOURS:
            yield self.request(page.target, row, self.parse_chapter, reading=reading, detours=detours + 1)
            return
        if isinstance(page, ChapterPage) and reading.takes(page):
            steps = self.read_on_chapter(row, reading.add(page, url))
        elif reading.pages and not isinstance(page, OtherPage):
            # The link said "next page" and led out of the chapter: to the next one, or to the TOC after the last.
            self.crawler.stats.inc_value("chapters/next_page_was_none")
            steps = self.finish(row, reading, next_url=url if isinstance(page, ChapterPage) else None)
        else:
            steps = self.give_up(row, unreadable(page, "chapter"), url)
        async for output in steps:
            yield output

    async def read_on_chapter(self, row: ChapterRow, reading: ChapterReading) -> AsyncIterator[Output]:
        """The next page of the chapter, or the whole of it to the frontier."""
        url, link = reading.next_url(), reading.pages[-1].next
        if url and len(reading.urls) < self.settings.getint("CHAPTER_MAX_PAGES"):
            yield self.request(url, row, self.parse_chapter, reading=reading)
            return
        flag = "page_cap" if url else "page_loop" if link and link.kind == "page" else None
        if flag:
            self.logger.warning("Chapter ends at page %d (%s): %s", len(reading.urls), flag, row.url)
            self.crawler.stats.inc_value(f"chapters/{flag}")
        next_url = link.url if link and link.kind == "chapter" else None
        async for output in self.finish(row, reading, next_url, flag):
            yield output

    async def finish(
        self, row: ChapterRow, reading: ChapterReading, next_url: str | None, flag: str | None = None
    ) -> AsyncIterator[Output]:
        """Settle the chapter and hand over what that releases. A link to a next chapter that the book does not know yet is
        followed: newest chapters are often missing from a TOC, and a book without one has nothing else."""
        if next_url and not follows(row, reading.urls[-1], next_url):
            next_url = None
        if next_url and self.is_long_enough(row, next_url):
            next_url, flag = None, "chain_cap"
        chapter = chapter_of(row, reading)
        if flag:
            chapter = replace(chapter, flags=(*chapter.flags, flag))
        self.crawler.stats.inc_value("chapters/pages", len(reading.urls))
        async for output in self.hand_over(self.settle(row, chapter, next_url)):
            yield output

    def is_long_enough(self, row: ChapterRow, next_url: str) -> bool:
        """Would `next_url`, which the book does not know yet, be more than it may grow by? Some sites go on without end."""
        most = self.settings.getint("CHAIN_MAX_CHAPTERS")
        if row.index < most or next_url in self.keeper.corpus.site(row.site).in_toc(row.book_id):
            return False
        self.logger.warning("The book has CHAIN_MAX_CHAPTERS chapters, what follows is left: %s", row.url)
        self.crawler.stats.inc_value("chapters/chain_cap")
        return True


def follows(row: ChapterRow, url: str, next_url: str) -> bool:
    """May `next_url`, to which the chapter's last page `url` links, be the book's next chapter? It stays on the host; where
    there is a TOC also in the folder, for behind the last chapter some sites link to another book."""
    here, there = urlsplit(url), urlsplit(next_url)
    same_folder = dirname(here.path.rstrip("/")) == dirname(there.path.rstrip("/"))
    return here.netloc == there.netloc and (row.open_ended or same_folder)


def chapter_of(row: ChapterRow, reading: ChapterReading) -> Chapter:
    """The record of a chapter whose pages are all read. Its text is as they have it, with `PAGE_BREAK` between two pages: Clean
    joins them. In `notes` it stands where those belong that Clean finds in the text."""
    joined = join_chapter(reading.pages, listed=row.title, book=row.book_title)
    return Chapter(
        id=row.id,
        site=row.site,
        book_id=row.book_id,
        book_url=row.book_url,
        book_title=joined.book_title,
        author=row.author or joined.author,
        volume=row.volume,
        index=row.index,
        number=joined.number,
        title=joined.title,
        text=PAGE_BREAK.join("\n".join(page) for page in joined.pages),
        notes=joined.notes,
        illustrations=joined.illustrations,
        flags=joined.flags,
        url=row.url,
        pages=reading.urls,
        fetched_at=now(),
        rights=joined.rights,
    )
