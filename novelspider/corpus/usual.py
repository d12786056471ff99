"""How long the chapters of a book usually are."""

from __future__ import annotations

from statistics import median_low
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from novelspider.corpus.journal import Journal
    from novelspider.items import Chapter

_LOOKED_AT = 16  # chapters before the one in question
_FEWEST = 8
_BESIDE_TEXT = 1000  # bytes that a line has besides its text, more or less


def usual_size(journal: Journal, chapter: Chapter) -> int | None:
    """Bytes of the middle one of the texts that stand before `chapter` in its book, more or less; None where these are too few
    to tell."""
    rows = journal.read(
        "SELECT length FROM chapters WHERE book_id = ? AND idx < ? AND state = 'committed' AND shard IS NOT NULL"
        " ORDER BY idx DESC LIMIT ?",
        (chapter.book_id, chapter.index, _LOOKED_AT),
    )
    return max(1, median_low(length for (length,) in rows) - _BESIDE_TEXT) if len(rows) >= _FEWEST else None
