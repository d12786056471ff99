"""Corpora of any size without a crawl: chapters through the store, and sites of a million rows by SQL."""

from __future__ import annotations

import random
import sqlite3
from hashlib import blake2b
from typing import TYPE_CHECKING

from novelspider.corpus import Corpus
from novelspider.corpus.toc import loose_hash
from novelspider.items import Book, Chapter, ChapterRef, Toc, record_id

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SITE = "a.example"
BOOK_URL = "http://a.example/7/"
BOOK = Book(id=record_id(BOOK_URL), site=SITE, url=BOOK_URL, title="雨夜", fetched_at="2026-01-01T00:00:00Z")


def chapter(number: int, *, text: str, site: str = SITE) -> Chapter:
    """A chapter of the site's one book."""
    book_url, url = BOOK_URL.replace(SITE, site), f"http://{site}/7/{number}.html"
    return Chapter(
        id=record_id(url),
        site=site,
        book_id=record_id(book_url),
        book_url=book_url,
        book_title="雨夜",
        author=None,
        volume=None,
        index=number,
        number=number,
        title=f"第{number}章",
        url=url,
        text=text,
        digest=blake2b(f"{number} {text}".encode(), digest_size=16).hexdigest(),
    )


def prose(number: int, chars: int) -> str:
    """`chars` characters that compress about as well as prose: to a half."""
    return random.Random(number).randbytes(chars // 2).hex()


def fill(root: Path, upto: int, *, first: int = 1, chars: int = 100, batch: int = 1, **settings: int) -> None:
    """Write the chapters `first` to `upto`, `batch` to a commit."""
    corpus = Corpus(root, commit_items=batch, **settings)
    refs = tuple(ChapterRef(f"http://{SITE}/7/{number}.html", f"第{number}章") for number in range(1, upto + 1))
    corpus.site(SITE).set_toc(Toc(BOOK, refs))
    for number in range(first, upto + 1):
        assert corpus.site(SITE).write(chapter(number, text=prose(number, chars)))
    corpus.close()


def make_known(root: Path, site: str, *, books: int, chapters: int) -> None:
    """A site whose `books` have `chapters` committed ones together. Their lines are not there: a run that only looks at what it
    knows does not miss them."""
    corpus = Corpus(root)
    folder = corpus.site(site).folder
    corpus.close()
    with sqlite3.connect(folder / "site.db") as db:
        db.execute("PRAGMA cache_size = -400000")  # KiB: a million ids come in no order
        db.execute("PRAGMA synchronous = OFF")
        db.executemany(
            "INSERT INTO books (id, url, loose, title, state, revision, due) VALUES (?, ?, ?, '雨夜', 'committed', 1, 4e9)",
            ((record_id(url), url, loose_hash(url)) for url in _book_urls(site, books)),
        )
        db.executemany(
            "INSERT INTO chapters (id, book_id, url, loose, idx, title, state, digest, revision, line_title, taught)"
            " VALUES (?, ?, ?, ?, ?, ?, 'committed', ?, 1, ?, 1)",
            _chapter_rows(site, books, chapters),
        )


def _book_urls(site: str, books: int) -> Iterator[str]:
    return (f"http://{site}/{book}/" for book in range(1, books + 1))


def _chapter_rows(site: str, books: int, chapters: int) -> Iterator[tuple[str, str, str, int, int, str, str, str]]:
    for book, book_url in enumerate(_book_urls(site, books), 1):
        book_id = record_id(book_url)
        for index in range(1, chapters // books + 1):
            url, title = f"http://{site}/{book}/{index}.html", f"第{index}章 雨夜"
            digest = blake2b(url.encode(), digest_size=16).hexdigest()
            yield record_id(url), book_id, url, loose_hash(url), index, title, digest, title
