"""What stands in the chapter before a chapter."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from novelspider.text.repeats import Paragraphs, paragraphs_of, repeats

if TYPE_CHECKING:
    from novelspider.corpus.journal import Journal
    from novelspider.items import Chapter

_MOST_BOOKS = 16
"""Books whose latest chapter is kept at hand: twice as many as a site's turns go round. Of others it is read from the shard."""


class Before:
    """The paragraphs of the latest chapter of each book of a site. Asked in reading order it answers from memory, but
    for what was not written."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._kept: dict[str, tuple[tuple[str, str], Paragraphs]] = {}  # by book: the chapter's id and digest, its paragraphs

    def repeated_by(self, chapter: Chapter) -> bool:
        """Does `chapter`, cleaned and digested, mostly say again what the nearest earlier one of its book with a line says?"""
        previous = self._previous(chapter)
        own = paragraphs_of(chapter.text.split("\n"))
        self._kept.pop(chapter.book_id, None)
        if len(self._kept) == _MOST_BOOKS:
            del self._kept[next(iter(self._kept))]
        self._kept[chapter.book_id] = (chapter.id, chapter.digest), own
        return repeats(own, previous)

    def _previous(self, chapter: Chapter) -> Paragraphs:
        rows = self._journal.read(
            "SELECT id, digest, shard, offset, length FROM chapters WHERE book_id = ? AND idx < ? AND shard IS NOT NULL"
            " AND state != 'gone' ORDER BY idx DESC LIMIT 1",
            (chapter.book_id, chapter.index),
        )
        if not rows:
            return {}
        chapter_id, digest, *place = rows[0]
        kept, paragraphs = self._kept.get(chapter.book_id, (("", ""), {}))
        if kept == (chapter_id, digest):
            return paragraphs
        line = self._journal.read_line("chapters", *place)
        return paragraphs_of(json.loads(line)["text"].split("\n")) if line else {}
