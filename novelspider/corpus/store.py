"""SiteStore: what is known of one site, and what is written of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from novelspider.corpus.before import Before
from novelspider.corpus.book_lines import BookLines
from novelspider.corpus.changes import Changes
from novelspider.corpus.forgotten import Forgotten, forgotten_record
from novelspider.corpus.journal import Journal
from novelspider.corpus.languages import Languages
from novelspider.corpus.layout import Layout
from novelspider.corpus.learning import Learning
from novelspider.corpus.manners import Manners
from novelspider.corpus.revisions import Revisions
from novelspider.corpus.rows import ChapterRow, Failed, State, Written
from novelspider.corpus.toc import KnownChapters, Reconciler, loose_hash, same_address
from novelspider.corpus.work import Work
from novelspider.items import Book, Chapter, Toc, as_dict, record_id, to_line

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable
    from pathlib import Path

    from novelspider.corpus.revisions import Outcome
    from novelspider.corpus.rows import BookRow, ChapterRow, Failed, State, Written
    from novelspider.corpus.schedule import Schedule


class SiteStore:
    """One site folder, whose lock the caller holds. Get it from `Corpus.site` each time; do not keep it: of many sites those
    that were not used for longest are closed.

    Changes stand in an open transaction until a commit: `Corpus.commit`, `Corpus.commit_due`, or by itself after
    `commit_items` lines. Every method raises CorpusError when the folder cannot be read or written."""

    def __init__(
        self, folder: Path, site: str, *, shard_bytes: int, commit_items: int, clock: Callable[[], float], schedule: Schedule
    ) -> None:
        self.name = site
        self.folder = folder
        self._commit_items = commit_items
        self.journal = Journal(folder, site, shard_bytes=shard_bytes, batch=commit_items, clock=clock)
        self.forgotten = Forgotten(self.journal)
        self.changes = Changes(self.journal, clock)
        self.work = Work(self.journal, site, clock, self.changes, schedule)
        self._book_lines = BookLines(self.journal)
        self._revisions = Revisions(self.journal, self.changes)
        self.languages = Languages(self.journal)
        self.learning = Learning(self.journal, self.languages)
        self.before = Before(self.journal)
        self.layout = Layout(self.journal)
        self.manners = Manners(self.journal)
        self._audit: tuple[str, list[bytes]] = ("", [])

    def add_book(self, url: str) -> str:
        """Make `url` a pending book unless it is known, loosely compared; returns the book's id.

        A URL that is a chapter of a known book stands for that book. Raises ValueError for a bad URL, ForgottenError for one
        that was forgotten."""
        self.forgotten.refuse(url)
        if book_id := self._book_at(url):
            return book_id
        book_id = record_id(url)
        self.journal.change("INSERT INTO books (id, url, loose) VALUES (?, ?, ?)", (book_id, url, loose_hash(url)))
        return book_id

    def _book_at(self, url: str) -> str | None:
        """Id of the book whose URL, or one of whose chapters' URLs, is `url`, loosely compared. None where there is none."""
        exact, loose = record_id(url), loose_hash(url)
        rows = self.journal.read(
            "SELECT book_id, id, url FROM chapters WHERE id = ? OR loose = ?"
            " UNION ALL SELECT id, id, url FROM books WHERE id = ? OR loose = ?",
            (exact, loose, exact, loose),
        )
        return next((book_id for book_id, found, known in rows if found == exact or same_address(known, url)), None)

    def set_toc(self, toc: Toc) -> Book | None:
        """Set a book and its chapters to what was read (see `toc.Reconciler`); its new chapters are pending.

        Returns the Book that was written, with `n_chapters` and `revision`; None where there is no news of it: then no line
        is written (see `BookLines`)."""
        book = toc.book
        self.journal.change(
            "INSERT OR IGNORE INTO books (id, url, loose) VALUES (?, ?, ?)", (book.id, book.url, loose_hash(book.url))
        )
        before = self.work.checking.count(book.id)
        reconciler = Reconciler(self.journal, self.changes, self.forgotten, book.id, listed=not toc.open_ended)
        count = reconciler.run(toc.chapters, partial=toc.partial)
        self._revisions.follow(book.id)
        book, news = self._book_lines.write(replace(book, n_chapters=count))
        self.journal.change(
            "UPDATE books SET title = ?, author = ?, state = 'committed', reason = NULL, detail = NULL, not_before = 0,"
            " tries = 0, open_ended = ?, fetched_at = ? WHERE id = ?",
            (book.title, book.author, toc.open_ended, book.fetched_at, book.id),
        )
        self.work.checking.read(book.id, toc, before)
        self._commit_if_full()
        return book if news else None

    def drop_book(self, book_id: str) -> None:
        """Forget a book that never had a TOC or a line: one that turned out to be another. Others stay."""
        self.journal.change("DELETE FROM books WHERE id = ? AND revision = 0", (book_id,))

    def forget_seed(self, row: BookRow, at: str) -> None:
        """A book's URL led to one that was forgotten at the time `at`: it is one more address of that."""
        record = forgotten_record(record_id=row.id, kind="book", site=self.name, book_id=row.id, url=row.url, digests=[], at=at)
        self.forgotten.add(record)
        self.journal.add_line("forgotten", to_line(record))

    def in_toc(self, book_id: str) -> Container[str]:
        """Answers `url in …`: is this, loosely compared, a known chapter of the book? False for what is no URL; never raises
        for one. For `read_page(toc=…)`. Measured: 40,000 to 100,000 answers a second in a book of
        10,000."""
        return KnownChapters(self.journal, book_id)

    def state_of(self, chapter_id: str) -> State | None:
        """None where the chapter is not known."""
        rows = self.journal.read("SELECT state FROM chapters WHERE id = ?", (chapter_id,))
        return rows[0][0] if rows else None

    def add_next(self, row: ChapterRow, url: str, title: str = "") -> bool:
        """Add the chapter after `row`, the book's last, unless the site knows it already. True where it was added."""
        try:
            chapter_id, loose = record_id(url), loose_hash(url)
        except ValueError:
            return False
        last = self.journal.read("SELECT max(idx) FROM chapters WHERE book_id = ? AND state != 'gone'", (row.book_id,))[0][0]
        if last != row.index or url in self.in_toc(row.book_id) or self.forgotten.since(url):
            return False
        added = self.journal.change(
            "INSERT OR IGNORE INTO chapters (id, book_id, url, loose, idx, title, listed) VALUES (?, ?, ?, ?, ?, ?, 0)",
            (chapter_id, row.book_id, url, loose, row.index + 1, title),
        )
        return added > 0

    def find_same(self, chapter: Chapter) -> Written | None:
        """The other chapter whose text this is, by its digest; None where there is none, or it has given its place to this one
        (see `Revisions.in_the_way`)."""
        return self._revisions.in_the_way(chapter)

    def listed_title(self, chapter_id: str) -> str:
        """What the TOC calls the chapter; empty where it does not list it."""
        rows = self.journal.read("SELECT title FROM chapters WHERE id = ? AND listed", (chapter_id,))
        return rows[0][0] if rows else ""

    def write(self, chapter: Chapter) -> tuple[Outcome, Chapter]:
        """Commit a chapter's row, and its line with it where its text is news: returns what it was and the chapter as it stands
        in the corpus, with its revision. "unchanged": its row has a line with this text; "moved": a chapter of the book that
        was gone has it, and now stands in this one's place, under its own id. For both no line is written."""
        outcome, chapter = self._revisions.outcome(chapter)
        if outcome in ("new", "revised"):
            self._settle(chapter, "committed", place=self.journal.add_line("chapters", to_line(as_dict(chapter))))
        return outcome, chapter

    def reject(self, chapter: Chapter, reason: str, detail: str = "", *, again: bool = False) -> bool:
        """Write the chapter, text and all, to the rejected shard and mark its row. False, and nothing written, where the row
        was rejected or committed before. With `again` it is to be asked for once more; a second answer with the same text
        leaves it rejected by its first line, another text has a line of its own.
        A chapter that was read again keeps its own text and its row; the same goes for what was refused to it."""
        if (news := self._revisions.refuse(chapter, reason, detail)) is not None:
            if news:
                self.journal.add_line("rejected", to_line(as_dict(chapter, reason=reason, detail=detail)))
                self._add_audit(chapter.id)
                self._commit_if_full()
            return news
        rows = self.journal.read("SELECT state, again, digest FROM chapters WHERE id = ?", (chapter.id,))
        state, asked, digest = rows[0] if rows else ("pending", 0, None)
        if state in ("rejected", "committed"):
            return False
        if asked and digest == chapter.digest:
            self._audit = ("", [])
        else:
            self.journal.add_line("rejected", to_line(as_dict(chapter, reason=reason, detail=detail)))
        self._settle(chapter, "rejected", reason, detail, again=again)
        return True

    def answers_the_same(self, chapter: Chapter) -> bool:
        """Was the chapter set aside, asked for once more, and is this the same text again? Then it is what the site has."""
        rows = self.journal.read("SELECT digest FROM chapters WHERE id = ? AND again > 0", (chapter.id,))
        return bool(rows) and rows[0][0] == chapter.digest

    def audit(self, chapter_id: str, removed: Iterable[tuple[str, str]]) -> None:
        """Write what cleaning took out of a chapter, as (rule, text), with the chapter's own line, which comes next."""
        lines = [to_line({"id": chapter_id, "rule": rule, "text": text}) for rule, text in removed]
        self._audit = (chapter_id, lines)

    def fail(self, chapter_id: str, failed: Failed) -> None:
        """Record that a chapter which left the frontier could not be written. Rows in flight are settled by the frontier."""
        self.work.fail("chapters", chapter_id, failed)

    def _settle(
        self,
        chapter: Chapter,
        state: State,
        reason: str | None = None,
        detail: str | None = None,
        *,
        place: tuple[int | None, ...] = (None, None, None),
        again: bool = False,
    ) -> None:
        self._add_audit(chapter.id)
        self.journal.change(
            "INSERT OR IGNORE INTO chapters (id, book_id, url, loose, idx, volume, title) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (chapter.id, chapter.book_id, chapter.url, loose_hash(chapter.url), chapter.index, chapter.volume, chapter.title),
        )
        self.journal.change(
            "UPDATE chapters SET state = ?, reason = ?, detail = ?, duplicate_of = ?, digest = ?, revision = ?, fetched_at = ?,"
            " line_title = ?, shard = ?, offset = ?, length = ?, not_before = 0, again = max(again, ?) WHERE id = ?",
            (
                state,
                reason,
                detail,
                chapter.duplicate_of,
                chapter.digest or None,
                chapter.revision,
                chapter.fetched_at,
                chapter.title,
                *place,
                again,
                chapter.id,
            ),
        )
        self._commit_if_full()

    def _add_audit(self, chapter_id: str) -> None:
        audited, lines = self._audit
        for line in lines if audited == chapter_id else ():
            self.journal.add_line("audit", line)
        self._audit = ("", [])

    def _commit_if_full(self) -> None:
        if self.journal.items >= self._commit_items:
            self.journal.commit()

    @property
    def busy(self) -> bool:
        """Something is remembered that a store opened anew would not know: what was cut out of a chapter whose line comes
        next, or that a commit failed."""
        return bool(self._audit[1]) or self.journal.failed

    def close(self) -> None:
        """Commit and close. What is pending stays pending."""
        self.journal.close()
