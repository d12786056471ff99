import json

import pytest

from novelspider.items import Book, Chapter, Rights, as_dict, canonical_url, loose_key, record_id, site_of, to_line

CHAPTER = Chapter(
    id="0123456789abcdef", site="a.example", book_id="b", book_url="http://a.example/", book_title=None, author=None,
    volume=None, index=1, number=12.5, title="第12.5章 “引”", text="甲\n乙",
)  # fmt: skip
CHAPTER_KEYS = (
    "id type schema site book_id book_url book_title author volume index number title text notes n_chars language illustrations"
    " digest duplicate_of revision flags signals url pages fetched_at rights"
)
BOOK_KEYS = (
    "id type schema site url title author category tags status intro cover_url language n_chapters latest_chapter updated_at"
    " toc_urls fetched_at revision rights"
)


@pytest.mark.parametrize(
    ("url", "site"),
    [
        ("https://A.Example/x", "a.example"),
        ("https://a.example:443/", "a.example"),
        ("http://a.example:443/", "a.example:443"),
        ("http://127.0.0.1:8907/", "127.0.0.1:8907"),
        ("http://[::1]:80/", "[::1]"),
        ("http://user:word@a.example./", "a.example"),
        ("not a url", ""),
    ],
)
def test_site_of(url, site):
    assert site_of(url) == site


def test_site_of_a_bad_port():
    with pytest.raises(ValueError, match="Port"):
        site_of("http://a.example:x/")


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("https://WWW.a.example:443/Book/1.html?p=2#top", "www.a.example/Book/1.html?p=2"),
        ("http://a.example", "a.example/"),
        ("http://user:word@a.example/1", "a.example/1"),
    ],
)
def test_canonical_url(url, canonical):
    assert canonical_url(url) == canonical


def test_record_id_is_for_ever():
    # printf a.example/1.html | b2sum -l 64
    assert record_id("https://a.example/1.html") == record_id("http://A.example:80/1.html#x") == "0a539328ed90aae9"


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [
        ("http://www.a.example/1.html", "https://m.a.example/1", True),
        ("http://a.example/1/", "http://a.example/1/index.html", True),
        ("http://a.example/1.htm?from=toc", "http://a.example/1.html", True),
        ("http://a.example/x?id=1", "http://a.example/x?id=2", False),
        ("http://a.example/aB", "http://a.example/ab", False),
        ("http://a.example/1_2.html", "http://a.example/1.html", False),
        ("http://a.example/read?cid=5&aid=1", "http://a.example/read?aid=1&cid=5", True),
        ("http://a.example/read?cid=5&page=", "http://a.example/read?cid=5", True),
        ("http://a.example/read?cid=5&utm_campaign=7&from=toc2", "http://a.example/read?cid=5", True),
        ("http://a.example/9?ref=b3", "http://a.example/9", True),
        ("http://a.example/list?from=50", "http://a.example/list?from=100", False),  # offsets
        ("http://a.example/read?4711", "http://a.example/read?4712", False),
    ],
)
def test_loose_key(one, other, equal):
    assert (loose_key(one) == loose_key(other)) is equal


def test_a_line_is_utf_8_without_escapes_in_the_order_of_the_schema():
    line = to_line(as_dict(CHAPTER))
    assert line.endswith(b"}\n")
    assert line.count(b"\n") == 1
    assert "第12.5章 “引”" in line.decode()
    assert list(json.loads(line)) == CHAPTER_KEYS.split()
    assert list(json.loads(to_line(as_dict(Book(id="b", site="s", url="u"))))) == BOOK_KEYS.split()


def test_a_rejected_line_has_its_reason_at_the_end():
    assert list(as_dict(CHAPTER, reason="duplicate", detail="…"))[-2:] == ["reason", "detail"]


def test_a_lone_surrogate_does_not_stop_the_line():
    assert to_line({"text": "a\ud800b"}).decode() == '{"text": "a\ufffd\ufffd\ufffdb"}\n'


def test_rights_keys_are_fixed():
    assert as_dict(CHAPTER)["rights"] == dict.fromkeys(("robots", "tdm", "x_robots_tag", "meta", "policy"))
    assert Rights(tdm="1").tdm == "1"
