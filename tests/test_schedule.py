"""When a book is due again: the rule, as literals and as properties."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from novelspider.corpus.schedule import DAY, FIRST_INTERVAL, HOUR, Schedule

USUAL = Schedule()
INTERVALS = st.floats(USUAL.min_interval, USUAL.max_interval)


@pytest.mark.parametrize(
    ("interval", "since", "news", "expected"),
    [
        (None, 0, 0, 1),  # read for the first time
        (1, 1, 1, 1),  # one a day, as expected
        (1, 1, 2, 0.5),  # two a day
        (1, 1, 100, 0.5),  # an upload of many at once halves it, no more
        (8, 8, 8, 4),  # one a day, found on a book that was taken for slow: halves towards it
        (8, 8, 1.6, 5),
        (1, 1, 0, 1),  # nothing for a day says nothing about a book that grows once a day
        (1, 1.4, 0, 1.4),
        (1, 9, 0, 1.5),  # nothing for long: grows, no more than by half
        (4, 6, 1, 6),  # slower than it was taken for
        (4, 60, 1, 6),
        (25, 40, 0, 30),  # the bounds
        (0.3, 0.3, 9, 0.25),
        (4, 0, 0, 4),  # checked again at once
        (4, 0, 1, 2),
    ],
)
def test_the_interval_moves_towards_what_was_observed(interval, since, news, expected):
    before = None if interval is None else interval * DAY
    assert USUAL.interval(before, since=since * DAY, news=news) == pytest.approx(expected * DAY)


@given(interval=st.none() | INTERVALS, since=st.floats(0, 1e10), news=st.integers(0, 10_000))
def test_no_check_moves_it_out_of_its_bounds_or_by_more_than_a_half(interval, since, news):
    after = USUAL.interval(interval, since=since, news=news)
    assert USUAL.min_interval <= after <= USUAL.max_interval
    if interval is not None:
        assert interval / 2 <= after <= interval * 1.5
        assert news or after >= interval


@given(interval=INTERVALS, since=st.floats(0, 1e8), news=st.integers(1, 100))
def test_more_news_in_the_same_time_never_makes_it_longer(interval, since, news):
    assert USUAL.interval(interval, since=since, news=news + 1) <= USUAL.interval(interval, since=since, news=news)


def checks(period, *, start=FIRST_INTERVAL, wake=1.0, days=720.0):
    """The times at which a book that gets a chapter every `period` seconds is checked by a run every `wake` seconds, and the
    interval at the end."""
    interval, due, known, changed, at, times = start, 0.0, 0, 0.0, 0.0, []
    while at < days * DAY:
        at = max(at + wake, -(-due // wake) * wake)
        there = int(at // period)
        interval = USUAL.interval(interval, since=at - changed, news=there - known)
        changed = at if there > known else changed
        due, known = at + USUAL.rest(interval, completed=False, news=there - known), there
        times.append(at)
    return times, interval


@given(period=st.floats(8 * HOUR, 25 * DAY), start=INTERVALS)
def test_it_finds_the_interval_at_which_a_book_really_grows(period, start):
    times, interval = checks(period, start=start)
    assert period / 2 <= interval <= period * 2
    late = [at - 360 * DAY for at in times if at > 360 * DAY]
    assert len(late) <= 2.5 * 360 * DAY / period + 2  # checked not much more often than there is news


def test_a_nightly_run_checks_a_book_that_grows_daily_every_night():
    times, _ = checks(DAY, wake=DAY, days=60)
    assert len(times) >= 59
    assert USUAL.rest(DAY, completed=False, news=1) < DAY - 2 * HOUR  # also one that begins two hours earlier


def test_a_completed_book_rests_long_unless_it_still_grows():
    assert USUAL.rest(DAY, completed=True, news=0) == 90 * DAY
    assert USUAL.rest(DAY, completed=True, news=1) == 20 * HOUR
    assert USUAL.rest(DAY, completed=False, news=0) == 20 * HOUR
    assert USUAL.rest(6 * HOUR, completed=False, news=0) == 6 * HOUR


def test_pauses_grow_and_those_of_locked_rows_are_long():
    assert [USUAL.pause(tries, locked=False) / HOUR for tries in range(7)] == [0, 1, 6, 20, 68, 164, 164]
    assert [USUAL.pause(tries, locked=True) / DAY for tries in range(6)] == [7, 14, 28, 56, 112, 112]
    assert USUAL.farthest == 112 * DAY
