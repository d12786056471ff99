"""Nothing off the public web is asked for: the real spider, a hostile site, and a server inside that must hear nothing."""

import os
import subprocess
from ipaddress import ip_address
from pathlib import Path

import pytest
from crawling import Crawl
from hostile import HostileSite, html, redirect
from rebinding import Answers
from scrapy.utils.test import get_crawler
from server import BookPlan

from novelspider.resolver import WebResolver
from novelspider.web import WebOnly


@pytest.fixture
def crawl(tmp_path):
    return Crawl(tmp_path, {"RETRY_TIMES": 0, "MAX_WAIT": 0})


@pytest.fixture
def rebinding(crawl, monkeypatch):
    """All names stand on loopback (`rebinding.Resolver`)."""
    crawl.settings["TWISTED_DNS_RESOLVER"] = "rebinding.Resolver"
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(Path(__file__).parent), os.environ.get("PYTHONPATH", "")]))
    return crawl


def reasons(crawl, site):
    return dict(crawl.rows(site.folder, "SELECT url, state || ' ' || reason FROM chapters WHERE state != 'committed'"))


def test_redirects_do_not_leave_the_web(crawl):
    with HostileSite(BookPlan(chapters=16, paragraphs=6)) as site, HostileSite() as inside:
        spellings = ["127.0.0.1", "127.1", "0x7f.1", "2130706433", "0177.0.0.1", "localhost", "127.0.0.1.", "①②⑦.0.0.1"]
        spellings += ["[::ffff:127.0.0.1]", "[::1]", "evil@127.0.0.1"]
        for index, spelling in enumerate(spellings, 2):
            site.traps[site.path(index)] = redirect(inside.url(inside.path(1), spelling))
        site.traps[site.path(13)] = redirect("http://169.254.169.254/latest/meta-data/")
        site.traps[site.path(14)] = redirect("file:///etc/passwd")
        site.traps[site.path(15)] = redirect("data:text/html,<p>x")
        run = crawl(f"-aurl={site.seed}")
        got = reasons(crawl, site)
        assert inside.asked == []
    assert [got.pop(site.url(site.path(index))) for index in range(2, 14)] == ["locked private_address"] * 12
    assert [got.pop(site.url(site.path(index))) for index in (14, 15)] == ["locked unsupported_scheme"] * 2
    assert got == {}
    assert len(crawl.records(site.folder)) == 2
    assert run.returncode == 0, run.stderr
    assert "root:" not in run.stderr


def test_links_do_not_leave_the_web(crawl):
    with HostileSite(BookPlan(chapters=6, paragraphs=6, pages=2)) as site, HostileSite() as inside:
        there = inside.url(inside.path(1), "localhost")
        site.traps[site.path(2)] = html(f'<html><head><meta http-equiv="refresh" content="0; url={there}"></head></html>')
        site.traps[site.path(3)] = html(f'<html><body><script>location.href="{there}";</script></body></html>')
        page = site.pages[site.path(4)].decode()
        site.pages[site.path(4)] = page.replace("<head>", f'<head><base href="{inside.url("/book/")}">').encode()
        run = crawl(f"-aurl={site.seed}")
        assert inside.asked == []
        assert list(reasons(crawl, site).values()) == ["locked private_address"] * 3
    assert len(crawl.records(site.folder)) == 3
    assert run.returncode == 0, run.stderr


def test_a_table_of_contents_of_private_links_is_followed_nowhere(crawl):
    with HostileSite(BookPlan(chapters=8)) as site, HostileSite() as inside:
        toc = site.pages[site.shelf.path].decode()
        site.pages[site.shelf.path] = toc.replace('<dd><a href="/', f'<dd><a href="{inside.url("/")}').encode()
        run = crawl(f"-aurl={site.seed}")
        assert inside.asked == []
        assert list(reasons(crawl, site).values()) == ["locked private_address"] * 8
        assert run.returncode == 0, run.stderr


def test_robots_txt_leads_nowhere_private(crawl):
    """One that leads off the web is as good as none."""
    with HostileSite(BookPlan(chapters=2)) as site, HostileSite() as inside:
        site.traps["/robots.txt"] = redirect(inside.url("/robots.txt"))
        crawl(f"-aurl={site.seed}")
        assert inside.asked == []
        assert site.count("/robots.txt") == 1
        assert len(crawl.records(site.folder)) == 2


def test_a_name_is_judged_by_where_it_stands(rebinding):
    crawl = rebinding
    with HostileSite(BookPlan(chapters=4, paragraphs=6)) as site:
        for index, host in ((2, "books.example.com"), (3, "other.example.com")):
            site.pages[f"/moved/{index}.html"] = site.pages[site.path(index)]
            site.traps[site.path(index)] = redirect(site.url(f"/moved/{index}.html", host))
        run = crawl(f"-aurl={site.seed}")
        assert run.returncode == 1, run.stderr
        assert {host for host, _ in site.asked} == {f"127.0.0.1:{site.port}"}
        assert list(reasons(crawl, site).values()) == ["failed private_address"] * 2
        assert "books.example.com is at 127.0.0.1" in run.stderr

        crawl.settings["ALLOW_PRIVATE"] = f"books.example.com:{site.port},other.example.com:1"
        crawl(f"-aurl={site.seed}")
        assert {host for host, _ in site.asked} == {f"127.0.0.1:{site.port}", f"books.example.com:{site.port}"}
        assert list(reasons(crawl, site)) == [site.url(site.path(3))]


def test_a_seed_with_a_public_name_leads_into_no_private_network(rebinding):
    with HostileSite(BookPlan(chapters=2)) as site:
        run = rebinding(f"-aurl={site.url(site.shelf.path, 'evil.example.com')}")
        assert site.asked == []
        assert run.returncode == 1
        assert "private_address" in run.stderr


def test_a_corpus_of_a_private_site_goes_on_without_its_seed(crawl):
    with HostileSite(BookPlan(chapters=3, paragraphs=6)) as site:
        site.traps[site.path(2)] = lambda wire: wire.answer(b"", status=500)
        assert crawl(f"-aurl={site.seed}").returncode == 1
        del site.traps[site.path(2)]
        run = crawl()
        assert run.returncode == 0, run.stderr
        assert len(crawl.records(site.folder)) == 3


def test_what_is_allowed_is_allowed(crawl):
    with HostileSite(BookPlan(chapters=3, paragraphs=6)) as site:
        site.pages["/moved.html"] = site.pages[site.path(2)]
        site.traps[site.path(2)] = redirect(site.url("/moved.html", "localhost"))
        crawl.settings["ALLOW_PRIVATE"] = f"localhost:{site.port}"
        run = crawl(f"-aurl={site.seed}")
        assert run.returncode == 0, run.stderr
        assert len(crawl.records(site.folder)) == 3


def test_through_a_proxy_hosts_are_judged_by_name(crawl, monkeypatch):
    """The proxy is on loopback, and is reached; what is asked of it is on the web."""
    with HostileSite(BookPlan(chapters=5, paragraphs=6)) as proxy:
        for name in ("NO_PROXY", "no_proxy", "HTTP_PROXY"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("http_proxy", f"http://reader:hunter2@127.0.0.1:{proxy.port}")
        proxy.traps[proxy.path(2)] = redirect("http://127.0.0.1:1/")
        proxy.traps[proxy.path(3)] = redirect(proxy.url("/"))
        proxy.traps[proxy.path(4)] = redirect("http://metadata.google.internal/")
        log = crawl.folder / "log"
        with log.open("w") as stream:
            command = crawl.command(f"-aurl=http://books.example.com{proxy.shelf.path}")
            subprocess.run(command, cwd=crawl.folder, stdout=stream, stderr=stream, timeout=60, check=False)
        assert {host for host, _ in proxy.asked} == {"books.example.com"}
    rows = crawl.rows("books.example.com", "SELECT idx, state || ' ' || reason FROM chapters WHERE state != 'committed'")
    assert dict(rows) == dict.fromkeys((2, 3, 4), "locked private_address"), log.read_text()
    assert "hunter2" not in log.read_text()


class Collected:
    """What Twisted would connect to."""

    def __init__(self):
        self.addresses, self.over = [], False

    def resolutionBegan(self, resolution):  # noqa: N802
        pass

    def addressResolved(self, address):  # noqa: N802
        self.addresses.append(address.host)

    def resolutionComplete(self):  # noqa: N802
        self.over = True


def test_a_name_that_moves_is_looked_at_each_time():
    """Public when it is looked up first, private when a connection is made; and answers of both kinds."""
    crawler = get_crawler(settings_dict={"ALLOW_PRIVATE": ["nas.example.com:80"]})
    web, answers = WebOnly(crawler), [["203.0.114.7"], ["127.0.0.1"], ["10.0.0.1", "203.0.114.8"], ["203.0.114.9"]]
    resolver = WebResolver(Answers(answers))
    resolver.webs.add(web)
    seen = []
    for _ in range(4):
        collected = Collected()
        resolver.resolveHostName(collected, "evil.example.com", 80)
        seen.append((collected.addresses, str(resolver.refused("EVIL.example.com.", 80) or ""), collected.over))
    assert seen == [
        (["203.0.114.7"], "", True),
        ([], "127.0.0.1", True),
        (["203.0.114.8"], "", True),
        (["203.0.114.9"], "", True),
    ]
    assert web.admits("nas.example.com", 80, ip_address("10.0.0.1"))
    assert not web.admits("nas.example.com", 81, ip_address("10.0.0.1"))
    assert not WebResolver(Answers(answers)).admits("a.example.com", 80, ip_address("203.0.114.7"))
