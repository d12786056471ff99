from __future__ import annotations

import gzip
import io

import pytest

from novelspider.corpus import blocks
from novelspider.corpus.blocks import SUFFIX, open_compressed, pack_block, zstd_module
from novelspider.corpus.lines import read_lines

DATA = [b"%d\n" % n * 1000 for n in range(20)]


def save(folder, compression, *, parts=DATA):
    path = folder / f"chapters-00001.jsonl{SUFFIX[compression]}"
    path.write_bytes(b"".join(pack_block(part, compression) for part in parts))
    return path


@pytest.mark.parametrize("compression", SUFFIX)
def test_one_line_costs_one_block(tmp_path, monkeypatch, compression):
    read: list[int] = []
    original = blocks._BlockFile._read
    monkeypatch.setattr(blocks._BlockFile, "_read", lambda self, block: read.append(block.length) or original(self, block))
    with open_compressed(save(tmp_path, compression)) as file:
        file.seek(sum(map(len, DATA[:13])) + 30)
        assert file.read(6) == b"13\n13\n"
        file.seek(0)
        assert file.read(4) == b"0\n0\n"
        assert file.seek(0, io.SEEK_END) == sum(map(len, DATA))
        assert file.read(1) == b""
    assert read == [len(DATA[13]), len(DATA[0])]


@pytest.mark.parametrize("compression", SUFFIX)
def test_other_programs_read_it_as_one_stream(tmp_path, compression):
    path = save(tmp_path, compression)
    decompress = gzip.decompress if compression == "gzip" else zstd_module().decompress
    assert decompress(path.read_bytes()) == b"".join(DATA)


@pytest.mark.parametrize("compression", SUFFIX)
def test_an_empty_file_has_no_lines(tmp_path, compression):
    assert list(read_lines(save(tmp_path, compression, parts=[]))) == []


def foreign_zstd(data: bytes) -> bytes:
    """A frame that does not say how long its content is: what a stream is compressed to."""
    compressor = zstd_module().ZstdCompressor()
    return compressor.compress(data) + compressor.flush()


@pytest.mark.parametrize(("suffix", "compress"), [(".gz", gzip.compress), (".zst", foreign_zstd)])
def test_a_file_that_was_made_elsewhere_is_read_as_a_stream(tmp_path, suffix, compress):
    path = tmp_path / f"chapters-00001.jsonl{suffix}"
    path.write_bytes(compress(b"".join(DATA)) + pack_block(b"last\n", "gzip" if suffix == ".gz" else "zstd"))
    lines = [line for _, line in read_lines(path)]
    assert (len(lines), lines[-1]) == (20_001, b"last\n")
    assert next(read_lines(path, sum(map(len, DATA))))[1] == b"last\n"
