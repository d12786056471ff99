from __future__ import annotations

import pytest

from novelspider.pages.body import read_body
from novelspider.pages.document import Document

FIRST = ["渡口的雾散得很慢，船夫把缆绳又绕了一圈。", "“今天不走了。”他说。", "岸上的人都没有动，像是在等一句别的话。"]
SECOND = ["入夜以后，雾又回来了，比早上更浓。", "有人敲了三下船板，停一停，又敲了三下。"]
ABOUT = ["本书讲的是一条河与两岸的人，节奏舒缓，文笔细腻，值得一读再读。", "看完只想再看一遍，强烈推荐给大家，不看后悔。"] * 3


def lines(texts: list[str]) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def read(body: str, title: str = "第三章 大雾_渡口_山海书院") -> list[str]:
    html = f"<html><head><title>{title}</title></head><body>{body}</body></html>"
    return list(read_body(Document(html, "https://example.org/1/3.html")).paragraphs)


def test_parts_of_a_story_in_elements_of_different_names():
    parts = f"<div class='opening'>{lines(FIRST)}</div><div class='rest'>{lines(SECOND)}</div>"
    assert read(f"<h1>第三章 大雾</h1><div id='w'>{parts}</div>") == FIRST + SECOND


def test_a_heading_ends_a_story():
    parts = f"<div class='one'>{lines(FIRST)}</div><h3>书友说</h3><div class='two'>{lines(SECOND)}</div>"
    assert read(f"<h1>第三章 大雾</h1><div id='w'>{parts}</div>") == FIRST


def test_remarks_of_readers_behind_the_turns_are_longer_than_the_story():
    turns = "<div><a href='/1/2.html'>上一章</a> <a href='/1/4.html'>下一章</a></div>"
    body = f"<h1>第三章 大雾</h1><div class='a'>{lines(FIRST)}</div>{turns}<div class='b'>{lines(ABOUT)}</div>"
    assert read(body) == FIRST


def test_links_above_the_story_do_not_end_it():
    turns = "<div><a href='/1/2.html'>上一章</a> <a href='/1/4.html'>下一章</a></div>"
    assert read(f"<h1>第三章 大雾</h1>{turns}<div class='a'>{lines(FIRST)}</div>") == FIRST


def test_what_the_site_says_below_the_turns_in_the_same_element():
    story = "<br>".join(FIRST + SECOND * 4)
    body = f"<div>{story}<br><a href='/1/2.html'>上一章</a> | <a href='/1/4.html'>下一章</a><br>本站 2018 统计</div>"
    assert read(body) == FIRST + SECOND * 4


def test_a_story_in_one_line_and_a_footer():
    line = "　　".join(FIRST)
    assert read(f"<h1>第三章 大雾</h1><div class='bd'>　　{line}</div><div id='fo'>山海书院</div>") == FIRST


@pytest.mark.parametrize(
    "between", ["<a href='4100.html'>上一章</a> <a href='4102.html'>下一章</a>", "| <a href='4102.html'>下一章</a>"]
)
def test_what_stands_behind_bare_links_is_not_the_story(between):
    story = "".join(f"<p>他沿着河走了很远，{n}更的鼓声从城里传来，没有人应他。</p>" for n in range(12))
    talk = "".join(f"<p>写得真好，第{n}遍看了，还是想知道后来怎么样，等更新。</p>" for n in range(9))
    page = f"<h1>第3章 雨夜</h1><div class='t'>{story}</div>{between}<div class='c'>{talk}</div>"
    assert len(read_body(Document(page, "https://novels.example/12/4101.html")).paragraphs) == 12


def test_parts_that_an_editor_wraps_in_many_elements():
    def part(texts):
        return f"<div class='c text'><div class='cc'><div class='s'><div class='m'>{lines(texts)}</div></div></div></div>"

    picture = "<div class='c image'><a href='#'><img src='1.png'></a></div>"
    assert read(f"<div class='main'>{part(FIRST * 3)}{picture}{part(SECOND * 3)}</div>") == [*FIRST * 3, *SECOND * 3]


def test_remarks_below_a_story_in_one_piece_are_not_of_it():
    texts = [*FIRST, *SECOND] * 3
    story = f"<div class='dzien'>{'<br>'.join(texts)}</div>"
    talk = f"<div class='k'><b>阿青</b><p>{ABOUT[0]}</p></div>"
    assert read(f"<div id='left'><h1>第三章 大雾</h1>{story}<p>12 人</p>{talk}</div>") == texts


def test_words_above_the_largest_part_of_what_is_named_a_story():
    story = (
        f"<div id='chaptertext'><div class='inner'>雾散了。<br><div style='x'>{'<br>'.join(FIRST + SECOND)}</div></div></div>"
    )
    assert read(f"<h1>第三章 大雾</h1>{story}") == ["雾散了。", *FIRST, *SECOND]


def test_a_row_of_pictures_that_lead_on_ends_a_story():
    row = "<a href='7.htm'><img alt='back'></a> <a href='i.htm'><img alt='contents'></a> <a href='9.htm'><img alt='next'></a>"
    foot = f"<center>{row}<p>Do not repost this without asking me.<br>You are visitor number<br>Hosted by Quay</center>"
    assert read(f"<table><tr><td>{lines([*FIRST, *SECOND] * 9)}{foot}</td></tr></table>") == [*FIRST, *SECOND] * 9


def test_what_stands_under_a_picture_is_not_of_the_story():
    picture = "<figure><img src='1.png'><figcaption>渡口，一九一一年。</figcaption></figure>"
    assert read(f"<h1>第三章 大雾</h1><div class='a'>{lines(FIRST)}{picture}{lines(SECOND)}</div>") == FIRST + SECOND
