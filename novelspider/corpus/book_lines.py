"""The lines of books: a new one only where there is news of the book."""

from __future__ import annotations

import json
from dataclasses import replace
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from novelspider.items import as_dict, to_line

if TYPE_CHECKING:
    from novelspider.corpus.journal import Journal
    from novelspider.items import Book

_FACTS = ("title", "author", "category", "tags", "status", "intro", "cover_url", "language", "latest_chapter", "updated_at")
"""What a page may fail to say without the book having lost it."""
_NO_NEWS = {"fetched_at", "revision", "updated_at", "toc_urls"}
"""What may differ between two lines that tell the same of a book: many sites say of every book that it was updated today."""


class BookLines:
    """Writes the lines of one site's books."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal

    def write(self, book: Book) -> tuple[Book, bool]:
        """The book as it stands in the corpus, with its revision, and whether that took a new line. A fact that its pages do
        not tell this time is as it was: a book's page may be out of reach while its TOC is not."""
        revision, old, *place = self._journal.read(
            "SELECT revision, line_digest, offset, length FROM books WHERE id = ?", (book.id,)
        )[0]
        book = replace(book, revision=revision, **self._untold(book, *place))
        new = news_digest(as_dict(book))
        if new == old:
            return book, False
        book = replace(book, revision=revision + 1)
        _, *place = self._journal.add_line("books", to_line(as_dict(book)))
        self._journal.change(
            "UPDATE books SET revision = ?, line_digest = ?, offset = ?, length = ? WHERE id = ?",
            (book.revision, new, *place, book.id),
        )
        return book, True

    def _untold(self, book: Book, offset: int | None, length: int | None) -> dict[str, Any]:
        """What the last line tells and `book` does not. Nothing where that line does not stand where it should."""
        missing = [name for name in _FACTS if not getattr(book, name)]
        line = self._journal.read_line("books", 1, offset, length) if missing and offset is not None and length else None
        try:
            told = json.loads(line or b"{}")
        except ValueError:
            return {}
        if told.get("id") != book.id:
            return {}
        return {name: tuple(value) if isinstance(value, list) else value for name in missing if (value := told.get(name))}


def news_digest(told: dict[str, Any]) -> str:
    """Of a book's line. Equal for two that differ only in `_NO_NEWS`, in how a text is spaced, or in the query by which a cover
    is asked for anew."""
    fields = {name: value for name, value in told.items() if name not in _NO_NEWS}
    plain = {name: " ".join(value.split()) if isinstance(value, str) else value for name, value in fields.items()}
    plain["cover_url"] = (told.get("cover_url") or "").partition("?")[0]
    return blake2b(json.dumps(plain, sort_keys=True).encode(), digest_size=16).hexdigest()
