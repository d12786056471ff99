from __future__ import annotations

import pickle
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from novelspider.pages import BookPage, ChapterPage, ListPage, OtherPage, read_page
from novelspider.site import Site

URL = "https://novels.example/book/77/1001.html"
STORY = "".join(f"<p>雨下了整整一夜，他在窗前坐着，第{n}盏灯也灭了。有人敲门，没有人应。</p>" for n in range(20))
TURNS = '<a href="1000.html">上一章</a><a href="/book/77/">目录</a><a href="1002.html">下一章</a>'
CHAPTER = (
    f"<html><head><title>第1章 雨夜_山城_某某书屋</title></head><body><h1>第1章 雨夜</h1>{TURNS}<div"
    f" id='content'>{STORY}</div></body></html>"
)
TOC = (
    "<h1>山城</h1><p>作者：林晚</p><dl>"
    + "".join(f'<dd><a href="/book/77/{n}.html">第{n}章 雨</a></dd>' for n in range(1000, 1030))
    + "</dl>"
)
HOME = "<title>书屋排行榜</title><ul>" + "".join(f'<li><a href="/book/{n}/">山城旧事{n}</a></li>' for n in range(40)) + "</ul>"
CHALLENGE = "<title>Just a moment...</title><script>window._cf_chl_opt={}</script>"


def test_a_chapter() -> None:
    page = read_page(CHAPTER.encode("gbk"), URL, "text/html; charset=gb2312")
    assert isinstance(page, ChapterPage)
    assert (page.title, len(page.paragraphs), page.next and page.next.url, page.next and page.next.kind) == (
        "第1章 雨夜",
        20,
        "https://novels.example/book/77/1002.html",
        "chapter",
    )


def test_a_book() -> None:
    page = read_page(TOC.encode(), "https://novels.example/book/77/")
    assert isinstance(page, BookPage)
    assert (page.title, page.author, len(page.chapters), page.complete) == ("山城", "林晚", 30, True)


def test_rules_of_a_site() -> None:
    page = read_page(CHAPTER.encode(), URL, site=Site(title="title", body="p:first-child"))
    assert isinstance(page, ChapterPage)
    assert len(page.paragraphs) == 1


def test_every_page_is_a_plain_value() -> None:
    for html in (CHAPTER, TOC, HOME, CHALLENGE):
        page = read_page(html.encode(), URL)
        assert pickle.loads(pickle.dumps(page)) == page


def is_page(page: object) -> bool:
    return isinstance(page, ChapterPage | BookPage | ListPage | OtherPage)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes(body: bytes) -> None:
    assert is_page(read_page(body, URL))


PIECES = [
    CHAPTER,
    TOC,
    HOME,
    CHALLENGE,
    "<div>",
    "</div>",
    "<a href='//[::1'>x</a>",
    "<a href='http://a:b/'>第1章</a>",
    "\x00",
    "&#xD800;",
    "&#0;",
    "<!--",
    "-->",
    "<script>",
    "{",
    '{"title":"第1章","url":1}',
    "[[[[",
    "<base href='http://['>",
    "<select><option value='/1'>第1页",
    "<meta property='og:novel:author' content='x'>",
    "<ul><li>",
    "<table><tr><td>",
    '<script type="application/ld+json">{"@type":["Book",3],"name":{"name":[]},"image":[]}</script>',
    "<style>.a{display:none",
    "作者：",
    "https://",
    '<a onclick="location.href=\'">第2章</a>',
    "<p>",
    "\ud7ff",
    "<svg><a href='/1'>1",
    "<noscript>",
    "<plaintext>",
]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from(PIECES), max_size=12),
    st.sampled_from([URL, "https://novels.example", "http://[::1]/x", "data:,x", "", "https://h:99999/"]),
)
def test_any_mixture(pieces: list[str], url: str) -> None:
    assert is_page(read_page("".join(pieces).encode(), url))


@settings(max_examples=60, deadline=None)
@given(st.sampled_from([CHAPTER, TOC, HOME]), st.data())
def test_any_damage(html: str, data: st.DataObject) -> None:
    body = bytearray(html.encode())
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(body) - 1))
        body[at : at + data.draw(st.integers(0, 200))] = data.draw(st.binary(max_size=6))
    assert is_page(read_page(bytes(body), URL))


@pytest.mark.parametrize(
    "body",
    [
        b"<div>" * 100_000,
        b"<p>" + b"a" * 2_000_000,
        b"<a href=/1>" * 20_000,
        b'{"a":' * 50_000,
        b"[" * 50_000,
        b"<li>" * 20_000 + b"<a href=/b/1>x",
        b"<b>" * 20_000 + "作者：".encode() * 2000,
        "第一章".encode() * 100_000,
        b"<script>" + b"location.href=" * 50_000,
        b"&nbsp;" * 200_000,
        b"<title>" + b"<<" * 100_000,
    ],
    ids=["nested", "one line", "links", "objects", "arrays", "entries", "bold", "headings", "script", "blanks", "title"],
)
def test_monsters_take_seconds_at_most(body: bytes) -> None:
    start = time.process_time()
    assert is_page(read_page(body, URL))
    assert time.process_time() - start < 5


def test_a_list_of_chapters_leads_to_its_book() -> None:
    page = read_page(
        TOC.replace("<p>作者：林晚</p>", '<a href="/info/77">返回书页</a>').encode(), "https://novels.example/book/77/"
    )
    assert isinstance(page, BookPage)
    assert page.book is not None
    assert page.book.url == "https://novels.example/info/77"


def test_text_in_a_font_of_the_sites_own_is_left_out() -> None:
    page = read_page(
        CHAPTER.replace("了", "\ue001").replace("雨", "\ue002").replace("灯", "\ue003").replace("人", "\ue004").encode(), URL
    )
    assert (page.kind, getattr(page, "reason", None)) == ("other", "obfuscated")


CONTENTS = "".join(f'<li><a href="/read/66/80{n}.html">第{n}章 雨</a></li>' for n in range(1, 10))


@pytest.mark.parametrize(
    ("link", "book"),
    [
        ('<a href="/book/66.html">雪满长街</a>', "https://novels.example/book/66.html"),
        ('<a href="/book/66.html">返回书页</a>', "https://novels.example/book/66.html"),
        ('<a href="/">雪满长街</a>', None),
        ('<a href="/nan/">男频</a>', None),
        ('<a href="/book/77.html">封面</a>', None),
    ],
)
def test_a_table_of_contents_leads_to_its_book_and_nowhere_else(link: str, book: str | None) -> None:
    html = f"<title>雪满长街目录</title><h1>雪满长街目录</h1><p>作者：程小满</p>{link}<ul>{CONTENTS}</ul>"
    page = read_page(html.encode(), "https://novels.example/book/66/mulu.html")
    assert isinstance(page, BookPage)
    assert (page.book and page.book.url) == book


def test_a_link_to_the_folder_above_the_chapters_names_the_book() -> None:
    rows = "".join(f'<li><a href="/works/4455/chapters/90{n}">{n}. Smoke</a></li>' for n in range(10, 20))
    head = '<title>Chapter Index | Works</title><h1><a href="/">Works</a></h1>'
    html = f'{head}<h2>Chapter Index for <a href="/works/4455">the salt remembers</a></h2><ol>{rows}</ol>'
    page = read_page(html.encode(), "https://works.example/works/4455/navigate")
    assert (page.kind, page.title) == ("book", "the salt remembers")
