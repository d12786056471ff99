from __future__ import annotations

import pytest

from novelspider.corpus.shards import Shard, recover, shard_files, shard_name
from novelspider.errors import CorpusError


def test_names():
    assert [shard_name("books", 1), shard_name("chapters", 1), shard_name("rejected", 12)] == [
        "books.jsonl",
        "chapters-00001.jsonl",
        "rejected-00012.jsonl",
    ]


def test_append_returns_the_length_to_commit(tmp_path):
    shard = Shard(tmp_path, "chapters", 1)
    shard.length = shard.append([b"one\n", b"two\n"])
    assert shard.append([b"three\n"]) == 14
    assert (tmp_path / "chapters-00001.jsonl").read_bytes() == b"one\ntwo\nthree\n"


def test_append_refuses_a_file_that_someone_else_wrote_to(tmp_path):
    shard = Shard(tmp_path, "chapters", 1)
    (tmp_path / shard.name).write_bytes(b"not ours\n")
    with pytest.raises(CorpusError, match="has 9 bytes where 0 are committed"):
        shard.append([b"one\n"])
    assert (tmp_path / shard.name).read_bytes() == b"not ours\n"


def test_recover_cuts_to_the_committed_length(tmp_path):
    path = tmp_path / "chapters-00001.jsonl"
    path.write_bytes(b"one\ntwo\ntor")
    recover(tmp_path, [Shard(tmp_path, "chapters", 1, 4), Shard(tmp_path, "rejected", 1, 0)], batch=2)
    assert path.read_bytes() == b"one\n"
    assert shard_files(tmp_path) == ["chapters-00001.jsonl"]


@pytest.mark.parametrize(
    ("files", "length", "fact"),
    [
        ({}, 4, "chapters-00001.jsonl has 0 bytes, site.db says 4"),
        ({"chapters-00001.jsonl": b"on"}, 4, "has 2 bytes, site.db says 4"),
        ({"chapters-00001.jsonl": b"one\ntwo\nthree\nfo"}, 4, "more than one commit beyond what site.db knows"),
        ({"chapters-00001.jsonl": b"one\ntwo\n", "chapters-00002.jsonl": b""}, 4, "chapters-00002.jsonl is not known"),
        ({"chapters-00001.jsonl": b"one\ntwo\n", "rejected-00001.jsonl.gz": b""}, 4, "rejected-00001.jsonl.gz is not known"),
        ({"chapters-00001.jsonl": b"one\ntwo\n", "books.jsonl": b"x"}, 4, "books.jsonl is not known"),
    ],
)
def test_recover_refuses_and_changes_nothing(tmp_path, files, length, fact):
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    with pytest.raises(CorpusError, match=fact) as refusal:
        recover(tmp_path, [Shard(tmp_path, "chapters", 1, length)], batch=2)
    assert "fsck --repair" in str(refusal.value)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == files
