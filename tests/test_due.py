"""Which books a run without a URL takes up, and which sites it opens for that."""

import sqlite3
from contextlib import closing
from itertools import pairwise

import pytest
from clock import Clock
from test_frontier import BOOK, GONE, chapter_of, crawl, refs, urls, write

from novelspider.corpus import Corpus, Failed, Frontier
from novelspider.corpus.lock import SiteLock
from novelspider.corpus.schedule import DAY, HOUR
from novelspider.items import Book, Toc, TocPage, record_id

SITE = "a.example"
OTHER = "http://b.example/8/"


@pytest.fixture
def clock():
    clock = Clock()
    clock.now = 1_800_000_000.0
    return clock


@pytest.fixture
def corpus(tmp_path, clock):
    corpus = Corpus(tmp_path, clock=clock)
    yield corpus
    corpus.close()


def nightly(corpus, toc, **options):
    """A run without a URL: the sites that have something to do; returns what was asked for."""
    frontier = Frontier(corpus)
    for agenda in corpus.agendas():
        if agenda.something:
            frontier.add_site(agenda.site)
    asked = crawl(corpus, frontier, toc, **options)
    corpus.commit()
    return asked


def seeded(corpus, url, toc, **options):
    frontier = Frontier(corpus)
    frontier.add_seed(url)
    asked = crawl(corpus, frontier, toc, **options)
    corpus.commit()
    return asked


def book_row(corpus, columns, url=BOOK):
    return corpus.site(SITE).journal.read(f"SELECT {columns} FROM books WHERE id = ?", (record_id(url),))[0]


def set_status(corpus, row, status, *numbers):
    book = Book(id=row.id, site=row.site, url=row.url, title="雨夜", status=status)
    corpus.site(row.site).set_toc(Toc(book, refs(row.url, *numbers)))


def test_a_book_is_taken_up_when_it_is_due_and_not_before(corpus, clock):
    seeded(corpus, BOOK, (1,))
    assert nightly(corpus, (1,)) == []
    clock.now += 19 * HOUR
    assert nightly(corpus, (1, 2)) == []
    clock.now += 5 * HOUR
    assert nightly(corpus, (1, 2)) == [BOOK, *urls(2)]
    assert nightly(corpus, (1, 2, 3)) == []


def test_a_url_that_is_given_is_checked_at_once(corpus):
    seeded(corpus, BOOK, (1,))
    assert seeded(corpus, f"{BOOK}1.html", (1, 2)) == [BOOK, *urls(2)]
    set_status(corpus, corpus.site(SITE).work.book(record_id(BOOK)), "completed", 1, 2)
    assert seeded(corpus, BOOK, (1, 2, 3)) == [BOOK, *urls(3)]


def test_a_quiet_book_is_checked_less_and_less_often(corpus, clock):
    seeded(corpus, BOOK, (1,))
    days = []
    for day in range(1, 200):
        clock.now += DAY
        if nightly(corpus, (1,)):
            days.append(day)
    gaps = [later - earlier for earlier, later in pairwise(days)]
    assert gaps == sorted(gaps)
    assert (gaps[0], gaps[-1]) == (1, 25)
    assert book_row(corpus, "interval, known") == (30 * DAY, 1)


def test_one_that_grows_again_is_soon_checked_more_often(corpus, clock):
    seeded(corpus, BOOK, (1,))
    for _ in range(100):
        clock.now += DAY
        nightly(corpus, (1,))
    numbers, asked = 1, []
    for _ in range(60):
        clock.now += DAY
        numbers += 1
        asked.append(BOOK in nightly(corpus, range(1, numbers + 1)))
    assert all(asked[-10:])
    assert sum(asked) > 20


def test_a_completed_book_rests_long(corpus, clock):
    seeded(corpus, BOOK, (1,))
    set_status(corpus, corpus.site(SITE).work.book(record_id(BOOK)), "completed", 1)
    corpus.commit()
    clock.now += 89 * DAY
    assert nightly(corpus, (1,)) == []
    clock.now += 2 * DAY
    assert nightly(corpus, (1,)) == [BOOK]


def test_a_site_with_nothing_to_do_is_neither_opened_nor_locked(tmp_path, corpus, clock):
    seeded(corpus, BOOK, (1,))
    clock.now += DAY
    seeded(corpus, OTHER, (1,))
    corpus.close()
    busy = SiteLock(tmp_path / "b.example")
    later = Corpus(tmp_path, clock=clock)
    agendas = later.agendas()
    assert [(agenda.site, agenda.something) for agenda in agendas] == [(SITE, True), ("b.example", False)]
    assert agendas[1].next_at == clock.now + 20 * HOUR
    assert nightly(later, (1,)) == [BOOK]
    assert [store.name for store in later.open_sites()] == [SITE]
    later.close()
    busy.release()


def test_a_look_leaves_a_site_as_it_was_and_reads_beside_a_run(corpus):
    seeded(corpus, BOOK, (1,))
    store = corpus.site(SITE)
    store.journal.change("UPDATE books SET due = 0")  # an open transaction of this run
    before = {path.name: path.read_bytes() for path in store.folder.iterdir() if path.suffix in (".db", ".jsonl")}
    assert [agenda.something for agenda in corpus.agendas()] == [False]
    assert {name: (store.folder / name).read_bytes() for name in before} == before
    corpus.commit()
    assert [agenda.something for agenda in corpus.agendas()] == [True]


@pytest.mark.parametrize("sql", ["ALTER TABLE books RENAME COLUMN checked_at TO seen_at", "PRAGMA user_version = 4", None])
def test_a_site_that_cannot_be_asked_is_not_passed_over_in_silence(corpus, tmp_path, clock, sql):
    seeded(corpus, BOOK, (1,))
    corpus.close()
    if sql:
        with closing(sqlite3.connect(tmp_path / SITE / "site.db")) as db:
            db.execute(sql)
            db.commit()
    else:
        (tmp_path / SITE / "site.db").unlink()
    assert [(agenda.site, agenda.something) for agenda in Corpus(tmp_path, clock=clock).agendas()] == [(SITE, True)]


def test_a_clock_that_was_set_back_makes_books_due_and_ends_pauses(corpus, clock):
    seeded(corpus, BOOK, (1, 2))
    frontier = Frontier(corpus)
    frontier.add_seed(BOOK)
    frontier.settle(frontier.take(), GONE)
    frontier = Frontier(corpus)
    frontier.add_seed(OTHER)
    row = frontier.take()
    corpus.site(row.site).set_toc(Toc(Book(id=row.id, site=row.site, url=row.url), refs(OTHER, 1)))
    frontier.settle(row, None)
    row = frontier.take()
    frontier.postpone(row, clock.now + HOUR)
    corpus.commit()
    clock.now -= 3650 * DAY
    assert sorted(nightly(corpus, (1,))) == sorted([BOOK, f"{OTHER}1.html", OTHER])
    assert nightly(corpus, (1,)) == []
    clock.now += DAY
    assert sorted(nightly(corpus, (1,))) == [BOOK, OTHER]


def test_no_pause_is_longer_than_the_longest_of_our_own(corpus, clock):
    seeded(corpus, OTHER, ())
    frontier = Frontier(corpus)
    frontier.add_seed(BOOK)
    row = frontier.take()
    frontier.postpone(row, clock.now + 1e12)
    corpus.commit()
    clock.now += 113 * DAY
    assert BOOK in nightly(corpus, (1,))


def test_a_failing_book_page_is_tried_with_growing_pauses(corpus, clock):
    tried, begun = [], clock.now
    frontier = Frontier(corpus)
    frontier.add_seed(BOOK)
    while clock.now < begun + 60 * DAY:
        if row := frontier.take():
            tried.append((clock.now - begun) / HOUR)
            frontier.settle(row, GONE)
        clock.now += HOUR
        frontier = Frontier(corpus)
        frontier.add_site(SITE)
    assert tried == [0, 1, 2, 8, 28, 96, 260]


def test_one_that_was_read_before_is_never_quite_given_up(corpus, clock):
    seeded(corpus, BOOK, (1,))
    clock.now += DAY
    tried, begun = [], clock.now
    while clock.now < begun + 80 * DAY:
        frontier = Frontier(corpus)
        frontier.add_site(SITE)
        if row := frontier.take():
            tried.append((clock.now - begun) / HOUR)
            frontier.settle(row, GONE)
        clock.now += HOUR
    assert tried == [0, 1, 2, 8, 28, 96, 260, 260 + 720, 260 + 1440]
    clock.now += 30 * DAY
    assert nightly(corpus, (1, 2)) == [BOOK, *urls(2)]
    assert book_row(corpus, "state, tries") == ("committed", 0)


def test_locked_chapters_are_asked_for_when_their_book_is_due_but_rarely(corpus, clock):
    frontier = Frontier(corpus)
    frontier.add_seed(BOOK)
    set_status(corpus, row := frontier.take(), None, 1)
    frontier.settle(row, None)
    frontier.settle(frontier.take(), Failed("payment", locked=True))
    books, chapters = 0, []
    for day in range(7, 400, 7):
        clock.now += 7 * DAY
        frontier = Frontier(corpus)
        frontier.add_site(SITE)
        while row := frontier.take():
            if row.url == BOOK:
                books += 1
                set_status(corpus, row, None, *range(1, books + 2))  # grows at every check
                frontier.settle(row, None)
            elif row.url == urls(1)[0]:
                chapters.append(day)
                frontier.settle(row, Failed("payment", locked=True))
            else:
                write(corpus, frontier.settle(row, chapter_of(row)))
    assert books == 57
    assert len(chapters) == 6  # with the first, as often as a row that fails
    assert [later - earlier for earlier, later in pairwise(chapters)] == [14, 28, 56, 112, 112]


def test_a_locked_book_is_asked_for_once_more_when_its_pause_is_over(corpus, clock):
    frontier = Frontier(corpus)
    frontier.add_seed(BOOK)
    frontier.settle(frontier.take(), Failed("robots", locked=True))
    corpus.commit()
    assert nightly(corpus, ()) == []
    clock.now += 7 * DAY
    assert nightly(corpus, (1,)) == [BOOK, *urls(1)]


def test_a_book_without_toc_is_due_like_any_other(corpus, clock):
    frontier = Frontier(corpus)
    frontier.add_seed(urls(1)[0])
    set_toc_of_chain(corpus, frontier, frontier.take())
    drain(corpus, frontier, last=30)
    assert book_row(corpus, "known, interval, due", urls(1)[0]) == (30, DAY, clock.now + 20 * HOUR)
    asked = {}
    for day in range(1, 31):
        clock.now += DAY
        frontier = Frontier(corpus)
        frontier.add_site(SITE)
        asked[day] = drain(corpus, frontier, last=30 + (day >= 13))
    assert [day for day in asked if asked[day]] == [1, 2, 4, 6, 9, 14, 21, 28]
    assert (asked[9], asked[14], asked[21]) == (urls(30), urls(30, 31), urls(31))


def set_toc_of_chain(corpus, frontier, row):
    corpus.site(row.site).set_toc(Toc(Book(id=row.id, site=row.site, url=row.url), refs(BOOK, 1), open_ended=True))
    frontier.settle(row, None)


def drain(corpus, frontier, last):
    """Ask for everything; the chapters lead one to the next up to `last`."""
    asked = []
    while not frontier.done():
        row = frontier.take()
        asked.append(row.url)
        following = f"{BOOK}{row.index + 1}.html" if row.index < last else None
        write(corpus, frontier.settle(row, chapter_of(row), following))
    return asked


# --- what is known of pages


PAGES = (TocPage(BOOK, '"a"'), TocPage(f"{BOOK}2.html", None, "Tue, 24 Nov 2026 10:00:00 GMT"))


def read(corpus, *numbers, pages=PAGES, denied=False):
    book = Book(id=record_id(BOOK), site=SITE, url=BOOK)
    corpus.site(SITE).set_toc(Toc(book, refs(BOOK, *numbers), pages=pages, denied=denied))
    return corpus.site(SITE).work.checking


def test_pages_are_asked_by_their_validators_if_all_have_one(corpus):
    known = read(corpus, 1).known_pages(record_id(BOOK))
    assert (known.pages, known.doubted) == (PAGES, False)
    assert read(corpus, 1, pages=(*PAGES, TocPage(f"{BOOK}3.html"))).known_pages(record_id(BOOK)).pages == ()
    assert corpus.site(SITE).work.checking.known_pages("unknown").pages == ()


def test_not_modified_is_taken_for_granted_only_so_often_and_so_long(corpus, clock):
    checking = read(corpus, 1)
    doubts = []
    for _ in range(5):
        doubts.append(checking.known_pages(record_id(BOOK)).doubted)
        checking.unmodified(record_id(BOOK))
    assert doubts == [False, False, False, False, True]
    read(corpus, 1)
    assert not checking.known_pages(record_id(BOOK)).doubted
    clock.now += 31 * DAY
    assert checking.known_pages(record_id(BOOK)).doubted
    clock.now -= 40 * DAY
    assert checking.known_pages(record_id(BOOK)).doubted


def test_a_site_that_was_caught_is_not_asked_again(corpus):
    checking = read(corpus, 1)
    read(corpus, 1, denied=True)
    assert checking.known_pages(record_id(BOOK)).pages == PAGES
    read(corpus, 1, 2, denied=True)
    assert checking.known_pages(record_id(BOOK)).pages == ()
    read(corpus, 1, 2)
    assert checking.known_pages(record_id(BOOK)).pages == ()


def test_unmodified_changes_nothing_but_the_times(corpus, clock):
    seeded(corpus, BOOK, (1,))
    columns = "state, title, revision, fetched_at, known"
    before, lines = book_row(corpus, columns), (corpus.root / SITE / "books.jsonl").read_bytes()
    clock.now += DAY
    frontier = Frontier(corpus)
    frontier.add_site(SITE)
    row = frontier.take()
    corpus.site(SITE).work.checking.unmodified(row.id)
    frontier.settle(row, None)
    assert frontier.done()
    corpus.commit()
    assert book_row(corpus, columns) == before
    assert book_row(corpus, "checked_at, unmodified") == (clock.now, 1)
    assert (corpus.root / SITE / "books.jsonl").read_bytes() == lines
    assert nightly(corpus, (1,)) == []
