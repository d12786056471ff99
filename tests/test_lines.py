from __future__ import annotations

import gzip

import pytest

from novelspider.corpus.blocks import zstd_module
from novelspider.corpus.lines import ShardReader, find_shard, read_lines
from novelspider.errors import CorpusError

LINES = [b'{"n":%d,"text":"%s"}\n' % (n, b"\xe9\x9b\xa8" * n) for n in range(300)]
OFFSETS = [sum(map(len, LINES[:n])) for n in range(len(LINES))]
NAME = "chapters-00001.jsonl"
PACK = {"": bytes, ".gz": gzip.compress, ".zst": lambda data: zstd_module().compress(data)}


def save(folder, form):
    """The lines in one form, in three members or frames."""
    parts = (b"".join(LINES[:100]), b"".join(LINES[100:101]), b"".join(LINES[101:]))
    path = folder / (NAME + form)
    path.write_bytes(b"".join(map(PACK[form], parts)))
    return path


@pytest.mark.parametrize("form", PACK)
def test_lines_and_their_offsets_are_the_same_in_every_form(tmp_path, form):
    path = save(tmp_path, form)
    assert find_shard(tmp_path, NAME) == path
    assert list(read_lines(path)) == list(zip(OFFSETS, LINES, strict=True))
    assert list(read_lines(path, OFFSETS[200])) == list(zip(OFFSETS, LINES, strict=True))[200:]


@pytest.mark.parametrize("form", PACK)
def test_one_line_at_a_time_in_any_order(tmp_path, form):
    save(tmp_path, form)
    with ShardReader(tmp_path) as shards:
        for n in (250, 3, 100, 101, 299, 0):
            assert shards.line(NAME, OFFSETS[n], len(LINES[n])) == LINES[n]
        with pytest.raises(CorpusError, match="ends before byte"):
            shards.line(NAME, OFFSETS[299], len(LINES[299]) + 1)


def test_a_torn_last_line_is_given_as_it_is(tmp_path):
    (tmp_path / NAME).write_bytes(b"one\ntw")
    assert list(read_lines(tmp_path / NAME)) == [(0, b"one\n"), (4, b"tw")]


@pytest.mark.parametrize("form", [".gz", ".zst"])
@pytest.mark.parametrize("damage", [lambda data: data[:-20], lambda data: b"\0" * 40 + data[40:]])
def test_damage_is_named(tmp_path, form, damage):
    path = save(tmp_path, form)
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(CorpusError, match=f"{NAME}{form} cannot be read"):
        list(read_lines(path))


def test_a_missing_shard_is_named(tmp_path):
    assert find_shard(tmp_path, NAME) is None
    with ShardReader(tmp_path) as shards, pytest.raises(CorpusError, match=f"no {NAME}"):
        shards.line(NAME, 0, 1)


def test_a_reader_is_not_disturbed_by_compression(tmp_path):
    plain = save(tmp_path, "")
    with ShardReader(tmp_path) as shards:
        assert shards.line(NAME, 0, len(LINES[0])) == LINES[0]
        save(tmp_path, ".gz")
        plain.unlink()
        assert shards.line(NAME, OFFSETS[7], len(LINES[7])) == LINES[7]
    with ShardReader(tmp_path) as shards:
        assert shards.line(NAME, OFFSETS[7], len(LINES[7])) == LINES[7]
