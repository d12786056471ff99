"""Who reserves what, in markup and headers, and what becomes of such pages."""

import json

import pytest
from crawling import Crawl
from scrapy.http.headers import Headers
from server import BookPlan, NovelSite, Response

from novelspider.items import Rights
from novelspider.pages import ChapterPage
from novelspider.pages.document import Document
from novelspider.pages.rights import read_rights, reservation
from novelspider.spiders.rights import with_rights
from novelspider.tdmrep import PATH, Said, TdmRules

URL = "https://novels.example/1.html"


@pytest.mark.parametrize(
    ("html", "rights"),
    [
        ("<p>x", Rights()),
        ('<meta name="robots" content="noai, noindex">', Rights(meta="noai, noindex")),
        ('<meta name="Robots" content="index"><meta name="robots" content="noai">', Rights(meta="index; noai")),
        ('<meta name="novelspider" content="noai">', Rights(meta="noai")),
        ('<meta name="otherbot" content="noai">', Rights()),
        (
            '<meta name="tdm-reservation" content="1"><meta name="tdm-policy" content="/policy.json">',
            Rights(tdm="1", policy="https://novels.example/policy.json"),
        ),
    ],
)
def test_what_a_page_says(html, rights):
    assert read_rights(Document(html, URL)) == rights


@pytest.mark.parametrize(
    ("rights", "said"),
    [
        (Rights(tdm="1"), "tdm-reservation: 1"),
        (Rights(tdm="1", policy="https://x.example/p"), "tdm-reservation: 1, policy https://x.example/p"),
        (Rights(meta="noai"), "meta robots: noai"),
        (Rights(meta="index, NoImageAI"), "meta robots: noimageai"),
        (Rights(x_robots_tag="notrain"), "X-Robots-Tag: notrain"),
        (Rights(x_robots_tag="otherbot: noindex; noai"), "X-Robots-Tag: noai"),
        (Rights(x_robots_tag="novelspider: noindex, noai"), "X-Robots-Tag: noai"),
        (Rights(x_robots_tag="max-snippet: 20, noai"), "X-Robots-Tag: noai"),
        (Rights(), None),
        (Rights(tdm="0"), None),
        (Rights(tdm="2"), None),
        (Rights(meta="noindex, nofollow, noarchive"), None),
        (Rights(x_robots_tag="otherbot: noindex, noai"), None),
        (Rights(x_robots_tag="noairlines"), None),
        (Rights(robots="Disallow", policy="https://x.example/p"), None),
    ],
)
def test_what_reserves_a_text(rights, said):
    assert reservation(rights) == said


def test_headers_speak_where_the_page_is_silent():
    headers = Headers(
        {"X-Robots-Tag": ["otherbot: noai", "noarchive"], "tdm-reservation": "1", "tdm-policy": "https://x.example/p"}
    )
    silent = with_rights(ChapterPage(url=URL), headers, {}).rights
    assert silent == Rights(x_robots_tag="otherbot: noai; noarchive", tdm="1", policy="https://x.example/p")
    free = with_rights(ChapterPage(url=URL, rights=Rights(tdm="0")), headers, {}).rights
    assert (free.tdm, free.policy) == ("0", None)


@pytest.fixture
def crawl(tmp_path):
    return Crawl(tmp_path)


def _with_header(site, path, *header):
    body, content_type = site._pages[path]
    site.extra[path] = Response(body, headers=(("Content-Type", content_type), header))


def test_reserved_pages_are_not_kept_and_do_not_count_as_missing(crawl):
    with NovelSite([BookPlan(chapters=4, pages=2)]) as site:
        _with_header(site, site.path(2), "TDM-Reservation", "1")
        _with_header(site, site.path(3, 2), "X-Robots-Tag", "noai")
        _with_header(site, site.path(4), "X-Robots-Tag", "noindex")
        run = crawl("-a", f"url={site.seeds[0]}")
        assert run.returncode == 0, run.stderr
        records = crawl.records(site.host)
        assert [record["index"] for record in records] == [1, 4]
        assert [record["rights"]["x_robots_tag"] for record in records] == [None, "noindex"]
        assert crawl.rows(site.host, "SELECT idx, state, reason, detail FROM chapters WHERE state = 'locked' ORDER BY idx") == [
            (2, "locked", "rights_reserved", "reserved by tdm-reservation: 1"),
            (3, "locked", "rights_reserved", f"reserved by X-Robots-Tag: noai at {site.url(site.path(3, 2))}"),
        ]


def test_a_reserved_book_is_left_alone(crawl):
    with NovelSite([BookPlan(chapters=4)]) as site:
        _with_header(site, site.toc_path(), "TDM-Reservation", "1")
        run = crawl("-a", f"url={site.seeds[0]}")
        assert run.returncode == 0, run.stderr
        assert crawl.rows(site.host, "SELECT state, reason FROM books") == [("locked", "rights_reserved")]
        assert not any(target.startswith(site.path(1)) for target in site.targets)


def test_recorded_only_when_so_asked(crawl):
    crawl.settings["RIGHTS_POLICY"] = "record"
    with NovelSite([BookPlan(chapters=2)]) as site:
        _with_header(site, site.path(2), "TDM-Reservation", "1")
        assert crawl("-a", f"url={site.seeds[0]}").returncode == 0
        assert [record["rights"]["tdm"] for record in crawl.records(site.host)] == [None, "1"]


def test_an_unknown_policy_is_a_clear_error(crawl):
    crawl.settings["RIGHTS_POLICY"] = "obay"
    run = crawl("-a", "url=http://127.0.0.1:9/")
    assert run.returncode == 2
    assert run.stderr == "novelspider: setting RIGHTS_POLICY='obay' must be one of obey, record, ignore\n"


def rules(*found):
    return TdmRules(json.dumps(found).encode())


@pytest.mark.parametrize(
    ("found", "url", "said"),
    [
        ([{"location": "/", "tdm-reservation": 1}], URL, Said("1")),
        (
            [{"location": "/", "tdm-reservation": "1", "tdm-policy": "https://x.example/p"}],
            URL,
            Said("1", "https://x.example/p"),
        ),
        ([{"location": "/free/", "tdm-reservation": 0}, {"location": "/", "tdm-reservation": 1}], f"{URL}/free/1", Said("1")),
        (
            [{"location": "/free/", "tdm-reservation": 0}, {"location": "/", "tdm-reservation": 1}],
            "https://novels.example/free/1.html",
            Said("0"),
        ),
        ([{"location": "/*.jpg$", "tdm-reservation": 1}], "https://novels.example/a/b.jpg", Said("1")),
        ([{"location": "/*.jpg$", "tdm-reservation": 1}], "https://novels.example/a/b.jpg.html", None),
        ([{"location": "/book/", "tdm-reservation": 1}], URL, None),
        ([{"location": "/x\nDisallow: /", "tdm-reservation": 1}], URL, None),
        (
            [{"location": 7, "tdm-reservation": 1}, "x", None, {"location": "/"}, {"location": "/", "tdm-reservation": []}],
            URL,
            None,
        ),
    ],
)
def test_the_first_rule_of_a_site_s_file_that_matches_counts(found, url, said):
    assert rules(*found).of(url) == said


@pytest.mark.parametrize(
    "body", [b"", b"<html>", b"{}", b"null", b"[" * 100_000, b'{"location": "/", "tdm-reservation": 1}', b"\xff"]
)
def test_what_is_no_such_file_says_nothing(body):
    assert TdmRules(body).of(URL) is None


def test_what_stands_nearest_to_the_text_counts():
    meta = {"tdmrep": Said("1", "https://x.example/site"), "robots": "allow"}
    assert with_rights(ChapterPage(url=URL), Headers(), meta).rights == Rights("allow", "1", policy="https://x.example/site")
    assert with_rights(ChapterPage(url=URL), Headers({"tdm-reservation": "0"}), meta).rights.tdm == "0"


def test_what_a_site_s_file_reserves_is_not_asked_for(crawl):
    with NovelSite([BookPlan(chapters=4)]) as site:
        told = [{"location": site.path(3), "tdm-reservation": 1, "tdm-policy": "https://x.example/p"}]
        site.extra[PATH] = Response(json.dumps(told).encode())
        run = crawl("-a", f"url={site.seeds[0]}")
        assert run.returncode == 0, run.stderr
        assert (site.count(PATH), site.count(site.path(3))) == (1, 0)
        assert site.targets[:2] == ["/robots.txt", PATH]
        assert crawl.rows(site.host, "SELECT idx, state, reason, detail FROM chapters WHERE state != 'committed'") == [
            (3, "locked", "rights_reserved", f"reserved by {PATH}, policy https://x.example/p")
        ]
        assert {record["rights"]["robots"] for record in crawl.records(site.host)} == {"allow"}


@pytest.mark.parametrize(("policy", "asked", "said"), [("record", 1, "1"), ("ignore", 0, None)])
def test_a_site_s_file_is_only_recorded_or_not_read(crawl, policy, asked, said):
    crawl.settings["RIGHTS_POLICY"] = policy
    with NovelSite([BookPlan(chapters=2)]) as site:
        site.extra[PATH] = Response(json.dumps([{"location": "/", "tdm-reservation": 1}]).encode())
        assert crawl("-a", f"url={site.seeds[0]}").returncode == 0
        assert site.count(PATH) == asked
        assert [record["rights"]["tdm"] for record in crawl.records(site.host)] == [said] * 2
