"""Bodies unpacked within bounds; literals."""

import tracemalloc
import zlib

import pytest
from hostile import compressed
from scrapy.exceptions import ResponseDataLossError

from novelspider.compression import TooLargeError, unpack

ENCODINGS = ["gzip", "deflate", "deflate-raw", "br", "zstd"]
TEXT = "".join(f"<p>第{number}章 {number * number * 7919}</p>" for number in range(20_000)).encode()


def unpacked(packed, encoding, limit=1 << 24):
    return unpack(packed, encoding.partition("-")[0].encode(), limit)


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("body", [b"", b"x", TEXT, bytes(65536), bytes(65537), bytes(1 << 20)], ids=len)
def test_a_whole_body_comes_back(encoding, body):
    assert unpacked(compressed(encoding, body), encoding) == body


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_bomb_is_not_unpacked(encoding):
    bomb = compressed(encoding, bytes(100 << 20))
    tracemalloc.start()
    with pytest.raises(TooLargeError):
        unpacked(bomb, encoding)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 40 << 20


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("keep", [0.2, 0.5, 0.99])
def test_half_a_body_is_none(encoding, keep):
    packed = compressed(encoding, TEXT)
    with pytest.raises(ResponseDataLossError):
        unpacked(packed[: int(len(packed) * keep)], encoding)


@pytest.mark.parametrize("encoding", ["gzip", "zstd"])
def test_parts_may_follow_one_another_and_be_cut_off_too(encoding):
    parts = compressed(encoding, b"one ") + compressed(encoding, b"two")
    assert unpacked(parts, encoding) == b"one two"
    assert unpacked(compressed(encoding, b"one") + b"\0\0rubbish", encoding) == b"one"
    with pytest.raises(ResponseDataLossError):
        unpacked(parts[:-2], encoding)
    with pytest.raises(TooLargeError):
        unpacked(parts, encoding, limit=5)


@pytest.mark.parametrize("encoding", ["gzip", "zstd"])
def test_parts_without_end_are_too_many(encoding):
    with pytest.raises(TooLargeError, match="more than 100"):
        unpacked(compressed(encoding, b"") * 100_000, encoding)


@pytest.mark.parametrize("encoding", ["gzip", "br", "zstd"])
def test_what_is_not_compressed_is_said_to_be_no_such_thing(encoding):
    with pytest.raises(ResponseDataLossError, match=f"no {encoding}|cut off"):
        unpacked(b"<html>plain" * 50, encoding)


def test_raw_deflate_that_looks_like_nothing_else():
    packer = zlib.compressobj(wbits=-15)
    packed = packer.compress(b"abc") + packer.flush()
    assert unpacked(packed, "deflate") == b"abc"
