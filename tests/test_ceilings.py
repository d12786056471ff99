"""Pages larger than any for readers are refused with a reason; the longest lists that there are, are read."""

from __future__ import annotations

import time

import pytest

from novelspider.pages import read_page

URL = "https://novels.example/book/77/"


def entries(count: int) -> str:
    return "".join(f"<li><a href='{n}.html'>第{n}章 雨夜</a></li>" for n in range(1, count + 1))


@pytest.mark.parametrize(
    "body",
    [
        b"<p>" + b"x" * 10_000_001,
        b"<p>x</p>" * 60_000,
        ("<div>字。<br>" + "字。<br>" * 60_000).encode(),
        b"<div>x</div>" * 60_000,
        b"<" * 700_000,
    ],
    ids=["bytes", "elements", "breaks", "boxes", "tags"],
)
def test_what_is_too_large_says_so_in_seconds(body: bytes) -> None:
    start = time.process_time()
    page = read_page(body, URL)
    assert (page.kind, getattr(page, "reason", "")) == ("other", "too_large")
    assert time.process_time() - start < 8  # about one on an idle machine


def test_the_longest_lists_are_read() -> None:
    page = read_page(f"<h1>山城</h1><p>作者：林晚</p><ul>{entries(30_000)}</ul>".encode(), URL)
    assert page.kind == "book"
    assert len(page.chapters) == 30_000
