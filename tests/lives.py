"""A crawl that is killed at random moments until it is complete: its sites, its lives, and what must be true afterwards."""

from __future__ import annotations

import random
import sqlite3
import time
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from server import BookPlan, NovelSite

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from typing import Self

    from crawling import Crawl
    from forked import ForkedRun

_PLANS = (
    [
        BookPlan(
            chapters=40, pages=2, paragraphs=12, toc_pages=4, newest_first=True, noise=True, seam="sentence", reposts={9: 8}
        )
    ],
    [BookPlan(chapters=24, pages=2, paragraphs=8, chain=True)],
    [BookPlan(chapters=24, toc_pages=2, paragraphs=8, reposts={13: 12}), BookPlan(chapters=12, newest_block=5, paragraphs=8)],
)
"""A site each: sub-pages and a TOC of several pages, with lines to learn; a chain without TOC; two books side by side."""


class Sites:
    """Context manager: a fast server for each of `_PLANS`. Books of one site differ in their order in the files only."""

    def __init__(self) -> None:
        self.sites = [NovelSite(plans) for plans in _PLANS]
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        for site in self.sites:
            self._stack.enter_context(site)
        return self

    def __exit__(self, *exc: object) -> None:
        self._stack.close()

    @property
    def urls(self) -> tuple[str, str]:
        """The argument that names all books."""
        return "-a", f"url={' '.join(seed for site in self.sites for seed in site.seeds)}"

    def asked(self) -> int:
        """Requests answered so far, all sites together."""
        return sum(len(site.requests) for site in self.sites)

    def written(self, crawl: Crawl) -> dict[tuple[str, str, str], list[dict]]:
        """What stands in the corpus, in order, by site, kind and book; the time of fetching left out."""
        found: dict[tuple[str, str, str], list[dict]] = {}
        for site in self.sites:
            for kind in ("books", "chapters", "rejected"):
                for record in crawl.records(site.host, kind):
                    record.pop("fetched_at")
                    found.setdefault((site.host, kind, record.get("book_id", "")), []).append(record)
        return found


@dataclass
class Lives:
    """One corpus, and the runs over it. Each is killed after a random number of requests, `mean` on the average, and a random
    pause; some before they have asked for anything. Each commits in other batches than the one before."""

    sites: Sites
    crawl: Crawl
    seed: int
    most: int | None = None
    """Kills after which a run is left in peace; None for no end."""
    mean: float = 28.0
    killed_after: list[int] = field(default_factory=list)
    """Requests that each killed run had made."""

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)

    def run(self, start: Callable[[list[str]], ForkedRun]) -> None:
        """Kill runs until one is complete. All but the first to ask for a page are started without a URL: the corpus knows
        what is left. An AssertionError where a run ends by itself with anything but 0."""
        code, known = -9, False
        while code:
            batch = self._random.choice((1, 3, 64))
            arguments = ["-s", f"CORPUS_COMMIT_ITEMS={batch}", *(() if known else self.sites.urls)]
            before = self.sites.asked()
            run = start(self.crawl.command(*arguments)[3:])
            if self.most is None or len(self.killed_after) < self.most:
                self._wait(run, before)
                run.kill()
            code = run.wait()
            assert code in (0, -9), run.log
            known = known or self.sites.asked() > before
            if code:
                self.killed_after.append(self.sites.asked() - before)

    def _wait(self, run: ForkedRun, before: int) -> None:
        if self._random.random() < 0.1:
            time.sleep(self._random.uniform(0.0, 0.3))  # while it starts, opens the sites, cuts the files
            return
        wanted = before + 1 + int(self._random.expovariate(1 / self.mean))
        while run.running() and self.sites.asked() < wanted:
            time.sleep(0.001)
        time.sleep(self._random.uniform(0.0, 0.02))


def faults_of(folder: Path) -> Iterator[str]:
    """What is wrong with a complete site folder: database against files, each line against its row."""
    with closing(sqlite3.connect(folder / "site.db")) as db:
        if (found := db.execute("PRAGMA integrity_check").fetchone()[0]) != "ok":
            yield f"site.db: {found}"
        lengths = {f"{kind}-{n:05d}.jsonl": length for kind, n, length in db.execute("SELECT kind, number, length FROM shards")}
        lengths["books.jsonl"] = lengths.pop("books-00001.jsonl")
        sizes = {path.name: path.stat().st_size for path in folder.glob("*.jsonl")}
        if sizes != {name: length for name, length in lengths.items() if length}:
            yield f"the files have {sizes}, site.db says {lengths}"
        open_rows = db.execute("SELECT url, state FROM chapters WHERE state NOT IN ('committed', 'rejected')").fetchall()
        if open_rows:
            yield f"not finished: {open_rows}"
        rows = db.execute("SELECT id, shard, offset, length FROM chapters WHERE shard IS NOT NULL").fetchall()
    files = {path.name: path.read_bytes() for path in folder.glob("chapters-*.jsonl")}
    lines = sum(data.count(b"\n") for data in files.values())
    if lines != len(rows):
        yield f"{lines} lines for {len(rows)} chapters that have one"
    for chapter_id, shard, offset, length in rows:
        line = files[f"chapters-{shard:05d}.jsonl"][offset : offset + length]
        if not (line.startswith(f'{{"id": "{chapter_id}"'.encode()) and line.endswith(b"}\n") and line.count(b"\n") == 1):
            yield f"no line of {chapter_id} at {offset} of shard {shard}: {line[:60]!r}"
