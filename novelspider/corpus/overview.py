"""How a corpus stands, from its databases alone: sites, their books, and what each of these has."""

from __future__ import annotations

import json
import time
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from novelspider.corpus.due import FAILED, due_values
from novelspider.corpus.lock import holder_of
from novelspider.corpus.rows import STATES, State

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from novelspider.corpus.reader import SiteReader
    from novelspider.corpus.schedule import Schedule
    from novelspider.text.gaps import Gap

Condition = Literal["complete", "behind", "failing", "locked"]
CONDITIONS: tuple[Condition, ...] = ("complete", "behind", "failing", "locked")


_BOOKS = (
    "SELECT id, url, title, author, status, state, reason, detail, tries, revision, not_before, due, checked_at, gaps"
    " FROM books"
)


@dataclass(frozen=True, slots=True)
class BookOverview:
    """A book. `state`, `reason` and `detail` are those of its own row; `chapters` counts by state, every state present, and
    `reread` those of the pending ones that have a text and are to be read once more. `checked_at` and `next_at` are wall times
    in seconds, None: never; `next_at` lies in the past where something is to be done now. `gaps` are the numbers that its
    titles pass over."""

    site: str
    id: str
    url: str
    title: str | None
    author: str | None
    status: str | None
    state: State
    reason: str | None
    detail: str | None
    tries: int
    chapters: Mapping[State, int]
    reread: int
    checked_at: float | None
    next_at: float | None
    gaps: Sequence[Gap]

    @property
    def expected(self) -> int:
        """Chapters that it has, those left out that were taken off the site."""
        return sum(self.chapters.values()) - self.chapters["gone"]

    @property
    def committed(self) -> int:
        """Chapters whose text is in the corpus."""
        return self.chapters["committed"] + self.reread

    @property
    def pending(self) -> int:
        """Chapters that were not asked for yet, or not answered."""
        return self.chapters["pending"] - self.reread

    @property
    def condition(self) -> Condition:
        """ "failing": its page or one of its chapters could not be had; "behind": something is still to be fetched; "locked":
        the site keeps something to itself, and the rest is here; else "complete"."""
        if self.state == "failed" or self.chapters["failed"]:
            return "failing"
        if self.pending or (self.state == "pending" and self.checked_at is None):
            return "behind"
        return "locked" if self.state == "locked" or self.chapters["locked"] else "complete"


@dataclass(frozen=True, slots=True)
class SiteOverview:
    """A site. `process` is that of the run that works on it now. The times are as in `BookOverview`: the last check of any of
    its books, and the first thing to be done. `passed_over` counts the numbers in gaps."""

    site: str
    process: int | None
    books: Mapping[Condition, int]
    expected: int
    committed: int
    chapters: Mapping[State, int]
    passed_over: int
    checked_at: float | None
    next_at: float | None


def site_overview(reader: SiteReader, site: str, books: Iterable[BookOverview]) -> SiteOverview:
    """The sum of a site's `books`."""
    conditions, chapters, expected, committed, passed_over = Counter[Condition](), Counter[State](), 0, 0, 0
    checked: list[float] = []
    coming: list[float] = []
    for book in books:
        conditions[book.condition] += 1
        chapters.update(book.chapters)
        expected += book.expected
        committed += book.committed
        passed_over += sum(last - first + 1 for first, last in book.gaps)
        checked += [] if book.checked_at is None else [book.checked_at]
        coming += [] if book.next_at is None else [book.next_at]
    return SiteOverview(
        site=site,
        process=holder_of(reader.folder),
        books={condition: conditions[condition] for condition in CONDITIONS},
        expected=expected,
        committed=committed,
        chapters={state: chapters[state] for state in STATES},
        passed_over=passed_over,
        checked_at=max(checked, default=None),
        next_at=min(coming, default=None),
    )


def book_overviews(reader: SiteReader, site: str, schedule: Schedule, book_id: str | None = None) -> Iterator[BookOverview]:
    """The books of a site in the order they were met, or that one. Each query sees what is committed when it is made: during a
    run a later one may see more. Measured: 2 s for 20,000 books with a million chapters."""
    values = due_values(time.time(), schedule) | {"book": book_id}
    one = " AND book_id = :book" if book_id else ""
    counts: dict[str, dict[State, int]] = {}
    for book, state, count in reader.read(
        f"SELECT book_id, state, count(*) FROM chapters WHERE true{one} GROUP BY book_id, state", values
    ):
        counts.setdefault(book, {})[state] = count
    reread: dict[str, int] = dict(
        reader.read(
            f"SELECT book_id, count(*) FROM chapters WHERE state = 'pending' AND shard IS NOT NULL{one} GROUP BY book_id",
            values,
        )
    )
    pauses = f"SELECT book_id, min(not_before) FROM chapters WHERE {{}}{one} GROUP BY book_id"
    waiting: dict[str, float] = dict(reader.read(pauses.format("state = 'pending'"), values))
    retried: dict[str, float] = dict(reader.read(pauses.format(f"{FAILED} AND tries < :tries"), values))
    for row in reader.read(f"{_BOOKS} WHERE :book IS NULL OR id = :book ORDER BY n", values):
        book, url, title, author, status, state, reason, detail, tries, revision, not_before, due, checked_at, gaps = row
        own = _own(state, due, not_before, again=tries < schedule.max_tries or revision > 0)
        times = [at for at in (own, waiting.get(book), retried.get(book)) if at is not None]
        yield BookOverview(
            site=site,
            id=book,
            url=url,
            title=title,
            author=author,
            status=status,
            state=state,
            reason=reason,
            detail=detail,
            tries=tries,
            chapters=dict.fromkeys(STATES, 0) | counts.get(book, {}),
            reread=reread.get(book, 0),
            checked_at=checked_at,
            next_at=min(times, default=None),
            gaps=[(first, last) for first, last in json.loads(gaps or "[]")],
        )


def _own(state: Any, due: float, not_before: float, *, again: bool) -> float | None:
    """When a book's own page is to be asked for; None: only when its URL is given."""
    if state == "committed":
        return due
    return not_before if state == "pending" or again else None
