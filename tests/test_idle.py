"""Commands that read no page cost no more than Scrapy's own start: a run that finds nothing due, mistakes, help."""

import json
import signal
import subprocess
import sys

import pytest
from crawling import Crawl
from library import SITE, book, chapter, ref
from server import BookPlan, Fault, NovelSite

from novelspider.corpus import Corpus
from novelspider.items import Toc

HEAVY = ("novelspider.pages", "novelspider.text", "novelspider.spiders.base", "novelspider.extensions", "novelspider.demo.")
"""Modules that read pages and texts, or bring in others that do; and the demo's site."""
LOOK = (
    "import sys; from novelspider.__main__ import main\ntry: main()\nfinally: sys.stderr.write('\\n'.join(['', *sys.modules]))"
)


@pytest.fixture
def crawl(tmp_path):
    return Crawl(tmp_path)


def looked_into(crawl, *arguments):
    """A command's exit code and output, and which modules it had imported in the end."""
    command = [sys.executable, "-c", LOOK, *arguments, "-s", f"CORPUS_DIR={crawl.folder / 'corpus'}"]
    done = subprocess.run(command, cwd=crawl.folder, capture_output=True, text=True, timeout=60, check=False)
    return done.returncode, done.stdout, set(done.stderr.split("\n"))


def fill(crawl):
    """A corpus of one book of one chapter, which will be due after some hours."""
    corpus = Corpus(crawl.folder / "corpus")
    store = corpus.site(SITE)
    store.set_toc(Toc(book(1), (ref(1, 1),)))
    store.write(chapter(1, 1))
    corpus.close()


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["crawl", "novel"], 0),
        (["crawl", "novel", "-a", "url=no-address"], 2),
        (["crawl", "novel", "-s", "DOWNLAOD_DELAY=3"], 2),
        (["fsck", "--help"], 0),
        (["status"], 0),
    ],
)
def test_it_imports_nothing_that_reads_pages(crawl, arguments, code):
    fill(crawl)
    returned, _, modules = looked_into(crawl, *arguments)
    assert returned == code
    assert "novelspider.commands.crawl" in modules
    assert {name for name in modules if name.startswith(HEAVY)} == set()
    assert "twisted.internet.reactor" not in modules  # and nothing was set up for a crawl


def test_the_check_sees_what_a_run_with_work_imports(crawl):
    with NovelSite([BookPlan(chapters=1)]) as site:
        returned, _, modules = looked_into(crawl, "crawl", "novel", "-a", f"url={site.seeds[0]}", "-s", "DOWNLOAD_DELAY=0")
    assert returned == 0
    assert {"novelspider.pages.toc", "novelspider.text.clean", "twisted.internet.reactor"} <= modules


def test_an_idle_run_says_so_in_one_line_and_leaves_a_manifest(crawl):
    with NovelSite([BookPlan(chapters=3)]) as site:
        assert crawl("-a", f"url={site.seeds[0]}").returncode == 0
        before, files = len(site.requests), crawl.files()
        idle = crawl()
        assert len(site.requests) == before
    assert (idle.returncode, idle.stderr) == (0, "")
    assert idle.stdout.startswith("Nothing is due before 20")
    assert idle.stdout.count("\n") == 1
    assert crawl.files() == files
    manifests = sorted((crawl.folder / "corpus" / "runs").iterdir(), key=lambda path: path.stat().st_mtime_ns)
    first, second = (json.loads(path.read_bytes()) for path in manifests)
    assert list(second) == list(first)
    assert second["arguments"] == {"seeds": [], "limit": None, "refresh": "never"}
    assert second["settings"] == first["settings"]
    assert second["exit"] == {"reason": "finished", "stopped": None, "complete": True}
    assert (second["sites"], second["totals"]["books"], second["totals"]["pages"]) == ([], 0, 0)


def test_an_idle_run_that_cannot_write_its_manifest_has_failed(crawl):
    fill(crawl)
    (crawl.folder / "corpus" / "runs").write_bytes(b"no folder")
    idle = crawl()
    assert idle.returncode == 1
    assert "Stopped early: the manifest of this run cannot be written" in idle.stdout


def test_the_name_of_another_spider_is_checked_where_nothing_is_due(crawl):
    fill(crawl)
    assert "did you mean novel?" in crawl(spider="novell").stderr


def log_of(crawl, *arguments, level="INFO"):
    """Exit code and output of a run with a log file, and what it wrote to that, without times."""
    path = crawl.folder / "night.log"
    path.unlink(missing_ok=True)
    run = crawl(*arguments, "-s", f"LOG_FILE={path}", "-s", f"LOG_LEVEL={level}")
    return run, [line[20:] for line in path.read_text(encoding="utf-8").splitlines()]


def test_the_log_file_has_what_was_said(crawl):
    """Scrapyd, which starts a job without a terminal and with LOG_FILE, shows nothing else of it."""
    with NovelSite([BookPlan(chapters=5)]) as site:
        site.faults[site.path(3)] = Fault(404)
        url = site.url(site.path(3))
        seed = ["-a", f"url={site.seeds[0]}", "-a", "_job=0123abcd"]
        run, log = log_of(crawl, *seed)
        assert run.returncode == 1
        assert [f"[novelspider.said] INFO: {line}" for line in run.stdout.splitlines()] == log[-run.stdout.count("\n") :]
        assert [line for line in log if "ERROR" in line or "WARNING" in line] == [
            f"[novel] WARNING: Not got (http_404): {url}: HTTP status 404"
        ]
        assert run.stderr == ""
        quiet, log = log_of(crawl, *seed, level="WARNING")
        assert quiet.stdout.startswith("1 book, 0 new chapters")
        assert (quiet.stderr, len(log)) == ("", 1)
        idle, log = log_of(crawl)
        assert (idle.returncode, idle.stderr, log) == (0, "", [f"[novelspider.said] INFO: {idle.stdout.strip()}"])


def test_a_mistake_stands_in_the_log_file_as_one_line(crawl):
    run, log = log_of(crawl, "-a", "ulr=https://a.example/")
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr == "novelspider: unknown argument -a ulr=…; did you mean -a url=…?\n"
    assert log == ["[novelspider.said] ERROR: Not started: unknown argument -a ulr=…; did you mean -a url=…?"]


def test_a_stopped_run_has_nothing_to_add_to_its_report(crawl):
    with NovelSite([BookPlan(chapters=5)]) as site:
        quiet = ["-a", f"url={site.seeds[0]}", "-s", "DOWNLOAD_DELAY=40", "-s", "LOG_LEVEL=WARNING"]
        code, log = crawl.interrupted(quiet, lambda: site.targets == ["/robots.txt"], by=signal.SIGTERM)
    assert (code, log) == (1, "")
