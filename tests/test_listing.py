from __future__ import annotations

import time

import pytest

from novelspider.pages import read_page
from novelspider.pages.document import Document
from novelspider.pages.listing import Listing, read_listing

HERE = "https://novels.example/list/3/"


def listing(html: str, url: str = HERE) -> Listing:
    return read_listing(Document(html, url))


def rows(start: int = 100, count: int = 12) -> str:
    return "".join(
        f'<li><a href="/book/{n}/"><img src="{n}.jpg" alt="雨中山城{n}"></a><h3><a href="/book/{n}/">雨中山城{n}</a></h3>'
        f'<p>作者：<a href="/author/{n}">林{n}</a></p><a href="/book/{n}/{n}77.html">第{n}章 归山</a></li>'
        for n in range(start, start + count)
    )


def test_books_are_told_from_chapters_authors_and_menus() -> None:
    menu = "<nav>" + "".join(f'<a href="/sort/{n}/">玄幻小说{n}</a>' for n in range(30)) + "</nav>"
    found = listing(f"{menu}<ul>{rows()}</ul>")
    assert [link.url for link in found.books] == [f"https://novels.example/book/{n}/" for n in range(100, 112)]
    assert {link.kind for link in found.books} == {"book"}
    assert found.books[0].evidence == "雨中山城100"


@pytest.mark.parametrize("name", ["page", "page-content-listing", "list-page", "c-page"])
def test_a_list_in_a_page_is_no_menu(name: str) -> None:
    assert len(listing(f'<div id="page" class="{name}"><ul>{rows()}</ul></div>').books) == 12


def test_slugs_and_tables() -> None:
    cells = "".join(
        f'<tr><td><a href="/novel/{w}-lake">The {w} lake</a></td><td>Somebody</td></tr>'
        for w in ("quiet", "cold", "green", "last")
    )
    assert [link.url.rpartition("/")[2] for link in listing(f"<table>{cells}</table>").books] == [
        "quiet-lake",
        "cold-lake",
        "green-lake",
        "last-lake",
    ]


@pytest.mark.parametrize(
    ("pager", "url", "want"),
    [
        (
            '<a href="/list/3/2.html">2</a><a href="/list/3/3.html">3</a><a href="/list/3/2.html">下一页</a>',
            HERE,
            ["/list/3/2.html", "/list/3/3.html"],
        ),
        ('<a href="?sort=new">最新</a><a href="?sort=hot">最热</a><a href="?page=2">下一页</a>', HERE, ["/list/3/?page=2"]),
        ('<a href="?page=2&status=end">完本</a>', HERE, []),
        ('<a href="/sort/3_2/">下一页</a>', "https://novels.example/sort/3_1/", ["/sort/3_2/"]),
        ('<a href="/all?page=3&sort=hot">Next</a>', "https://novels.example/all?page=2&sort=hot", ["/all?page=3&sort=hot"]),
        ('<a href="/calendar/2024/05">2</a>', HERE, []),
    ],
)
def test_further_pages_without_sorts_and_filters(pager: str, url: str, want: list[str]) -> None:
    assert list(listing(f"<ul>{rows()}</ul>{pager}", url).next_urls) == [f"https://novels.example{path}" for path in want]


def test_a_page_without_links() -> None:
    assert listing("<p>nothing") == Listing()


def test_names_before_a_number_are_books_unless_they_come_again() -> None:
    names = ("风雪", "金石", "天涯", "长河", "青灯")
    rows = "".join(f'<li><a href="/t/{n}.html">{name}纪事（更新至第{n + 3}章）</a></li>' for n, name in enumerate(names))
    assert len(listing(f"<ul>{rows}</ul>").books) == 5
    rows = "".join(f'<li><a href="/t/{n}.html">风雪纪事 第{n}章</a></li>' for n in range(1, 9))
    assert listing(f"<ul>{rows}</ul>").books == ()


def test_heads_of_entries_are_no_menus() -> None:
    links = (f'<a href="/works/{n}">the raven of glass {n}</a>' for n in range(500, 506))
    rows = "".join(f'<li><div class="header">{link}</div></li>' for link in links)
    assert len(listing(f"<ol>{rows}</ol>").books) == 6


def test_a_link_of_a_hundred_thousand_characters_is_no_pager():
    html = "<html><body><a href='/x'>" + "'>{{{{" * 20_000 + "</a></body></html>"
    start = time.process_time()
    read_page(html.encode(), "http://www.example.org/list/")
    assert time.process_time() - start < 2  # 25 s while pagers were looked for in texts of any length


def test_a_container_named_for_the_page_is_no_menu() -> None:
    assert len(listing(f'<div id="list-page" class="page"><ul>{rows()}</ul></div>').books) == 12
