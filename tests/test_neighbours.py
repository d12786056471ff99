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
