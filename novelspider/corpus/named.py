"""Which site or book of a corpus a user means by a word."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from novelspider.corpus.folder import folder_name
from novelspider.corpus.reader import SiteReader
from novelspider.corpus.wanted import find
from novelspider.errors import BadArgumentError, CorpusError
from novelspider.items import site_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from novelspider.corpus.folder import Corpus

_ID = re.compile(r"[0-9a-f]{16}")
_MOST_NAMED = 10  # of several books that a word may mean
Target = tuple[str, str | None]
"""A site, and the id of the book in it, None for the whole of it."""


def named(corpus: Corpus, sites: list[str], word: str) -> Target:
    """`word` is the name of a site or of its folder, the URL of a site, a book or one of its chapters (loosely compared), the
    id of a book or chapter, or a part of a book's title; a whole title goes before a part. Raises BadArgumentError where there
    is none of it among `sites`, or several books."""
    by_folder = {folder_name(site): site for site in sites}
    if word in sites or word in by_folder:
        return by_folder.get(word, word), None
    exact = _ID.fullmatch(word) is not None or "://" in word
    books, unread = _by_address(corpus, word) if exact else _by_title(corpus, sites, word)
    if not books and (site := _whole_site(word)) in sites:
        return site, None
    if len(books) == 1:
        return books[0][:2]
    if books:
        names = "; ".join(f"{title or 'untitled'} ({book_id}, {url})" for _, book_id, title, url in books[:_MOST_NAMED])
        more = f" and {len(books) - _MOST_NAMED:,} more" if len(books) > _MOST_NAMED else ""
        raise BadArgumentError(f"{word!r} may be {len(books):,} books: {names}{more}")
    looked = f"; not looked into: {'; '.join(unread)}" if unread else ""
    raise BadArgumentError(f"no site, book or title {word!r} in {str(corpus.root)!r}{looked}")


_Found = tuple[str, str, "str | None", str]  # site, id of the book, title, URL


def _by_address(corpus: Corpus, word: str) -> tuple[list[_Found], list[str]]:
    try:
        search = find(corpus, [word])
    except ValueError as error:
        raise BadArgumentError(str(error)) from None
    if search.matches and all(match.kind == "forgotten" for match in search.matches):
        raise BadArgumentError(f"{word} was forgotten on {str(search.matches[0].title)[:10]}")
    found = {(m.site, m.book_id): (m.site, m.book_id, m.title, m.url) for m in search.matches if m.kind != "forgotten"}
    return list(found.values()), search.unread


def _by_title(corpus: Corpus, sites: Iterable[str], word: str) -> tuple[list[_Found], list[str]]:
    wanted = _key(word)
    whole: list[_Found] = []
    parts: list[_Found] = []
    unread: list[str] = []
    for site in sites:
        try:
            with SiteReader(corpus.root / folder_name(site)) as reader:
                rows = reader.read("SELECT id, title, url FROM books WHERE title IS NOT NULL ORDER BY n")
        except CorpusError as error:
            unread.append(f"{site}: {error}")
            continue
        for book_id, title, url in rows:
            if wanted in (key := _key(title)):
                (whole if wanted == key else parts).append((site, book_id, title, url))
    return whole or parts, unread


def _key(title: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", title).casefold().split())


def _whole_site(word: str) -> str:
    try:
        return site_of(word) if urlsplit(word).path in ("", "/") else ""
    except ValueError:
        return ""
