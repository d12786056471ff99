"""Pages with status 200 in place of the right one: waited for like status 429, asked for again, and given up by name."""

from __future__ import annotations

from dataclasses import replace

import pytest
from crawling import Crawl
from server import BookPlan, NovelSite, Request, Response

from novelspider.corpus import BookRow, ChapterRow
from novelspider.pages import ChapterPage, ListPage, OtherPage
from novelspider.spiders.blocks import blocked_by
from novelspider.text.plausible import is_far_from_usual

CHALLENGE = b"<title>Just a moment...</title><p>Checking your browser before accessing the site.</p>"
TYPED = "正在手打中，请稍等片刻，内容更新后，请重新刷新页面，即可获取最新更新！"
HTML = (("Content-Type", "text/html; charset=utf-8"),)
CHAPTERS = 6


@pytest.fixture
def crawl(tmp_path):
    return Crawl(tmp_path, {"RETRY_TIMES": 3, "RETRY_DELAY": 0.3, "MAX_WAIT": 5})


def serve_first(site, path, *answers):
    """Answer `path` with `answers`, one after the other, and then as the site does."""
    waiting, answer = list(answers), site._answer

    def respond(request):
        return waiting.pop(0) if request.target == path and waiting else answer(request)

    site._answer = respond


def of_the_site(site, path, text):
    """The page at `path` with `text` for its story."""
    page = site.server.answer(Request("127.0.0.1", path, {}, 0.0))
    story = "".join(f"<p>{line}</p>" for line in text)
    head, _, rest = page.body.decode().partition('<div id="content">')
    return replace(page, body=f'{head}<div id="content">{story}</div>{rest.partition("</div>")[2]}'.encode())


def indexes(crawl, site):
    return [record["index"] for record in crawl.records(site.host)]


@pytest.mark.parametrize("served", [CHALLENGE, "<p>您的访问过于频繁，请稍后再试。</p>".encode()])
def test_a_host_that_serves_a_challenge_is_left_alone_and_asked_again(crawl, served):
    with NovelSite([BookPlan(chapters=CHAPTERS)]) as site:
        serve_first(site, site.path(3), *[Response(served, headers=HTML)] * 2)
        run = crawl("-a", f"url={site.seeds[0]}")
        assert (run.returncode, indexes(crawl, site)) == (0, [1, 2, 3, 4, 5, 6]), run.stderr
        times = [request.time for request in site.requests]
        at = [n for n, request in enumerate(site.requests) if request.target == site.path(3)]
        assert [times[n + 1] - times[n] >= 0.3 for n in at[:2]] == [True, True]  # nothing at all is asked meanwhile


def test_a_wall_that_stays_is_given_up_with_its_reason_and_had_in_a_later_run(crawl):
    with NovelSite([BookPlan(chapters=CHAPTERS)]) as site:
        site.extra[site.path(2)] = Response("<form>请输入验证码：<input></form>".encode(), headers=HTML)
        run = crawl("-a", f"url={site.seeds[0]}")
        assert (run.returncode, indexes(crawl, site)) == (1, [1, 3, 4, 5, 6]), run.stderr
        assert f"captcha  {site.url(site.path(2))}" in run.stdout
        assert site.count(site.path(2)) == 4
        site.extra.clear()
        assert crawl("-a", f"url={site.seeds[0]}").returncode == 0
        assert indexes(crawl, site) == [1, 3, 4, 5, 6, 2]


def test_a_placeholder_costs_its_chapter_a_wait_and_the_host_none(crawl):
    with NovelSite([BookPlan(chapters=CHAPTERS)]) as site:
        serve_first(site, site.path(4), of_the_site(site, site.path(4), [TYPED]))
        run = crawl("-a", f"url={site.seeds[0]}")
        assert (run.returncode, indexes(crawl, site)) == (0, [1, 2, 3, 4, 5, 6]), run.stderr
        assert TYPED not in "".join(record["text"] for record in crawl.records(site.host))
        assert "Put off for" in run.stderr
        assert "(placeholder)" in run.stderr


def test_the_home_page_in_place_of_a_chapter_is_no_chapter(crawl):
    with NovelSite([BookPlan(chapters=3), BookPlan(chapters=3)]) as site:
        site.extra[site.path(2)] = Response(status=302, headers=(("Location", "/"),))
        run = crawl("-a", f"url={site.seeds[0]}")
        assert (run.returncode, indexes(crawl, site)) == (1, [1, 3]), run.stderr
        assert "home_page" in run.stdout


def test_a_text_unlike_its_book_s_is_asked_for_once_more_and_written_if_it_comes_again(crawl):
    foreign = ["The rain had fallen all night, and the road to the harbour was mud; nobody came by.", "She walked on."] * 9
    with NovelSite([BookPlan(chapters=12)]) as site:
        serve_first(site, site.path(9), of_the_site(site, site.path(9), foreign))
        site.extra[site.path(10)] = of_the_site(site, site.path(10), foreign[::-1])
        others = [1, 2, 3, 4, 5, 6, 7, 8, 11, 12]
        assert crawl("-a", f"url={site.seeds[0]}").returncode == 0
        assert indexes(crawl, site) == others
        assert [record["reason"] for record in crawl.records(site.host, "rejected")] == ["foreign_text"] * 2
        assert crawl("-a", f"url={site.seeds[0]}").returncode == 0
        assert indexes(crawl, site) == [*others, 9, 10]
        [nine, ten] = crawl.records(site.host)[-2:]
        assert (nine["text"], "foreign_text" in nine["flags"]) == (site.expected()[8].text, False)
        assert (ten["text"].split("\n"), "foreign_text" in ten["flags"]) == (foreign[::-1], True)


@pytest.mark.parametrize(
    ("size", "usual", "title", "far"),
    [
        (6000, 9000, "第3章 雨", False),
        (150, 9000, "第3章 雨", True),
        (150, 9000, "请假条", False),
        (150, 9000, "Chapter 7.5: Hiatus Announcement", False),
        (900_000, 9000, "第3章 雨", True),
        (900_000, 9000, "请假条", True),
        (1, None, "第3章 雨", False),
    ],
)
def test_how_far_a_chapter_may_be_from_the_usual_length(size, usual, title, far):
    assert is_far_from_usual(size, usual, title) is far


BOOK = BookRow("a.example", "0" * 16, "http://a.example/b/")
CHAPTER = ChapterRow("a.example", "0" * 16, "http://a.example/b/", None, None, "1" * 16, "http://a.example/b/1.html", "", 1)


@pytest.mark.parametrize(
    ("page", "row", "first", "reason"),
    [
        (OtherPage(url=CHAPTER.url, reason="captcha"), CHAPTER, True, "captcha"),
        (OtherPage(url=CHAPTER.url, reason="captcha"), CHAPTER, False, "captcha"),
        (OtherPage(url=CHAPTER.url, reason="login"), CHAPTER, True, None),
        (OtherPage(url=CHAPTER.url, reason="error_page"), CHAPTER, True, None),
        (OtherPage(url="http://a.example/"), CHAPTER, True, "home_page"),
        (OtherPage(url="http://a.example/"), CHAPTER, False, None),
        (OtherPage(url="http://a.example/", reason="login"), CHAPTER, True, None),
        (OtherPage(url=CHAPTER.url), CHAPTER, True, None),
        (ListPage(url="http://a.example/"), CHAPTER, True, "home_page"),
        (ListPage(url=CHAPTER.url), CHAPTER, True, "home_page"),
        (ListPage(url="http://a.example/"), CHAPTER, False, None),
        (ListPage(url="http://a.example/"), BOOK, True, "home_page"),
        (ListPage(url=BOOK.url), BOOK, True, None),
        (ChapterPage(url="http://a.example/"), CHAPTER, True, None),
    ],
)
def test_what_is_blocked(page, row, first, reason):
    assert blocked_by(page, row, row.url, first=first) == reason
