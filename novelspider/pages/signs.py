"""What speaks for each kind of page, one sign at a time, with its weight and in words for a person to read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from novelspider.items import loose_key
from novelspider.pages.chapter_titles import is_chapter_title

if TYPE_CHECKING:
    from collections.abc import Iterator

    from novelspider.pages.kind import Evidence
    from novelspider.pages.toc import TocReading

_START = re.compile(
    r"开始阅读|開始閱讀|立即阅读|点击阅读|免费试读|从头阅读|start reading|read now|read first|đọc từ đầu|đọc truyện"
    r"|1話目から読む|最初から読む|加入书架|加入書架|放入书架|add to library|add to bookshelf|txt\s?下载",
    re.I,
)
_BOOK_WORDS = re.compile(
    r"最新章[节節]|章[节節]目[录錄]|章[节節]列表|全文(?:免费)?(?:阅读|閱讀)|txt下载|目次|table of contents|danh"
    r" sách chương",
    re.I,
)
_TOC_ADDRESS = re.compile(r"/(?:chapters?|chapter-?list|toc|catalog|mulu|dir|directory|index_\d+)(?:\.s?html?|\.php)?/?$", re.I)
_GENRE_TITLE = re.compile(
    r"(?:好看的|最新|热门|免费|完本|全本)?[\u4e00-\u9fff]{2,4}小[说說](?:[_\-|,，\s]|$|大全|推荐|推薦|排行|列表)"
    r"|truyện \S+ (?:hay|mới)",
    re.I,
)


class Sign(NamedTuple):
    """One thing that speaks for a kind, or against it where `points` are below 0."""

    points: float
    what: str


def chapter_signs(evidence: Evidence) -> Iterator[Sign]:
    """What speaks for a chapter: running text in one place, links to the next and the previous one, a chapter's title."""
    body = evidence.body
    prose = body.prose
    if prose >= 50:
        points = 3.0 if prose >= 1500 else 2.0 if prose >= 600 else 1.0 if prose >= 200 else 0.3
        yield Sign(points, f"{prose:,} characters of running text in one place")
    if len(body.paragraphs) >= 8:
        yield Sign(0.5, f"{len(body.paragraphs):,} paragraphs")
    if prose < 0.4 * body.page_prose:
        yield Sign(-1.0, "most of the running text stands elsewhere on the page")
    chapters, others = evidence.turns
    if chapters:
        yield Sign(3.0, "a label says next or previous chapter")
    if others:
        yield Sign(0.7, "a label says just next or previous")
    if evidence.chapter_title is not None:
        yield Sign(1.2, f"a chapter's title: {evidence.chapter_title}")
    elif not (chapters or others):
        yield Sign(-1.0, "neither a chapter's title nor a way to the next one")
    if evidence.teasers >= 3 and not chapters:
        yield Sign(-1.5, f"beginnings of texts that go on elsewhere: {evidence.teasers}")
    if prose >= 200 and evidence.listed:
        yield Sign(4.0, "it is one of the chapters that it lists")
    elif prose >= 50 and evidence.among:
        yield Sign(1.5, "its own address is one of a row of chapters")
    if evidence.site.selector("body") is not None and body.paragraphs:
        yield Sign(2.0, "the site's own selector finds the body")
    yield from _not_a_chapter(evidence)


def _not_a_chapter(evidence: Evidence) -> Iterator[Sign]:
    """What speaks against a chapter, whatever text there is."""
    toc, chapters = evidence.toc, evidence.turns[0]
    if evidence.linked_texts and not chapters:
        yield Sign(-2.0, f"the running text leads to {evidence.linked_texts} other pages")
    if evidence.declared:
        yield Sign(-2.0, "declares a book for machines")
    headed = any(is_chapter_title(title) for title in evidence.titles[1:2]) and evidence.body.prose >= 1500
    if not chapters and len(toc.chapters) >= 5 and toc.steady >= 0.8 and not (headed or evidence.listed):
        yield Sign(-2.0, f"links to {len(toc.chapters):,} chapters in order")


def most_for_a_chapter(evidence: Evidence) -> float:
    """What `chapter_signs` cannot exceed, whatever the page's running text is, which takes longest to read."""
    chapters, others = evidence.turns
    points = (
        3.5
        + 3.0 * bool(chapters)
        + 0.7 * bool(others)
        + (4.0 if evidence.listed else 1.5 * evidence.among)
        - 2.0 * evidence.declared
    )
    points += 2.0 * (evidence.site.selector("body") is not None)
    if evidence.chapter_title is not None:
        return points + 1.2
    return points if chapters or others else points - 1.0


def book_signs(evidence: Evidence) -> Iterator[Sign]:
    """What speaks for a book's page or a table of contents: chapters of one book in order, a declared book, a button to
    start."""
    toc, document = evidence.toc, evidence.document
    yield from _contents_signs(evidence)
    if toc.below and toc.strict and toc.steady >= 0.5:
        yield Sign(1.0, "the chapters' addresses stand below this one")
    if evidence.declared:
        yield Sign(2.5, "declares a book for machines")
    if any("novel" in name for name in document.metas if name.startswith("og:novel")):
        yield Sign(1.0, "og:novel in its <meta>")
    if evidence.listed:
        yield Sign(-2.0, "it is one of the chapters that it lists")
    elif evidence.among:
        yield Sign(-1.0, "its own address is one of a row of chapters")
    elif not toc.complete:
        yield Sign(1.0, "links to the whole table of contents")
    starts = [link.url for link in toc.links if len(link.title) <= 20 and _START.search(link.title)]
    if starts and not evidence.among:
        first = any(url in starts for url in (ref.url for ref in toc.chapters))
        yield Sign(2.0 if first else 1.0, "a button to start reading or to keep the book")
    if _BOOK_WORDS.search(document.head_title):
        yield Sign(0.7, f"a book's words in the title: {document.head_title}")
    if evidence.facts:
        yield Sign(0.8 * min(evidence.facts, 4) - 0.4, f"labelled facts of one book: {evidence.facts}")
    if any(_TOC_ADDRESS.search(url) for url in (document.url, document.metas.get("og:url", ""))):
        yield Sign(1.0, "the address of a table of contents")
    if evidence.turns[0]:
        yield Sign(-2.0 if evidence.turns[0] >= 2 else -0.5, "a label says next or previous chapter")


def _contents_signs(evidence: Evidence) -> Iterator[Sign]:
    """What the links to chapters say."""
    toc = evidence.toc
    count = len(toc.chapters)
    share = count / max(1, len(toc.links))
    if count < 3:
        if count and toc.sure:
            yield Sign(0.8, "links to a chapter or two")
        return
    if not (toc.sure and (toc.steady >= 0.5 or _is_plain_list(toc, share))):
        yield Sign(-0.5, f"links to {count:,} chapters in no order")
        return
    yield Sign(1.5 if toc.strict else 1.0, f"links to {count:,} chapters in order")
    if count >= 20:
        yield Sign(1.5 + 1.0 * (count >= 60), "many chapters")
    if share >= 0.6:
        yield Sign(2.0, f"chapters are {share:.0%} of all links")


def _is_plain_list(toc: TocReading, share: float) -> bool:
    """Whether chapters without numbers in order are a list of chapters: a good part of all links; where they stand in several
    folders, many of them and nearly half."""
    if toc.steady:
        return False
    count = len(toc.chapters)
    return share >= (0.3 if count < 6 else 0.2) if toc.strict else count >= 20 and share >= 0.4


def list_signs(evidence: Evidence) -> Iterator[Sign]:
    """What speaks for a list of books: many books, many authors, chapters of many books, words such as 排行榜."""
    toc, document, listing = evidence.toc, evidence.document, evidence.listing
    own = {loose_key(ref.url) for ref in toc.chapters} if toc.sure and toc.strict else frozenset()
    count = sum(loose_key(book.url) not in own for book in listing.books)
    if count >= 3:
        yield Sign(0.5 + 1.0 * (count >= 8) + 0.7 * (count >= 25), f"links to {count:,} books")
    if evidence.says_list:
        yield Sign(2.5, f"a list's words in the title: {document.head_title}")
    if evidence.declares_many:
        yield Sign(2.0, f"declares {evidence.declared_books} books for machines")
    if listing.authors >= 4 and listing.authors >= 0.3 * count:
        alone = not (toc.chapters or evidence.turns[0] or evidence.among)
        each = alone and count >= 6 and 0.8 <= listing.authors / count <= 2.5
        yield Sign(2.0 if each else 1.0, f"authors named {listing.authors} times")
    if evidence.linked_texts:
        yield Sign(1.5, f"running text that leads to {evidence.linked_texts} other pages")
    if evidence.teasers >= 3:
        yield Sign(2.5, f"beginnings of texts that go on elsewhere: {evidence.teasers}")
    if len(toc.chapters) >= 3 and not toc.strict and toc.steady < 0.4:
        yield Sign(1.0, "chapters of many books")
    if urlsplit(document.url).path in ("", "/") and count >= 3:
        yield Sign(1.0, "the site's first page")
    if listing.next_urls and count >= 3:
        yield Sign(0.5, "further pages of the list")
    if count >= 15 and count >= 0.3 * len(toc.links):
        yield Sign(0.5, f"books are {count / len(toc.links):.0%} of all links")
    if _GENRE_TITLE.match(document.head_title):
        yield Sign(1.5, f"a genre for a title: {document.head_title}")
    if evidence.declared:
        yield Sign(-3.0, "declares a book for machines")
