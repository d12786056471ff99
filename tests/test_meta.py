from __future__ import annotations

import pytest

from novelspider.pages.document import Document
from novelspider.pages.meta import BookFacts, read_meta
from novelspider.site import Site


def facts(html: str, site: Site = Site()) -> BookFacts:
    return read_meta(Document(html, "https://novels.example/book/77/"), site=site)


OG = """<head><title>山中雨夜最新章节_山中雨夜全文阅读_某某书屋</title>
<meta property="og:type" content="novel"><meta property="og:title" content="山中雨夜">
<meta property="og:novel:author" content="林晚"><meta property="og:novel:category" content="仙侠">
<meta property="og:novel:status" content="连载中"><meta property="og:novel:update_time" content="2024-05-01 10:00:00">
<meta property="og:novel:latest_chapter_name" content="第九章 归山"><meta property="og:image" content="/cover/77.jpg">
<meta property="og:description" content="一个少年在雨夜走进深山，再没有回头的故事。"></head><h1>山中雨夜</h1>"""


def test_what_is_declared_for_machines() -> None:
    assert facts(OG) == BookFacts(
        title="山中雨夜",
        author="林晚",
        category="仙侠",
        status="ongoing",
        intro="一个少年在雨夜走进深山，再没有回头的故事。",
        cover_url="https://novels.example/cover/77.jpg",
        latest_chapter="第九章 归山",
        updated_at="2024-05-01 10:00:00",
        certain=facts(OG).certain,
    )


def test_linked_data() -> None:
    html = """<title>Quiet Lake Novel - Read Online</title><script type="application/ld+json">{"@graph": [{"@type": ["Book"],
    "name": "Quiet Lake",
    "author": [{"@type": "Person", "name": "A. Writer"}], "genre": ["Fantasy", "Drama"],
    "image": {"url": "/c.png"}}]}</script>"""
    found = facts(html)
    assert (found.title, found.author, found.category, found.tags, found.cover_url) == (
        "Quiet Lake",
        "A. Writer",
        "Fantasy",
        ("Fantasy", "Drama"),
        "https://novels.example/c.png",
    )


@pytest.mark.parametrize(
    "html",
    [
        "<h1>书</h1><p>作者：林晚</p>",
        "<h1>书</h1><p>作&nbsp;&nbsp;者：<a href='/u/1'>林晚</a></p>",
        "<h1>书</h1><p>作者：林晚 类别：仙侠 状态：连载中</p>",
        "<h1>书</h1><dl><dt>作者名</dt><dd>林晚</dd></dl>",
        "<h1>书</h1><table><tr><th>著者</th><td>林晚</td></tr></table>",
        "<h1>书</h1><div><b>Author:</b> <span>林晚</span></div>",
        "<h1>书</h1><div><h5>Author(s)</h5></div><div><a>林晚</a></div>",
        "<h1>书</h1><p>Tác giả: <a>林晚</a></p>",
        "<h1>书</h1><a href='/author/林晚'>林晚</a>",
        "<title>书_林晚著_某某书屋</title><h1>书</h1>",
        "<h1>书</h1><span class='author'>林晚 著</span>",
        "<meta name='author' content='林晚'><h1>书</h1>",
    ],
)
def test_authors(html: str) -> None:
    assert facts(html).author == "林晚"


def test_agreement_beats_the_first_match() -> None:
    html = """<meta name="author" content="某某小说网"><meta name="description" content=""><h1>山中雨夜</h1>
    <p>作者：林晚</p><a href="/author/5">林晚</a><div class="hot"><p>作者：别人</p></div>"""
    assert facts(html).author == "林晚"


@pytest.mark.parametrize(
    ("html", "title"),
    [
        ("<title>《山中雨夜》最新章节_林晚著</title><h1>山中雨夜</h1>", "山中雨夜"),
        ("<title>山中雨夜全文阅读,山中雨夜最新章节 - 某某小说网</title>", "山中雨夜"),
        ("<title>Read Quiet Lake Online Free - Site</title><h1>Quiet Lake</h1>", "Quiet Lake"),
        ("<title>雪，落在山里最新章節,雪，落在山里全文閱讀-某站</title><h2>《雪，落在山里》</h2>", "雪，落在山里"),
        ("<title>静かな湖 - 小説サイト</title><h1>静かな湖</h1>", "静かな湖"),
        ("<h2>目次</h2>", None),
        ("<title>静かな湖　目次</title><img alt='静かな湖'>", "静かな湖"),
        (
            "<title>Table of Contents | Quiet Lake</title><h1><a href=/>Quiet Lake</a></h1><h1>Table of Contents</h1>",
            "Quiet Lake",
        ),
        ("<title>Quiet Lake Chapter List | Nook</title><h1>Quiet Lake Chapter List</h1>", "Quiet Lake"),
        ("<title>Göl Bölüm Listesi | Nook</title><h1>Göl Bölüm Listesi</h1>", "Göl"),
        ("<title>Daftar Isi: Danau | Nook</title><h1>Daftar Isi: Danau</h1>", "Danau"),
        ("<title>Quiet Lake / Тихое озеро - читать</title><h1>Quiet Lake / Тихое озеро</h1>", "Quiet Lake / Тихое озеро"),
        ("<title>Фанфик «Соль и дым» - Фанфики по фандому «Порт»</title><h1>Соль и дым (джен)</h1>", "Соль и дым"),
        ("<title>Roman „Salz und Rauch“ lesen | Nook</title><h2>Roman</h2>", "Salz und Rauch"),
        (
            "<title>Salt Road MTL - Nook</title><meta property=og:title content='Salt Road MTL - Nook'><h1>Salt Road</h1>",
            "Salt Road",
        ),
        ("<title>Read · Salt Road</title><h1>Table of Contents</h1>", "Salt Road"),
        ("", None),
    ],
)
def test_titles(html: str, title: str | None) -> None:
    assert facts(html).title == title


@pytest.mark.parametrize(
    ("value", "status"),
    [
        ("连载中", "ongoing"),
        ("完结", "completed"),
        ("已完成", "completed"),
        ("OnGoing", "ongoing"),
        ("Completed", "completed"),
        ("Đang ra", "ongoing"),
        ("", None),
        ("?", None),
    ],
)
def test_status(value: str, status: str | None) -> None:
    assert facts(f"<h1>书</h1><p>状态：{value}</p>").status == status


def test_an_introduction_without_advertising() -> None:
    html = """<meta name="description" content="某某网提供山中雨夜最新章节全文免费阅读，山中雨夜无弹窗。"><h1>山中雨夜</h1>
    <div id="intro">内容简介：少年在雨夜走进深山，见到了一盏灯，灯下坐着一个等了他三百年的老人。</div>"""
    assert facts(html).intro == "少年在雨夜走进深山，见到了一盏灯，灯下坐着一个等了他三百年的老人。"


def test_a_site_overrides() -> None:
    found = facts(OG + "<b class=w>甲</b><i class=t>乙</i>", Site(author=".w", book_title=".t"))
    assert (found.author, found.title, found.category) == ("甲", "乙", "仙侠")


@pytest.mark.parametrize(
    ("html", "author"),
    [
        ("<h1>雨夜</h1><p>林晚 著</p>", "林晚"),
        ("<h1>雨夜</h1><span>林晚 / 著</span>", "林晚"),
        ("<h1>雨夜</h1><div>文 / 林晚   悬疑   12万字</div>", "林晚"),
        ("<h1>The Ferryman</h1><h3>by A. R. Tolland</h3>", "A. R. Tolland"),
        ("<h1>雨夜</h1>作者：<a href='/zz/1.html'>林晚</a>", "林晚"),
        ("<h1>雨夜</h1><p>作者：林晚 发布：2010-01-12</p>", "林晚"),
        ("<h1>雨夜</h1><p>作者：林晚　（倒序）</p>", "林晚"),
        ("<div class='page-author'><div class='author-name'>林晚</div><p>写书的。</p></div>", "林晚"),
        ("<title>雨夜_林晚_山城书屋</title><h2>雨夜</h2><a href='/a/21'>林晚</a>", "林晚"),
        ("<h1>雨夜</h1><div>林晚 <span>著</span></div>", "林晚"),
        ("<h1>雨夜</h1><p><a href='/m/7'>林晚</a>／著</p><ul><li>甲一／著<li>乙二／著<li>丙三／著</ul>", "林晚"),
        ("<h1>Salt</h1><p>by <a href='/m/7'>Oona Vale</a></p><ul><li>by Pell<li>by Maren</ul>", "Oona Vale"),
        ("<h1>Salt</h1><div><span>by</span> <a href='/p/7'><b>Oona Vale</b></a></div>", "Oona Vale"),
        ("<meta property='book:author' content='https://n.example/u/7'><h1>Salt</h1><i>by</i> <a>Oona Vale</a>", "Oona Vale"),
        ("<h1>Salt</h1><dl><dt>Creator</dt><dd><a>Oona Vale</a></dd></dl>", "Oona Vale"),
        ("<h1>Sal</h1><table><tr><th>Escritor</th><td><a>Oona Vale</a></td></tr></table>", "Oona Vale"),
        ("<h1>Tuz</h1><p>Yazar: Oona Vale</p>", "Oona Vale"),
        ("<h1>Соль</h1><p><b>Автор:</b> <em>Oona Vale (韦欧娜)</em></p>", "Oona Vale (韦欧娜)"),
        ("<h1>雨夜</h1><font>作：さくや　　全８章　完結</font>", "さくや"),
        ("<title>Соль</title><h1>Соль</h1><div><span>Автор</span><a href='/people/5'>Пак</a></div>", "Пак"),
    ],
)
def test_authors_wherever_they_are_named(html: str, author: str) -> None:
    assert facts(html).author == author


@pytest.mark.parametrize(
    "html",
    [
        "<div><b>内容简介</b><p>河边的少年捡到一盏不会灭的灯。</p></div>",
        "<p>内容简介：河边的少年捡到一盏不会灭的灯。</p>",
        "<h3>简介</h3><div>河边的少年捡到一盏不会灭的灯。</div>",
        "<div id='intro'><p>河边的少年捡到一盏不会灭的灯。</p><p>各位书友要是觉得本书还不错的话请不要忘记推荐哦！</p></div>",
    ],
)
def test_introductions_under_labels_and_without_advertising(html: str) -> None:
    assert facts(f"<h1>雨夜</h1>{html}").intro == "河边的少年捡到一盏不会灭的灯。"


LAMP = "Ein Junge findet am Fluss eine Lampe."


@pytest.mark.parametrize(
    "html",
    [
        f"<div class=summary><h3>Salz</h3><p>{LAMP}</p></div>",
        f"<div class=desc><p>Typ: Roman</p><p>Wertung: 4</p><div class=summary>{LAMP}</div></div>",
        f"<meta name=description content='Baca novel Salz bahasa Indonesia'><h3>Sinopsis</h3><p>{LAMP}",
        f"<meta name=description content='Читать Salz - читать онлайн'><div class=intro>{LAMP}</div>",
        f"<meta name=description content='Salz, von Oona Vale'><div class=intro>{LAMP}</div>",
    ],
)
def test_an_introduction_is_neither_name_nor_facts_nor_a_call_to_read(html: str) -> None:
    assert facts(f"<h1>Salz</h1>{html}").intro == LAMP


def test_a_cover_named_for_the_book() -> None:
    html = "<title>雨夜</title><img src='/x.png' alt='别的'><img src='/img/66.jpg' alt='雨夜'><h1>雨夜</h1>"
    assert facts(html).cover_url == "https://novels.example/img/66.jpg"


@pytest.mark.parametrize("label", ["About", "作品信息", "Read", "Читать", "Table of Contents"])
def test_a_tab_s_label_is_no_name_though_it_leads_to_the_book(label):
    document = Document("<title>Salt Road - Somewhere</title><body></body>", "https://novels.example/book/77/")
    assert read_meta(document, site=Site(), linked=label).title == "Salt Road"
    assert read_meta(document, site=Site(), linked="Salt Road").title == "Salt Road"


@pytest.mark.parametrize("tail", ["читать онлайн", "Bahasa Indonesia", "read online free"])
def test_words_that_sites_put_behind_a_name(tail):
    assert facts(f"<title>Salt Road {tail}</title><body><h1>Salt Road {tail}</h1></body>").title == "Salt Road"


@pytest.mark.parametrize(
    "html",
    [
        "<h1>山中雨夜</h1><td>文库分类：仙侠</td><td>小说作者：林晚</td><td>文章状态：连载中</td>",
        '<h1>山中雨夜</h1><div class="author"><a href="/author/7">林晚</a><a href="/author/7/diary">日记</a></div>',
    ],
)
def test_authors_beside_other_things(html: str) -> None:
    assert facts(html).author == "林晚"


def test_two_dashes_part_a_title() -> None:
    assert facts("<title>山中雨夜 -- 林晚 -- 某某书屋</title><h2>山中雨夜</h2><p>作者：林晚").title == "山中雨夜"
