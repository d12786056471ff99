from __future__ import annotations

import re
import time
import urllib.error
import urllib.request

from novelspider.demo.prose import chinese_numeral
from novelspider.demo.server import DemoServer
from novelspider.demo.site import books

SUBPAGED, LEGACY = books()


def get(url: str) -> tuple[bytes, str]:
    with urllib.request.urlopen(url) as response:
        return response.read(), response.headers["Content-Type"]


def test_both_hosts_answer_with_their_own_pages():
    with DemoServer(port=0) as server:
        utf8, declared = get(server.urls[0])
        gbk, undeclared = get(server.urls[1])
        assert (SUBPAGED.title in utf8.decode("utf-8"), declared) == (True, "text/html; charset=utf-8")
        assert (LEGACY.title in gbk.decode("gbk"), undeclared) == (True, "text/html")
        assert b"charset" not in gbk
        assert [f"{r.host}{r.target}" for r in server.requests] == ["127.0.0.1/book/12/", "localhost/novel/88.htm"]


def test_another_port_serves_where_the_port_is_taken():
    with DemoServer(port=0) as first, DemoServer(port=first.port) as second:
        assert first.port != second.port
        assert get(second.urls[0]) == get(first.urls[0])


def test_it_starts_and_stops_at_once():
    start = time.monotonic()
    with DemoServer(port=0) as server:
        get(server.urls[0])
    assert time.monotonic() - start < 10  # well under one, on an idle machine; one that waits for a connection takes for ever


def test_every_link_between_the_pages_of_a_book_leads_somewhere():
    with DemoServer(port=0) as server:
        for book, seed in zip(server.books, server.urls, strict=True):
            seen, queue = set(), [seed]
            while queue:
                url = queue.pop()
                html = get(url)[0].decode("utf-8" if book is SUBPAGED else "gbk")
                links = {server.url(book, path) for path in re.findall(r'href="(/(?:book/12|novel/88)[/.][^"]*)"', html)}
                queue += links - seen - {*queue}
                seen |= {url} | links
            assert {server.url(book, path) for chapter in book.chapters for path in chapter.paths} <= seen


def test_the_pages_of_a_chapter_hold_its_text():
    chapter = SUBPAGED.chapters[2]
    assert (len(chapter.pages), len(chapter.paths)) == (3, 3)
    assert "".join(line for page in chapter.pages for line in page) == "".join(chapter.paragraphs)
    assert [c.index for c in SUBPAGED.chapters if c.repeats] == [17]
    assert SUBPAGED.chapters[16].title == SUBPAGED.chapters[15].title + "（重发）"
    assert LEGACY.chapters[11].title.startswith(f"第{chinese_numeral(12)}章 ")
    assert sum(len(intro) for _, intro in SUBPAGED.others) > max(len("".join(c.pages[0])) for c in SUBPAGED.chapters)
