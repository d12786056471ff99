from __future__ import annotations

import pytest

from novelspider.pages.document import Document
from novelspider.pages.links import read_links

HERE = "https://example.org/post/700/tide-part-6"


def links(title: str, body: str):
    return read_links(Document(f"<html><head><title>{title}</title></head><body>{body}</body></html>", HERE))


@pytest.mark.parametrize(
    ("title", "before", "after"),
    [
        ("Low Tide, part 6", "part 5", "part 7"),
        ("Chapter Eleven: The Mill - Quay Letters", "Chapter Ten", "Read Chapter Twelve"),
        ("第十一章 磨坊_渡口", "第十章 旧事", "第十二章 灯"),
    ],
)
def test_links_that_only_count(title: str, before: str, after: str):
    row = f"<p><a href='/post/650/a'>{before}</a> | <a href='/all'>all</a> | <a href='/post/710/b'>{after}</a></p>"
    found = links(title, row)
    assert (found.next.url, found.next.kind) == ("https://example.org/post/710/b", "chapter")
    assert found.previous.url == "https://example.org/post/650/a"


@pytest.mark.parametrize(
    ("title", "before", "after"),
    [
        ("渡口论坛 - [连载] 石桥旧事 - 7", "[连载] 石桥旧事 - 6", "[连载] 石桥旧事 - 8"),
        ("[연재] 검은 돌 - 10 | 강가 게시판", "[연재] 검은 돌 - 9", "[연재] 검은 돌 - 11"),
        ("Low Tide (19) : Quay blog", "Low Tide (18)", "Low Tide (20)"),
    ],
)
def test_posts_whose_titles_count(title: str, before: str, after: str):
    rows = (("▲", 90, after), ("▼", 87, before))
    cells = "".join(f"<tr><td>{mark}</td><td><a href='/read?no={no}'>{text}</a></td></tr>" for mark, no, text in rows)
    found = links(title, f"<table>{cells}</table>")
    assert (found.next.url, found.previous.url) == ("https://example.org/read?no=90", "https://example.org/read?no=87")


@pytest.mark.parametrize(
    ("title", "link"),
    [
        ("Low Tide vol 1 chapter 5", "Low Tide vol 2"),  # the next volume
        ("石桥旧事 7", "渡口旧事 8"),  # another book
        ("Post 41", "42"),
        ("石桥旧事", "石桥旧事 2"),
    ],
)
def test_titles_that_do_not_count(title: str, link: str):
    assert links(title, f"<p><a href='/read?no=90'>{link}</a></p>").next is None


def test_a_label_goes_before_a_number():
    body = "<a href='/post/710/b'>part 7</a> <a href='/post/705/c'>Next Chapter</a>"
    assert links("Low Tide, part 6", body).next.url == "https://example.org/post/705/c"


def test_volumes_that_begin_anew_say_nothing():
    body = "<a href='/post/710/b'>part 7</a> <a href='/post/910/b'>part 7</a>"
    assert links("Low Tide, part 6", body).next is None


@pytest.mark.parametrize(
    "name",
    [
        "<a href='/users/ch7'>ch7</a>",
        "<span class=username><a href='/p/7'>ch7</a></span>",
        "<a class='kudos user' href='/x/ch7'>ch7</a>",
        "<div class=comments><p><a href='/post/7'>part 7</a></p></div>",
    ],
)
def test_names_of_people_count_nothing(name: str):
    assert links("Low Tide, part 6", f"<p>thanks to {name}</p>").next is None
    found = links("Low Tide, part 6", f"<p>thanks to {name}</p><p><a href='/post/710/b'>part 7</a></p>")
    assert found.next.url == "https://example.org/post/710/b"


def test_the_label_stands_before_the_link():
    body = "<p>上一章：没有了</p><p>下一章：<a href='/post/701/x'>石桥</a></p>"
    assert links("楔子_渡口", body).next.url == "https://example.org/post/701/x"


def test_numbers_that_stories_posted_one_by_one_begin_or_end_with():
    row = "<p><a href='/a'>Part 11</a> <a href='/tag/x'>Masterlist</a> <a href='/b'>On to Part 13</a></p>"
    post = "<a href='/go?id=7&dir=next'><img alt='Next Entry'></a>"
    found = links("quay_wren: FIC: The Low Tide (12/20)", post + row)
    assert (found.next.url, found.next.kind) == ("https://example.org/b", "chapter")
    cards = "<a href='/t-2-12'><h3>2.12 — The Mill</h3><p>Rain again.</p></a><a href='/t-2-10'><h3>2.10 — A Knot</h3></a>"
    found = links("2.11 — Low Water", f"{cards}<a href='/one-4'>One Bell 4</a>")
    assert (found.next.url, found.previous.url) == ("https://example.org/t-2-12", "https://example.org/t-2-10")


@pytest.mark.parametrize("names", ["class='pager-prev'|class='pager-next'", "rel='prev'|rel='next'"])
def test_numbers_tell_more_than_names_of_links(names: str):
    first, second = names.split("|")
    newer = f"<span><a href='/e/21' {first}>石橋　第七話「傘」</a></span>"
    body = f"{newer}<span><a href='/e/07' {second}>石橋　第五話「灯」</a></span>"
    found = links("石橋　第六話「雨」 - 夜の帖", body)
    assert (found.next.url, found.previous.url) == ("https://example.org/e/21", "https://example.org/e/07")
    epilogue = body.replace("第七話", "最終話")
    assert links("石橋　第六話「雨」 - 夜の帖", epilogue).next.url == "https://example.org/e/21"
