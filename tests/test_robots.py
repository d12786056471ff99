"""What robots.txt files say, well made and not."""

import pytest

from novelspider.robots import MOST_BYTES, Rules

_TWICE = "User-agent: novelspider\nDisallow: /a\n\nUser-agent: x\nDisallow: /\n\nUser-agent: novelspider\nDisallow: /b"


def rules(text, agent="novelspider", content_type="text/plain"):
    return Rules(text if isinstance(text, bytes) else text.encode(), content_type, agent)


def allows(text, *paths, **options):
    parsed = rules(text, **options)
    return [parsed.allows(f"https://a.example{path}") for path in paths]


@pytest.mark.parametrize(
    ("text", "path", "allowed"),
    [
        # groups: RFC 9309, 2.2.1
        ("User-agent: *\nDisallow: /\n\nUser-agent: novelspider\nDisallow: /x", "/a", True),
        ("User-agent: NovelSpider\nDisallow: /", "/a", False),
        ("user-agent: novelspider/0.9 (any)\ndisallow: /", "/a", False),
        ("User-agent: novel\nDisallow: /", "/a", True),
        ("User-agent: novelspider2\nDisallow: /", "/a", True),
        ("User-agent: spider\nDisallow: /", "/a", True),
        ("User-agent: other\nUser-agent: novelspider\nDisallow: /a", "/a", False),
        (
            _TWICE,
            "/a",
            False,
        ),
        (
            _TWICE,
            "/b",
            False,
        ),
        ("User-agent: * # all of you\nDisallow: / # of it", "/a", False),
        ("User-agent: *\n\n# a remark\n\nDisallow: /a", "/a", False),
        ("User-agent: *\nSitemap: https://a.example/s.xml\nDisallow: /a", "/a", False),
        ("Disallow: /", "/a", True),
        ("User-agent: *\nDisallow:", "/a", True),
        # the longest match counts, Allow where they are equal: 2.2.2
        ("User-agent: *\nDisallow: /book\nAllow: /book/1", "/book/1/2.html", True),
        ("User-agent: *\nAllow: /book/1\nDisallow: /book/1/2", "/book/1/2.html", False),
        ("User-agent: *\nDisallow: /a\nAllow: /a", "/a", True),
        ("User-agent: *\nDisallow: /A", "/a", True),
        ("User-agent: *\nDisallow: /a?x=1", "/a?x=12", False),
        # `*` and `$`: 2.2.3
        ("User-agent: *\nDisallow: /*.php$", "/x/a.php", False),
        ("User-agent: *\nDisallow: /*.php$", "/x/a.php?b", True),
        ("User-agent: *\nDisallow: /a$", "/ab", True),
        ("User-agent: *\nDisallow: /*/read*html", "/1/reader.html", False),
        ("User-agent: *\nDisallow: *", "/a", False),
        # percent-encoding
        ("User-agent: *\nDisallow: /小说/", "/%E5%B0%8F%E8%AF%B4/1", False),
        ("User-agent: *\nDisallow: /%E5%B0%8F%e8%af%b4/", "/小说/1", False),
        ("User-agent: *\nDisallow: /a%2Fb", "/a/b", True),
        ("User-agent: *\nDisallow: /", "/robots.txt", True),
        # line ends
        ("User-agent: *\rDisallow: /a\r", "/a", False),
        ("User-agent: *\r\nDisallow: /a\r\n", "/a", False),
    ],
)
def test_what_a_file_allows(text, path, allowed):
    assert allows(text, path) == [allowed]


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "gb18030"])
def test_the_charset_is_what_the_bytes_are(codec):
    assert allows("User-agent: *\nDisallow: /小说/\n# 请勿抓取本站小说内容，谢谢合作\n".encode(codec), "/小说/1", "/1") == [
        False,
        True,
    ]


def test_a_page_of_html_and_a_file_of_rubbish_allow_all():
    page = "<!DOCTYPE html>\n<html>\n<head><title>404</title></head>\n<body><p>Disallow: /</p>\n</body></html>"
    assert allows(page, "/a", content_type="text/html") == [True]
    assert allows(bytes(range(256)) * 50, "/a") == [True]
    assert allows(b"", "/a", content_type=None) == [True]


def test_what_stands_behind_500_kib_is_not_read_and_half_a_line_is_none():
    head = "User-agent: *\nDisallow: /early\n"
    padded = head + "#" * (MOST_BYTES - len(head) - len("\nDisallow: /l")) + "\nDisallow: /late\nDisallow: /later"
    assert padded[:MOST_BYTES].endswith("\nDisallow: /l")
    assert allows(padded, "/early", "/late", "/light") == [False, True, True]


def test_the_agent_is_its_product_token():
    text = "User-agent: mybot\nDisallow: /a\nUser-agent: *\nAllow: /"
    assert allows(text, "/a", agent="MyBot/2.0 (+https://example.com; me@example.com)") == [False]


def test_crawl_delay_and_sitemaps():
    text = (
        "User-agent: *\nCrawl-delay: 2.5\nSitemap: https://a.example/s.xml\nSitemap: /relative.xml\nsitemap:ftp://a.example/s"
    )
    parsed = rules(f"{text}\nUser-agent: novelspider\nCrawl-delay: 7\nSitemap: https://a.example/s.xml\nSitemap: http://[bad/")
    assert (parsed.crawl_delay, parsed.sitemaps) == (7.0, ("https://a.example/s.xml",))
    assert [rules(f"User-agent: *\nCrawl-delay: {wrong}").crawl_delay for wrong in ("soon", "-3", "nan", "inf", "")] == [
        0.0
    ] * 5
    assert len(rules("\n".join(f"Sitemap: https://a.example/{n}.xml" for n in range(5000))).sitemaps) == 1000
