"""What a page says of itself for machines: JSON-LD, microdata, Open Graph."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TypeAlias

from novelspider.pages.document import squeeze

if TYPE_CHECKING:
    from collections.abc import Iterator

    from novelspider.pages.document import Document

Things: TypeAlias = list[dict[str, Any]]
_BOOKS = frozenset(("Book", "BookSeries", "CreativeWorkSeries", "Novel", "CreativeWork", "Periodical", "EBook", "ShortStory"))
_DECODER = json.JSONDecoder()
_BOOK_ITEM = "schema.org/Book"
_OPEN_GRAPH = ("novel", "book", "books.book")
_LONGEST = 1_000_000
_MOST_VALUES = 20_000


def parse_json(text: str, *, whole: bool = True) -> Any:
    """The value of a JSON text, or, where it need not be the `whole` text, the value that it begins with; None where there is
    none, or is nested beyond Python's limit."""
    try:
        return json.loads(text) if whole else _DECODER.raw_decode(text)[0]
    except (ValueError, RecursionError):
        return None


def walk(value: Any, most: int = _MOST_VALUES) -> Iterator[Any]:
    """Every list and object inside `value`, itself first, at most `most`, breadth first and without recursion."""
    queue = [value] if isinstance(value, (dict, list)) else []
    for at, one in enumerate(queue_iter(queue)):
        if at >= most:
            return
        if isinstance(one, dict):
            queue.extend(v for v in one.values() if isinstance(v, (dict, list)))
        elif isinstance(one, list):
            queue.extend(v for v in one if isinstance(v, (dict, list)))
        yield one


def queue_iter(queue: list[Any]) -> Iterator[Any]:
    """The members of a list that grows while it is read."""
    at = 0
    while at < len(queue):
        yield queue[at]
        at += 1


def linked_data(document: Document) -> tuple[dict[str, Any], ...]:
    """The objects of the page's JSON-LD that have a type."""
    found = []
    for node in document.tags.get("script", ()):
        text = node.text if node.get("type") == "application/ld+json" else None
        if text and len(text) <= _LONGEST:
            found += [one for one in walk(parse_json(text.strip())) if isinstance(one, dict) and "@type" in one]
    return tuple(found)


def is_book(thing: dict[str, Any]) -> bool:
    """Whether an object of JSON-LD describes a book or a series."""
    kinds = thing.get("@type")
    return bool(_BOOKS.intersection(k for k in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(k, str)))


def declared_books(document: Document) -> int:
    """How many books the page says that it is about. Rankings mark up each of theirs, and call themselves `book` as well."""
    named = {text_of(thing.get("name")) for thing in linked_data(document) if is_book(thing)}
    items = 0
    if _BOOK_ITEM in document.text:
        items = sum("itemtype" in has and has["itemtype"].endswith(_BOOK_ITEM) for has in document.attributes.values())
    return max(len(named), items, document.metas.get("og:type", "").lower() in _OPEN_GRAPH)


def text_of(value: Any) -> str:
    """A name out of what JSON-LD allows for one: a string, an object with `name`, or a list of these (the first)."""
    for _ in range(4):
        if isinstance(value, list):
            value = value[0] if value else None
        elif isinstance(value, dict):
            value = value.get("name") or value.get("url") or value.get("@id")
        else:
            break
    return squeeze(value) if isinstance(value, str) else ""
