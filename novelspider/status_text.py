"""`status` for a terminal, and as JSON."""

from __future__ import annotations

import dataclasses
import math
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from novelspider.corpus.overview import CONDITIONS
from novelspider.sheet import cut, pad, plain, width

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from novelspider.corpus.lacking import Lack
    from novelspider.corpus.overview import BookOverview, SiteOverview
    from novelspider.sheet import Sheet

_UNITS = ((86400.0, "d"), (3600.0, "h"), (60.0, "min"))
_TITLE = 30  # columns of a book's title in a table
_SITE = 32
_NAMES = 60
_INKS = {"failing": "31", "behind": "33", "locked": "35", "complete": "32"}
_GAPS_SHOWN = 20


def site_lines(sites: Sequence[SiteOverview], sheet: Sheet, now: float) -> Iterator[str]:
    """A table, one line a site, and which of them are being worked on."""
    rows = [
        (
            site.site,
            f"{sum(site.books.values()):,}",
            *(f"{site.books[condition]:,}" for condition in CONDITIONS),
            f"{site.committed:,}/{site.expected:,}",
            ago(site.checked_at, now),
            ahead(site.next_at, now),
            f"process {site.process}" if site.process else "",
        )
        for site in sites
    ]
    yield from _table(("site", "books", *CONDITIONS, "chapters", "checked", "due", "running"), rows, sheet, {0: _SITE})


def book_lines(books: Iterable[BookOverview], sheet: Sheet, now: float) -> Iterator[str]:
    """A table, one line a book."""
    rows = [
        (
            book.id,
            book.title or book.url,
            f"{book.committed:,}/{book.expected:,}",
            book.condition,
            ago(book.checked_at, now),
            ahead(book.next_at, now),
            ", ".join(_why(book)),
        )
        for book in books
    ]
    yield from _table(("id", "title", "chapters", "state", "checked", "due", "missing"), rows, sheet, {1: _TITLE, 6: _NAMES})


def one_book(book: BookOverview, process: int | None, sheet: Sheet, now: float) -> Iterator[str]:
    """All of one book."""
    yield sheet.ink("1", plain(book.title or "untitled"))
    fields = (
        ("url", book.url),
        ("id", book.id),
        ("author", book.author or ""),
        ("state", book.condition + (f"; the site says {book.status}" if book.status else "")),
        ("chapters", f"{book.committed:,} of {book.expected:,}"),
        ("missing", ", ".join(_why(book))),
        ("gone", f"{book.chapters['gone']:,}, no longer on the site" if book.chapters["gone"] else ""),
        ("gaps", gap_words(book)),
        ("checked", ago(book.checked_at, now)),
        ("due", ahead(book.next_at, now)),
        ("running", f"process {process} works on this site" if process else ""),
    )
    for name, value in fields:
        yield from sheet.field(name, plain(value))


def last_run(manifest: Mapping[str, Any], now: float) -> str:
    """The newest manifest in a line."""
    ended, totals = manifest.get("exit") or {}, manifest.get("totals") or {}
    started = str(manifest.get("started"))
    if ended.get("complete"):
        outcome = "complete"
    elif ended.get("stopped"):
        outcome = f"stopped early: {ended['stopped']}"
    else:
        skipped = len(manifest.get("skipped") or ())
        alone = f", {skipped:,} left alone" if skipped else ""
        outcome = f"incomplete: {totals.get('failed', 0):,} failed, {totals.get('pending', 0):,} pending{alone}"
    try:
        when = f"{ago(datetime.fromisoformat(started).timestamp(), now)}, "
    except ValueError:
        when = ""
    return plain(
        f"Last run: {when}{started}, {manifest.get('seconds', 0):.0f} s, {totals.get('new', 0):,} new chapters, {outcome}"
    )


def lack_lines(lacks: Iterable[Lack], sheet: Sheet, now: float) -> Iterator[str]:
    """What is missing, under a line for each book."""
    book = None
    for lack in lacks:
        if lack.book_id != book:
            yield from ("",) if book else ()
            book = lack.book_id
            yield sheet.ink("1", plain(f"{lack.book_title or 'untitled'}  ({lack.site}, {lack.book_id})"))
        yield _lack_line(lack, sheet, now)


def _lack_line(lack: Lack, sheet: Sheet, now: float) -> str:
    if lack.numbers:
        first, last = lack.numbers
        return sheet.dim(f"  {pad('gap', 9)}") + f"no title has number {_span(first, last)}"
    place = f"{lack.index:>5}  " if lack.index else ""
    what = f"{place}{lack.title or ('the book itself' if lack.kind == 'book' else 'untitled')}"
    facts = [lack.reason or "", f"{lack.tries} {'try' if lack.tries == 1 else 'tries'}" if lack.tries else "", _next(lack, now)]
    said = ", ".join(fact for fact in facts if fact)
    return sheet.dim(f"  {pad(lack.state, 9)}") + plain(f"{what}  {lack.url}") + (sheet.dim(f"  {plain(said)}") if said else "")


def _next(lack: Lack, now: float) -> str:
    if lack.state == "gone":
        return "its text is kept" if lack.kept else "it was never had"
    if lack.next_at is None:
        return "" if lack.state == "rejected" else "given up"
    return "next run" if lack.next_at <= now else f"next {ahead(lack.next_at, now)}"


def as_dict(record: BookOverview | SiteOverview | Lack) -> dict[str, Any]:
    """For JSON: fields as they are, times in RFC 3339, what is worked out beside them."""
    fields = {field.name: getattr(record, field.name) for field in dataclasses.fields(record)}
    for name in ("checked_at", "next_at"):
        if name in fields:
            fields[name] = _time(fields[name])
    for name in ("condition", "expected", "committed"):
        if hasattr(record, name):
            fields[name] = getattr(record, name)
    return fields


def gap_words(book: BookOverview) -> str:
    """The first of the book's gaps, as a reader of titles would write them; empty where there are none."""
    more = len(book.gaps) - _GAPS_SHOWN
    return ", ".join(_span(*gap) for gap in book.gaps[:_GAPS_SHOWN]) + (f" and {more:,} more" if more > 0 else "")


def ago(at: float | None, now: float) -> str:
    """How long a time in seconds is past; "never" where it is None."""
    return "never" if at is None else f"{_lasting(now - at)} ago"


def ahead(at: float | None, now: float) -> str:
    """When it is; "now" for the past, empty where it is None."""
    return "" if at is None else "now" if at <= now else f"in {_lasting(at - now)}"


def _lasting(seconds: float) -> str:
    for unit, name in _UNITS:
        if seconds >= unit:
            return f"{math.floor(seconds / unit):,} {name}"
    return f"{max(0, math.floor(seconds))} s"


def _time(seconds: float | None) -> str | None:
    """None for what cannot be a time: a clock far off."""
    try:
        return None if seconds is None else f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%dT%H:%M:%SZ}"
    except (ValueError, OverflowError, OSError):
        return None


def _span(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}-{last}"


def _why(book: BookOverview) -> Iterator[str]:
    """What the book lacks, in counts."""
    if book.state in ("failed", "locked"):
        yield f"its page: {book.reason}"
    counts = {"pending": book.pending} | {state: book.chapters[state] for state in ("failed", "locked", "rejected")}
    yield from (f"{count:,} {state}" for state, count in counts.items() if count)
    if book.gaps:
        yield f"{sum(last - first + 1 for first, last in book.gaps):,} in gaps"


def _table(names: Sequence[str], rows: Sequence[Sequence[str]], sheet: Sheet, most: Mapping[int, int]) -> Iterator[str]:
    """Columns as wide as what they hold, at most as wide as `most` says of them; numbers to the right."""
    shown = [[cut(plain(cell), most.get(place, 10**6)) for place, cell in enumerate(row)] for row in rows]
    widths = [max(width(name), *(width(row[place]) for row in shown), 0) for place, name in enumerate(names)]
    right = [bool(shown) and all(row[place][:1].isdigit() for row in shown) and place > 0 for place in range(len(names))]

    def line(cells: Sequence[str], paint: bool) -> str:
        parts = []
        for cell, columns, to_right in zip(cells, widths, right, strict=True):
            blanks = " " * (columns - width(cell))
            parts.append(f"{blanks}{cell}" if to_right else f"{cell}{blanks}")
        text = "  ".join(parts).rstrip()
        if not sheet.colour:
            return text
        for state, code in _INKS.items() if paint else ():
            text = text.replace(f"  {state}", f"  {sheet.ink(code, state)}", 1) if state in cells else text
        return text if paint else sheet.ink("1", text)

    yield line([name.upper() for name in names], paint=False)
    for row in shown:
        yield line(row, paint=True)
