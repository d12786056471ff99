"""Compressed bodies: unpacked whole or not at all, and never to more than is allowed."""

from __future__ import annotations

import sys
import zlib
from typing import TYPE_CHECKING

import brotli
from scrapy.exceptions import DownloadCancelledError, ResponseDataLossError
from scrapy.responsetypes import responsetypes

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator
    from typing import Self

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

_PIECE = 64 * 1024  # bytes unpacked at a time
_MOST_LAYERS = 3  # encodings of one body; servers that compress twice by mistake have two
_MOST_PARTS = 100  # members or frames of one body
_MOST_WINDOW = 23  # log2 of bytes: RFC 8878, 3.1.1.1.2 asks for 8 MiB, RFC 9659 allows HTTP no more


class TooLargeError(DownloadCancelledError):
    """The body, unpacked, is longer than DOWNLOAD_MAXSIZE. Raised by `unpack`; the row fails as `too_large`."""


class Compression:
    """In place of Scrapy's HttpCompressionMiddleware, which takes what there is of a body that was cut off for the whole of
    it. Raises TooLargeError, and ResponseDataLossError where the packed stream has no end or is none."""

    def __init__(self, crawler: Crawler) -> None:
        self._limit = crawler.settings.getint("DOWNLOAD_MAXSIZE")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        request.headers.setdefault("Accept-Encoding", b"gzip, deflate, br, zstd")

    def process_response(self, request: Request, response: Response) -> Response:
        names = [name.strip().lower() for line in response.headers.getlist("Content-Encoding") for name in line.split(b",")]
        layers = [name for name in names if name not in (b"", b"identity")]
        if not layers or not response.body or request.method == "HEAD" or not _UNPACKERS.keys() >= set(layers):
            return response
        if len(layers) > _MOST_LAYERS:
            raise TooLargeError(f"compressed {len(layers)} times: {response.url}")
        body = response.body
        for name in reversed(layers):
            body = unpack(body, name, request.meta.get("download_maxsize", self._limit))
        headers = response.headers.copy()
        del headers["Content-Encoding"]
        return response.replace(
            body=body, headers=headers, cls=responsetypes.from_args(headers=headers, url=response.url, body=body)
        )


def unpack(body: bytes, encoding: bytes, limit: int) -> bytes:
    """`body` unpacked, at most `limit` bytes (0: any number). Raises TooLargeError, ResponseDataLossError."""
    name, pieces, length = encoding.decode("latin-1"), [], 0
    try:
        for piece in _UNPACKERS[encoding](body):
            pieces.append(piece)
            length += len(piece)
            if limit and length > limit:
                raise TooLargeError(f"{len(body)} bytes of {name} are more than {limit} bytes unpacked")
    except (zlib.error, brotli.error, zstd.ZstdError) as error:
        raise ResponseDataLossError(f"the body is no {name}: {error}") from None
    except EOFError:
        raise ResponseDataLossError(f"the {name} of the body was cut off, after {length} bytes unpacked") from None
    return b"".join(pieces)


# Each unpacker yields pieces of at most _PIECE bytes, and raises EOFError where the body ends before the packed stream does. It
# is fed as much at a time: the libraries copy what they have not come to, which takes the square of a body's length.


def _gzip(body: bytes) -> Iterator[bytes]:
    start = 0
    for _ in range(_MOST_PARTS):
        start = yield from _stream(body, 16 + zlib.MAX_WBITS, start)
        if not body.startswith(b"\x1f\x8b", start):  # members follow one another (RFC 1952, 2.2); other bytes are passed over
            return
    raise TooLargeError(f"more than {_MOST_PARTS} gzip members")


def _deflate(body: bytes) -> Iterator[bytes]:
    """HTTP's deflate has zlib's header (RFC 9110, 8.4.1.2); some servers leave it out."""
    zlib_header = len(body) > 1 and body[0] & 15 == 8 and (body[0] << 8 | body[1]) % 31 == 0
    yield from _stream(body, zlib.MAX_WBITS if zlib_header else -zlib.MAX_WBITS)


def _stream(body: bytes, wbits: int, at: int = 0) -> Generator[bytes, None, int]:
    """The stream of zlib's that starts at `at`; returns where it ends."""
    unpacker = zlib.decompressobj(wbits)
    while not unpacker.eof:
        data = unpacker.unconsumed_tail
        if not data:
            data = body[at : at + _PIECE]
            at += len(data)
        piece = unpacker.decompress(data, _PIECE)
        if not piece and not data:
            raise EOFError
        yield piece
    return at - len(unpacker.unused_data)


def _br(body: bytes) -> Iterator[bytes]:
    unpacker, at = brotli.Decompressor(), 0
    while not unpacker.is_finished():
        data = body[at : at + _PIECE] if unpacker.can_accept_more_data() else b""
        at += len(data)
        piece = unpacker.process(data, output_buffer_limit=_PIECE)
        if not piece and not data:
            raise EOFError
        yield piece


def _zstd(body: bytes) -> Iterator[bytes]:
    options, at = {int(zstd.DecompressionParameter.window_log_max): _MOST_WINDOW}, 0
    for _ in range(_MOST_PARTS):
        unpacker = zstd.ZstdDecompressor(options=options)
        while not unpacker.eof:
            data = body[at : at + _PIECE] if unpacker.needs_input else b""
            at += len(data)
            if unpacker.needs_input and not data:
                raise EOFError
            yield unpacker.decompress(data, _PIECE)
        at -= len(unpacker.unused_data)
        if not body.startswith(b"\x28\xb5\x2f\xfd", at):  # frames, too (RFC 8878, 3.1)
            return
    raise TooLargeError(f"more than {_MOST_PARTS} zstd frames")


_UNPACKERS: dict[bytes, Callable[[bytes], Iterator[bytes]]] = {
    b"gzip": _gzip,
    b"x-gzip": _gzip,
    b"deflate": _deflate,
    b"br": _br,
    b"zstd": _zstd,
}
