"""Chapters read again, chapters that moved, and tables of contents as they change: the store alone."""

from dataclasses import replace

import pytest
from test_store import BOOK, SITE, chapter, everything, lines, ref, rows, toc, work_in_child

from novelspider.corpus import Corpus, Failed, Frontier
from novelspider.corpus.refresh import Refresh, mark
from novelspider.items import ChapterRef, Toc, record_id

OTHER = f"{99:032x}"


@pytest.fixture
def corpus(tmp_path):
    corpus = Corpus(tmp_path / "corpus")
    yield corpus
    corpus.close()


@pytest.fixture
def store(corpus):
    """A site with a book of four chapters that have been written, all of them to be read again."""
    store = corpus.site(SITE)
    store.set_toc(toc(1, 2, 3, 4))
    for number in range(1, 5):
        store.write(chapter(number))
    mark(store.journal, BOOK.id, Refresh())
    return store


def listed(*titles):
    """A TOC whose n-th address has the n-th of `titles`."""
    return Toc(BOOK, tuple(ChapterRef(ref(number).url, title) for number, title in enumerate(titles, 1)))


def at(url, number):
    """The text of chapter `number` at another address."""
    return replace(chapter(number), id=record_id(url), url=url)


def changes(store, columns="kind, old, new"):
    return store.journal.read(f"SELECT {columns} FROM changes ORDER BY n")


def written(corpus, name="chapters-00001.jsonl"):
    corpus.commit()
    return [(line["id"], line["revision"], line["digest"]) for line in lines(corpus, name)]


# --- read again


def test_the_same_text_is_no_line_and_another_is_the_next_revision(corpus, store):
    assert store.write(chapter(1, fetched_at="2026-02-02T00:00:00Z"))[0] == "unchanged"
    assert store.write(chapter(2, digest=OTHER)) == ("revised", chapter(2, digest=OTHER, revision=2))
    assert store.write(chapter(2)) == ("revised", chapter(2, revision=3))
    assert [revision for _, revision, _ in written(corpus)] == [1, 1, 1, 1, 2, 3]
    assert rows(store, "state, revision, digest")[:2] == [("committed", 1, f"{1:032x}"), ("committed", 3, f"{2:032x}")]
    assert changes(store) == [("revised", f"{2:032x}", OTHER), ("revised", OTHER, f"{2:032x}")]
    assert store.find_same(chapter(4, digest=OTHER)) is None


@pytest.mark.parametrize("failed", [Failed("http_500", "HTTP status 500"), Failed("login", locked=True)])
def test_a_failure_leaves_it_committed(store, failed):
    store.fail(chapter(3).id, failed)
    assert rows(store, "state, tries, reason")[2] == ("committed", 0, None)
    assert changes(store, "kind, old, chapter_id") == [
        ("reread_locked" if failed.locked else "reread_failed", failed.reason, chapter(3).id)
    ]


def test_what_is_refused_has_one_line_in_rejected(corpus, store):
    wrong = chapter(3, digest=chapter(2).digest, duplicate_of=chapter(2).id)
    assert store.find_same(wrong).id == chapter(2).id
    news = []
    for text in (wrong, wrong, chapter(3, digest=OTHER)):
        store.journal.change("UPDATE chapters SET state = 'pending' WHERE idx = 3")
        news.append(store.reject(text, "same_body_other_title", again=True))
    assert news == [True, False, True]
    assert len(written(corpus, "rejected-00001.jsonl")) == 2
    assert rows(store, "state, digest, revision")[2] == ("committed", chapter(3).digest, 1)
    assert [kind for kind, *_ in changes(store)] == ["reread_rejected"] * 3


@pytest.mark.parametrize(
    ("refresh", "limit", "wanted"),
    [
        (None, None, []),
        (Refresh(), None, [1, 3, 4, 6]),
        (Refresh(2), None, [4, 6]),
        (Refresh(9), None, [1, 3, 4, 6]),
        (Refresh(), 4, [1, 3, 4]),
        (Refresh(2), 4, [3, 4]),
    ],
)
def test_which_chapters_are_read_again(corpus, refresh, limit, wanted):
    store = corpus.site(SITE)
    store.set_toc(toc(*range(1, 8)))
    for number in (1, 3, 4, 6, 7):
        store.write(chapter(number))
    store.reject(chapter(2), "empty")
    store.fail(chapter(5).id, Failed("http_404"))
    store.set_toc(toc(*range(1, 7)))
    mark(store.journal, BOOK.id, refresh, limit)
    assert [index for index, state in rows(store, "idx, state") if state == "pending"] == wanted


def test_an_interrupted_refresh_goes_on_and_a_finished_one_begins_anew(store):
    def pending():
        return [index for index, state in rows(store, "idx, state") if state == "pending"]

    store.write(chapter(1))
    mark(store.journal, BOOK.id, Refresh())
    assert pending() == [2, 3, 4]
    for number in (2, 3, 4):
        store.write(chapter(number))
    mark(store.journal, BOOK.id, Refresh())
    assert pending() == [1, 2, 3, 4]


def test_a_run_without_seeds_reads_the_books_it_takes_again(corpus):
    store = corpus.site(SITE)
    store.set_toc(toc(1, 2))
    store.write(chapter(1))
    frontier = Frontier(corpus, refresh=Refresh())
    frontier.add_site(SITE)
    rows_taken = [frontier.take()]
    frontier.settle(rows_taken[0], chapter(1))
    rows_taken.append(frontier.take())
    assert [(row.url, row.index) for row in rows_taken] == [(ref(1).url, 1), (ref(2).url, 2)]


# --- the table of contents as it changes


def test_a_new_row_with_the_text_of_one_that_is_gone_is_that_chapter(corpus, store):
    moved = "http://a.example/7/50.html"
    store.set_toc(Toc(BOOK, (ref(1), ChapterRef(moved, "第2章 另名"), ref(3), ref(4))))
    assert store.find_same(at(moved, 2)) is None
    assert store.write(at(moved, 2)) == ("moved", replace(at(moved, 2), id=chapter(2).id))
    assert len(written(corpus)) == 4
    assert rows(store, "id, url, title, state") == [
        (chapter(1).id, "1.html", "第1章", "pending"),
        (chapter(2).id, "50.html", "第2章 另名", "committed"),
        (chapter(3).id, "3.html", "第3章", "pending"),
        (chapter(4).id, "4.html", "第4章", "pending"),
    ]
    assert changes(store) == [("moved", ref(2).url, moved), ("renamed", "第2章", "第2章 另名")]
    # The address it left is another chapter's now, and that has an id of its own.
    store.set_toc(Toc(BOOK, (ref(1), ref(2), ChapterRef(moved, "第2章 另名"), ref(3), ref(4))))
    ids = [chapter_id for (chapter_id,) in rows(store, "id")]
    assert (ids[0], ids[2:]) == (chapter(1).id, [chapter(number).id for number in (2, 3, 4)])
    assert ids[1] not in ids[2:]
    assert store.set_toc(Toc(BOOK, (ref(1), ref(2), ChapterRef(moved, "第2章 另名"), ref(3), ref(4)))) is None
    assert [chapter_id for (chapter_id,) in rows(store, "id")] == ids


def test_a_duplicate_whose_original_is_taken_away_is_where_that_has_moved(store):
    moved = "http://a.example/7/50.html"
    both = Toc(BOOK, (ref(1), ref(2), ref(3), ref(4), ChapterRef(moved, "第2章"), ref(51)))
    store.set_toc(both)
    for url in (moved, ref(51).url):
        store.reject(replace(at(url, 2), duplicate_of=chapter(2).id), "duplicate")
    store.set_toc(both)
    assert rows(store, "idx, state")[4:] == [(5, "rejected"), (6, "rejected")]
    store.set_toc(toc(1, 3, 4, 50, 51))
    assert rows(store, "id, url, state")[3:] == [
        (chapter(2).id, "50.html", "committed"),
        (record_id(ref(51).url), "51.html", "rejected"),
    ]
    assert [kind for kind, *_ in changes(store) if kind in ("moved", "vanished")] == ["moved"]


def test_the_text_of_a_chapter_that_is_still_there_or_in_another_book_has_not_moved(store):
    store.set_toc(toc(1, 3, 4, 50))
    copy = at(ref(50).url, 3)
    assert store.find_same(copy).id == chapter(3).id
    elsewhere = replace(at("http://a.example/8/2.html", 2), book_id=record_id("http://a.example/8/"))
    assert store.find_same(elsewhere).id == chapter(2).id


def test_what_a_toc_changes_is_noted_once(store):
    for _ in range(2):
        store.set_toc(Toc(BOOK, (ref(4), ref(1), ChapterRef(ref(9).url, "番外"), ref(2, "第8章"), ref(5))))
    assert changes(store) == [
        ("inserted", None, "3"),
        ("renumbered", "第2章", "第8章"),
        ("vanished", "3", None),
        ("reordered", None, "1"),
    ]
    for _ in range(2):
        store.set_toc(Toc(BOOK, (ref(4), ref(1), ref(9), ref(2, "第8章 雨"), ref(3), ref(5))))
    assert changes(store)[4:] == [("renamed", "番外", "第9章"), ("renamed", "第8章", "第8章 雨"), ("returned", None, "5")]


def test_only_texts_whose_names_went_from_address_to_address_are_read_again(corpus):
    store = corpus.site(SITE)
    names = ["第1章 雨", "第2章 雪", "第3章 风", "第4章 霜"]
    store.set_toc(listed(*names))
    for number in range(1, 5):
        store.write(chapter(number))
    store.set_toc(listed("第1章 雨", "第2章 大雪", "第3章 风", "第5章 霜"))
    assert {state for (state,) in rows(store, "state")} == {"committed"}
    store.set_toc(listed("第1章 雨", "番外", "第2章 大雪", "第3章 风", "第5章 霜"))
    assert rows(store, "idx, state") == [(1, "committed"), (2, "pending"), (3, "pending"), (4, "pending"), (5, "pending")]


def test_a_shift_is_taken_over_and_a_wrong_text_is_not(corpus):
    """The site takes the second chapter away, and the third answers at its address."""
    store = corpus.site(SITE)
    names = ["第1章 雨", "第2章 雪", "第3章 风"]
    store.set_toc(listed(*names))
    for number, title in enumerate(names, 1):
        store.write(replace(chapter(number), title=title))
    mark(store.journal, BOOK.id, Refresh())
    here = replace(chapter(2, digest=chapter(3).digest), title="第2章 风")
    assert store.find_same(here).id == chapter(3).id
    store.set_toc(listed("第1章 雨", "第2章 风"))
    assert store.find_same(here) is None
    assert store.write(here)[0] == "revised"


# --- the lines of books


def test_a_book_line_for_news_only(corpus):
    store = corpus.site(SITE)
    first = {"author": "甲", "intro": "雨夜 一人", "cover_url": "http://a.example/c.jpg?v=1", "tags": ("武侠",)}
    assert store.set_toc(toc(1, 2, **first)).revision == 1
    same = first | {"intro": "雨夜\n一人", "cover_url": "http://a.example/c.jpg?v=2", "updated_at": "2026-02-02"}
    assert store.set_toc(toc(1, 2, **same, toc_urls=("http://a.example/7/",))) is None
    assert store.set_toc(toc(1, 2)) is None
    assert store.work.book(BOOK.id).author == "甲"
    corpus.commit()
    assert store.set_toc(toc(1, 2, 3)).revision == 2
    corpus.commit()
    *_, last = lines(corpus, "books.jsonl")
    assert (last["author"], last["tags"], last["n_chapters"]) == ("甲", ["武侠"], 3)
    assert store.set_toc(toc(1, 2, 3, author="乙")).author == "乙"


# --- killed at every write, fsync and commit


MOVED = "http://a.example/7/50.html"


def read_again(root):
    """A run over a book of five that are read again: the second has another text, the fourth has moved, the fifth fails."""
    corpus = Corpus(root, commit_items=1)
    store = corpus.site(SITE)
    store.set_toc(Toc(BOOK, (ref(1), ref(2), ref(3), ChapterRef(MOVED, "第4章"), ref(5))))
    mark(store.journal, BOOK.id, Refresh())
    corpus.commit()
    for row in store.work.pending(store.work.book(BOOK.id), after=0, upto=None, limit=9):
        if row.index == 5:
            store.fail(row.id, Failed("http_500"))
        elif row.url == MOVED:
            store.write(replace(chapter(4), id=row.id, url=row.url))
        else:
            store.write(chapter(row.index, digest=OTHER if row.index == 2 else chapter(row.index).digest))
        corpus.commit()
    corpus.close()


def test_killed_at_any_step_of_a_refresh_each_revision_once(tmp_path):
    killed, step = True, 0
    while killed:
        step += 1
        root = tmp_path / str(step)
        corpus = Corpus(root)
        corpus.site(SITE).set_toc(toc(1, 2, 3, 4, 5))
        for number in range(1, 6):
            corpus.site(SITE).write(chapter(number))
        corpus.close()
        killed = work_in_child(root, step, read_again)
        read_again(root)
        assert everything(root)["chapters"] == [chapter(number).id for number in (1, 2, 3, 4, 5, 2)]
        corpus = Corpus(root)
        assert rows(corpus.site(SITE), "id, url, state, revision") == [
            (chapter(1).id, "1.html", "committed", 1),
            (chapter(2).id, "2.html", "committed", 2),
            (chapter(3).id, "3.html", "committed", 1),
            (chapter(4).id, "50.html", "committed", 1),
            (chapter(5).id, "5.html", "committed", 1),
        ]
        corpus.close()
    assert step > 8
