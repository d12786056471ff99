"""Where a table of contents leads to the page of its book."""

from __future__ import annotations

from itertools import islice
from operator import attrgetter
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from novelspider.pages.address import is_root, key_of
from novelspider.pages.chapter_links import name_tokens
from novelspider.pages.chapter_titles import is_button
from novelspider.pages.labels import read_labels
from novelspider.pages.names import clean_name, same_name
from novelspider.pages.page import Link

if TYPE_CHECKING:
    from novelspider.pages.document import Document
    from novelspider.pages.meta import BookFacts
    from novelspider.pages.toc import TocReading

_MOST_LINKS = 200
_LONGEST = 60
_LABEL = 12


def read_book_link(document: Document, toc: TocReading, facts: BookFacts) -> Link | None:
    """The book's own page, where this one tells no more of the book than its name: a link that has this name for its text, or
    one whose label says that it leads there, to an address of this book. None where there is no such link."""
    if facts.intro:
        return None
    listed = {*map(attrgetter("url"), toc.chapters), *toc.toc_urls}
    here = key_of(document.url)
    others = islice((link for link in toc.links if len(link.title) <= _LONGEST and link.url not in listed), _MOST_LINKS)
    links = [link for link in others if key_of(link.url) != here and not is_root(link.url)]
    title = facts.title or ""
    named = (link for link in links if same_name(link.title, title) or same_name(clean_name(link.title), title))
    found = next(named, None)
    if found is None:
        short = [link for link in links if len(link.title) <= _LABEL]
        labels = read_labels([link.title for link in short])
        own = [document.url, *(ref.url for ref in toc.chapters[:1])]
        said = (link for link, label in zip(short, labels, strict=True) if label.direction == "book")
        found = next((link for link in said if any(_of_one_book(link.url, one) for one in own)), None)
    return Link(found.url, "book", found.title) if found else None


def linked_name(document: Document, toc: TocReading) -> str:
    """What the first link to the folder above the chapters calls the book; empty where there is none. The folder has to be one
    of this page's own book, too: above the books stand their genres."""
    if not toc.chapters:
        return ""
    chapter = toc.chapters[len(toc.chapters) // 2].url
    inside, here, own = key_of(chapter), key_of(document.url), name_tokens(document.url)
    for link in toc.links[:_MOST_LINKS]:
        if link.url.rstrip("/").rpartition("/")[2].partition(".")[0] not in chapter:
            continue
        key = key_of(link.url).rstrip("/") + "/"
        if inside.startswith(key) and not is_root(link.url) and 1 < len(link.title) <= _LONGEST:
            named = f"{here}/" == key or (not inside.startswith(f"{here}/") and bool(own & name_tokens(link.url)))
            if named and not link.image and not is_button(link.title) and not read_labels([link.title])[0].direction:
                return link.title
    return ""


def _of_one_book(url: str, own: str) -> bool:
    """Whether two addresses name one book: a number or a slug in common, or one stands below the other."""
    if urlsplit(url).hostname != urlsplit(own).hostname:
        return False
    return bool(name_tokens(url) & name_tokens(own)) or key_of(own).startswith(key_of(url).rstrip("/") + "/")
