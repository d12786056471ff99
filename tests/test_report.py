from pathlib import Path

import pytest

from novelspider.corpus import Missing
from novelspider.report import BookLine, RunReport


def report(**values):
    plain = {
        "books": (BookLine("山海", "http://a.example/1/", 23, 2, 1, 23, 24),),
        "set_aside": {"duplicate": 1},
        "failed": (),
        "locked": (),
        "pending": 0,
        "refused": (),
        "stopped": None,
        "pages": 70,
        "seconds": 2.4,
        "folders": (Path("corpus/a.example"),),
    }
    return RunReport(**plain | values)


def missing(number, state="failed", reason="http_404"):
    return Missing("chapter", "b", f"http://a.example/1/{number}.html", f"第{number}章", state, reason, "")


def test_a_complete_run():
    assert report().complete
    assert report().text().splitlines() == [
        "1 book, 23 new chapters from 70 pages in 2 s; 1 set aside, 0 not got.",
        "  山海: 23 new, 2 revised, 1 set aside; the corpus has 23 of 24 chapters",
        "Set aside: 1 duplicate.",
        "Files: corpus/a.example",
    ]


def test_what_failed_is_named_with_reason_and_url_and_there_is_an_end_to_it():
    text = report(failed=tuple(missing(n) for n in range(300))).text()
    assert "  http_404  http://a.example/1/0.html  第0章" in text
    assert "  … and 290 more" in text
    assert len(text.splitlines()) < 24


def test_what_is_not_listed_is_counted():
    some = tuple(missing(n) for n in range(300))
    lines = report(failed=some, unlisted={"failed": 999_700, "reread": 5, "locked": 7}).text().splitlines()
    assert "1000012 not got" in lines[0]
    assert [line for line in lines if "more" in line] == ["  … and 999,990 more", "  … and 5 more", "  … and 7 more"]


def test_what_could_not_be_read_again_is_told_apart():
    failed = (missing(1), Missing("reread", "b", "http://a.example/1/2.html", None, "failed", "http_500", ""))
    assert report(failed=failed).text().splitlines()[-5:-1] == [
        "Not got, to be tried again in the next run:",
        "  http_404  http://a.example/1/1.html  第1章",
        "Not read again, the corpus keeps what it has:",
        "  http_500  http://a.example/1/2.html",
    ]


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (None, "Nothing is due."),
        (0.0, "Nothing is due before 1970-01-01 00:00 UTC."),
        (1e12, "Nothing is due."),
        (1e300, "Nothing is due."),
        (float("inf"), "Nothing is due."),
    ],
)
def test_when_something_is_due_next_if_ever(at, said):
    assert report(books=(), folders=(), next_at=at).text() == said


@pytest.mark.parametrize(
    ("values", "complete"),
    [
        ({"failed": (missing(1),)}, False),
        ({"pending": 3}, False),
        ({"refused": ("a.example is being worked on by process 7",)}, False),
        ({"stopped": "shutdown"}, False),
        ({"locked": (missing(1, "locked", "robots"),)}, True),
    ],
)
def test_complete_means_that_all_was_got_that_should_have_been(values, complete):
    assert report(**values).complete is complete
