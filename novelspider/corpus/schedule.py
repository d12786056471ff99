"""When a book is to be checked again, and when what was not got is to be tried again."""

from __future__ import annotations

from dataclasses import dataclass

HOUR = 3600.0
DAY = 24 * HOUR
RETRY_PAUSES = (0.0, HOUR, 6 * HOUR, 20 * HOUR, 68 * HOUR, 164 * HOUR)
"""Seconds until the next try after the first, second … failure. The first is none: who runs again at once means it. Those of
days are four hours short, or a nightly run would just miss them."""
LOCKED_PAUSES = tuple(weeks * 7 * DAY for weeks in (1, 2, 4, 8, 16))
"""The same for what the site keeps to itself, of which a chapter for sale is hundreds."""
FIRST_INTERVAL = DAY
"""Of a book that was read for the first time: most that grow do so about once a day, and most runs are nightly."""
EARLY = 5 / 6
"""Part of the interval after which a book is due. A nightly run begins a little earlier or later each night, and comes to a
book sooner or later; with the whole of a day it would check that book every second night."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """The bounds of it, in seconds: between two checks of a book, and after a check that found nothing new in a completed one.
    `max_tries` is in how many runs a row that fails is asked for."""

    min_interval: float = 6 * HOUR
    max_interval: float = 30 * DAY
    completed_interval: float = 90 * DAY
    max_tries: int = len(RETRY_PAUSES) + 1

    @property
    def farthest(self) -> float:
        """No pause is longer, in seconds: a time beyond it was set by a clock that ran ahead."""
        return max(self.max_interval, RETRY_PAUSES[-1], LOCKED_PAUSES[-1])

    def pause(self, tries: int, *, locked: bool) -> float:
        """Seconds to wait after a failure that `tries` others went before."""
        pauses = LOCKED_PAUSES if locked else RETRY_PAUSES
        return pauses[min(tries, len(pauses) - 1)]

    def interval(self, interval: float | None, *, since: float, news: int) -> float:
        """The interval after a check that found `news` new chapters, `since` seconds after new ones were last found.

        A check observes an interval: `since / news` where there is news, `since` where there is none. The book's own moves
        towards that, at most to half or to one and a half times itself: so one upload of a hundred chapters, or one silent
        month, does not decide alone. To move by factors towards what was observed is what Nutch's AdaptiveFetchSchedule does;
        that chapters can be counted, so that several between two checks are several, takes away the bias that the number of
        changes per check has as an estimator (Cho and Garcia-Molina, Estimating Frequency of Change, ACM TOIT 3(3), 2003).
        `interval` is None for a book that was just read for the first time: nothing is observed yet."""
        if interval is None:
            return self._within_bounds(FIRST_INTERVAL)
        observed = since / news if news else max(interval, since)
        return self._within_bounds(min(max(observed, interval / 2), interval * 1.5))

    def _within_bounds(self, interval: float) -> float:
        return min(max(interval, self.min_interval), self.max_interval)

    def rest(self, interval: float, *, completed: bool, news: int) -> float:
        """Seconds from a check to the next. A completed book that still grows is not at rest."""
        if completed and not news:
            return self.completed_interval
        return max(self.min_interval, EARLY * interval)
