"""What is learned about a site from its chapters: the lines that recur."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from operator import attrgetter
from typing import TYPE_CHECKING

from novelspider.items import PAGE_BREAK
from novelspider.text.boilerplate import GAP, Tally, read_lines, teach
from novelspider.text.normal import normal
from novelspider.text.placeholders import expand, names_of

if TYPE_CHECKING:
    from novelspider.corpus.journal import Journal
    from novelspider.corpus.languages import Languages
    from novelspider.items import Chapter
    from novelspider.text.placeholders import Names

HOLD = 8
"""Chapters of a new site that are held until there is something to learn from: a line must stand in `boilerplate.SEEN` of them,
and one of a site's advertisements often stands in every second or third chapter."""
MOST_LINES = 4096
"""Rows a site. What is not seen again is forgotten after `boilerplate.GAP` chapters, so that a site has about 1,500."""
MOST_BOOKS = 64
"""Books whose lines are kept at hand: as many as a run may have open in a site."""
_SWEEP = 16  # chapters between two times of forgetting
_COLUMNS = [field.name for field in fields(Tally)]
_TALLY, _ROW = ", ".join(_COLUMNS), attrgetter(*_COLUMNS)


class Learning:
    """The recurring lines of one site, in its database; with them each book's language is learned.

    Each chapter teaches once, in the order of the calls, whatever becomes of it; a chapter that is not in the database teaches
    nothing. For one book at a time that order is its reading order, and the same site then gives the same lines, and the same
    text, however the network behaved and wherever a run was interrupted. Books that are read side by side take turns as their
    chapters arrive: the lines they share are the same in the end, but may be learned some chapters earlier or later."""

    def __init__(self, journal: Journal, languages: Languages) -> None:
        self._journal = journal
        self._languages = languages
        rows = journal.read("SELECT value FROM meta WHERE key = 'taught'")
        self.taught = int(rows[0][0]) if rows else 0
        """Chapters learned from so far."""
        rows = journal.read("SELECT skeleton FROM recurring WHERE learned")
        self._learned = {bone for (bone,) in rows}
        self._of_books: dict[Names, frozenset[str]] = {}

    def boilerplate(self, book: str | None = None, author: str | None = None) -> frozenset[str]:
        """Skeletons of the site's own lines in a book of that title and author, for `clean_paragraphs`."""
        names = names_of(book, author)
        if names not in self._of_books:
            if len(self._of_books) == MOST_BOOKS:
                self._of_books.clear()
            self._of_books[names] = expand(self._learned, names)
        return self._of_books[names]

    def learn(self, chapter: Chapter) -> None:
        """Learn from a chapter as it was fetched, not cleaned. A second time does nothing."""
        if self._journal.read("SELECT taught FROM chapters WHERE id = ?", (chapter.id,)) != [(0,)]:
            return
        self.taught += 1
        self._journal.change("UPDATE chapters SET taught = 1 WHERE id = ?", (chapter.id,))
        self._journal.change("INSERT OR REPLACE INTO meta VALUES ('taught', ?)", (str(self.taught),))
        self._languages.count(chapter.book_id, chapter.text)
        names = names_of(chapter.book_title, chapter.author)
        pages = [read_lines(_lines(page), chapter.title, names) for page in chapter.text.split(PAGE_BREAK)]
        known = self._tallies({line.skeleton for page in pages for line in page})
        news = list(teach(pages, known, book=chapter.book_id, now=self.taught))
        self._journal.change_many(
            f"INSERT OR REPLACE INTO recurring ({_TALLY}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", map(_ROW, news)
        )
        self._set({tally.skeleton for tally in news if tally.learned}, {tally.skeleton for tally in news})
        if self.taught % _SWEEP == 0:
            self._forget()

    def _set(self, learned: set[str], looked_at: set[str]) -> None:
        """Of the lines looked at, these are the learned ones."""
        if learned != self._learned & looked_at:
            self._learned = self._learned - looked_at | learned
            self._of_books.clear()

    def _tallies(self, bones: set[str]) -> dict[str, Tally]:
        wanted = json.dumps(sorted(bones - {""}))
        rows = self._journal.read(
            f"SELECT {_TALLY} FROM recurring WHERE skeleton IN (SELECT value FROM json_each(?))", (wanted,)
        )
        return {row[0]: replace(Tally(*row), varies=bool(row[-2]), learned=bool(row[-1])) for row in rows}

    def _forget(self) -> None:
        """Drop lines that come too seldom to be learned, then the least seen, longest unseen ones beyond `MOST_LINES`."""
        self._journal.change("DELETE FROM recurring WHERE NOT learned AND seen * ? <= ? - first", (GAP, self.taught))
        self._journal.change(
            "DELETE FROM recurring WHERE skeleton IN (SELECT skeleton FROM recurring"
            " ORDER BY learned DESC, seen DESC, last DESC, skeleton LIMIT -1 OFFSET ?)",
            (MOST_LINES,),
        )
        learned = self._journal.read("SELECT skeleton FROM recurring WHERE learned")
        self._set({bone for (bone,) in learned}, self._learned)


def _lines(page: str) -> list[str]:
    return [line for line in normal(page).split("\n") if line]
