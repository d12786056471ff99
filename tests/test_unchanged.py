"""Runs one after the other against a real server: what is asked for, with which conditions, and what is not."""

import resource
import sqlite3
from contextlib import closing

import pytest
from crawling import Crawl
from scrapy.http import Response as ScrapyResponse
from server import OF_THE_SITE, BookPlan, Fault, NovelSite, Request, Response

from novelspider.items import TocPage
from novelspider.spiders.unchanged import asked_page

CONDITIONS = ("if-none-match", "if-modified-since")
SOON = ("-s", "UPDATE_MIN_INTERVAL=0.01", "-s", "UPDATE_MAX_INTERVAL=0.01", "-s", "UPDATE_COMPLETED_INTERVAL=0.01")


@pytest.fixture
def crawl(tmp_path):
    return Crawl(tmp_path)


def asked(site):
    """What was asked for since the last time, robots.txt aside: each path, with a `?` before it where it was on a condition."""
    requests = [request for request in site.requests if request.target not in OF_THE_SITE]
    site.forget()
    return [f"{'?' if request.headers.keys() & set(CONDITIONS) else ''}{request.target}" for request in requests]


def change(crawl, site, sql):
    with closing(sqlite3.connect(crawl.site(site.host) / "site.db")) as db:
        db.execute(sql)
        db.commit()


def texts(crawl, site):
    return [record["text"] for record in crawl.records(site.host)]


def truth(site):
    return [chapter.text for chapter in site.expected()]


def test_what_several_runs_ask_for(crawl):
    with NovelSite([BookPlan(chapters=4)]) as site:
        toc = site.toc_path()
        assert crawl("-a", f"url={site.seeds[0]}").returncode == 0
        assert asked(site) == [toc, *(site.path(index) for index in range(1, 5))]

        begun = resource.getrusage(resource.RUSAGE_CHILDREN)
        idle = crawl()
        ended = resource.getrusage(resource.RUSAGE_CHILDREN)
        assert (idle.returncode, site.requests) == (0, [])
        # Measured: 1 s, start of the interpreter included; 2.5 s while eight others use the machine.
        assert ended.ru_utime + ended.ru_stime - begun.ru_utime - begun.ru_stime < 6
        (line,) = idle.stdout.splitlines()
        assert line.startswith("Nothing is due before 20")
        assert line.endswith(" UTC.")

        given, before = crawl("-a", f"url={site.seeds[0]}", *SOON), crawl.files()
        assert (given.returncode, crawl.files()) == (0, before)
        (request,) = [request for request in site.requests if request.target not in OF_THE_SITE]
        answer = site.server.answer(Request("127.0.0.1", toc, {}, 0.0))
        assert request.headers["if-none-match"] == dict(answer.headers)["ETag"]
        assert "1 book, 0 new chapters from 0 pages" in given.stdout
        site.forget()

        site.append(2)
        assert crawl(*SOON).returncode == 0
        assert asked(site) == [f"?{toc}", site.path(5), site.path(6)]
        assert texts(crawl, site) == truth(site)


def test_a_toc_of_several_pages(crawl):
    with NovelSite([BookPlan(chapters=9, toc_pages=3)]) as site:
        first, second, third = (site.toc_path(page) for page in (1, 2, 3))
        assert crawl("-a", f"url={site.seeds[0]}", *SOON).returncode == 0
        assert asked(site)[:3] == [first, second, third]
        assert crawl(*SOON).returncode == 0
        assert asked(site) == [f"?{first}", f"?{third}", f"?{second}"]

        site.append(1)  # the first page stays as it is
        assert crawl(*SOON).returncode == 0
        assert asked(site) == [f"?{first}", f"?{third}", first, second, site.path(10)]
        assert texts(crawl, site) == truth(site)
        assert crawl.rows(site.host, "SELECT idx FROM chapters WHERE state = 'committed' ORDER BY idx") == [
            (index,) for index in range(1, 11)
        ]

        site.faults[second] = Fault(404, times=1)
        assert crawl(*SOON).returncode == 0
        assert asked(site) == [f"?{first}", f"?{third}", f"?{second}", first, second, third]


class Poisoned(NovelSite):
    """Answers every condition with 304."""

    def _answer(self, request):
        return Response(status=304) if request.headers.keys() & set(CONDITIONS) else super()._answer(request)


def test_a_server_that_calls_everything_unmodified_is_found_out(crawl):
    with Poisoned([BookPlan(chapters=3)]) as site:
        toc = site.toc_path()
        assert crawl("-a", f"url={site.seeds[0]}", *SOON).returncode == 0
        site.append(1)
        site.forget()
        change(crawl, site, "UPDATE books SET unmodified = 3")
        assert crawl(*SOON).returncode == 0
        assert asked(site) == [f"?{toc}"]
        assert crawl(*SOON).returncode == 0
        assert asked(site) == [f"?{toc}", toc, site.path(4)]
        site.append(1)
        assert crawl(*SOON).returncode == 0
        assert asked(site) == [toc, site.path(5)]
        assert texts(crawl, site) == truth(site)


def test_what_is_sent_back_of_what_a_server_gave(crawl):
    past, ahead = "Tue, 24 Nov 2015 10:00:00 GMT", "Tue, 24 Nov 2099 10:00:00 GMT"
    given = [
        (("ETag", 'W/"5f-1"'), ("Last-Modified", past)),
        (("ETag", "5f-1"), ("Last-Modified", past)),
        (("ETag", "5f-1"), ("Last-Modified", ahead)),
        (),
    ]
    with NovelSite([BookPlan(chapters=1) for _ in range(5)]) as site:
        site.extra[site.toc_path(book=4)] = Response(status=304)  # whatever is asked
        for book, headers in enumerate(given):
            page = site.server.answer(Request("127.0.0.1", site.toc_path(book=book), {}, 0.0))
            site.extra[site.toc_path(book=book)] = Response(page.body, headers=(page.headers[0], *headers))
        seeds = f"url={' '.join(site.seeds)}"
        assert crawl("-a", seeds).returncode == 1
        site.forget()
        assert crawl("-a", seeds).returncode == 1
        sent = {request.target: [request.headers.get(name) for name in CONDITIONS] for request in site.requests}
        assert [sent[site.toc_path(book=book)] for book in range(4)] == [
            ['W/"5f-1"', past],
            [None, past],
            [None, None],
            [None, None],
        ]
        assert crawl.rows(site.host, "SELECT url, reason FROM books WHERE state = 'failed'") == [(site.seeds[4], "http_304")]


@pytest.mark.parametrize(
    ("headers", "etag", "modified"),
    [
        ({"ETag": '"a!#~"'}, '"a!#~"', None),
        ({"ETag": ' W/"a" '}, 'W/"a"', None),
        ({"ETag": 'w/"a"'}, None, None),
        ({"ETag": '""'}, None, None),
        ({"ETag": '"a"b"'}, None, None),
        ({"ETag": '"a b"'}, None, None),
        ({"ETag": '"ä"'}, None, None),
        ({"ETag": '"' + "a" * 201 + '"'}, None, None),
        ({"ETag": ['"a"', '"b"']}, None, None),
        ({"Last-Modified": "Tue, 24 Nov 2015 10:00:00 GMT"}, None, "Tue, 24 Nov 2015 10:00:00 GMT"),
        ({"Last-Modified": "yesterday"}, None, None),
        ({"Last-Modified": "Tue, 99 Nov 2015 10:00:00 GMT"}, None, None),
        ({"Last-Modified": "Tue, 24 Nov 2015 10:00:00 GMT", "Date": "Tue, 24 Nov 2015 10:00:00 GMT"}, None, None),
        (
            {"Last-Modified": "Tue, 24 Nov 2015 10:00:00 GMT", "Date": "Tue, 24 Nov 2015 10:00:01 GMT"},
            None,
            "Tue, 24 Nov 2015 10:00:00 GMT",
        ),
        ({"Last-Modified": "Tue, 24 Nov 2015 10:00:00 GMT", "Date": "now"}, None, "Tue, 24 Nov 2015 10:00:00 GMT"),
    ],
)
def test_only_validators_that_can_be_used_are_kept(headers, etag, modified):
    response = ScrapyResponse("http://a.example/", headers=headers)
    assert asked_page(response, "http://a.example/?from=1") == TocPage("http://a.example/?from=1", etag, modified)
