"""What one address is to another."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from novelspider.pages.address import Kin, is_root, key_of, kin, leads_nowhere, page_reading

TOP = "https://www.example.org/book/"


@pytest.mark.parametrize(
    ("here", "url", "want"),
    [
        ("31/71.html", "31/71_2.html", Kin("page", 2)),
        ("31/71.html", "31/71_10.html", Kin("page", 10)),
        ("31/71.html", "31/71-2.html", Kin("page", 2)),
        ("31/71.html", "31/71/2.html", Kin("page", 2)),
        ("31/71", "31/71?page=2", Kin("page", 2)),
        ("31/71/", "31/71/page/2/", Kin("page", 2)),
        ("read?cid=7", "read?cid=7&page=2", Kin("page", 2)),
        ("read?cid=7&page=2", "read?cid=7&page=3", Kin("page", 3)),
        ("31/8096_1.html", "31/8096_1_2.html", Kin("page", 2)),
        ("31/71_2.html", "31/71_3.html", Kin("maybe_page", 3)),
        ("31/71_2.html", "31/71.html", Kin("maybe_page", 1)),
        ("31/interlude", "31/interlude-2", Kin("maybe_page", 2)),
        ("31/71.html", "31/72.html", Kin("consecutive", 1)),
        ("31/71_3.html", "31/72.html", Kin("consecutive", 1)),
        ("31/chapter-3", "31/chapter-4", Kin("consecutive", 1)),
        ("read?cid=7", "read?cid=8", Kin("consecutive", 1)),
        ("47_156126.html", "47_156127.html", Kin("consecutive", 1)),
        ("31/p1.html", "31/p2.html", Kin("consecutive", 1)),
        ("31/71.html", "31/95.html", Kin("sibling", 24)),
        ("31/71.html", "31/70.html", Kin("sibling", -1)),
        ("31/storm", "31/calm", Kin("sibling")),
        ("31/71.html", "31/", Kin("parent")),
        ("31/71.html", "31/index.html", Kin("parent")),
        ("31/71.html", "31.html", Kin("parent")),
        ("31/71.html", "32/", Kin("other")),
        ("31/71.html", "31/71.htm", Kin("same")),
        ("31/71.html", "31/71.html?sort=desc", Kin("same")),
        ("31/71.html", "http://m.example.org/book/31/71", Kin("same")),
        ("31/71.html", "31/71.html?next=1", Kin("same")),
        ("31/71.html", "31/71.html?month=5", Kin("same")),
        ("31/71.html?from=toc", "31/71.html?sort=2", Kin("same")),
        ("31/71.html", "31/72.html?t=1699", Kin("consecutive", 1)),
        ("31/71.html", "31/71_2.htm?x=1", Kin("page", 2)),
        ("31/storm", "31/storm?chapter=2", Kin("sibling")),
        ("31/read.php", "31/read.php?x=5", Kin("sibling")),
        ("31/read?part=one", "31/read?part=2", Kin("sibling")),
        ("31/71/", "31/71/index_2.html", Kin("page", 2)),
        ("?page_id=12", "?page_id=13", Kin("consecutive", 1)),
    ],
)
def test_kin(here, url, want):
    assert kin(TOP + here, url if url.startswith("http") else TOP + url) == want


def test_chapter_numbers_are_no_page_numbers():
    assert page_reading(TOP + "31/chapter-12") is None
    assert page_reading(TOP + "31/47_156126.html") is None
    assert page_reading("https://example.org/?p=12") is None
    assert page_reading(TOP + "31/71_12.html").number == 12


@pytest.mark.parametrize("end", ["0.html", "71_0.html", "end.html", "lastpage", "31_end.html", "null", "-1.html"])
def test_addresses_of_nothing(end):
    assert leads_nowhere(TOP + end)


@pytest.mark.parametrize(
    "path",
    ["articleend.php?id=12", "a/chapterend.html", "bookend/12/", "login?back=4102", "user/sign-in", "wp-login.php?to=/5"],
)
def test_last_pages_and_doors_of_sites(path):
    assert leads_nowhere(f"https://www.example.org/{path}")


@pytest.mark.parametrize(
    "end", ["10.html", "the-end-of-all.html", "71_10.html", "weekend.html", "bookend.html", "login.html", "legend.php"]
)
def test_addresses_of_something(end):
    assert not leads_nowhere(TOP + end)


def test_front_pages():
    assert is_root("https://www.example.org/")
    assert is_root("http://example.org/index.html")
    assert is_root("https://example.org/?page=2")
    assert not is_root(TOP)
    assert not is_root("https://example.org/?p=1204")
    assert not is_root("https://example.org/index.php?ca=read&bid=11591&cid=30")
    assert not leads_nowhere("https://example.org/?p=1204")


@given(st.text(max_size=30), st.text(max_size=30))
def test_any_two_strings_can_be_compared(a, b):
    assert kin("http://example.org/" + a, b).kind in {"same", "page", "maybe_page", "consecutive", "sibling", "parent", "other"}
    assert kin(a, a) == Kin("same")
    assert isinstance(key_of(a), str)
