"""What a chapter's text is to what the corpus has: new, the same, another, one that has moved here, or somebody else's."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from novelspider.corpus.changes import Change
from novelspider.corpus.rows import Written
from novelspider.text.titles import same_name

if TYPE_CHECKING:
    from novelspider.corpus.changes import Changes
    from novelspider.corpus.journal import Journal
    from novelspider.items import Chapter

Outcome = Literal["new", "revised", "unchanged", "moved"]
_KNOWN = "id, book_id, title, listed, state, shard IS NOT NULL, digest, revision, line_title, url"


@dataclass(frozen=True, slots=True)
class _Known:
    id: str
    book_id: str
    title: str
    listed: bool
    state: str
    has_line: bool
    digest: str | None
    revision: int
    line_title: str | None
    url: str


class Revisions:
    """Compares the chapters of one site, once cleaned and digested, with the rows of its database. Nothing is written here but
    the rows of chapters whose text is there already."""

    def __init__(self, journal: Journal, changes: Changes) -> None:
        self._journal = journal
        self._changes = changes

    def in_the_way(self, chapter: Chapter) -> Written | None:
        """The other chapter whose text this is, the one written first; None where it may be written.

        It may be where the other, of the same book, has given it up. Either that one is gone, and `chapter` has no line yet: it
        has moved. Or both have lines, the other is gone or to be read again itself, and the TOC now gives its name to
        `chapter`: the site numbers its addresses, and texts have moved up or down."""
        known = self._row(chapter.id)
        if known and known.has_line and known.digest == chapter.digest:
            return None
        for other in self._with_text_of(chapter):
            if not _gave_up(other, chapter, known):
                return Written(other.id, other.line_title or "", other.url)
        return None

    def outcome(self, chapter: Chapter) -> tuple[Outcome, Chapter]:
        """What is to become of a chapter that nothing is in the way of, and the chapter with its revision. For "unchanged" and
        "moved" that is done: its text has a line; for "revised" it is noted."""
        known = self._row(chapter.id)
        if known and known.has_line:
            if known.digest == chapter.digest:
                self._confirm(known, chapter)
                return "unchanged", replace(chapter, revision=known.revision)
            self._changes.note([Change(known.book_id, "revised", known.id, known.digest, chapter.digest)])
            return "revised", replace(chapter, revision=known.revision + 1)
        gone = next((other for other in self._with_text_of(chapter) if _gave_up(other, chapter, known)), None)
        if known is None or gone is None:
            return "new", chapter
        self._move(gone, known)
        return "moved", replace(chapter, id=gone.id, revision=gone.revision)

    def refuse(self, chapter: Chapter, reason: str, detail: str) -> bool | None:
        """A chapter that was read again is not to be written: it keeps the text that it has, and that is noted. None where the
        chapter has no line; else, was it to be read again, and is this text another one than the last that was refused?"""
        known = self._row(chapter.id)
        if known is None or not known.has_line:
            return None
        if known.state != "pending":
            return False
        self._journal.change("UPDATE chapters SET state = 'committed' WHERE id = ?", (known.id,))
        news = not self._changes.refused_before(known.id, chapter.digest)
        self._changes.note([Change(known.book_id, "reread_rejected", known.id, reason, chapter.digest, detail)])
        return news

    def follow(self, book_id: str) -> None:
        """Chapters of a book that are gone, while one that was rejected for saying the same is still there, stand at its place:
        a site may list both addresses for a while."""
        rows = self._journal.read(
            "SELECT gone.id, here.id FROM chapters AS here JOIN chapters AS gone ON gone.id = here.duplicate_of"
            " WHERE here.book_id = ? AND here.state = 'rejected' AND here.digest = gone.digest AND gone.book_id = here.book_id"
            " AND gone.state = 'gone' AND gone.shard IS NOT NULL ORDER BY here.idx",
            (book_id,),
        )
        for gone_id, here_id in rows:
            gone, here = self._row(gone_id), self._row(here_id)
            if gone and here and gone.state == "gone":  # the first of several that say the same
                self._move(gone, here)

    def _confirm(self, known: _Known, chapter: Chapter) -> None:
        """The text is as it was. Where no TOC says how a chapter is called, its own page does."""
        title = known.title
        if not known.listed and chapter.title != (title or known.line_title):
            self._changes.note([Change(known.book_id, "renamed", known.id, title or known.line_title, chapter.title)])
            title = chapter.title
        self._journal.change(
            "UPDATE chapters SET state = 'committed', title = ?, fetched_at = ?, not_before = 0 WHERE id = ?",
            (title, chapter.fetched_at, known.id),
        )

    def _move(self, gone: _Known, here: _Known) -> None:
        """The chapter that was gone stands at the place of a new row, which was not one."""
        self._changes.withdraw(gone.id, "vanished")
        self._changes.withdraw(here.id, "inserted")
        self._changes.note([Change(gone.book_id, "moved", gone.id, gone.url, here.url)])
        if here.title and here.title != gone.title:
            self._changes.note([Change(gone.book_id, "renamed", gone.id, gone.title, here.title)])
        place = "url, loose, idx, volume, title, listed"
        self._journal.change(
            f"UPDATE chapters SET ({place}) = (SELECT {place} FROM chapters WHERE id = ?), state = 'committed', was = NULL,"
            " not_before = 0 WHERE id = ?",
            (here.id, gone.id),
        )
        self._journal.change("DELETE FROM chapters WHERE id = ?", (here.id,))

    def _row(self, chapter_id: str) -> _Known | None:
        rows = self._journal.read(f"SELECT {_KNOWN} FROM chapters WHERE id = ?", (chapter_id,))
        return _Known(*rows[0]) if rows else None

    def _with_text_of(self, chapter: Chapter) -> list[_Known]:
        rows = self._journal.read(
            f"SELECT {_KNOWN} FROM chapters WHERE digest = ? AND shard IS NOT NULL AND id != ? ORDER BY shard, offset",
            (chapter.digest, chapter.id),
        )
        return [_Known(*row) for row in rows]


def _gave_up(other: _Known, chapter: Chapter, known: _Known | None) -> bool:
    """Does `other` no longer stand for its text, so that `chapter`, whose row is `known`, may?"""
    if other.book_id != chapter.book_id:
        return False
    if known is None or not known.has_line:
        return other.state == "gone"
    return other.state in ("gone", "pending") and bool(known.title) and same_name(known.title, other.line_title or "")
