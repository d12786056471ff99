"""Which link is next. Each case names what a reader of labels alone, or of addresses alone, would get wrong."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from novelspider.pages.document import Document
from novelspider.pages.links import Links, read_links
from novelspider.site import Site

BOOK = "https://www.example.org/book/31/"
HERE = BOOK + "8001.html"


def links(nav: str, url: str = HERE, *, head: str = "", text: tuple[str, ...] = (), **more: object) -> Links:
    body = "".join(f"<p>{line}</p>" for line in text or ("雨下了一夜。", "他推开门，走了出去。"))
    page = f"<html><head>{head}</head><body><h1>第一章</h1><div id=content>{body}</div>{nav}</body></html>"
    return read_links(Document(page, url), paragraphs=text, **more)  # type: ignore[arg-type]


def following(nav: str, url: str = HERE, **more: object) -> tuple[str, str] | None:
    """(end of the address, kind) of the next link."""
    found = links(nav, url, **more).next  # type: ignore[arg-type]
    return (found.url.removeprefix(BOOK), found.kind) if found else None


def bar(previous: str, following: str, *, back: str = "上一章", label: str = "下一章", toc: str = "./") -> str:
    return f"<div class=bar><a href='{previous}'>{back}</a> <a href='{toc}'>目录</a> <a href='{following}'>{label}</a></div>"


@pytest.mark.parametrize(
    ("href", "label", "want"),
    [
        ("8001_2.html", "下一章", ("8001_2.html", "page")),  # the label says chapter
        ("8002.html", "下一页", ("8002.html", "chapter")),  # the label says page
        ("8001_2.html", "下一页", ("8001_2.html", "page")),
        ("8002.html", "下一章", ("8002.html", "chapter")),
        ("8001-2.html", "下一章", ("8001-2.html", "page")),
        ("8001/2", "下一章", ("8001/2", "page")),
        ("8001.html?page=2", "下一章", ("8001.html?page=2", "page")),
        ("8001_p2.html", "下一章", ("8001_p2.html", "page")),
        ("8010.html", "下一页", ("8010.html", "chapter")),  # numbers with gaps
        ("https://m.example.org/book/31/8001_2.html", "下一章", ("https://m.example.org/book/31/8001_2.html", "page")),
    ],
)
def test_address_and_label_are_weighed_together(href, label, want):
    assert following(bar("8000.html", href, label=label)) == want


@pytest.mark.parametrize(
    ("here", "previous", "href", "label", "want"),
    [
        ("8001_9.html", "8001_8.html", "8001_10.html", "下一页", ("8001_10.html", "page")),
        ("8001_10.html", "8001_9.html", "8001_11.html", "下一页", ("8001_11.html", "page")),
        ("80012_2.html", "80012.html", "80012_3.html", "下一章", ("80012_3.html", "page")),
        ("80012_3.html", "80012_2.html", "80013.html", "下一页", ("80013.html", "chapter")),
        ("8001_2.html", "8001.html", "8001_3.html", "下一章", ("8001_3.html", "page")),
        ("8001.html?page=2", "8001.html", "8001.html?page=3", "下一章", ("8001.html?page=3", "page")),
    ],
)
def test_later_pages(here, previous, href, label, want):
    assert following(bar(previous, href, label=label), BOOK + here) == want


def test_numbers_behind_a_slash():
    pages = bar("../80012.html", "3", toc="../")
    assert following(pages, BOOK + "80012/2") == ("80012/3", "page")
    chapters = bar("1", "3", toc="../80012.html")
    assert following(chapters, BOOK + "80012/2") == ("80012/3", "chapter")


def test_chapter_addresses_that_look_like_pages():
    top = "https://www.example.org/8096/"
    book = bar("8096_1.html", "8096_3.html", toc=top)
    assert following(book, f"{top}8096_2.html") == (f"{top}8096_3.html", "chapter")
    first = bar("./", "8096_1_2.html", toc=top)
    assert following(first, f"{top}8096_1.html") == (f"{top}8096_1_2.html", "page")
    second = bar("8096_1.html", "8096_2.html", toc=top)
    assert following(second, f"{top}8096_1_2.html") == (f"{top}8096_2.html", "chapter")


def test_button_to_page_two_that_reads_previous_page():
    nav = bar("./", "8001_2.html", label="上一页")
    assert following(nav) == ("8001_2.html", "page")
    assert links(nav).previous.kind == "toc"


def test_known_chapters_outweigh_address_and_label():
    nav = bar("71_1.html", "71_3.html", label="下一页")
    assert following(nav, BOOK + "71_2.html", toc={BOOK + "71_2.html", BOOK + "71_3.html"}) == ("71_3.html", "chapter")
    loose = {"example.org/book/31/71_3"}
    assert following(nav, BOOK + "71_2.html", toc=loose) == ("71_3.html", "chapter")


def test_counter_in_the_title_decides_between_two_readings():
    nav = bar("71_1.html", "71_3.html", label="下一页", toc="/list/")
    assert following(nav, BOOK + "71_2.html", page_number=2, page_count=4) == ("71_3.html", "page")
    opaque = bar("aXq", "bYw", label="继续阅读", toc="/list/")
    assert following(opaque, BOOK + "cZe", page_number=1, page_count=2) == ("bYw", "page")
    assert following(opaque, BOOK + "cZe", page_number=2, page_count=2) == ("bYw", "chapter")


def test_words_of_the_body_decide_where_the_address_says_nothing():
    opaque = bar("aXq", "bYw", label="下一页", toc="/list/")
    ends = ("雨下了一夜。", "（本章未完，请点击下一页继续阅读）")
    assert links(opaque, BOOK + "cZe", text=ends).continued
    assert following(opaque, BOOK + "cZe", text=ends) == ("bYw", "page")
    assert following(opaque, BOOK + "cZe", text=("雨下了一夜。", "（本章完）")) == ("bYw", "chapter")


@pytest.mark.parametrize("name", ["pb_next", "next_url", "linkNext", "nextUrl", "pt_next"])
def test_neutral_pagers_lead_to_page_then_chapter_then_toc(name):
    for href, kind in (("8001_2.html", "page"), ("8002.html", "chapter"), ("./", "toc")):
        nav = f"<a href='./'>目录</a><a id={name} href='{href}'><img src=r.png></a>"
        assert links(nav).next.kind == kind


@pytest.mark.parametrize(
    "href",
    [
        "javascript:;",
        "#",
        "",
        "8001.html",
        "http://example.org/book/31/8001.htm",
        "0.html",
        "end.html",
        "31_end.html",
        "/",
        "8001.html?sort=desc",
        "8001.html?next=1",
        "/modules/article/articleend.php?id=31",
        "/login?back=8002",
    ],
)
def test_nothing_comes_after_the_last_page(href):
    assert following(bar("8000.html", href)) is None


@pytest.mark.parametrize("href", ["./", "/book/31", "/book/31/index.html", "http://m.example.org/book/31/"])
def test_way_back_to_the_book_is_no_chapter(href):
    assert links(bar("8000.html", href)).next.kind == "toc"


def test_way_on_that_is_the_way_back():
    assert following(bar("8000.html", "8000.html")) is None


def test_top_and_bottom_name_the_same_link_differently():
    nav = bar("./", "8001_2.html", label="下一章") + bar("./", "8001_2.html", label="下一页")
    assert following(nav) == ("8001_2.html", "page")
    both = bar("./", "8002.html") + bar("./", "8001_2.html", label="下一页")
    assert following(both) == ("8001_2.html", "page")


def test_two_labels_with_two_opaque_addresses():
    nav = "<a href=aaa>下一页</a><a href=bbb>下一章</a>"
    assert following(nav, BOOK + "ccc") == ("aaa", "page")
    assert following("<a href='#'>下一页</a><a href=bbb>下一章</a>", BOOK + "ccc") == ("bbb", "chapter")


def test_numbered_pagers_and_options_repeat_page_one():
    pager = "<a href=8001.html>1</a><a href=8001_2.html>2</a><a href=8001_3.html>3</a>"
    assert following(pager) == ("8001_2.html", "page")
    assert following(pager, BOOK + "8001_2.html") == ("8001_3.html", "page")
    assert following(pager + bar("./", "8002.html"), BOOK + "8001_3.html") == ("8002.html", "chapter")
    options = "<select><option value=8001.html>1<option value=8001_2.html selected>2<option value=8001_3.html>3</select>"
    assert following(options + bar("8000.html", "8002.html"), BOOK + "8001_2.html") == ("8001_3.html", "page")


@pytest.mark.parametrize(
    "script",
    [
        'var next_page = "/book/31/8001_2.html";',
        "var ReadParams = {chapterid: '8001', url_previous: './', url_next: '8001_2.html'};",
        '//var u6a66 = "8001_2.html";',
        'window.state = {"next":{"id":4,"url":"\\/book\\/31\\/8001_2.html"}};',
        "var nextUrl = \"<a href='8001_2.html'>下一章</a>\";",
    ],
)
def test_address_only_in_a_script(script):
    assert following(f"<a class=btn>下一页</a><script>{script}</script>") == ("8001_2.html", "page")


def test_number_only_in_a_script():
    assert following("<script>var chapterId = 8001; var nextChapterId = 8004;</script>") == ("8004.html", "chapter")
    assert following("<script>var chapterId = 8001; var nextChapterId = 0;</script>") is None


@pytest.mark.parametrize(
    "nav",
    [
        "<a href='javascript:;' onclick=\"location.href='8002.html'\">下一章</a>",
        "<button onclick=\"window.location='8002.html'\">下一章</button>",
        "<!-- <a href='8002.html'>下一章</a> -->",
        "<a href='8002.html' title='下一章'><i class=icon></i></a>",
        "<a href='8002.html' aria-label='Next chapter'>→</a>",
        "<div class=nextUrl style='display:none'> /book/31/8002.html</div>",
        "<input type=hidden id=next_url value='8002.html'>",
        "<a data-href='8002.html' href='javascript:void(0)'>下一章</a>",
        "<a href='8002.html'><span class='icon-next'></span></a>",
    ],
)
def test_places_that_are_no_plain_link(nav):
    assert following(nav) == ("8002.html", "chapter")


def test_rel_next():
    assert following("", head="<link rel=next href=8002.html>") == ("8002.html", "chapter")


@pytest.mark.parametrize(
    "label",
    [
        "下ㄧ章",
        "下壹章",
        "下—章",
        "下一话",
        "下一節",
        "次へ",
        "次の話 →",
        "次のエピソード",
        "다음",
        "다음화",
        "다음 화 >",
        "Tiếp",
        "Chương sau »",
        "Chapitre suivant",
        "Suivant",
        "Siguiente",
        "Далее",
        "Следующая глава",
        "Next Chapter →",
        "NEXT",
        "Next »",
        "下一章(→)",
        "下一章：雨夜",
        "下一章（快捷键 →）",
        "进入下一章",
        "Nächstes Kapitel",
        "Próximo capítulo",
    ],
)
def test_labels_of_many_languages(label):
    nav = f"<a href=qw3>上</a><a href=er7>{label}</a><a href=ty9>Report</a>"
    assert following(nav, BOOK + "op1") == ("er7", "chapter")


@pytest.mark.parametrize("label", ["下ㄧ页", "下壹頁", "下一頁", "Next page", "次のページ", "Trang sau", "Página siguiente"])
def test_labels_of_pages(label):
    assert following(f"<a href=x2>{label}</a>", BOOK + "x1", text=("他说", "-->>")) == ("x2", "page")


@pytest.mark.parametrize(
    "trap",
    [
        "<div id=comments><a href='8001.html?page=2'>Next</a></div>",
        "<div class=comment-pager><a href='8001.html?page=2'>2</a><a href='8001.html?page=2'>›</a></div>",
        "<div class='related posts'><a href='9000.html' class=next>Next</a></div>",
        "<a class=next href='/works/77'>Next Work →</a>",
        "<a href='/page/2'>Older posts</a>",
        "<div class='swiper'><a class='swiper-button-next' href='/top/2'></a></div>",
        "<a href='/book/32/'>下一本</a>",
        "<table class=calendar><tr><td><a href='/2024/05'>»</a></table>",
        "<a href='8001.html#comments-2'>Next</a>",
    ],
)
def test_what_is_called_next_and_is_not(trap):
    assert following(trap) is None
    assert following(trap + bar("8000.html", "8002.html", label="Next Chapter")) == ("8002.html", "chapter")
    assert following(bar("8000.html", "8002.html", label="Next Chapter") + trap) == ("8002.html", "chapter")


def test_next_post_counts_only_where_nothing_better_stands():
    assert following("<a href='/2024/storm-2'>Next post</a>", "https://example.org/2024/storm-1").__class__ is tuple
    nav = "<a href='/recipes'>Next post</a><a href=8002.html>Next Chapter</a>"
    assert following(nav) == ("8002.html", "chapter")


@pytest.mark.parametrize(
    ("nav", "want"),
    [
        ("<a href='/book/31/'>目录</a>", ("/book/31/", "toc")),
        ("<a href='/mulu/31'>返回目录</a><a href='/book/31/'>书页</a>", ("/mulu/31", "toc")),
        ("<a href='/book/31.html'>书页</a>", ("/book/31.html", "book")),
        ("<a href='/novel/31/list'>Table of Contents</a>", ("/novel/31/list", "toc")),
        ("<a href='/'>首页</a> &gt; <a href='/book/31/'>夜雨录</a> &gt; 第一章", ("/book/31/", "book")),
        ("<a href='/'>目录</a>", None),
        ("<a href='/list/31'>夜雨录目录</a>", ("/list/31", "toc")),
        ("<script>var index_page = '/list/31/';</script>", ("/list/31/", "toc")),
    ],
)
def test_table_of_contents(nav, want):
    found = links(nav).toc
    assert (found and (found.url.removeprefix("https://www.example.org"), found.kind)) == want


def test_previous_page_chapter_and_book():
    kinds = {"8001.html": "page", "8000.html": "chapter", "./": "toc"}
    for href, kind in kinds.items():
        found = links(bar(href, "8002.html"), BOOK + "8001_2.html").previous
        assert (found.url, found.kind) == (BOOK + href.removeprefix("./"), kind)


def test_a_site_has_the_last_word():
    nav = bar("8000.html", "8002.html") + "<a class=onward href=x77.html>»»</a><a class=list href=/all>全部</a>"
    found = links(nav, site=Site(next="a.onward", previous="a.onward", toc="a.list", page_url=r"x\d+"))
    assert (found.next.url, found.next.kind) == (BOOK + "x77.html", "page")
    assert found.toc.url == "https://www.example.org/all"
    assert following(nav, site=Site(next="//a[@class='onward']/@href")) == ("x77.html", "chapter")
    assert following(nav, site=Site(next="a.missing")) is None


def test_evidence_can_be_read_by_a_person():
    assert links(bar("./", "8001_2.html")).next.evidence == "“下一章”, address of page 2, label says chapter"
    places = {
        "<a href=8002.html aria-label='Next chapter'><svg/></a>": "“Next chapter”",
        "<a href=8002.html id=pb_next><svg/></a>": "link named pb_next",
        "<div class=nav-next><a href=8002.html></a></div>": "link named nav-next",
        "<td onclick=\"go('8002.html')\">下一章</td>": "“下一章”",
        "<input id=next_url value=8002.html>": "value of next_url",
        "<i class=nextUrl>8002.html</i>": "text of nextUrl",
        "<!-- <a href=8002.html>下一章</a> -->": "comment “下一章”",
        "<!-- next_url = '8002.html' -->": "comment variable next_url",
        "<script>var next_url = '8002.html'</script>": "script variable next_url",
        "<link rel=next href=8002.html>": "rel=next",
    }
    for place, words in places.items():
        assert links(place).next.evidence.startswith(f"{words}, next number in the address")
    option = "<select><option value=8001.html>第1页<option value=8001_2.html>第2页</select>"
    assert links(option).next.evidence == "option “第2页”, address of page 2"
    assert links("<script>x7 = '8001_2.html'</script>").next.evidence == "script variable x7, address of page 2"


def test_redirected_page_is_known_by_its_canonical_address():
    head = "<link rel=canonical href='https://www.example.org/book/31/8001.html'>"
    nav = bar("/x", "/book/31/8001_2.html", toc="/list")
    assert links(nav, "https://www.example.org/go?id=5", head=head).next.kind == "page"


pieces = st.sampled_from(
    [
        "<a href='",
        "8001_2.html",
        "'>下一页</a>",
        "<script>next='",
        "';</script>",
        "<!--",
        "-->",
        "#",
        "javascript:",
        "\x00",
        "//[",
        ":99999/",
        "<option value=",
        ">",
        "?page=",
        "９",
        "next",
    ]
)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(pieces | st.text(max_size=8), max_size=25).map("".join),
    st.sampled_from([HERE, "http://[::1", "", "x", BOOK + "8001_2.html"]),
)
def test_never_raises(nav, url):
    found = links(nav, url)
    assert isinstance(found, Links)
    assert found.next is None or found.next.url.startswith("http")


def test_hostile_pages_cost_no_more():
    pages = [
        "<a class=next rel=next onclick=x href='8002.html'>下一章</a>" * 30_000,
        "<div class=next>" * 30_000,
        "<td onclick=\"go('8002.html')\">下一章</td>" * 20_000,
        f"<a href='{'1_2/' * 100_000}'>下一章</a>",
    ]
    for page in pages:
        document = Document(page, HERE)
        started = time.process_time()
        assert isinstance(read_links(document), Links)
        assert time.process_time() - started < 2


def test_words_and_names_around_a_link():
    assert following("<div class=nav-next><a href=8004.html>第四章 夜雨</a></div>") == ("8004.html", "chapter")
    assert following("<div class=nav-next><a href=8001_2.html>第一章 夜雨</a></div>") == ("8001_2.html", "page")
    assert following("<ul class=next><li><a href=1>风</a><li><a href=2>雨</a></ul>") is None


def test_body_that_ends_inside_a_sentence():
    nav = bar("71_2.html", "71_4.html", label="下一章", toc="/list/")
    assert following(nav, BOOK + "71_3.html", text=("雨停了。",)) == ("71_4.html", "chapter")
    assert following(nav, BOOK + "71_3.html", text=("雨停了。", "他推开门，看见了")) == ("71_4.html", "page")


def test_book_above_the_canonical_address():
    head = "<link rel=canonical href='/novel/long-night/chapter-3'>"
    crumbs = "<a href='/novel'>Novels</a><a href='/novel/long-night'>Long Night</a>"
    found = links(crumbs, "https://www.example.org/long-night/chapter-3.html", head=head).toc
    assert (found.url, found.kind) == ("https://www.example.org/novel/long-night", "book")
    assert links("<a href='/novel'>Novels</a>", "https://www.example.org/novel/long-night/chapter-3").toc is None


def test_known_first_page_tells_pages_from_chapters():
    nav = bar("4101_2.html", "4101_4.html")
    assert following(nav, BOOK + "4101_3.html", toc={BOOK + "4101.html"}) == ("4101_4.html", "page")
    assert links(nav, BOOK + "4101_3.html", toc={BOOK + "4101.html"}).previous.kind == "page"
    known = {BOOK + "4101_3.html", BOOK + "4101.html"}
    assert following(nav, BOOK + "4101_3.html", toc=known) == ("4101_4.html", "chapter")


def test_known_chapter_with_the_address_of_a_page():
    nav, known = bar("./", "8001_2.html", label="下一页"), {HERE, BOOK + "8001_2.html"}
    assert following(nav, toc=known) == ("8001_2.html", "chapter")
    assert following(nav, toc=known, page_number=1, page_count=2, text=("他说", "-->>")) == ("8001_2.html", "page")


def test_number_behind_a_word_counts_chapters_that_have_pages():
    nav = bar("read_36.html", "read_37_2.html", label="下一页")
    found = links(nav, BOOK + "read_37.html")
    assert (found.next.url, found.next.kind) == (BOOK + "read_37_2.html", "page")
    assert (found.previous.url, found.previous.kind) == (BOOK + "read_36.html", "chapter")


def test_both_buttons_lead_to_page_one():
    nav = bar("4101.html", "4101.html", back="上一页", label="下一页")
    found = links(nav, BOOK + "4101_2.html")
    assert found.next is None
    assert (found.previous.url, found.previous.kind) == (BOOK + "4101.html", "page")
    assert following(bar("71_3.html", "71_3.html"), BOOK + "71_4.html") is None


HIDDEN_PAGER = "<a href=8001_2.html style='display:none'>下一页</a>"


def test_link_out_of_sight_yields_to_one_in_sight():
    assert following(HIDDEN_PAGER + bar("8000.html", "8002.html")) == ("8002.html", "chapter")
    wrapped = "<style>.x{display:none}</style><p class=x><a href=/trap/1.html>下一章</a></p>"
    assert following(wrapped + bar("8000.html", "8010.html")) == ("8010.html", "chapter")


def test_pager_out_of_sight_that_a_script_reads():
    assert following(HIDDEN_PAGER) == ("8001_2.html", "page")
    assert following(HIDDEN_PAGER + "<a href='javascript:turn()'>下一页</a>") == ("8001_2.html", "page")
    goes_on = ("他说", "（本章未完，请点击下一页继续阅读）")
    assert following(HIDDEN_PAGER + bar("8000.html", "8002.html"), text=goes_on) == ("8001_2.html", "page")


def test_label_before_a_link_that_only_points():
    assert following("<p>上一章<a href=8000.html>点此</a> 下一章<a href=8002.html>点此</a></p>") == ("8002.html", "chapter")


def test_known_chapters_are_found_by_another_spelling_of_the_query():
    here = "https://www.example.org/read?aid=31&cid=8001"
    nav = "<a href='/read?cid=8002&aid=31&from=nav1'>下一页</a>"
    found = links(nav, here, toc={"example.org/read?aid=31&cid=8002"}).next
    assert found.kind == "chapter"
    assert "a known chapter" in found.evidence
