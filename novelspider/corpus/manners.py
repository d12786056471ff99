"""What hosts ask of their guests, kept with the site for later runs: rests, sitemaps."""

from __future__ import annotations

import dataclasses
import json
from typing import TYPE_CHECKING

from novelspider.corpus.rests import Rest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from novelspider.corpus.journal import Journal

_REST = "rest "  # and the host


class Manners:
    """Of one site, in its database."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal

    def rests(self) -> dict[str, Rest]:
        """The hosts that were to be left alone when last heard of, by name."""
        rows = self._journal.read("SELECT key, value FROM meta WHERE key >= ? AND key < ?", (_REST, "rest!"))
        return {key.removeprefix(_REST): Rest(**json.loads(value)) for key, value in rows}

    def set_rest(self, host: str, rest: Rest | None) -> None:
        """Keep that a host rests; None: it is well again."""
        if rest:
            self._set(_REST + host, json.dumps(dataclasses.asdict(rest)))
        else:
            self._journal.change("DELETE FROM meta WHERE key = ?", (_REST + host,))

    @property
    def sitemaps(self) -> tuple[str, ...]:
        """URLs of the sitemaps that the site's robots.txt named last."""
        rows = self._journal.read("SELECT value FROM meta WHERE key = 'sitemaps'")
        return tuple(json.loads(rows[0][0])) if rows else ()

    def set_sitemaps(self, urls: Iterable[str]) -> None:
        if self.sitemaps != (new := tuple(urls)):
            self._set("sitemaps", json.dumps(new))

    def _set(self, key: str, value: str) -> None:
        self._journal.change("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))
