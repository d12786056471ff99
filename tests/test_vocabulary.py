"""Lines told by how much of them is the vocabulary of reading sites."""

from __future__ import annotations

import re
from collections import Counter
from importlib.resources import files

import pytest

from novelspider.text.skeleton import skeleton
from novelspider.text.vocabulary import Place, coverage, is_talk, trim

INNER, EDGE, OUTER = Place.INNER, Place.EDGE, Place.OUTER


def test_coverage_counts_letters_that_tell():
    assert coverage("请刷新页面") == (1.0, 2)
    assert coverage("他收藏邮票") == (0.4, 1)
    assert coverage("《山河旧事》到示例书屋") == (0.0, 0)
    assert coverage("") == (0.0, 0)


@pytest.mark.parametrize(
    ("line", "places"),
    [
        ("刷新页面即可阅读最新章节", {INNER, EDGE, OUTER}),
        ("近期服务器升级，部分章节无法正常打开", {INNER, EDGE, OUTER}),
        ("猜你喜欢：《灯下人》，收藏", {EDGE, OUTER}),
        ("字数：3021", {OUTER}),
        ("网站上的小说", {OUTER}),
        ("【欢迎来到惊悚世界】", set()),
        ("翻到下一页，字迹已经模糊。", set()),
        ("【温馨提示：会员可解锁新章节】", {INNER, EDGE, OUTER}),
        ("【温馨提示：宿主已解锁新章节】", set()),
        ("他刷新页面，阅读最新章节", set()),
        ("“请刷新页面，阅读最新章节。”", set()),
        ("石桥下的水一夜之间涨了三尺", set()),
        ("阅读室里只有一盏灯", set()),
    ],
)
def test_the_nearer_to_the_edge_the_less_is_asked(line, places):
    assert {place for place in Place if is_talk(skeleton(line), place=place)} == places


@pytest.mark.parametrize(
    ("line", "is_so"),
    [
        ("If you encounter this tale on Amazon, it was taken without the author's consent.", True),
        ("Please enable JavaScript to view the comments powered by Disqus.", True),
        ("The website of the library had one chapter of the lost novel.", False),
        ("He read the latest chapters on a website that sold umbrellas.", False),
        ("This novel was the only thing that survived the fire, and nobody wanted it.", False),
    ],
)
def test_latin_lines(line, is_so):
    assert is_talk(skeleton(line), place=INNER) is is_so


def test_trim_gives_the_sentence_back():
    text = "为您提供最快更新天亮以后河水退了"
    assert text[slice(*trim("雨停了，" + text, 4, 20, ()))] == text[4:8] + text[8:12]


LISTS = ("chrome.txt", "cues.txt", "commonwords.txt", "commonwords_latin.txt", "sitewords.txt", "sitewords_latin.txt")


@pytest.mark.parametrize("name", LISTS)
def test_lists_hold_each_word_once_and_no_scars_of_a_merge(name):
    words = (files("novelspider.text") / name).read_text(encoding="utf-8").splitlines()
    assert [word for word, count in Counter(words).items() if count > 1 or re.match("[<=>|]{7}", word)] == []


def test_a_site_s_line_tells_nothing_of_its_own_for_long():
    assert is_talk(skeleton("手机扫码下载，边听边看"), place=EDGE)
    assert not is_talk(skeleton("收藏夹里的网址打不开，两人一个一个删掉"), place=OUTER)
