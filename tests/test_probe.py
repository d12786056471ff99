from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from crawling import HASTE, TIMEOUT
from forked import ForkedRun
from hypothesis import given, settings
from hypothesis import strategies as st
from server import BookPlan, Fault, NovelSite, Response

from novelspider.commands.probe import wants_colour
from novelspider.errors import BadArgumentError
from novelspider.items import to_line
from novelspider.probe import Source, as_dict, probe, url_of
from novelspider.probe_source import check_arguments
from novelspider.probe_text import as_text
from novelspider.sheet import cut, width, wrap
from novelspider.site import Site

SITES = Path(__file__).parent / "sites"
URL = "https://novels.example/book/77/1001.html"


def run(*arguments: str, folder: Path, stdin: bytes = b"", **environment: str) -> tuple[int, str, str]:
    haste = [f"-s{name}={value}" for name, value in HASTE.items()]
    with TemporaryDirectory() as said:
        out, log = Path(said) / "out", Path(said) / "log"
        forked = ForkedRun(["probe", *haste, *arguments], folder, log, out=out, stdin=stdin, **environment)
        return forked.wait(TIMEOUT), out.read_text(encoding="utf-8"), forked.log


def saved(name: str, url: str = URL, content_type: str | None = None):
    path = SITES / f"{name}.html"
    return probe(path.read_bytes(), Source(given=path.name, url=url, content_type=content_type))


def lines_of(text: str, section: str) -> list[str]:
    """The lines of one section of the text, its heading first."""
    blocks = text.split("\n\n")
    return next(block.splitlines() for block in blocks if block.startswith(section.upper()))


def test_a_chapter_with_the_reasons():
    seen = as_dict(saved("gbk_subpages/p1", "http://novels.example/read/5120/88104.html", "text/html; charset=gb2312"))
    assert (seen["kind"], seen["decision"]["kind"], seen["charset"]) == (
        "chapter",
        "chapter",
        {"used": "gb18030", "header": "gb2312", "meta": None},
    )
    assert seen["decision"]["scores"]["chapter"] == pytest.approx(
        sum(sign["points"] for sign in seen["decision"]["signs"]["chapter"])
    )
    assert {"points": 3.0, "what": "a label says next or previous chapter"} in seen["decision"]["signs"]["chapter"]
    assert (seen["page"]["next"]["kind"], seen["page"]["page_count"], seen["story"]["number"]) == ("page", 3, 37)
    assert seen["story"]["removed"][-1] == {"rule": "page_marker", "text": "（本章未完，请点击下一页继续阅读）"}
    assert sorted(seen["ms"]) == ["clean", "decode", "read"]


def test_the_text_of_a_chapter_says_what_went_and_where_it_leads():
    text = as_text(saved("gbk_subpages/p1", "http://novels.example/read/5120/88104.html"))
    assert text.splitlines()[0] == "CHAPTER      第37章 断粮"
    assert lines_of(text, "why")[0].startswith("WHY          chapter ")
    assert lines_of(text, "links")[1] == "  next       page     http://novels.example/read/5120/88104_2.html"
    assert lines_of(text, "removed")[2].split() == ["page_marker", "（本章未完，请点击下一页继续阅读）"]
    assert "\x1b" not in text
    assert max(width(line) for line in text.splitlines() if "http" not in line) <= 100


def test_where_it_came_from_stands_above_the_reasons():
    asked = Source(given="http://a.example/1", url=URL, url_from="response", status=200, redirects=("http://a.example/1",))
    text = as_text(probe("<meta charset=gbk><title>雨</title>".encode("gbk"), asked))
    assert text.splitlines()[:4] == [
        "OTHER        雨",
        f"             {URL}",
        "  asked      http://a.example/1  which leads here",
        "  bytes      35  read as gb18030; page says gbk",
    ]
    assert "  file       p1.html" in as_text(saved("gbk_subpages/p1")).splitlines()


def test_no_colour_where_it_is_not_wanted():
    assert [wants_colour(e) for e in ({}, {"NO_COLOR": ""}, {"NO_COLOR": "1"}, {"TERM": "dumb"})] == [True, True, False, False]


@pytest.mark.parametrize(("page", "href"), [("hash", "#"), ("javascript", "javascript:alert('已经是最后一章')")])
def test_a_link_that_leads_nowhere_is_named(page, href):
    seen = saved(f"dead_ends/{page}", "http://novels.example/book/555/312.html")
    assert seen.unfollowed == (("下一章", href),)
    assert lines_of(as_text(seen), "links")[1:3] == ["  next       none", f"             “下一章” is not followed: {href}"]
    assert saved("gbk_subpages/p1").unfollowed == ()


def test_a_table_of_contents_with_volumes_head_and_tail():
    text = as_text(saved("newest_block_first/toc", "http://novels.example/31_31406/"))
    toc = lines_of(text, "toc")
    assert toc[0] == "TOC          11 chapters · in reading order"
    assert [line.split()[-2] for line in toc[1:3]] == ["6", "5"]
    assert [line.split()[0] for line in toc[3:]] == ["1", "2", "3", "4", "5", "⋮", "9", "10", "11"]


def test_a_page_that_was_put_aside_before_it_was_weighed():
    seen = saved("blocked/captcha")
    assert (seen.decision, seen.story, seen.page.kind) == (None, None, "other")
    assert lines_of(as_text(seen), "why")[0] == "WHY          challenge: a check of the browser is served instead of the page"
    picture = probe(b"\x89PNG\r\n", Source(given="x", url=URL))
    assert (picture.charset, as_dict(picture)["page"]["reason"]) == (None, "not_html")


def test_rules_of_a_site_are_among_the_reasons():
    html = b"<a class=c href=/1>a</a><a class=c href=/2>b</a>"
    seen = probe(html, Source(given="x", url=URL), site=Site(chapters="a.c"))
    assert as_dict(seen)["decision"] == {
        "kind": "book",
        "certain": "the site's own selector finds chapters",
        "scores": {},
        "signs": {},
    }
    assert lines_of(as_text(seen), "why") == ["WHY          the site's own selector finds chapters"]


@pytest.mark.parametrize(
    ("body", "used", "meta"),
    [
        ("<meta charset=gbk><p>雨下了整整一夜，没有人应。".encode("gbk"), "gb18030", "gbk"),
        ("<meta charset=big5><p>雨下了整整一夜，沒有人應。".encode("big5"), "big5hkscs", "big5"),
        ("<meta charset=gbk><p>雨下了整整一夜。".encode(), "utf-8", "gbk"),
        ("<p>雨下了整整一夜。".encode("utf-16"), "utf-16-le", None),
        ("<meta charset=hex><p>雨下了整整一夜。".encode(), "utf-8", "hex"),
        ("<p>他在窗前坐着，看灯一盏一盏地灭".encode("gbk")[:-1] + "</p>有人敲门，没有人应。".encode("gbk"), "gb18030", None),
    ],
)
def test_the_charset_that_was_used_and_the_one_claimed(body, used, meta):
    charset = probe(body, Source(given="x", url=URL)).charset
    assert charset
    assert (charset.used, charset.header, charset.meta) == (used, None, meta)


@pytest.mark.parametrize(
    ("html", "url", "what"),
    [
        (f"<link rel=Canonical href={URL}><base href=https://a.example/>", URL, "<link rel=canonical>"),
        (f"<link rel=canonical href=/1.html><meta property=og:url content={URL}>", URL, "og:url"),
        ("<base href=https://a.example/b/>", "https://a.example/b/", "<base>"),
        ("<p>x", "http://localhost/a%20b.html", "placeholder"),
    ],
)
def test_where_a_saved_page_says_it_came_from(html, url, what):
    assert url_of(html.encode(), "a b.html") == (url, what)


def test_a_page_cannot_steer_the_terminal():
    html = f"<title>第1章 \x9b2J\u202e雨</title><h1>第1章 \x9b2J\u202e雨</h1><p>{'雨下了。' * 200}\x9b2J".encode()
    text = as_text(probe(html, Source(given="\x1b[2J", url=URL)))
    assert {"\x1b", "\x9b", "\u202e"}.isdisjoint(text)
    assert "\x1b[" in as_text(probe(html, Source(given="x", url=URL)), colour=True)


PAGES = [path.read_bytes() for name in ("gbk_subpages/p1", "listings/ranking") for path in [SITES / f"{name}.html"]]


@given(st.sampled_from(PAGES), st.integers(0, 4000), st.integers(0, 900), st.binary(max_size=40))
@settings(max_examples=40)
def test_any_damage_can_be_shown(page, at, length, put):
    seen = probe(page[:at] + put + page[at + length :], Source(given="x", url=url_of(page, "x")[0]))
    assert json.loads(to_line(as_dict(seen)))["kind"] == seen.page.kind
    assert as_text(seen).startswith(seen.page.kind.upper())


def test_lines_count_columns():
    assert (width("雨a"), cut("雨下了整夜", 7), wrap("one two three", 8, 2)) == (3, "雨下了…", ["one two", "three"])
    assert wrap("雨下了整夜", 4, 3) == ["雨下", "了整", "夜"]


def test_pages_of_the_web(tmp_path):
    with NovelSite([BookPlan(chapters=30)], robots="User-agent: *\nDisallow: /closed\n") as site:
        toc, moved, gone, empty = site.seeds[0], site.url("/moved"), site.url("/gone"), site.url("/empty")
        site.extra["/moved"] = Response(b"", 302, (("Location", toc),))
        site.extra["/empty"] = Response(b"")
        site.faults[site.path(2)] = Fault(503, body=b"<title>Just a moment...</title><p>Checking your browser</p>")
        walled, closed = site.url(site.path(2)), site.url("/closed/1.html")
        code, out, err = run("--json", toc, moved, gone, empty, walled, closed, "absent.html", folder=tmp_path)
        asked = [request.headers["user-agent"] for request in site.requests]
        assert "/closed/1.html" not in site.targets
    pages = [json.loads(line) for line in out.splitlines()]
    assert [(p["given"], p["url"], p["redirects"], p["status"]) for p in pages] == [
        (toc, toc, [], 200),
        (moved, toc, [moved], 200),
    ]
    assert [(p["kind"], len(p["page"]["chapters"])) for p in pages] == [("book", 30)] * 2
    assert sorted(err.splitlines()) == sorted(
        [
            f"novelspider: {gone}: HTTP status 404",
            f"novelspider: {empty}: HTTP status 200, and nothing in it",
            f"novelspider: {walled}: HTTP status 503; served is a page of the kind challenge",
            f"novelspider: {closed}: refused by robots.txt",
            "novelspider: absent.html: no such file; a page of the web starts with https:// or http://",
        ]
    )
    assert code == 1
    assert all(agent.startswith("novelspider/") for agent in asked)
    assert list(tmp_path.iterdir()) == []


def test_a_file_and_standard_input(tmp_path):
    page = SITES / "gbk_subpages" / "p1.html"
    code, out, err = run("--url", URL, "-", folder=tmp_path, stdin=page.read_bytes(), PYTHONIOENCODING="ascii")
    assert (code, err, out.splitlines()[0]) == (0, "", "CHAPTER      第37章 断粮")
    assert "\x1b" not in out


@pytest.mark.parametrize(
    ("arguments", "url", "why"),
    [
        ([], None, "name a page: novelspider probe https://… or a file"),
        (["ftp://a.example/1"], None, "not a URL: 'ftp://a.example/1'; one starts with http:// or https:// and names a host"),
        (["http://a b/"], None, "not a URL: 'http://a b/'; one starts with http:// or https:// and names a host"),
        (["x.html"], "a.example", "not a URL: 'a.example'; one starts with http:// or https:// and names a host"),
        (["x.html", "y.html"], URL, "--url says where one file came from; there are 2"),
        ([URL], URL, "--url says where one file came from; there is none"),
    ],
)
def test_bad_use(arguments, url, why):
    with pytest.raises(BadArgumentError) as raised:
        check_arguments(arguments, url)
    assert str(raised.value) == why


def test_bad_use_is_one_line_and_a_code_of_its_own(tmp_path):
    code, out, err = run("--spider", "nobody", "x.html", folder=tmp_path)
    assert (code, out, err) == (2, "", "novelspider: no spider 'nobody'; there is novel\n")
