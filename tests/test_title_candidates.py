"""Chapter titles that stand in no heading of their own."""

from __future__ import annotations

import pytest

from novelspider.pages.body import read_body
from novelspider.pages.document import Document
from novelspider.pages.heading import read_heading

STORY = "<p>The rain fell all night, and the steps were green.</p><p>“Must you go?” she asked, quietly.</p>"
KOREAN = "<p>밤새 비가 내렸고 돌계단의 이끼는 씻겨 반들거렸다.</p><p>“꼭 가야 하나?” 아녕이 조용히 물었다.</p>"


def title(head: str, above: str, story: str = STORY) -> str | None:
    html = f"<html><head><title>{head}</title></head><body>{above}<div id=content>{story * 3}</div></body></html>"
    document = Document(html, "https://books.example/book/71/3")
    return read_heading(document, read_body(document)).title


@pytest.mark.parametrize("tag", ["b", "strong", "font size=5", "big"])
def test_bold_letters_in_the_midst_of_other_lines(tag: str) -> None:
    above = f"<div><b>Of Rain</b> by <a href=/u/5>South Wind</a><br>Words: 9k<br>Ch 3 of 9<br><{tag}>Chapter 3: The Ferry"
    assert title("Of Rain Chapter 3, a Harbour fanfic | Nook", f"{above}</{tag.split()[0]}></div>") == "Chapter 3: The Ferry"


@pytest.mark.parametrize(
    "above",
    [
        "<center>Of Rain<br><br><b>Chapter Three<br>In Which It Rains</b></center>",
        "<h2>Chapter Three<br/>In Which It Rains</h2>",
    ],
)
def test_number_and_name_on_lines_of_their_own(above: str) -> None:
    assert title("Of Rain, Chapter Three", above) == "Chapter Three In Which It Rains"


@pytest.mark.parametrize("name", ["3화. 나루터", "3화 나루터"])
def test_the_name_in_the_story_s_first_line(name: str) -> None:
    above = '<h1><a href="/">창고</a></h1><h1>[번역] 비의 골목 3화</h1>'
    assert title("[번역] 비의 골목 3화 :: 창고", above, f"<p><b>{name}</b></p>{KOREAN}") == name
    assert title("[번역] 비의 골목 3화 :: 창고", above, f"<p>3화 만에 그는 돌아왔다.</p>{KOREAN}") == "3화"
    assert title("[번역] 비의 골목 3화 :: 창고", above, f"<p>4화. 등불</p>{KOREAN}") == "3화"


def test_a_heading_that_begins_with_a_link() -> None:
    above = "<h2><small><a href=/u/south/>South Wind</a>:</small><br>Of Rain. Chapter 3</h2>"
    assert title("South Wind. Of Rain. Chapter 3", above) == "Of Rain. Chapter 3"


def test_a_heading_that_begins_as_the_book_does() -> None:
    assert title("第三章 渡口_雨巷2 江南旧事_青石书屋", "<h1>雨巷2 第三章 渡口</h1>") == "第三章 渡口"
    assert title("第三章 渡口_第一卷 春_雨巷_青石书屋", "<h1>第一卷 第三章 渡口</h1>") == "第一卷 第三章 渡口"
    assert title("第一卷 第三章 渡口_雨巷_青石书屋", "<h1>第一卷 第三章 渡口</h1>") == "第一卷 第三章 渡口"


def test_the_entry_that_leads_here_among_others() -> None:
    names = ["The Hollow Bridge", "A Market", "The Ferry", "An Oath for Two"]
    rows = "".join(
        f"<li><a href=/book/71/{n}><i>{n}</i><span class=chapter-title>{one}</span></a>" for n, one in enumerate(names, 1)
    )
    above = f"<h1 class=story-title>Of Rain</h1><ul>{rows}</ul>"
    assert title("Of Rain by South Wind at Nook", above) == "The Ferry"


def test_tags_before_the_title_are_none() -> None:
    assert title("#oc #slow-burn Of Rain 3 - A novel by South Wind - Nook", "") == "Of Rain 3"
