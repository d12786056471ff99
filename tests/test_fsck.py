"""Each kind of damage has a name; what a repair makes of it is sound, and has lost no good line."""

from __future__ import annotations

import gzip
import json
import shutil
import sqlite3
from argparse import Namespace

import pytest
from killing import killed_at
from library import SITE, chapter
from scrapy.settings import Settings

from novelspider.commands.fsck import Command
from novelspider.corpus import Corpus
from novelspider.corpus.lock import SiteLock
from novelspider.corpus.rebuild import rebuild
from novelspider.corpus.repair import check_site, repair_site
from novelspider.corpus.rewrites import draft_of
from novelspider.errors import SiteBusyError

FIRST = "chapters-00001.jsonl"


@pytest.fixture
def folder(made, tmp_path):
    shutil.copytree(made, tmp_path / "corpus")
    return tmp_path / "corpus" / SITE


def kinds(folder):
    return dict(check_site(folder, SITE).counts)


def whats(folder):
    return [problem.what for problem in check_site(folder, SITE).problems]


def sql(folder, *statements):
    db = sqlite3.connect(folder / "site.db")
    for statement in statements:
        db.execute(statement)
    db.commit()
    db.close()


def good_lines(folder):
    return sorted(
        line for path in folder.glob("*.jsonl") if path.name[:5] != "aside" for line in path.read_bytes().splitlines()
    )


def edit(path, change):
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(change(lines)))


def test_a_sound_site_has_several_shards_and_nothing_wrong(folder):
    report = check_site(folder, SITE)
    assert (report.sound, report.busy, report.problems) == (True, False, ())
    assert report.lines == 13 - 2 + 2 + 8 + 2  # chapters, rejected, audit, books
    assert len([*folder.glob("chapters-*.jsonl")]) > 2
    assert repair_site(report) is None


def break_text(lines):
    return [lines[0].replace("雨还在下".encode(), "雪还在下".encode()), *lines[1:]]


DAMAGE = {
    "torn": (lambda f: edit(f / FIRST, lambda lines: [*lines[:-1], lines[-1][:-1] + b" "]), {"torn": 1}),
    "not json": (lambda f: edit(f / FIRST, lambda lines: [b"{" + lines[0][:-2] + b"\n", *lines[1:]]), {"not_json": 1}),
    "foreign": (
        lambda f: edit(f / FIRST, lambda lines: [lines[0].replace(b'"a.example"', b'"b.example"'), *lines[1:]]),
        {"foreign": 1},
    ),
    "digest": (lambda f: edit(f / FIRST, break_text), {"digest": 1}),
    "uncommitted": (lambda f: (f / "rejected-00001.jsonl").open("ab").write(b'{"id": "to'), {"uncommitted": 1}),
    "shard missing": (lambda f: (f / FIRST).unlink(), {"shard_missing": 1}),
    "shard short": (lambda f: edit(f / FIRST, lambda lines: lines[:-1]), {"shard_short": 1}),
    "shard unknown": (lambda f: shutil.copy(f / FIRST, f / "chapters-00099.jsonl"), {"shard_unknown": 1}),
    "line unknown": (lambda f: sql(f, f"DELETE FROM chapters WHERE id = '{chapter(3, 2).id}'"), {"line_unknown": 2}),
    "line twice": (lambda f: repeat_first(f, FIRST), {"line_twice": 1}),
    "row behind": (
        lambda f: sql(f, f"UPDATE chapters SET revision = 1 WHERE id = '{chapter(2, 1).id}'"),
        {"line_newer": 1, "row_without_line": 1},
    ),
    "row elsewhere": (
        lambda f: sql(f, f"UPDATE chapters SET offset = offset + 1 WHERE id = '{chapter(3, 2).id}'"),
        {"row_without_line": 1},
    ),
    "row differs": (
        lambda f: sql(f, f"UPDATE chapters SET digest = '{'0' * 32}' WHERE id = '{chapter(3, 2).id}'"),
        {"row_differs": 1},
    ),
    "row without line": (
        lambda f: sql(f, f"UPDATE chapters SET state = 'committed' WHERE id = '{chapter(7, 2).id}'"),
        {"row_without_line": 1},
    ),
    "rejected without line": (lambda f: rewrite_committed(f, "rejected", 1, b""), {"row_without_line": 2}),
    "book without line": (lambda f: rewrite_committed(f, "books", 1, b""), {"row_without_line": 2}),
    "no database": (lambda f: (f / "site.db").unlink(), {"database": 1}),
    "no sqlite": (lambda f: (f / "site.db").write_bytes(b"something else " * 999), {"database": 1}),
    "older schema": (lambda f: sql(f, "PRAGMA user_version = 2"), {"database": 1}),
    "of another site": (lambda f: sql(f, "UPDATE meta SET value = 'b.example' WHERE key = 'site'"), {"database": 1}),
    "older database": (lambda f: sql(f, "UPDATE meta SET value = '1' WHERE key = 'commits'"), {"database": 1}),
    "foreign database": (lambda f: sql(f, f"UPDATE meta SET value = '{'0' * 32}' WHERE key = 'identity'"), {"database": 1}),
    "damaged database": (lambda f: scribble(f / "site.db"), {"database": 1}),
}


def repeat_first(folder, name):
    data = (folder / name).read_bytes()
    rewrite_committed(folder, "chapters", 1, data + data.splitlines(keepends=True)[0])


def rewrite_committed(folder, kind, number, data):
    name = "books.jsonl" if kind == "books" else f"{kind}-{number:05d}.jsonl"
    (folder / name).write_bytes(data)
    sql(folder, f"UPDATE shards SET length = {len(data)} WHERE kind = '{kind}' AND number = {number}")


def scribble(path):
    """Write over the root page of the chapters' table."""
    db = sqlite3.connect(path)
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    (root,) = db.execute("SELECT rootpage FROM sqlite_master WHERE name = 'chapters'").fetchone()
    (size,) = db.execute("PRAGMA page_size").fetchone()
    db.close()
    with path.open("r+b") as file:
        file.seek((root - 1) * size)
        file.write(b"\xff" * 200)


@pytest.mark.parametrize("damage", DAMAGE)
def test_damage_is_named_and_repaired_without_losing_a_good_line(folder, damage):
    act, expected = DAMAGE[damage]
    act(folder)
    found = kinds(folder)
    assert expected.items() <= found.items()
    before = good_lines(folder)
    report = check_site(folder, SITE)
    done = repair_site(report)
    assert kinds(folder) == {}
    kept = good_lines(folder)
    moved = b"".join((folder / name).read_bytes() for name in done.aside)
    lost = set(before) - set(kept)
    assert all(line in moved for line in lost)
    assert len(kept) == len(set(kept)) >= 8
    site = Corpus(folder.parent)
    assert dict(site.site(SITE).journal.read("SELECT revision, count(*) FROM chapters WHERE shard IS NOT NULL GROUP BY 1"))
    site.close()


def test_an_unknown_file_is_named_and_left_alone(folder):
    (folder / "notes.txt").write_text("mine")
    assert kinds(folder) == {"orphan_file": 1}
    assert repair_site(check_site(folder, SITE)) is None
    assert (folder / "notes.txt").read_text() == "mine"


def rows_of(folder):
    corpus = Corpus(folder.parent)
    try:
        return set(
            corpus.site(SITE).journal.read(
                "SELECT id, book_id, url, loose, idx, title, line_title, state, reason, duplicate_of, digest, revision, shard,"
                " offset, length, again FROM chapters WHERE state != 'pending'"
            )
        ), set(corpus.site(SITE).journal.read("SELECT id, url, loose, title, revision, line_digest, open_ended FROM books"))
    finally:
        corpus.close()


def test_the_rebuilt_rows_are_those_that_were_there(folder):
    chapters, books = rows_of(folder)
    (folder / "site.db").unlink()
    done = repair_site(check_site(folder, SITE))
    assert (done.aside, done.former) == ({}, None)
    again, books_again = rows_of(folder)
    assert again == chapters
    assert books_again == books
    corpus = Corpus(folder.parent)
    store = corpus.site(SITE)
    assert store.journal.read("SELECT state FROM books") == [("pending",), ("pending",)]
    assert store.journal.read("SELECT chapters FROM languages ORDER BY chapters") == [(4,), (6,)]
    assert store.write(chapter(3, 2))[0] == "unchanged"
    corpus.close()


def test_what_is_moved_aside_is_said_and_the_old_database_is_kept(folder):
    (folder / "site.db").write_bytes(b"no database")
    edit(folder / FIRST, lambda lines: [b"\x00\xffrubbish\n", *lines, b"torn"])
    done = repair_site(check_site(folder, SITE))
    (name,) = done.aside
    assert (folder / name).read_bytes() == b"\x00\xffrubbish\ntorn"
    assert done.aside[name] == 14
    assert (folder / done.former).read_bytes() == b"no database"
    assert kinds(folder) == {}


@pytest.mark.parametrize("beside", [False, True])
def test_compressed_shards_are_read_and_made_anew_in_their_form(folder, beside):
    data = (folder / FIRST).read_bytes()
    (folder / f"{FIRST}.gz").write_bytes(gzip.compress(data + b"rubbish\n"))
    if not beside:
        (folder / FIRST).unlink()
    done = rebuild(folder, SITE)
    if beside:  # killed while it was compressed: the plain one counts
        ((name, _),) = done.aside.items()
        assert gzip.decompress((folder / name).read_bytes()) == data + b"rubbish\n"
        assert kinds(folder) == {}
        return
    assert [*done.aside.values()] == [8]
    assert kinds(folder)["unfinished"] == 2
    assert gzip.decompress(draft_of(folder / f"{FIRST}.gz").read_bytes()) == data


def test_what_can_be_read_of_a_damaged_compressed_shard_stays(folder):
    data = (folder / FIRST).read_bytes()
    packed = gzip.compress(data)
    (folder / FIRST).unlink()
    (folder / f"{FIRST}.gz").write_bytes(packed[:-40])
    assert kinds(folder)["shard_unreadable"] == 1
    done = rebuild(folder, SITE)
    kept = gzip.decompress(draft_of(folder / f"{FIRST}.gz").read_bytes())
    assert data.startswith(kept)
    (whole,) = (name for name in done.aside if name.endswith("-damaged"))
    assert (folder / whole).read_bytes() == packed[:-40]


def test_a_held_site_is_checked_beside_its_run_and_not_repaired(folder):
    lock = SiteLock(folder)
    (folder / FIRST.replace("1", "9")).touch()
    with (folder / "rejected-00001.jsonl").open("ab") as file:
        file.write(b"in the mak")
    report = check_site(folder, SITE)
    assert (report.busy, report.sound) == (True, True)
    (folder / FIRST).unlink()
    with pytest.raises(SiteBusyError):
        repair_site(check_site(folder, SITE))
    lock.release()


def test_killed_at_any_step_of_a_repair_it_can_be_repaired_again(made, tmp_path):
    def damaged(name):
        shutil.copytree(made, tmp_path / name)
        folder = tmp_path / name / SITE
        sql(folder, "UPDATE meta SET value = '1' WHERE key = 'commits'")
        edit(folder / FIRST, lambda lines: [b"rubbish\n", *lines])
        return folder

    good, killed, step = set(good_lines(made / SITE)), True, 0
    while killed:
        step += 1
        folder = damaged(str(step))
        killed = killed_at(step, lambda folder=folder: repair_site(check_site(folder, SITE)))
        assert set(good_lines(folder)) >= good
        report = check_site(folder, SITE)
        if report.sound:
            assert not killed or step > 10
        else:
            repair_site(report)
        assert kinds(folder) == {}
        assert set(good_lines(folder)) == good
    assert step > 15


def fsck(root, *sites, **wanted):
    command = Command()
    command.settings = Settings({"CORPUS_DIR": str(root)})
    command.run([*sites], Namespace(**{"repair": False, "json": False, "set": []} | wanted))
    return command.exitcode


def test_the_command_says_it_in_lines_in_json_and_by_its_exit_code(folder, capsys):
    root = folder.parent
    assert fsck(root) == 0
    assert capsys.readouterr().out.startswith("a.example: sound (23 lines")
    assert fsck(root, "b.example") == 2
    assert "no site 'b.example'" in capsys.readouterr().err
    assert fsck(root / "none") == 2
    assert "no corpus at" in capsys.readouterr().err
    (folder / FIRST).write_bytes(b"rubbish\n" + (folder / FIRST).read_bytes())
    assert fsck(root, SITE, json=True) == 1
    (site,) = json.loads(capsys.readouterr().out)["sites"]
    assert site["counts"]["not_json"] == 1
    assert site["problems"][0] == {"kind": "not_json", "what": f"{FIRST} at byte 0: a line that is no JSON object"}
    assert fsck(root, repair=True) == 0
    said = capsys.readouterr().out
    assert "site.db was made anew from 23 lines" in said
    assert ": 8 bytes" in said
    assert fsck(root) == 0
