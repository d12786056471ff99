"""What the web puts into a log stays in its line; the real logging, into a string."""

import io
import logging

import pytest

from novelspider.logs import OneLineFilter


@pytest.fixture
def log():
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logging.Formatter("TIME %(levelname)s: %(message)s"))
    handler.addFilter(OneLineFilter())
    logger = logging.getLogger("test_logs")
    logger.propagate = False
    logger.addHandler(handler)
    yield lambda *args, **more: (logger.error(*args, **more), stream.getvalue())[1]
    logger.removeHandler(handler)


@pytest.mark.parametrize("line_break", ["\n", "\r", "\r\n", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"])
def test_no_line_is_forged(log, line_break):
    written = log("Not got: %s", f"Title{line_break}TIME INFO: Spider closed (finished)")
    lines = written.splitlines()
    assert [line for line in lines if line.startswith("TIME")] == lines[:1]
    assert all(line.startswith("| ") for line in lines[1:])


@pytest.mark.parametrize(
    "steering", ["\x1b[2J", "\x1b]0;x\x07", "\x9b31m", "\x00", "\x08", "\u202e", "\u2066", "\ud800", "\x7f"]
)
def test_no_terminal_is_steered(log, steering):
    written = log("Title %s", f"a{steering}b")
    assert not set(steering) & set("\x1b\x9b\x07\x00\x08\u202e\u2066\ud800\x7f") & set(written)
    assert written.isprintable() or written.rstrip("\n").replace("\ufffd", "").isprintable()


def test_a_traceback_forges_no_line_either(log):
    try:
        raise ValueError("x\nTIME INFO: all is well\x1b[2J")
    except ValueError:
        lines = log("Error while reading %s", "http://a.example/", exc_info=True).splitlines()
    assert lines[0] == "TIME ERROR: Error while reading http://a.example/"
    assert all(line.startswith("| ") for line in lines[1:])
    assert "| TIME INFO: all is well\ufffd[2J" in lines


def test_credentials_do_not_get_in(log):
    written = log("%s and http://u:p@ss@b.example/?q=a@b", {"url": "https://reader:secret@a.example/x"})
    assert "secret" not in written
    assert "p@ss" not in written
    assert "https://a.example/x" in written
    assert "http://b.example/?q=a@b" in written


def test_titles_in_their_own_script_stay(log):
    assert log("第436章 “新的冲击” – café") == "TIME ERROR: 第436章 “新的冲击” – café\n"
