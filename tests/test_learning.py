"""A site's recurring lines: learned in reading order, kept in its database, its first chapters held until they are known."""

import random
from contextlib import closing
from dataclasses import replace

import pytest
from crawling import Crawl
from server import BookPlan, NovelSite, Request

from novelspider.corpus import Corpus, Failed, Frontier
from novelspider.corpus.learning import HOLD, MOST_LINES
from novelspider.demo.prose import Prose
from novelspider.items import Book, Chapter, ChapterRef, Toc, record_id

BOOK = "http://a.example/7/"
SLOGANS = ("拾光⊥楼 {} 夜夜添新篇", "后来的客人都在{}楼上候着你", "读到此处★不妨记下来时的路 {}")


@pytest.fixture
def corpus(tmp_path):
    with closing(Corpus(tmp_path)) as corpus:
        yield corpus


def disguised(number):
    """The lines that a site shows with its `number`-th chapter."""
    pick = random.Random(number)
    return [slogan.format("".join(pick.choices("abcdefgh0123456789", k=6))) for slogan in SLOGANS]


def texts(count):
    prose = Prose("learning")
    for number in range(1, count + 1):
        first, *rest = disguised(number)
        yield "\n".join([first, *prose.chapter(16), *rest])


def known_book(corpus, count, **options):
    """A frontier in which the book's TOC has just been set."""
    frontier = Frontier(corpus, **options)
    frontier.add_seed(BOOK)
    row = frontier.take()
    refs = tuple(ChapterRef(f"{BOOK}{number}.html", f"第{number}章") for number in range(1, count + 1))
    corpus.site(row.site).set_toc(Toc(Book(id=row.id, site=row.site, url=row.url, title="雨夜"), refs))
    frontier.settle(row, None)
    return frontier


def chapter_of(row, text):
    return Chapter(
        id=row.id, site=row.site, book_id=row.book_id, book_url=row.book_url, book_title=None, author=None, volume=None,
        index=row.index, number=row.index, title=row.title, text=text, url=row.url,
    )  # fmt: skip


def indexes(chapters):
    return [chapter.index for chapter in chapters]


def test_the_first_chapters_are_held_until_the_site_is_known(corpus):
    frontier, known = known_book(corpus, HOLD + 2, hold=HOLD), []
    for number, text in enumerate(texts(HOLD), 1):
        row = frontier.take()
        assert row.index == number
        known.append(corpus.site(row.site).learning.boilerplate())
        released = frontier.settle(row, chapter_of(row, text))
        assert indexes(released) == (list(range(1, HOLD + 1)) if number == HOLD else [])
        assert frontier.ripe() == []
    assert set(known) == {frozenset()}
    learning = corpus.site("a.example").learning
    assert learning.boilerplate() == {"拾光楼夜夜添新篇", "后来的客人都在楼上候着你", "读到此处不妨记下来时的路"}
    row = frontier.take()
    assert indexes(frontier.settle(row, chapter_of(row, "他走了。"))) == [HOLD + 1]
    assert learning.taught == HOLD


def test_what_is_held_is_let_go_when_nothing_is_left_to_wait_for(corpus):
    frontier = known_book(corpus, 9, hold=HOLD, limit=3)
    for number in (1, 2, 3):
        row = frontier.take()
        assert frontier.settle(row, chapter_of(row, "他走了。") if number != 2 else Failed("http_404")) == []
    assert not frontier.done()
    assert frontier.take() is None
    assert not frontier.done()
    assert indexes(frontier.ripe()) == [1, 3]
    assert (frontier.ripe(), frontier.done(), frontier.take()) == ([], True, None)


def test_a_book_still_to_be_read_holds_the_chapters_of_another(corpus):
    frontier = known_book(corpus, 1, hold=HOLD, per_site=2)
    frontier.add_seed("http://a.example/8/")
    other, row = frontier.take(), frontier.take()
    assert frontier.settle(row, chapter_of(row, "他走了。")) == []
    assert (frontier.take(), frontier.ripe()) == (None, [])
    frontier.settle(other, Failed("http_404"))
    assert (frontier.take(), indexes(frontier.ripe()), frontier.done()) == (None, [1], True)


def known_at_each_chapter(corpus, seed):
    """Chapters settled in any order; what was known of the site when each came to be cleaned."""
    frontier, pick, flying, found = known_book(corpus, 24, hold=HOLD, per_site=4), random.Random(seed), [], []
    bodies = dict(enumerate(texts(24), 1))
    while not frontier.done():
        while row := frontier.take():
            flying.append(row)
        row = flying.pop(pick.randrange(len(flying)))
        for chapter in frontier.settle(row, chapter_of(row, bodies[row.index])):
            learning = corpus.site(chapter.site).learning
            learning.learn(chapter)
            found.append((chapter.index, learning.taught, sorted(learning.boilerplate())))
    return found


def test_the_order_of_arrival_changes_nothing(tmp_path):
    results = []
    for seed in range(6):
        with closing(Corpus(tmp_path / str(seed))) as corpus:
            results.append(known_at_each_chapter(corpus, seed))
    assert [index for index, _, _ in results[0]] == list(range(1, 25))
    assert results.count(results[0]) == len(results)


def test_a_chapter_teaches_once_also_after_a_new_start(tmp_path):
    with closing(Corpus(tmp_path)) as corpus:
        frontier = known_book(corpus, 2)
        chapter = chapter_of(frontier.take(), next(texts(1)))
        for _ in range(5):
            corpus.site("a.example").learning.learn(chapter)
    with closing(Corpus(tmp_path)) as corpus:
        learning = corpus.site("a.example").learning
        learning.learn(chapter)
        assert (learning.taught, learning.boilerplate()) == (1, frozenset())
        learning.learn(replace(chapter, id=record_id("http://a.example/unknown")))
        assert learning.taught == 1


def test_a_line_with_the_book_s_name_in_it_is_known_in_the_next_book(corpus):
    frontier, prose = known_book(corpus, 3), Prose("names")
    learning = corpus.site("a.example").learning
    for _ in range(3):
        row = frontier.take()
        text = "\n".join([*prose.chapter(16), "想读雨夜归人这本小说的都到楼上来"])
        learning.learn(replace(chapter_of(row, text), book_title="雨夜归人", author="青禾"))
        frontier.settle(row, None)
    assert learning.boilerplate("雨夜归人", "青禾") == {"想读雨夜归人这本小说的都到楼上来"}
    assert learning.boilerplate("渡口的灯") == {"想读渡口的灯这本小说的都到楼上来"}
    assert learning.boilerplate() == frozenset()


def test_memory_of_lines_is_bounded_and_what_is_learned_is_kept(corpus):
    frontier, prose = known_book(corpus, 48), Prose("bounded")
    store = corpus.site("a.example")
    for number in range(1, 49):
        row = frontier.take()
        fresh = [f"{line}{'雨夜灯船人来去'[number % 7]}" for line in prose.chapter(300) if "“" not in line]
        lines = [*fresh, disguised(number)[0]] if number <= 4 else fresh
        store.learning.learn(chapter_of(row, "\n".join(lines)))
        frontier.settle(row, None)
    assert store.journal.read("SELECT count(*) FROM recurring")[0][0] <= MOST_LINES
    assert store.learning.boilerplate() == {"拾光楼夜夜添新篇"}


def with_slogans(site):
    """Every chapter page of the first book with the site's lines above and below the story."""
    for chapter in site.expected():
        path = site.path(chapter.index)
        page = site.server.answer(Request("127.0.0.1", path, {}, 0.0))
        first, *rest = (f"&nbsp;&nbsp;{line}".encode() for line in disguised(chapter.index))
        body = page.body.replace(b'<div id="content">', b'<div id="content">' + first + b"<br><br>\n")
        end = b'</div>\n<div class="nav">'
        body = body.replace(end, b"<br><br>\n" + b"<br><br>\n".join(rest) + end)
        assert body.count(rest[0]) == 1
        site.extra[path] = replace(page, body=body)
    site.forget()


def test_an_unseen_site_s_slogans_are_gone_from_the_first_chapter_on(tmp_path):
    crawl = Crawl(tmp_path, {"CLEAN_AUDIT": True})
    with NovelSite([BookPlan(chapters=20)]) as site:
        with_slogans(site)
        run = crawl("-a", f"url={site.seeds[0]}")
        assert run.returncode == 0, run.stderr
        assert [r["text"] for r in crawl.records(site.host)] == [chapter.text for chapter in site.expected()]
        audit = crawl.records(site.host, "audit")
        ids = [r["id"] for r in crawl.records(site.host)]
        assert [(line["id"], line["rule"]) for line in audit if line["rule"] != "title"] == [
            (chapter_id, "boilerplate") for chapter_id in ids for _ in SLOGANS
        ]
        assert audit[0].keys() == {"id", "rule", "text"}

        before = crawl.files()
        assert any(name.endswith("audit-00001.jsonl") for name in before)
        assert crawl("-a", f"url={site.seeds[0]}").returncode == 0
        assert crawl.files() == before


def test_control_c_leaves_what_is_held_pending(tmp_path):
    crawl = Crawl(tmp_path)
    with NovelSite([BookPlan(chapters=12)], delay=(0.02, 0.05)) as site:
        with_slogans(site)
        code, log = crawl.interrupted(["-a", f"url={site.seeds[0]}"], lambda: len(site.requests) >= 6)
        assert code == 1, log
        assert crawl.records(site.host) == []
        assert crawl.rows(site.host, "SELECT state, count(*) FROM chapters GROUP BY state") == [("pending", 12)]
        assert not list(crawl.site(site.host).glob("audit*"))
        assert crawl().returncode == 0
        assert [r["text"] for r in crawl.records(site.host)] == [chapter.text for chapter in site.expected()]
