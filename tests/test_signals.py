"""Signals and flags: calibrated so that an ordinary chapter has none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from novelspider.text.signals import read_flags, read_signals

KEYS = [
    "dialogue_ratio",
    "dup_line_ratio",
    "dup_5gram_ratio",
    "mean_paragraph_chars",
    "script_ratio",
    "masked_count",
    "private_count",
]
PLACES = list("山河桥巷城村海林田井窗门灯楼船路雪雨风月")
STORY = tuple(f"那天傍晚，{a}边的{b}下站着一个人，他望着远处，一句话也没有说。" for a in PLACES[:10] for b in PLACES[10:13])
TALK = tuple(
    f"“{a}？”" if i % 2 else f"“{a}那边有{b}。”" for i, (a, b) in enumerate(zip(PLACES * 3, PLACES[3:] * 4, strict=False))
)


def test_keys_are_fixed():
    assert list(read_signals(())) == list(read_signals(STORY)) == KEYS
    assert set(read_signals(()).values()) == {0.0}


def test_dialogue_and_paragraphs():
    signals = read_signals(["“走吧。”", "他站着。"])
    assert signals["dialogue_ratio"] == round(5 / 10, 4)
    assert signals["mean_paragraph_chars"] == 5.0
    assert read_signals(['"Go," he said.'])["dialogue_ratio"] == round(5 / 14, 4)


def test_repetition():
    assert read_signals(["雨停了。", "天亮了。", "雨停了。", "雨停了。"])["dup_line_ratio"] == 0.5
    assert read_signals(["他走过那座长长的石桥，"] * 10)["dup_5gram_ratio"] == 0.9
    assert read_signals(["one two three four five six"])["dup_5gram_ratio"] == 0.0
    assert read_signals(["one two three four five six " * 20])["dup_5gram_ratio"] > 0.9


def test_script():
    assert read_signals(["雨停了"])["script_ratio"] == 1.0
    assert read_signals(["雨停了abc"])["script_ratio"] == 0.5
    assert read_signals(["Он открыл"])["script_ratio"] == 1.0


def test_script_of_the_book():
    assert read_signals(["He opened the door."], book_language="zh-Hans")["script_ratio"] == 0.0
    assert read_signals(["雨停了abc"], book_language="zh-Hans")["script_ratio"] == 0.5
    assert read_signals(["雨停了"], book_language="ja")["script_ratio"] == 1.0
    assert read_signals(["비가 온다"], book_language="zh")["script_ratio"] == 0.0
    assert read_signals(["雨停了abc"], book_language="en")["script_ratio"] == 0.5
    assert read_signals([], book_language="en")["script_ratio"] == 0.0


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("他的欲·望藏得很深。", 1),
        ("他說起政-府，又說起軍•隊。", 2),
        ("他的手deeeek伸了出去。", 1),
        ("你这个sh*t，他骂道。", 1),
        ("某*某来了。", 1),
        ("约翰·史密斯走了，欧阳·云没有。", 0),
        ("公式是x*y=3，也就是a**b。", 0),
        ("长*宽*高=体积。", 0),
        ("获得丹药*3，灵石*100。", 0),
        ("hmmmm，他说noooo。", 0),
        ("1997-2003年/左右", 0),
        ("What the sh*t is that? That f**k of a b*tch, damn f***ing hell.", 4),
        ("So x*y=3 and a**b is not c*d; *really*, a footnote*, **bold**.", 0),
        ("Heeeey, he said, sooooo long.", 0),
    ],
)
def test_masked_words(text, count):
    assert read_signals([text])["masked_count"] == count


def test_masked_and_private():
    assert read_signals(["那个**人走了，他去找□□办事，又见了zhèng fǔ的人。"])["masked_count"] == 4
    assert read_signals(["What the f*** is that? **Really**."])["masked_count"] == 1
    assert read_signals(["***", "雨停了。", "欧阳·云走了。"])["masked_count"] == 0
    assert read_signals(["他\ue123了，\ue456来。"])["private_count"] == 2


def test_healthy_chapters_have_no_flags():
    assert read_flags(STORY) == ()
    assert read_flags(TALK) == ()
    assert (
        read_flags([f"He walked to the {n} house by the river, and “nobody said a word” to him there." for n in range(30)])
        == ()
    )


def test_flags():
    assert read_flags(["请假一天。"]) == ("short",)
    assert read_flags([*STORY, "他抬起头，看见远处的"]) == ("truncated",)
    assert read_flags([*STORY, "他**了。"]) == ("masked_words",)
    assert read_flags([*STORY, "他\ue123了。"]) == ("obfuscated",)
    assert read_flags(STORY, language="en", book_language="zh-Hans") == ("foreign_text",)
    assert read_flags(STORY, language="zh-Hant", book_language="zh-Hans") == ()
    assert read_flags([line for story in STORY for line in (story, "“他说，不必再等了。", "没有人应他。”“", "走吧”。”")]) == (
        "unclosed_quotes",
    )


def test_a_speech_of_several_paragraphs_closes_once():
    speech = ["“他说的话我都记得。", "“那一年雨很大。", "“后来就没有了。”"]
    assert read_flags([*STORY, *speech * 10]) == ()
    assert read_flags([*STORY, *(line.lstrip("“") if i % 3 else line for i, line in enumerate(speech * 10))]) == ()


ENGLISH = [f'"I walked to the {n} house by the river," she said, and nobody answered her.' for n in range(20)]


def test_straight_quotes_left_open():
    for broken in (
        [f'"I will not go to the {n} house, he said.' for n in range(10)],
        [
            line
            for n in range(10)
            for line in (f'"I will not go to the {n} house.', "Nobody said a word, and the rain went on.")
        ],
        [line for n in range(10) for line in (f'"I will not go to the {n} house, he said.', '"Then stay," she said.')],
    ):
        assert read_flags([*ENGLISH, *broken]) == ("unclosed_quotes",)


def test_straight_quotes_of_long_speeches_and_inches():
    speech = ['"What he said I know.', '"That year it rained.', '"Then there was nothing."']
    assert read_flags([*ENGLISH, *speech * 10]) == ()
    assert read_flags([*ENGLISH, *(f'The board was {n}" wide and lay on the floor.' for n in range(10))]) == ()
    assert read_flags([*ENGLISH, '"One slip, he said.']) == ()


def test_verse_is_not_truncated():
    assert read_flags([*("山一程水一程身向那畔行去" for _ in range(40)), "夜深千帐灯"]) == ()


@given(st.lists(st.text(max_size=30), max_size=10))
def test_any_paragraphs_are_read(paragraphs):
    signals = read_signals(paragraphs)
    assert list(signals) == KEYS
    assert all(0 <= signals[key] <= 1 for key in KEYS if key.endswith("ratio"))
    assert read_flags(paragraphs) == tuple(sorted(read_flags(paragraphs)))
