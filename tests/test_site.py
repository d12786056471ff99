import pytest

from novelspider.errors import BadArgumentError
from novelspider.site import Site


def test_an_empty_site_is_good_and_has_no_selectors():
    assert Site().selector("body") is None


@pytest.mark.parametrize("selector", ["#content", "div.text > p", "//div[@id='content']", "./p", "(//h1)[1]", "a[href*='x' i]"])
def test_css_and_xpath_compile(selector):
    assert Site(body=selector).selector("body") is not None


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"body": "div["}, "body"),
        ({"next": "//a["}, "next"),
        ({"chapters": 3}, "chapters"),
        ({"remove": ("#ad", "p:nope(")}, "remove"),
        ({"remove": "#ad"}, "remove"),
        ({"noise": ("(",)}, "noise"),
        ({"chapter_url": "[0-9"}, "chapter_url"),
        ({"page_url": "*"}, "page_url"),
    ],
)
def test_a_bad_field_fails_when_the_site_is_made_and_is_named(fields, name):
    with pytest.raises(BadArgumentError, match=rf"^Site\.{name}\b"):
        Site(**fields)


def test_an_unknown_field_is_named():
    with pytest.raises(TypeError, match="'titel'"):
        Site(titel="h1")
