"""The real command line, in new interpreters as a user starts it; and a forked run, as the other tests use it, is no other."""

import os
import re
import signal
import subprocess
import sys
import time
from functools import partial

import pytest
from crawling import TIMEOUT, Crawl
from server import BookPlan, Fault, NovelSite

import novelspider.__main__


def started(crawl, *arguments, stdin="", spider="novel"):
    """What `crawl(...)` gives, of a new interpreter."""
    command = crawl.command(*arguments, spider=spider)
    env = os.environ | {"NO_PROXY": "*", "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(
        command, cwd=crawl.folder, input=stdin, capture_output=True, text=True, timeout=TIMEOUT, check=False, env=env
    )


def said(run, crawl):
    """Exit code, output and log, without times and the folder's name."""
    text = f"{run.stdout}\n--\n{run.stderr}".replace(str(crawl.folder), "FOLDER")
    return run.returncode, re.sub(r"\d{4}-\d\d-\d\d[T ]\d\d[:-]\d\d[:-]\d\dZ?|\d+(\.\d+)? s\b|\d+ pages/min", "TIME", text)


@pytest.fixture
def two(tmp_path):
    crawls = Crawl(tmp_path / "started"), Crawl(tmp_path / "forked")
    for crawl in crawls:
        crawl.folder.mkdir()
    return crawls


def test_a_run_and_a_forked_run_do_and_say_the_same(two):
    with NovelSite([BookPlan(chapters=4, pages=2)]) as site:
        site.faults[site.path(3)] = Fault(404)
        new, forked = two
        runs = [started(new, "-a", "seeds=-", stdin=site.seeds[0]), forked("-a", "seeds=-", stdin=site.seeds[0])]
        assert [len(crawl.records(site.host)) for crawl in two] == [3, 3]
        assert said(runs[0], new) == said(runs[1], forked)
        assert (runs[0].returncode, "http_404" in runs[0].stdout) == (1, True)
        lines = [[record | {"fetched_at": ""} for record in crawl.records(site.host)] for crawl in two]
        assert lines[0] == lines[1]


def test_bad_use_is_one_line_and_exit_code_2(two):
    new, forked = two
    runs = (
        started(new, "-a", "url=https://example.org/", spider="novle"),
        forked("-a", "url=https://example.org/", spider="novle"),
    )
    for run in runs:
        assert (run.returncode, run.stdout) == (2, "")
        assert run.stderr == "novelspider: no spider 'novle'; did you mean novel?\n"


def test_control_c_while_it_begins(tmp_path):
    """The whole process group gets the signal, as from a terminal."""
    crawl = Crawl(tmp_path)
    with NovelSite([BookPlan(chapters=3)]) as site:
        site.faults["/robots.txt"] = Fault(200, delay=40.0)
        command = crawl.command("-a", f"url={site.seeds[0]}")
        with (tmp_path / "log").open("w") as log:
            process = subprocess.Popen(command, cwd=tmp_path, stdout=log, stderr=log, start_new_session=True)
        while not site.requests and process.poll() is None:
            time.sleep(0.01)
        os.killpg(process.pid, signal.SIGINT)
        assert process.wait(TIMEOUT) == 1
    text = (tmp_path / "log").read_text(encoding="utf-8")
    assert "\nStopped early: shutdown." in text
    assert "Traceback" not in text


# What makes forked runs fast.


def note_imports(path):
    """A hook: write down what is imported from now on, until it ends."""
    before = set(sys.modules)

    def noted(*given):
        try:
            execute(*given)
        finally:
            path.write_text("\n".join(sorted(set(sys.modules) - before)))

    execute, novelspider.__main__.execute = novelspider.__main__.execute, noted


def test_a_forked_run_has_nothing_left_to_import(tmp_path):
    crawl = Crawl(tmp_path)
    with NovelSite([BookPlan(chapters=3)]) as site:
        assert crawl("-a", f"url={site.seeds[0]}", hook=partial(note_imports, tmp_path / "imports")).returncode == 0
    names = (tmp_path / "imports").read_text().split()
    assert names == ["twisted.internet.reactor"]
