"""Whole runs over sites that fail: flaky, banning, hostile. What is written in the end, and what the servers' logs say."""

from __future__ import annotations

import resource
from contextlib import ExitStack
from functools import partial
from itertools import pairwise
from multiprocessing.util import Finalize
from statistics import median

import pytest
from crawling import Crawl
from faults import FaultSite, Flaky, SoftBan, reset, stall
from hostile import (
    bomb,
    continues,
    cut_chunks,
    drip,
    endless,
    folded_header,
    html,
    many_headers,
    packed,
    redirect,
    too_short,
    with_headers,
)
from server import BookPlan
from test_hostile import EVIL, MOST_MEMORY, chain
from visits import Visit, breaches

INTERVAL = 0.05  # seconds
PLAN = BookPlan(chapters=24, paragraphs=6)


@pytest.fixture
def crawls(tmp_path):
    """One for the undisturbed run, one for the other."""

    def make(**settings):
        made = [Crawl(tmp_path / name, {"DOWNLOAD_DELAY": INTERVAL, **settings}) for name in ("whole", "faulty")]
        for crawl in made:
            crawl.folder.mkdir()
        return made

    return make


def written(crawl, sites):
    """Books and chapters line by line, the time of fetching left out; what was rejected is aside."""
    records = {}
    for site in sites:
        for kind in ("books", "chapters"):
            records[site.folder, kind] = crawl.records(site.folder, kind)
            for record in records[site.folder, kind]:
                record.pop("fetched_at")
    return records


def urls(sites):
    return "-aurl=" + " ".join(site.seed for site in sites)


def test_a_flaky_web_gives_the_same_corpus_line_by_line(crawls):
    whole, faulty = crawls(RETRY_TIMES=5, RETRY_DELAY=0.2, DOWNLOAD_TIMEOUT=1)
    noisy = BookPlan(chapters=18, pages=2, paragraphs=8, toc_pages=3, noise=True, newest_first=True)
    chain = BookPlan(chapters=40, paragraphs=8, chain=True)
    with ExitStack() as stack:
        sites = [
            stack.enter_context(FaultSite(plan, address=address, seed=seed, disallowed=[7] if plan is noisy else ["/my/"]))
            for seed, (plan, address) in enumerate([(noisy, "127.0.0.1"), (chain, "127.0.0.2"), (noisy, "127.0.0.3")])
        ]
        first = whole(urls(sites))
        assert first.returncode == 0, first.stderr
        assert [*breaches(sites, INTERVAL)] == []
        for seed, site in enumerate(sites):
            site.forget()
            site.profile = Flaky(seed)
        second = faulty(urls(sites))
        assert second.returncode == 0, second.stderr
        assert written(faulty, sites) == written(whole, sites)
        assert {kind for site in sites for kind in site.profile.met} == set(sites[0].profile.parts)
        assert [*breaches(sites, INTERVAL)] == []


def test_soft_bans_give_the_same_corpus_line_by_line(crawls):
    whole, faulty = crawls(RETRY_TIMES=5, RETRY_DELAY=0.3)
    kinds = ["429", "403", "captcha", "home", "to home"]
    with FaultSite(BookPlan(chapters=66, paragraphs=8)) as site:
        first = whole(urls([site]))
        assert first.returncode == 0, first.stderr
        site.forget()
        site.profile = SoftBan(site, kinds, most=11, window=30, pause=0.7)
        second = faulty(urls([site]))
        assert second.returncode == 0, second.stderr
        assert written(faulty, [site]) == written(whole, [site])
        assert set(site.profile.met) == set(kinds)
        assert max(site.profile.met.values()) <= 8  # five in a row, and then one for each pause
        assert [*breaches([site], INTERVAL)] == []


def test_wrong_bodies_of_a_soft_ban_are_set_aside_and_the_right_ones_had_at_the_end(crawls):
    whole, faulty = crawls(MAX_WAIT=1.0)
    with FaultSite(BookPlan(chapters=60, paragraphs=8)) as site:
        assert whole(urls([site])).returncode == 0
        site.forget()
        site.profile = SoftBan(site, ["body"], most=20, window=30, pause=0.5)
        second = faulty(urls([site]))
        assert second.returncode == 0, second.stderr
        wrong = {record["index"] for record in faulty.records(site.folder, "rejected")}
        assert len(wrong) == site.profile.met["body"]
        had, right = written(faulty, [site]), written(whole, [site])
        assert had[site.folder, "books"] == right[site.folder, "books"]
        lines = had[site.folder, "chapters"]
        assert sorted(lines, key=lambda line: line["index"]) == right[site.folder, "chapters"]
        kept = [line["index"] for line in lines if line["index"] not in wrong]
        assert kept == sorted(kept)
        assert [*breaches([site], INTERVAL)] == []


def test_what_is_held_against_a_guest():
    """Each kind of breach is one that the logs show."""
    site, twin = FaultSite(disallowed=["/my/"]), FaultSite()
    site.port, twin.port = 1, 2
    asked_to_wait = b"HTTP/1.1 503 X\r\nRetry-After: 2\r\n\r\n"
    site.visits = [Visit("/a", 0.0, 0.1), Visit("/b", 1.2, 1.3, asked_to_wait), Visit("/c", 3.4, 3.5), Visit("/d", 6.0, 6.1)]
    assert [*breaches([site], 1.0)] == []
    assert [*breaches([site], 1.5)] == [f"{site.address}/b 1.200 s after /a"]
    site.visits[2].begin = 3.2
    assert [*breaches([site], 1.0)] == [f"{site.url('/c')} 2.000 s after Retry-After: 2.0"]
    site.visits[2:] = [Visit("/my/x", 3.4, None), Visit("/d", 6.0, 6.1)]
    assert [*breaches([site], 1.0)] == [f"{site.url('/my/x')} is disallowed", f"{site.address}/d while /my/x is open"]
    site.visits[2:], twin.visits = [], [Visit("/t", 1.25, 1.26)]
    assert len([*breaches([site, twin], 1.0)]) == 2


# --- hostile ---------------------------------------------------------------------------------------------------------


def note_peak(path):
    """Have this process write the most memory that it needed, in bytes, to a file when it ends."""

    def note():
        path.write_text(str(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss << 10))

    Finalize(None, note, exitpriority=0)


def set_traps_of_size(site):
    traps = [
        *(bomb(encoding, 400) for encoding in ("gzip", "br", "zstd")),
        bomb("gzip", 400, layers=2),
        bomb("gzip", 1, layers=9),
    ]
    traps += [endless(), endless(announced=True), many_headers(40), folded_header(40), continues]
    traps += [drip(0.05), drip(0.05, head=True), stall, too_short, cut_chunks, packed("gzip", 0.6), reset]
    site.traps |= {site.path(index): trap for index, trap in enumerate(traps, 2)}


def set_traps_that_lead_away(site, inside):
    """To where nothing may be asked: private networks, other schemes, what robots.txt disallows, itself."""
    spellings = ["127.0.0.5", "0x7f000005", "2130706437", "0177.0.0.5", "127.5", "[::ffff:127.0.0.5]", "x@127.0.0.5"]
    targets = [inside.url(inside.path(1), spelling) for spelling in spellings]
    targets += ["http://169.254.169.254/", "file:///etc/passwd", "data:text/html,x", "ftp://127.0.0.5/", "/private/"]
    targets += [f"http://u:hunter2@127.0.0.5:{inside.port}/", "/a"]
    traps = [redirect(target) for target in targets]
    refresh = '<html><head><meta http-equiv="refresh" content="0; url={}"></head></html>'
    traps += [html(refresh.format(target)) for target in (targets[0], "/private/", "/c")]
    site.traps |= {site.path(index): trap for index, trap in enumerate(traps, 2)}
    site.traps |= {
        "/a": redirect("/b"),
        "/b": redirect("/a"),
        "/c": html(refresh.format("/d")),
        "/d": html(refresh.format("/c")),
    }
    site.traps |= {site.path(20): with_headers(*(f"Set-Cookie: c{n}={'x' * 900}" for n in range(60)))}


def set_traps_without_end(site):
    """Tables of contents with a next page, a calendar and other orders; session ids; a title that is a weapon."""
    toc, path = site.pages[site.shelf.path].decode(), site.shelf.path

    def more(wire):
        number = int((wire.target.partition("index_")[2] or "1").partition(".")[0])
        pager = f'<a href="{path}index_{number + 1}.html">下一页</a> <a href="{path}?sort={number}">倒序</a>'
        calendar = f'<a href="/2026/{number}/">»</a> <a href="/private/{number}">{number}</a>'
        page = toc.replace('.html">', f'.html?PHPSESSID={number:032x}">')
        wire.answer(
            page.replace("</dl>", f'</dl></div><div class="pages">第{number}页/共999页 {pager}</div>{calendar}<div>').encode()
        )

    site.traps |= {path: more} | {f"{path}index_{number}.html": more for number in range(2, 99)}
    for place in (1, 2):
        title = site.shelf.chapters[place].title
        page = site.pages[site.path(place + 1)].decode()
        entity = "".join(f"&#{ord(letter)};" for letter in EVIL)
        site.pages[site.path(place + 1)] = page.replace(title, title + entity + "长" * 10_000 * place).encode()


def test_a_hostile_web_harms_neither_the_run_nor_the_other_sites_in_it(tmp_path):
    interval = 0.2
    settings = {"DOWNLOAD_DELAY": interval, "DOWNLOAD_TIMEOUT": 1, "RETRY_DELAY": 0.2, "MAX_WAIT": 2}
    crawl = Crawl(tmp_path, settings | {"CHAIN_MAX_CHAPTERS": 30, "TOC_MAX_PAGES": 12, "REDIRECT_MAX_TIMES": 4})
    with ExitStack() as stack:
        sites = [FaultSite(PLAN, address=f"127.0.0.{number}", seed=number, disallowed=["/private/"]) for number in range(1, 8)]
        for site in sites:
            stack.enter_context(site)
        big, leading, lists, chained, inside, *healthy = sites
        set_traps_of_size(big)
        set_traps_that_lead_away(leading, inside)
        set_traps_without_end(lists)
        chained.traps |= {f"/read/{number}.html": chain(chained, "/read/") for number in range(1, 200)}
        seeds = [site.seed for site in (big, leading, lists, *healthy)]
        done = crawl(f"-aurl={' '.join(seeds)} {chained.url('/read/1.html')}", hook=partial(note_peak, tmp_path / "peak"))

        assert done.returncode == 1  # what the traps kept is named
        assert int((tmp_path / "peak").read_text()) < MOST_MEMORY
        assert [*breaches(sites, interval)] == []
        assert inside.visits == []
        for site in healthy:
            assert [record["index"] for record in crawl.records(site.folder)] == [*range(1, PLAN.chapters + 1)]
            begun = [visit.begin for visit in site.visits]
            assert median(after - before for before, after in pairwise(begun)) < 1.3 * interval
            assert begun[-1] - begun[0] < 2 * interval * len(begun)
        for site in (big, leading, lists):
            truth = {place: "\n".join(one.paragraphs) for place, one in enumerate(site.shelf.chapters, 1)}
            written = {record["index"]: record["text"] for record in crawl.records(site.folder)}
            assert written == {place: truth[place] for place in written}
        assert [len(crawl.records(site.folder)) for site in (lists, chained)] == [PLAN.chapters, 30]
        assert max(len(site.visits) for site in sites) < 60
        found = [path for path in tmp_path.rglob("*") if path.is_file() and b"hunter2" in path.read_bytes()]
        assert found == []
        assert "hunter2" not in done.stderr + done.stdout
        assert not set("\x00\x1b\x07\x9b\u202e") & set(done.stderr + done.stdout)
