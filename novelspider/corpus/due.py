"""What a run without a URL takes up, as SQL, and a look at a site for it without its lock."""

from __future__ import annotations

import contextlib
import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING

from novelspider.corpus.schema import SCHEMA_VERSION

if TYPE_CHECKING:
    from pathlib import Path

    from novelspider.corpus.schedule import Schedule

# Conditions on a row of `books` or `chapters`, with the values of `due_values`. A time that lies too far ahead was written by
# a clock that has been set back since, and counts as past.
PAUSE_OVER = "(not_before <= :now OR not_before > :farthest)"
TO_CHECK = (
    "state = 'pending'"
    f" OR (state IN ('failed', 'locked') AND (tries < :tries OR revision > 0) AND {PAUSE_OVER})"
    " OR (state = 'committed' AND due <= :now)"
    " OR (state = 'committed' AND checked_at > :now)"
)
"""Books whose own page or TOC is to be read. One that was read before is tried beyond the limit, after long pauses."""
FAILED = "state IN ('failed', 'locked') AND state = 'failed'"
LOCKED = "state IN ('failed', 'locked') AND state = 'locked'"
"""In words that let SQLite use the partial index `chapters_open`: a condition must have the index's own as one of its terms."""
CHAPTERS_TO_RETRY = f"{FAILED} AND tries < :tries AND {PAUSE_OVER}"
_SOMETHING = (
    f"SELECT EXISTS (SELECT 1 FROM books WHERE {TO_CHECK})"
    " OR EXISTS (SELECT 1 FROM chapters WHERE state = 'pending')"
    f" OR EXISTS (SELECT 1 FROM chapters WHERE {CHAPTERS_TO_RETRY})"
    " OR EXISTS (SELECT 1 FROM chapters WHERE again = 1 AND state = 'rejected')"
)
_NEXT = (
    "SELECT min(at) FROM (SELECT min(due) AS at FROM books WHERE state = 'committed'"
    " UNION ALL SELECT min(not_before) FROM books WHERE state IN ('failed', 'locked') AND (tries < :tries OR revision > 0)"
    f" UNION ALL SELECT min(not_before) FROM chapters WHERE {FAILED} AND tries < :tries)"
)


@dataclass(frozen=True, slots=True)
class Agenda:
    """Whether a site has something to do. Where it has not, `next_at` is the wall time in seconds from which it will have; None
    where it will not have by itself."""

    site: str
    something: bool
    next_at: float | None = None


def due_values(now: float, schedule: Schedule) -> dict[str, float]:
    """The values that the conditions name."""
    return {"now": now, "farthest": now + schedule.farthest, "tries": schedule.max_tries}


def agenda_of(path: Path, now: float, schedule: Schedule) -> Agenda | None:
    """The agenda of the site whose database stands at `path`, read without its lock: it is neither held up by a run nor holds
    one up. None where it cannot be asked."""
    values = due_values(now, schedule)
    try:
        with contextlib.closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=5)) as db:
            site = db.execute("SELECT value FROM meta WHERE key = 'site'").fetchone()
            if not site or db.execute("PRAGMA user_version").fetchone()[0] != SCHEMA_VERSION:
                return None
            if db.execute(_SOMETHING, values).fetchone()[0]:
                return Agenda(site[0], True)
            return Agenda(site[0], False, db.execute(_NEXT, values).fetchone()[0])
    except sqlite3.Error:
        return None
