"""Pages that no site serves, read and cleaned: nothing may raise, and no page may take more than a second.

    python tests/bench/fuzz.py [seconds] [seed]

Mutates the bytes of the saved pages in tests/sites, splices them, repeats pieces of them, nests elements deeply, and makes
random bytes, markup and addresses up. Prints what was tried, the slowest pages, and each failure with what repeats it."""

from __future__ import annotations

import random
import sys
import time
import traceback
from collections import Counter

from bench_read import saved_pages

from novelspider.pages import read_page
from novelspider.text import clean_paragraphs

LIMIT = 1.0  # CPU seconds a page
LARGEST = 2_000_000  # bytes of what is made; time is linear in it, and the limit is for pages as large as servers send
TOKENS = (
    b"<div>", b"</div>", b"<p>", b"</p>", b"<br>", b"<a href='", b"'>", b"</a>", b"<table><tr><td>",
    b"</td></tr></table>", b"<li>", b"<script>", b"</script>", b"<style>", b".x .y{display:none}", b"</style>", b"<!--",
    b"-->", b"<![CDATA[", b"]]>", b"<select>", b"<option value='", b"<ruby>", b"<rt>", b"<h1>", b"<title>",
    b"<meta charset=gbk>", b"<base href='//", b"&nbsp;", b"&#0;", b"&#x110000;", b"&", b"\x00", b"\xff\xfe", b"\x1b$B",
    b"~{", "下一章".encode(), "第3章 ".encode(), "作者：".encode(), "（1/3）".encode(), "……”“".encode(),
    "。\n　　".encode(), b"onclick=\"location.href='", b"http://[::1", b"javascript:", b"{\"url\":\"", b"[[[[", b"{{{{",
    b"var next_page = '", b"\\u002F", b"((((", b"    ", b"\n\n\n", b"1234567890", b"_2.html", b"?page=2", b"\xe3\x80\x80",
    b"\xed\xa0\x80",
)  # fmt: skip
URLS = (
    "http://www.example.org/book/1/2.html", "https://example.org/", "http://example.org/1_2/3_4.html?page=2#x", "", "::", "//x",
    "http://[::1/", "http://example.org:99999/", "javascript:1", "http://example.org/" + "a/" * 3000, "http://例え.example/一/二",
)  # fmt: skip
TYPES = (
    None, "text/html", "text/html; charset=gbk", "text/html; charset=utf-16", "text/html; charset=\x00", "application/json",
)  # fmt: skip
NESTED = (b"<div>", b"<p>", b"<a href=x>", b"<table><tr><td>", b"<ul><li>", b"<span>", b"<font>", b"<b><i>", b"<select>")


def flip(rng: random.Random, page: bytes, _other: bytes) -> bytes:
    data = bytearray(page or b"<")
    for _ in range(rng.randint(1, 200)):
        data[rng.randrange(len(data))] = rng.randrange(256)
    return bytes(data)


def cut(rng: random.Random, page: bytes, other: bytes) -> bytes:
    at = sorted(rng.randrange(len(page) + 1) for _ in range(2))
    return page[: at[0]] + page[at[1] :] + other[: rng.randrange(2)]


def splice(rng: random.Random, page: bytes, other: bytes) -> bytes:
    return page[: rng.randrange(len(page) + 1)] + other[rng.randrange(len(other) + 1) :]


def repeat(rng: random.Random, page: bytes, other: bytes) -> bytes:
    start = rng.randrange(len(page) + 1)
    piece = page[start : start + rng.randint(1, 2000)]
    return (page[:start] + piece * rng.randint(2, 200) + other[:500])[: LARGEST // 4]


def sow(rng: random.Random, page: bytes, other: bytes) -> bytes:
    for _ in range(rng.randint(1, 40)):
        at = rng.randrange(len(page) + 1)
        page = page[:at] + rng.choice(TOKENS) * rng.choice((1, 1, 1, 2, 50)) + page[at:]
    return page + other[:100]


def nest(rng: random.Random, page: bytes, other: bytes) -> bytes:
    tag = rng.choice(NESTED)
    return tag * rng.choice((100, 2000, 5000, 20_000)) + page + rng.choice((b"", other[:5000]))


def tokens(rng: random.Random, page: bytes, other: bytes) -> bytes:
    words = [*TOKENS, page[:80], other[-80:]]
    return b"".join(rng.choice(words) for _ in range(rng.randint(1, 3000)))


def one_token(rng: random.Random, page: bytes, other: bytes) -> bytes:
    a, b = rng.choice(TOKENS), rng.choice(TOKENS)
    return page[:300] + (a + b) * rng.choice((100, 5000, 20_000)) + other[:300]


def noise(rng: random.Random, page: bytes, other: bytes) -> bytes:
    return rng.randbytes(rng.choice((0, 1, 3, 100, 20_000))) + rng.choice((b"", page, other))


WAYS = (flip, cut, splice, repeat, sow, nest, tokens, one_token, noise)


def read(body: bytes, url: str, content_type: str | None) -> str:
    """The kind of page that was read; cleaned too where it is a chapter."""
    page = read_page(body, url, content_type)
    if page.kind == "chapter":
        clean_paragraphs(page.paragraphs, title=page.title or "", host="www.example.org")
    return page.kind


def main() -> int:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 60.0
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    pages = [body for body, *_ in saved_pages()]
    tried: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    slowest: list[tuple[float, int, str, int]] = []
    failures = slow = 0
    end = time.monotonic() + seconds
    number = seed * 1_000_000
    while time.monotonic() < end:
        rng = random.Random(number)
        way = rng.choice(WAYS)
        body = way(rng, rng.choice(pages), rng.choice(pages))[:LARGEST]
        start = time.process_time()
        try:
            kinds[read(body, rng.choice(URLS), rng.choice(TYPES))] += 1
        except Exception:  # noqa: BLE001  every exception is a finding
            failures += 1
            print(f"page {number} ({way.__name__}, {len(body)} bytes) raised:\n{traceback.format_exc(limit=-4)}")
        took = time.process_time() - start
        slow += took > LIMIT
        slowest = sorted([*slowest, (took, number, way.__name__, len(body))], reverse=True)[:8]
        tried[way.__name__] += 1
        number += 1
    total = sum(tried.values())
    print(f"{total} pages in {seconds:.0f} s, seed {seed}: {failures} raised, {slow} took more than {LIMIT:.0f} s")
    print("tried:", ", ".join(f"{name} {count}" for name, count in tried.most_common()))
    print("read as:", ", ".join(f"{name} {count}" for name, count in kinds.most_common()))
    lines = (f"{1000 * took:.0f} ms: page {at}, {name}, {size} bytes" for took, at, name, size in slowest)
    print("slowest:", *lines, sep="\n  ")
    return 1 if failures or slow else 0


if __name__ == "__main__":
    sys.exit(main())
