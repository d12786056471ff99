"""A hostile site cannot use up memory or time, nor have half a page written; the real spider, its peak memory measured."""

import json
import re
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

import pytest
from crawling import TIMEOUT, Crawl
from hostile import (
    HostileSite,
    bomb,
    continues,
    cut_chunks,
    drip,
    endless,
    folded_header,
    html,
    many_headers,
    once,
    packed,
    redirect,
    too_short,
    with_headers,
)
from server import BookPlan

from novelspider.corpus.lock import SiteLock

MOST_MEMORY = 300 << 20  # bytes
ENCODINGS = ["gzip", "deflate", "deflate-raw", "br", "zstd"]


@pytest.fixture
def crawl(tmp_path):
    return Crawl(tmp_path, {"RETRY_TIMES": 0, "MAX_WAIT": 0})


@dataclass(frozen=True)
class Run:
    returncode: int
    log: str
    out: str
    peak: int
    seconds: float


def measured(crawl, *arguments):
    return measure(crawl.command(*arguments), crawl.folder)


def measure(command, folder):
    """A run, with its peak memory in bytes; what the kernel says of a child at its end has this process's own in it."""
    start, peak = time.monotonic(), 0
    with open(folder / "log", "w+b") as log, open(folder / "out", "w+b") as out:
        process = subprocess.Popen(command, cwd=folder, stdout=out, stderr=log)
        while process.poll() is None and time.monotonic() - start < TIMEOUT:
            status = Path(f"/proc/{process.pid}/status")
            found = re.search(r"VmHWM:\s+(\d+) kB", status.read_text()) if status.exists() else None
            peak = int(found[1]) << 10 if found else peak
            time.sleep(0.02)
        process.kill()
        process.wait()
    texts = ((folder / name).read_text("utf-8", "replace") for name in ("log", "out"))
    return Run(process.returncode, *texts, peak, time.monotonic() - start)


def reasons(crawl, site):
    rows = crawl.rows(site.folder, "SELECT idx, state || ' ' || reason FROM chapters WHERE state != 'committed' ORDER BY idx")
    return dict(rows)


def indexes(crawl, site):
    return [record["index"] for record in crawl.records(site.folder)]


def test_size_is_bounded_in_memory_and_time_and_recorded(crawl):
    """The last trap of each kind is not met before the first is over: one request at a time."""
    crawl.settings |= {"DOWNLOAD_TIMEOUT": 2, "CONCURRENT_REQUESTS_PER_DOMAIN": 1}
    traps = [
        *(bomb(encoding, 400) for encoding in ENCODINGS),
        bomb("gzip", 400, layers=2),
        bomb("br", 400, layers=2),
        bomb("gzip", 1, layers=9),
        endless(),
        endless(announced=True),
        many_headers(40),
        folded_header(40),
        continues,
    ]
    slow = [drip(0.05), drip(0.05, head=True)]
    with HostileSite(BookPlan(chapters=len(traps) + len(slow) + 2, paragraphs=6)) as site:
        for index, trap in enumerate(traps + slow, 2):
            site.traps[site.path(index)] = trap
        run = measured(crawl, f"-aurl={site.seed}")
        got = reasons(crawl, site)
        last = len(site.shelf.chapters)
    assert list(got.values()) == ["failed too_large"] * len(traps) + ["failed timeout"] * 2, run.log
    assert indexes(crawl, site) == [1, last]
    assert run.returncode == 1
    print(f"\npeak {run.peak / 2**20:.0f} MiB in {run.seconds:.0f} s")
    assert run.peak < MOST_MEMORY


def test_half_a_page_is_never_written(crawl):
    cuts = [too_short, cut_chunks, *(packed(encoding, 0.6) for encoding in ENCODINGS), packed("gzip", said="br")]
    crawl.settings |= {"RETRY_TIMES": 1, "MAX_WAIT": 60}
    with HostileSite(BookPlan(chapters=len(cuts) + 2, paragraphs=6)) as site:
        for index, cut in enumerate(cuts, 1):
            site.traps[site.path(index)] = cut
        site.traps[site.path(len(cuts) + 1)] = once(packed("gzip", 0.9))
        first = crawl(f"-aurl={site.seed}")
        assert first.returncode == 1
        assert list(reasons(crawl, site).values()) == ["failed incomplete_response"] * len(cuts), first.stderr
        assert indexes(crawl, site) == [len(cuts) + 1, len(cuts) + 2]
        assert {site.count(site.path(index)) for index in range(1, len(cuts) + 2)} == {2}
        for index, encoding in enumerate(ENCODINGS, 1):
            site.traps[site.path(index)] = packed(encoding)
        for index in range(len(ENCODINGS) + 1, len(cuts) + 1):
            del site.traps[site.path(index)]
        assert crawl(f"-aurl={site.seed}").returncode == 0
        assert sorted(indexes(crawl, site)) == list(range(1, len(cuts) + 3))
        texts = {record["index"]: record["text"] for record in crawl.records(site.folder)}
        assert texts == {place: "\n".join(one.paragraphs) for place, one in enumerate(site.shelf.chapters, 1)}


def test_loops_end(crawl):
    with HostileSite(BookPlan(chapters=6, paragraphs=6)) as site, HostileSite(address="127.0.0.1") as other:
        crawl.settings["ALLOW_PRIVATE"] = f"127.0.0.1:{other.port}"
        site.traps[site.path(1)] = redirect(site.path(1))
        site.traps[site.path(2)] = redirect("/a")
        site.traps["/a"] = redirect("/b")
        site.traps["/b"] = redirect("/a")
        site.traps[site.path(3)] = redirect(other.url("/0"))
        other.traps |= {f"/{n}": redirect((site if n % 2 else other).url(f"/{n + 1}")) for n in range(99)}
        site.traps |= {f"/{n}": redirect(other.url(f"/{n + 1}")) for n in range(99)}
        refresh = '<html><head><meta http-equiv="refresh" content="0; url={}"></head></html>'
        site.traps[site.path(4)] = html(refresh.format("/c"))
        site.traps["/c"] = html(refresh.format("/d"))
        site.traps["/d"] = html(refresh.format("/c"))
        run = crawl(f"-aurl={site.seed}")
        got = reasons(crawl, site)
    assert [got[index] for index in (1, 2, 3)] == ["failed too_many_redirects"] * 3, run.stderr
    assert list(got) == [1, 2, 3, 4]
    assert indexes(crawl, site) == [5, 6]
    assert len(site.asked) + len(other.asked) < 60


def chain(site, path, text=None):
    """Chapters without end: each page links to a next one that no other links to."""

    def trap(wire):
        number = int(wire.target.strip("/").partition(".")[0].rpartition("/")[2])
        shelf = site.shelf
        lines = "<br><br>".join(text or shelf.prose.chapter(6))
        nav = f'<a href="/">目录</a> <a href="{path}{number + 1}.html">下一章</a>'
        title = f"第{number}章"
        wire.answer(
            f'<html><head><title>{title}_{shelf.title}</title></head><body><h1>{title}</h1><div id="content">{lines}</div>'
            f'<div class="nav">{nav}</div></body></html>'.encode()
        )

    return trap


def test_a_chain_of_chapters_without_end_ends(crawl):
    crawl.settings["CHAIN_MAX_CHAPTERS"] = 30
    with HostileSite() as site:
        site.traps |= {f"/read/{n}.html": chain(site, "/read/") for n in range(1, 200)}
        run = crawl(f"-aurl={site.url('/read/1.html')}")
        assert len(crawl.records(site.folder)) == 30
        assert "CHAIN_MAX_CHAPTERS" in run.stderr
        asked = len(site.asked)
        run = crawl(f"-aurl={site.url('/read/1.html')}")
        assert len(site.asked) <= asked + 3
        assert len(crawl.records(site.folder)) == 30


def test_tables_of_contents_and_pagers_without_end_end(crawl):
    """A calendar, lists in every order, and a page that is its own next one."""
    crawl.settings |= {"TOC_MAX_PAGES": 12, "CHAPTER_MAX_PAGES": 7}
    with HostileSite(BookPlan(chapters=4, paragraphs=6)) as site:
        toc, path = site.pages[site.shelf.path].decode(), site.shelf.path

        def more(wire):
            number = int((wire.target.partition("index_")[2] or "1").partition(".")[0])
            sorts = "".join(f'<a href="{path}?sort={sort}&amp;r={number}">{sort}</a> ' for sort in ("asc", "new", "old"))
            calendar = (
                f'<div class="calendar"><a href="/2026/{number + 1}/">»</a> <a href="?month={number + 1}">{number}</a></div>'
            )
            pager = f'<span>第{number}页/共999页</span> <a href="{path}index_{number + 1}.html">下一页</a>'
            wire.answer(toc.replace("</dl>", f'</dl></div><div class="pages">{pager}</div>{sorts}{calendar}<div>').encode())

        def sub_pages(wire):
            number = int((wire.target.partition("_")[2] or "1").partition(".")[0])
            page, own = site.pages[site.path(2)].decode(), site.path(2).removesuffix(".html")
            lines = "<br><br>".join(site.shelf.prose.chapter(3))
            page = re.sub(r'(?s)(id="content">).*?</div>', rf"\g<1>{lines}</div>", page)
            wire.answer(page.replace(site.path(3), f"{own}_{number + 1}.html").replace("下一章", "下一页").encode())

        site.traps |= {f"{path}index_{number}.html": more for number in range(2, 300)} | {path: more, site.path(2): sub_pages}
        site.traps |= {site.path(2).replace(".html", f"_{n}.html"): sub_pages for n in range(2, 300)}
        site.pages[site.path(3)] = site.pages[site.path(3)].replace(site.path(4).encode(), site.path(3).encode())
        run = crawl(f"-aurl={site.seed}")
        assert len(site.asked) <= 12 + 7 + 3 + 2, site.asked
        assert sorted(indexes(crawl, site)) == [1, 2, 3, 4], run.stderr
        assert {record["index"] for record in crawl.records(site.folder) if "page_cap" in record["flags"]} == {2}
        assert "TOC_MAX_PAGES" in run.stderr


def test_a_seed_that_leads_to_a_site_in_use_costs_only_itself(crawl):
    with (
        HostileSite(BookPlan(chapters=3, paragraphs=6)) as site,
        HostileSite(BookPlan(chapters=3, paragraphs=6), seed=2) as other,
    ):
        crawl.settings["ALLOW_PRIVATE"] = f"localhost:{site.port}"
        page = site.pages[site.path(1)].replace(b'/book/1/"', site.url('/book/1/"', "localhost").encode())
        site.pages[site.path(1)] = page
        busy = crawl.site(f"localhost_{site.port}")
        busy.mkdir(parents=True)
        lock = SiteLock(busy)
        run = crawl(f"-aurl={site.url(site.path(1))} {other.seed}")
        lock.release()
        assert run.returncode == 1
        assert len(crawl.records(other.folder)) == 3, run.stderr
        assert crawl.rows(site.folder, "SELECT state, reason FROM books") == [("failed", "site_unusable")]


def test_sessions_in_addresses_make_no_new_chapters(crawl):
    night = [0]
    with HostileSite(BookPlan(chapters=5, paragraphs=6)) as site:
        plain = dict(site.pages)

        def tokens(wire):
            token = f"{night[0]:08x}{len(site.asked):024x}"
            body = plain.get(wire.target.partition(";")[0].partition("?")[0], b"").decode()
            for index in range(1, 6):
                style = f";jsessionid={token}" if index % 2 else f"?PHPSESSID={token}"
                body = body.replace(f'"{site.path(index)}"', f'"{site.path(index)}{style}"')
            wire.answer(body.encode(), f"Set-Cookie: sid={token}")

        site.traps |= dict.fromkeys((site.shelf.path, *map(site.path, range(1, 6))), tokens)
        assert crawl(f"-aurl={site.seed}").returncode == 0
        files, rows = crawl.files(), crawl.rows(site.folder, "SELECT id, url FROM chapters ORDER BY idx")
        assert [url for _, url in rows] == [site.url(site.path(index)) for index in range(1, 6)]
        night[0] = 1
        assert crawl(f"-aurl={site.seed};jsessionid=77").returncode == 0
        assert crawl.files() == files
        assert crawl.rows(site.folder, "SELECT id, url FROM chapters ORDER BY idx") == rows
        assert crawl.rows(site.folder, "SELECT count(*) FROM books") == [(1,)]


EVIL = "../../etc/passwd\x00\x1b[2J\x1b]0;pwned\x07\u202egpj.exe\u2066\x9b31m\n2026-01-01 00:00:00 [novel] INFO: forged"


def test_titles_do_no_harm(crawl):
    crawl.settings["LOG_LEVEL"] = "DEBUG"
    entity = "".join(f"&#{ord(c)};" for c in EVIL)
    with HostileSite(BookPlan(chapters=5, paragraphs=6)) as site:
        chapter, book = site.shelf.chapters[1].title, site.shelf.title
        for path, page in site.pages.items():
            text = page.decode().replace(book, f"{book}{entity}").replace(chapter, f"{chapter}{entity}{'长' * 10_000}")
            site.pages[path] = text.encode()
        site.traps[site.path(2)] = once(lambda wire: wire.answer(b"", status=500))
        run = measured(crawl, f"-aurl={site.seed}")
        again = measured(crawl, f"-aurl={site.seed}")
        assert again.returncode == 0, again.log
        written = {path.relative_to(crawl.folder).parts[:2] for path in crawl.folder.rglob("*") if path.is_file()}
        assert written == {("corpus", site.folder), ("corpus", "runs"), ("log",), ("out",)}
    for text in (run.log, run.out, again.log, again.out):
        assert not set("\x00\x1b\x07\x9b\u202e\u2066") & set(text)
        assert not any(line.startswith("2026-01-01") for line in text.splitlines())
        assert max(map(len, text.splitlines()), default=0) < 12_000
    assert max(map(len, run.out.splitlines())) < 400
    for record in (*crawl.records(site.folder), *crawl.records(site.folder, "books")):
        for name in ("title", "book_title", "author", "volume", "intro", "latest_chapter"):
            assert not set("\x00\x1b\x07\x9b\n\u202e\u2066") & set(record.get(name) or ""), name
    for path in (crawl.folder / "corpus" / "runs").iterdir():
        json.loads(path.read_text("utf-8"))


def test_cookies_stay_with_their_site(crawl):
    with (
        HostileSite(BookPlan(chapters=3, paragraphs=6)) as site,
        HostileSite(BookPlan(chapters=3, paragraphs=6), seed=2) as other,
    ):
        cookies = [f"Set-Cookie: {name}=1; Domain={domain}" for name, domain in (("wide", "127.0.0.1"), ("suffix", "co.uk"))]
        many = [f"Set-Cookie: c{number}={'x' * 900}" for number in range(60)]
        site.traps[site.shelf.path] = with_headers("Set-Cookie: own=1; Path=/", *cookies)
        site.traps[site.path(2)] = with_headers(*many, f"Set-Cookie: long={'x' * 5000}")
        run = crawl(f"-aurl={site.seed} {other.seed}")
        assert run.returncode == 0, run.stderr
        assert other.cookies == []
        assert site.cookies
        assert all("own=1" in cookie for host, cookie in site.cookies[:1])
        assert max(len(cookie) for _, cookie in site.cookies) < 4096
    assert "publicsuffix" not in run.stderr


def test_no_credentials_are_kept(crawl):
    crawl.settings["LOG_LEVEL"] = "DEBUG"
    with HostileSite(BookPlan(chapters=4, paragraphs=6)) as site:
        toc = site.pages[site.shelf.path].decode()
        toc = toc.replace(f'href="{site.path(2)}"', f'href="http://u:hunter2@127.0.0.1:{site.port}{site.path(2)}"')
        site.pages[site.shelf.path] = toc.encode()
        site.pages["/moved.html"] = site.pages[site.path(3)]
        site.traps[site.path(3)] = redirect(f"http://u:hunter2@127.0.0.1:{site.port}/moved.html")
        site.traps[site.path(4)] = redirect("http://u:hunter2@10.0.0.1/")
        run = measured(crawl, f"-aurl=http://reader:hunter2@127.0.0.1:{site.port}{site.shelf.path}")
        assert len(crawl.records(site.folder)) == 3, run.log
        assert all("authorization" not in str(asked).lower() for asked in site.asked)
    found = [path for path in crawl.folder.rglob("*") if path.is_file() and b"hunter2" in path.read_bytes()]
    assert found == []
