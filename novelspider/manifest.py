"""The end of a run for machines: everything that `report` says, whole, book by book."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from novelspider import __version__
from novelspider import settings as ours

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from scrapy.settings import BaseSettings

    from novelspider.corpus import Missing
    from novelspider.corpus.changes import Kind
    from novelspider.corpus.revisions import Outcome
    from novelspider.corpus.standing import Standing
    from novelspider.report import RunReport
    from novelspider.spiders.arguments import Arguments

_DUPLICATE = "duplicate"
_NOTICED: tuple[Kind, ...] = ("revised", "moved", "renamed", "renumbered", "inserted", "vanished", "returned", "reordered")
"""What of known chapters is counted; re-readings that brought nothing stand under `rejected`, `failed` and `locked`."""


@dataclass(frozen=True, slots=True)
class RunFacts:
    """What a run was started with and how it ended. `reason` is Scrapy's word for that, `settings` are those that matter.
    `requests` counts all that were sent, for robots.txt and second tries too, `bytes` what came back, with headers and as
    compressed as it was."""

    started: datetime
    spider: str
    arguments: Arguments
    settings: Mapping[str, Any]
    reason: str
    requests: int
    bytes: int


@dataclass(frozen=True, slots=True)
class RunCounts:
    """What a run counted: what became of the chapters it `got` by book id, those `set_aside` by book id and reason, and by site
    what the rules of cleaning `removed`."""

    got: Mapping[str, Counter[Outcome]]
    set_aside: Mapping[str, Counter[str]]
    removed: Mapping[str, Counter[str]]


def plain_settings(settings: BaseSettings) -> dict[str, Any]:
    """The run's value of every setting that this project sets to a plain value: none of them is there to hold a secret."""
    names = [name for name in dir(ours) if name.isupper() and isinstance(getattr(ours, name), str | int | float | None)]
    return {name: value for name in names if isinstance(value := settings.get(name), str | int | float | None)}


def make_manifest(
    sites: Iterable[str], standings: Sequence[Standing], facts: RunFacts, counts: RunCounts, report: RunReport
) -> dict[str, Any]:
    """For `corpus.runs.write_manifest`. `sites` are those the run opened, `standings` those of all its books; what of them was
    not got stands in `report`."""
    arguments = facts.arguments
    lost: dict[str, list[Missing]] = {}
    for row in (*report.failed, *report.locked):
        lost.setdefault(row.book_id, []).append(row)
    books = [_book(book, counts, lost.get(book.id, [])) for book in standings]
    return {
        "started": f"{facts.started:%Y-%m-%dT%H:%M:%SZ}",
        "seconds": round(report.seconds, 3),
        "version": __version__,
        "spider": facts.spider,
        "arguments": {
            "seeds": list(arguments.seeds),
            "limit": arguments.limit,
            "refresh": str(arguments.refresh or "never"),
        },
        "settings": dict(facts.settings),
        "exit": {"reason": facts.reason, "stopped": report.stopped, "complete": report.complete},
        "totals": _totals(books) | {"pages": report.pages, "requests": facts.requests, "bytes": facts.bytes},
        "removed": _sorted(sum(counts.removed.values(), Counter[str]())),
        "skipped": list(report.refused),
        "resting": [{"host": host, "until": _time(rest.until), "reason": rest.reason} for host, rest in report.rests.items()],
        "cut_short": [{"site": site, "setting": why, "left": left} for site, (why, left) in report.cut_short.items()],
        "sites": [
            {
                "site": site,
                "books": [fields for book, fields in zip(standings, books, strict=True) if book.site == site],
                "removed": _sorted(counts.removed.get(site, Counter())),
            }
            for site in sites
        ],
    }


def _book(book: Standing, counts: RunCounts, lost: Iterable[Missing]) -> dict[str, Any]:
    """`expected` are the book's chapters, those beyond the limit and those taken off the site left out; `new`, `duplicates`
    and `rejected` were met in this run, with what it noticed of chapters that were known, `failed`, `locked` and `pending` are
    what it could not get or did not come to: `n_failed` and `n_locked` in all, of which a run lists the first MOST_LISTED.
    `gaps` are the first and last of the numbers that the titles pass over."""
    got = counts.got.get(book.id, Counter())
    aside = counts.set_aside.get(book.id, Counter())
    return {
        "id": book.id,
        "url": book.url,
        "title": book.title,
        "state": book.state,
        "expected": sum(book.chapters.values()) - book.chapters["gone"] - book.beyond,
        "new": got["new"],
        "unchanged": got["unchanged"],
        **{kind: book.changes.get(kind, 0) for kind in _NOTICED},
        "committed": book.chapters["committed"],
        "duplicates": aside[_DUPLICATE],
        "rejected": _sorted(Counter({reason: number for reason, number in aside.items() if reason != _DUPLICATE})),
        "n_failed": book.lost("failed"),
        "failed": [_missing(row) for row in lost if row.state == "failed"],
        "n_locked": book.lost("locked"),
        "locked": [_missing(row) for row in lost if row.state == "locked"],
        "pending": book.chapters["pending"] - book.beyond,
        "beyond_limit": book.beyond,
        "gone": book.chapters["gone"],
        "gaps": [list(gap) for gap in book.gaps],
    }


def _missing(row: Missing) -> dict[str, Any]:
    return {"kind": row.kind, "url": row.url, "title": row.title, "reason": row.reason, "detail": row.detail}


def _totals(books: list[dict[str, Any]]) -> dict[str, Any]:
    names = ("expected", "new", "unchanged", *_NOTICED, "committed", "duplicates", "pending", "beyond_limit", "gone")
    totals: dict[str, Any] = {"books": len(books)}
    totals |= {name: sum(book[name] for book in books) for name in names}
    totals["rejected"] = _sorted(sum((Counter(book["rejected"]) for book in books), Counter[str]()))
    totals |= {name: sum(book[f"n_{name}"] for book in books) for name in ("failed", "locked")}
    return totals | {"gaps": sum(last - first + 1 for book in books for first, last in book["gaps"])}


def _time(seconds: float) -> str:
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%dT%H:%M:%SZ}"


def _sorted(counter: Counter[str]) -> dict[str, int]:
    return dict(sorted(counter.items()))
