"""Addresses in scripts, handlers and comments."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from novelspider.pages.script_urls import comment_urls, handler_url, literals, looks_like_url, script_urls

HERE = "https://www.example.org/book/31/8001.html"


@pytest.mark.parametrize(
    ("script", "want"),
    [
        ('var next_page = "/1/2_2.html";', [("/1/2_2.html", "next", "script")]),
        (
            "ReadParams = {url_previous:'/1/',url_next: '/1/3.html'}",
            [("/1/", "previous", "script"), ("/1/3.html", "next", "script")],
        ),
        ('var preview_page="/1/";', [("/1/", "previous", "script")]),
        ('//var nextPage = "/1/2_2.html";', [("/1/2_2.html", "next", "comment")]),
        ('{"nextChapter":{"id":9,"title":"x","url":"\\/1\\/9"}}', [("/1/9", "next", "script")]),
        ("var nexturl = \"<a href='/1/3.html'>x</a>\";", [("/1/3.html", "next", "script")]),
        ("index_page: '/list/31/'", [("/list/31/", "toc", "script")]),
        ("var bookpage='/book/31.html'", [("/book/31.html", "book", "script")]),
        ("var chapter_id = 8001, next_id = 8005;", [("https://www.example.org/book/31/8005.html", "next", "script")]),
        ("var next_id = 8005;", []),
        ('{"next_chapter":{"slug":"8002.html"}}', [("8002.html", "next", "script")]),
        ("var next = 'btn-next'; x.next = function(){}; next: !0", []),
        ("for (i = list.indexOf(x); i > 0;) next()", []),
    ],
)
def test_variables(script, want):
    assert [(one.href, one.label.direction, one.where) for one in script_urls([script], HERE)] == want


def test_comments_hold_links_and_variables():
    comments = ["<a class=x href='/1/3.html'>下一章</a>", " var next_url = '/1/4.html' ", "<a href='/x'>首页</a>"]
    assert [(one.href, one.label.direction) for one in comment_urls(comments, HERE)] == [
        ("/1/3.html", "next"),
        ("/1/4.html", "next"),
    ]


@pytest.mark.parametrize(
    ("handler", "want"),
    [
        ("location.href='/1/3.html'", "/1/3.html"),
        ("window.open('3.html','_self')", "3.html"),
        ("go('next'); return false", None),
        ("gotoPage('https://www.example.org/b/3')", "https://www.example.org/b/3"),
    ],
)
def test_handlers(handler, want):
    assert handler_url(handler) == want


def test_literals_that_share_a_name():
    assert [one.href for one in literals(['var x9 = "8001_2.html", y = "8002.html";'], "8001")] == ["8001_2.html"]


@pytest.mark.parametrize("text", ["/1/2.html", "2.html", "//m.example.org/2", "https://example.org", "../2/", "?cid=3", "a/b/"])
def test_addresses(text):
    assert looks_like_url(text)


@pytest.mark.parametrize("text", ["next", "btn-next", "12", "text/html; charset", "a b/c.html", "javascript:;", "", "#top"])
def test_other_strings(text):
    assert not looks_like_url(text)


@given(st.text(alphabet="next:='\"{}url<a href>/.html \n0123", max_size=80))
def test_never_raises(script):
    assert isinstance(list(script_urls([script], HERE)) + list(comment_urls([script], HERE)), list)


def test_a_bundle_costs_little():
    bundle = "function next(){return this.next={next:x.next,prev:'y'}};" * 6000
    started = time.process_time()
    list(script_urls([bundle, "next='" * 60_000, "next:{" * 60_000, "<a href=" * 40_000], HERE))
    list(comment_urls(["<a href=" * 40_000, "<a " * 100_000], HERE))
    assert time.process_time() - started < 2


def test_slug_of_the_same_form():
    here = "https://www.example.org/novel/long-night/chapter-4"
    for address in (here, here + "/"):
        (found,) = script_urls(['{"nextChapter":{"title":"Fog","slug":"chapter-5"}}'], address)
        assert found.href == address.replace("-4", "-5")
    assert not list(script_urls(['{"nextChapter":{"slug":"about-us"},"nextStep":"7"}'], here))


@pytest.mark.parametrize(
    ("script", "want"),
    [
        ('var nexturl="/book/31/"+"8002.html";', ["/book/31/8002.html"]),
        ("var next_page = '/book/' + '31/' + '8001_2.html'", ["/book/31/8001_2.html"]),
        ('var nexturl = "/book/31/" + id + ".html";', []),
        ("var nexturl = `/book/31/${id}.html`;", []),
        ("var nexturl = \"<a href='/1/3.html'>\" + title + '</a>';", ["/1/3.html"]),
    ],
)
def test_strings_that_are_added(script, want):
    assert [one.href for one in script_urls([script], HERE)] == want


def test_handlers_that_add_strings():
    assert handler_url("location.href='/book/31/'+'8002.html'") == "/book/31/8002.html"
    assert handler_url("location.href='/book/31/'+id+'.html'") is None


def test_arrow_keys():
    script = "if (e.keyCode == 37) location = '/1/1.html'; if (e.key === 'ArrowRight') { window.location.href = '/1/3.html'; }"
    found = [(one.href, one.label.direction, one.words) for one in script_urls([script], HERE)]
    assert found == [("/1/1.html", "previous", "key ←"), ("/1/3.html", "next", "key →")]
    assert not list(script_urls(["if (n == 39) show('/1/3.html')"], HERE))


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ('var x9 = "8001_2.html";', "script variable x9"),
        ('{"more": "8001_2.html"}', "script variable more"),
        ('turn("8001_2.html")', "script call turn"),
        ('["8001_2.html"]', "address in a script"),
    ],
)
def test_words_name_what_holds_an_address(script, words):
    assert [one.words for one in literals([script], "8001")] == [words]
