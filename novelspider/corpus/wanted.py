"""Finding what a URL or an id stands for, in whatever site of a corpus."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from novelspider.corpus.folder import folder_name
from novelspider.corpus.schema import DATABASE_NAME, check
from novelspider.corpus.toc import loose_hash, same_address
from novelspider.errors import CorpusError
from novelspider.items import record_id, site_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from novelspider.corpus.folder import Corpus

_ID = re.compile(r"[0-9a-f]{16}")
_FIND = """SELECT 'book', id, url, title, id FROM books WHERE id = ? OR loose = ?
    UNION ALL SELECT 'chapter', id, url, title, book_id FROM chapters WHERE id = ? OR loose = ?
    UNION ALL SELECT 'forgotten', id, url, at, book_id FROM forgotten WHERE id = ? OR loose = ?"""


@dataclass(frozen=True, slots=True)
class Match:
    """What `given` stands for in a site. `kind` is "book", "chapter" or "forgotten"; `title` is None where it is not known, of
    what was forgotten it is the time."""

    given: str
    site: str
    kind: str
    id: str
    url: str
    title: str | None
    book_id: str
    chapters: int = 0
    """Chapters that the book has in the database; 1 for a chapter."""


@dataclass(slots=True)
class Search:
    """`matches` of all that was given, and `unread` sites, with the reason."""

    matches: list[Match] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)


def find(corpus: Corpus, given: list[str]) -> Search:
    """What URLs or ids stand for, without any lock. A URL that is a book's and a chapter's, as the first one's of a book
    without TOC, is the book's. Raises ValueError for what is neither URL nor id."""
    keys = {one: _key(one) for one in given}
    search = Search()
    for site in corpus.sites():
        folder = corpus.root / folder_name(site)
        try:
            uri = f"{(folder / DATABASE_NAME).absolute().as_uri()}?mode=ro"
            with closing(sqlite3.connect(uri, uri=True)) as db:
                check(db, folder, site)
                for one, key in keys.items():
                    search.matches += _matches(db, site, one, key)
        except (sqlite3.Error, CorpusError) as error:
            search.unread.append(f"{site}: {error}")
    return search


def _key(given: str) -> tuple[str, int | None]:
    if _ID.fullmatch(given):
        return given, None
    if not site_of(given):
        raise ValueError(f"{given!r} is neither a URL nor an id (16 hex digits)")
    return record_id(given), loose_hash(given)


def _matches(db: sqlite3.Connection, site: str, given: str, key: tuple[str, int | None]) -> Iterator[Match]:
    rows = db.execute(_FIND, key * 3).fetchall()
    found = [row for row in rows if row[1] == key[0] or (key[1] is not None and same_address(row[2], given))]
    books = {row[1] for row in found if row[0] == "book"}
    for kind, row_id, url, title, book_id in found:
        if kind == "book":
            (chapters,) = db.execute("SELECT count(*) FROM chapters WHERE book_id = ?", (row_id,)).fetchone()
            yield Match(given, site, kind, row_id, url, title, book_id, chapters)
        elif not books:
            yield Match(given, site, kind, row_id, url, title, book_id, int(kind == "chapter"))
