"""What has been read so far of one row: values that travel in a request's `cb_kwargs` from page to page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from novelspider.items import Book, ChapterRef, Toc, loose_key, record_id, site_of
from novelspider.pages import merge_toc
from novelspider.pages.joined import same_chapter
from novelspider.text.language import detect_language

if TYPE_CHECKING:
    from novelspider.items import TocPage
    from novelspider.pages import BookPage, ChapterPage


@dataclass(frozen=True, slots=True)
class TocReading:
    """The pages of a book, its own and those of its TOC, and what was asked for, in order."""

    pages: tuple[BookPage, ...] = ()
    asked: tuple[TocPage, ...] = ()
    kept: tuple[BookPage, TocPage] | None = None
    """A page that was read before this reading began: it is not asked for again when its turn comes."""
    denied: bool = False
    """The site said that nothing has changed, and is not believed."""

    @property
    def urls(self) -> tuple[str, ...]:
        return tuple(page.url for page in self.asked)

    def add(self, page: BookPage, asked: TocPage) -> TocReading:
        return replace(self, pages=(*self.pages, page), asked=(*self.asked, asked))

    def without(self, asked: TocPage) -> TocReading:
        """`asked` is no page of the TOC."""
        return replace(self, asked=(*self.asked, asked))

    def belongs_to(self, page: BookPage) -> bool:
        """Is `page` the book's page of this TOC? Where both name the book alike, or it shows one of its chapters."""
        titles = {self.pages[0].title, page.title} - {None}
        listed = {loose_key(ref.url) for ref in self.pages[0].chapters}
        return len(titles) == 1 or any(loose_key(ref.url) in listed for ref in page.chapters)

    def under(self, page: BookPage, asked: TocPage) -> TocReading:
        """This TOC with its book's page before it."""
        return replace(self, pages=(page, *self.pages), asked=(asked, *self.asked))

    def with_kept(self) -> TocReading:
        """The reading with the page that was kept, if that is the next one."""
        url = self.next_url()
        if not self.kept or url is None or loose_key(url) != loose_key(self.kept[1].url):
            return self
        return replace(self.add(*self.kept), kept=None)

    def next_url(self) -> str | None:
        """The TOC page to read next, None after the last. What the last page names comes first: long pagers show only the
        numbers around their own page."""
        asked = {loose_key(url) for url in self.urls} | {loose_key(page.url) for page in self.pages}
        named = (url for page in (self.pages[-1], *self.pages) for url in page.toc_urls)
        return next((url for url in named if loose_key(url) not in asked), None)

    @property
    def partial(self) -> bool:
        """A part of the TOC is not among `pages`: no full list is, or a page has not been read, or was no page of it."""
        full = any(page.complete for page in self.pages)
        return not full or len(self.asked) > len(self.pages) or self.next_url() is not None

    def toc(self, fetched_at: str) -> Toc:
        """The book of all pages together, under the id of the first one; the first page that knows a fact is believed. What
        stands last in a part of a TOC need not be the latest chapter."""
        url, chapters = self.urls[0], merge_toc(self.pages)

        def first(name: str) -> str | None:
            return next((value for page in self.pages if (value := getattr(page, name))), None)

        book = Book(
            id=record_id(url),
            site=site_of(url),
            url=url,
            title=first("title"),
            author=first("author"),
            category=first("category"),
            tags=next((page.tags for page in self.pages if page.tags), ()),
            status=first("status"),
            intro=first("intro"),
            cover_url=first("cover_url"),
            language=detect_language(first("intro") or " ".join(ref.title for ref in chapters)),
            n_chapters=len(chapters),
            latest_chapter=chapters[-1].title if chapters and not self.partial else first("latest_chapter"),
            updated_at=first("updated_at"),
            toc_urls=self.urls,
            fetched_at=fetched_at,
            rights=self.pages[0].rights,
        )
        return Toc(book, chapters, partial=self.partial, pages=self.asked, denied=self.denied)


@dataclass(frozen=True, slots=True)
class ChapterReading:
    """The pages of a chapter in order, and the URLs that were asked for."""

    pages: tuple[ChapterPage, ...] = ()
    urls: tuple[str, ...] = ()

    def add(self, page: ChapterPage, url: str) -> ChapterReading:
        return ChapterReading((*self.pages, page), (*self.urls, url))

    def takes(self, page: ChapterPage) -> bool:
        """Is `page` one more page of this chapter?"""
        return not self.pages or same_chapter(self.pages[0], page)

    def next_url(self) -> str | None:
        """The sub-page to read next, None after the last page of the chapter, or when it leads back to a page already read."""
        link = self.pages[-1].next
        if link is None or link.kind != "page":
            return None
        asked = {loose_key(url) for url in self.urls} | {loose_key(page.url) for page in self.pages}
        return None if loose_key(link.url) in asked else link.url


@dataclass(frozen=True, slots=True)
class Chain:
    """The way back from a seed to the first chapter of a book without a TOC: the first page of every chapter passed, the
    seed's first."""

    refs: tuple[ChapterRef, ...]
    seen: frozenset[str]
    first: ChapterPage

    @classmethod
    def start(cls, page: ChapterPage, url: str) -> Chain:
        return cls((ChapterRef(url, page.title or ""),), frozenset({loose_key(url)}), page)

    def add(self, page: ChapterPage, url: str) -> Chain:
        """`page` stands before all that was passed so far. Sub-pages of a chapter give way to its first page."""
        link, count = self.first.previous, self.first.page_number or 1
        refs = self.refs[:-1] if count > 1 or (link is not None and link.kind == "page") else self.refs
        return Chain((*refs, ChapterRef(url, page.title or "")), self.seen | {loose_key(url)}, page)

    def previous_url(self) -> str | None:
        """The page before the first one known, None where the book begins."""
        link = self.first.previous
        if link is None or link.kind not in ("page", "chapter") or loose_key(link.url) in self.seen:
            return None
        return link.url

    def toc(self, fetched_at: str) -> Toc:
        """The book as far as it is known, under the id of its earliest chapter."""
        url = self.refs[-1].url
        book = Book(
            id=record_id(url),
            site=site_of(url),
            url=url,
            title=self.first.book_title,
            author=self.first.author,
            fetched_at=fetched_at,
            rights=self.first.rights,
        )
        return Toc(book, self.refs[::-1], open_ended=True)
