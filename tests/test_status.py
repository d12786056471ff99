"""`status`: real runs and literal databases, told from disk."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time

import pytest
from crawling import Crawl
from forked import ForkedRun
from server import BookPlan, Fault, NovelSite
from test_store import BOOK, SITE, chapter, ref, toc

from novelspider.corpus import Corpus, Failed
from novelspider.corpus.lock import SiteLock, holder_of
from novelspider.corpus.overview import book_overviews
from novelspider.corpus.reader import SiteReader
from novelspider.corpus.schedule import Schedule
from novelspider.sheet import width
from novelspider.status_text import last_run


def status(folder, *arguments):
    """Exit code, and what was said, on standard output and error together."""
    run = ForkedRun(["status", f"-sCORPUS_DIR={folder / 'corpus'}", *arguments], folder, folder / "said")
    return run.wait(), run.log


def told(folder, *arguments):
    code, said = status(folder, "--json", *arguments)
    assert code == 0, said
    return json.loads(said)


def lacking(folder, *arguments):
    code, said = status(folder, "--missing", "--json", *arguments)
    assert code == 0, said
    return [json.loads(line) for line in said.splitlines()]


def start(crawl, *arguments):
    return ForkedRun(crawl.command(*arguments)[3:], crawl.folder, crawl.folder / "log")


@pytest.fixture
def folder(tmp_path):
    """A site with a book in every condition, written by hand; the process that wrote it is gone."""
    corpus = Corpus(tmp_path / "corpus")
    store = corpus.site(SITE)
    store.set_toc(toc(1, 2, 3, 4, 5, 8, 9))
    for number in (1, 2):
        store.write(chapter(number))
    store.fail(chapter(3).id, Failed("http_404", "404 Not Found"))
    store.fail(chapter(4).id, Failed("login", "wants a login", locked=True))
    store.reject(chapter(5), "duplicate", "same text as 第1章")
    store.set_toc(toc(1, 2, 3, 4, 5, 8))
    store.add_book("http://a.example/8/")
    store.journal.change(
        "UPDATE books SET title = '雨夜 二\x1b[31m', state = 'failed', reason = 'timeout' WHERE id != ?", (BOOK.id,)
    )
    corpus.close()
    return tmp_path


def test_what_is_missing_and_why(folder):
    rows = lacking(folder, "雨夜")
    assert [(row["kind"], row["state"], row["index"], row["reason"], row["numbers"]) for row in rows] == [
        ("chapter", "failed", 3, "http_404", None),
        ("chapter", "locked", 4, "login", None),
        ("chapter", "rejected", 5, "duplicate", None),
        ("chapter", "pending", 6, None, None),
        ("chapter", "gone", 7, None, None),
        ("number", "gap", None, None, [6, 7]),
    ]
    assert [row["url"] for row in rows[:3]] == [ref(number).url for number in (3, 4, 5)]
    assert [row["tries"] for row in rows] == [1, 1, 0, 0, 0, 0]
    assert all(row["next_at"] for row in rows[:2])
    assert rows[2]["next_at"] is None
    text = status(folder, "--missing", "雨夜")[1]
    assert "http_404, 1 try, next run" in text
    assert "no title has number 6-7" in text
    assert "it was never had" in text
    assert [(row["kind"], row["state"]) for row in lacking(folder)][-1] == ("book", "failed")


@pytest.mark.parametrize(
    "word", [BOOK.id, BOOK.url, "https://www.a.example/7", ref(3).url, "http://m.a.example/7/3", chapter(2).id, "雨夜"]
)
def test_a_book_by_any_of_its_names(folder, word):
    (site,) = told(folder, word)["sites"]
    (book,) = site["list"]
    assert (book["id"], book["condition"], book["committed"], book["expected"]) == (BOOK.id, "failing", 2, 6)
    assert book["gaps"] == [[6, 7]]


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("雨", "'雨' may be 2 books: 雨夜 ("),
        ("没有", "no site, book or title '没有'"),
        ("http://a.example/9/", "no site, book or title"),
        ("0" * 16, "no site, book or title"),
        ("http://[/", "Invalid IPv6 URL"),
    ],
)
def test_what_is_not_there_is_said_in_a_line(folder, word, said):
    code, line = status(folder, word)
    assert (code, said in line, line.count("\n")) == (2, True, 1), line
    assert "\x1b" not in line


def test_no_corpus_and_too_many_words(tmp_path):
    for words, said in (((), "no corpus at"), (("a", "b"), "name one site")):
        code, line = status(tmp_path, *words)
        assert (code, said in line, line.count("\n")) == (2, True, 1), line


def test_tables_are_plain_and_straight(folder):
    (_, sites), (_, books) = status(folder), status(folder, SITE)
    assert sites.splitlines()[1].split()[:7] == [SITE, "2", "0", "0", "2", "0", "2/6"]
    head, *lines = books.splitlines()
    column = head.index("STATE")
    assert [width(line[: line.index("failing")]) for line in lines] == [column, column]
    assert "its page: timeout" in lines[1]
    assert "\x1b" not in sites + books
    assert "1 pending, 1 failed, 1 locked, 1 rejected, 2 in gaps" in lines[0]
    assert told(folder)["sites"][0]["passed_over"] == 2


def test_a_site_that_cannot_be_read_does_not_hide_the_others(folder):
    other = folder / "corpus" / "b.example"
    other.mkdir()
    (other / "site.db").write_bytes(b"no database")
    code, said = status(folder)
    assert code == 1
    assert "novelspider: b.example: " in said
    assert f"\n{SITE} " in said


def test_a_database_of_another_version_is_named_with_the_way_out(folder):
    with sqlite3.connect(folder / "corpus" / SITE / "site.db") as db:
        db.execute("PRAGMA user_version = 4")
    code, said = status(folder)
    assert code == 1
    assert "site.db has schema 4, this version reads 5. Nothing was changed. `novelspider fsck --repair a.example`" in said


def test_a_run_that_left_a_site_alone_is_told_apart():
    left = {"exit": {"complete": False}, "totals": {"failed": 0, "pending": 0}, "skipped": ["a.example is being worked on"]}
    assert last_run(left, 0.0).endswith("incomplete: 0 failed, 0 pending, 1 left alone")


def test_a_misspelt_setting_is_not_passed_over(folder):
    for command in (["status"], ["fsck", "--repair"], ["forget", "--yes", BOOK.id]):
        run = ForkedRun([*command, "-sCORPUS_DRI=elsewhere"], folder, folder / "said")
        assert (run.wait(), run.log) == (2, "novelspider: unknown setting CORPUS_DRI; did you mean CORPUS_DIR?\n")


def test_a_reader_that_goes_away_is_no_error(folder):
    with sqlite3.connect(folder / "corpus" / SITE / "site.db") as db:
        db.executemany(
            "INSERT INTO books (id, url, loose, title) VALUES (?, ?, ?, '长')",
            [(f"{n:016x}", f"http://a.example/x{n}/", n) for n in range(3000)],
        )
    command = f"{sys.executable} -m novelspider status -s CORPUS_DIR=corpus {SITE} | head -1"
    run = subprocess.run(command, shell=True, cwd=folder, capture_output=True, text=True, timeout=60, check=False)
    assert (run.stdout.startswith("ID"), run.stderr) == (True, "")


def test_chapters_to_be_read_again_are_not_missing(folder):
    with sqlite3.connect(folder / "corpus" / SITE / "site.db") as db:
        db.execute("UPDATE chapters SET state = 'pending' WHERE idx = 1")
    with SiteReader(folder / "corpus" / SITE) as reader:
        book = next(book_overviews(reader, SITE, Schedule(), BOOK.id))
    assert (book.committed, book.reread, book.pending) == (2, 1, 1)
    assert [row["index"] for row in lacking(folder, BOOK.id)][:1] == [3]


def test_a_run_is_seen_and_not_held_up(tmp_path):
    crawl = Crawl(tmp_path, {"CORPUS_COMMIT_ITEMS": 1, "CORPUS_COMMIT_SECONDS": 0})
    with NovelSite([BookPlan(chapters=60)], delay=(0.01, 0.02)) as site:
        site.faults[site.path(2)], site.faults[site.path(50)] = Fault(404), Fault(404, delay=4)
        run = start(crawl, "-a", f"url={site.seeds[0]}")
        while run.running() and len(site.requests) < 12:
            time.sleep(0.02)
        (during,) = told(tmp_path)["sites"]
        while run.running() and not (during["books"]["failing"] and during["committed"]):  # until these are committed
            (during,) = told(tmp_path)["sites"]
        assert run.running()
        assert (during["process"], during["expected"], during["books"]["failing"]) == (run._process.pid, 60, 1)
        assert 0 < during["committed"] < 60
        assert run.wait() == 1, run.log
        after = told(tmp_path)
        assert (after["sites"][0]["process"], after["sites"][0]["committed"]) == (None, 58)
        assert after["last_run"]["totals"]["failed"] == 2
        assert "incomplete: 2 failed" in status(tmp_path)[1]
        lack, _ = lacking(tmp_path, site.url(site.path(7)))
        assert (lack["url"], lack["reason"]) == (site.url(site.path(2)), "http_404")


def test_the_holder_of_a_lock_is_alive_and_has_it_open(tmp_path):
    assert holder_of(tmp_path) is None
    lock = SiteLock(tmp_path)
    assert holder_of(tmp_path) == os.getpid()
    lock.release()
    assert holder_of(tmp_path) is None
    (tmp_path / "site.lock").write_text(f"{os.getpid()}\n")
    assert holder_of(tmp_path) is None
    child = subprocess.Popen([sys.executable, "-c", "pass"])
    child.wait()
    (tmp_path / "site.lock").write_text(f"{child.pid}\n")
    assert holder_of(tmp_path) is None


def test_a_killed_run_holds_nothing(tmp_path):
    crawl = Crawl(tmp_path)
    with NovelSite([BookPlan(chapters=40)], delay=(0.03, 0.05)) as site:
        run = start(crawl, "-a", f"url={site.seeds[0]}")
        while run.running() and len(site.requests) < 5:
            time.sleep(0.02)
        run.kill()
        assert run.wait() == -signal.SIGKILL
        (found,) = told(tmp_path)["sites"]
        assert (found["process"], found["books"]["behind"]) == (None, 1)
