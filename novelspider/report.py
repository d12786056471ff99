"""The end of a run in plain words: one screenful."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from typing import TYPE_CHECKING

from novelspider.corpus.standing import missing
from novelspider.logs import safe
from novelspider.sheet import cut, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from novelspider.corpus import Corpus, Missing
    from novelspider.corpus.rests import Rest
    from novelspider.corpus.revisions import Outcome
    from novelspider.corpus.standing import Standing

_BOOKS_SHOWN = 10
_TITLE_COLUMNS = 80
_MISSING_SHOWN = 10
MOST_LISTED = 10_000
"""Rows that failed, and rows that are locked, which the report and the manifest of a run know one by one: 3 MB of it. Of the
others they know how many there are; `status --missing` lists all."""


@dataclass(frozen=True, slots=True)
class BookLine:
    """What a run did for one book. `title` is None where it is not known."""

    title: str | None
    url: str
    new: int
    revised: int
    set_aside: int
    committed: int
    chapters: int


@dataclass(frozen=True, slots=True)
class RunReport:
    """What a run got and did not get. `pending` counts chapters that were wanted and not reached. `failed` and `locked` are the
    first MOST_LISTED of each; `unlisted` counts the others, by "failed", "reread" and "locked". `rests` are the hosts that
    are left alone beyond its end, where that left something; `cut_short` are sites with the setting whose budget was spent
    there and the chapters that this left, which are not pending then."""

    books: tuple[BookLine, ...]
    set_aside: Mapping[str, int]
    failed: tuple[Missing, ...]
    locked: tuple[Missing, ...]
    pending: int
    refused: tuple[str, ...]
    stopped: str | None
    """Why the run ended early, None where it came to its end."""
    pages: int
    seconds: float
    folders: tuple[Path, ...]
    unlisted: Mapping[str, int] = field(default_factory=dict)
    next_at: float | None = None
    """Wall time in seconds from which a site that this run left alone will have something to do. None where there is none."""

    @property
    def idle(self) -> bool:
        """There was nothing to do."""
        return not (self.folders or self.refused or self.stopped)

    rests: Mapping[str, Rest] = field(default_factory=dict)
    cut_short: Mapping[str, tuple[str, int]] = field(default_factory=dict)

    @property
    def complete(self) -> bool:
        """All was got that should have been; what is locked, or beyond a limit or a budget, does not count against it."""
        return not (self.failed or self.pending or self.refused or self.stopped)

    def text(self) -> str:
        """For a person, without a line feed at the end."""
        if self.idle:
            return f"Nothing is due{_before(self.next_at)}."
        new, aside = sum(book.new for book in self.books), sum(self.set_aside.values())
        missing = len(self.failed) + len(self.locked) + sum(self.unlisted.values())
        head = (
            f"{_count(len(self.books), 'book')}, {_count(new, 'new chapter')} from {_count(self.pages, 'page')} in "
            f"{self.seconds:.0f} s; {aside} set aside, {missing} not got"
        )
        parts = [f"{head}; {_count(self.pending, 'chapter')} still to get." if self.pending else f"{head}."]
        parts += [f"Stopped early: {self.stopped}."] if self.stopped else []
        parts += _head([_book_line(book) for book in self.books], _BOOKS_SHOWN)
        parts += [f"Set aside: {', '.join(f'{n} {reason}' for reason, n in sorted(self.set_aside.items()))}."] if aside else []
        parts += [f"Left alone: {reason}" for reason in self.refused]
        parts += _head([_rest_line(host, rest) for host, rest in sorted(self.rests.items())], _MISSING_SHOWN)
        parts += _head([_cut_line(site, *cut) for site, cut in sorted(self.cut_short.items())], _MISSING_SHOWN)
        again = [row for row in self.failed if row.kind == "reread"]
        fresh = [row for row in self.failed if row.kind != "reread"]
        more = self.unlisted.get
        parts += _missing_lines("Not got, to be tried again in the next run:", fresh, more("failed", 0))
        parts += _missing_lines("Not read again, the corpus keeps what it has:", again, more("reread", 0))
        parts += _missing_lines("Kept by the site to itself:", self.locked, more("locked", 0))
        parts += [f"Files: {', '.join(map(str, self.folders))}"] if self.folders else []
        return "\n".join(map(safe, parts))


def make_report(
    corpus: Corpus,
    run: int,
    standings: Iterable[Standing],
    *,
    got: Mapping[str, Counter[Outcome]],
    set_aside: Mapping[str, Counter[str]],
    refused: Iterable[str] = (),
    rests: Mapping[str, Rest] | None = None,
    cut_short: Mapping[str, str] | None = None,
    stopped: str | None = None,
    pages: int = 0,
    seconds: float = 0.0,
    next_at: float | None = None,
) -> RunReport:
    """`standings` are those of all books of `run`; what it did not get is asked of the open sites of `corpus`. `got` and
    `set_aside` (by reason) count this run's chapters by book id, `cut_short` has the setting that stopped a site."""
    books: list[BookLine] = []
    lost: Counter[str] = Counter()
    left: Counter[str] = Counter()
    for book in standings:
        lost["failed"] += book.lost("failed") - book.reread("failed")
        lost["reread"] += book.reread("failed")
        lost["locked"] += book.lost("locked")
        left[book.site] += book.chapters["pending"] - book.beyond + (book.state == "pending")
        if book.state == "committed":
            written, aside = got.get(book.id, Counter()), set_aside.get(book.id, Counter()).total()
            held, total = book.chapters["committed"], sum(book.chapters.values()) - book.chapters["gone"]
            books.append(BookLine(book.title, book.url, written["new"], written["revised"], aside, held, total))
    failed: list[Missing] = []
    locked: list[Missing] = []
    folders: list[Path] = []
    for store in corpus.open_sites():
        failed += missing(store, run, "failed", MOST_LISTED - len(failed))
        locked += missing(store, run, "locked", MOST_LISTED - len(locked))
        folders.append(store.folder)
    lost.subtract(row.kind if row.kind == "reread" else "failed" for row in failed)
    lost["locked"] -= len(locked)
    cut = {site: (setting, left.pop(site)) for site, setting in (cut_short or {}).items() if left[site]}
    pending = left.total()
    return RunReport(
        books=tuple(books),
        set_aside=sum(set_aside.values(), Counter[str]()),
        failed=tuple(failed),
        locked=tuple(locked),
        unlisted=+lost,
        pending=pending,
        refused=tuple(refused),
        stopped=stopped,
        pages=pages,
        seconds=seconds,
        folders=tuple(folders),
        next_at=next_at,
        rests=dict(rests or {}) if pending else {},
        cut_short=cut,
    )


def _before(at: float | None) -> str:
    """Nothing for what cannot be a time: intervals without end, a clock far off."""
    try:
        return f" before {datetime.fromtimestamp(at, UTC):%Y-%m-%d %H:%M} UTC" if at is not None else ""
    except (ValueError, OverflowError, OSError):
        return ""


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _book_line(book: BookLine) -> str:
    revised = f", {book.revised} revised" if book.revised else ""
    aside = f", {book.set_aside} set aside" if book.set_aside else ""
    held = f"the corpus has {book.committed} of {_count(book.chapters, 'chapter')}"
    return f"  {_short(book.title or book.url)}: {book.new} new{revised}{aside}; {held}"


def _missing_lines(heading: str, rows: Sequence[Missing], unlisted: int) -> list[str]:
    """Nothing at all where there are none."""
    lines = _head(map(_missing_line, rows), _MISSING_SHOWN, unlisted)
    return [heading, *lines] if lines else []


def _rest_line(host: str, rest: Rest) -> str:
    return f"Left to rest until {datetime.fromtimestamp(rest.until, UTC):%Y-%m-%d %H:%M:%S} UTC: {host} ({rest.reason})"


def _cut_line(site: str, setting: str, left: int) -> str:
    return f"{setting} is reached: {site}, {_count(left, 'chapter')} left to the next run"


def _missing_line(row: Missing) -> str:
    title = f"  {_short(row.title)}" if row.title else ""
    return f"  {row.reason}  {row.url}{title}"


def _short(title: str) -> str:
    return cut(plain(title), _TITLE_COLUMNS)


def _head(lines: Iterable[str], most: int, unlisted: int = 0) -> list[str]:
    """The first lines, and how many more there are."""
    rest = iter(lines)
    shown = list(islice(rest, most))
    more = sum(1 for _ in rest) + unlisted
    return [*shown, f"  … and {more:,} more"] if more else shown
