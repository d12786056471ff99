"""Many sites and much that is known: what is open, what is held, what a run needs of memory."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from corpora import chapter, make_known
from crawling import HASTE
from server import BookPlan, NovelSite

from novelspider.corpus import Corpus, Frontier
from novelspider.corpus.handles import room
from novelspider.corpus.reader import SiteReader
from novelspider.errors import CorpusError, SiteBusyError
from novelspider.items import site_of

SITES = [f"s{number:03}.example" for number in range(40)]


def open_files(folder: Path) -> list[str]:
    """Names of the files under `folder` that this process has open."""
    links = [Path(f"/proc/self/fd/{fd}") for fd in os.listdir("/proc/self/fd")]
    paths = [link.readlink() for link in links if link.is_symlink()]
    return sorted(path.name for path in paths if path.is_relative_to(folder))


def in_child(act) -> int:
    """Run `act` in a process of its own; its exit code, 0 where it raised nothing."""
    child = os.fork()
    if child == 0:
        try:
            act()
            os._exit(0)
        finally:
            os._exit(1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


linux = pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="counts open files in /proc")


@linux
def test_sites_are_closed_by_least_use_and_stay_locked(tmp_path):
    corpus = Corpus(tmp_path, open_sites=3)
    for site in SITES[:6]:
        corpus.site(site)
        corpus.site(SITES[0])
    files = open_files(tmp_path)
    assert files.count("site.lock") == 6
    assert files.count("site.db") == 3
    assert [store.name for store in corpus.open_sites()] == SITES[:6]
    with pytest.raises(SiteBusyError):
        Corpus(tmp_path).site(SITES[2])
    corpus.close()
    assert open_files(tmp_path) == []


def test_what_is_not_committed_is_committed_before_a_site_is_closed(tmp_path):
    corpus = Corpus(tmp_path, open_sites=2, commit_items=1000, commit_seconds=1000)
    for number in (1, 2, 3):
        for site in SITES:
            assert corpus.site(site).write(chapter(number, text=f"{site} {number}", site=site))
    for site in SITES:
        assert [corpus.site(site).state_of(chapter(n, text="", site=site).id) for n in (1, 2, 3, 4)] == ["committed"] * 3 + [
            None
        ]
    corpus.close()
    for site in SITES:
        lines = (tmp_path / site / "chapters-00001.jsonl").read_text().splitlines()
        assert [json.loads(line)["text"] for line in lines] == [f"{site} {n}" for n in (1, 2, 3)]


def test_a_site_that_could_not_be_committed_is_not_opened_anew(tmp_path):
    corpus = Corpus(tmp_path, open_sites=2, commit_items=1000)
    corpus.site("a.example").write(chapter(1, text="雨", site="a.example"))
    (tmp_path / "a.example" / "chapters-00001.jsonl").write_bytes(b"not ours\n")
    corpus.site("b.example")
    with pytest.raises(CorpusError, match=r"a\.example cannot be written"):
        corpus.site("c.example")
    corpus.site("c.example")
    with pytest.raises(CorpusError, match=r"a\.example cannot be written"):
        corpus.site("a.example").write(chapter(2, text="雪", site="a.example"))
    with pytest.raises(CorpusError, match=r"a\.example"):
        corpus.site("a.example").add_book("http://a.example/8/")
    corpus.close()


def test_what_was_cut_out_is_not_lost_with_its_store(tmp_path):
    corpus = Corpus(tmp_path, open_sites=1)
    first = chapter(1, text="雨", site=SITES[0])
    corpus.site(SITES[0]).audit(first.id, [("rule", "广告")])
    corpus.site(SITES[1])
    corpus.site(SITES[0]).write(first)
    corpus.close()
    assert json.loads((tmp_path / SITES[0] / "audit-00001.jsonl").read_text())["text"] == "广告"


# Limits of the process


@pytest.mark.parametrize(("soft", "sites"), [(64, (1, 1)), (256, (32, 48)), (1024, (64, 384)), (10_240, (64, 4992))])
def test_how_many_sites_there_is_room_for(soft, sites):
    limits = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, limits[1]))
    try:
        assert room(64) == sites
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, limits)


def test_more_sites_than_files_may_be_open_are_left_to_a_later_run(tmp_path):
    def act() -> None:
        resource.setrlimit(resource.RLIMIT_NOFILE, (256, 256))
        corpus = Corpus(tmp_path)
        for site in SITES:
            corpus.site(site)
        for number in range(8):
            corpus.site(f"t{number}.example")
        for number in range(8, 10):
            with pytest.raises(CorpusError, match=r"left to a later run: this one has 48 sites.*ulimit -n"):
                corpus.site(f"t{number}.example")
        for number in (1, 2):
            for site in SITES:
                corpus.site(site).write(chapter(number, text=f"{site} {number}", site=site))
        corpus.close()

    assert in_child(act) == 0
    assert all((tmp_path / site / "chapters-00001.jsonl").read_text().count("\n") == 2 for site in SITES)


# Memory


def peak(root: Path, url: str) -> int:
    """KiB that a run over a book needs at most; it has to be complete. Not `ru_maxrss`: that of a new process begins with its
    parent's."""
    code = (
        "from pathlib import Path; from novelspider.__main__ import main\n"
        "try: main()\n"
        "finally: print(Path('/proc/self/status').read_text().partition('VmHWM:')[2].split()[0], flush=True)\n"
    )
    settings = (f"-s{name}={value}" for name, value in (HASTE | {"CORPUS_DIR": root, "LOG_LEVEL": "ERROR"}).items())
    command = [sys.executable, "-c", code, "crawl", "novel", *settings, "-a", f"url={url}"]
    environment = os.environ | {"NO_PROXY": "*"}
    run = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert run.returncode == 0, run.stderr
    assert "20 new chapters" in run.stdout
    return int(run.stdout.split()[-1])


@linux
def test_memory_does_not_grow_with_what_is_known(tmp_path):
    with NovelSite([BookPlan(chapters=20)]) as site:
        name = site_of(site.seeds[0])
        make_known(tmp_path / "small", name, books=10, chapters=100)
        make_known(tmp_path / "large", name, books=5_000, chapters=50_000)
        small, large = (peak(tmp_path / folder, site.seeds[0]) for folder in ("small", "large"))
    assert large - small < 4 * 1024


# Others at the same time


def test_a_second_process_takes_the_other_sites(tmp_path):
    ready, write = os.pipe()
    child = os.fork()
    if child == 0:
        corpus = Corpus(tmp_path, open_sites=1)
        for site in SITES[:3]:
            corpus.site(site)
        os.write(write, b"x")
        signal.pause()
    assert os.read(ready, 1) == b"x"
    frontier = Frontier(corpus := Corpus(tmp_path))
    for site in SITES[:3]:
        with pytest.raises(SiteBusyError, match=f"{site} is being worked on by process {child}"):
            frontier.add_site(site)
    frontier.add_seed(f"http://{SITES[3]}/1/")
    assert frontier.take().site == SITES[3]
    corpus.close()
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(ready)
    os.close(write)


def test_readers_neither_block_a_run_nor_are_blocked(tmp_path):
    site, total = SITES[0], 150
    corpus = Corpus(tmp_path, commit_items=1)
    corpus.site(site).write(chapter(1, text="雨", site=site))
    counts, write = os.pipe()
    child = os.fork()
    if child == 0:
        seen, slowest = 0, 0.0
        while seen < total:
            begun = time.perf_counter()
            with SiteReader(tmp_path / site) as reader:
                seen = sum(1 for _ in reader.chapters(chapter(1, text="", site=site).book_id))
            slowest = max(slowest, time.perf_counter() - begun)
        os.write(write, f"{slowest:.6f}".encode())
        os._exit(0)
    with SiteReader(tmp_path / site) as held:
        held.read("BEGIN")
        assert held.read("SELECT count(*) FROM chapters") == [(1,)]
        for number in range(2, total + 1):
            corpus.site(site).write(chapter(number, text="雪" * 500, site=site))
        corpus.site(site).journal.read("PRAGMA wal_checkpoint(PASSIVE)")
        assert held.read("SELECT count(*) FROM chapters") == [(1,)], "a reader sees one state as long as it wants to"
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert float(os.read(counts, 32)) < 5
    corpus.close()
    os.close(counts)
    os.close(write)
