"""SIGTERM and SIGINT: what is there is committed, nothing more is waited for, and the run says that it was stopped."""

import json
import os
import signal
import time
from functools import partial

import pytest
from crawling import Crawl
from forked import ForkedRun
from server import BookPlan, Fault, NovelSite

SILENCE = Fault(200, delay=40.0)
"""Longer than any of these runs may take; DOWNLOAD_TIMEOUT is longer still."""
PLAN = BookPlan(chapters=12, pages=2, paragraphs=5)


@pytest.fixture
def crawl(tmp_path):
    return Crawl(tmp_path, {"CORPUS_COMMIT_SECONDS": 600})


def run(crawl, site, *more, hook=None):
    return ForkedRun(crawl.command("-a", f"url={site.seeds[0]}", *more)[3:], crawl.folder, crawl.folder / "log", hook)


def manifest(crawl):
    (path,) = (crawl.folder / "corpus" / "runs").glob("*.json")
    return json.loads(path.read_bytes())


def stopped_well(crawl, stopped, seconds=15.0):
    """Exit code 1, no traceback, a report and a manifest that give the reason."""
    assert stopped.wait(seconds) == 1, stopped.log
    assert "Traceback" not in stopped.log, stopped.log
    assert "\nStopped early: shutdown." in stopped.log
    assert manifest(crawl)["exit"] == {"reason": "shutdown", "stopped": "shutdown", "complete": False}


@pytest.mark.parametrize("twice", [False, True])
@pytest.mark.parametrize(("place", "by"), [("robots", signal.SIGTERM), ("toc", signal.SIGINT), ("chapter", signal.SIGTERM)])
def test_a_server_that_does_not_answer(crawl, place, by, twice):
    with NovelSite([PLAN]) as site:
        target = {"robots": "/robots.txt", "toc": site.toc_path(), "chapter": site.path(11, 2)}[place]
        site.faults[target] = SILENCE
        stopped = run(crawl, site)
        while not site.count(target) and stopped.running():
            time.sleep(0.01)
        for _ in range(1 + twice):
            stopped.kill(by)
            time.sleep(0.05)
        stopped_well(crawl, stopped)
        committed = [record["index"] for record in crawl.records(site.host)]
        assert committed == (list(range(1, 11)) if place == "chapter" else [])
        failed = crawl.rows(
            site.host, "SELECT url FROM chapters WHERE state = 'failed' UNION SELECT url FROM books WHERE tries"
        )
        assert failed == []
        site.faults.clear()
        assert run(crawl, site).wait() == 0
        assert [record["text"] for record in crawl.records(site.host)] == [chapter.text for chapter in site.expected()]


def test_while_it_waits_for_the_delay_of_a_site(crawl):
    with NovelSite([PLAN]) as site:
        stopped = run(crawl, site, "-s", "DOWNLOAD_DELAY=40")
        while not site.requests and stopped.running():
            time.sleep(0.01)
        stopped.kill(signal.SIGTERM)
        stopped_well(crawl, stopped)
        assert site.targets == ["/robots.txt"]


def stop_when_opened():
    """The signal comes before the feeder has begun."""
    from novelspider.extensions import CorpusKeeper

    opened = CorpusKeeper.spider_opened

    def then_stop(self, spider):
        opened(self, spider)
        os.kill(os.getpid(), signal.SIGTERM)

    CorpusKeeper.spider_opened = then_stop


def stop_in_flight(reply):
    """The signal comes when a callback has just been given its first answer."""
    from novelspider.spiders.base import FlowSpider

    read = FlowSpider.read

    def stop_and_read(self, *given, **more):
        os.kill(os.getpid(), reply)
        return read(self, *given, **more)

    FlowSpider.read = stop_and_read


@pytest.mark.parametrize("hook", [stop_when_opened, partial(stop_in_flight, signal.SIGINT)])
def test_at_the_very_start(crawl, hook):
    with NovelSite([PLAN]) as site:
        stopped_well(crawl, run(crawl, site, hook=hook))
        assert crawl.records(site.host) == []
        assert run(crawl, site).wait() == 0
