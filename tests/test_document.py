"""The parsed page: anchors, metas, hidden elements, and pages that are no pages."""

from __future__ import annotations

import time

import pytest

from novelspider.pages.document import Document, absolute

BASE = "https://books.example/7/2.html?q=1"


def document(text: str) -> Document:
    return Document(text, BASE)


def test_anchors_are_absolute_and_labelled() -> None:
    markup = (
        "<a href=3.html> 下一\n章 </a><a href='#'>top</a><a href=/x title=目录><i></i></a>"
        "<a href=y><img alt=封面></a><a name=z>z</a>"
    )
    found = document(markup).anchors
    assert [(a.url, a.text) for a in found] == [
        ("https://books.example/7/3.html", "下一 章"),
        (None, "top"),
        ("https://books.example/x", "目录"),
        ("https://books.example/7/y", "封面"),
    ]


def test_bare_list_items() -> None:
    assert [a.text for a in document("<li><a href=1>一</a><li><a href=2>二</a>").anchors] == ["一", "二"]


def test_base_title_metas_scripts_comments() -> None:
    found = document(
        "<head><base href='//cdn.example/b/'><title> 一\n 二 </title><META NAME=Author content=' 南 风 '>"
        "<meta property=og:title content=t><meta name=author content=second></head><script>var a=1</script><!--note-->"
    )
    assert (found.base, found.head_title) == ("https://cdn.example/b/", "一 二")
    assert found.metas == {"author": "南 风", "og:title": "t"}
    assert (found.scripts, found.comments) == (("var a=1",), ("note",))


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("/a/b.html", "https://books.example/a/b.html"),
        ("/a/../b", "https://books.example/b"),
        ("/a?b=1&c=2#d", "https://books.example/a?b=1&c=2"),
        ("//m.books.example/a", "https://m.books.example/a"),
        ("3.html", "https://books.example/7/3.html"),
        ("?p=2", "https://books.example/7/2.html?p=2"),
        ("#a", None),
        ("javascript:void(0)", None),
        ("mailto:a@books.example", None),
        ("http://[::1", None),
        ("http://books.example:port/", None),
        ("  ", None),
    ],
)
def test_absolute(href: str, url: str | None) -> None:
    assert absolute(BASE, href) == url


def test_hidden_by_plain_rules_of_the_pages_own_style() -> None:
    style = (
        "/* .e{} */ .a, p.b {color:red; display : none !important} #c{font-size:0px;} .menu .d{display:none}"
        "@media print{.e{display:none}} @media screen{.f{visibility:hidden}} .g{font-size:0.9em}"
        ".h{left:-9999px;position:absolute}"
    )
    markup = "".join(f"<p class={c}>{c}</p>" for c in "abdefgh") + "<p id=c>c</p><div class=b>div</div>"
    found = document(f"<style>{style}</style>{markup}").hidden
    assert sorted(node.text for node in found) == ["a", "b", "c", "f", "h"]


@pytest.mark.parametrize(
    ("attributes", "is_hidden"),
    [
        ("style='display:none'", True),
        ("style='DISPLAY: NONE;'", True),
        ("style='font-size:0'", True),
        ("style='font:0/0 a'", True),
        ("style='font-size:0.8em'", False),
        ("style='text-indent:-9999px'", True),
        ("style='text-indent:2em'", False),
        ("style='margin-left:-15px'", False),
        ("style='width:1px;height:1px;overflow:hidden'", True),
        ("style='line-height:1'", False),
        ("hidden", True),
        ("hidden=until-found", False),
        ("aria-hidden=true", True),
        ("aria-hidden=false", False),
        ("style='opacity:0'", False),
    ],
)
def test_hidden_inline(attributes: str, is_hidden: bool) -> None:
    assert bool(document(f"<p {attributes}>x</p>").hidden) is is_hidden


@pytest.mark.parametrize("text", ["", "   ", "\x00\x00", "<!-- only -->"])
def test_nothing_is_empty(text: str) -> None:
    assert document(text).empty
    assert document(text).anchors == ()


def test_text_without_markup_and_bytes_that_are_no_text() -> None:
    assert "".join(document("只有文字").root.itertext()) == "只有文字"
    assert "".join(document("a\x00b\x0bc\ud800d").root.itertext()) == "abc?d"


HARD = {
    "nested": "<div>" * 200_000 + "text" + "<a href=/1>x</a>",
    "unclosed": "<font color=red>line<br>" * 50_000,
    "one_line": "<p>" + "文字，" * 1_500_000,
    "links": "<a href=/1.html>x</a>" * 50_000,
    "entities": "&foo;&#99999999;&amp;nbsp;" * 50_000,
    "open_brackets": "<" * 500_000,
    "open_attributes": "<a " * 200_000,
    "style_braces": "<style>" + "{" * 300_000,
    "style_selectors": "<style>" + "a," * 300_000 + "{display:none}</style>",
    "style_comments": "<style>" + "/*" * 300_000,
    "style_media": "<style>" + "@media " * 100_000,
}


@pytest.mark.parametrize("name", sorted(HARD))
def test_hard_pages_are_parsed_quickly(name: str) -> None:
    start = time.process_time()
    found = document(HARD[name])
    assert len(found.anchors) == HARD[name].count("<a href=")
    assert isinstance(found.hidden, frozenset)
    assert time.process_time() - start < 4


def test_entries_that_nobody_closes_do_not_stand_in_each_other():
    root = Document("<body><div><dd>One.\n<DD>Two.\n<dd>Three.</div></body>", "http://a.example/").root
    assert [entry.text.strip() for entry in root.iter("dd")] == ["One.", "Two.", "Three."]
    assert {entry.getparent().tag for entry in root.iter("dd")} == {"div"}
