"""Whole runs over sites that fail: flaky, banning, hostile. What is written in the end, and what the servers' logs say."""

from __future__ import annotations

from contextlib import ExitStack

import pytest
from crawling import Crawl
from faults import FaultSite, Flaky, SoftBan, breaches
from server import BookPlan

INTERVAL = 0.05  # seconds


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
