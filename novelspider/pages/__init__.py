"""HTML in, record out. No Scrapy, no I/O, no exceptions on any bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from novelspider.items import ChapterRef
from novelspider.pages.blocked import is_shell, not_html, read_blocked
from novelspider.pages.body import Body, read_body
from novelspider.pages.book_link import linked_name, read_book_link
from novelspider.pages.decode import decode
from novelspider.pages.document import Document, absolute
from novelspider.pages.heading import read_heading
from novelspider.pages.json_toc import is_json, unwrapped
from novelspider.pages.kind import Evidence, judge
from novelspider.pages.links import read_links
from novelspider.pages.meta import read_meta
from novelspider.pages.page import BookPage, ChapterPage, Link, ListPage, OtherPage, Page
from novelspider.pages.profile import MISFIT, Profile, located, own_paragraphs, strays
from novelspider.pages.refusals import read_refusal
from novelspider.pages.rights import read_rights
from novelspider.pages.toc import merge_toc
from novelspider.site import Site
from novelspider.text.headings import repeats_title

if TYPE_CHECKING:
    from collections.abc import Container

_MOST_PRIVATE = 0.15  # share of private-use characters; beyond it every other word is a riddle
# What may be read, so that no page takes more than about two seconds. The longest lists known have 20,000 links in 2 MB, the
# largest saved page has 10,000 elements, the longest chapter 30,000 characters.
_MOST_BYTES = 10_000_000
_MOST_ELEMENTS = 150_000
_MOST_BUT_LISTS = 50_000  # elements of a page that is no list of chapters
_MOST_PARAGRAPHS, _MOST_CHARS = 30_000, 2_000_000
_SHARE_LISTED = 0.3  # of the links of a page of more elements lead to chapters
_FEW_WORDS = 200  # characters: a page with the links of a chapter and more than these is a short chapter, whatever it mentions

__all__ = [
    "BookPage",
    "ChapterPage",
    "ChapterRef",
    "Link",
    "ListPage",
    "OtherPage",
    "Page",
    "evidence_of",
    "merge_toc",
    "read_page",
]


def read_page(
    body: bytes,
    url: str,
    content_type: str | None = None,
    *,
    site: Site = Site(),
    toc: Container[str] = (),
    profile: Profile | None = None,
) -> Page:
    """Read one page of any novel site.

    `content_type` is the response's header, None where there was none. `toc` answers whether a URL is one of the book's
    known chapters (`url in toc`, loosely compared), where the caller knows. A `url` that is no web address counts as none.
    `profile` is what was learned of the site (`pages/learned.py`): chapters are read by it. One that it does not fit is read
    without it and has the flag `profile_misfit`: where several in a row have, the site was redesigned."""
    if not_html(body, content_type):
        return OtherPage(url=url, reason="not_html")
    if len(body) > _MOST_BYTES:
        return OtherPage(url=url, reason="too_large")
    text = decode(body, content_type)
    if text.count("<") > 4 * _MOST_ELEMENTS:  # an element takes two of them at most; scripts have some
        return OtherPage(url=url, reason="too_large")
    evidence = evidence_of(text, url, site)
    document = evidence.document
    if document.empty:
        return OtherPage(url=url, reason="empty")
    blocked = read_blocked(document)
    if blocked and (blocked.size <= _FEW_WORDS or not evidence.turns[0]):
        return OtherPage(url=url, reason=blocked.reason, title=document.head_title or None, target=blocked.target)
    if is_json(document.text):
        return _book(document, evidence, site) if evidence.toc.chapters else OtherPage(url=url, reason="json")
    if len(document.nodes) > _MOST_BUT_LISTS:
        return _book(document, evidence, site) if _is_long_list(evidence) else OtherPage(url=url, reason="too_large")
    fitting = _fitting(evidence, profile) if profile else None
    evidence = fitting or evidence
    kind = judge(evidence).kind
    if kind == "chapter":
        return _chapter(document, evidence, toc, profile, fits=fitting is not None)
    if kind == "book":
        return _book(document, evidence, site)
    if kind == "list":
        listing = evidence.listing
        return ListPage(url=url, title=document.head_title or None, books=listing.books, next_urls=listing.next_urls)
    return OtherPage(url=url, reason="empty_shell" if is_shell(document) else "unknown", title=document.head_title or None)


def _is_long_list(evidence: Evidence) -> bool:
    """Whether a page of more elements than others may have is a list of chapters."""
    if len(evidence.document.nodes) > _MOST_ELEMENTS:
        return False
    toc = evidence.toc
    return len(toc.chapters) >= max(2, _SHARE_LISTED * len(toc.links))


def evidence_of(text: str, url: str, site: Site = Site()) -> Evidence:
    """What `read_page` goes by, for those who want to see more of it than the page: `text` is decoded."""
    document = Document(unwrapped(text) or text, url if absolute(url, url) else "")
    return Evidence(document, site)


def _fitting(evidence: Evidence, profile: Profile) -> Evidence | None:
    """The evidence with the story where the profile has it; None where the page does not fit."""
    site = located(profile, evidence.document, evidence.site)
    if site is None:
        return None
    fitting = Evidence(evidence.document, site)
    return None if strays(profile, fitting.body) else fitting


def _unreadable(paragraphs: tuple[str, ...]) -> bool:
    """Whether the site's own font stands for so many characters that no text is left to keep."""
    text = "".join(paragraphs)
    return sum("\ue000" <= c <= "\uf8ff" for c in text) > _MOST_PRIVATE * len(text)


def _instead(body: Body) -> str | None:
    """Why what stands in the place of the story is none; None where it is one."""
    if not (body.paragraphs or body.illustrations or body.notes):
        return "empty_shell"
    return read_refusal(body.paragraphs, body.following())


def _chapter(
    document: Document, evidence: Evidence, toc: Container[str], profile: Profile | None, *, fits: bool
) -> ChapterPage | OtherPage:
    body, site = evidence.body, evidence.site
    if not body.paragraphs and not body.illustrations:
        body = read_body(document, site=site, unveiled=True)
    if len(body.paragraphs) > _MOST_PARAGRAPHS or body.chars > _MOST_CHARS:
        return OtherPage(url=document.url, reason="too_large")
    if "obfuscated" in body.flags and _unreadable(body.paragraphs):
        return OtherPage(url=document.url, reason="obfuscated", title=document.head_title or None)
    if reason := _instead(body):
        return OtherPage(url=document.url, reason=reason, title=document.head_title or None)
    heading = read_heading(document, body, site=site)
    links = read_links(
        document,
        site=site,
        toc=toc,
        page_number=heading.page_number,
        page_count=heading.page_count,
        paragraphs=body.paragraphs,
    )
    notes = [line if not repeats_title(line, heading.title or "") else "" for line in body.notes]
    return ChapterPage(
        url=document.url,
        title=heading.title,
        book_title=heading.book_title,
        author=heading.author,
        paragraphs=own_paragraphs(profile, body.paragraphs) if profile and fits else body.paragraphs,
        notes=tuple(filter(None, notes)),
        forewords=sum(map(bool, notes[: body.forewords])),
        illustrations=body.illustrations,
        next=links.next,
        previous=links.previous,
        toc=links.toc,
        page_number=heading.page_number,
        page_count=heading.page_count,
        continued=links.continued,
        flags=(*body.flags, MISFIT) if profile and not fits else body.flags,
        rights=read_rights(document),
    )


def _book(document: Document, evidence: Evidence, site: Site) -> BookPage:
    toc = evidence.toc
    facts = read_meta(document, site=site, labelled=evidence.labelled, linked=linked_name(document, toc))
    return BookPage(
        url=document.url,
        title=facts.title,
        author=facts.author,
        category=facts.category,
        tags=facts.tags,
        status=facts.status,
        intro=facts.intro,
        cover_url=facts.cover_url,
        latest_chapter=facts.latest_chapter,
        updated_at=facts.updated_at,
        chapters=toc.chapters,
        newest=toc.newest,
        toc_urls=toc.toc_urls,
        complete=toc.complete,
        book=None if evidence.declared else read_book_link(document, toc, facts),
        rights=read_rights(document),
    )
