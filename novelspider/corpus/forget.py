"""Removing books and chapters from a site: their lines, their rows, what was learned from them alone. They never come back."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from novelspider.corpus.forgotten import forgotten_record
from novelspider.corpus.fsck import KEPT
from novelspider.corpus.lines import read_lines
from novelspider.corpus.rewrites import write_draft
from novelspider.corpus.scan import shards_there
from novelspider.corpus.schema import DATABASE_NAME
from novelspider.corpus.shards import refused
from novelspider.items import to_line
from novelspider.text.boilerplate import read_lines as read_text_lines
from novelspider.text.normal import normal
from novelspider.text.placeholders import names_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    from novelspider.corpus.folder import Corpus
    from novelspider.corpus.scan import ShardFile
    from novelspider.corpus.shards import Kind
    from novelspider.corpus.store import SiteStore

_MOVES = 1000  # rows whose place is changed at a time
_MOVE: dict[Kind, str] = {
    "books": "UPDATE books SET offset = ? WHERE id = ? AND offset = ? AND 1 = ?",
    "chapters": "UPDATE chapters SET offset = ? WHERE id = ? AND offset = ? AND shard = ?",
}
_MANY = "(SELECT value FROM json_each(?))"


@dataclass(slots=True)
class Removed:
    """What went from one site. `lines` counts by kind of shard; `repeats` are chapters that were set aside as duplicates of a
    chapter that went, and went with it."""

    site: str
    books: list[str] = field(default_factory=list)
    chapters: int = 0
    repeats: int = 0
    lines: Counter[str] = field(default_factory=Counter)


class Forgetting:
    """Forgets `books` and `chapters` (ids) of a site that was opened just now. After `run` the store is to be closed, and
    opened once more: that puts the shortened shards in their places (see `rewrites`), as it does after a kill.

    A chapter that was set aside as a duplicate of one that goes has its text and goes too; one that was answered with its text
    under another title loses that line and is asked for again."""

    def __init__(self, store: SiteStore, books: Collection[str], chapters: Collection[str], *, at: str) -> None:
        self._store = store
        self._journal = store.journal
        self._at = at
        self._books = set(books)
        self._removed = Removed(store.name)
        rows = self._read(f"SELECT id FROM chapters WHERE book_id IN {_MANY} OR id IN {_MANY}", books, chapters)
        asked = {chapter_id for (chapter_id,) in rows} | set(chapters)
        repeats = self._read(f"SELECT id, reason FROM chapters WHERE state = 'rejected' AND duplicate_of IN {_MANY}", asked)
        copies = {chapter_id for chapter_id, reason in repeats if reason == "duplicate"}
        self._removed.repeats = len(copies - asked)
        self._chapters = asked | copies
        self._digests: dict[str, set[str]] = defaultdict(set)
        self._bones: set[str] = set()

    def _read(self, sql: str, *sets: Collection[str]) -> list[tuple[Any, ...]]:
        return self._journal.read(sql, [json.dumps(sorted(one)) for one in sets])

    def run(self) -> Removed:
        """Write the drafts, and commit what they are to be with the rows. Raises CorpusError; then nothing is changed."""
        shards = [shard for shard in shards_there(self._store.folder) if shard.kind != "forgotten"]
        shorter = [shard for shard in shards if self._look_through(shard)]
        try:
            self._journal.change(f"INSERT OR IGNORE INTO rewrites VALUES ('{DATABASE_NAME}')")
            for shard in shorter:
                self._rewrite(shard)
            self._remember()
            self._delete_rows()
            self._journal.commit()
        except OSError as error:
            raise self._journal.undo(error) from error
        except BaseException as error:
            self._journal.undo(error)
            raise
        return self._removed

    # --- lines

    def _goes(self, shard: ShardFile, record: dict[str, Any]) -> bool:
        if shard.kind == "books":
            return record["id"] in self._books
        return (
            record["id"] in self._chapters
            or record.get("book_id") in self._books
            or (shard.kind == "rejected" and record.get("duplicate_of") in self._chapters)
        )

    def _look_through(self, shard: ShardFile) -> int:
        """How many lines of a shard go; notes the digests of their texts, and the skeletons of their lines."""
        gone = 0
        for offset, line in read_lines(shard.path):
            try:
                record = json.loads(line)
                goes = self._goes(shard, record)
            except (ValueError, LookupError, TypeError):
                raise refused(self._store.folder, f"{shard.path.name} at byte {offset:,} is no record") from None
            if not goes:
                continue
            gone += 1
            if shard.kind in ("chapters", "rejected"):
                self._digests[record["id"]].add(record["digest"])
                self._note_bones(record)
        self._removed.lines[shard.kind] += gone
        return gone

    def _note_bones(self, record: dict[str, Any]) -> None:
        lines = [line for line in normal(record["text"]).split("\n") if line]
        names = names_of(record.get("book_title"), record.get("author"))
        self._bones.update(line.skeleton for line in read_text_lines(lines, record["title"], names) if line.skeleton)

    def _rewrite(self, shard: ShardFile) -> None:
        length = write_draft(shard.path, self._kept(shard))
        self._journal.change("INSERT INTO rewrites VALUES (?)", (shard.path.name,))
        self._journal.change("UPDATE shards SET length = ? WHERE kind = ? AND number = ?", (length, shard.kind, shard.number))

    def _kept(self, shard: ShardFile) -> Iterator[bytes]:
        """The lines that stay; their rows are told their new places."""
        moves: list[tuple[int, str, int, int]] = []
        place = 0
        for offset, line in read_lines(shard.path):
            record = json.loads(line)
            if self._goes(shard, record):
                continue
            if shard.kind in _MOVE and place != offset:
                moves.append((place, record["id"], offset, shard.number))
            yield line
            place += len(line)
            if len(moves) == _MOVES:
                self._move(shard, moves)
        self._move(shard, moves)

    def _move(self, shard: ShardFile, moves: list[tuple[int, str, int, int]]) -> None:
        if moves:
            self._journal.change_many(_MOVE[shard.kind], moves)
        moves.clear()

    # --- rows

    def _remember(self) -> None:
        """Lines of forgotten.jsonl and rows of `forgotten`. A digest that a chapter which stays has too is not remembered."""
        noted = set().union(*self._digests.values()) - {""}
        stay = f"SELECT digest FROM chapters WHERE digest IN {_MANY} AND NOT id IN {_MANY} AND shard IS NOT NULL"
        kept = {digest for (digest,) in self._read(stay, noted, self._chapters)}
        books = self._read(f"SELECT 'book', id, id, url FROM books WHERE id IN {_MANY}", self._books)
        chapters = self._read(f"SELECT 'chapter', id, book_id, url FROM chapters WHERE id IN {_MANY}", self._chapters)
        self._removed.books = [url for *_, url in books]
        self._removed.chapters = len(chapters)
        for kind, record_id, book_id, url in (*books, *chapters):
            digests = sorted(self._digests[record_id] - kept - {""}) if kind == "chapter" else []
            record = forgotten_record(
                record_id=record_id, kind=kind, site=self._store.name, book_id=book_id, url=url, digests=digests, at=self._at
            )
            self._store.forgotten.add(record)
            self._journal.add_line("forgotten", to_line(record))

    def _delete_rows(self) -> None:
        books, chapters = json.dumps(sorted(self._books)), json.dumps(sorted(self._chapters))
        self._journal.change(
            "UPDATE chapters SET state = 'pending', reason = NULL, detail = NULL, duplicate_of = NULL, digest = NULL, again = 0"
            f" WHERE state = 'rejected' AND duplicate_of IN {_MANY}",
            (chapters,),
        )
        self._journal.change(f"DELETE FROM chapters WHERE id IN {_MANY}", (chapters,))
        self._journal.change(f"DELETE FROM books WHERE id IN {_MANY}", (books,))
        self._journal.change(f"DELETE FROM toc_pages WHERE book_id IN {_MANY}", (books,))
        self._journal.change(f"DELETE FROM changes WHERE book_id IN {_MANY} OR chapter_id IN {_MANY}", (books, chapters))
        self._journal.change(f"DELETE FROM languages WHERE book_id IN {_MANY}", (books,))
        self._journal.change(f"DELETE FROM recurring WHERE books = 1 AND book IN {_MANY}", (books,))
        self._journal.change(
            f"DELETE FROM recurring WHERE seen = 1 AND skeleton IN {_MANY}", (json.dumps(sorted(self._bones)),)
        )


def remove(corpus: Corpus, site: str, books: Collection[str], chapters: Collection[str], *, at: str) -> Removed:
    """Forget books and chapters of a site, by their ids, at a time (RFC 3339). Killed at any moment it has removed all of them
    or none, as the next opening of the site shows. Raises SiteBusyError, CorpusError."""
    try:
        removed = Forgetting(corpus.site(site), books, chapters, at=at).run()
    finally:
        corpus.close()
    try:
        corpus.site(site)
    finally:
        corpus.close()
    return removed


def left_behind(folder: Path) -> list[str]:
    """Files of a site folder that may still hold what was removed: those that a repair put aside, and the write-ahead log while
    somebody reads the database."""
    log = folder / f"{DATABASE_NAME}-wal"
    kept = sorted(path.name for path in folder.iterdir() if path.name.startswith(KEPT) and path.stat().st_size)
    return [*kept, *([log.name] if log.exists() and log.stat().st_size else [])]
