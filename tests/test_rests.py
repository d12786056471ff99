"""When a host is left alone, and for how long."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from scrapy.http import Response

from novelspider.corpus import Corpus, Rests
from novelspider.corpus.rests import LONGEST_ASKED, LONGEST_PAUSE, MOST_FAILURES, growing_pause
from novelspider.throttle import retry_after

HOST = "a.example"


@pytest.fixture
def rests(clock):
    return Rests(clock, first=10)


def pause(rests):
    return rests.until(HOST) - rests.clock()


def test_a_failure_among_answers_is_no_reason_to_rest(rests):
    for _ in range(3):
        for _ in range(MOST_FAILURES - 1):
            rests.failed(HOST, "http_500")
        rests.answered(HOST)
    assert rests.until(HOST) == 0
    assert not rests.on_trial(HOST)


def test_failures_in_a_row_are_and_one_try_after_the_pause_decides(rests, clock):
    for _ in range(MOST_FAILURES):
        rests.failed(HOST, "timeout")
    assert 10 <= pause(rests) <= 12.5
    assert (rests.reason(HOST), rests.until("b.example"), [*rests.open()]) == ("timeout", 0, [HOST])
    clock.now += 13
    assert (rests.until(HOST), rests.on_trial(HOST)) == (0, True)
    rests.failed(HOST, "timeout")
    assert 20 <= pause(rests) <= 25
    clock.now += 26
    rests.answered(HOST)
    assert not rests.on_trial(HOST)
    rests.failed(HOST, "timeout")
    assert rests.until(HOST) == 0


def test_what_the_host_asks_for_is_kept_and_grows_where_it_does_not_help(rests, clock):
    rests.failed(HOST, "http_429", at_once=True, wait=3)
    assert pause(rests) == 3
    clock.now += 3
    rests.failed(HOST, "http_429", at_once=True, wait=0)
    assert 10 <= pause(rests) <= 12.5
    rests.failed("b.example", "http_503", wait=4e9)
    assert rests.until("b.example") == clock.now + LONGEST_ASKED


def test_a_rest_is_not_cut_short_by_an_answer_to_what_was_asked_before_or_by_a_shorter_one(rests, clock):
    rests.failed(HOST, "http_429", wait=60)
    rests.answered(HOST)
    rests.rest(HOST, clock.now + 5, "http_503")
    assert pause(rests) == 60


def test_pauses_double_up_to_a_day_and_are_never_shorter_than_they_should_be():
    for times, least in ((1, 5), (2, 10), (5, 80), (500, LONGEST_PAUSE)):
        pauses = {growing_pause(5, times) for _ in range(50)}
        assert least <= min(pauses) <= max(pauses) <= least * 1.25
        assert len(pauses) > 1


def test_later_runs_know_of_it_until_the_host_answers(rests, clock, tmp_path):
    corpus = Corpus(tmp_path, clock=clock)
    manners = corpus.site("b.example").manners
    rests.failed(HOST, "http_503", wait=100, site="b.example")
    corpus.keep_rests(rests)
    assert rests.changes() == []
    later = Rests(clock, first=10)
    later.recall("b.example", manners.rests())
    assert (pause(later), later.reason(HOST)) == (100, "http_503")
    clock.now += 101
    later.failed(HOST, "http_503", at_once=True)
    assert 20 <= pause(later) <= 25
    clock.now += 26
    later.answered(HOST)
    corpus.keep_rests(later)
    assert manners.rests() == {}
    corpus.close()


NOW = datetime(2026, 11, 25, 7, 8, 9, tzinfo=UTC)  # as the server says; any will do


def http_date(seconds):
    return format_datetime(NOW + timedelta(seconds=seconds), usegmt=True)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120),
        (" 0 ", 0),
        (http_date(90), 90),
        (http_date(-90), 0),
        (format_datetime(NOW + timedelta(seconds=30)).replace("+0000", "-0000"), 30),
        ("9" * 400, 999_999_999_999),
        ("-5", None),
        ("1.5", None),
        ("soon", None),
        ("Fri, 99 Zzz 2026 99:99:99 GMT", None),
        ("", None),
        ("٣", None),
    ],
)
def test_retry_after_is_seconds_or_a_date_of_the_server_s_clock(value, seconds):
    headers = {"Retry-After": value.encode(), "Date": http_date(0)} if value else {}
    assert retry_after(Response("http://a.example/", headers=headers)) == seconds
