"""Addresses without credentials and session ids; literals."""

import pytest

from novelspider.pages.document import absolute
from novelspider.tidy import tidy

TOKEN = "3f2a9c0d11e24b7fa1c2d3e4f5061728"


@pytest.mark.parametrize(
    ("url", "clean"),
    [
        (f"http://a.example/b/1.jsp;jsessionid={TOKEN}", "http://a.example/b/1.jsp"),
        ("http://a.example/b/1.jsp;JSESSIONID=x.node1?p=2", "http://a.example/b/1.jsp?p=2"),
        ("http://a.example/b;jsessionid=1/2.html", "http://a.example/b/2.html"),
        (f"http://a.example/read.php?id=7&PHPSESSID={TOKEN}&p=2", "http://a.example/read.php?id=7&p=2"),
        (f"http://a.example/read.php?PHPSESSID={TOKEN}", "http://a.example/read.php"),
        (f"http://a.example/t.php?sid={TOKEN}&t=5", "http://a.example/t.php?t=5"),
        (f"http://a.example/t.php?s={TOKEN}&t=5", "http://a.example/t.php?t=5"),
        ("http://a.example/t.php?t=5&sid=k3j5h2k3j5h23kj5hk23", "http://a.example/t.php?t=5"),
        ("http://a.example/(S(lit3py55t21z5v55vlm25s55))/b/1.aspx", "http://a.example/b/1.aspx"),
        ("http://reader:secret@a.example:81/b/", "http://a.example:81/b/"),
        ("http://reader@a.example/b/@c", "http://a.example/b/@c"),
        ("http://a@b@c.example/", "http://c.example/"),
        ("http://例え.テスト/本/", "http://xn--r8jz45g.xn--zckzah/本/"),
        ("http://１２７。0.0.1/", "http://127.0.0.1/"),
    ],
)
def test_what_is_the_visitors_goes(url, clean):
    assert tidy(url) == clean
    assert tidy(clean) == clean
    assert absolute("http://b.example/", url) == clean


@pytest.mark.parametrize(
    "url",
    [
        "http://a.example/viewstory.php?sid=1234&chapter=2",  # a story's number
        "http://a.example/t.php?s=hero",
        "http://a.example/t.php?s=",
        "http://a.example/session/12.html",
        "http://a.example/therapysession-3/",
        "http://a.example/b;v=2/1.html",
        "http://a.example/@author/chapter-1",
        "http://a.example/read?user=a@b.example",
        "http://a.example/(1)/2.html",
        "http://[::1]:8000/",
        "http://[bad/",
        "not a url @ all",
        "",
    ],
)
def test_the_rest_stays(url):
    assert tidy(url) == url
