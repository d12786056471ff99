from __future__ import annotations

import pytest

from novelspider.pages import read_page

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
