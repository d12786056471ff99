"""Chapter title, book, author and page counter of chapter pages."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from novelspider.pages import ChapterPage, read_page
from novelspider.pages.body import read_body
from novelspider.pages.document import Document
from novelspider.pages.heading import Heading, read_heading
from novelspider.site import Site

STORY = "<div id=content><p>雨下了整整一夜，石阶上的青苔被洗得发亮。</p><p>“你真的要走吗？”阿宁站在门口，声音很轻。</p></div>"
ENGLISH = (
    "<div id=content><p>The rain fell all night, and the steps were green.</p><p>“Must you go?” she asked, quietly.</p></div>"
)


def heading(
    head: str,
    above: str,
    below: str = "",
    *,
    story: str = STORY,
    url: str = "https://books.example/book/71/205.html",
    site: Site = Site(),
) -> Heading:
    document = Document(f"<html><head><title>{head}</title></head><body>{above}{story}{below}</body></html>", url)
    return read_heading(document, read_body(document, site=site), site=site)


def test_a_plain_page() -> None:
    found = heading(
        "第二章 渡口_雨巷_青石书屋",
        '<a href="/">青石书屋</a> &gt; <a href="/book/71/">雨巷</a><h1>第二章 渡口</h1><p>作者：南风</p>',
    )
    assert found == Heading("第二章 渡口", "雨巷", "南风", None, None)


@pytest.mark.parametrize(
    ("head", "above", "title"),
    [
        ("雨巷_第二章 渡口_青石书屋", "<h3>第二章 渡口</h3>", "第二章 渡口"),
        ("雨巷第二章 渡口_雨巷_南风_青石书屋", "<h1>第二章 渡口</h1>", "第二章 渡口"),
        ("第二章 渡口-雨巷-青石书屋", "", "第二章 渡口"),
        ("雨巷 第二章 渡口", "<a href=/book/71/>雨巷</a>", "第二章 渡口"),
        ("", "<h1>雨巷</h1><h2>第二章 渡口</h2>", "第二章 渡口"),
        ("", "<div class=bookname>雨巷</div><div id=nr_title>第二章 渡口</div>", "第二章 渡口"),
        ("在线阅读", "<h1><a href=/>青石书屋</a></h1><div class=chapter-title>436 渡口</div>", "436 渡口"),
        ("22.第22章 渡口_雨巷", "<h1>22.第22章 渡口</h1>", "第22章 渡口"),
        ("渡口 - 雨巷 - 青石书屋", "<a href=/book/71/>雨巷</a><h1>渡口</h1>", "渡口"),
        ("请假一天_雨巷_青石书屋", "<h1>请假一天</h1>", "请假一天"),
        ("第一卷 春 第二章 渡口-《雨巷》-青石书屋", "<h1>第一卷 春 第二章 渡口</h1>", "第一卷 春 第二章 渡口"),
        ("第二章 渡口", "<h1>第二章 渡口</h1><h2>热门推荐</h2><h3>作者有话说</h3>", "第二章 渡口"),
    ],
)
def test_title(head: str, above: str, title: str) -> None:
    assert heading(head, above).title == title


@pytest.mark.parametrize(
    ("head", "above", "title", "book"),
    [
        (
            "Of Rain - Chapter 3: The Ferry | Free Tales",
            "<h1><a href=/book/71/>Of Rain</a></h1><h2>Chapter 3: The Ferry</h2>",
            "Chapter 3: The Ferry",
            "Of Rain",
        ),
        (
            "Chapter 3: The Ferry - Of Rain | Free Tales",
            "<h2><a href=/book/71/>Of Rain</a></h2><h1>Chapter 3: The Ferry</h1>",
            "Chapter 3: The Ferry",
            "Of Rain",
        ),
        ("Of Rain - Chapter 3", "<h2>Of Rain</h2><h3 class=title>Chapter 3: The Ferry</h3>", "Chapter 3: The Ferry", "Of Rain"),
    ],
)
def test_english_title_and_book(head: str, above: str, title: str, book: str) -> None:
    found = heading(head, above, story=ENGLISH)
    assert (found.title, found.book_title) == (title, book)


@pytest.mark.parametrize(
    ("above", "page"),
    [
        ("<h1>第二章 渡口(第2页/共3页)</h1>", (2, 3)),
        ("<h1>第二章 渡口（2/3）</h1>", (2, 3)),
        ("<h1>第二章 渡口(第2页)</h1>", (2, None)),
        ("<h1>第二章 渡口_2</h1>", (2, None)),
        ("<h1>第二章 渡口</h1>", (None, None)),
    ],
)
def test_page_counter_leaves_the_title(above: str, page: tuple[int | None, int | None]) -> None:
    found = heading("第二章 渡口_雨巷", above)
    assert (found.title, found.page_number, found.page_count) == ("第二章 渡口", *page)


def test_page_counter_in_the_head_only() -> None:
    found = heading("第二章 渡口(2/3)_雨巷_青石书屋", "<h1>第二章 渡口</h1>")
    assert (found.title, found.page_number, found.page_count) == ("第二章 渡口", 2, 3)


@pytest.mark.parametrize(
    ("above", "author"),
    [
        ("<p>作者：南风 更新时间：2020-01-02</p>", "南风"),
        ("<span>作　者：<a href=/a/1>南风</a></span>", "南风"),
        ("<span>作者：</span><a href=/author/1>南风</a>", "南风"),
        ("<p>by <a href=/profile/12>South Wind</a></p>", "South Wind"),
        ("<p>投稿 著者：南風</p>", "南風"),
        ("<a itemprop=author href=/p/5>South Wind</a>", "South Wind"),
        ("<a rel=author href=/p/5>South Wind</a><a rel=author href=/p/6>North Wind</a>", None),
        ("<p>Penulis: South Wind</p>", "South Wind"),
        ("<p>ผู้แต่ง : <a href=/p/5>South Wind</a></p>", "South Wind"),
        ("<p>记住作者的话：不要回头。</p>", None),
    ],
)
def test_author(above: str, author: str | None) -> None:
    assert heading("第二章 渡口_雨巷", f"<h1>第二章 渡口</h1>{above}").author == author


def test_links_to_other_books_and_chapters_are_not_the_title() -> None:
    below = "<a href=204.html>第一章 归人</a><a href=206.html>第三章 灯下</a><h2><a href=/book/9/>剑起第一章</a></h2>"
    found = heading("第二章 渡口_雨巷_青石书屋", "<h1>第二章 渡口</h1>", below)
    assert (found.title, found.book_title) == ("第二章 渡口", "雨巷")


def test_site_overrides() -> None:
    site = Site(title=".t", book_title=".b", author="//p[@class='a']/text()")
    found = heading(
        "第二章 渡口_雨巷", "<h1>第二章 渡口</h1><p class=t>番外 灯</p><p class=b>灯集</p><p class=a>北风</p>", site=site
    )
    assert (found.title, found.book_title, found.author) == ("番外 灯", "灯集", "北风")


def test_a_selector_that_gives_no_element() -> None:
    site = Site(title="//h1/text()", book_title=".none", author="/html/@lang")
    assert heading("", "<h1>第二章 渡口</h1>", site=site) == Heading("第二章 渡口")


def test_nothing_said() -> None:
    assert heading("", "") == Heading()


@pytest.mark.parametrize(
    ("head", "above", "title", "book"),
    [
        (
            "Пристань — Часть 5. Пустой берег",
            "<h1>Пристань</h1><h2>Часть 5. Пустой берег</h2>",
            "Часть 5. Пустой берег",
            "Пристань",
        ),
        (
            "El muelle – Volumen 2 – Capítulo 4: La luz – Sitio",
            "<h1>El muelle – Volumen 2 – Capítulo 4: La luz</h1>",
            "Volumen 2 – Capítulo 4: La luz",
            "El muelle",
        ),
        (
            "&gt; หอคอยริมทะเล &gt; ตอนที่ 8 : ริมแม่น้ำ : Writer",
            "<table><tr><td><b>ตอนที่ 8 : ริมแม่น้ำ</b> <font>อัพเดทเมื่อ 12 ต.ค. 53</font></table>",
            "ตอนที่ 8 : ริมแม่น้ำ",
            "หอคอยริมทะเล",
        ),
        (
            "게시판 - [연재] 비 오는 골목 - 7",
            "<table><tr><td><b>[연재] 비 오는 골목 - 7</b></table>",
            "[연재] 비 오는 골목 - 7",
            "비 오는 골목",
        ),
        (
            "雨の路地　３の２",
            "<p><font size=+2>雨の路地</font></p><p>第３章　渡し場（２）</p>",
            "第3章 渡し場（2）",
            "雨の路地",
        ),
        ("Nook Site: Of Rain - Chapter 48", "<a href=/>Nook Site</a><h3>Of Rain - Chapter 48</h3>", "Chapter 48", "Of Rain"),
    ],
)
def test_titles_of_many_languages(head: str, above: str, title: str, book: str) -> None:
    found = heading(head, above, story=ENGLISH, url="https://books.example/read/205")
    assert (found.title, found.book_title) == (title, book)


def test_a_folder_of_the_address_names_the_book() -> None:
    found = heading(
        "Of Café Rain (Original) - Reader mode | Nook",
        "<h1>Of Café Rain (Original)</h1><div class=threadmark-label>2.14: The Ferry</div>",
        story=ENGLISH,
        url="https://nook.example/threads/of-cafe-rain-original.9182/reader/page-4",
    )
    assert (found.title, found.book_title) == ("2.14: The Ferry", "Of Café Rain (Original)")


def test_a_heading_of_book_and_author_is_no_title() -> None:
    above = "<h1><a href=/book.php?id=71>《雨巷》</a>／<a href=/oneauthor.php?id=5>南风</a></h1><h2>渡口</h2>"
    found = heading("《雨巷》南风 ^第2章^ 最新更新:2016-02-14 青石书屋", above)
    assert (found.title, found.book_title, found.author) == ("渡口", "雨巷", "南风")


def test_the_spelling_of_the_page_s_title_stands() -> None:
    found = heading(
        "Of Rain Chapter 3 - The Ferry", "<ol><li>Of Rain<li>Chapter 3 - The Ferry</ol><h3>Chapter 3: The Ferry</h3>"
    )
    assert found.title == "Chapter 3 - The Ferry"


def test_the_title_again_is_no_note() -> None:
    html = f"""<title>Of Rain - Chapter 3: The Ferry</title><h2>Of Rain</h2><div class=notes><h3>Chapter 3: The Ferry</h3>
    <p>Thank you for the ferry.</p></div>{ENGLISH * 4}<a href=/read/204>Previous Chapter</a> <a href=/read/6>Next Chapter</a>"""
    page = read_page(html.encode(), "https://books.example/read/205")
    assert isinstance(page, ChapterPage)
    assert (page.title, page.notes) == ("Chapter 3: The Ferry", ("Thank you for the ferry.",))


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60), st.text(max_size=60), st.sampled_from(["h1", "h2", "div class=title", "a href=/book/71/"]))
def test_no_text_raises(head: str, text: str, tag: str) -> None:
    found = heading(head.replace("<", ""), f"<{tag}>{text}</{tag.split()[0]}>")
    assert found.title is None or found.title.strip() == found.title != ""


CONTAINER = "<div class='chapter_title'><a href='/txt/8/'>春山</a><span>第六章 问路</span><em>作者：江离</em></div>"


@pytest.mark.parametrize(
    ("title", "heading", "found"),
    [
        ("第六章 问路_春山_书趣", CONTAINER, "第六章 问路"),
        ("第六章 问路_春山_书趣", "<div class='h1title'><h1>第六章 问路</h1><i>字数：30</i></div>", "第六章 问路"),
        ("Chapter 300. A Thief | Clock | Site", "<h1>Chapter 300. A Thief<span>Clock</span></h1>", "Chapter 300. A Thief"),
        ("Chapitre 8 : La terrasse - Le blog", "<h1>Chapitre 8 : La terrasse</h1>", "Chapitre 8 : La terrasse"),
        ("剣と帳面 - 7話 石段 - 某サイト", "", "7話 石段"),
        ("Low Tide Chapter 3: Seven, a Harbor Kings fanfic | Nook", "", "Chapter 3: Seven"),
        ("城南旧案 楔子 - 小说网", "<h1>城南旧案</h1><h2>楔子</h2>", "楔子"),
        ("Salz :: Kapitel 4 :: von Feder", "<h4>Salz</h4>" + "<p>x</p>" * 14 + "<h4>Am Hafen</h4>", "Am Hafen"),
        ("six | debts - Page 1 - Pad", "<h1>six | debts</h1><div class='part-title'>six | debts</div>", "six | debts"),
    ],
)
def test_a_title_among_other_things(title: str, heading: str, found: str):
    text = "<p>桥下的水流得很慢，像是有谁用手把它往回推了一把，又松开。</p>" * 5
    html = f"<html><head><title>{title}</title></head><body>{heading}<div class='text'>{text}</div></body></html>"
    document = Document(html, "https://example.org/b/8/6.html")
    assert read_heading(document, read_body(document)).title == found
