"""The main job, end to end: the real spider in its own process against a real server, its files against what the site meant."""

import json
import os
import pty
import re
import resource
import subprocess
from collections import Counter
from dataclasses import replace

import pytest
from crawling import Crawl
from server import OF_THE_SITE, BookPlan, Fault, NovelSite, Request, Response


@pytest.fixture
def crawl(tmp_path):
    return Crawl(tmp_path)


def gist(records):
    return [(r["index"], r["url"], r["title"], r["number"], r["volume"], r["text"], tuple(r["pages"])) for r in records]


def truth(site, book=0):
    return [(t.index, t.url, t.title, t.number, t.volume, t.text, t.pages) for t in site.expected(book)]


def without_time(records):
    return [{key: value for key, value in record.items() if key != "fetched_at"} for record in records]


def test_every_chapter_in_order_once_and_nothing_new_the_second_time(crawl):
    plan = BookPlan(chapters=100, pages=3, toc_pages=4, newest_first=True, noise=True, seam="sentence", label="chapter")
    with NovelSite([plan]) as site:
        first = crawl("-a", f"url={site.seeds[0]}", "-O", "out.jsonl")
        assert first.returncode == 0, first.stderr
        assert gist(crawl.records(site.host)) == truth(site)
        assert len(site.requests) == 300 + 4 + len(OF_THE_SITE)
        assert set(Counter(site.targets).values()) == {1}

        before, out = crawl.files(), (crawl.folder / "out.jsonl").read_bytes()
        site.forget()
        second = crawl("-a", f"url={site.seeds[0]}", "-O", "out.jsonl")
        assert second.returncode == 0, second.stderr
        assert crawl.files() == before
        assert (crawl.folder / "out.jsonl").read_bytes() == out
        assert sorted(site.targets) == sorted([*OF_THE_SITE, *(site.toc_path(page) for page in range(1, 5))])

    lines = out.splitlines(keepends=True)
    assert json.loads(lines[0])["type"] == "book"
    assert b"".join(lines[1:]) == before[f"corpus/{site.host}/chapters-00001.jsonl"]


def test_the_network_does_not_change_what_is_written(crawl, tmp_path):
    plan = BookPlan(chapters=60, pages=3, reposts={9: 8, 31: 30})
    hasty = Crawl(tmp_path / "hasty", {"CONCURRENT_REQUESTS_PER_DOMAIN": 8})
    hasty.folder.mkdir()
    with NovelSite([plan]) as site:
        assert crawl("-a", f"url={site.seeds[0]}").returncode == 0
        port = site.server.port
    with NovelSite([plan], port=port, delay=(0.0, 0.08)) as site:
        assert site.server.port == port
        assert hasty("-a", f"url={site.seeds[0]}").returncode == 0
    for kind in ("books", "chapters", "rejected"):
        assert without_time(hasty.records(site.host, kind)) == without_time(crawl.records(site.host, kind))
    assert [r["index"] for r in crawl.records(site.host, "rejected")] == [9, 31]
    assert {r["duplicate_of"] for r in crawl.records(site.host, "rejected")} == {
        r["id"] for r in crawl.records(site.host) if r["index"] in (8, 30)
    }


@pytest.mark.parametrize("start", [1, 5])
def test_a_book_without_toc_is_read_from_chapter_to_chapter(crawl, start):
    with NovelSite([BookPlan(chapters=8, pages=2, chain=True)]) as site:
        run = crawl("-a", f"url={site.url(site.path(start))}")
        assert run.returncode == 0, run.stderr
        assert gist(crawl.records(site.host)) == truth(site)
        assert {r["book_url"] for r in crawl.records(site.host)} == {site.url(site.path(1))}

        site.append(2)
        site.forget()
        assert crawl("-a", f"url={site.url(site.path(start))}").returncode == 0
        assert gist(crawl.records(site.host)) == truth(site)
        assert site.count(site.path(3)) == 0


@pytest.mark.parametrize(("status", "code", "first"), [(404, 0, 3), (503, 1, None)])
def test_a_book_without_toc_begins_where_the_page_before_does_not_exist(crawl, status, code, first):
    with NovelSite([BookPlan(chapters=6, chain=True)]) as site:
        site.faults[site.path(2)] = Fault(status)
        run = crawl("-a", f"url={site.url(site.path(4))}")
        assert run.returncode == code, run.stderr
        got = [record["url"] for record in crawl.records(site.host)] if first else []
        assert got == ([site.url(site.path(number)) for number in range(first, 7)] if first else [])


@pytest.mark.parametrize("page", [1, 2])
def test_a_chapter_leads_to_its_toc(crawl, page):
    with NovelSite([BookPlan(chapters=6, pages=2, toc_pages=2)]) as site:
        run = crawl("-a", f"url={site.url(site.path(4, page))}")
        assert run.returncode == 0, run.stderr
        assert gist(crawl.records(site.host)) == truth(site)
        assert {r["book_url"] for r in crawl.records(site.host)} == {site.seeds[0]}
        assert crawl.rows(site.host, "SELECT url, state FROM books") == [(site.seeds[0], "committed")]


def test_limit_is_a_number_of_chapters_of_each_book(crawl):
    with NovelSite([BookPlan(chapters=9), BookPlan(chapters=3)]) as site:
        run = crawl("-a", f"url={' '.join(site.seeds)}", "-a", "limit=4")
        assert run.returncode == 0, run.stderr
        assert Counter(r["book_url"] for r in crawl.records(site.host)) == {site.seeds[0]: 4, site.seeds[1]: 3}
        assert crawl("-a", f"url={' '.join(site.seeds)}").returncode == 0
        assert sorted(gist(crawl.records(site.host)), key=lambda r: (r[1], r[0])) == sorted(
            truth(site) + truth(site, 1), key=lambda r: (r[1], r[0])
        )


def test_seeds_from_a_file_and_from_standard_input(crawl):
    with NovelSite([BookPlan(chapters=2), BookPlan(chapters=2)]) as site:
        (crawl.folder / "seeds.txt").write_text(f"# my books\n\n{site.seeds[0]}\n", encoding="utf-8")
        assert crawl("-a", "seeds=seeds.txt").returncode == 0
        assert gist(crawl.records(site.host)) == truth(site)
        assert crawl("-a", "seeds=-", stdin=f"{site.seeds[1]}\n").returncode == 0
        assert gist(crawl.records(site.host)[2:]) == truth(site, 1)


def test_a_failed_chapter_is_named_and_had_in_the_next_run(crawl):
    with NovelSite([BookPlan(chapters=5, pages=2)]) as site:
        site.faults[site.path(2)] = Fault(404)
        site.faults[site.path(3, 2)] = Fault(503)
        site.faults[site.path(4)] = Fault(cut=True)
        run = crawl("-a", f"url={site.seeds[0]}")
        assert run.returncode == 1
        assert gist(crawl.records(site.host)) == [truth(site)[0], truth(site)[4]]
        reasons = crawl.rows(site.host, "SELECT url, state, reason FROM chapters WHERE state != 'committed' ORDER BY idx")
        assert reasons == [
            (site.url(site.path(2)), "failed", "http_404"),
            (site.url(site.path(3)), "failed", "http_503"),
            (site.url(site.path(4)), "failed", "incomplete_response"),
        ]
        for url, _, reason in reasons:
            assert f"Not got ({reason}): {url}" in run.stderr
            assert re.search(rf"{reason}\s+{re.escape(url)}", run.stdout)

        site.faults.clear()
        assert crawl("-a", f"url={site.seeds[0]}").returncode == 0
        assert sorted(gist(crawl.records(site.host))) == truth(site)


def test_a_retried_request_is_no_failure(crawl):
    with NovelSite([BookPlan(chapters=2)]) as site:
        site.faults[site.path(1)] = Fault(503, times=1)
        assert crawl("-a", f"url={site.seeds[0]}").returncode == 0
        assert gist(crawl.records(site.host)) == truth(site)


def test_what_robots_txt_refuses_is_locked_and_does_not_count_as_missing(crawl):
    with NovelSite([BookPlan(chapters=3)]) as site:
        site.robots = f"User-agent: novelspider\nDisallow: {site.path(2)}\n"
        run = crawl("-a", f"url={site.seeds[0]}")
        assert run.returncode == 0, run.stderr
        assert site.count(site.path(2)) == 0
        assert crawl.rows(site.host, "SELECT state, reason FROM chapters WHERE idx = 2") == [("locked", "robots")]
        assert gist(crawl.records(site.host)) == [truth(site)[0], truth(site)[2]]


@pytest.mark.parametrize("status", [503, 429])
def test_a_site_whose_robots_txt_cannot_be_had_is_not_asked_for_anything_else(crawl, status):
    with NovelSite([BookPlan(chapters=3)]) as site:
        site.faults["/robots.txt"] = Fault(status)
        run = crawl("-a", f"url={site.seeds[0]}")
        assert run.returncode == 1
        assert set(site.targets) == {"/robots.txt"}
        assert crawl.rows(site.host, "SELECT state, reason FROM books") == [("failed", "robots_unreachable")]
        assert "Traceback" not in run.stderr


def test_no_robots_txt_allows_everything(crawl):
    with NovelSite([BookPlan(chapters=2)]) as site:
        site.robots = None
        assert crawl("-a", f"url={site.seeds[0]}").returncode == 0
        assert site.count("/robots.txt") == 1
        assert gist(crawl.records(site.host)) == truth(site)


def test_the_home_page_as_a_seed_is_named_as_such(crawl):
    with NovelSite([BookPlan(), BookPlan(), BookPlan(), BookPlan()]) as site:
        run = crawl("-a", f"url={site.root}")
        assert run.returncode == 1
        assert f"Not got (listing): {site.root}" in run.stderr
        assert site.seeds[0] in run.stderr


def test_chapters_that_the_toc_does_not_list_yet_are_followed(crawl):
    with NovelSite([BookPlan(chapters=5)]) as site:
        toc = site.server.answer(Request("127.0.0.1", site.toc_path(), {}, 0.0))
        site.append(2)
        site.extra[site.toc_path()] = toc
        run = crawl("-a", f"url={site.seeds[0]}")
        assert run.returncode == 0, run.stderr
        assert [(r["index"], r["title"]) for r in crawl.records(site.host)] == [(t.index, t.title) for t in site.expected()]


def test_another_chapter_s_text_under_a_chapter_s_own_title_is_set_aside(crawl):
    with NovelSite([BookPlan(chapters=4)]) as site:
        second, third = site.expected()[1:3]
        page = site.server.answer(Request("127.0.0.1", site.path(2), {}, 0.0))
        site.extra[site.path(3)] = replace(page, body=page.body.replace(second.title.encode(), third.title.encode()))
        assert crawl("-a", f"url={site.seeds[0]}").returncode == 0
        (rejected,) = crawl.records(site.host, "rejected")
        assert (rejected["reason"], rejected["title"], rejected["text"]) == ("same_body_other_title", third.title, second.text)
        assert rejected["duplicate_of"] == crawl.records(site.host)[1]["id"]
        assert [record["index"] for record in crawl.records(site.host)] == [1, 2, 4]


@pytest.mark.parametrize(
    ("served", "state", "told", "code"),
    [
        ("", ("failed", "empty_shell"), "empty_shell  http", 1),
        ("<p>一秒记住示例小说网，为您提供精彩小说阅读。</p>", ("rejected", "empty"), "1 empty", 0),
    ],
)
def test_a_chapter_without_a_story_is_not_written(crawl, served, state, told, code):
    with NovelSite([BookPlan(chapters=3)]) as site:
        nav = '<a href="1001.html">上一章</a> <a href="./">目录</a> <a href="1003.html">下一章</a>'
        page = f"<html><title>第2章</title><body><h1>第2章</h1><div id=content>{served}</div><p>{nav}</p></body></html>"
        site.extra[site.path(2)] = Response(page.encode(), headers=(("Content-Type", "text/html; charset=utf-8"),))
        run = crawl("-a", f"url={site.seeds[0]}")
        assert [record["index"] for record in crawl.records(site.host)] == [1, 3]
        assert crawl.rows(site.host, "SELECT state, reason FROM chapters WHERE idx = 2") == [state]
        assert (told in run.stdout, run.returncode) == (True, code)


def test_a_page_that_only_sends_the_browser_on_is_followed(crawl):
    with NovelSite([BookPlan(chapters=3)]) as site:
        page = site.server.answer(Request("127.0.0.1", site.path(2), {}, 0.0))
        script = "<html><head><script>window.location.href='/real/2.html';</script></head><body></body></html>"
        site.extra[site.path(2)] = Response(script.encode(), headers=(("Content-Type", "text/html; charset=utf-8"),))
        site.extra["/real/2.html"] = page
        run = crawl("-a", f"url={site.seeds[0]}")
        assert run.returncode == 0, run.stderr
        assert [record["text"] for record in crawl.records(site.host)] == [chapter.text for chapter in site.expected()]
        assert crawl.records(site.host)[1]["url"] == site.url(site.path(2))


def test_the_progress_bar_on_a_terminal(crawl):
    master, slave = pty.openpty()
    with NovelSite([BookPlan(chapters=3)], delay=(0.2, 0.3)) as site:
        command = crawl.command("-a", f"url={site.seeds[0]}")
        run = subprocess.run(command, cwd=crawl.folder, stdout=subprocess.PIPE, stderr=slave, timeout=60, check=False)
    assert run.returncode == 0
    os.close(slave)
    shown = os.read(master, 1 << 16).decode()
    os.close(master)
    assert re.search(r"\r\x1b\[K[1-4] pages?, \d chapters?, 0 set aside, 0 not got, 0:0\d", shown)
    assert re.search(r"\r\x1b\[K\d{4}-\d\d-\d\d .*Closing spider", shown)


def test_a_declared_site_overrides_the_readers(crawl):
    with NovelSite([BookPlan(chapters=3, paragraphs=30)]) as site:
        (crawl.folder / "mine.py").write_text(
            "from novelspider.site import Site\nfrom novelspider.spiders.novel import NovelSpider\n\n\n"
            "class Mine(NovelSpider):\n    name = 'mine'\n"
            f"    sites = (Site(hosts=('127.0.0.1:{site.server.port}',), noise=('“',)),)\n"
        )
        command = crawl.command("-a", f"url={site.seeds[0]}", spider="mine.py")
        command[command.index("crawl")] = "runspider"
        assert subprocess.run(command, cwd=crawl.folder, capture_output=True, timeout=60, check=False).returncode == 0
        kept = [[line for line in chapter.paragraphs if "“" not in line] for chapter in site.expected()]
        assert [record["text"].split("\n") for record in crawl.records(site.host)] == kept
        assert sum(map(len, kept)) < sum(len(chapter.paragraphs) for chapter in site.expected())


def test_control_c_ends_within_seconds_and_the_next_run_finishes(crawl):
    with NovelSite([BookPlan(chapters=40, pages=2)], delay=(0.01, 0.05)) as site:
        code, log = crawl.interrupted(["-a", f"url={site.seeds[0]}"], lambda: len(site.requests) > 30)
        assert code == 1, log
        assert "Traceback" not in log
        got = gist(crawl.records(site.host))
        assert got == truth(site)[: len(got)]
        assert 0 < len(got) < 40
        assert crawl("-a", f"url={site.seeds[0]}").returncode == 0
        assert gist(crawl.records(site.host)) == truth(site)
        assert set(Counter(t for t in site.targets if t not in OF_THE_SITE).values()) <= {1, 2}


def small_files():
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))


def test_a_full_disk_ends_the_run_with_its_reason_and_loses_nothing(crawl):
    with NovelSite([BookPlan(chapters=60, paragraphs=40)]) as site:
        run = crawl("-a", f"url={site.seeds[0]}", "-s", "CORPUS_COMMIT_ITEMS=4", hook=small_files)
        assert run.returncode == 1
        assert re.search(r"Stopped: .* cannot be written: ", run.stderr)
        assert "Traceback" not in run.stderr
        got = gist(crawl.records(site.host))
        assert crawl("-a", f"url={site.seeds[0]}").returncode == 0
        assert gist(crawl.records(site.host)) == truth(site)
        assert len(got) < 60


def test_a_folder_without_a_site_is_no_corpus_to_go_on_with(crawl):
    """Where a disk is not mounted, every night would find nothing due."""
    (crawl.folder / "corpus" / "runs").mkdir(parents=True)
    run = crawl()
    assert (run.returncode, run.stdout) == (2, "")
    assert "no URL, and no corpus at" in run.stderr
    assert list(crawl.folder.glob("corpus/runs/*")) == []


def test_without_a_url_the_corpus_goes_on_with_what_is_pending(crawl):
    with NovelSite([BookPlan(chapters=6)]) as site:
        assert crawl("-a", f"url={site.seeds[0]}", "-a", "limit=2").returncode == 0
        site.forget()
        run = crawl()
        assert run.returncode == 0, run.stderr
        assert gist(crawl.records(site.host)) == truth(site)
        assert site.count(site.toc_path()) == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], ["no URL", "-a url=https://"]),
        (["-a", "url=example.org/book/1"], ["'example.org/book/1' is not a web address", "https://example.org/book/1"]),
        (["-a", "url=ftp://example.org/"], ["'ftp://example.org/' is not a web address", "http://"]),
        (["-a", "url=http://example.org:x/"], ["is not a URL"]),
        (["-a", "url="], ["-a url= is empty"]),
        (["-a", "ulr=https://example.org/"], ["unknown argument -a ulr", "did you mean -a url="]),
        (["-a", "seeds=none.txt"], ["cannot read seeds file 'none.txt'", "No such file"]),
        (["-a", "url=https://example.org/", "-a", "limit=0"], ["-a limit=0", "1 or more"]),
        (["-a", "url=https://example.org/", "-s", "DOWNLOAD_DELAY=fast"], ["DOWNLOAD_DELAY='fast'", "a number of seconds"]),
        (["-a", "url=https://example.org/", "-s", "CORPUS_COMIT_ITEMS=3"], ["did you mean CORPUS_COMMIT_ITEMS?"]),
        (["-a", "url=https://example.org/", "-s", "LOG_LEVEL=LOUD"], ["LOG_LEVEL='LOUD'", "DEBUG, INFO"]),
    ],
)
def test_bad_arguments_are_one_line_and_exit_code_2(crawl, arguments, words):
    run = crawl(*arguments)
    assert run.returncode == 2
    assert run.stdout == ""
    assert len(run.stderr.splitlines()) == 1
    assert all(word in run.stderr for word in words)
    assert not (crawl.folder / "corpus").exists()
