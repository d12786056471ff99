"""Disk full, permissions, read-only files, something else in the way: the run ends cleanly, and the next one loses nothing."""

import ctypes
import os
import re
import resource
from functools import partial

import pytest
from crawling import Crawl
from forked import ForkedRun
from server import BookPlan, Fault, NovelSite
from steps import fail_at

PLAN = BookPlan(chapters=14, paragraphs=60)


@pytest.fixture
def crawl(tmp_path):
    (tmp_path / "run").mkdir()
    return Crawl(tmp_path / "run", {"CORPUS_COMMIT_ITEMS": 4, "CORPUS_SHARD_BYTES": 40_000})


def run(crawl, site, *more, hook=None):
    arguments = crawl.command("-a", f"url={site.seeds[0]}", *more)[3:]
    return ForkedRun(arguments, crawl.folder, crawl.folder.parent / "log", hook)


def ends_cleanly(crawl, site, hook, reason):
    """Exit code 1, the reason in one line of the log, and no traceback. The log."""
    stopped = run(crawl, site, hook=hook)
    assert stopped.wait(20) == 1, stopped.log
    assert "Traceback" not in stopped.log
    assert re.search(rf"ERROR: .*{reason}", stopped.log), stopped.log
    assert len(re.findall(r"ERROR: ", stopped.log)) <= 2, stopped.log
    assert ("fsck" in stopped.log) == ("site.db is not" in stopped.log)  # what needs room or permission needs no repair
    return stopped.log


def finishes(crawl, site):
    last = run(crawl, site)
    assert last.wait() == 0, last.log
    texts = [(chapter.index, chapter.title, chapter.text) for chapter in site.expected()]
    assert [(record["index"], record["title"], record["text"]) for record in crawl.records(site.host)] == texts


# --- no room


def small_files(most):
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))


@pytest.mark.parametrize("most", [20_000, 150_000])
def test_files_may_not_grow(crawl, most):
    """20,000 bytes are too few for a database, 150,000 for the write-ahead log."""
    with NovelSite([PLAN]) as site:
        ends_cleanly(crawl, site, partial(small_files, most), r"(cannot be used|cannot be written|Left alone)")
        assert len(crawl.records(site.host)) < PLAN.chapters
        finishes(crawl, site)


@pytest.mark.parametrize("step", ["mkdir corpus", "write books", "write chapters-00002", "create 20"])
def test_the_disk_is_full(crawl, step):
    with NovelSite([PLAN]) as site:
        log = ends_cleanly(crawl, site, partial(fail_at, step), "No space left on device")
        assert re.search(r"(Stopped early|Left alone): .*No space left on device", log)
        finishes(crawl, site)


def test_an_errback_that_meets_a_full_disk_stops_the_run_at_once(crawl):
    with NovelSite([PLAN]) as site:
        for number in range(1, PLAN.chapters + 1):
            site.faults[site.path(number)] = Fault(404)
        log = ends_cleanly(crawl, site, broken_database, "cannot be written")
        assert log.count("Not got") <= 2  # as many as are in flight
        assert "Stopped early" in log


def broken_database():
    """The database takes no failure of a chapter."""
    from novelspider.corpus.work import Work

    fail = Work.fail

    def full(self, *given):
        self._journal._db.execute("PRAGMA query_only = ON")
        return fail(self, *given)

    Work.fail = full


# --- not ours to write


def without_privileges():
    """Root, too, is kept out by permission bits: it gives up what lets it pass them (capabilities(7))."""
    if os.geteuid() == 0:
        header = (ctypes.c_uint32 * 2)(0x20080522, 0)  # _LINUX_CAPABILITY_VERSION_3, this process
        assert ctypes.CDLL(None, use_errno=True).capset(header, (ctypes.c_uint32 * 6)()) == 0


@pytest.mark.parametrize(
    ("path", "mode"),
    [("corpus", 0o555), ("SITE", 0o555), ("SITE/site.db", 0o444), ("SITE/chapters-00001.jsonl", 0o444)],
)
def test_not_writable(crawl, path, mode):
    with NovelSite([PLAN]) as site:
        where = crawl.folder / path.replace("SITE", f"corpus/{site.host}")
        if path == "corpus":
            where.mkdir()
        else:
            first = run(crawl, site, "-a", "limit=1")
            assert first.wait() == 0, first.log
        old = where.stat().st_mode
        where.chmod(mode)
        before = crawl.files()
        ends_cleanly(crawl, site, without_privileges, "(Permission denied|readonly)")
        assert crawl.files() == before
        where.chmod(old)
        finishes(crawl, site)


@pytest.mark.parametrize(
    ("name", "folder"), [("", False), ("SITE", False), ("SITE/chapters-00001.jsonl", True), ("runs", False)]
)
def test_something_else_in_its_place(crawl, name, folder):
    with NovelSite([PLAN]) as site:
        where = crawl.folder / "corpus" / name.replace("SITE", site.host)
        where.parent.mkdir(parents=True, exist_ok=True)
        where.mkdir() if folder else where.write_bytes(b"")
        log = ends_cleanly(crawl, site, None, str(where.name))
        assert re.search("(directory|exists|is there but site.db is not)", log)
        where.rmdir() if folder else where.unlink()
        finishes(crawl, site)
