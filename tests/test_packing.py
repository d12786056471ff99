from __future__ import annotations

import gzip
import json
import os
import signal
import time

import pytest
from corpora import SITE, chapter, fill
from crawling import Crawl
from server import BookPlan, NovelSite

from novelspider.corpus import Corpus
from novelspider.corpus.lines import FORMS, read_lines
from novelspider.corpus.packing import DRAFT_NAME
from novelspider.errors import CorpusError

FORM = {"gzip": ".gz", "zstd": ".zst"}


def names(root):
    return sorted(path.name for path in (root / SITE).iterdir() if path.name.startswith(("chapters", DRAFT_NAME)))


def texts(root):
    """What stands in the chapter shards, in their order; of a shard that is there twice, once, and then both must be equal."""
    found: dict[str, list[bytes]] = {}
    for path in sorted((root / SITE).glob("chapters-*.jsonl*")):
        lines = [line for _, line in read_lines(path)]
        assert found.setdefault(path.name.partition(".")[0], lines) == lines
    return [json.loads(line)["text"] for name in sorted(found) for line in found[name]]


def pack(root, **settings):
    corpus = Corpus(root, **{"compression": "gzip"} | settings)
    corpus.site(SITE)
    corpus.pack()
    corpus.close()


@pytest.fixture
def root(tmp_path):
    """Two full shards of two chapters and an open one with one."""
    fill(tmp_path, 5, shard_bytes=700_000, chars=360_000)
    assert names(tmp_path) == [f"chapters-0000{n}.jsonl" for n in (1, 2, 3)]
    return tmp_path


@pytest.mark.parametrize("compression", FORM)
def test_full_shards_are_compressed_and_a_small_open_one_is_not(root, compression):
    before = texts(root)
    pack(root, compression=compression)
    form = FORM[compression]
    assert names(root) == [f"chapters-00001.jsonl{form}", f"chapters-00002.jsonl{form}", "chapters-00003.jsonl"]
    assert texts(root) == before
    corpus = Corpus(root, commit_items=1, compression=compression)
    assert corpus.site(SITE).write(chapter(6, text="尾"))
    places = corpus.site(SITE).journal.read("SELECT shard, offset, length FROM chapters ORDER BY idx")
    read = [json.loads(corpus.site(SITE).journal.read_line("chapters", *place))["text"] for place in places]
    assert read == [*before, "尾"]
    corpus.close()


def test_a_large_open_shard_is_closed_when_the_run_ends(root):
    before = texts(root)
    fill(root, 9, first=6, chars=360_000)
    pack(root)
    fill(root, 10, first=10, chars=360_000)
    pack(root)
    assert names(root) == [*(f"chapters-0000{n}.jsonl.gz" for n in (1, 2, 3)), "chapters-00004.jsonl"]
    assert texts(root)[:5] == before
    assert len(texts(root)) == 10


def test_a_full_shard_is_compressed_while_the_run_goes_on(root):
    corpus = Corpus(root, compression="gzip")
    corpus.site(SITE)
    until = time.monotonic() + 20
    while names(root)[1] != "chapters-00002.jsonl.gz" and time.monotonic() < until:
        corpus.commit_due()
        time.sleep(0.01)
    assert names(root) == ["chapters-00001.jsonl.gz", "chapters-00002.jsonl.gz", "chapters-00003.jsonl"]
    corpus.close()


def test_closing_does_not_wait_for_a_shard(tmp_path):
    fill(tmp_path, 12, chars=600_000, shard_bytes=6_000_000)
    before = texts(tmp_path)
    corpus = Corpus(tmp_path, compression="gzip")
    corpus.site(SITE)
    corpus.commit_due()
    begun = time.monotonic()
    corpus.close()
    assert time.monotonic() - begun < 10  # far less, on an idle machine
    assert names(tmp_path)[:2] == ["chapters-00001.jsonl", "chapters-00002.jsonl"]
    pack(tmp_path)
    assert names(tmp_path)[0] == "chapters-00001.jsonl.gz"
    assert texts(tmp_path) == before


def test_compression_that_is_switched_off_leaves_what_is_compressed(root):
    before = texts(root)
    pack(root)
    fill(root, 6, first=6)
    assert texts(root)[:5] == before
    assert names(root)[0] == "chapters-00001.jsonl.gz"


@pytest.mark.parametrize("compression", FORM)
def test_a_run_compresses_what_it_has_filled(tmp_path, compression):
    crawl = Crawl(tmp_path, {"CORPUS_COMPRESSION": compression, "CORPUS_SHARD_BYTES": 30_000, "CORPUS_COMMIT_ITEMS": 4})
    with NovelSite([BookPlan(chapters=40)]) as site:
        for _ in range(2):
            run = crawl("-a", f"url={site.seeds[0]}")
            assert run.returncode == 0, run.stderr
            paths = sorted(crawl.site(site.host).glob("chapters-*"))
            assert len(paths) > 2
            assert {path.suffix for path in paths[:-1]} == {FORM[compression]}
            records = [json.loads(line) for path in paths for _, line in read_lines(path)]
            assert [record["index"] for record in records] == [*range(1, 41)]


# Killed


def dying(number: int, function):
    """`function`, which kills its process before the call number `number` // 2 of all that share it, or after it."""

    def call(*arguments, **named):
        dying.calls += 1
        if dying.calls == number // 2 and number % 2 == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        try:
            return function(*arguments, **named)
        finally:
            if dying.calls == number // 2:
                os.kill(os.getpid(), signal.SIGKILL)

    return call


def pack_and_die(root, number: int, compression: str) -> bool:
    """Compress in a process of its own that is killed at the step `number`; True where it came to its end before."""
    child = os.fork()
    if child == 0:
        try:
            dying.calls = 0
            for name in ("fsync", "replace", "unlink"):
                setattr(os, name, dying(number, getattr(os, name)))
            pack(root, compression=compression)
            os._exit(0)
        finally:
            os._exit(1)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert status in (0, -signal.SIGKILL)
    return status == 0


@pytest.mark.parametrize("compression", FORM)
def test_killed_at_every_step_it_loses_and_doubles_nothing(root, compression):
    before, number, twice = texts(root), 1, 0
    while not pack_and_die(root, number := number + 1, compression):
        assert texts(root) == before
        there = [name for name in names(root) if name.startswith("chapters")]
        twice += len(there) > len({name.partition(".")[0] for name in there})
        corpus = Corpus(root)
        corpus.site(SITE)
        corpus.close()
        assert texts(root) == before
        assert len(names(root)) == 3, "no shard twice, and no draft"
        for path in (root / SITE).glob("*.jsonl.*"):
            path.with_suffix("").write_bytes(b"".join(line for _, line in read_lines(path)))
            path.unlink()
    assert number > 20
    assert twice > 3
    assert names(root)[0].endswith(FORM[compression])


# What others did to the files


def test_shards_that_were_decompressed_or_compressed_by_hand_are_taken_as_they_are(root):
    before = texts(root)
    pack(root)
    first, second = root / SITE / "chapters-00001.jsonl.gz", root / SITE / "chapters-00002.jsonl.gz"
    first.with_suffix("").write_bytes(gzip.decompress(first.read_bytes()))
    first.unlink()
    second.write_bytes(gzip.compress(gzip.decompress(second.read_bytes())))
    open_one = root / SITE / "chapters-00003.jsonl"
    open_one.with_name(open_one.name + ".gz").write_bytes(gzip.compress(open_one.read_bytes()))
    open_one.unlink()
    fill(root, 6, first=6)
    assert texts(root)[:5] == before
    assert len(texts(root)) == 6
    assert names(root) == [
        "chapters-00001.jsonl",
        "chapters-00002.jsonl.gz",
        "chapters-00003.jsonl.gz",
        "chapters-00004.jsonl",
    ]


@pytest.mark.parametrize(
    ("change", "fact"),
    [
        (lambda gz: gz.write_bytes(gzip.compress(b"{}\n")), "chapters-00001.jsonl.gz holds 3 bytes, site.db says"),
        (lambda gz: gz.write_bytes(gz.read_bytes()[:-9]), "the compressed form of chapters-00001.jsonl cannot be read"),
        (lambda gz: gz.with_suffix(".zst").write_bytes(b""), "chapters-00001.jsonl.gz and chapters-00001.jsonl.zst are both"),
        (lambda gz: gz.unlink(), "chapters-00001.jsonl has 0 bytes, site.db says"),
        (lambda gz: gz.rename(gz.with_name("chapters-00009.jsonl.gz")), "chapters-00009.jsonl.gz is not known"),
    ],
)
def test_a_compressed_shard_that_is_not_what_it_was_is_refused(root, change, fact):
    pack(root)
    change(root / SITE / "chapters-00001.jsonl.gz")
    there = {path.name: path.read_bytes() for path in (root / SITE).glob("*.jsonl*")}
    with pytest.raises(CorpusError, match=fact):
        Corpus(root).site(SITE)
    assert {path.name: path.read_bytes() for path in (root / SITE).glob("*.jsonl*")} == there


def test_two_forms_that_differ_are_refused(root):
    plain = root / SITE / "chapters-00001.jsonl"
    plain.with_name(plain.name + FORMS[1]).write_bytes(gzip.compress(plain.read_bytes()[:-1] + b" "))
    with pytest.raises(CorpusError, match=r"chapters-00001.jsonl and chapters-00001.jsonl.gz are both there and differ"):
        Corpus(root).site(SITE)
