"""What servers see of Scrapy as it comes and of novelspider, and what they can do to them: python tests/bench/bench_guest.py

Really run, one after the other, against the same site: `plain_spider.py` with Scrapy's own settings, and novelspider with its
own, but for pauses a fifth to a tenth as long (DOWNLOAD_DELAY 0.2 s, RETRY_DELAY 0.5 s). Settings named in a row are those of
both. The site has one book of 8 chapters; "7 right, 1 wrong" are texts that were written, doubled ones wrong. Prints a table in
Markdown; `--only WORD` runs the rows that have the word."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parent.parent))

from crawling import Crawl
from faults import FaultSite, unavailable
from hostile import bomb, html, many_headers, once, packed, redirect, too_short, with_headers
from shelf import BookPlan
from test_hostile import chain, measure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hostile import Wire
    from test_hostile import Run

CHAPTERS = 8
PAUSES = {"DOWNLOAD_DELAY": 0.2, "RETRY_DELAY": 0.5, "AUTOTHROTTLE_ENABLED": True, "RETRY_TIMES": 5}
FLOOD = 100  # MB; an endless body ends there, for the sake of this machine


@dataclass
class Case:
    """One run against a site: what it wrote, and what the site and the server inside (which no page may lead to) saw."""

    site: FaultSite
    inside: FaultSite
    sent: Counter[str]
    run: Run = field(init=False)
    texts: list[str] = field(init=False)

    def kept(self) -> str:
        """How many chapters were written as the site means them, and how many other texts, or the same once more."""
        truth = {"".join(chapter.paragraphs) for chapter in self.site.shelf.chapters}
        right = len(truth.intersection("".join(text.split()) for text in self.texts))
        return f"{right} right, {len(self.texts) - right} wrong"

    def asked(self, *paths: str) -> int:
        return sum(visit.target in paths for visit in self.site.visits)

    def pages(self) -> int:
        """Requests but for robots.txt and its like."""
        return sum(not visit.target.endswith((".txt", ".json")) for visit in self.site.visits)

    def shortest(self) -> str:
        return f"{min(after.begin - before.begin for before, after in pairwise(self.site.visits)):.2f} s"

    def most_open(self) -> int:
        visits = self.site.visits
        return max(sum(one.begin <= at.begin < (one.left or one.begin) for one in visits) for at in visits)

    def rested(self, status: int) -> str:
        """From the first answer of a status to the next request."""
        begun = [visit.begin for visit in self.site.visits]
        place = next(n for n, visit in enumerate(self.site.visits) if visit.status == status)
        return f"next request after {begun[place + 1] - begun[place]:.1f} s" if place + 1 < len(begun) else "no further request"

    def peak(self) -> str:
        return f"{self.run.peak / 2**20:.0f} MiB"


@dataclass(frozen=True)
class Row:
    what: str
    prepare: Callable[[Case], None]
    seen: Callable[[Case], str]
    settings: dict[str, object] = field(default_factory=dict)
    only_ours: dict[str, object] = field(default_factory=dict)
    start: str = ""
    """Path to start at, where it is not the TOC."""


def trap(index: int, make: Callable[[Case], Callable[[Wire], None]]) -> Callable[[Case], None]:
    return lambda case: case.site.traps.__setitem__(case.site.path(index), make(case))


def everywhere(make: Callable[[Wire], None]) -> Callable[[Case], None]:
    return lambda case: case.site.traps.update({case.site.path(index): make for index in range(1, CHAPTERS + 1)})


def robots(text: str) -> Callable[[Case], None]:
    return lambda case: case.site.pages.__setitem__("/robots.txt", text.encode())


def slow(wire: Wire) -> None:
    time.sleep(0.1)
    wire.answer(wire.page)


def flood(case: Case) -> Callable[[Wire], None]:
    def send(wire: Wire) -> None:
        wire.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
        for _ in range(FLOOD):
            wire.send(b"more" * (1 << 18))
            case.sent["MB"] += 1

    return send


def sessions(case: Case) -> None:
    """Every link with a session id of its own, on every page."""
    plain = dict(case.site.pages)

    def page(wire: Wire) -> None:
        body = plain.get(wire.target.partition("?")[0], b"").decode()
        wire.answer(body.replace('.html"', f'.html?PHPSESSID={len(case.site.visits):032x}"').encode())

    paths = [case.site.shelf.path, *(case.site.path(index) for index in range(1, CHAPTERS + 1))]
    case.site.traps |= dict.fromkeys(paths, page)


def other_body(case: Case) -> None:
    """The third chapter's page around the second one's text."""
    stories = [case.site.pages[case.site.path(n)].partition(b'id="content">')[2].partition(b"</div>")[0] for n in (2, 3)]
    case.site.pages[case.site.path(3)] = case.site.pages[case.site.path(3)].replace(stories[1], stories[0])


def chapters_without_end(case: Case) -> None:
    case.site.traps |= {f"/read/{number}.html": chain(case.site, "/read/") for number in range(1, 301)}


def inside(case: Case) -> str:
    return "asked for" if case.inside.visits else "not asked for"


def name(case: Case) -> str:
    return f"http://books.example.com:{case.inside.port}/"


CAPTCHA = html("<html><head><title>安全验证</title></head><body><form>请输入验证码：<input name=code></form></body></html>")
REBINDING = {"TWISTED_DNS_RESOLVER": "rebinding.Resolver"}
OBEY = {"ROBOTSTXT_OBEY": True}
ROWS = [
    Row(
        "path disallowed by robots.txt",
        lambda case: robots(f"User-agent: *\nDisallow: {case.site.path(3)}\n")(case),
        lambda case: "asked for" if case.asked(case.site.path(3)) else "not asked for",
    ),
    Row(
        "robots.txt answers 503; `ROBOTSTXT_OBEY`",
        lambda case: case.site.traps.__setitem__("/robots.txt", unavailable(503)),
        lambda case: f"{case.pages()} pages asked for",
        OBEY | {"RETRY_TIMES": 1},
    ),
    Row(
        "`Crawl-delay: 1`; `ROBOTSTXT_OBEY`: shortest interval", robots("User-agent: *\nCrawl-delay: 1\n"), Case.shortest, OBEY
    ),
    Row("shortest interval", lambda _: None, Case.shortest),
    Row("requests open at once, at a server that takes 0.1 s", everywhere(slow), lambda case: str(case.most_open())),
    Row("429 with `Retry-After: 2`", trap(3, lambda _: once(unavailable(429, 2))), lambda case: case.rested(429)),
    Row(
        "all chapters answer 500",
        everywhere(lambda wire: wire.answer(b"", status=500)),
        lambda case: f"{case.pages()} requests in {case.site.visits[-1].begin - case.site.visits[0].begin:.1f} s",
        only_ours={"MAX_WAIT": 2},
    ),
    Row("`TDM-Reservation: 1` on all pages", everywhere(with_headers("TDM-Reservation: 1")), Case.kept),
    Row("captcha with status 200, once", trap(3, lambda _: once(CAPTCHA)), Case.kept),
    Row("sent to the home page, once", trap(3, lambda _: once(redirect("/"))), Case.kept),
    Row("another chapter's text under the right title", other_body, Case.kept),
    Row("body cut short, once", trap(3, lambda _: once(too_short)), Case.kept),
    Row("gzip body cut short, always", trap(3, lambda _: packed("gzip", 0.6)), Case.kept, only_ours={"RETRY_TIMES": 1}),
    Row("redirect to a private address", trap(3, lambda case: redirect(case.inside.url("/", "localhost"))), inside),
    Row("redirect to a name that resolves to one", trap(3, lambda case: redirect(name(case))), inside, REBINDING),
    Row("400 MB of zeros as gzip: peak memory", trap(3, lambda _: bomb("gzip", 400)), Case.peak),
    Row("40 MB of headers: peak memory", trap(3, lambda _: many_headers(40)), Case.peak),
    Row(
        f"body without end ({FLOOD} MB here): taken of it, and peak memory",
        trap(3, flood),
        lambda case: f"{case.sent['MB']} MB, {case.peak()}",
    ),
    Row(
        "next chapters without end (300 here)",
        chapters_without_end,
        lambda case: f"{case.pages()} pages",
        only_ours={"CHAIN_MAX_CHAPTERS": 20},
        start="/read/1.html",
    ),
    Row("session ids in links", sessions, lambda case: f"{case.pages()} pages, {case.kept()}"),
    Row(
        "password in a redirect: in the log",
        trap(3, lambda case: redirect(case.site.url("/x", "u:hunter2@127.0.0.1"))),
        lambda case: "yes" if "hunter2" in case.run.log else "no",
        {"LOG_LEVEL": "DEBUG"},
    ),
]


def run_plain(case: Case, row: Row, folder: Path) -> None:
    given = [f"-s{name}={value}" for name, value in row.settings.items()]
    spider, url = str(Path(__file__).with_name("plain_spider.py")), case.site.url(row.start or case.site.shelf.path)
    command = [sys.executable, "-m", "scrapy", "runspider", spider, "-a", f"url={url}", "-O", "items.jsonl", *given]
    case.run = measure(command, folder)
    lines = (folder / "items.jsonl").read_text("utf-8").splitlines()
    case.texts = [json.loads(line)["text"] for line in lines]


def run_ours(case: Case, row: Row, folder: Path) -> None:
    crawl = Crawl(folder, PAUSES | row.settings | row.only_ours)
    url = case.site.url(row.start or case.site.shelf.path)
    case.run = measure(crawl.command("-a", f"url={url}"), folder)
    case.texts = [record["text"] for record in crawl.records(case.site.folder)]


def cells(row: Row) -> Iterator[str]:
    for run in (run_plain, run_ours):
        plan = BookPlan(chapters=CHAPTERS, paragraphs=6)
        with tempfile.TemporaryDirectory() as folder, FaultSite(plan) as site, FaultSite(address="127.0.0.1") as inside:
            case = Case(site, inside, Counter())
            row.prepare(case)
            run(case, row, Path(folder))
            yield row.seen(case)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--only", default="")
    only = parser.parse_args().only
    os.environ["PYTHONPATH"] = os.pathsep.join([os.environ.get("PYTHONPATH", ""), sys.path[0]])
    os.environ["NO_PROXY"] = "*"
    version = subprocess.run([sys.executable, "-m", "scrapy", "version"], capture_output=True, text=True, check=True).stdout
    print(f"| | {version.strip()} as it comes | novelspider |\n|---|---|---|")
    for row in ROWS:
        if only in row.what:
            print(f"| {row.what} | {' | '.join(cells(row))} |", flush=True)


if __name__ == "__main__":
    main()
