"""Hosts that are left alone for a while: because they asked for it, or because they keep failing."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

FIRST_PAUSE = 5.0  # seconds
LONGEST_PAUSE = 24 * 3600.0  # seconds; of those that we make up ourselves
LONGEST_ASKED = 7 * LONGEST_PAUSE
"""Seconds; a host that asks for a longer rest (Retry-After: 4000000000) is asked again after these."""
MOST_FAILURES = 5
"""Failures of a host in a row after which it is left alone. A broken page or two among good ones never come to that."""


@dataclass(frozen=True, slots=True)
class Rest:
    """`until` is wall time in seconds, `times` how often the host was sent to rest without one good answer between, `reason`
    a word of ours ("http_429", "timeout")."""

    until: float
    times: int
    reason: str


def growing_pause(first: float, times: int) -> float:
    """Seconds to wait after failure number `times` in a row: `first`, doubled each time, up to a quarter longer by chance, so
    that what failed together does not come back together."""
    return min(first * 2.0 ** min(times - 1, 40), LONGEST_PAUSE) * random.uniform(1.0, 1.25)


class Rests:
    """A circuit breaker for every host (`items.site_of` of the URLs asked for). Closed: no Rest, ask away. Open: not before
    `until`. Half-open: `until` has passed and the host has not answered yet; let one request at a time try.

    `clock` is wall time in seconds, `first` the first pause. See M. Nygard, Release It! (2007), Circuit Breaker."""

    def __init__(self, clock: Callable[[], float], *, first: float = FIRST_PAUSE) -> None:
        self.clock = clock
        self._first = first
        self._rests: dict[str, Rest] = {}
        self._failures: dict[str, int] = {}
        self._sites: dict[str, set[str]] = {}
        self._changed: dict[str, None] = {}

    def until(self, host: str) -> float:
        """Wall time before which nothing may be asked of the host, 0 where that has passed."""
        rest = self._rests.get(host)
        return rest.until if rest and rest.until > self.clock() else 0.0

    def reason(self, host: str) -> str:
        """Why the host rests, or did last; empty where it has answered since."""
        rest = self._rests.get(host)
        return rest.reason if rest else ""

    def on_trial(self, host: str) -> bool:
        """Has the host rested, and not answered since?"""
        return host in self._rests

    def open(self) -> dict[str, Rest]:
        """The hosts that rest now."""
        return {host: rest for host, rest in self._rests.items() if self.until(host)}

    def failed(self, host: str, reason: str, *, at_once: bool = False, wait: float | None = None, site: str = "") -> None:
        """The host gave no good answer. `at_once` is true where that speaks for all of its pages, `wait` what it asked for, in
        seconds. `site` is the site of the corpus that the request was for: it keeps the rest for later runs."""
        self._failures[host] = self._failures.get(host, 0) + 1
        if not at_once and wait is None and not self.on_trial(host) and self._failures[host] < MOST_FAILURES:
            return
        times = self._rests[host].times + 1 if host in self._rests else 1
        pause = min(wait, LONGEST_ASKED) if wait is not None else growing_pause(self._first, times)
        if wait is not None and times > 1:  # it did not help the last time
            pause = max(pause, growing_pause(self._first, times - 1))
        self.rest(host, self.clock() + pause, reason, site=site)

    def rest(self, host: str, until: float, reason: str, *, site: str = "") -> None:
        """Ask nothing of a host before a wall time in seconds."""
        before = self._rests.get(host)
        self._rests[host] = Rest(max(until, self.until(host)), before.times + 1 if before else 1, reason)
        self._note(host, site)

    def answered(self, host: str) -> None:
        """The host gave a good answer: what was before is forgotten. A rest that it is in goes on."""
        self._failures.pop(host, None)
        if host in self._rests and not self.until(host):
            del self._rests[host]
            self._note(host)

    def _note(self, host: str, site: str = "") -> None:
        if site:
            self._sites.setdefault(host, set()).add(site)
        self._changed.setdefault(host)

    # Later runs

    def recall(self, site: str, rests: Mapping[str, Rest]) -> None:
        """What earlier runs left with a site of the corpus."""
        for host, rest in rests.items():
            self._sites.setdefault(host, set()).add(site)
            if rest.until > self._rests.get(host, rest).until or host not in self._rests:
                self._rests[host] = rest

    def changes(self) -> list[tuple[str, str, Rest | None]]:
        """What later runs should know and was not asked for yet, as (site, host, rest); None: the host is well again."""
        changed, self._changed = self._changed, {}
        return [(site, host, self._rests.get(host)) for host in changed for site in self._sites.get(host, ())]
