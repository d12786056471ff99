"""What hangs on the ends of paragraphs all over a chapter is the site's."""

from __future__ import annotations

from novelspider.text import clean_paragraphs
from novelspider.text.tails import find_tails

STORY = ("雨停了。", "他收起伞，往渡口去了。", "“走吧。”", "门外没有人应。", "天亮了。")


def test_a_tail_that_three_paragraphs_have_is_found():
    lines = [line + ("@好文尽在示例文学" if n != 2 else "") for n, line in enumerate(STORY)]
    assert find_tails(lines) == {n: len(line) for n, line in enumerate(STORY) if n != 2}
    assert clean_paragraphs(lines).paragraphs == STORY


def test_letters_and_digits_at_random_are_found():
    garble = ("w7HbDp7dkhxEp", "0g2panArlykei", "iiaannkksum09", "ytbxAkjqevt4", "49vetwtEu")
    assert clean_paragraphs([line + tail for line, tail in zip(STORY, garble, strict=True)]).paragraphs == STORY


def test_what_two_paragraphs_have_stays():
    lines = ["雨停了。天亮了", "他走了。天亮了", "门开了。Lamp", "“走吧。”Omen", "……啊"]
    assert find_tails(lines) == {}
