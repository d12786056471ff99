"""What a TOC that was read changes in the rows of its book."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from novelspider.corpus.noticed import Known, Placed, changes_of_toc, shifted
from novelspider.items import ChapterRef, loose_key, named_query, record_id

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from novelspider.corpus.changes import Changes
    from novelspider.corpus.forgotten import Forgotten
    from novelspider.corpus.journal import Journal


_Entry = tuple["ChapterRef | None", str, int, "Known | None"]
"""A chapter at its place: as it is listed (None: it is not), its id, its loose hash, its row (None: it has none yet)."""


def loose_hash(url: str) -> int:
    """`items.loose_key` as a signed 64-bit number, which SQLite indexes in 8 bytes. Raises ValueError for an unusable URL.

    Two of a million different keys are equal with a probability of 3e-8. It is stored: another `loose_key` needs another
    `schema.SCHEMA_VERSION`."""
    return int.from_bytes(blake2b(loose_key(url).encode("utf-8", "replace"), digest_size=8).digest(), "big", signed=True)


def same_address(url: str, other: str) -> bool:
    """Are two URLs of one loose hash the same page? Not where both have a query and these differ: `?part=two` may be what
    names the chapter."""
    if "?" not in url or "?" not in other:  # nearly always, and to parse them takes as long as to find one in the database
        return True
    queries = {named_query(urlsplit(url).query), named_query(urlsplit(other).query)} - {""}
    return len(queries) < 2


class Reconciler:
    """Sets a book's chapters to what its TOC lists: new ones pending, indexes, titles and addresses of all, vanished ones gone.
    What it notices of known ones is put down in `changes`; those that now bear the names of others are to be read again.

    Of refs with one id, or with one address loosely compared, the first counts. Chapters found from chapter to chapter stay,
    after the listed ones. A part of a TOC takes nothing away, nor does an empty one: it is far likelier to be misread than
    true."""

    def __init__(self, journal: Journal, changes: Changes, forgotten: Forgotten, book_id: str, *, listed: bool) -> None:
        self._journal = journal
        self._changes = changes
        self._book_id = book_id
        self._forgotten = forgotten
        self._listed = listed
        self._inserts: list[tuple[Any, ...]] = []
        self._updates: list[tuple[Any, ...]] = []
        rows = journal.read(
            "SELECT n, id, url, loose, idx, volume, title, state, was, listed, shard IS NOT NULL FROM chapters"
            " WHERE book_id = ? ORDER BY idx, n",
            (book_id,),
        )
        self._known = [Known(*row) for row in rows]
        self._by_url = {known.url: known for known in self._known}
        self._by_id = {known.id: known for known in self._known}
        self._by_loose = {known.loose: known for known in self._known}
        self._placed: set[int] = set()
        self._shifted: set[int] = set()
        self._vanished: list[Known] = []

    def run(self, refs: Sequence[ChapterRef], *, partial: bool = False) -> int:
        """Apply `refs`, in reading order; returns how many chapters the book has now, vanished ones left out."""
        listed = list(self._distinct(refs))
        partial = partial or not listed
        order = self._among_known(listed) if partial else self._before_unlisted(listed)
        placed = [Placed(known, ref, index) for index, (ref, _, _, known) in enumerate(order, 1) if ref and known]
        self._shifted = shifted(placed, self._known)
        last = 0
        for index, (ref, chapter_id, loose, known) in enumerate(order, 1):
            if known is None:
                self._insert(ref, chapter_id, loose, index)
            elif ref is None:
                self._update(known, idx=index)
            else:
                self._place(known, ref, chapter_id, loose, index)
            last = index if known and (ref or partial) else last
        for known in self._vanished:
            self._update(known, state="gone", was="committed" if known.has_line else known.state)
        inserted = [(row[0], row[4]) for row in self._inserts if row[4] < last and self._free(row[0])]
        self._changes.note(changes_of_toc(self._book_id, placed, inserted, self._vanished))
        self._write()
        return len(order)

    def _before_unlisted(self, listed: Sequence[_Entry]) -> list[_Entry]:
        """The listed chapters, and behind them those found from chapter to chapter; the others have vanished."""
        order = [*listed]
        for known in self._known:
            if known.n in self._placed or known.state == "gone":
                continue
            if self._listed and known.listed:
                self._vanished.append(known)
            else:
                order.append((None, known.id, known.loose, known))
        return order

    def _among_known(self, listed: Sequence[_Entry]) -> list[_Entry]:
        """The listed chapters among the known ones, which keep their order. A new one follows the one behind which it is
        listed; those before the first known one go before that, those behind the last go to the end: there sites add."""
        here: dict[int, _Entry] = {
            known.n: (None, known.id, known.loose, known) for known in self._known if known.state != "gone"
        }
        follow: dict[int, list[_Entry]] = {}
        before: list[_Entry] = []
        news: list[_Entry] = []
        first: int | None = None
        last: int | None = None
        for entry in listed:
            known = entry[3]
            if known is None or known.n not in here:
                news.append(entry)
                continue
            here[known.n] = entry
            if first is None or last is None:
                first, before = known.n, news
            else:
                follow[last] = news
            last, news = known.n, []
        order: list[_Entry] = []
        for n, entry in here.items():
            order += [*(before if n == first else ()), entry, *follow.get(n, ())]
        return order + news

    def _insert(self, ref: ChapterRef | None, chapter_id: str, loose: int, index: int) -> None:
        """A new chapter. One that was forgotten is none, but keeps its place, so that the others keep theirs."""
        if ref and not self._forgotten.since(ref.url):
            self._inserts.append((chapter_id, self._book_id, ref.url, loose, index, ref.volume, ref.title, self._listed))

    def _distinct(self, refs: Sequence[ChapterRef]) -> Iterator[_Entry]:
        """Each chapter once, with its id, its loose hash and its present row if it has one."""
        ids: set[str] = set()
        addresses: dict[int, str] = {}
        listed = {ref.url for ref in refs}
        for ref in refs:
            known = self._by_url.get(ref.url)
            if known:
                chapter_id, loose = known.id, known.loose
            else:
                try:
                    chapter_id, loose = record_id(ref.url), loose_hash(ref.url)
                except ValueError:
                    continue
                known = self._by_id.get(chapter_id) or self._by_loose.get(loose)
                if known and known.id != chapter_id and not same_address(known.url, ref.url):
                    known = None
                if known and known.loose != loose and known.url in listed:
                    known, chapter_id = None, self._another_id(chapter_id)
            address = addresses.setdefault(loose, ref.url)
            if chapter_id in ids or (address != ref.url and same_address(address, ref.url)):
                continue
            if known and known.n in self._placed:
                continue
            ids.add(chapter_id)
            if known:
                self._placed.add(known.n)
            yield ref, chapter_id, loose, known

    def _place(self, known: Known, ref: ChapterRef, chapter_id: str, loose: int, index: int) -> None:
        state, was = known.state, known.was
        if state == "gone":
            state, was = was or "pending", None
        if state == "committed" and known.n in self._shifted:
            state = "pending"
        new: dict[str, Any] = {"idx": index, "volume": ref.volume, "title": ref.title or known.title}
        new |= {"state": state, "was": was, "listed": known.listed or self._listed}
        if known.url != ref.url:
            new |= {"url": ref.url, "loose": loose}
            if not (known.has_line or "rejected" in (known.state, known.was)) and self._free(chapter_id):
                new["id"] = chapter_id
        self._update(known, **new)

    def _free(self, chapter_id: str) -> bool:
        return not self._journal.read("SELECT 1 FROM chapters WHERE id = ?", (chapter_id,))

    def _another_id(self, chapter_id: str) -> str:
        """An id for the chapter at an address from which another one, now elsewhere, has its id."""
        while chapter_id in self._by_id:
            chapter_id = blake2b(chapter_id.encode(), digest_size=8).hexdigest()
        return chapter_id

    def _update(self, known: Known, **new: Any) -> None:
        old = (known.id, known.url, known.loose, known.index, known.volume, known.title, known.state, known.was, known.listed)
        names = ("id", "url", "loose", "idx", "volume", "title", "state", "was", "listed")
        row = tuple(new.get(name, value) for name, value in zip(names, old, strict=True))
        if row != old:
            self._updates.append((*row, known.n))

    def _write(self) -> None:
        if self._updates:
            self._journal.change_many(
                "UPDATE chapters SET id = ?, url = ?, loose = ?, idx = ?, volume = ?, title = ?, state = ?, was = ?, listed = ?"
                " WHERE n = ?",
                self._updates,
            )
        if self._inserts:
            # A chapter that another book of this site has already stays there: its line is written once.
            self._journal.change_many(
                "INSERT OR IGNORE INTO chapters (id, book_id, url, loose, idx, volume, title, listed)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                self._inserts,
            )


class KnownChapters:
    """The URLs of a book's chapters as a container, answered from the database."""

    def __init__(self, journal: Journal, book_id: str) -> None:
        self._journal = journal
        self._book_id = book_id

    def __contains__(self, url: object) -> bool:
        url = str(url)
        try:
            values = (loose_hash(url), self._book_id)
        except ValueError:
            return False
        rows = self._journal.read("SELECT url FROM chapters WHERE loose = ? AND book_id = ? LIMIT 4", values)
        return any(same_address(known, url) for (known,) in rows) or (len(rows) == 4 and self._has(url))

    def _has(self, url: str) -> bool:
        values = (record_id(url), self._book_id)
        return bool(self._journal.read("SELECT 1 FROM chapters WHERE id = ? AND book_id = ?", values))
