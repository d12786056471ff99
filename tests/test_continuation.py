"""Markers of pages and ends, and the story lines that only look like them."""

from __future__ import annotations

import time

import pytest

from novelspider.text.continuation import (
    goes_on,
    is_chapter_end,
    is_continuation,
    is_marker,
    page_counter,
    strip_continuation,
    unfinished_mark,
)


@pytest.mark.parametrize(
    "line",
    [
        "（本章未完，请点击下一页继续阅读）",
        "本章未完，点击下一页，后面更精彩！",
        "本章節未完，請點擊下一頁繼續閱讀",
        "本小章还未完，请点击下一页继续阅读后面精彩内容！",
        "小主，这个章节后面还有哦^.^，请点击下一页继续阅读！",
        "这章没有结束，请点击下一页继续阅读！",
        "（继续下一页）",
        "亲，本章未完，还有下一页哦^0^",
        "-->>",
        "--＞＞",
        "第(2/3)页",
        "第2/3页",
        "(1/2)",
        "Continued on next page",
        "次のページへ続く",
    ],
)
def test_the_chapter_goes_on(line):
    assert is_continuation(line)
    assert strip_continuation(line) == ""


@pytest.mark.parametrize(
    "line", ["(本章完)", "（本章完）", "亲，本章已完", "本章已完", "——本章完——", "（未完待续。）", "未完待续……"]
)
def test_the_chapter_is_over(line):
    assert is_chapter_end(line)
    assert not is_continuation(line)


@pytest.mark.parametrize(
    "line",
    [
        "他翻到下一页，纸上一个字也没有。",
        "“继续看下一页吧。”先生说。",
        "这一章还没有结束，他合上了书。",
        "雨停了。本章未完的书稿压在案头。",
        "胜率只有1/3，他却笑了。",
        "1/3",
        "他指向前方 >>> 那里有光",
        "",
        "……",
    ],
)
def test_lines_of_the_story(line):
    assert not is_marker(line)
    assert strip_continuation(line) == line


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("雨停了。（本章未完，请翻页）", "雨停了。"),
        ("他走到门口，看见了-->>", "他走到门口，看见了"),
        ("他走到门口……（本章未完，请点击下一页继续阅读）", "他走到门口"),
        ("雨停了。（他想。）", "雨停了。（他想。）"),
    ],
)
def test_marker_at_the_end_of_a_paragraph(line, kept):
    assert strip_continuation(line) == kept


def test_counters():
    assert page_counter("第(2/3)页") == (2, 3)
    assert page_counter("第（3/3）页") == (3, 3)
    assert page_counter("(5/2)") is None
    assert not is_continuation("第(3/3)页")


def test_a_page_goes_on_where_its_edges_say_so():
    assert goes_on(["雨停了。", "天亮了。", "-->>"])
    assert goes_on(["第(1/2)页", "雨停了。", "天亮了。", "他走了。", "她没有。", "门关上了。"])
    assert not goes_on(["雨停了。", "（本章完）"])
    assert not goes_on(["第(2/2)页", "雨停了。"])
    assert not goes_on([])


def test_blank_and_hostile_lines_cost_nothing():
    lines = [" " * 100_000, "（" * 100_000, "本章" * 50_000, "-" * 100_000, " " * 50 + "(", "第" + " " * 55 + "1"]
    started = time.process_time()
    assert not any(is_marker(line) or strip_continuation(line) != line for line in lines)
    assert not goes_on(lines)
    assert time.process_time() - started < 0.2


def test_a_button_s_label_says_that_a_page_goes_on_and_is_no_marker():
    """A story may end with these words; for the link to follow they are evidence."""
    assert (is_continuation("下一页"), is_marker("下一页"), strip_continuation("下一页")) == (True, False, "下一页")


@pytest.mark.parametrize(
    ("line", "mark"),
    [
        ("本章未完", "本章未完"),
        ("雨停了……（本章未完）", "（本章未完）"),
        ("雨停了。本章未完……", "本章未完……"),
        ("（本章未完，请点击下一页继续阅读）", ""),
        ("本章完", ""),
        ("本章未完的书稿压在案头。", ""),
        ("", ""),
    ],
)
def test_a_mark_that_says_only_that_the_chapter_is_not_over(line, mark):
    assert unfinished_mark(line) == mark
