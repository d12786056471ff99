import pytest
from scrapy import Request
from scrapy.exceptions import DownloadTimeoutError, IgnoreRequest
from scrapy.http import HtmlResponse
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from novelspider.corpus import ChapterRow, Failed
from novelspider.items import ChapterRef, TocPage
from novelspider.middlewares import RobotsRefusedError, RobotsUnreachableError
from novelspider.pages import BookPage, ChapterPage, Link, read_page
from novelspider.pages.joined import join_chapter, same_chapter
from novelspider.spiders.chapters import follows
from novelspider.spiders.failures import failure_of
from novelspider.spiders.reading import Chain, ChapterReading, TocReading
from novelspider.text.chapter import clean_chapter, join_notes

BOOK = "http://a.example/b/"


def toc_page(number, *further, **fields):
    url = BOOK if number == 1 else f"{BOOK}?page={number}"
    refs = (ChapterRef(f"{BOOK}{number}1.html", f"第{number}1章"), ChapterRef(f"{BOOK}{number}2.html", f"第{number}2章"))
    urls = tuple(BOOK if n == 1 else f"{BOOK}?page={n}" for n in further)
    return BookPage(url=url, chapters=refs, toc_urls=urls, **fields)


def chapter_page(name, title, **fields):
    return ChapterPage(url=f"{BOOK}{name}.html", title=title, **fields)


def link(name, kind):
    return Link(f"{BOOK}{name}.html", kind)


def test_a_long_pager_is_read_in_its_order_though_it_shows_the_last_page_first():
    pages = {1: toc_page(1, 2, 3, 5), 2: toc_page(2, 1, 3, 4, 5), 3: toc_page(3, 1, 2, 4, 5), 4: toc_page(4, 1, 3, 5)}
    reading, order, url = TocReading(), [], BOOK
    while url:
        number = int(url.partition("page=")[2] or 1)
        order.append(number)
        reading = reading.add(pages.get(number) or toc_page(number, 1, 4), TocPage(url))
        url = reading.next_url()
    assert order == [1, 2, 3, 4, 5]
    assert [ref.title for ref in reading.toc("2026-01-01T00:00:00Z").chapters] == [f"第{n}{i}章" for n in order for i in (1, 2)]


def test_the_first_page_that_knows_a_fact_is_believed():
    reading = TocReading().add(toc_page(1, title="山海"), TocPage(BOOK))
    reading = reading.add(toc_page(2, title="别的", author="某人"), TocPage(f"{BOOK}?page=2"))
    book = reading.toc("2026-01-01T00:00:00Z").book
    assert (book.title, book.author, book.url, book.n_chapters) == ("山海", "某人", BOOK, 4)
    assert book.toc_urls == (BOOK, f"{BOOK}?page=2")


@pytest.mark.parametrize(
    ("title", "chapters", "belongs"),
    [("山海", (), True), ("别的", (), False), ("别的", (ChapterRef(f"{BOOK}11.html", "第11章"),), True)],
)
def test_a_book_s_page_names_the_same_book_or_shows_one_of_its_chapters(title, chapters, belongs):
    reading = TocReading().add(toc_page(1, title="山海"), TocPage(BOOK))
    assert reading.belongs_to(BookPage(url="http://a.example/x", title=title, chapters=chapters)) is belongs


def test_a_chapter_is_followed_by_pages_until_the_link_is_none_or_leads_back():
    first = chapter_page("7", "第7章", next=link("7_2", "page"))
    reading = ChapterReading().add(first, first.url)
    assert reading.next_url() == f"{BOOK}7_2.html"
    assert reading.add(chapter_page("7_2", "第7章", next=link("7", "page")), f"{BOOK}7_2.html").next_url() is None
    assert reading.add(chapter_page("7_2", "第7章", next=link("8", "chapter")), f"{BOOK}7_2.html").next_url() is None


@pytest.mark.parametrize(
    ("title", "page_number", "same"),
    [
        ("第7章 渡口(2/3)", 2, True),
        ("第7章 渡口", None, True),
        (None, None, True),
        ("第8章 灯", None, False),
        ("请假一天", None, True),
        ("第8章 灯(2/2)", 2, True),
    ],
)
def test_a_next_page_with_another_number_in_its_title_is_another_chapter(title, page_number, same):
    first = chapter_page("7", "第7章 渡口")
    assert same_chapter(first, chapter_page("7_2", title, page_number=page_number)) is same


def test_the_way_back_keeps_the_first_page_of_each_chapter():
    chain = Chain.start(chapter_page("3_2", "第3章", page_number=2, previous=link("3", "page")), f"{BOOK}3_2.html")
    passed = (("3", "第3章", link("2_2", "chapter")), ("2_2", "第2章", link("2", "page")), ("2", "第2章", None))
    for name, title, previous in passed:
        assert chain.previous_url() == f"{BOOK}{name}.html"
        chain = chain.add(chapter_page(name, title, previous=previous), f"{BOOK}{name}.html")
    assert chain.previous_url() is None
    toc = chain.toc("2026-01-01T00:00:00Z")
    assert [ref.url for ref in toc.chapters] == [f"{BOOK}2.html", f"{BOOK}3.html"]
    assert (toc.open_ended, toc.book.url) == (True, f"{BOOK}2.html")


def test_the_way_back_does_not_go_round_in_a_circle():
    chain = Chain.start(chapter_page("2", "第2章", previous=link("1", "chapter")), f"{BOOK}2.html")
    chain = chain.add(chapter_page("1", "第1章", previous=link("2", "chapter")), f"{BOOK}1.html")
    assert chain.previous_url() is None


@pytest.mark.parametrize(
    ("next_url", "open_ended", "followed"),
    [
        ("http://a.example/b/8.html", False, True),
        ("http://a.example/b/8/", False, True),
        ("http://a.example/other/1.html", False, False),
        ("http://a.example/2026/03/02/chapter-8/", True, True),
        ("http://b.example/b/8.html", True, False),
    ],
)
def test_which_next_chapter_is_the_book_s(next_url, open_ended, followed):
    row = ChapterRow("a.example", "b", BOOK, None, None, "c", f"{BOOK}7.html", "", 7, open_ended=open_ended)
    assert follows(row, f"{BOOK}7.html", next_url) is followed


def test_the_listed_title_stands_where_the_page_dropped_the_number():
    joined = join_chapter([chapter_page("7", "渡口")], listed="第七章 渡口")
    assert (joined.title, joined.number) == ("第七章 渡口", 7)
    assert join_chapter([chapter_page("7", "第七章 渡口的人")], listed="第七章 渡口…").title == "第七章 渡口的人"
    assert join_chapter([chapter_page("7", None)], listed="第七章").title == "第七章"


def http_error(status):
    return HttpError(HtmlResponse("http://a.example/", status=status, request=Request("http://a.example/")))


@pytest.mark.parametrize(
    ("error", "reason", "locked"),
    [
        (http_error(404), "http_404", False),
        (http_error(402), "http_402", True),
        (DownloadTimeoutError("60 s"), "timeout", False),
        (RobotsRefusedError("refused by robots.txt"), "robots", True),
        (RobotsUnreachableError("503"), "robots_unreachable", False),
        (IgnoreRequest("some middleware"), "ignored", False),
        (OSError("odd"), "download_failed", False),
    ],
)
def test_reasons(error, reason, locked):
    failed = failure_of(Failure(error))
    assert isinstance(failed, Failed)
    assert (failed.reason, failed.locked) == (reason, locked)


def test_a_chapter_whose_last_page_says_that_it_goes_on_is_truncated():
    first, last = (chapter_page("7", "第七章 渡口", continued=goes_on) for goes_on in (True, False))
    assert "truncated" in join_chapter([first]).flags
    assert join_chapter([first, last]).flags == ()


def test_notes_stand_in_the_order_in_which_they_are_read():
    lines = "".join(f"<p>雨下了整整一夜，他在窗前坐着，第{n}盏灯也灭了。有人敲门，没有人应。</p>" for n in range(8))
    fore, aft = "<div class=preface><p>前書きです。</p></div>", "<div class=afterword><p>後書きです。</p></div>"
    html = f"<h1>第三章 雨</h1>{fore}<div class=text>{lines}<p>PS：求月票！</p></div>{aft}<a href=4.html>下一章</a>"
    page = read_page(html.encode(), "https://novels.example/7/3.html")
    joined = join_chapter([page])
    cleaned = clean_chapter(joined.pages, title=joined.title)
    assert join_notes(joined.notes, cleaned.notes) == ("前書きです。", "PS：求月票！", "後書きです。")
    assert join_notes(("甲", "乙"), ("乙", "丙")) == ("甲", "乙", "丙")
