"""In which language a book is: what most of its chapters are in."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from novelspider.text.language import detect_language

if TYPE_CHECKING:
    from novelspider.corpus.journal import Journal

_SAMPLE = 1000  # characters of a chapter: a book has many, and to look at all of them costs as much as to clean one
_FEWEST = 3  # chapters: the first one or two may be a notice or a foreword in another language


class Languages:
    """How many chapters of each book of a site are in which language, in its database."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal

    def count(self, book_id: str, text: str) -> None:
        """Count one chapter. Call it once for each; a text that is too short to tell counts for nothing."""
        if language := detect_language(text[:_SAMPLE]):
            self._journal.change(
                "INSERT INTO languages VALUES (?, ?, 1) ON CONFLICT (book_id, language) DO UPDATE SET chapters = chapters + 1",
                (book_id, language),
            )

    def of_book(self, book_id: str) -> str | None:
        """BCP 47 tag of the language of more than half of the book's chapters, in the script that most of these are in; None
        where there is no such language or as yet too few chapters."""
        rows = self._journal.read("SELECT language, chapters FROM languages WHERE book_id = ?", (book_id,))
        tags: Counter[str] = Counter(dict(rows))
        languages: Counter[str] = Counter()
        for tag, chapters in tags.items():
            languages[_language(tag)] += chapters
        best, most = max(languages.items(), key=lambda one: one[1], default=("", 0))
        if most < _FEWEST or 2 * most <= tags.total():
            return None
        return max((tag for tag in sorted(tags) if _language(tag) == best), key=tags.__getitem__)


def _language(tag: str) -> str:
    return tag.partition("-")[0]
