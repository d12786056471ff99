"""Every step of what is written: the order in which they come, and processes that are killed at each of them."""

import os
import shutil
import signal
import sqlite3
from functools import partial

import pytest
from crawling import Crawl
from forked import ForkedRun
from server import BookPlan, NovelSite
from steps import Steps, kill_at
from test_store import SITE, everything, work_in_child, work_on

from novelspider.corpus import Corpus

SMALL = {"CORPUS_COMMIT_ITEMS": 2, "CORPUS_SHARD_BYTES": 6_000}
PLAN = BookPlan(chapters=26, paragraphs=5, toc_pages=2, reposts={6: 5})


@pytest.fixture
def crawl(tmp_path):
    return Crawl(tmp_path, SMALL)


def run(crawl, *arguments, hook=None):
    return ForkedRun(crawl.command(*arguments)[3:], crawl.folder, crawl.folder / "log", hook)


def complete(crawl, site):
    """Each chapter once and whole, in order, the re-posted one set aside; every row knows its line."""
    texts = [(chapter.index, chapter.title, chapter.text) for chapter in site.expected()]
    written = [(record["index"], record["title"], record["text"]) for record in crawl.records(site.host)]
    rejected = [record["index"] for record in crawl.records(site.host, "rejected")]
    return written == [text for text in texts if text[0] not in rejected] and rejected == list(PLAN.reposts)


# --- the order


def test_what_is_committed_is_durable_before_it_is_committed(tmp_path, monkeypatch):
    steps, known = [], {}
    for name in ("write", "fsync", "open", "mkdir", "replace"):
        monkeypatch.setattr(os, name, getattr(os, name))
    monkeypatch.setattr(sqlite3, "connect", connect := sqlite3.connect)

    def watch(step):
        steps.append(step)
        if step.startswith("create chapters-"):
            db = connect(f"file:{tmp_path / 'a' / 'corpus' / SITE / 'site.db'}?mode=ro", uri=True)
            known[step[7:]] = [
                f"chapters-{n:05d}.jsonl" for (n,) in db.execute("SELECT number FROM shards WHERE kind = 'chapters'")
            ]
            db.close()

    Steps(watch).install()
    work_on(tmp_path / "a" / "corpus")
    monkeypatch.undo()

    made = steps.index("BEGIN; …")
    assert steps.index("mkdir a") < steps.index(f"fsync {tmp_path.name}") < made
    assert steps.index("mkdir corpus") < steps.index("fsync a") < made
    assert steps.index("fsync corpus") < made
    created = [step[7:] for step in steps if step.startswith("create ") and step.endswith(".jsonl")]
    assert len(created) >= 4
    for name in created:
        after = steps[steps.index(f"create {name}") :]
        assert after[:4] == [f"create {name}", f"write {name}", f"fsync {name}", f"fsync {SITE}"]
    written = [place for place, step in enumerate(steps) if step.startswith("write ")]
    for place in written:
        name, commit = steps[place][6:], steps.index("COMMIT", place)
        assert f"fsync {name}" in steps[place:commit]
    assert len(known) >= 2
    assert all(name in names for name, names in known.items())


# --- killed


def shaken(crawl, site, hook):
    """Kill a run at a step and open a copy of what it left: nothing is torn or double. The number of chapters written."""
    killed = run(crawl, "-a", f"url={site.seeds[0]}", hook=hook)
    assert killed.wait() == -9, f"{hook}: never came to it\n{killed.log}"
    if not (crawl.site(site.host) / "site.db").exists():
        return 0
    left = Crawl(crawl.folder / "left")
    shutil.copytree(crawl.folder / "corpus", left.folder / "corpus")
    corpus = Corpus(left.folder / "corpus")
    rows = corpus.site(f"127.0.0.1:{site.server.port}").journal.read("SELECT idx FROM chapters WHERE shard > 0 ORDER BY idx")
    corpus.close()
    assert [(record["index"],) for record in left.records(site.host)] == rows
    shutil.rmtree(left.folder)
    return len(rows)


def open_for(instructions, root):
    """Open the site, to be killed after so many of SQLite's instructions."""

    def count():
        left[0] -= 1
        if not left[0]:
            os.kill(os.getpid(), signal.SIGKILL)

    def connect_counted(*given, **more):
        db = connect(*given, **more)
        db.set_progress_handler(count, 1)
        return db

    left = [instructions]
    connect, sqlite3.connect = sqlite3.connect, connect_counted
    Corpus(root).site(SITE)


def test_killed_while_the_database_is_made(tmp_path):
    """A half-made site.db is made anew: SQLite rolls it back, or it is empty."""
    killed, kills = True, 0
    while killed:
        killed = work_in_child(tmp_path, 0, partial(open_for, 1 + 40 * kills))
        kills += killed
        assert (tmp_path / SITE / "site.db").exists()
    assert kills > 10
    work_on(tmp_path)
    assert set(everything(tmp_path)) == {"books.jsonl", "chapters", "rejected"}


def test_killed_at_each_kind_of_step_one_after_the_other(crawl):
    moments = (
        *(
            ("mkdir corpus", 1),
            ("create site.lock", 1),
            ("fsync corpus", 1),
            ("BEGIN", 1),
            ("write books", 1),
            ("fsync books", 1),
        ),
        *(
            ("fsync 127.0.0.1", 1),
            ("COMMIT", 2),
            ("committed", 2),
            ("write chapters", 1),
            ("fsync chapters", 1),
            ("write chap", 3),
        ),
        *(("create rej", 1), ("write rej", 1), ("create chap", 1), ("create chap", 2), ("fsync 127.0.0.1", 2)),
        *(("COMMIT", 3), ("committed", 3), ("create 20", 1), ("fsync 20", 1), ("rename 20", 1), ("fsync runs", 1)),
    )
    with NovelSite([PLAN]) as site:
        counts = [shaken(crawl, site, partial(kill_at, name, nth)) for name, nth in moments]
        assert counts == sorted(counts)
        assert counts[-1] == PLAN.chapters - 1
        last = run(crawl, "-a", f"url={site.seeds[0]}")
        assert last.wait() == 0, last.log
        assert complete(crawl, site)
