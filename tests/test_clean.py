"""Cleaning: normal form, repeated titles, notes, and what must hold for any text."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from novelspider.text import Cleaned, Removal, clean_paragraphs
from novelspider.text.chapter import clean_chapter
from novelspider.text.noise import RULES
from novelspider.text.normal import normal

ADS = st.sampled_from(
    [
        *(rule.takes for rule in RULES if rule.kind == "span"),
        "xianshu8.net",
        " xianshu8.net ",
        "https://www.xianshu8.net/1.html",
        "{闲云书屋}",
        "〖闲云小说网〗",
        "《闲云小说网》",
        "最#新#小#说",
        "#最#新#小#说#",
        "ωωω.ｘｓ８.net",
        "❀闲云书斋❀",
        "xs8(.)net",
        "（本章由闲云书屋首发）",
        "-->>",
        "（本章未完，请翻页）",
        "amp;lt;br>",
    ]
)
STORY = (
    "他推开门，屋里没有人，只有一盏灯还亮着。",
    "“你走吧。”她说 A 到 B，&amp;，&",
    "The rain came down, and nobody looked up.",
)


@st.composite
def interrupted(draw):
    """A sentence with advertising at one or two places in it."""
    line = draw(st.sampled_from(STORY))
    for ad in draw(st.lists(ADS, min_size=1, max_size=2)):
        at = draw(st.integers(0, len(line)))
        line = line[:at] + ad + line[at:]
    return line


LINES = st.one_of(
    interrupted(),
    st.sampled_from([part for rule in RULES for part in (rule.takes, rule.leaves)]),
    st.text(
        "他说雨，。！？“”「」（）()【】[]·•⊥#*ωw.comnet一二第章页/12 \n\u200b\u3000&;nbspamp<>-—…:：PS求月票www", max_size=40
    ),
    st.text(max_size=30),
)


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("\u3000\u3000雨停了。", "雨停了。"),
        ("\xa0\xa0&nbsp;&nbsp;雨停了。", "雨停了。"),
        ("&amp;nbsp;&amp;amp;nbsp;雨停&amp;hellip;了", "雨停…了"),
        ("雨\u200b停\ufeff了\xad。\u2060", "雨停了。"),
        ("雨停了。\u2028天亮了。\u2029\r\n他走了。", "雨停了。\n天亮了。\n他走了。"),
        ("雨\x00停\x07了\x1b。", "雨停了。"),
        ("ＡＢｃ１２３，！（）", "ABc123，！（）"),
        ("雨，。？！：；“”「」……——《》", "雨，。？！：；“”「」……——《》"),
        ("雨  停\t了", "雨 停 了"),
        ("雨停了。<br/>天亮了。", "雨停了。\n天亮了。"),
        ("①㍿ﾊﾟé", "①㍿ﾊﾟé"),
        ("AT&T &copy &unknown; &#x110000; &#55296;", "AT&T &copy &unknown; &#x110000; &#55296;"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("क्\u200dष", "क्\u200dष"),
        ("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"),
        ("雨\u200d停\u200c了", "雨停了"),
        ("&nb\u200bsp;雨停了<b\u200br>。", "雨停了\n。"),
        ("0\u2028\u200c 0", "0\n0"),
        ("", ""),
    ],
)
def test_normal_form(raw, clean):
    assert normal(raw) == clean


@given(st.text() | st.text("&amp;nbsp;#38x26 \n\u200b\u200c\u200d\u2028\u3000می👨<br>", max_size=40))
def test_normal_form_is_stable(text):
    once = normal(text)
    assert normal(once) == once
    assert ("\n\n" in once, "  " in once, once.strip()) == (False, False, once)


def test_a_page_is_cleaned():
    cleaned = clean_paragraphs(
        [
            "第3章 雨巷(第1/2页)",
            "\u3000\u3000雨停了。",
            "他推开门，ωωω.ＵＪＸＳ.net屋里没有人。",
            "上一章 目录 下一章",
            "（本章未完，请点击下一页继续阅读）",
            "PS：求月票！",
        ],
        title="第3章 雨巷",
        host="www.example.org",
    )
    assert cleaned == Cleaned(
        paragraphs=("雨停了。", "他推开门，屋里没有人。"),
        notes=("PS：求月票！",),
        removed=(
            Removal("title", "第3章 雨巷(第1/2页)"),
            Removal("domain", "ωωω.UJXS.net"),
            Removal("chrome", "上一章 目录 下一章"),
            Removal("page_marker", "（本章未完，请点击下一页继续阅读）"),
        ),
    )


@pytest.mark.parametrize(
    "line",
    [
        "第3章 雨巷",
        "第三章　雨巷",
        "雨巷",
        "第3章雨巷(第1/2页)",
        "山河旧事 第3章 雨巷",
        "《山河旧事》 第3章 雨巷",
        "正文 第三章 雨巷",
        "第3章：雨巷！",
        "3 雨巷",
        "第3章",
        "第三章",
        "正文 第三章",
        "山河旧事 第三章",
        "Chapter Three",
        "第3章 雨巷_山河旧事_示例小说网",
    ],
)
def test_the_title_in_any_spelling_goes_from_the_top(line):
    cleaned = clean_paragraphs([line, "雨停了。", "天亮了。"], title="第3章 雨巷")
    assert cleaned == Cleaned(("雨停了。", "天亮了。"), (), (Removal("title", line.replace("\u3000", " ")),))


@pytest.mark.parametrize(
    "line",
    [
        "第4章 雨巷",
        "“雨巷！”",
        "雨巷里没有人。",
        "第3章他没有读完，就睡着了。",
        "她翻到第三章",
        "第三节",
        "三",
        "雨",
        "102",
        "3",
    ],
)
def test_what_only_looks_like_the_title_stays(line):
    assert clean_paragraphs([line, "雨停了。"], title="第3章 雨巷").paragraphs == (line, "雨停了。")


def test_the_title_goes_once_or_twice_but_only_from_the_top():
    assert clean_paragraphs(["第3章 雨巷", "雨巷", "雨停了。", "雨巷"], title="第3章 雨巷").paragraphs == ("雨停了。", "雨巷")
    assert clean_paragraphs(["请假一天"], title="请假一天").paragraphs == ("请假一天",)


def test_notes_after_a_heading_go_to_the_end():
    story = [f"那天他走了第{n}里路。" for n in range(9)]
    cleaned = clean_paragraphs([*story, "作者有话要说：", "明天见。", "谢谢大家。"])
    assert (cleaned.paragraphs, cleaned.notes) == (tuple(story), ("作者有话要说：", "明天见。", "谢谢大家。"))
    early = clean_paragraphs(["作者有话要说：", *story])
    assert (early.paragraphs, early.notes) == (tuple(story), ("作者有话要说：",))


def test_paragraphs_broken_behind_a_quoted_word_are_whole():
    assert clean_paragraphs(["他一直在寻求“安静”", "这一件东西。", "“走吧。”", "他走了。"]).paragraphs == (
        "他一直在寻求“安静”这一件东西。",
        "“走吧。”",
        "他走了。",
    )


def test_the_hosts_own_name_is_cut():
    assert clean_paragraphs(["雨停了，rainy.org天亮了。"], host="www.rainy.org").paragraphs == ("雨停了，天亮了。",)
    assert clean_paragraphs(["雨停了，rainy.org天亮了。"], host="www.example.com").paragraphs == ("雨停了，rainy.org天亮了。",)


def test_a_site_names_itself_by_any_of_its_hosts_and_its_name_goes_along() -> None:
    line = "雨停了，天亮了。"
    for tail in ("示例讀書 www.rainy.example 文字首發。", "示例读书 m.rainy.example"):
        assert clean_paragraphs([line, line + tail, line], host="tw.rainy.example").paragraphs == (line,) * 3
    assert clean_paragraphs(["版本是0.1，雨停了。"], host="127.0.0.1").removed == ()


def test_a_postscript_is_a_note_at_the_edges_and_part_of_a_letter_amid_the_story():
    story = [f"那天他走了第{n}里路。" for n in range(9)]
    letter = [*story[:4], "PS：书我拿走了，别找。", *story[4:]]
    assert clean_paragraphs(letter) == Cleaned(tuple(letter))
    assert clean_paragraphs(["PS：昨天那章改过了。", *story]).notes == ("PS：昨天那章改过了。",)
    assert clean_paragraphs([*story, "PS：昨天那章改过了。"]).notes == ("PS：昨天那章改过了。",)


def test_what_stands_before_a_repeated_title_goes_with_it():
    top = ["山河旧事", "作者：沈青 更新时间：2020-01-02 字数：3021", "第3章 雨巷"]
    assert clean_paragraphs([*top, "雨停了。", "天亮了。"], title="第3章 雨巷").paragraphs == ("雨停了。", "天亮了。")
    assert clean_paragraphs(["山河旧事", "雨停了。"], title="第3章 雨巷").paragraphs == ("山河旧事", "雨停了。")


@pytest.mark.parametrize("mark", ["本章未完", "（本章未完）", "本章未完……", "本小章还未完…", "（這章還沒有完）"])
def test_a_mark_that_the_chapter_goes_on_stays_where_it_is_the_last_that_was_got(mark):
    for lines in (["雨停了。", "天亮了……", mark], ["雨停了。", f"天亮了……{mark}"]):
        assert clean_paragraphs(lines) == Cleaned(tuple(lines))
        assert clean_chapter([lines, ["他走了。"]]).paragraphs[-2:] == ("天亮了……", "他走了。")


@pytest.mark.parametrize(
    "mark", ["（本章未完，请点击下一页继续阅读）", "本章未完，请翻页", "本章未完。请点击下一页继续阅读！", "-->>"]
)
def test_what_leads_the_reader_on_is_noise_on_any_page(mark):
    for lines in (["雨停了。", "天亮了……", mark], ["雨停了。", f"天亮了……{mark}"]):
        assert clean_paragraphs(lines).paragraphs == ("雨停了。", "天亮了……")


def test_an_author_s_dots_end_a_chapter():
    assert clean_paragraphs(["雨停了。", "天亮了……", "……"]).paragraphs == ("雨停了。", "天亮了……", "……")


def test_a_bare_counter_goes_from_the_ends_of_the_page_that_it_tells():
    pages = [["1/3", "雨停了。", "1/3", "天亮了。", "1/3"], ["他走了。", "2/3"], ["她没有回头。", "3/3", "上一页 目录 下一章"]]
    assert clean_chapter(pages).paragraphs == ("雨停了。", "1/3", "天亮了。", "他走了。", "她没有回头。")
    assert clean_chapter([["雨停了。", "1/3"], ["他走了。", "2/5"]]).paragraphs == ("雨停了。", "1/3", "他走了。", "2/5")


def test_what_the_site_says_is_peeled_from_the_edges():
    story = ("雨停了。", "他收起伞，往渡口去了。", "天亮了。")
    shell = ["本书已加入示例书屋精品书库", "共3021条书评", "站内公告：近期服务器升级，部分章节无法显示，请谅解"]
    assert clean_paragraphs([shell[0], *story, *shell]).paragraphs == story


def test_the_pages_own_address_goes_whatever_its_ending():
    cleaned = clean_paragraphs(["雨停了。", "手机版：https://m.rainy.example", "天亮了。"], host="www.rainy.example")
    assert cleaned.paragraphs == ("雨停了。", "天亮了。")


@settings(max_examples=300, deadline=None)
@given(st.lists(LINES, max_size=8), st.sampled_from(["", "第3章 雨巷", "雨", "第一章"]))
def test_cleaning_twice_changes_nothing(paragraphs, title):
    once = clean_paragraphs(paragraphs, title=title, host="www.example.org")
    twice = clean_paragraphs(once.paragraphs, title=title, host="www.example.org")
    assert twice == Cleaned(once.paragraphs)
    assert all(line and "\n" not in line for line in once.paragraphs)


@pytest.mark.parametrize(
    "unit",
    [
        "w",
        "w.",
        "w w ",
        "最⊥",
        "一",
        "（",
        "本章未完，",
        "最新章节",
        "请",
        "a.com",
        "#",
        "☃小说",
        "&amp;",
        "&#38;",
        "第",
        "1/",
        "“",
        "求月票，",
        "手机",
        "请记住本站",
        "喜欢",
        "如果",
        "read ",
        "report it. the story amazon ",
        "[|«»•",
        "\u200d",
        "x.x",
        "首发",
        "感谢",
        "作者：",
        "首页>",
        "您的位置：a>",
        "本站收藏",
        "this novel chapter ",
        "。a1b2c3",
        "【本站",
        "《",
        "a.b-",
        "f();",
    ],
)
def test_long_lines_take_linear_time(unit):
    line = unit * (100_000 // len(unit.encode()))
    start = time.process_time()
    clean_paragraphs([line, line[: len(line) // 2] + "。"], title="第3章 雨巷")
    assert time.process_time() - start < 2.0
