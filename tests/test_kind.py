from __future__ import annotations

import json
from pathlib import Path

import pytest

from novelspider.pages import evidence_of, read_page
from novelspider.pages.decode import decode
from novelspider.pages.kind import judge
from novelspider.pages.signs import chapter_signs, most_for_a_chapter

SENTENCE = "雨下了整整一夜，他在窗前坐着，看灯一盏一盏地灭。有人敲门，没有人应。"
TURNS = '<a href="1000.html">上一章</a><a href="./">目录</a><a href="1002.html">下一章</a>'


def story(paragraphs: int) -> str:
    return "".join(f"<p>{SENTENCE}{n}</p>" for n in range(paragraphs))


def chapters(count: int, book: int = 77) -> str:
    return "".join(f'<li><a href="/book/{book}/{1000 + n}.html">第{n}章 雨夜</a></li>' for n in range(1, count + 1))


def books(count: int) -> str:
    return "".join(f'<li><a href="/book/{n}/">山城旧事{n}</a><span>作者：林{n}</span></li>' for n in range(300, 300 + count))


@pytest.mark.parametrize(
    ("html", "path", "kind"),
    [
        (f"<h1>第3章 雨夜</h1>{TURNS}<div>{story(20)}</div>", "/book/77/1003.html", "chapter"),
        (f"<h1>第3章 雨夜</h1>{TURNS}<div>{story(2)}</div>", "/book/77/1003.html", "chapter"),
        (f"<h1>第3章 雨夜</h1>{TURNS}<div>{story(20)}</div><ul>{chapters(200)}</ul>", "/book/77/1003.html", "chapter"),
        (f"<h1>第3章 雨夜</h1>{TURNS}<div>{story(20)}</div><h3>推荐</h3><ul>{books(60)}</ul>", "/book/77/1003.html", "chapter"),
        (
            f"<meta property='og:type' content='novel'><h1>第3章 雨夜</h1>{TURNS}<div>{story(20)}</div>",
            "/book/77/1003.html",
            "chapter",
        ),
        (f"<h1>山城</h1><p>作者：林晚</p><ul>{chapters(300)}</ul>", "/book/77/", "book"),
        (f"<h1>山城</h1><p>作者：林晚</p><p>状态：连载</p><div>{story(12)}</div><ul>{chapters(12)}</ul>", "/book/77/", "book"),
        (
            (f"<meta property='og:type' content='novel'><h1>山城</h1><div>{story(5)}</div><a href='/mulu/77/'>查看目录</a>"),
            "/book/77/",
            "book",
        ),
        (
            (
                f"<h1>山城</h1><p>作者：林晚</p><p>类别：仙侠</p><p>状态：完结</p><ul>{chapters(8)}</ul><h3>推荐</h3>"
                f"<ul>{books(50)}</ul>"
            ),
            "/book/77/",
            "book",
        ),
        # A chapter with the whole book in a menu beside it, and no way on but that; a book's page that begins with a chapter.
        (f"<ul>{chapters(40)}</ul><h1>第3章 雨夜</h1><div>{story(100)}</div>", "/r/x-3", "chapter"),
        (
            f"<meta property='og:type' content='book'><ul>{chapters(40)}</ul><h1>第3章 雨夜</h1><div>{story(100)}</div>",
            "/r/x-3",
            "chapter",
        ),
        (
            f"<title>山城 第40章</title><p>作者：林晚</p><p>状态：连载</p><div>{story(100)}</div><ul>{chapters(40)}</ul>",
            "/book/77/",
            "book",
        ),
        # Sites that call every page a book's.
        (f"<title>排行榜</title><meta property='og:type' content='book'><ul>{books(40)}</ul>", "/r/", "list"),
        (f"<meta property='og:type' content='book'><h1>山城</h1><p>作者：林晚</p><ul>{books(9)}</ul>", "/book/77/", "book"),
        (chapters(50), "/ajax/list?id=77", "book"),
        (f"<title>玄幻小说排行榜</title><ul>{books(40)}</ul>", "/top/", "list"),
        (f"<title>搜索结果</title><ul>{books(2)}</ul>", "/search?q=x", "list"),
        (f"<title>某某书屋</title><ul>{books(90)}</ul>", "/", "list"),
        ("<title>关于我们</title><p>联系方式</p>", "/about", "other"),
    ],
)
def test_kinds(html: str, path: str, kind: str) -> None:
    assert read_page(html.encode(), f"https://novels.example{path}").kind == kind


def test_a_home_page_with_the_newest_chapters_of_many_books_is_a_list() -> None:
    rows = "".join(
        (f'<li><a href="/book/{n}/">山城旧事{n}</a><a href="/book/{n}/{n * 7}.html">第{n * 13 % 97}章 雨夜</a></li>')
        for n in range(300, 340)
    )
    assert read_page(f"<title>某某书屋</title><ul>{rows}</ul>".encode(), "https://novels.example/").kind == "list"


ROW = '<a href="1002.html">第1002节 门房</a> <a href="1004.html">第1004节 雨</a>'
ARROWS = '<a href="1002.html">&lt;&lt;</a> <a href="./">目录</a> <a href="1004.html">&gt;&gt;</a>'


def reviews(count: int) -> str:
    return "".join(f'<h3><a href="/book/{n}.html">《雨夜{n}》</a> <small>林晚</small></h3>{story(2)}' for n in range(count))


def posts(count: int) -> str:
    hrefs = [f"/2019/0{n}/p-{n}/" for n in range(1, 1 + count)]
    heads = [f'<h2><a href="{href}">浮桥 第{n}回</a></h2>' for n, href in enumerate(hrefs)]
    more = [f'<p>{SENTENCE}</p><a href="{href}">继续阅读</a>' for href in hrefs]
    return "".join(f"<article>{a}{b}</article>" for a, b in zip(heads, more, strict=True))


def threads(count: int) -> str:
    names = ("风雪", "金石", "天涯", "长河", "青灯", "旧城", "山海", "断桥", "石桥", "孤舟")
    return "".join(
        f'<tr><td><a href="thread-{7000 + n}-1-1.html">{names[n]}纪事（更新至第{n + 3}章）</a>'
        f'<a href="thread-{7000 + n}-2-1.html">2</a></td><td>林晚</td></tr>'
        for n in range(count)
    )


@pytest.mark.parametrize(
    ("html", "path", "kind"),
    [
        (f"<h2>第1003节 旧钥匙</h2><div>{story(4)}</div>{ROW}<a href='/down/33.txt'>TXT下载</a>", "/33/1003.html", "chapter"),
        (f"<h2>第1003节 旧钥匙</h2><div>{story(4)}</div>{ROW}<a href='1003.html'>1</a>", "/33/1003_2.html", "chapter"),
        (f"<h2>第5章 石阶</h2>{ARROWS}<div>{story(4)}</div>{ARROWS}", "/21/1003.html", "chapter"),
        (f"<h1>武侠推荐</h1><div>{reviews(12)}</div>", "/tag/wuxia", "list"),
        (f"<h1>分类：小说</h1>{posts(8)}", "/category/novel/", "list"),
        (f"<h1>原创文学</h1><table>{threads(10)}</table><a href='forum-12-2.html'>下一页</a>", "/forum-12-1.html", "list"),
    ],
)
def test_rows_of_chapters_and_lists_of_texts(html: str, path: str, kind: str) -> None:
    assert read_page(f"<body>{html}</body>".encode(), f"https://novels.example{path}").kind == kind


def test_a_plain_chapter_is_settled_by_its_ways_title_and_text() -> None:
    html = f"<title>第3章 雨夜</title><h1>第3章 雨夜</h1>{TURNS}<div>{story(20)}</div>{TURNS}"
    decision = judge(evidence_of(html, "https://novels.example/book/77/1003.html"))
    assert (decision.kind, decision.signs, "running text" in decision.certain) == ("chapter", {}, True)


@pytest.mark.parametrize(("paragraphs", "certain"), [(120, True), (20, False)])
def test_a_long_story_between_two_chapters_needs_no_title(paragraphs, certain):
    html = f"<title>山城旧事</title><body>{TURNS}<div>{story(paragraphs)}</div>{TURNS}</body>"
    decision = judge(evidence_of(html, "https://novels.example/book/77/1003.html"))
    assert (decision.kind, bool(decision.certain)) == ("chapter", certain)


def test_a_ranking_whose_rows_are_declared_books_is_a_list() -> None:
    title = '<h3><a href="/truyen-{n}/">Sơn thành cũ {n}</a></h3>'
    row = f'<div itemscope itemtype="https://schema.org/Book">{title}<i>Lâm {{n}}</i></div>'
    html = "<meta property='og:type' content='book'>" + "".join(row.format(n=n) for n in range(300, 325))
    assert read_page(html.encode(), "https://novels.example/danh-sach/hot/trang-4/").kind == "list"
    assert read_page(f"{row.format(n=1)}<p>{SENTENCE * 9}</p>".encode(), "https://novels.example/truyen-1/").kind == "book"


def test_a_page_that_is_one_of_the_chapters_it_lists_is_that_chapter() -> None:
    rows = "".join(f'<tr><td><a href="ss.php?all=7&n={n}#top">第{n}話 雨夜{n}</a></td></tr>' for n in range(30))
    html = f"<title>投稿掲示板</title><b>山城</b><table>{rows}</table><div>{story(20)}</div>"
    page = read_page(html.encode(), "https://novels.example/ss.php?all=7&n=4")
    assert (page.kind, page.title) == ("chapter", "第4話 雨夜4")
    assert read_page(html.encode(), "https://novels.example/ss.php?all=7").kind == "book"


def test_a_word_of_lists_in_the_site_s_name_makes_no_list() -> None:
    home = '<a href="https://novels.example/">吾爱书库</a>'
    rows = "".join(f'<li><a href="/book/{n}.html">山城旧事{n}</a></li>' for n in range(300, 316))
    html = f"<title>山城旧事(7)-吾爱书库</title>{home}<h1>山城旧事(7)</h1><div>{story(60)}</div><ul>{rows}</ul>"
    assert read_page(f"{html}<a href='a_8.html'>下一页</a>".encode(), "https://novels.example/a_7.html").kind == "chapter"
    assert read_page(f"<title>玄幻书库</title>{home}<ul>{rows}</ul>".encode(), "https://novels.example/k/").kind == "list"


@pytest.mark.parametrize("case", sorted((Path(__file__).parent / "sites").glob("*/*.html")), ids=lambda path: path.stem)
def test_no_signs_of_a_chapter_weigh_more_than_the_most_that_they_can(case: Path) -> None:
    said = json.loads(case.with_suffix(".json").read_text(encoding="utf-8"))
    evidence = evidence_of(decode(case.read_bytes(), said["content_type"]), said["url"])
    assert sum(sign.points for sign in chapter_signs(evidence)) <= most_for_a_chapter(evidence)
