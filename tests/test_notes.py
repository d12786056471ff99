"""Author's notes: what is set aside with a heading, and the story around it."""

from __future__ import annotations

import pytest

from novelspider.text import clean_paragraphs

STORY = tuple(f"她走到第{n}座桥边，停了下来，没有回头。" for n in range(60))
TALK = ("今天写得很慢，明天补上更新。", "谢谢大家的月票。", "家里来了客人。", "下一章会快一些。")


@pytest.mark.parametrize("heading", ["题外话", "作者的话", "あとがき", "Author's Note", "작가의 말", "Lời tác giả:"])
@pytest.mark.parametrize("place", [45, 52])
def test_a_heading_amid_the_story_takes_none_of_it(heading, place):
    cleaned = clean_paragraphs([*STORY[:place], heading, *STORY[place:]])
    assert (cleaned.paragraphs, cleaned.notes) == (STORY, (heading,))


@pytest.mark.parametrize("heading", ["题外话", "作者的话", "Author's Note"])
@pytest.mark.parametrize("times", [1, 4])
def test_a_heading_takes_the_notes_to_the_end(heading, times):
    cleaned = clean_paragraphs([*STORY, heading, *TALK * times])
    assert (cleaned.paragraphs, cleaned.notes) == (STORY, (heading, *TALK * times))


def test_notes_before_the_story_end_where_it_begins():
    top = ("今回は短めです。", "感想ありがとうございます。")
    cleaned = clean_paragraphs(["前書き", *top, *STORY])
    assert (cleaned.paragraphs, cleaned.notes) == (STORY, ("前書き", *top))
    cleaned = clean_paragraphs(["前書き", "体調を崩していました。", "＊＊＊＊", *STORY])
    assert cleaned.notes == ("前書き", "体調を崩していました。")
    assert cleaned.paragraphs[1:] == STORY
    cleaned = clean_paragraphs(["作者有话要说：", "雨停了。", "……", *STORY])
    assert (cleaned.paragraphs, cleaned.notes) == (("雨停了。", "……", *STORY), ("作者有话要说：",))


def test_the_site_s_lines_among_the_notes_are_no_notes():
    cleaned = clean_paragraphs([*STORY, "作者有话要说：", "谢谢大家的月票。", "最新网址：www.abcxs.com", "明天见。"])
    assert cleaned.notes == ("作者有话要说：", "谢谢大家的月票。", "明天见。")


@pytest.mark.parametrize(
    "line",
    [
        "P.S. I love you.",
        "An: I told you not to come.",
        "今夜三更，桥头见。",
        "今天等了两更天，巷子里没有人来。",
        "明天晚上他要打更。",
        "作者的话我只信一半。",
        "推荐一本书，我想了很久。",
        "后记写得很短，我读了两遍。",
        "为了给盟主贺寿，山上来了很多人。",
        "The author's note was found in the drawer.",
        "Note: keep away from the river.",
        "ps好的照片挂在墙上。",
    ],
)
@pytest.mark.parametrize("place", [30, 60])
def test_lines_of_the_story_are_no_notes(line, place):
    cleaned = clean_paragraphs([*STORY[:place], line, *STORY[place:]])
    assert cleaned.paragraphs == (*STORY[:place], line, *STORY[place:])
