"""What the servers see of a crawl: how often, how many at once, and what is not asked for at all."""

import json
import sqlite3
import time
from email.utils import formatdate
from itertools import pairwise

import pytest
from crawling import Crawl
from server import OF_THE_SITE, BookPlan, Fault, NovelSite, Response

SLACK = 0.005  # seconds; between the clock of the client and a thread of the server that is scheduled a little early or late


@pytest.fixture
def crawl(tmp_path):
    return lambda **settings: Crawl(tmp_path, settings)


def gaps(site):
    return [after.time - before.time for before, after in pairwise(site.requests)]


def indexes(crawl, site):
    return sorted(record["index"] for record in crawl.records(site.host))


def redirect(url):
    return Response(status=302, headers=(("Location", url),))


def manifest(crawl):
    [*_, last] = sorted((crawl.folder / "corpus" / "runs").glob("*.json"))
    return json.loads(last.read_text(encoding="utf-8"))


def test_nothing_undercuts_the_interval_and_never_are_two_requests_open(crawl):
    run = crawl(DOWNLOAD_DELAY=0.12, RETRY_TIMES=3, ALLOW_PRIVATE="127.0.0.2")
    plan = BookPlan(chapters=6, pages=2)
    with NovelSite([plan]) as site, NovelSite([plan], address="127.0.0.2") as other:
        site.faults[site.path(2, 2)] = Fault(503, times=1, headers=(("Retry-After", "0"),))
        site.faults[site.path(3)] = Fault(cut=True, times=2)
        site.faults[site.path(4, 2)] = Fault(500, times=1)
        for page in (1, 2):
            site.extra[site.path(5, page)] = redirect(other.url(other.path(5, page)))
        site.extra[site.path(6)] = redirect(site.url("/there"))
        site.extra["/there"] = redirect(site.url("/there/"))
        site.extra["/there/"] = Response(site._pages[site.path(6)][0], headers=(("Content-Type", "text/html; charset=utf-8"),))
        done = run("-a", f"url={site.seeds[0]}")
        assert done.returncode == 0, done.stderr
        assert indexes(run, site) == [1, 2, 3, 4, 5, 6]
        assert min(gaps(site)) >= 0.12 - SLACK
        assert min(gaps(other)) >= 0.12 - SLACK
        assert (site.server.most_open, other.server.most_open) == (1, 1)
        assert other.targets == [*OF_THE_SITE, other.path(5), other.path(5, 2)]
        assert [site.count(site.path(n)) for n in (2, 3, 4)] == [1, 3, 1]  # pages that were had are not asked for again
        assert "Traceback" not in done.stderr


def test_slow_hosts_are_left_alone_as_long_as_they_take_to_answer(crawl):
    run = crawl(AUTOTHROTTLE_ENABLED=True, DOWNLOAD_DELAY=0.05, CONCURRENT_REQUESTS_PER_DOMAIN=2)
    with NovelSite([BookPlan(chapters=4)], delay=(0.2, 0.2)) as site:
        assert run("-a", f"url={site.seeds[0]}").returncode == 0
        assert min(gaps(site)[2:]) >= 0.2 - SLACK
        assert site.requests[-1].time - site.requests[0].time >= 5 * 0.4 * 0.75  # two at once where the setting says so


def test_crawl_delay_is_kept_and_one_that_says_never_is_cut_and_recorded(crawl):
    run = crawl(DOWNLOAD_DELAY=0.05, MAX_CRAWL_DELAY=0.3)
    with NovelSite([BookPlan(chapters=3, pages=2)]) as site:
        site.robots = "User-agent: *\nCrawl-delay: 86400\nSitemap: https://a.example/map.xml\n"
        done = run("-a", f"url={site.seeds[0]}")
        assert done.returncode == 0
        assert min(gaps(site)) >= 0.3 - SLACK
        assert f"Crawl-delay of 86400 s is more than MAX_CRAWL_DELAY, kept is that: {site.url('/robots.txt')}" in done.stderr
        assert run.rows(site.host, "SELECT value FROM meta WHERE key = 'sitemaps'") == [('["https://a.example/map.xml"]',)]


def test_control_c_does_not_wait_for_a_crawl_delay(crawl):
    run = crawl()
    with NovelSite([BookPlan(chapters=3)]) as site:
        site.robots = "User-agent: *\nCrawl-delay: 100\n"
        code, log = run.interrupted(["-a", f"url={site.seeds[0]}"], lambda: bool(site.requests))
        assert code == 1
        assert site.targets == ["/robots.txt"]
        assert run.rows(site.host, "SELECT state FROM books") == [("pending",)]
        assert "Not got" not in log


def test_retry_after_rests_the_whole_site_in_seconds_and_as_a_date(crawl):
    run = crawl()
    with NovelSite([BookPlan(chapters=5), BookPlan(chapters=5)]) as site:
        site.faults[site.path(2)] = Fault(429, times=1, headers=(("Retry-After", "1"),))
        until = int(time.time()) + 100
        site.faults[site.path(4)] = Fault(
            503,
            times=1,
            headers=(("Date", formatdate(until, usegmt=True)), ("Retry-After", formatdate(until + 1, usegmt=True))),
        )
        done = run("-a", f"url={' '.join(site.seeds)}")
        assert done.returncode == 0, done.stderr
        for path in (site.path(2), site.path(4)):
            place = site.targets.index(path)
            assert gaps(site)[place] >= 1 - SLACK
        assert len(run.records(site.host)) == 10
        assert done.stderr.count("set CONTACT") == 1


def test_a_rest_longer_than_the_run_holds_in_the_next_one(crawl):
    run = crawl(MAX_WAIT=1)
    with NovelSite([BookPlan(chapters=4)]) as site:
        site.faults[site.path(3)] = Fault(429, times=1, headers=(("Retry-After", "3600"),))
        first = run("-a", f"url={site.seeds[0]}")
        assert first.returncode == 1
        assert (site.targets[-1], indexes(run, site)) == (site.path(3), [1, 2])
        assert f"UTC: {site.host.replace('_', ':')} (http_429)" in first.stdout
        assert [rest["reason"] for rest in manifest(run)["resting"]] == ["http_429"]

        site.forget()
        assert run("-a", f"url={site.seeds[0]}").returncode == 1
        assert run().returncode == 1
        assert site.targets == []

        with sqlite3.connect(run.site(site.host) / "site.db") as db:  # an hour later
            db.execute("UPDATE chapters SET not_before = 0")
            db.execute("UPDATE meta SET value = json_set(value, '$.until', 0) WHERE key LIKE 'rest %'")
        assert run("-a", f"url={site.seeds[0]}").returncode == 0
        assert indexes(run, site) == [1, 2, 3, 4]
        assert run.rows(site.host, "SELECT key FROM meta WHERE key LIKE 'rest %'") == []


def test_a_site_that_keeps_failing_is_left_alone_and_the_others_are_not(crawl):
    run = crawl(RETRY_TIMES=2, RETRY_DELAY=0.1, MAX_WAIT=0.5)
    plan = BookPlan(chapters=20)
    with NovelSite([plan]) as broken, NovelSite([plan], address="127.0.0.2") as healthy:
        for index in range(3, 21):
            broken.faults[broken.path(index)] = Fault(500)
        done = run("-a", f"url={broken.seeds[0]} {healthy.seeds[0]}")
        assert done.returncode == 1
        assert indexes(run, healthy) == [*range(1, 21)]
        assert indexes(run, broken) == [1, 2]
        failing = sum(broken.count(broken.path(index)) for index in range(3, 21))
        assert failing <= 8  # five in a row, then one try after each pause of 0.1, 0.2 and 0.4 s
        assert [rest["reason"] for rest in manifest(run)["resting"]] == ["http_500"]
        left = run.rows(broken.host, "SELECT count(*) FROM chapters WHERE state = 'pending'")[0][0]
        assert left >= 14


def test_robots_txt_is_followed_to_where_it_leads_and_asked_for_again_where_it_fails(crawl):
    run = crawl(RETRY_TIMES=2)
    plans = [BookPlan(chapters=2)]
    with NovelSite(plans) as near, NovelSite(plans, address="127.0.0.2") as far, NovelSite(plans, address="127.0.0.3") as odd:
        for site, hops in ((near, 5), (far, 6)):
            for hop in range(hops):
                site.extra["/robots.txt" if hop == 0 else f"/r{hop}"] = redirect(site.url(f"/r{hop + 1}"))
            rules = f"User-agent: *\nDisallow: {site.path(2)}\n".encode()
            site.extra[f"/r{hops}"] = Response(rules)
        odd.robots = f"User-agent: *\nDisallow: {odd.path(2)}\n" + "# so long\n" * 150_000 + "Disallow: /\n"
        odd.faults["/robots.txt"] = Fault(503, times=1)
        done = run("-a", f"url={near.seeds[0]} {far.seeds[0]} {odd.seeds[0]}")
        assert done.returncode == 0, done.stderr
        assert [indexes(run, site) for site in (near, far, odd)] == [[1], [1, 2], [1]]
        assert (far.count("/r5"), far.count("/r6"), odd.count("/robots.txt")) == (1, 0, 2)
        assert odd.targets[:2] == ["/robots.txt"] * 2


@pytest.mark.parametrize(
    ("setting", "left"),
    [("MAX_PAGES_PER_SITE=6", ("MAX_PAGES_PER_SITE", 3)), ("MAX_BOOKS_PER_SITE=1", ("MAX_BOOKS_PER_SITE", 1))],
)
def test_a_budget_ends_the_run_cleanly_and_the_next_one_goes_on(crawl, setting, left):
    run = crawl(CONTACT="me@example.com")
    with NovelSite([BookPlan(chapters=4), BookPlan(chapters=3)]) as site:
        done = run("-a", f"url={' '.join(site.seeds)}", f"-s{setting}")
        assert done.returncode == 0, done.stderr
        assert [(cut["setting"], cut["left"]) for cut in manifest(run)["cut_short"]] == [left]
        assert f"{left[0]} is reached: {site.host.replace('_', ':')}" in done.stdout
        assert site.requests[0].headers["user-agent"].endswith("; me@example.com)")
        assert "set CONTACT" not in done.stderr
        assert run().returncode == 0
        assert len(run.records(site.host)) == 7


def test_when_time_is_up_what_was_begun_is_finished(crawl):
    run = crawl(MAX_SECONDS=3, DOWNLOAD_DELAY=0.3)
    with NovelSite([BookPlan(chapters=40)]) as site:
        done = run("-a", f"url={site.seeds[0]}")
        assert done.returncode == 0, done.stderr
        got = indexes(run, site)
        assert got == [*range(1, len(got) + 1)]
        assert len(got) < 40
        assert [cut["setting"] for cut in manifest(run)["cut_short"]] == ["MAX_SECONDS"]
        assert site.targets[3:] == [site.path(index) for index in got]


def test_a_misspelt_host_is_named_within_seconds(tmp_path):
    crawl = Crawl(tmp_path, {"RETRY_TIMES": 5, "RETRY_DELAY": 0.2})
    run = crawl("-a", "url=http://no-such-host.invalid/book/1/")
    assert run.returncode == 1
    assert "unknown_host  http://no-such-host.invalid/book/1/" in run.stdout
    assert crawl.rows("no-such-host.invalid", "SELECT reason, tries FROM books") == [("unknown_host", 1)]
