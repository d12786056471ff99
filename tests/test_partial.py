"""A table of contents of which only a part could be had: it adds and renames, but takes nothing away and re-sorts nothing."""

from dataclasses import replace

import pytest
from crawling import Crawl
from forked import ForkedRun
from server import BookPlan, NovelSite, Request, Response
from test_store import SITE, chapter, ref, rows, toc

from novelspider.corpus import Corpus
from novelspider.items import ChapterRef, TocPage


@pytest.fixture
def corpus(tmp_path):
    corpus = Corpus(tmp_path / "corpus")
    yield corpus
    corpus.close()


def part(*numbers, **fields):
    return replace(toc(*numbers), partial=True, **fields)


def places(store):
    """The chapters in order, by the numbers in their addresses, and those that are gone."""
    found = rows(store)
    there = [int(url.partition(".")[0]) for _, url, state in found if state != "gone"]
    assert [index for index, _, state in found if state != "gone"] == list(range(1, len(there) + 1))
    return there, [int(url.partition(".")[0]) for _, url, state in found if state == "gone"]


@pytest.mark.parametrize(
    ("listed", "there"),
    [
        ((1, 2, 3), [1, 2, 3, 4, 5, 6]),  # the second page cannot be had
        ((4, 5, 6), [1, 2, 3, 4, 5, 6]),  # the first
        ((5, 6, 7), [1, 2, 3, 4, 5, 6, 7]),  # only the newest
        ((1, 2, 3, 7), [1, 2, 3, 4, 5, 6, 7]),  # the first page, and the newest beside it
        ((1, 9, 2, 8, 5), [1, 9, 2, 8, 3, 4, 5, 6]),
        ((9, 4), [1, 2, 3, 9, 4, 5, 6]),
        ((7, 8), [1, 2, 3, 4, 5, 6, 7, 8]),
        ((3, 2, 1), [1, 2, 3, 4, 5, 6]),
        ((), [1, 2, 3, 4, 5, 6]),
    ],
)
def test_new_ones_find_their_place_among_the_known(corpus, listed, there):
    store = corpus.site(SITE)
    store.set_toc(toc(1, 2, 3, 4, 5, 6))
    for number in range(1, 5):
        store.write(chapter(number))
    store.set_toc(part(*listed))
    assert places(store) == (there, [])
    kinds = {kind for (kind,) in store.journal.read("SELECT kind FROM changes")}
    assert kinds == ({"inserted"} if 9 in listed else set())
    store.set_toc(toc(*there))
    assert places(store) == (there, [])


def test_it_renames_and_brings_back(corpus):
    store = corpus.site(SITE)
    store.set_toc(toc(1, 2, 3, 4))
    store.set_toc(toc(1, 2, 4))
    assert places(store) == ([1, 2, 4], [3])
    store.set_toc(part(1, chapters=(ref(2), ref(3), ChapterRef(ref(4).url, "第4章 新名"))))
    assert places(store) == ([1, 2, 3, 4], [])
    assert store.journal.read("SELECT kind FROM changes WHERE kind != 'vanished' ORDER BY n") == [("returned",), ("renamed",)]
    store.set_toc(toc(1, 2))
    assert places(store) == ([1, 2], [3, 4])


def test_its_pages_are_not_asked_whether_they_have_changed(corpus):
    store, pages = corpus.site(SITE), (TocPage("http://a.example/7/", '"1"'),)
    for reading, known in ((toc(1, 2), pages), (part(1), ()), (toc(1, 2), pages)):
        store.set_toc(replace(reading, pages=pages))
        assert store.work.checking.known_pages(toc(1).book.id).pages == known


def ask(site, path):
    return site.server.answer(Request("127.0.0.1", path, {}, 0.0))


def preview(site):
    """The book's page with its five newest chapters, and where all of them are said to stand."""
    newest = "".join(f'<li><a href="{site.path(n)}">{site.expected()[n - 1].title}</a></li>' for n in range(13, 8, -1))
    body = (
        f"<html><head><title>{site.title()}</title></head><body><h1>{site.title()}</h1><p>作者：{site.author()}</p>"
        f'<h3>最新章节</h3><ul>{newest}</ul><a href="/mulu/77.html">查看完整目录</a></body></html>'
    )
    return Response(body.encode(), headers=(("Content-Type", "text/html; charset=utf-8"),))


def run(crawl, *arguments):
    _, _, _, *command = crawl.command(*arguments)
    run = ForkedRun(command, crawl.folder, crawl.folder / "log")
    assert run.wait() == 0, run.log
    return run.log


@pytest.mark.parametrize(
    ("how", "said"), [("other", "Not a page of"), ("cap", "more than TOC_MAX_PAGES"), ("preview", "Only a preview")]
)
def test_runs_that_get_a_part_of_it_take_nothing_for_vanished(tmp_path, how, said):
    crawl = Crawl(tmp_path)
    with NovelSite([BookPlan(chapters=12, toc_pages=3)]) as site:
        seed = f"url={site.seeds[0]}"
        run(crawl, "-a", seed)
        site.append(1)
        if how == "preview":
            site.extra = {site.toc_path(): preview(site), "/mulu/77.html": ask(site, site.path(3))}
        elif how == "other":
            site.extra[site.toc_path(2)] = ask(site, site.path(3))
        assert said in run(crawl, "-a", seed, *(["-s", "TOC_MAX_PAGES=1"] if how == "cap" else []))
        states = crawl.rows(site.host, "SELECT state, count(*) FROM chapters GROUP BY state")
        assert states == [("committed", 13 if how == "preview" else 12)]
        site.extra.clear()
        site.withdraw(4)
        run(crawl, "-a", seed)
        assert crawl.rows(site.host, "SELECT kind, old FROM changes") == [("vanished", "4")]
        kept = crawl.rows(site.host, "SELECT url FROM chapters WHERE state = 'committed' ORDER BY idx")
        assert [url for (url,) in kept] == [truth.url for truth in site.expected()]
