"""The pages of one chapter and what they say together."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING

from novelspider.items import PAGE_BREAK, Rights
from novelspider.text.titles import parse_title, same_title

if TYPE_CHECKING:
    from collections.abc import Sequence

    from novelspider.pages.page import ChapterPage


@dataclass(frozen=True, slots=True)
class JoinedChapter:
    """What the pages of a chapter say together. `number` is None where the title claims none; `pages` are the paragraphs of
    each page as it has them. In `notes` stands `PAGE_BREAK` where the story does."""

    title: str
    number: int | float | None
    book_title: str | None
    author: str | None
    pages: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...]
    illustrations: tuple[str, ...]
    flags: tuple[str, ...]
    rights: Rights


def join_chapter(pages: Sequence[ChapterPage], *, listed: str = "", book: str | None = None) -> JoinedChapter:
    """`pages` in order, at least one; `listed` is the title in the TOC, empty where there is none, `book` the book's title.

    The page's own title stands; the TOC's where the page has none, or where the page has dropped the number before it. A
    chapter is "truncated" where its last page says that it goes on."""
    first = pages[0]
    book = book or first.book_title
    own = parse_title(first.title or "", book=book)
    toc = parse_title(listed, book=book)
    title = toc if not own.title or (own.number is None and toc.number is not None and own.title in toc.title) else own
    notes = [note for page in pages for note in page.notes]
    return JoinedChapter(
        title=title.title,
        number=title.number,
        book_title=book,
        author=first.author,
        pages=tuple(page.paragraphs for page in pages),
        notes=tuple(dict.fromkeys([*notes[: first.forewords], PAGE_BREAK, *notes[first.forewords :]])),
        illustrations=tuple(dict.fromkeys(url for page in pages for url in page.illustrations)),
        flags=tuple(
            dict.fromkeys([*(flag for page in pages for flag in page.flags), *(["truncated"] if pages[-1].continued else [])])
        ),
        rights=_joined_rights([page.rights for page in pages]),
    )


def _joined_rights(pages: Sequence[Rights]) -> Rights:
    """Of each key what the first page says that says anything."""
    names = [field.name for field in dataclasses.fields(Rights)]
    return Rights(**{name: next((said for page in pages if (said := getattr(page, name))), None) for name in names})


def same_chapter(first: ChapterPage, page: ChapterPage) -> bool:
    """Is `page`, to which a next-page link of `first`'s chapter led, really one of its pages?

    No where it opens a chapter of its own: it has another title, another number in it, and does not count itself as page 2 or
    later. Links lie (a neutral pager leads to the sub-page, then to the next chapter); titles seldom do."""
    if (page.page_number or 0) > 1 or not first.title or not page.title or same_title(first.title, page.title):
        return True
    mine, its = parse_title(first.title).number, parse_title(page.title).number
    return mine is None or its is None or mine == its
