"""Seams between pages, and paragraphs that a site broke."""

from __future__ import annotations

import itertools
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from novelspider.text.chapter import clean_chapter
from novelspider.text.mend import mend_paragraphs
from novelspider.text.removal import Removal
from novelspider.text.seams import join_pages

RAIN = "雨下了一整夜，瓦上的声音到天亮才停。"
ROAD = "她收起伞，沿着河边那条旧路往码头走去。"
BOAT = "船家早已等在那里，见她来了便解开缆绳。"


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ("他走到门口，看见了", "那个人的影子。", "他走到门口，看见了那个人的影子。"),
        ("他点了点头，", "没有说话。", "他点了点头，没有说话。"),
        ("他想起了“归墟”", "这个名字。", "他想起了“归墟”这个名字。"),
        ("管事的人这才道", "：“进来吧。”", "管事的人这才道：“进来吧。”"),
        ("“我看他是来借钱的，故意扫我们……", "的兴致！”", "“我看他是来借钱的，故意扫我们……的兴致！”"),
        ("“你先走", "，我随后就到。”", "“你先走，我随后就到。”"),
        ("The lamp went out and", "she was alone.", "The lamp went out and she was alone."),
        ("He knew Mr", "Harrow well.", "He knew Mr Harrow well."),
        ("a half-", "finished bridge.", "a half-finished bridge."),
        ("그는 문을 열고", "밖으로 나갔다.", "그는 문을 열고 밖으로 나갔다."),
        ("彼は静かに扉を", "開けた。", "彼は静かに扉を開けた。"),
    ],
)
def test_sentence_cut_by_the_page_break(first, second, joined):
    assert join_pages([(RAIN, first), (second, ROAD)]) == (RAIN, joined, ROAD)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (RAIN, ROAD),
        ("他站起身说：", "“走吧。”"),
        ("“你说什么？”", "“我说，天亮了。”"),
        ("“走吧”", "他没有回头。"),
        ("她一时语塞……", "外面又起风了。"),
        ("说完转身就走——", "门在身后关上。"),
        ("他抬头看了一眼", "“回来了？”"),
        ("那是最后一封信", "第二节 渡口"),
        ("那是最后一封信", "***"),
        ("She left.", "The door closed."),
    ],
)
def test_paragraphs_that_end_stay_apart(first, second):
    assert join_pages([(ROAD, first), (second, BOAT)]) == (ROAD, first, second, BOAT)


def test_verse_is_not_joined():
    verse = ("灯火照江寒", "孤舟一夜宽", "风来知客意", "月落水声残", "故人书不到", "新雁過長安")
    assert join_pages([verse, ("白发催年老", "青山对酒看")]) == (*verse, "白发催年老", "青山对酒看")


@pytest.mark.parametrize(
    "marker",
    [
        "（本章未完，请点击下一页继续阅读）",
        "本章未完，点击下一页，后面更精彩！",
        "本小章还未完，请点击下一页继续阅读后面精彩内容！",
        "小主，这个章节后面还有哦^.^，请点击下一页继续阅读！",
        "这章没有结束，请点击下一页继续阅读！",
        "（继续下一页）",
        "亲，本章未完，还有下一页哦^0^",
        "-->>",
        "第(1/2)页",
    ],
)
def test_continuation_markers_go(marker):
    assert join_pages([(RAIN, marker), (ROAD,)]) == (RAIN, ROAD)
    assert join_pages([(RAIN,), ("第(2/2)页", ROAD)]) == (RAIN, ROAD)


def test_marker_inside_the_last_paragraph_goes():
    assert join_pages([("他走到门口，看见了-->>",), ("那个人。",)]) == ("他走到门口，看见了那个人。",)
    assert join_pages([(RAIN + "（本章未完，请翻页）",), (ROAD,)]) == (RAIN, ROAD)


def test_dots_that_the_site_puts_behind_every_page():
    pages = [(RAIN, "他走到门口，看见了……"), ("那个人。", ROAD + " ……"), (BOAT, "她没有回头……")]
    assert join_pages(pages) == (RAIN, "他走到门口，看见了那个人。", ROAD, BOAT, "她没有回头……")


def test_dots_of_two_pages_only_are_the_author_s():
    pages = [("他等着。", "雨停了……"), (ROAD, "天亮了……"), ("账上只写了一个字。",)]
    assert join_pages(pages) == tuple(line for page in pages for line in page)
    removed: list[Removal] = []
    pages.insert(1, (BOAT, "灯还亮着……"))
    joined = join_pages(pages, removed=removed)
    assert not any("…" in line for line in joined)
    assert removed == [Removal("dots", "……")] * 3


def test_dots_that_an_author_wrote_before_the_site_s_stay():
    pages = [(RAIN, "她没有说完…………"), (ROAD + "……",), (BOAT + "……",), ("天亮了。",)]
    assert join_pages(pages) == (RAIN, "她没有说完……", ROAD, BOAT, "天亮了。")


@pytest.mark.parametrize("after", ["他推门进去。", "两人都沉默了。", "她停下了脚步。"])
def test_a_page_that_begins_with_somebody_begins_a_sentence(after):
    assert join_pages([(RAIN, "门上写着“禁止入内”"), (after,)]) == (RAIN, "门上写着“禁止入内”", after)


def test_what_is_taken_out_between_pages_is_recorded():
    pages = [
        (RAIN, ROAD, "他看见了-->>", "第(1/3)页"),
        ("第三章 渡口(第2页)", "那个人。", BOAT),
        (BOAT, ROAD[:12]),
        (ROAD,),
    ]
    removed: list[Removal] = []
    assert join_pages(pages, title="第三章 渡口", removed=removed) == (RAIN, ROAD, "他看见了那个人。", BOAT, ROAD)
    assert removed == [
        Removal("page_marker", "第(1/3)页"),
        Removal("page_marker", "-->>"),
        Removal("title", "第三章 渡口(第2页)"),
        Removal("overlap", BOAT),
        Removal("overlap", ROAD[:12]),
    ]


def test_a_chapter_s_removals_hold_those_between_its_pages():
    cleaned = clean_chapter([(RAIN, ROAD), (ROAD, BOAT)])
    assert (cleaned.paragraphs, cleaned.removed) == ((RAIN, ROAD, BOAT), (Removal("overlap", ROAD),))


def test_title_on_top_of_later_pages_goes():
    title = "第三章 渡口"
    for again in (title, "第三章 渡口(第2页)", "第三章  渡口（2/2）", "第三章：渡口"):
        assert join_pages([(RAIN,), (again, ROAD)], title=title) == (RAIN, ROAD)
        assert join_pages([(title, RAIN), (again, ROAD)]) == (title, RAIN, ROAD)
    for again in ("夜雨录 第三章 渡口", "3.第三章 渡口"):
        assert join_pages([(RAIN,), (again, ROAD)], title=title) == (RAIN, ROAD)
    assert join_pages([(RAIN,), ("第四章 渡口", ROAD)], title=title) == (RAIN, "第四章 渡口", ROAD)
    assert join_pages([(RAIN,), ("她终于回来了。", ROAD)], title="她终于回来了") == (RAIN, "她终于回来了。", ROAD)
    assert join_pages([(RAIN,), ("船到了渡口", ROAD)], title="渡口") == (RAIN, "船到了渡口", ROAD)
    ended = (("你是谁？", "你是谁？"), ("“快跑”", "“快跑”"), ("第九章 快跑", "第九章 快跑！"), ("Who Are You?", "Who are you?"))
    for title, again in ended:
        assert join_pages([(RAIN,), (again, ROAD)], title=title) == (RAIN, ROAD)


@pytest.mark.parametrize(
    ("title", "line"),
    [("你是谁", "“你是谁？”"), ("你是谁", "你是谁？"), ("第九章 雨夜来客", "雨夜来客！"), ("Who Are You", "“Who are you?”")],
)
def test_speech_on_top_of_a_later_page_is_no_title(title, line):
    assert join_pages([(RAIN,), (line, ROAD)], title=title) == (RAIN, line, ROAD)


def test_a_sentence_that_ends_like_the_first_line_is_no_title():
    assert join_pages([("三月初七", RAIN), ("又是一年三月初七！", ROAD)]) == ("三月初七", RAIN, "又是一年三月初七！", ROAD)


def test_paragraphs_repeated_over_the_break_go_once():
    assert join_pages([(RAIN, ROAD), (ROAD, BOAT)]) == (RAIN, ROAD, BOAT)
    assert join_pages([(RAIN, ROAD, BOAT), (ROAD, BOAT, RAIN)]) == (RAIN, ROAD, BOAT, RAIN)
    assert join_pages([(RAIN, ROAD), (ROAD,)]) == (RAIN, ROAD)


def test_short_lines_repeat_by_themselves():
    assert join_pages([(RAIN, "“嗯。”"), ("“嗯。”", ROAD)]) == (RAIN, "“嗯。”", "“嗯。”", ROAD)
    assert join_pages([(RAIN, "……"), ("……", ROAD)]) == (RAIN, "……", "……", ROAD)
    assert join_pages([(RAIN, ROAD, RAIN), (BOAT,)]) == (RAIN, ROAD, RAIN, BOAT)


def test_last_words_cut_and_repeated_whole():
    assert join_pages([(RAIN, ROAD[:11]), (ROAD, BOAT)]) == (RAIN, ROAD, BOAT)
    assert join_pages([(RAIN, ROAD[:15]), (ROAD[4:], BOAT)]) == (RAIN, ROAD, BOAT)


def test_pages_without_text():
    assert join_pages([]) == ()
    assert join_pages([(), ("", "  "), (RAIN,), ()]) == (RAIN,)
    assert join_pages([("（本章未完，请点击下一页继续阅读）",), (RAIN,)]) == (RAIN,)


@pytest.mark.parametrize(
    ("first", "second", "mended"),
    [
        ("另一方面，他们也在寻求“留白”", "这一种写法。", "另一方面，他们也在寻求“留白”这一种写法。"),
        ("他家世代经营「听雨楼」", "的生意，从不外传。", "他家世代经营「听雨楼」的生意，从不外传。"),
        ("按照旧例，“水牌”", "每年换一次。", "按照旧例，“水牌”每年换一次。"),
        ("众人都唤他“先生”", "，他也不推辞。", "众人都唤他“先生”，他也不推辞。"),
        ("They spoke of the “long quiet”", "as if it had an end.", "They spoke of the “long quiet” as if it had an end."),
    ],
)
def test_paragraph_broken_after_a_closing_quote(first, second, mended):
    assert mend_paragraphs((RAIN, first, second, ROAD)) == (RAIN, mended, ROAD)


@pytest.mark.parametrize(
    ("first", "second", "mended"),
    [
        ("雨下了一整夜，", "天亮时还没有停。", "雨下了一整夜，天亮时还没有停。"),
        ("她把信折好，放进那只旧木匣里，", "再也没有打开过。", "她把信折好，放进那只旧木匣里，再也没有打开过。"),
        ("他走进", "那间屋子，坐下。", "他走进那间屋子，坐下。"),
        ("林晚把伞放在", "门边，转身上了楼。", "林晚把伞放在门边，转身上了楼。"),
        ("她终于看见了", "那个站在桥头的人。", "她终于看见了那个站在桥头的人。"),
        ("“你说什么，", "我听不清。”", "“你说什么，我听不清。”"),
        ("「船来了，", "我們走吧。」", "「船来了，我們走吧。」"),
        ("The road went on and", "on until the sea.", "The road went on and on until the sea."),
        ("When the rain had stopped,", "she closed the door.", "When the rain had stopped, she closed the door."),
        ("Anh mở cửa sổ và", "nhìn về phía đồi.", "Anh mở cửa sổ và nhìn về phía đồi."),
        ("Он открыл окно и", "посмотрел на холмы.", "Он открыл окно и посмотрел на холмы."),
        ("彼は静かに扉を", "開けた。", "彼は静かに扉を開けた。"),
        ("看板には「立入禁止」", "と書かれていた。", "看板には「立入禁止」と書かれていた。"),
    ],
)
def test_paragraph_broken_in_mid_sentence(first, second, mended):
    assert mend_paragraphs((RAIN, first, second, ROAD)) == (RAIN, mended, ROAD)


def test_paragraph_broken_twice():
    lines = ("镇上有“东桥”", "和“西桥”", "两座石桥。")
    assert mend_paragraphs(lines) == ("镇上有“东桥”和“西桥”两座石桥。",)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("“走吧。”", "他站起身来。"),
        ("“走吧”", "他站起身来。"),
        ("他说：“走吧”", "众人跟了上去。"),
        ("她低声道“走吧”", "众人跟了上去。"),
        ("“我们去哪里？”她问，“天都黑了。”", "他没有回答。"),
        ("他想起了“归墟”", "“你在想什么？”"),
        ("他想起了“归墟”", "1. 第一件事。"),
        ("山中“云”", "水中月"),
        ("他叫作“老余”。", "老余是个木匠。"),
        ("「退け」", "その声に、誰もが息を呑んだ。"),
        ("月下独酌，", "对影三人，"),
        ("He said, “Go.”", "she went."),
        ("他喊道：“等等", "我还没说完。”"),
        ("门上写着“禁止入内”", "他推门进去。"),
        ("门上写着“禁止入内”", "林晚推门进去。"),
        ("她看见“春风茶馆”", "她停下了脚步。"),
        ("她看见“春风茶馆”", "过了一会儿，天亮了。"),
        ("她看见“春风茶馆”", "这座城空了。"),
        ("她看见“春风茶馆”", "这个人走了。"),
        ("他想起了那句“归去来兮”", "两人都沉默了。"),
        ("墙上有字，“禁止入内”", "他推门进去。"),
        ("竹影扫阶尘，", "月轮穿沼水。"),
        ("“竹影扫阶尘，", "月轮穿沼水。”"),
        ("亲爱的林晚，", "见字如面。"),
        ("林晚，", "见字如面。"),
        ("“走吧，”他说，", "“天要黑了。”"),
        ("米三升，", "油一斤。"),
        ("获得经验", "等级提升。"),
        ("他听见了", "她没有回答。"),
        ("看见", "雨下了一夜。"),
        ("Dear John,", "I am well."),
        ("apples", "pears."),
        ("The sign said nothing", "The door closed."),
    ],
)
def test_dialogue_verse_and_lists_stay(first, second):
    assert mend_paragraphs((first, second)) == (first, second)


@pytest.mark.parametrize(
    "verse",
    [
        ("大江流，", "浪打空城，千年如昨。", "旧垒边，", "人道是，当时月色。"),
        ("灯下人，", "梦中身，", "都付与一江秋水。"),
        ("Two roads went on and", "on until the sea and", "never came home."),
    ],
)
def test_lines_of_verse_stay(verse):
    assert mend_paragraphs((RAIN, *verse, ROAD)) == (RAIN, *verse, ROAD)


lines = st.text(alphabet="雨夜，。“”…—「」ab .,!?\"'（）()1/2第页章", max_size=30)
pages = st.lists(st.lists(lines, max_size=5), max_size=5)


@settings(max_examples=200, deadline=None)
@given(st.lists(lines, max_size=8))
def test_mending_loses_nothing_and_is_done_once(paragraphs):
    mended = mend_paragraphs(paragraphs)
    assert "".join(mended).replace(" ", "") == "".join(paragraphs).replace(" ", "")
    assert mend_paragraphs(mended) == mended


@settings(max_examples=200, deadline=None)
@given(pages, st.text(max_size=10))
def test_joining_never_raises_and_adds_nothing(many, title):
    joined = join_pages(many, title=title)
    assert all(joined)
    assert len("".join(joined).replace(" ", "")) <= len("".join(map("".join, many)).replace(" ", ""))


words = st.text(alphabet="春夏秋冬山川湖海风雨雷电", min_size=3, max_size=9).map(lambda word: word + "。")


@settings(max_examples=100, deadline=None)
@given(st.lists(words, min_size=2, max_size=30, unique=True), st.data())
def test_complete_paragraphs_come_out_as_they_went_in(paragraphs, data):
    cuts = sorted(data.draw(st.sets(st.integers(1, len(paragraphs) - 1), max_size=4)))
    edges = [0, *cuts, len(paragraphs)]
    many = [paragraphs[a:b] for a, b in itertools.pairwise(edges)]
    assert join_pages(many) == tuple(paragraphs)


def test_time_grows_with_the_text_only():
    started = time.process_time()
    join_pages([["甲" * 200_000], ["甲" * 199_999 + "乙"]])
    join_pages([["甲。"] * 50_000, ["甲。"] * 50_000])
    mend_paragraphs(["“" * 100_000, "”" * 100_000] * 4 + ["（" * 50_000 + "本章未完"] * 4)
    assert time.process_time() - started < 3
