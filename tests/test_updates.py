"""A site as it changes: the requests that each run makes, the lines that it writes, and the book that is read back."""

import json
import signal
from dataclasses import replace

import pytest
from crawling import Crawl
from forked import ForkedRun
from server import OF_THE_SITE, BookPlan, Fault, NovelSite, Request, Response

from novelspider.corpus import Corpus
from novelspider.items import record_id

CHAPTERS = 12
TURNS = {"CONCURRENT_REQUESTS_PER_DOMAIN": 1}  # one request after the other: their order is then the rows'


class Updates:
    """A site and the corpus of its one book, update by update."""

    def __init__(self, crawl, site):
        self.crawl = crawl
        self.site = site
        self.lines = {"chapters": 0, "rejected": 0, "books": 0}

    def run(self, *arguments, code=0):
        """One run. Its requests as paths, robots.txt aside."""
        self.site.forget()
        _, _, _, *command = self.crawl.command("-a", f"url={self.site.seeds[0]}", *arguments)
        run = ForkedRun(command, self.crawl.folder, self.crawl.folder / "log")
        assert run.wait() == code, run.log
        return [target for target in self.site.targets if target not in OF_THE_SITE]

    def news(self, kind="chapters"):
        """The lines of a kind that were written since this was last asked."""
        records = self.crawl.records(self.site.host, kind)
        before, self.lines[kind] = self.lines[kind], len(records)
        return records[before:]

    def new_lines(self):
        """(index, revision, text) of the chapters written since then."""
        return [(line["index"], line["revision"], line["text"]) for line in self.news()]

    def truth(self, index, revision=1):
        return index, revision, self.site.expected()[index - 1].text

    def paths(self, *indexes):
        return [self.site.path(index) for index in indexes]

    def changes(self, columns="kind, old, new"):
        """What the last run noticed."""
        last = "SELECT max(run) FROM books"
        return self.crawl.rows(self.site.host, f"SELECT {columns} FROM changes WHERE run = ({last}) ORDER BY n")

    def counts(self):
        """What the last run's manifest counts of the book, zeros left out."""
        path = max((self.crawl.folder / "corpus" / "runs").iterdir(), key=lambda path: path.stat().st_mtime_ns)
        (book,) = json.loads(path.read_bytes())["sites"][0]["books"]
        kinds = (
            "new",
            "unchanged",
            "revised",
            "moved",
            "renamed",
            "renumbered",
            "inserted",
            "vanished",
            "returned",
            "reordered",
        )
        return {kind: book[kind] for kind in kinds if book[kind]}

    def read(self):
        """The book as `Corpus.read` gives it."""
        records = Corpus(self.crawl.folder / "corpus").read(record_id(self.site.seeds[0]))
        return [(record["index"], record["text"]) for record in records]

    def whole(self):
        return [(chapter.index, chapter.text) for chapter in self.site.expected()]


@pytest.fixture
def crawl(tmp_path):
    return Crawl(tmp_path, dict(TURNS))


def updates(crawl, **plan):
    return Updates(crawl, NovelSite([BookPlan(**({"chapters": CHAPTERS} | plan))]))


def test_five_versions_of_a_site(crawl):
    book = updates(crawl)
    with book.site as site:
        toc = site.toc_path()
        # The first version.
        assert book.run() == [toc, *book.paths(*range(1, 13))]
        assert book.new_lines() == [book.truth(index) for index in range(1, 13)]
        assert [line["revision"] for line in book.news("books")] == [1]
        assert (book.read(), book.changes(), book.counts()) == (book.whole(), [], {"new": 12})

        # The second: two added, one edited. What was known is read again only when that is asked for.
        site.append(2)
        site.rewrite(3)
        assert book.run() == [toc, *book.paths(13, 14)]
        assert book.new_lines() == [book.truth(13), book.truth(14)]
        assert [(line["revision"], line["n_chapters"]) for line in book.news("books")] == [(2, 14)]
        assert book.counts() == {"new": 2}
        assert book.run("-a", "refresh=recent:5") == [toc, *book.paths(10, 11, 12, 13, 14)]
        assert (book.new_lines(), book.news("books"), book.counts()) == ([], [], {"unchanged": 5})
        assert book.run("-a", "refresh=all") == [toc, *book.paths(*range(1, 15))]
        assert book.new_lines() == [book.truth(3, revision=2)]
        assert (book.read(), book.counts()) == (book.whole(), {"unchanged": 13, "revised": 1})
        assert [kind for kind, *_ in book.changes()] == ["revised"]

        # The third: one taken away, one put in before others.
        put_back = site.withdraw(5)
        site.insert(8)
        assert book.run() == [toc, *book.paths(8)]
        assert book.new_lines() == [book.truth(8)]
        assert book.read() == book.whole()
        assert book.changes() == [("inserted", None, "8"), ("vanished", "5", None)]
        assert book.counts() == {"new": 1, "inserted": 1, "vanished": 1}
        assert [line["n_chapters"] for line in book.news("books")] == []

        # The fourth: sorted anew, one renamed.
        before = site.expected()[1].title
        site.move(12, 4)
        site.rename(2, "第2章 另有其名")
        assert book.run() == [toc]
        assert (book.new_lines(), book.news("books"), book.read()) == ([], [], book.whole())
        assert book.changes() == [("renamed", before, "第2章 另有其名"), ("reordered", None, "1")]
        assert book.counts() == {"renamed": 1, "reordered": 1}

        # The fifth: one moved to another address, the lost one there again.
        was = site.url(site.path(9))
        site.readdress(9)
        put_back()
        assert book.run() == [toc, *book.paths(10)]
        assert (book.new_lines(), book.news("rejected")) == ([], [])
        assert book.read() == book.whole()
        assert sorted(book.changes()) == [("moved", was, site.url(site.path(10))), ("returned", None, "5")]
        assert book.counts() == {"moved": 1, "returned": 1}
        assert crawl.rows(site.host, "SELECT url FROM chapters WHERE state != 'gone' ORDER BY idx") == [
            (chapter.url,) for chapter in site.expected()
        ]
        files = crawl.files()
        assert (book.run(), crawl.files()) == ([toc], files)


@pytest.mark.parametrize("change", ["insert", "withdraw"])
def test_addresses_that_are_numbered_shift_and_the_texts_behind_them_are_read_again(crawl, change):
    book = updates(crawl, numbered=True)
    with book.site as site:
        book.run()
        book.new_lines()
        getattr(site, change)(9)
        last = len(site.expected())
        assert book.run() == [site.toc_path(), *book.paths(*range(9, last + 1))]
        revised = [book.truth(index, revision=2) for index in range(9, min(last, CHAPTERS) + 1)]
        assert book.new_lines() == revised + [book.truth(index) for index in range(CHAPTERS + 1, last + 1)]
        assert (book.read(), book.news("rejected")) == (book.whole(), [])
        files = crawl.files()
        assert (book.run("-a", "refresh=all"), crawl.files(), book.read()) == (
            [site.toc_path(), *book.paths(*range(1, last + 1))],
            files,
            book.whole(),
        )


def test_other_noise_is_no_other_text(crawl):
    book = updates(crawl, noise=True)
    with book.site as site:
        book.run()
        files = crawl.files()
        for index in range(1, CHAPTERS + 1):
            page = site.server.answer(Request("127.0.0.1", site.path(index), {}, 0.0))
            other = "本书最快更新网站请百度搜索：顶点小说www.example.net".encode()
            advertised = "一秒记住【拾光书屋】www.example.com，为您提供精彩小说阅读。".encode()
            assert advertised in page.body
            site.extra[site.path(index)] = replace(
                page, body=page.body.replace(advertised, other).replace(b"<br><br>", b"<br/>")
            )
        assert len(book.run("-a", "refresh=all")) == CHAPTERS + 1
        assert (book.counts(), crawl.files()) == ({"unchanged": CHAPTERS}, files)


def test_what_cannot_be_read_again_keeps_its_text_and_is_named(crawl):
    crawl.settings["RETRY_TIMES"] = 0
    book = updates(crawl)
    with book.site as site:
        book.run()
        first, files = book.read(), crawl.files()
        page = site.server.answer(Request("127.0.0.1", site.path(5), {}, 0.0))
        titles = [chapter.title.encode() for chapter in site.expected()]
        site.extra[site.path(4)] = replace(page, body=page.body.replace(titles[4], titles[3]))
        site.extra[site.path(6)] = page
        nav = '<a href="1006.html">上一章</a> <a href="./">目录</a> <a href="1008.html">下一章</a>'
        empty = f"<html><head><title>第7章</title></head><body><h1>第7章</h1><div id=content></div><p>{nav}</p></body></html>"
        site.extra[site.path(7)] = Response(empty.encode(), headers=(("Content-Type", "text/html; charset=utf-8"),))
        site.faults[site.path(8)] = Fault(404)
        site.robots = f"User-agent: *\nDisallow: {site.path(9)}\n"
        site.rewrite(12)
        asked = [site.toc_path(), *book.paths(1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12)]
        assert book.run("-a", "refresh=all", code=1) == asked
        assert book.read() == [*first[:11], (12, site.expected()[11].text)]
        assert crawl.rows(site.host, "SELECT count(*) FROM chapters WHERE state = 'committed'") == [(12,)]
        noticed = book.changes("kind, old")
        assert sorted(noticed) == [
            ("reread_failed", "empty_shell"),
            ("reread_failed", "http_404"),
            ("reread_locked", "robots"),
            ("reread_rejected", "same_body_other_title"),
            ("reread_rejected", "same_body_other_title"),
            ("revised", noticed[-1][1]),
        ]
        assert [line["index"] for line in crawl.records(site.host, "rejected")] == [4, 6]
        assert book.counts() == {"unchanged": 6, "revised": 1}
        # Refused once more, it has no second line.
        assert book.run("-a", "refresh=recent:9", code=1) == [site.toc_path(), *book.paths(4, 5, 6, 7, 8, 10, 11, 12)]
        assert [line["index"] for line in crawl.records(site.host, "rejected")] == [4, 6]
        # Nothing of it is left to do.
        assert book.run() == [site.toc_path()]
        assert files["corpus/" + site.host + "/books.jsonl"] == crawl.files()["corpus/" + site.host + "/books.jsonl"]


def test_killed_while_it_reads_again_it_goes_on_where_it_was(tmp_path):
    crawl = Crawl(tmp_path, TURNS | {"CORPUS_COMMIT_ITEMS": 1, "DOWNLOAD_DELAY": 0.05, "CORPUS_COMMIT_SECONDS": 0})
    book = updates(crawl, chapters=40)
    with book.site as site:
        book.run()
        book.new_lines()
        for index in (2, 5, 30):
            site.rewrite(index)
        site.forget()
        arguments = ["-a", f"url={site.seeds[0]}", "-a", "refresh=all"]
        crawl.interrupted(arguments, lambda: site.count(site.path(12)), by=signal.SIGKILL)
        assert [index for index, *_ in book.new_lines()] == [2, 5]
        rest = book.run("-a", "refresh=all")
        assert rest[0] == site.toc_path()
        assert rest[1:] == book.paths(*range(41 - len(rest[1:]), 41))
        assert len(rest) <= 36
        assert book.new_lines() == [book.truth(30, revision=2)]
        assert book.read() == book.whole()


def test_a_book_without_toc_grows_and_is_read_again(crawl):
    book = updates(crawl, chain=True)
    with book.site as site:
        assert book.run() == book.paths(1, *range(1, CHAPTERS + 1))
        book.new_lines()
        site.append(2)
        assert book.run() == book.paths(12, 13, 14)
        assert book.new_lines() == [book.truth(13), book.truth(14)]
        site.rewrite(13)
        site.rename(14, "第14章 另有其名")
        site.append(1)
        assert book.run("-a", "refresh=recent:3") == book.paths(12, 13, 14, 15)
        assert book.new_lines() == [book.truth(13, revision=2), book.truth(15)]
        assert [(kind, new) for kind, _, new in book.changes()][1:] == [("renamed", "第14章 另有其名")]
        assert book.run("-a", "refresh=recent:3") == book.paths(13, 14, 15)
        assert (book.new_lines(), book.changes()) == ([], [])
        assert book.read() == book.whole()
