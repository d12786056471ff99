"""A chapter that says the one before it again, and chapters that merely have lines in common."""

from __future__ import annotations

import pytest

from novelspider.demo.prose import Prose
from novelspider.text.repeats import paragraphs_of, repeats

PROSE = Prose("repeats")
FIRST, SECOND = PROSE.chapter(20), PROSE.chapter(20)
VERSE = ("山一程，", "水一程，", "身向榆关那畔行。", "夜深千帐灯。")


@pytest.mark.parametrize(
    "chapter",
    [
        FIRST,
        [*FIRST[:14], *SECOND[:4]],
        [*SECOND[:4], *FIRST[6:]],
        [line.replace("，", ", ").replace("。", " 。") for line in FIRST],
        ["雨还没有停。", *FIRST[3:12]],
    ],
)
def test_most_of_it_stood_before(chapter):
    assert repeats(paragraphs_of(chapter), paragraphs_of(FIRST))


@pytest.mark.parametrize(
    ("chapter", "previous"),
    [
        (SECOND, FIRST),
        ([*VERSE, *SECOND], [*FIRST, *VERSE]),
        ([line for one in SECOND for line in (one, "“嗯。”")], [line for one in FIRST for line in (one, "“嗯。”")]),
        ([*FIRST[:4], *SECOND], FIRST),
        (["今天请假一天。", "明天补上。"], ["今天请假一天。", "明天补上。"]),
        (["……", "——", "***", "雨停了。"], ["……", "——", "***", "天亮了。"]),
        ([], []),
        (FIRST, []),
        ([], FIRST),
    ],
)
def test_lines_in_common_are_no_repetition(chapter, previous):
    assert not repeats(paragraphs_of(chapter), paragraphs_of(previous))


def test_what_is_kept_of_a_chapter_is_bounded():
    assert len(paragraphs_of([f"第{number}夜" for number in range(20_000)])) == 4096
