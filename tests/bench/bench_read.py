"""CPU milliseconds a page for each step of reading, over the saved pages in tests/sites.

    python tests/bench/bench_read.py [rounds]

Each step is timed apart, in the order in which `read_page` comes to it, so that each pays for what it is the first to ask for.
The best of `rounds` (5) counts. The last column is in units of the bare lxml parse, for comparing machines."""

from __future__ import annotations

import json
import sys
import time
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from lxml import etree

from novelspider.pages import read_page
from novelspider.pages.decode import decode
from novelspider.pages.document import Document
from novelspider.pages.heading import read_heading
from novelspider.pages.kind import Evidence
from novelspider.pages.labelled import labelled_facts
from novelspider.pages.links import read_links
from novelspider.pages.meta import read_meta
from novelspider.site import Site
from novelspider.text import clean_paragraphs

if TYPE_CHECKING:
    from collections.abc import Callable

SITES = Path(__file__).parent.parent / "sites"
STEPS = ("lxml alone", "decode", "document", "toc", "kind", "body", "heading", "links", "meta", "clean", "read_page + clean")


def saved_pages() -> list[tuple[bytes, str, str | None]]:
    """Every saved page: its bytes, its URL, its content type."""
    cases = [(path, json.loads(path.read_text(encoding="utf-8"))) for path in sorted(SITES.glob("*/*.json"))]
    return [
        (path.with_suffix(".html").read_bytes(), case["url"], case["content_type"]) for path, case in cases if "url" in case
    ]


class Clock:
    """CPU seconds by step; of each page and step the shortest."""

    def __init__(self) -> None:
        self.best: dict[tuple[int, str], float] = defaultdict(lambda: float("inf"))

    def time(self, page: int, step: str, work: Callable[[], Any]) -> Any:
        start = time.process_time()
        result = work()
        self.best[page, step] = min(self.best[page, step], time.process_time() - start)
        return result

    def mean(self, step: str, pages: int) -> float:
        return 1000 * sum(seconds for (_, name), seconds in self.best.items() if name == step) / pages


def run(clock: Clock, at: int, body: bytes, url: str, content_type: str | None) -> None:
    """One page, step by step."""
    site = Site()
    text = clock.time(at, "decode", lambda: decode(body, content_type))
    raw = text.encode("utf-8", "replace")
    clock.time(at, "lxml alone", lambda: etree.fromstring(raw, etree.HTMLParser(encoding="utf-8")) if text.strip() else None)
    document = clock.time(at, "document", lambda: Document(text, url))
    evidence = Evidence(document, site)
    clock.time(at, "toc", lambda: evidence.toc)
    found = clock.time(at, "body", lambda: evidence.body)
    clock.time(at, "kind", lambda: (evidence.turns, evidence.declared, evidence.facts))
    heading = clock.time(at, "heading", lambda: read_heading(document, found, site=site))
    clock.time(at, "links", lambda: read_links(document, site=site, paragraphs=found.paragraphs))
    clock.time(at, "meta", lambda: read_meta(document, site=site, labelled=labelled_facts(document)))
    host = urlsplit(url).hostname or ""
    clock.time(at, "clean", lambda: clean_paragraphs(found.paragraphs, title=heading.title or "", host=host))
    clock.time(at, "read_page + clean", lambda: read_and_clean(body, url, content_type))


def read_and_clean(body: bytes, url: str, content_type: str | None) -> None:
    """What a crawl does with a page."""
    page = read_page(body, url, content_type)
    if page.kind == "chapter":
        clean_paragraphs(page.paragraphs, title=page.title or "", host=urlsplit(url).hostname or "")


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    pages, clock = saved_pages(), Clock()
    for _ in range(rounds):
        for at, page in enumerate(pages):
            run(clock, at, *page)
    unit = clock.mean("lxml alone", len(pages))
    size = sum(len(body) for body, *_ in pages) / len(pages) / 1000
    print(f"{len(pages)} pages, {size:.1f} kB on average, best of {rounds}\n")
    print(f"{'step':20s} {'ms a page':>10s} {'lxml = 1':>10s}")
    for step in STEPS:
        mean = clock.mean(step, len(pages))
        print(f"{step:20s} {mean:10.3f} {mean / unit:10.1f}")


if __name__ == "__main__":
    main()
