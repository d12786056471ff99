"""What is forgotten is in no file any more, is no row again, and takes nothing else with it; a kill leaves all or nothing."""

from __future__ import annotations

import json
import os
import resource
import shutil
import sqlite3
from argparse import Namespace
from dataclasses import replace

import pytest
from crawling import Crawl
from forked import ForkedRun
from killing import killed_at
from library import SITE, book, chapter, ref
from scrapy.settings import Settings
from server import OF_THE_SITE, BookPlan, NovelSite

from novelspider.commands.forget import Command
from novelspider.corpus import Corpus
from novelspider.corpus.forget import left_behind, remove
from novelspider.corpus.lock import SiteLock
from novelspider.corpus.repair import check_site, repair_site
from novelspider.corpus.toc import loose_hash
from novelspider.corpus.wanted import find
from novelspider.errors import CorpusError, ForgottenError, SiteBusyError
from novelspider.items import Toc, record_id

AT = "2026-02-03T04:05:06Z"


@pytest.fixture
def root(made, tmp_path):
    return shutil.copytree(made, tmp_path / "corpus")


def forget(root, *books_and_chapters):
    found = find(Corpus(root), [*books_and_chapters]).matches
    ids = {kind: [match.id for match in found if match.kind == kind] for kind in ("book", "chapter")}
    return remove(Corpus(root), SITE, ids["book"], ids["chapter"], at=AT)


def opened(root, look):
    corpus = Corpus(root)
    try:
        return look(corpus.site(SITE))
    finally:
        corpus.close()


def ids_of(root, kind):
    paths = sorted((root / SITE).glob(f"{kind}*.jsonl"))
    return [json.loads(line)["id"] for path in paths for line in path.read_bytes().splitlines()]


def holds(root, text):
    """Names of the site's files in which `text` stands."""
    return [path.name for path in (root / SITE).iterdir() if text.encode() in path.read_bytes()]


def sound(root):
    return not check_site(root / SITE, SITE).counts


def test_a_chapter_goes_with_its_revisions_and_what_cleaning_took_out_of_it(root):
    gone, url = chapter(2, 1), ref(2, 1).url
    before = [other for kind in ("chapters", "rejected", "audit", "books") for other in ids_of(root, kind)]
    removed = forget(root, url)
    assert (removed.books, removed.chapters, dict(+removed.lines)) == ([], 1, {"chapters": 2, "audit": 1})
    after = [other for kind in ("chapters", "rejected", "audit", "books") for other in ids_of(root, kind)]
    assert after == [other for other in before if other != gone.id]
    for text in ("卷1第2夜", "改过的卷一第二夜", "请收藏卷1第2", gone.title, gone.text):
        assert holds(root, text) == []
    assert sound(root)


def test_a_book_goes_with_all_that_is_of_it(root):
    removed = forget(root, book(1).id)
    assert (removed.books, removed.chapters) == ([book(1).url], 7)
    assert dict(+removed.lines) == {"chapters": 5, "rejected": 2, "audit": 4, "books": 1}
    for text in ("卷1第", "改过的卷一", "书名1", "回目1之"):
        assert holds(root, text) == []
    assert ids_of(root, "chapters") == [chapter(number, 2).id for number in range(1, 7)]
    assert opened(root, lambda store: store.journal.read("SELECT id FROM books")) == [(book(2).id,)]
    assert sound(root)


def test_nothing_of_it_becomes_a_row_again(root):
    forget(root, book(1).url, ref(3, 2).url)

    def tell(store):
        for url in (book(1).url, ref(4, 1).url, "https://www.a.example/1/4.html?from=toc", ref(3, 2).url):
            with pytest.raises(ForgottenError, match="was forgotten on 2026-02-03; it is not fetched again"):
                store.add_book(url)
        other = f"http://{SITE}/other/"
        store.add_book(other)
        store.set_toc(Toc(replace(book(2), id=record_id(other), url=other), tuple(ref(n, 1) for n in range(1, 9))))
        store.set_toc(Toc(book(2), tuple(ref(n, 2) for n in range(1, 9))))
        last = store.work.pending(store.work.book(book(2).id), after=7, upto=None, limit=9)[-1]
        assert not store.add_next(last, ref(2, 1).url)
        return store.journal.read("SELECT book_id, idx, url FROM chapters WHERE state = 'pending' ORDER BY url")

    assert opened(root, tell) == [
        (record_id(f"http://{SITE}/other/"), 8, ref(8, 1).url),
        (book(2).id, 7, ref(7, 2).url),
        (book(2).id, 8, ref(8, 2).url),
    ]


def test_its_repeats_go_with_it_and_a_wrong_body_is_asked_for_again(root):
    removed = forget(root, ref(4, 1).url, ref(3, 1).url)
    assert (removed.chapters, removed.repeats) == (3, 1)
    assert ids_of(root, "rejected") == []
    state = "SELECT state, reason, digest, duplicate_of FROM chapters WHERE id = ?"
    assert opened(root, lambda store: store.journal.read(state, (chapter(6, 1).id,))) == [("pending", None, None, None)]
    assert opened(root, lambda store: store.forgotten.has_text(chapter(3, 1).digest))
    assert not opened(root, lambda store: store.forgotten.has_text(chapter(3, 2).digest))
    assert sound(root)


def test_what_was_learned_from_it_alone_goes(root):
    def learn(store):
        row = "INSERT INTO recurring VALUES (?, ?, '', 1, 1, ?, 0, ?, 0, 0)"
        for skeleton, of, seen, books in (("甲", 1, 2, 1), ("乙", 1, 3, 2), ("丙", 2, 1, 1)):
            store.journal.change(row, (skeleton, book(of).id, seen, books))

    opened(root, learn)
    forget(root, book(1).url)
    assert opened(root, lambda store: store.journal.read("SELECT skeleton FROM recurring ORDER BY 1")) == [("丙",), ("乙",)]
    assert opened(root, lambda store: store.journal.read("SELECT book_id FROM languages")) == []


def test_a_moved_chapter_is_found_by_its_old_url_its_new_one_and_its_id(root):
    new = f"http://{SITE}/2/moved-3.html"

    def move(store):
        values = (new, loose_hash(new), chapter(3, 2).id)
        store.journal.change("UPDATE chapters SET url = ?, loose = ? WHERE id = ?", values)

    opened(root, move)
    for given in (ref(3, 2).url, new, chapter(3, 2).id):
        (match,) = find(Corpus(root), [given]).matches
        assert (match.kind, match.id) == ("chapter", chapter(3, 2).id)
    forget(root, new)
    assert chapter(3, 2).id not in ids_of(root, "chapters")
    assert sound(root)


def test_killed_at_any_step_it_has_removed_all_or_nothing(made, tmp_path):
    whole = {kind: ids_of(made, kind) for kind in ("chapters", "rejected", "audit", "books")}
    killed, step, done = True, 0, set()
    while killed:
        step += 1
        root = shutil.copytree(made, tmp_path / str(step))
        killed = killed_at(step, lambda root=root: forget(root, book(1).url))
        left = opened(root, lambda store: store.journal.read("SELECT count(*) FROM chapters WHERE book_id = ?", (book(1).id,)))
        assert sound(root), step
        done.add(left[0][0])
        if left == [(7,)]:
            assert {kind: ids_of(root, kind) for kind in whole} == whole
            forget(root, book(1).url)
        assert holds(root, "卷1第") == holds(root, "书名1") == holds(root, "回目1之") == []
        assert ids_of(root, "chapters") == [chapter(number, 2).id for number in range(1, 7)]
        assert sound(root)
    assert step > 15
    assert done == {0, 7}


@pytest.mark.parametrize("database", ["lost", "kept"])
def test_a_repair_knows_what_was_forgotten(made, root, database):
    old = {path.name: path.read_bytes() for path in (made / SITE).glob("chapters*")}
    forget(root, ref(2, 1).url)
    for name, data in old.items():  # as from a backup
        (root / SITE / name).write_bytes(data)
    if database == "lost":
        (root / SITE / "site.db").unlink()
    done = repair_site(check_site(root / SITE, SITE))
    assert (done.forgotten, done.aside) == (2, {})
    assert chapter(2, 1).id not in ids_of(root, "chapters")
    assert sound(root)
    assert opened(root, lambda store: store.forgotten.since(ref(2, 1).url)) == AT
    assert opened(root, lambda store: store.forgotten.has_text(chapter(2, 1).digest))


def test_a_line_that_is_none_stops_it_before_anything_is_changed(root):
    path = root / SITE / "rejected-00001.jsonl"
    path.write_bytes(path.read_bytes()[:-2] + b"x\n")
    before = {path.name: path.read_bytes() for path in (root / SITE).glob("*.jsonl")}
    with pytest.raises(CorpusError, match=r"is no record.*fsck --repair a\.example"):
        forget(root, book(1).url)
    assert {path.name: path.read_bytes() for path in (root / SITE).glob("*.jsonl")} == before
    assert opened(root, lambda store: store.journal.read("SELECT count(*) FROM forgotten")) == [(0,)]
    repair_site(check_site(root / SITE, SITE))
    forget(root, book(1).url)
    assert sound(root)


@pytest.mark.parametrize("bytes_allowed", [500, 3000, 9000])
def test_without_room_it_changes_nothing(root, bytes_allowed):
    before = {path.name: path.read_bytes() for path in (root / SITE).glob("*.jsonl")}
    child = os.fork()
    if child == 0:
        code = 1
        try:
            resource.setrlimit(resource.RLIMIT_FSIZE, (bytes_allowed, resource.RLIM_INFINITY))
            forget(root, book(1).url)
        except CorpusError:
            code = 3
        finally:
            os._exit(code)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 3
    assert opened(root, lambda store: store.journal.read("SELECT count(*) FROM forgotten")) == [(0,)]
    assert {path.name: path.read_bytes() for path in (root / SITE).glob("*.jsonl")} == before
    assert sound(root)
    forget(root, book(1).url)
    assert holds(root, "卷1第") == []


def test_a_held_site_is_left_as_it_is(root):
    before = {kind: ids_of(root, kind) for kind in ("chapters", "books")}
    lock = SiteLock(root / SITE)
    with pytest.raises(SiteBusyError):
        remove(Corpus(root), SITE, [book(1).id], [], at=AT)
    lock.release()
    assert {kind: ids_of(root, kind) for kind in before} == before


def crawled(crawl, *arguments):
    """The exit code of a run, and all that it said."""
    forked = ForkedRun(crawl.command(*arguments)[3:], crawl.folder, crawl.folder / "log")
    return forked.wait(), forked.log


def run(root, *given, yes=True):
    command = Command()
    command.settings = Settings({"CORPUS_DIR": str(root)})
    command.run([*given], Namespace(yes=yes, set=[]))
    return command.exitcode


def test_the_command(root, capsys, monkeypatch):
    before = ids_of(root, "chapters")
    for given, fact in (
        ([], "name what is to be forgotten"),
        (["0123456789abcdef"], "not in the corpus"),
        (["http://a.example/9/"], "not in the corpus"),
        (["nonsense"], "neither a URL nor an id"),
    ):
        assert run(root, *given) == 2
        assert fact in capsys.readouterr().err
    monkeypatch.setattr("sys.stdin", open("/dev/null"))  # noqa: SIM115
    assert run(root, ref(1, 1).url, yes=False) == 2
    assert "say --yes" in capsys.readouterr().err
    assert ids_of(root, "chapters") == before
    assert run(root, ref(1, 1).url, book(2).url) == 0
    said = capsys.readouterr().out
    assert "a.example: chapter: 第1章 回目1之1, http://a.example/1/1.html" in said
    assert "a.example: book with 7 chapters: 书名2, http://a.example/2/" in said
    assert "removed 1 books and 8 chapters; lines taken out: 5 of audit, 1 of books, 7 of chapters" in said
    assert run(root, ref(1, 1).url) == 0
    assert "was forgotten on" in capsys.readouterr().out


def test_of_many_sites_only_that_of_the_id_is_touched(root):
    url = "http://b.example/7/1.html"
    other = replace(chapter(1, 1), id=record_id(url), site="b.example", url=url, book_id=record_id("http://b.example/7/"))
    corpus = Corpus(root)
    corpus.site("b.example").write(other)
    corpus.close()
    before = {path.name: path.read_bytes() for path in (root / SITE).glob("*.jsonl")}
    assert run(root, other.id) == 0
    assert (root / "b.example" / "chapters-00001.jsonl").read_bytes() == b""
    assert not check_site(root / "b.example", "b.example").counts
    assert {path.name: path.read_bytes() for path in (root / SITE).glob("*.jsonl")} == before


def test_a_site_that_cannot_be_read_is_not_passed_over_in_silence(root, capsys):
    (root / SITE / "site.db").write_bytes(b"rubbish")
    assert run(root, ref(1, 1).url) == 2
    assert "not looked into: a.example" in capsys.readouterr().err


# --- compressed shards


@pytest.mark.parametrize("form", ["gzip", "zstd"])
def test_compressed_shards_are_read_forgotten_from_repaired_and_gone_on_with(tmp_path, form):
    crawl = Crawl(tmp_path, {"CORPUS_COMPRESSION": form, "CORPUS_SHARD_BYTES": 20_000, "CORPUS_COMMIT_ITEMS": 2})
    with NovelSite([BookPlan(chapters=16)]) as site:
        assert crawled(crawl, "-a", f"url={site.seeds[0]}")[0] == 0
        root, name = tmp_path / "corpus", site.host.replace("_", ":")
        folder = root / site.host
        packed = sorted(folder.glob(f"chapters-*.jsonl.{form[:2]}*"))
        assert len(packed) > 1
        whole = {record["index"]: record for record in Corpus(root).read(record_id(site.seeds[0]))}
        assert run(root, whole[2]["id"]) == 0
        assert sorted(folder.glob(f"chapters-*.jsonl.{form[:2]}*")) == packed
        del whole[2]
        assert {record["index"]: record for record in Corpus(root).read(record_id(site.seeds[0]))} == whole

        packed[1].write_bytes(packed[1].read_bytes()[:-40])
        repair_site(check_site(folder, name))
        site.rewrite(1)
        for arguments in (["-a", "refresh=all"], []):
            code, said = crawled(crawl, "-a", f"url={site.seeds[0]}", *arguments)
            assert code == 0, said
            report = check_site(folder, name)
            assert report.sound, report.problems
        records = {record["index"]: record for record in Corpus(root).read(record_id(site.seeds[0]))}
        assert list(records) == [1, *range(3, 17)]
        assert (records[1]["revision"], records[1]["text"]) == (2, site.expected()[0].text)
        assert {index: record["text"] for index, record in records.items() if index > 1} == {
            index: record["text"] for index, record in whole.items() if index > 1
        }


def test_an_empty_file_that_a_repair_kept_is_not_named(root):
    for name, data in (("site.db.2026-02-03T04-05-06Z-wal", b""), ("aside-2026-02-03T04-05-06Z-books.jsonl", b"{}")):
        (root / SITE / name).write_bytes(data)
    assert left_behind(root / SITE) == ["aside-2026-02-03T04-05-06Z-books.jsonl"]


# --- the next run


def test_a_forgotten_book_and_chapter_are_not_asked_for_again(tmp_path):
    crawl = Crawl(tmp_path)
    with NovelSite([BookPlan(chapters=6, pages=2), BookPlan(chapters=5)]) as site:
        assert crawled(crawl, "-a", f"url={' '.join(site.seeds)}")[0] == 0
        name = site.host.replace("_", ":")
        root = tmp_path / "corpus"
        assert run(root, site.seeds[0], site.url(site.path(2, book=1))) == 0
        left = crawl.files()
        site.append(1, book=1)
        site.forget()
        code, said = crawled(crawl, "-a", f"url={site.seeds[1]}")
        assert code == 0, said
        asked = [target for target in site.targets if target not in OF_THE_SITE]
        assert asked == [site.toc_path(book=1), site.path(6, book=1)]
        assert [record["index"] for record in crawl.records(site.host)] == [1, 3, 4, 5, 6]

        site.forget()
        for seed in (site.seeds[0], site.url(site.path(3)), site.url(site.path(2, book=1))):
            code, said = crawled(crawl, "-a", f"url={seed}")
            assert code == 1
            assert "was forgotten on" in said
        assert [target for target in site.targets if target not in OF_THE_SITE] == []

        site.append(1)
        code, said = crawled(crawl, "-a", f"url={site.url(site.path(7))}")
        assert code == 1
        assert "which was forgotten on" in said
        assert [target for target in site.targets if target not in OF_THE_SITE] == [site.path(7)]
        assert crawled(crawl, "-a", f"url={site.url(site.path(7))}")[0] == 1
        assert [target for target in site.targets if target not in OF_THE_SITE] == [site.path(7)]
        report = check_site(root / site.host, name)
        assert report.sound, report.problems
    assert set(crawl.files()) == set(left)


def test_a_book_without_toc_ends_before_a_forgotten_chapter(tmp_path):
    crawl = Crawl(tmp_path)
    with NovelSite([BookPlan(chapters=5, chain=True)]) as site:
        assert crawled(crawl, "-a", f"url={site.seeds[0]}")[0] == 0
        assert run(tmp_path / "corpus", site.url(site.path(4)), site.url(site.path(5))) == 0
        site.forget()
        assert crawled(crawl, "-a", f"url={site.seeds[0]}")[0] == 0
        assert [record["index"] for record in crawl.records(site.host)] == [1, 2, 3]
        assert site.count(site.path(4)) == site.count(site.path(5)) == 0


@pytest.mark.parametrize("chain", [True, False])
def test_repaired_and_crawled_again_nothing_is_written_twice(tmp_path, chain):
    crawl = Crawl(tmp_path)
    with NovelSite([BookPlan(chapters=6, chain=chain, reposts={} if chain else {4: 3})]) as site:
        assert crawled(crawl, "-a", f"url={site.seeds[0]}", "-a", "limit=5")[0] == 0
        before = crawl.files()
        (crawl.site(site.host) / "site.db").unlink()
        code, said = crawled(crawl)
        assert code == 1
        assert "novelspider fsck --repair" in said
        name = site.host.replace("_", ":")
        folder = crawl.site(site.host)
        assert repair_site(check_site(folder, name)).aside == {}
        assert crawl.files() == before
        site.forget()
        code, said = crawled(crawl)
        assert code == 0, said
        assert sorted(record["index"] for record in crawl.records(site.host)) == (
            [1, 2, 3, 5, 6] if not chain else [1, 2, 3, 4, 5, 6]
        )
        assert [record["index"] for record in crawl.records(site.host, "rejected")] == ([] if chain else [4])
        assert site.count(site.path(2)) == 0
        assert len(crawl.records(site.host, "books")) == 1
        with sqlite3.connect(folder / "site.db") as db:
            assert {state for (state,) in db.execute("SELECT state FROM chapters")} <= {"committed", "rejected"}
