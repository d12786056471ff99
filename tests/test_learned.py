from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest
from families import FAMILIES, Leaf, leaves
from hypothesis import given
from hypothesis import strategies as st

from novelspider.pages import BookPage, ChapterPage, read_page
from novelspider.pages.learned import Sample, learn
from novelspider.pages.profile import MISFIT, Profile, shape
from novelspider.site import Site

TEACHING = "ccscdncc"
HARD = "nsdnsdc"
TOC = "<h1>山城</h1><p>作者：林晚</p><div id='content'>" + "".join(
    f'<dd><a href="/book/7/{n}.html">第{n}章 雨</a></dd>' for n in range(1000, 1080)
)


@cache
def written(family: str) -> tuple[list[Leaf], list[Sample]]:
    pages = leaves(family, TEACHING + HARD)
    return pages, [Sample(FAMILIES[family](leaf), leaf.url) for leaf in pages]


@cache
def learned(family: str) -> Profile:
    profile = learn(written(family)[1][: len(TEACHING)])
    assert profile is not None
    return profile


def hard(family: str) -> list[tuple[Leaf, Sample]]:
    return list(zip(*(part[len(TEACHING) :] for part in written(family)), strict=True))


def chapter(sample: Sample, profile: Profile | None = None, site: Site = Site()) -> ChapterPage:
    page = read_page(*sample, profile=profile, site=site)
    assert isinstance(page, ChapterPage)
    return page


@pytest.mark.parametrize("family", FAMILIES)
def test_hard_pages_are_read_right_with_a_profile_and_not_without(family: str) -> None:
    with_profile = [(page.title, page.paragraphs) for _, s in hard(family) if (page := chapter(s, learned(family)))]
    without = [(page.title, page.paragraphs) for _, s in hard(family) if (page := chapter(s))]
    right = [(leaf.title, leaf.story) for leaf, _ in hard(family)]
    assert with_profile == right
    assert sum(a != b for a, b in zip(without, right, strict=True)) >= 3


@pytest.mark.parametrize("family", FAMILIES)
def test_a_profile_survives_being_kept(family: str) -> None:
    kept = learned(family).to_json()
    assert Profile.from_json(kept) == learned(family)
    assert len(kept.encode()) < 1000


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "[" * 100_000,
        '{"version": 1}',
        learned("named").to_json().replace('"version": 1', '"version": 0'),
        learned("named").to_json().replace("//div", "//div["),
        learned("named").to_json().replace('"single": true', '"single": "yes"'),
        learned("named").to_json().replace('"talk"', "7"),
    ],
)
def test_what_is_no_profile_is_learned_anew(text: str) -> None:
    assert Profile.from_json(text) is None


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("redesigned", FAMILIES)
def test_a_redesign_is_noticed_and_read_without_the_profile(family: str, redesigned: str) -> None:
    for _, sample in hard(redesigned)[:4]:
        page, plain = chapter(sample, learned(family)), chapter(sample)
        assert (MISFIT in page.flags) is (family != redesigned)
        if family != redesigned:
            assert replace(page, flags=plain.flags) == plain


def test_a_story_that_moved_out_of_its_container_is_noticed() -> None:
    leaf = written("named")[0][0]
    html = FAMILIES["named"](leaf).decode()
    moved = html.replace('<div id="content">', f'<div id="content">{leaf.story[0]}</div><div class="reader">')
    page = chapter(Sample(moved.encode(), leaf.url), learned("named"))
    assert MISFIT in page.flags
    assert page.paragraphs[-1] == leaf.story[-1]


def test_a_chapter_that_is_not_there_is_empty_and_no_redesign() -> None:
    leaf = leaves("nameless", "cd")[1]
    page = chapter(Sample(FAMILIES["nameless"](replace(leaf, story=("（本章不存在）",))), leaf.url), learned("nameless"))
    assert (page.paragraphs, page.flags) == (("（本章不存在）",), ())


def test_the_same_name_around_a_list_of_chapters_makes_it_no_chapter() -> None:
    url = "https://novels.example/book/7/"
    with_profile, without = (read_page(TOC.encode(), url, profile=profile) for profile in (learned("named"), None))
    assert isinstance(with_profile, BookPage)
    assert with_profile == without


def test_what_is_said_of_the_site_goes_before_what_was_learned() -> None:
    leaf, sample = hard("nameless")[2]
    page = chapter(sample, learned("nameless"), Site(body=".kd", title=".kd h3"))
    assert (page.title, page.paragraphs[-1]) == ("书友说", leaf.comments[-1])


def test_a_profile_that_cannot_be_applied_is_a_misfit() -> None:
    _, sample = hard("named")[2]
    profile = replace(learned("named"), body="//div[nothing()]")
    assert Profile.from_json(profile.to_json()) == profile
    assert MISFIT in chapter(sample, profile).flags


def test_two_pages_and_copies_of_one_teach_nothing() -> None:
    pages = written("named")[1]
    assert learn([]) is None
    assert learn(pages[:2]) is None
    assert learn([pages[0]] * 9) is None
    assert learn([page._replace(url=f"{page.url}?{n}") for n, page in enumerate([pages[0]] * 9)]) is None


def test_pages_of_different_sites_teach_nothing() -> None:
    pages = zip(FAMILIES, leaves("x", "cccccc"), strict=True)
    assert learn([Sample(FAMILIES[name](leaf), leaf.url) for name, leaf in pages]) is None


def test_pages_without_text_do_not_count() -> None:
    pages = written("named")[1]
    empty = [Sample(b"", "https://novels.example/1"), Sample(b"<html></html>", "https://novels.example/2")]
    assert learn([*empty, *pages[:2]]) is None
    assert learn([*empty, *pages[: len(TEACHING)]]) == learned("named")


def stamped_with(line: str) -> Profile:
    pages = [replace(leaf, story=(*leaf.story, line.format(n=leaf.number))) for leaf in leaves("lines", "cccccc")]
    profile = learn([Sample(FAMILIES["named"](leaf), leaf.url) for leaf in pages])
    assert profile is not None
    return profile


@pytest.mark.parametrize("line", ["夜深了，山海阁的灯还亮着{n}盏。", "Read {n} more of our stories at the old mill."])
def test_a_paragraph_that_recurs_is_the_sites(line: str) -> None:
    assert stamped_with(line).boilerplate == (shape(line.replace("{n}", "")),)


@pytest.mark.parametrize(
    "line", ["“嗯，好的。”", "“Yes,” he said.", "（本章未完，请点击下一页继续阅读）", "新书上传，求推荐票，求收藏，求月票！"]
)
def test_a_paragraph_that_recurs_stays_for_the_story_or_for_cleaning(line: str) -> None:
    assert stamped_with(line).boilerplate == ()


def test_a_story_with_much_around_it_that_was_there_before_fits() -> None:
    leaf = replace(leaves("crowd", "n")[0], comments=leaves("crowd", "cc")[1].story)
    page = chapter(Sample(FAMILIES["nameless"](leaf), leaf.url), learned("nameless"))
    assert (page.paragraphs, page.flags) == (leaf.story, ())


@given(st.lists(st.tuples(st.binary(max_size=300), st.text(max_size=30)), max_size=6))
def test_learning_never_raises(pages: list[tuple[bytes, str]]) -> None:
    profile = learn([Sample(*page) for page in pages])
    assert profile is None or profile.body


_TAGS = ("<div id='content'>", "<div class='q7'>", "<div>", "</div>", "<p>", "<!--")
_TEXTS = ("雨下了一夜，他没有走。", "<h1>第1章 雨</h1>", "<a href='2.html'>下一章</a>", "\0")
_PIECES = st.sampled_from(_TAGS + _TEXTS)


@given(st.lists(_PIECES, max_size=40), st.sampled_from(sorted(FAMILIES)))
def test_reading_with_a_profile_never_raises(pieces: list[str], family: str) -> None:
    page = read_page("".join(pieces).encode(), "https://novels.example/1.html", profile=learned(family))
    assert page.kind in ("chapter", "book", "list", "other")


@given(st.lists(st.lists(_PIECES, min_size=5, max_size=30), min_size=3, max_size=5))
def test_learning_from_mangled_pages_never_raises(pages: list[list[str]]) -> None:
    profile = learn([Sample("".join(pieces).encode(), f"https://novels.example/{n}.html") for n, pieces in enumerate(pages)])
    assert profile is None or Profile.from_json(profile.to_json()) == profile
