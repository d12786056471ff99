"""The records that are written, and their JSON line."""

from __future__ import annotations

import dataclasses
import json
import re
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any
from urllib.parse import urlsplit

SCHEMA = 1
PAGE_BREAK = "\f"
"""Stands between the pages of a chapter's text until it is cleaned, and in its notes where the story stands; in no record that
is written."""
_DEFAULT_PORTS = {"http": 80, "https": 443}
_SPELLED_HOST = re.compile(r"^(?:www|wap|m)\.")
_PLAIN = re.compile(r"https?://(?:(?:www|wap|m)\.)?+([a-z0-9](?:[a-z0-9.-]*[a-z0-9])?)(/[^?#\s\\\x00-\x1f]*)$")
_SPELLED_END = re.compile(r"(?:/index(?:\.s?html?)?/*|\.s?html?/*|(?<!/)/+)$", re.IGNORECASE)
# Where the reader came from. A bare number in `from` may be the offset of a list.
_CAME_FROM = re.compile(
    r"(?:utm_\w+|spm|scm|fbclid|gclid|yclid|msclkid|igshid|mc_[ce]id|ref|referr?er|from(?!=\d+$))=", re.IGNORECASE
)


def site_of(url: str) -> str:
    """Host in lower case, and `:port` unless it is the scheme's default. Empty when `url` has no host.

    Raises ValueError where the port is no number, as `urllib.parse` does."""
    parts = urlsplit(url)
    host = (parts.hostname or "").rstrip(".")
    port = parts.port
    host = f"[{host}]" if ":" in host else host
    return host if port in (None, _DEFAULT_PORTS.get(parts.scheme)) else f"{host}:{port}"


def canonical_url(url: str) -> str:
    """`url` without scheme, credentials and fragment, host in lower case, default port dropped: what ids are made from."""
    parts = urlsplit(url)
    query = f"?{parts.query}" if parts.query else ""
    return f"{site_of(url)}{parts.path or '/'}{query}"


def record_id(url: str) -> str:
    """16 hex digits, BLAKE2b-64 of the canonical URL."""
    return blake2b(canonical_url(url).encode(), digest_size=8).hexdigest()


def loose_key(url: str) -> str:
    """What is left of `url` when the ways in which a site spells one address are taken away: scheme, `www.` and `m.`, trailing
    slash, `.html`, and what `named_query` leaves out, all of it where no digit is left. Equal keys mean the same page; never
    written, only compared."""
    if plain := _PLAIN.match(url):  # nearly all are; urlsplit takes most of the time
        return f"{plain[1]}{_SPELLED_END.sub('', plain[2])}"
    parts = urlsplit(url)
    host = _SPELLED_HOST.sub("", site_of(url))
    path = _SPELLED_END.sub("", parts.path)
    query = named_query(parts.query) if parts.query else ""
    return f"{host}{path}?{query}" if any(c.isdigit() for c in query) else f"{host}{path}"


def named_query(query: str) -> str:
    """The fields of a query that may name a page, sorted: neither empty ones (`page=`) nor those that say where the reader came
    from (`utm_source=…`, `from=toc2`)."""
    fields = query.split("&")
    return "&".join(sorted(one for one in fields if one and one[-1] != "=" and not _CAME_FROM.match(one)))


@dataclass(frozen=True, slots=True)
class Rights:
    """What was said about reuse, as it stood: None where nothing was said."""

    robots: str | None = None
    tdm: str | None = None
    x_robots_tag: str | None = None
    meta: str | None = None
    policy: str | None = None


@dataclass(frozen=True, slots=True)
class Book:
    """One line of books.jsonl. `id` is the `record_id` of `url`, the book page (or TOC, or first chapter)."""

    id: str
    type: str = field(default="book", init=False)
    schema: int = field(default=SCHEMA, init=False)
    site: str
    url: str
    title: str | None = None
    author: str | None = None
    category: str | None = None
    tags: tuple[str, ...] = ()
    status: str | None = None
    intro: str | None = None
    cover_url: str | None = None
    language: str | None = None
    n_chapters: int = 0
    latest_chapter: str | None = None
    updated_at: str | None = None
    toc_urls: tuple[str, ...] = ()
    fetched_at: str = ""
    revision: int = 1
    rights: Rights = Rights()


@dataclass(frozen=True, slots=True)
class Chapter:
    """One line of a chapters shard. `text` is paragraphs joined by a line feed; `id` is the `record_id` of `url`."""

    id: str
    type: str = field(default="chapter", init=False)
    schema: int = field(default=SCHEMA, init=False)
    site: str
    book_id: str
    book_url: str
    book_title: str | None
    author: str | None
    volume: str | None
    index: int
    number: int | float | None
    title: str
    text: str
    notes: tuple[str, ...] = ()
    n_chars: int = 0
    language: str | None = None
    illustrations: tuple[str, ...] = ()
    digest: str = ""
    duplicate_of: str | None = None
    revision: int = 1
    flags: tuple[str, ...] = ()
    signals: dict[str, float] = field(default_factory=dict)
    url: str = ""
    pages: tuple[str, ...] = ()
    fetched_at: str = ""
    rights: Rights = Rights()


@dataclass(frozen=True, slots=True)
class ChapterRef:
    """A chapter known from a TOC. `volume` is the heading it stands under, None where there is none."""

    url: str
    title: str
    volume: str | None = None


@dataclass(frozen=True, slots=True)
class TocPage:
    """A page that was read for a book or its TOC, as it was asked for, with what its server gave to ask by later whether it has
    changed: the values of ETag and Last-Modified, None where there was none that can be used."""

    url: str
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Toc:
    """A book and all its chapters in reading order. `open_ended` is true where there is no TOC and chapters are found one
    by one: `chapters` are then those known so far. `partial` is true where a part of the TOC could not be had: what is not
    among `chapters` may still be there. `pages` is what it was read from, in order. `denied` is true where the site had just
    said that none of these has changed."""

    book: Book
    chapters: tuple[ChapterRef, ...]
    open_ended: bool = False
    partial: bool = False
    pages: tuple[TocPage, ...] = ()
    denied: bool = False


def as_dict(record: Book | Chapter, **more: Any) -> dict[str, Any]:
    """The record's fields in the order of the schema, then `more` (`reason` and `detail` of a rejected one)."""
    return dataclasses.asdict(record) | more


def to_line(fields: dict[str, Any]) -> bytes:
    """One JSON line in UTF-8, line feed included. Lone surrogates, which UTF-8 cannot hold, become U+FFFD."""
    text = json.dumps(fields, ensure_ascii=False, separators=(", ", ": "))
    return text.encode("utf-8", "surrogatepass").decode("utf-8", "replace").encode() + b"\n"
