"""What a page was read as. Plain frozen values: they can be pickled, compared and shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from novelspider.items import ChapterRef, Rights

LinkKind = Literal["page", "chapter", "toc", "book"]


@dataclass(frozen=True, slots=True)
class Link:
    """Where a page leads. `evidence` says in a few words what the kind rests on, for a person to read."""

    url: str
    kind: LinkKind
    evidence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChapterPage:
    """One HTTP page of a chapter. Paragraphs are as the page has them, one string each, not yet cleaned.

    `page_number` and `page_count` are what the page says of itself (1-based), None where it says nothing.
    `continued` is true where the body says that the chapter goes on on the next page.
    `notes` are the author's notes that the markup sets apart from the story, the first `forewords` of them before it."""

    kind: ClassVar[Literal["chapter"]] = "chapter"
    url: str
    title: str | None = None
    book_title: str | None = None
    author: str | None = None
    paragraphs: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    forewords: int = 0
    illustrations: tuple[str, ...] = ()
    next: Link | None = None
    previous: Link | None = None
    toc: Link | None = None
    page_number: int | None = None
    page_count: int | None = None
    continued: bool = False
    flags: tuple[str, ...] = ()
    rights: Rights = Rights()


@dataclass(frozen=True, slots=True, kw_only=True)
class BookPage:
    """A book page, a TOC, or both. `chapters` stand in reading order as far as this page shows it; `newest` are those that a
    page of a longer list shows only in its block of the newest.

    `toc_urls` are the further pages of the TOC, in the order in which the site numbers them, this page left out;
    `complete` is false where the chapters here are only a preview of a TOC that stands at `toc_urls`."""

    kind: ClassVar[Literal["book"]] = "book"
    url: str
    title: str | None = None
    author: str | None = None
    category: str | None = None
    tags: tuple[str, ...] = ()
    status: Literal["ongoing", "completed"] | None = None
    intro: str | None = None
    cover_url: str | None = None
    latest_chapter: str | None = None
    updated_at: str | None = None
    chapters: tuple[ChapterRef, ...] = ()
    newest: tuple[ChapterRef, ...] = ()
    toc_urls: tuple[str, ...] = ()
    complete: bool = True
    book: Link | None = None
    """The book page, where this page is only its TOC and links to it."""
    rights: Rights = Rights()


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage:
    """A listing: `books` lead to books, `next_urls` to further pages of the same listing."""

    kind: ClassVar[Literal["list"]] = "list"
    url: str
    title: str | None = None
    books: tuple[Link, ...] = ()
    next_urls: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherPage:
    """Anything else. `reason` is snake_case: empty, not_html, json (data for a program, with neither HTML nor a TOC in it),
    too_large (more bytes or elements than any page for readers: the limits are in `pages/__init__.py`), rights_reserved
    (given by the spider, which knows what the server said and the policy), a reason of refusals.tsv (challenge, rate_limited,
    captcha, login, payment, placeholder, unsupported_browser, error_page), empty_shell (a page without its text: scripts were
    to fill it), obfuscated, redirect_script, unknown. `target` is where a `redirect_script` page sends the browser. `detail`
    is for a person, None where the reason says all."""

    kind: ClassVar[Literal["other"]] = "other"
    url: str
    reason: str = "unknown"
    title: str | None = None
    target: str | None = None
    detail: str | None = None


Page = ChapterPage | BookPage | ListPage | OtherPage
