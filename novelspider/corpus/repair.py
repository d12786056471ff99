"""Checking and repairing a site folder that a run may hold."""

from __future__ import annotations

import contextlib
import sqlite3
import time
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from novelspider.corpus.folder import Corpus
from novelspider.corpus.fsck import MILD, Problem, SiteCheck
from novelspider.corpus.lock import SiteLock
from novelspider.corpus.rebuild import Rebuilt, free_stamp, rebuild
from novelspider.corpus.schema import DATABASE_NAME
from novelspider.corpus.shards import shard_name
from novelspider.errors import CorpusError, SiteBusyError

if TYPE_CHECKING:
    from pathlib import Path

MOST_SHOWN = 20
"""Problems of one kind that are named; more are counted."""


@dataclass(frozen=True, slots=True)
class SiteReport:
    """How a site folder stands. `counts` has the problems by kind, `problems` the first `MOST_SHOWN` of each. `busy` where
    another process held it: what that had committed was checked."""

    site: str
    folder: Path
    busy: bool
    lines: int
    seconds: float
    counts: Counter[str]
    problems: tuple[Problem, ...]

    @property
    def sound(self) -> bool:
        return not self.counts


def check_site(folder: Path, site: str) -> SiteReport:
    """Check a site folder, and keep runs out meanwhile; one that is held is read beside the run. Raises CorpusError."""
    started = time.monotonic()
    with contextlib.ExitStack() as held:
        busy = False
        try:
            held.callback(SiteLock(folder).release)
        except SiteBusyError:
            busy = True
        except OSError:
            pass  # not writable: nobody writes to it
        check = SiteCheck(folder, site, busy=busy)
        counts: Counter[str] = Counter()
        shown = []
        for problem in check.problems():
            counts[problem.kind] += 1
            if counts[problem.kind] <= MOST_SHOWN:
                shown.append(problem)
    return SiteReport(site, folder, busy, check.lines, time.monotonic() - started, counts, tuple(shown))


def repair_site(report: SiteReport) -> Rebuilt | None:
    """Repair what the report says is wrong: finish or undo what a kill left, else make the database anew. Returns what was
    done; None where nothing could be, for all that is wrong is files that are not ours. Raises SiteBusyError, CorpusError."""
    wrong = {*report.counts} - {"orphan_file"}
    if not wrong:
        return None
    if wrong <= MILD:
        with contextlib.suppress(CorpusError):
            return _reopen(report)
    done = rebuild(report.folder, report.site)
    _open(report)
    return done


def _reopen(report: SiteReport) -> Rebuilt:
    """What opening does: it takes up what was begun, and cuts what was not committed, which is kept aside here."""
    done = Rebuilt()
    lock = SiteLock(report.folder)
    try:
        _keep_tails(report.folder, done)
    finally:
        lock.release()
    _open(report)
    return done


def _open(report: SiteReport) -> None:
    corpus = Corpus(report.folder.parent)
    try:
        corpus.site(report.site)
    finally:
        corpus.close()


def _keep_tails(folder: Path, done: Rebuilt) -> None:
    stamp = free_stamp(folder)
    uri = f"{(folder / DATABASE_NAME).absolute().as_uri()}?mode=ro"
    with contextlib.closing(sqlite3.connect(uri, uri=True)) as db:
        shards = db.execute("SELECT kind, number, length FROM shards").fetchall()
    for kind, number, length in shards:
        path = folder / shard_name(kind, number)
        if not path.exists() or path.stat().st_size <= length:
            continue
        with path.open("rb") as file, (folder / f"aside-{stamp}-{path.name}").open("xb") as aside:
            file.seek(length)
            while block := file.read(1 << 20):
                aside.write(block)
            done.aside[f"aside-{stamp}-{path.name}"] = aside.tell()
