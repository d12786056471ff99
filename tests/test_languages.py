"""A book's language is what most of its chapters are in; a chapter unlike them is flagged, and so is one that says the chapter
before it again."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace

import pytest
from crawling import Crawl
from server import BookPlan, NovelSite, Request
from test_store import BOOK, SITE, chapter, toc

from novelspider.corpus import Corpus
from novelspider.corpus.before import Before

ENGLISH = "He opened the window and looked at the hills; it had not stopped raining, and nobody said a word."
CHINESE = "他们走进来的时候，雨还没有停，门开着，没有人说话。"
TRADITIONAL = "他們走進來的時候，雨還沒有停，門開著，沒有人說話。"
EITHER = "山高水深，人在林中行，日落月出。"


@pytest.fixture
def corpus(tmp_path):
    with closing(Corpus(tmp_path, commit_items=3, shard_bytes=3000)) as corpus:
        yield corpus


@pytest.mark.parametrize(
    ("texts", "language"),
    [
        ([], None),
        ([CHINESE, CHINESE], None),
        ([CHINESE] * 3, "zh-Hans"),
        ([ENGLISH, CHINESE, CHINESE], None),
        ([ENGLISH, CHINESE, CHINESE, CHINESE], "zh-Hans"),
        ([ENGLISH, ENGLISH, ENGLISH, CHINESE, CHINESE, CHINESE], None),
        ([TRADITIONAL, EITHER, EITHER, TRADITIONAL, CHINESE], "zh"),
        ([TRADITIONAL, EITHER, TRADITIONAL, CHINESE], "zh-Hant"),
        (["……", "123", CHINESE, CHINESE, CHINESE, "。"], "zh-Hans"),
    ],
)
def test_most_of_the_chapters_decide(corpus, texts, language):
    store = corpus.site(SITE)
    store.set_toc(toc(*range(1, 10)))
    for number, text in enumerate(texts, 1):
        for _ in range(2):
            store.learning.learn(chapter(number, text=text))
    corpus.commit()
    assert store.languages.of_book(BOOK.id) == language
    assert store.languages.of_book("another") is None


def text_of(number):
    return "\n".join(f"第{number}夜的第{line}盏灯在河上漂着。" for line in "一二三四五六")


def test_the_nearest_earlier_chapter_with_a_line_is_the_one_before(corpus):
    store = corpus.site(SITE)
    store.set_toc(toc(*range(1, 9)))
    for number in (1, 2, 5):
        assert not store.before.repeated_by(chapter(number, text=text_of(number)))
        store.write(chapter(number, text=text_of(number)))
    assert store.before.repeated_by(chapter(6, text=f"{text_of(5)}\n雨停了。"))
    assert not store.before.repeated_by(chapter(6, text=text_of(2)))  # 5 is before it, and 6 has no line
    assert store.before.repeated_by(chapter(4, text=text_of(2)))
    assert not store.before.repeated_by(chapter(1, text=text_of(2)))


def test_what_is_not_at_hand_is_read_from_the_shard(corpus):
    store = corpus.site(SITE)
    store.set_toc(toc(*range(1, 9)))
    for number in range(1, 8):
        store.write(chapter(number, text=text_of(number)))
        fresh = Before(store.journal)  # as after a new start, or with more books than are kept
        assert fresh.repeated_by(chapter(number + 1, text=text_of(number)))
        assert not fresh.repeated_by(chapter(number + 1, text=text_of(number + 1)))
    corpus.commit()
    (corpus.root / SITE / "chapters-00001.jsonl").rename(corpus.root / "away")
    assert not Before(store.journal).repeated_by(chapter(2, text=text_of(1)))


def test_so_many_books_and_no_more_are_kept(corpus):
    before = corpus.site(SITE).before
    for number in range(1, 40):
        before.repeated_by(replace(chapter(number, text=text_of(number)), book_id=str(number)))
    assert list(before._kept) == [str(number) for number in range(24, 40)]


ENGLISH_LINES = [
    "The lamp on the {} was still burning when he came back to the house.",
    "She had said that it was not the right time to leave the {} alone.",
    "Nobody in the village knew who had been at the {} with her that night.",
]


@pytest.mark.parametrize("foreign", [1, 4])
def test_in_the_crawl(tmp_path, foreign):
    crawl = Crawl(tmp_path)
    with NovelSite([BookPlan(chapters=9)]) as site:
        truth = site.expected()

        def serve(index, lines):
            page = site.server.answer(Request("127.0.0.1", site.path(index), {}, 0.0))
            story = "<br><br>\n".join(f"&nbsp;&nbsp;&nbsp;&nbsp;{line}" for line in lines)
            head, rest = page.body.split(b'<div id="content">')
            tail = rest.partition(b"</div>")[2]
            site.extra[site.path(index)] = replace(
                page, body=b"".join((head, b'<div id="content">', story.encode(), b"</div>", tail))
            )

        words = ["mill", "river", "gate", "bridge", "tower", "well", "barn", "field"]
        serve(foreign, [line.format(word) for word in words for line in ENGLISH_LINES])
        serve(7, [*truth[5].paragraphs[:12], *truth[6].paragraphs[:3]])
        assert crawl("-a", f"url={site.seeds[0]}").returncode == 0
        assert crawl("-a", f"url={site.seeds[0]}").returncode == 0  # a text unlike the book's is written when it comes again
        flags = {record["index"]: record["flags"] for record in crawl.records(site.host)}
        assert [index for index in sorted(flags) if "foreign_text" in flags[index]] == [foreign]
        assert [index for index in sorted(flags) if "repeats_previous" in flags[index]] == [7]
        assert crawl.rows(site.host, "SELECT language, chapters FROM languages ORDER BY chapters") == [
            ("en", 1),
            ("zh-Hans", 8),
        ]

        site.append(1)
        serve(10, [*site.expected()[8].paragraphs[2:], "雨停了。"])
        assert crawl("-a", f"url={site.seeds[0]}").returncode == 0
        assert "repeats_previous" in crawl.records(site.host)[9]["flags"]
