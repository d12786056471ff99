from __future__ import annotations

import json
import os
import sqlite3
from dataclasses import replace
from time import process_time

import pytest
from steps import KillAt, Steps

from novelspider.corpus import Corpus, Failed, Written
from novelspider.corpus import shards as shards_module
from novelspider.corpus.folder import folder_name
from novelspider.errors import CorpusError
from novelspider.items import Book, Chapter, ChapterRef, Toc, record_id

SITE = "a.example"
BOOK_URL = "http://a.example/7/"
BOOK = Book(id=record_id(BOOK_URL), site=SITE, url=BOOK_URL, title="雨夜", fetched_at="2026-01-01T00:00:00Z")


def ref(number, title=None):
    return ChapterRef(f"http://a.example/7/{number}.html", title or f"第{number}章")


def toc(*numbers, **book):
    return Toc(replace(BOOK, **book), tuple(ref(number) for number in numbers))


def chapter(number, **fields):
    url = ref(number).url
    given = {"text": f"第{number}夜，雨还在下。", "digest": f"{number:032x}"} | fields
    return Chapter(
        id=record_id(url),
        site=SITE,
        book_id=BOOK.id,
        book_url=BOOK.url,
        book_title=BOOK.title,
        author=None,
        volume=None,
        index=number,
        number=number,
        title=f"第{number}章",
        url=url,
        **given,
    )


def lines(corpus, name):
    path = corpus.root / SITE / name
    return [json.loads(line) for line in path.read_bytes().splitlines()] if path.exists() else []


def rows(store, columns="idx, url, state"):
    found = store.journal.read(f"SELECT {columns} FROM chapters WHERE book_id = ? ORDER BY state = 'gone', idx", (BOOK.id,))
    return [tuple(value.rpartition("/")[2] if str(value).startswith("http") else value for value in row) for row in found]


@pytest.fixture
def corpus(tmp_path):
    corpus = Corpus(tmp_path / "corpus", commit_items=4, shard_bytes=1500)
    yield corpus
    corpus.close()


# --- books and tables of contents


def test_first_toc_writes_the_book_and_its_rows(corpus):
    store = corpus.site(SITE)
    assert store.set_toc(toc(1, 2)) == replace(BOOK, n_chapters=2, revision=1)
    corpus.commit()
    assert [(line["title"], line["n_chapters"], line["revision"]) for line in lines(corpus, "books.jsonl")] == [("雨夜", 2, 1)]
    assert rows(store) == [(1, "1.html", "pending"), (2, "2.html", "pending")]


def test_book_line_only_for_news(corpus):
    store = corpus.site(SITE)
    store.set_toc(toc(1, 2))
    assert store.set_toc(toc(1, 2, fetched_at="2026-02-02T00:00:00Z")) is None
    assert store.set_toc(toc(1, 2, status="completed")).revision == 2
    corpus.commit()
    assert [line["revision"] for line in lines(corpus, "books.jsonl")] == [1, 2]


def test_toc_read_again_moves_adds_and_takes_away(corpus):
    store = corpus.site(SITE)
    store.set_toc(toc(1, 2, 3))
    store.write(chapter(1))
    store.write(chapter(2))
    store.set_toc(toc(9, 1, 3, 4))
    assert rows(store) == [
        (1, "9.html", "pending"),
        (2, "1.html", "committed"),
        (3, "3.html", "pending"),
        (4, "4.html", "pending"),
        (2, "2.html", "gone"),
    ]
    store.set_toc(toc(9, 1, 2, 3, 4))
    assert rows(store)[2] == (3, "2.html", "committed")
    store.set_toc(toc())
    assert [state for *_, state in rows(store)] == ["pending", "committed", "committed", "pending", "pending"]


def test_one_chapter_one_row(corpus):
    store = corpus.site(SITE)
    listed = (
        ref(1),
        ref(1, "第1章 又名"),
        ChapterRef("https://www.a.example/7/1", "第1章"),
        ChapterRef("http://a.example/read?part=one", "请假一天"),
        ChapterRef("http://a.example/read?part=two", "请假一天"),
        ChapterRef("http://a.example:port/", "坏"),
        ref(2),
    )
    assert store.set_toc(Toc(BOOK, listed)).n_chapters == 4
    assert rows(store, "idx, url, title") == [
        (1, "1.html", "第1章"),
        (2, "read?part=one", "请假一天"),
        (3, "read?part=two", "请假一天"),
        (4, "2.html", "第2章"),
    ]


def test_respelled_address_is_taken_over_and_the_written_chapter_keeps_its_id(corpus):
    store = corpus.site(SITE)
    store.set_toc(toc(1, 2))
    store.write(chapter(1))
    store.set_toc(Toc(BOOK, (ChapterRef("http://www.a.example/7/1", "第1章"), ChapterRef("http://www.a.example/7/2", "第2章"))))
    assert rows(store, "id, url, state") == [
        (record_id(ref(1).url), "1", "committed"),
        (record_id("http://www.a.example/7/2"), "2", "pending"),
    ]


def test_chapters_found_one_by_one_stay_behind_the_listed(corpus):
    store = corpus.site(SITE)
    store.set_toc(toc(1, 2))
    book = store.work.book(BOOK.id)
    first, last = store.work.pending(book, after=0, upto=None, limit=9)
    assert not store.add_next(first, ref(8).url)
    assert not store.add_next(last, "https://m.a.example/7/1.html")
    assert not store.add_next(last, "http://a.example:port/")
    assert store.add_next(last, ref(8).url)
    assert not store.add_next(last, ref(9).url)
    store.set_toc(toc(1, 2, 3))
    assert rows(store)[2:] == [(3, "3.html", "pending"), (4, "8.html", "pending")]
    store.set_toc(toc(1, 2, 3, 8, 4))
    assert rows(store)[3:] == [(4, "8.html", "pending"), (5, "4.html", "pending")]


def test_in_toc_compares_loosely(corpus):
    store = corpus.site(SITE)
    store.set_toc(Toc(BOOK, (ref(1), *(ChapterRef(f"http://a.example/r?c={name}", "") for name in "abcdef"))))
    known = store.in_toc(BOOK.id)
    spelled = ["http://a.example/7/1.html", "https://m.a.example/7/1/?from=nav", "http://a.example/r?c=f"]
    assert [url in known for url in spelled] == [True, True, True]
    others = ["http://a.example/7/2.html", "http://a.example/r?c=g", "http://[", "http://a.example:x/"]
    assert [url in known for url in others] == [False, False, False, False]


def test_a_seed_that_is_known_is_its_book(corpus):
    store = corpus.site(SITE)
    store.set_toc(toc(1, 2))
    assert store.add_book("https://a.example/7") == BOOK.id
    assert store.add_book("http://www.a.example/7/2.html") == BOOK.id
    assert store.add_book("http://a.example/8/") == record_id("http://a.example/8/")
    assert store.add_book("http://a.example/book?name=b") != store.add_book("http://a.example/book?name=c")


def test_toc_of_ten_thousand_chapters(corpus):
    store = corpus.site(SITE)
    started = process_time()
    assert store.set_toc(toc(*range(1, 10_001))).n_chapters == 10_000
    # Measured: 0.15 s of a core; quadratic work would take minutes.
    assert process_time() - started < 1.5


# --- chapters


def test_written_once_rejected_once(corpus):
    store = corpus.site(SITE)
    store.set_toc(toc(1, 2))
    assert [store.write(chapter(1)), store.write(chapter(1))] == [("new", chapter(1)), ("unchanged", chapter(1))]
    copy = chapter(2, digest=f"{1:032x}", duplicate_of=chapter(1).id)
    assert [store.reject(copy, "duplicate", "same text"), store.reject(copy, "duplicate")] == [True, False]
    assert store.reject(chapter(1), "duplicate") is False
    corpus.commit()
    assert [line["index"] for line in lines(corpus, "chapters-00001.jsonl")] == [1]
    [rejected] = lines(corpus, "rejected-00001.jsonl")
    assert list(rejected)[-2:] == ["reason", "detail"]
    assert (rejected["reason"], rejected["duplicate_of"], rejected["text"]) == ("duplicate", chapter(1).id, copy.text)
    assert rows(store, "state, reason, duplicate_of") == [("committed", None, None), ("rejected", "duplicate", chapter(1).id)]


def test_find_same_knows_what_has_a_line_and_is_another_chapter(corpus):
    store = corpus.site(SITE)
    store.set_toc(toc(1, 2))
    copy = chapter(2, digest=chapter(1).digest)
    assert store.find_same(copy) is None
    store.write(chapter(1))
    store.reject(chapter(2, digest=f"{7:032x}"), "empty")
    assert store.find_same(copy) == Written(chapter(1).id, "第1章", ref(1).url)
    assert store.find_same(chapter(1)) is None
    assert store.find_same(chapter(3, digest=f"{7:032x}")) is None


def test_fail_counts_tries_and_pauses_longer_each_time(tmp_path):
    now = [1000.0]
    store = Corpus(tmp_path, clock=lambda: now[0]).site(SITE)
    store.set_toc(toc(1, 2))
    for _ in range(3):
        store.fail(chapter(1).id, Failed("http_500", "HTTP status 500"))
    store.fail(chapter(2).id, Failed("login", locked=True))
    assert rows(store, "state, reason, tries, not_before") == [
        ("failed", "http_500", 3, 1000.0 + 6 * 3600),
        ("locked", "login", 1, 1000.0 + 7 * 86400),
    ]
    store.close()


# --- shards and commits


def test_rows_know_where_their_lines_stand_over_several_shards(corpus):
    store = corpus.site(SITE)
    store.set_toc(toc(*range(1, 13)))
    for number in range(1, 13):
        store.write(chapter(number))
    corpus.commit()
    places = rows(store, "id, shard, offset, length")
    assert {shard for _, shard, *_ in places} == {1, 2, 3, 4}
    for chapter_id, shard, offset, length in places:
        data = (corpus.root / SITE / f"chapters-{shard:05d}.jsonl").read_bytes()
        assert json.loads(data[offset : offset + length])["id"] == chapter_id


def test_commit_by_count_and_by_time(tmp_path):
    now = [0.0]
    corpus = Corpus(tmp_path, commit_items=2, commit_seconds=5, clock=lambda: now[0])
    store = corpus.site(SITE)
    store.write(chapter(1))
    corpus.commit_due()
    assert lines(corpus, "chapters-00001.jsonl") == []
    now[0] = 5.0
    corpus.commit_due()
    assert [line["index"] for line in lines(corpus, "chapters-00001.jsonl")] == [1]
    store.write(chapter(2))
    store.write(chapter(3))
    assert [line["index"] for line in lines(corpus, "chapters-00001.jsonl")] == [1, 2, 3]
    corpus.close()


def test_readers_are_not_kept_out(corpus):
    store = corpus.site(SITE)
    store.set_toc(toc(1))
    corpus.commit()
    store.write(chapter(1))
    reader = sqlite3.connect(f"file:{corpus.root / SITE / 'site.db'}?mode=ro", uri=True)
    assert reader.execute("SELECT state FROM chapters").fetchall() == [("pending",)]
    corpus.commit()
    assert reader.execute("SELECT state FROM chapters").fetchall() == [("committed",)]
    reader.close()


def test_failed_write_undoes_the_batch_and_stops_the_site(corpus, monkeypatch):
    store = corpus.site(SITE)
    store.set_toc(toc(1, 2))
    store.write(chapter(1))
    corpus.commit()
    store.write(chapter(2))

    def full(fd, data):
        os_write(fd, bytes(data[:10]))
        raise OSError(28, "No space left on device")

    os_write = os.write
    monkeypatch.setattr(shards_module.os, "write", full)
    with pytest.raises(CorpusError, match=r"a\.example cannot be written: .*No space left on device"):
        corpus.commit()
    monkeypatch.undo()
    with pytest.raises(CorpusError, match="No space left"):
        store.write(chapter(2))
    corpus.close()
    again = Corpus(corpus.root)
    assert rows(again.site(SITE)) == [(1, "1.html", "committed"), (2, "2.html", "pending")]
    assert [line["index"] for line in lines(again, "chapters-00001.jsonl")] == [1]
    again.close()


def work_on(root):
    """Write what is left of a book of six chapters, one of them a duplicate, in batches of two."""
    corpus = Corpus(root, commit_items=2, shard_bytes=900)
    store = corpus.site(SITE)
    store.set_toc(toc(*range(1, 7)))
    book = store.work.book(BOOK.id)
    for row in store.work.pending(book, after=0, upto=None, limit=99):
        if row.index == 4:
            store.reject(chapter(4, duplicate_of=chapter(3).id), "duplicate")
        else:
            store.write(chapter(row.index))
    corpus.close()


def work_in_child(root, step, work_on=work_on):
    """`work_on(root)` in a process of its own, killed at the `step`-th of its `steps.Steps`. True where it was killed."""
    child = os.fork()
    if child == 0:
        Steps(KillAt(step)).install()
        try:
            work_on(root)
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def everything(root):
    found = {}
    for path in sorted((root / SITE).glob("*.jsonl")):
        kind = path.name.split("-")[0]
        found.setdefault(kind, []).extend(json.loads(line)["id"] for line in path.read_bytes().splitlines(keepends=True))
    return found


def test_killed_at_any_step_each_line_once(tmp_path):
    whole = {
        "books.jsonl": [BOOK.id],
        "chapters": [chapter(number).id for number in (1, 2, 3, 5, 6)],
        "rejected": [chapter(4).id],
    }
    killed, step = True, 0
    while killed:
        step += 1
        root = tmp_path / str(step)
        killed = work_in_child(root, step)
        if (root / SITE / "site.db").exists():
            corpus = Corpus(root)
            states = dict(corpus.site(SITE).journal.read("SELECT id, state FROM chapters"))
            corpus.close()
            found = everything(root)
            assert set(found.get("chapters", [])) == {id for id, state in states.items() if state == "committed"}
            assert set(found.get("rejected", [])) == {id for id, state in states.items() if state == "rejected"}
        work_on(root)
        assert everything(root) == whole
    assert step > 35


def test_killed_over_and_over_in_one_folder(tmp_path):
    step = 1
    while work_in_child(tmp_path, step):
        step += 1
    assert step > 8
    assert everything(tmp_path)["chapters"] == [chapter(number).id for number in (1, 2, 3, 5, 6)]


def test_nothing_new_leaves_every_byte(tmp_path):
    work_on(tmp_path)
    before = {path.name: path.read_bytes() for path in (tmp_path / SITE).glob("*.jsonl")}
    work_on(tmp_path)
    assert {path.name: path.read_bytes() for path in (tmp_path / SITE).glob("*.jsonl")} == before


# --- folders that are not as they should be


_NO_HOSTS = ["", ".", "..", "../a.example", "a/b", "a\\b", "runs", "a\nb", "a.example\n", "a\0b", "x" * 300]
_NO_HOSTS += ["A.example", "a b", "例え.テスト", "e\u0301.example", "é.example", "ａ.example", "a\u202eb", "~", "a|b", "a%2fb"]


@pytest.mark.parametrize("name", _NO_HOSTS)
def test_folder_names_come_from_hosts(name):
    with pytest.raises(CorpusError):
        folder_name(name)


def test_folder_of_a_host_with_a_port(tmp_path):
    corpus = Corpus(tmp_path)
    assert corpus.site("127.0.0.1:8080").folder == tmp_path / "127.0.0.1_8080"
    assert corpus.sites() == ["127.0.0.1:8080"]
    corpus.close()
    (tmp_path / "127.0.0.1_8080" / "site.db").unlink()
    (tmp_path / "127.0.0.1_8080" / "chapters-00001.jsonl").touch()
    (tmp_path / "no site").mkdir()
    assert corpus.sites() == ["127.0.0.1:8080"]
    assert Corpus(tmp_path / "none").sites() == []


def test_shards_without_their_database_are_refused(tmp_path):
    work_on(tmp_path)
    for path in (tmp_path / SITE).glob("site.db*"):
        path.unlink()
    before = everything(tmp_path)
    for _ in range(2):
        with pytest.raises(CorpusError, match=r"is there but site\.db is not"):
            Corpus(tmp_path).site(SITE)
    assert everything(tmp_path) == before


def copies_of_the_database(root, after, *, batch=64):
    """Write a chapter a run; what site.db was after each run, closed, in a folder that goes on. `after` runs."""
    copies = []
    for number in range(1, after + 1):
        corpus = Corpus(root, commit_items=batch)
        corpus.site(SITE).write(chapter(number))
        corpus.close()
        copies.append((root / SITE / "site.db").read_bytes())
    return copies


def files_of(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("behind", [1, 2])
def test_older_database_is_refused_even_where_its_shards_look_like_those_of_a_killed_run(tmp_path, behind):
    copies = copies_of_the_database(tmp_path, 3)
    (tmp_path / SITE / "site.db").write_bytes(copies[-1 - behind])
    before = everything(tmp_path)
    for _ in range(2):
        with pytest.raises(CorpusError, match=f"an older one, {behind} commits? behind.*fsck --repair a.example"):
            Corpus(tmp_path).site(SITE)
    assert everything(tmp_path) == before
    assert len(before["chapters"]) == 3
    (tmp_path / SITE / "site.db").write_bytes(copies[-1])
    assert rows(Corpus(tmp_path).site(SITE), "idx") == [(1,), (2,), (3,)]


def test_a_database_without_its_write_ahead_log_is_an_older_one(tmp_path):
    copies_of_the_database(tmp_path, 1, batch=1)
    corpus = Corpus(tmp_path, commit_items=1)
    corpus.site(SITE).write(chapter(2))
    kept = {name: data for name, data in files_of(tmp_path / SITE).items() if not name.endswith(("-wal", "-shm"))}
    corpus.close()
    other = tmp_path / "copy" / SITE
    other.mkdir(parents=True)
    for name, data in kept.items():
        (other / name).write_bytes(data)
    with pytest.raises(CorpusError, match="an older one, 1 commit behind"):
        Corpus(tmp_path / "copy").site(SITE)
    assert len(everything(tmp_path / "copy")["chapters"]) == 2


def test_database_of_another_crawl_of_the_same_site_is_refused(tmp_path):
    copies_of_the_database(tmp_path / "here", 2)
    (foreign, *_) = copies_of_the_database(tmp_path / "there", 1)
    (tmp_path / "here" / SITE / "site.db").write_bytes(foreign)
    with pytest.raises(CorpusError, match="not the one that these shards were written with"):
        Corpus(tmp_path / "here").site(SITE)
    assert len(everything(tmp_path / "here")["chapters"]) == 2


def test_without_the_mark_nothing_is_cut(tmp_path):
    copies = copies_of_the_database(tmp_path, 2)
    (tmp_path / SITE / "site.mark").unlink()
    corpus = Corpus(tmp_path)
    assert rows(corpus.site(SITE), "idx") == [(1,), (2,)]
    corpus.close()
    (tmp_path / SITE / "site.mark").unlink()
    (tmp_path / SITE / "site.db").write_bytes(copies[0])
    with pytest.raises(CorpusError, match=r"site\.mark, which tells why, is gone"):
        Corpus(tmp_path).site(SITE)
    assert len(everything(tmp_path)["chapters"]) == 2


def test_lines_that_something_else_added_are_refused(tmp_path):
    copies_of_the_database(tmp_path, 1, batch=2)
    path = tmp_path / SITE / "chapters-00001.jsonl"
    path.write_bytes(path.read_bytes() * 4)
    with pytest.raises(CorpusError, match="more than one commit beyond"):
        Corpus(tmp_path).site(SITE)
    assert len(everything(tmp_path)["chapters"]) == 4


@pytest.mark.parametrize(
    ("sql", "fact"),
    [
        ("PRAGMA application_id = 1", "is not a corpus database"),
        ("PRAGMA user_version = 99", "has schema 99"),
        ("UPDATE meta SET value = 'b.example' WHERE key = 'site'", "belongs to b.example, not to a.example"),
    ],
)
def test_foreign_database_is_refused(tmp_path, sql, fact):
    work_on(tmp_path)
    db = sqlite3.connect(tmp_path / SITE / "site.db")
    with db:
        db.execute(sql)
    db.close()
    with pytest.raises(CorpusError, match=fact):
        Corpus(tmp_path).site(SITE)


def test_garbage_for_a_database_is_refused(tmp_path):
    (tmp_path / SITE).mkdir()
    (tmp_path / SITE / "site.db").write_bytes(b"not a database" * 100)
    with pytest.raises(CorpusError, match=r"cannot be used.*fsck --repair a\.example"):
        Corpus(tmp_path).site(SITE)
    assert Corpus(tmp_path).sites() == [SITE]
