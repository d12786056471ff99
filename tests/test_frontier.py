from __future__ import annotations

import json
import os
import signal
import sqlite3
import tempfile
from pathlib import Path

import pytest
from clock import Clock
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from novelspider.corpus import BookRow, Corpus, Failed, Frontier
from novelspider.corpus.schedule import Schedule
from novelspider.corpus.site_queue import AHEAD, MOST_BOOKS
from novelspider.errors import SiteBusyError
from novelspider.items import Book, Chapter, ChapterRef, Toc, record_id, site_of

BOOK = "http://a.example/7/"
GONE = Failed("http_404", "HTTP status 404")


@pytest.fixture
def corpus(tmp_path, clock):
    corpus = Corpus(tmp_path, commit_items=8, clock=clock)
    yield corpus
    corpus.close()


def refs(book, *numbers):
    return tuple(ChapterRef(f"{book}{number}.html", f"第{number}章") for number in numbers)


def set_toc(corpus, frontier, row, *numbers, open_ended=False):
    book = Book(id=row.id, site=row.site, url=row.url, title="雨夜")
    corpus.site(row.site).set_toc(Toc(book, refs(row.url, *numbers), open_ended=open_ended))
    frontier.settle(row, None)


def chapter_of(row):
    return Chapter(
        id=row.id,
        site=row.site,
        book_id=row.book_id,
        book_url=row.book_url,
        book_title=row.book_title,
        author=row.author,
        volume=row.volume,
        index=row.index,
        number=None,
        title=row.title,
        text="雨还在下。",
        digest=row.id * 2,
        url=row.url,
    )


def write(corpus, chapters):
    for chapter in chapters:
        assert corpus.site(chapter.site).write(chapter) == ("new", chapter)
    return [chapter.index for chapter in chapters]


def crawl(corpus, frontier, toc, **options):
    """Drive a whole run, one row at a time; returns the URLs that were asked for, in order."""
    asked = []
    while not frontier.done():
        row = frontier.take()
        asked.append(row.url)
        if isinstance(row, BookRow):
            set_toc(corpus, frontier, row, *toc, **options)
        else:
            write(corpus, frontier.settle(row, chapter_of(row)))
    return asked


def urls(*numbers, book=BOOK):
    return [f"{book}{number}.html" for number in numbers]


def durable(corpus, site, sql):
    """What another process would see, and this one after a crash."""
    reader = sqlite3.connect(corpus.root / site / "site.db")
    rows = reader.execute(sql).fetchall()
    reader.close()
    return rows


def take_all(frontier):
    return list(iter(frontier.take, None))


def started(corpus, *numbers, **options):
    """A frontier over one book whose TOC has been read."""
    frontier = Frontier(corpus, **options)
    frontier.add_seed(BOOK)
    set_toc(corpus, frontier, frontier.take(), *numbers)
    return frontier


# --- handing out


def test_book_first_then_its_chapters_in_order(corpus):
    frontier = Frontier(corpus)
    frontier.add_seed(BOOK)
    assert crawl(corpus, frontier, (3, 1, 2)) == [BOOK, *urls(3, 1, 2)]
    row = corpus.site("a.example").work.book(record_id(BOOK))
    assert (row.title, row.state, row.revision) == ("雨夜", "committed", 1)


def test_rows_carry_what_a_record_needs(corpus):
    row = started(corpus, 5).take()
    assert (row.site, row.book_id, row.book_url, row.book_title) == ("a.example", record_id(BOOK), BOOK, "雨夜")
    assert (row.id, row.url, row.title, row.index, row.look) == (record_id(f"{BOOK}5.html"), f"{BOOK}5.html", "第5章", 1, False)


def test_no_more_rows_than_room(corpus):
    frontier = started(corpus, *range(9), per_site=2)
    one, two = take_all(frontier)
    assert (frontier.in_flight(), frontier.done()) == (2, False)
    frontier.settle(one, chapter_of(one))
    assert [row.index for row in take_all(frontier)] == [3]
    assert two.index == 2


def test_sites_and_books_take_turns(corpus):
    frontier = Frontier(corpus, per_site=1)
    books = ["http://a.example/1/", "http://a.example/2/", "http://b.example/3/"]
    for book in books:
        frontier.add_seed(book)
    asked = crawl(corpus, frontier, (1, 2))
    assert asked == [
        *("http://a.example/1/", "http://b.example/3/", "http://a.example/2/", "http://b.example/3/1.html"),
        *("http://a.example/1/1.html", "http://b.example/3/2.html", "http://a.example/2/1.html"),
        *("http://a.example/1/2.html", "http://a.example/2/2.html"),
    ]


def test_many_books_one_after_the_other(corpus):
    frontier = Frontier(corpus)
    books = [f"http://a.example/{number}/" for number in range(3 * MOST_BOOKS)]
    for book in books:
        frontier.add_seed(book)
    asked = crawl(corpus, frontier, (1,))
    assert sorted(asked) == sorted(books + [f"{book}1.html" for book in books])


def test_cost_of_a_row_does_not_grow_with_the_sites(corpus):
    frontier = Frontier(corpus)
    for number in range(40):
        frontier.add_seed(f"http://s{number}.example/")
    assert len(take_all(frontier)) == 40
    asked = []
    for queue in frontier._sites.values():
        queue.full = lambda full=queue.full: asked.append(full) or full()
    assert (frontier.take(), frontier.done(), asked) == (None, False, [])


def test_limit_is_the_first_chapters_of_each_book(corpus):
    frontier = Frontier(corpus, limit=2)
    frontier.add_seed(BOOK)
    frontier.add_seed("http://a.example/8/")
    asked = crawl(corpus, frontier, (1, 2, 3))
    assert sorted(asked) == sorted([BOOK, *urls(1, 2), "http://a.example/8/", *urls(1, 2, book="http://a.example/8/")])


def test_seeds_are_durable_before_the_first_row(corpus):
    frontier = Frontier(corpus)
    frontier.add_seed(BOOK)
    frontier.take()
    assert durable(corpus, "a.example", "SELECT url, state FROM books") == [(BOOK, "pending")]


def test_busy_site_is_told(corpus):
    other = Corpus(corpus.root)
    other.site("a.example")
    with pytest.raises(SiteBusyError):
        Frontier(corpus).add_seed(BOOK)
    other.close()


def test_bad_url_is_told(corpus):
    with pytest.raises(ValueError):
        Frontier(corpus).add_seed("http://a.example:port/")


# --- reading order


def test_finished_chapter_waits_for_the_one_before(corpus):
    frontier = started(corpus, 1, 2, 3, 4, per_site=4)
    one, two, three, four = take_all(frontier)
    assert frontier.settle(three, chapter_of(three)) == []
    assert frontier.settle(two, chapter_of(two)) == []
    assert write(corpus, frontier.settle(one, chapter_of(one))) == [1, 2, 3]
    assert write(corpus, frontier.settle(four, chapter_of(four))) == [4]
    assert frontier.settle(four, chapter_of(four)) == []
    assert frontier.done()


def test_failed_chapter_releases_what_is_behind_it(corpus):
    frontier = started(corpus, 1, 2, per_site=2)
    one, two = take_all(frontier)
    assert frontier.settle(two, chapter_of(two)) == []
    assert write(corpus, frontier.settle(one, GONE)) == [2]
    assert corpus.site("a.example").state_of(one.id) == "failed"


def test_a_book_runs_ahead_only_so_far(corpus):
    frontier = started(corpus, *range(100), per_site=2)
    first = frontier.take()
    taken = 1
    while row := frontier.take():
        frontier.settle(row, chapter_of(row))
        taken += 1
    assert taken == 2 * AHEAD
    assert len(frontier.settle(first, chapter_of(first))) == taken


def test_paused_chapter_keeps_its_place(corpus, clock):
    frontier = started(corpus, 1, 2, 3, per_site=3)
    one, two, three = take_all(frontier)
    assert frontier.postpone(one, clock.now + 60) == []
    assert frontier.settle(two, chapter_of(two)) == []
    assert (frontier.take(), frontier.done(), frontier.wait_seconds()) == (None, False, 60.0)
    assert frontier.settle(three, chapter_of(three)) == []
    clock.now += 60
    again = frontier.take()
    assert (again.id, frontier.wait_seconds()) == (one.id, None)
    assert write(corpus, frontier.settle(again, chapter_of(again))) == [1, 2, 3]


def test_long_pause_is_for_a_later_run(corpus, clock):
    frontier = started(corpus, 1, 2, per_site=2)
    one, two = take_all(frontier)
    assert frontier.settle(two, chapter_of(two)) == []
    assert write(corpus, frontier.postpone(one, clock.now + 3600)) == [2]
    assert frontier.done()
    later = Frontier(corpus)
    later.add_site("a.example")
    assert (later.take(), later.done()) == (None, True)
    clock.now += 3500
    soon = Frontier(corpus)
    soon.add_site("a.example")
    assert (soon.take(), soon.done(), soon.wait_seconds()) == (None, False, 100.0)
    clock.now += 100
    assert soon.take().id == one.id


def test_resting_host_is_passed_over(corpus, clock):
    frontier = Frontier(corpus)
    for seed in (BOOK, "http://b.example/1/", "http://c.example/1/"):
        frontier.add_seed(seed)
    frontier.rests.rest("a.example", clock.now + 30, "http_429")
    frontier.rests.rest("c.example", clock.now + 86_400, "http_429")
    row = frontier.take()
    assert site_of(row.url) == "b.example"
    frontier.settle(row, GONE)
    assert (frontier.take(), frontier.done(), frontier.wait_seconds()) == (None, False, 30.0)
    clock.now += 30
    row = frontier.take()
    assert row.url == BOOK
    frontier.settle(row, GONE)
    assert frontier.done()
    assert corpus.site("c.example").work.book(record_id("http://c.example/1/")).state == "pending"


@hypothesis_settings(max_examples=40)
@given(data=st.data())
def test_any_interleaving_gives_reading_order(data):
    """Whatever the order in which rows end, fail and pause: every chapter is asked for, each that was had comes out once, in
    reading order of its book, and nothing is left."""
    clock = Clock()
    per_site = data.draw(st.integers(1, 5), "per_site")
    sizes = data.draw(st.lists(st.integers(0, 30), min_size=1, max_size=3), "sizes")
    books = {f"http://a.example/{number}/": size for number, size in enumerate(sizes)}
    with tempfile.TemporaryDirectory() as folder:
        corpus = Corpus(Path(folder), clock=clock)
        frontier = Frontier(corpus, per_site=per_site)
        for book in books:
            frontier.add_seed(book)
        flying, out, failed = [], [], set()
        while not frontier.done():
            flying += take_all(frontier)
            assert len(flying) <= per_site
            if not flying:
                clock.now += frontier.wait_seconds()
                continue
            row = flying.pop(data.draw(st.integers(0, len(flying) - 1)))
            if isinstance(row, BookRow):
                set_toc(corpus, frontier, row, *range(1, books[row.url] + 1))
                continue
            end = data.draw(st.sampled_from(("had", "had", "had", "failed", "paused")))
            if end == "paused":
                released = frontier.postpone(row, clock.now + data.draw(st.integers(1, 90)))
            elif end == "failed":
                failed.add(row.url)
                released = frontier.settle(row, GONE)
            else:
                released = frontier.settle(row, chapter_of(row))
            write(corpus, released)
            out += [chapter.url for chapter in released]
        corpus.close()
    for book, size in books.items():
        expected = [url for url in urls(*range(1, size + 1), book=book) if url not in failed]
        assert [url for url in out if url.startswith(book)] == expected


# --- seeds that are not the book's own page


def test_chapter_as_a_seed_leads_to_its_book(corpus):
    frontier = Frontier(corpus)
    frontier.add_seed(f"{BOOK}2.html")
    frontier.add_seed(f"{BOOK}3.html")
    frontier.add_seed("http://a.example/9.html")
    moved = frontier.redirect(frontier.take(), BOOK)
    assert (moved.id, moved.url, frontier.in_flight()) == (record_id(BOOK), BOOK, 1)
    set_toc(corpus, frontier, moved, 1)
    asked = []
    while row := frontier.take():
        asked.append(row.url)
        if isinstance(row, BookRow):
            assert frontier.redirect(row, BOOK) is None
        else:
            write(corpus, frontier.settle(row, chapter_of(row)))
    assert asked == [f"{BOOK}3.html", "http://a.example/9.html", f"{BOOK}1.html"]
    assert frontier.done()
    assert corpus.site("a.example").journal.read("SELECT url FROM books") == [(BOOK,)]


def test_redirect_to_another_host(corpus):
    frontier = Frontier(corpus)
    frontier.add_seed("http://m.a.example/7/2.html")
    moved = frontier.redirect(frontier.take(), BOOK)
    assert (moved.site, frontier.in_flight()) == ("a.example", 1)
    assert durable(corpus, "a.example", "SELECT url, state FROM books") == [(BOOK, "pending")]
    set_toc(corpus, frontier, moved, 1)
    assert crawl(corpus, frontier, ()) == urls(1)
    assert corpus.site("m.a.example").journal.read("SELECT url FROM books") == []


def test_redirect_to_itself_or_away_from_a_written_book_changes_nothing(corpus):
    frontier = Frontier(corpus)
    frontier.add_seed(BOOK)
    row = frontier.take()
    assert frontier.redirect(row, "https://a.example/7/index.html") is row
    set_toc(corpus, frontier, row, 1)
    again = Frontier(corpus)
    again.add_seed(BOOK)
    row = again.take()
    assert again.redirect(row, "http://a.example/book/7") is row


def test_listing_as_a_seed(corpus):
    frontier = Frontier(corpus)
    frontier.add_seed(BOOK)
    assert frontier.settle(frontier.take(), Failed("listing", "not a book")) == []
    assert (frontier.take(), frontier.done()) == (None, True)
    assert corpus.site("a.example").journal.read("SELECT state, reason FROM books") == [("failed", "listing")]


# --- without a TOC


def test_chain_grows_by_the_next_link_of_its_last_chapter(corpus):
    frontier = Frontier(corpus, per_site=3)
    frontier.add_seed(BOOK)
    set_toc(corpus, frontier, frontier.take(), 1, open_ended=True)
    asked = []
    for following in (2, 3, None):
        [row] = take_all(frontier)
        asked.append((row.index, row.url))
        write(corpus, frontier.settle(row, chapter_of(row), f"{BOOK}{following}.html" if following else f"{BOOK}1.html"))
    assert asked == list(enumerate(urls(1, 2, 3), 1))
    assert frontier.done()


def test_chain_next_run_looks_behind_its_last_chapter(corpus):
    frontier = Frontier(corpus)
    frontier.add_seed(BOOK)
    assert crawl(corpus, frontier, (1, 2), open_ended=True) == [BOOK, *urls(1, 2)]
    again = Frontier(corpus)
    again.add_seed(BOOK)
    row = again.take()
    assert (row.url, row.look) == (f"{BOOK}2.html", True)
    assert again.settle(row, chapter_of(row), f"{BOOK}3.html") == []
    assert crawl(corpus, again, ()) == urls(3)
    third = Frontier(corpus)
    third.add_seed(f"{BOOK}1.html")
    row = third.take()
    third.settle(row, GONE)
    assert third.done()
    assert corpus.site("a.example").state_of(row.id) == "committed"
    assert corpus.site("a.example").work.book(record_id(BOOK)).state == "failed"


def test_newest_chapter_missing_from_the_toc(corpus):
    frontier = started(corpus, 1, 2, per_site=2)
    one, two = take_all(frontier)
    write(corpus, frontier.settle(one, chapter_of(one), two.url))
    write(corpus, frontier.settle(two, chapter_of(two), f"{BOOK}3.html"))
    row = frontier.take()
    assert (row.url, row.index) == (f"{BOOK}3.html", 3)


# --- later runs


def test_second_run_asks_only_for_what_is_new(corpus):
    frontier = Frontier(corpus)
    frontier.add_seed(BOOK)
    crawl(corpus, frontier, (1, 2))
    second = Frontier(corpus)
    second.add_seed(f"{BOOK}2.html")
    assert crawl(corpus, second, (1, 2)) == [BOOK]
    third = Frontier(corpus)
    third.add_seed(BOOK)
    assert crawl(corpus, third, (1, 2, 3)) == [BOOK, *urls(3)]
    fourth = Frontier(corpus)
    fourth.add_site("a.example")
    assert crawl(corpus, fourth, ()) == []


def test_stopped_run_is_drained_without_its_toc(corpus):
    frontier = started(corpus, 1, 2, 3)
    row = frontier.take()
    write(corpus, frontier.settle(row, chapter_of(row)))
    frontier.take()
    corpus.close()
    again = Frontier(corpus)
    again.add_site("a.example")
    assert crawl(corpus, again, ()) == urls(2, 3)


def crawl_in_child(root, seeds, toc, rows):
    """A run in a process of its own that is killed after it was given `rows` rows. True where it was killed."""
    child = os.fork()
    if child == 0:
        corpus = Corpus(root, commit_items=2)
        frontier = Frontier(corpus, per_site=3)
        for seed in seeds:
            frontier.add_seed(seed)
        flying = []
        while not frontier.done():
            while row := frontier.take():
                flying.append(row)
                if (rows := rows - 1) == 0:
                    os.kill(os.getpid(), signal.SIGKILL)
            row = flying.pop()
            number = int(row.url.removesuffix(".html").rpartition("/")[2] or 0)
            if isinstance(row, BookRow):
                set_toc(corpus, frontier, row, *toc[row.url], open_ended=len(toc[row.url]) == 1)
            else:
                following = f"{row.book_url}{number + 1}.html" if number < 9 else None
                write(corpus, frontier.settle(row, chapter_of(row), following))
        corpus.close()
        os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def test_killed_again_and_again_each_chapter_once_and_in_order(tmp_path):
    chain = "http://a.example/8/"
    toc = {BOOK: range(1, 10), chain: [1]}
    rows = 1
    while crawl_in_child(tmp_path, (BOOK, chain), toc, rows):
        rows += 1
    assert rows > 5
    lines = (tmp_path / "a.example" / "chapters-00001.jsonl").read_bytes().splitlines(keepends=True)
    written = [(record["index"], record["url"]) for record in map(json.loads, lines)]
    assert [item for item in written if item[1].startswith(BOOK)] == list(enumerate(urls(*range(1, 10)), 1))
    assert [item for item in written if item[1].startswith(chain)] == list(enumerate(urls(*range(1, 10), book=chain), 1))
    assert len(written) == 18


def test_what_is_held_at_the_end_stays_pending(corpus):
    frontier = started(corpus, 1, 2, per_site=2)
    _, two = take_all(frontier)
    assert frontier.settle(two, chapter_of(two)) == []
    corpus.close()
    again = Frontier(corpus)
    again.add_site("a.example")
    assert crawl(corpus, again, ()) == urls(1, 2)


def test_book_not_yet_visited_is_drained(corpus):
    frontier = Frontier(corpus)
    frontier.add_seed(BOOK)
    frontier.take()
    corpus.close()
    again = Frontier(corpus)
    again.add_site("a.example")
    assert crawl(corpus, again, (1,)) == [BOOK, *urls(1)]


def tries(corpus, clock, failed, *, days=90):
    """Hours after which a run each hour asks for the one chapter of a book that is not due, and does not get it."""
    started_at, tried_at = clock.now, []
    frontier = started(corpus, 1)
    while clock.now < started_at + days * 86_400:
        if row := frontier.take():
            tried_at.append((clock.now - started_at) / 3600)
            frontier.settle(row, failed)
        clock.now += 3600
        frontier = Frontier(corpus)
        frontier.add_site("a.example")
    return tried_at


@pytest.fixture
def rested(tmp_path, clock):
    """A corpus whose books are never due again."""
    never = 1e9
    schedule = Schedule(min_interval=never, max_interval=never, completed_interval=never, max_tries=7)
    corpus = Corpus(tmp_path, clock=clock, schedule=schedule)
    yield corpus
    corpus.close()


def test_failed_rows_come_back_with_growing_pauses_and_not_for_ever(rested, clock):
    assert tries(rested, clock, GONE) == [0, 1, 2, 8, 28, 96, 260]
    again = Frontier(rested)
    again.add_seed(BOOK)
    assert crawl(rested, again, (1,)) == [BOOK, *urls(1)]


def test_a_number_of_tries_that_was_set_is_kept_to(tmp_path, clock):
    corpus = Corpus(tmp_path, clock=clock, schedule=Schedule(min_interval=1e9, max_interval=1e9, max_tries=3))
    assert tries(corpus, clock, GONE, days=9) == [0, 1, 2]
    corpus.close()


def test_locked_rows_are_left_to_the_book(rested, clock):
    frontier = started(rested, 1)
    frontier.settle(frontier.take(), Failed("login", locked=True))
    clock.now += 30 * 86_400
    drain = Frontier(rested)
    drain.add_site("a.example")
    assert drain.done()
    due = Frontier(rested)
    due.add_seed(BOOK)
    assert crawl(rested, due, (1,)) == [BOOK, *urls(1)]


def test_chapter_left_pending_is_not_handed_out_twice_in_a_run(corpus):
    frontier = started(corpus, 1)
    row = frontier.take()
    assert frontier.settle(row, None) == []
    assert (frontier.take(), frontier.done()) == (None, True)
    assert corpus.site("a.example").state_of(row.id) == "pending"


def test_no_more_chapters_are_asked_for_than_a_site_is_to_be_learned_from(corpus):
    frontier = started(corpus, *range(1, 13), per_site=4, hold=3)
    rows = [frontier.take() for _ in range(4)]
    assert rows[3] is None
    frontier.settle(rows[1], GONE)
    more = frontier.take()
    assert [row.index for row in (rows[0], rows[2], more)] == [1, 3, 4]
    assert frontier.take() is None
    assert frontier.settle(rows[2], chapter_of(rows[2])) == []
    assert frontier.settle(rows[0], chapter_of(rows[0])) == []
    assert [c.index for c in frontier.settle(more, chapter_of(more))] == [1, 3, 4]
    assert frontier.take().index == 5
