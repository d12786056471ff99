"""The manifest of a run: what was expected, got, skipped, failed and why."""

import json
import signal
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from crawling import Crawl
from server import BookPlan, Fault, NovelSite, Request

from novelspider import __version__
from novelspider.corpus.lock import SiteLock
from novelspider.corpus.runs import write_manifest
from novelspider.errors import CorpusError

START = datetime(2026, 11, 25, 7, 8, 9, tzinfo=UTC)


@pytest.fixture
def crawl(tmp_path):
    return Crawl(tmp_path)


@contextmanager
def closing_lock(folder):
    lock = SiteLock(folder)
    yield
    lock.release()


def manifests(crawl):
    paths = sorted((crawl.folder / "corpus" / "runs").iterdir(), key=lambda path: path.stat().st_mtime_ns)
    return [json.loads(path.read_bytes()) for path in paths]  # by name, -2 of the same second would come first


def test_a_manifest_says_what_became_of_every_chapter(crawl):
    plans = [BookPlan(chapters=9, noise=True), BookPlan(chapters=6)]
    with NovelSite(plans) as site:
        second, third = site.expected()[1:3]
        page = site.server.answer(Request("127.0.0.1", site.path(2), {}, 0.0))
        site.extra[site.path(3)] = replace(page, body=page.body.replace(second.title.encode(), third.title.encode()))
        site.rename(8, "第九章 风", book=0)
        site.rename(9, "第十章 雪", book=0)
        site.faults[site.path(5)] = Fault(404)
        site.robots = f"User-agent: *\nDisallow: {site.path(6)}\n"
        seeds = [*site.seeds, "http://127.0.0.1:1/none/"]
        run = crawl("-a", f"url={' '.join(seeds)}", "-a", "limit=7", "-s", "STATS_DUMP=1")
        assert run.returncode == 1
        (manifest,) = manifests(crawl)
        assert (manifest["version"], manifest["spider"]) == (__version__, "novel")
        assert manifest["arguments"] == {"seeds": seeds, "limit": 7, "refresh": "never"}
        assert (manifest["settings"]["RETRY_TIMES"], manifest["settings"]["ROBOTSTXT_OBEY"]) == ("1", True)
        assert manifest["exit"] == {"reason": "finished", "stopped": None, "complete": False}
        assert 0 < manifest["seconds"] < 120
        assert 1 < manifest["totals"]["requests"] - len(site.requests) + 1 < 5  # one is the test's own, some nobody answers
        assert manifest["totals"]["bytes"] > 14 * 2_000

        ours, nobody = manifest["sites"]
        first, other = ours["books"]
        assert (first["url"], first["title"], first["state"]) == (site.seeds[0], site.title(), "committed")
        assert [first[name] for name in ("expected", "new", "committed", "duplicates", "rejected", "pending")] == [
            7, 4, 4, 0, {"same_body_other_title": 1}, 0,
        ]  # fmt: skip
        assert (first["beyond_limit"], first["gone"], first["unchanged"], first["revised"]) == (2, 0, 0, 0)
        assert (first["n_failed"], first["n_locked"], first["gaps"]) == (1, 1, [[8, 8]])
        (failed,), (locked,) = first["failed"], first["locked"]
        assert (failed["kind"], failed["url"], failed["reason"]) == ("chapter", site.url(site.path(5)), "http_404")
        assert (locked["url"], locked["reason"]) == (site.url(site.path(6)), "robots")
        assert (other["expected"], other["new"], other["failed"]) == (6, 6, [])
        assert [row["kind"] for row in nobody["books"][0]["failed"]] == ["book"]

        assert ours["site"] == f"127.0.0.1:{site.server.port}"
        assert ours["removed"] == manifest["removed"]
        assert sum(ours["removed"].values()) >= 4
        for rule, count in ours["removed"].items():
            assert f"'cleaned/{rule}': {count}," in run.stderr
            assert f"'sites/{ours['site']}/cleaned/{rule}': {count}," in run.stderr
        assert nobody["removed"] == {}
        totals = manifest["totals"]
        assert (totals["books"], totals["expected"], totals["new"], totals["failed"], totals["locked"]) == (3, 13, 10, 2, 1)
        assert (totals["rejected"], totals["gaps"]) == ({"same_body_other_title": 1}, 1)


def test_every_run_has_one_and_a_text_posted_twice_is_a_duplicate(crawl):
    with NovelSite([BookPlan(chapters=5)]) as site:
        third, fourth = (chapter.title.encode() for chapter in site.expected()[2:4])
        page, toc = (site.server.answer(Request("127.0.0.1", path, {}, 0.0)) for path in (site.path(3), site.toc_path()))
        site.extra[site.path(4)] = page
        site.extra[site.toc_path()] = replace(toc, body=toc.body.replace(fourth, third + "（重发）".encode()))
        for _ in range(2):
            assert crawl("-a", f"url={site.seeds[0]}").returncode == 0
        first, second = manifests(crawl)
        assert [run["totals"]["new"] for run in (first, second)] == [4, 0]
        assert [run["totals"]["duplicates"] for run in (first, second)] == [1, 0]
        assert [run["totals"]["committed"] for run in (first, second)] == [4, 4]
        assert first["exit"]["complete"]
        assert second["exit"]["complete"]


def test_a_stopped_run_has_one_too(crawl):
    with NovelSite([BookPlan(chapters=40)], delay=(0.02, 0.05)) as site:
        code, log = crawl.interrupted(["-a", f"url={site.seeds[0]}"], lambda: len(site.requests) > 20, by=signal.SIGTERM)
        assert code == 1, log
        (manifest,) = manifests(crawl)
        assert manifest["exit"] == {"reason": "shutdown", "stopped": "shutdown", "complete": False}
        (book,) = manifest["sites"][0]["books"]
        assert book["expected"] == 40 == book["new"] + book["pending"]
        assert book["pending"] > 0


def test_a_site_that_another_process_works_on_is_skipped_and_named(crawl):
    with NovelSite([BookPlan(chapters=3)]) as site:
        crawl.site(site.host).mkdir(parents=True)
        with closing_lock(crawl.site(site.host)):
            assert crawl("-a", f"url={site.seeds[0]}").returncode == 1
    (manifest,) = manifests(crawl)
    (skipped,) = manifest["skipped"]
    assert "127.0.0.1" in skipped
    assert (manifest["sites"], manifest["exit"]["complete"]) == ([], False)


def test_runs_of_one_second_have_a_file_each_and_drafts_of_killed_ones_are_left(tmp_path):
    (tmp_path / "runs").mkdir()
    (tmp_path / "runs" / "2026-11-25T07-08-09Z-2.tmp").write_bytes(b'{"half')
    paths = [write_manifest(tmp_path, START, {"run": number, "title": "雨夜\ud800"}) for number in range(3)]
    assert [path.name for path in paths] == [f"2026-11-25T07-08-09Z{end}.json" for end in ("", "-3", "-4")]
    assert [json.loads(path.read_bytes()) for path in paths] == [{"run": number, "title": "雨夜?"} for number in range(3)]


def test_a_manifest_that_cannot_be_written_leaves_nothing_half(tmp_path, monkeypatch):
    def full(_fd):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("novelspider.corpus.runs.os.fsync", full)
    with pytest.raises(CorpusError, match="No space left"):
        write_manifest(tmp_path, START, {})
    assert list((tmp_path / "runs").iterdir()) == []
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(CorpusError, match="cannot be written"):
        write_manifest(tmp_path / "file", START, {})
