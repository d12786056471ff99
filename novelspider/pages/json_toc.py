"""Tables of contents that stand in JSON: a body that is JSON, or the data that a page carries for its scripts."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import islice
from typing import TYPE_CHECKING, Any

from novelspider.items import ChapterRef
from novelspider.pages.chapter_titles import is_chapter_title
from novelspider.pages.document import squeeze
from novelspider.pages.structured import parse_json, walk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from novelspider.pages.document import Document

_TITLES = (
    "title",
    "chaptertitle",
    "chaptername",
    "name",
    "episodetitle",
    "ctitle",
    "cname",
    "cn",
    "subject",
    "text",
    "label",
    "n",
    "t",
)
_ADDRESSES = ("url", "href", "link", "chapterurl", "path", "permalink", "uri", "curl", "readurl", "u")
_IDS = ("chapterid", "cid", "id", "episodeid", "itemid", "uuid", "slug", "cuuid", "chapterno")
_CHAPTER_KEY = re.compile(r"chap|episode|catalog|toc|section|mulu", re.I)
_ASSIGNED = re.compile(r"[\w$\]\"')]{1,60}\s{0,9}=\s{0,9}(?=[{\[])")
_MOST_ASSIGNED = 50  # values of one script
_HTML = re.compile(r"<(?:a|li|p|div|dd|br)[\s>/]", re.I)
_LONGEST = 8_000_000  # characters of JSON read; 10,000 chapters take about 1,500,000
_MOST_VALUES = 300_000


def unwrapped(text: str) -> str | None:
    """The HTML inside a JSON answer: its longest string that holds tags. None where `text` is no JSON or holds none."""
    if text[:1] not in ("{", "[") or len(text) > _LONGEST:
        return None
    best = ""
    for one in walk(parse_json(text), _MOST_VALUES):
        for value in one.values() if isinstance(one, dict) else one:
            if isinstance(value, str) and len(value) > len(best) and _HTML.search(value[:20_000]):
                best = value
    return best or None


def read_json_toc(document: Document, known: Sequence[str] = ()) -> tuple[ChapterRef, ...]:
    """The chapters that JSON in the page lists, in its order; empty where it lists none.

    An entry needs a title and an address, or an id: `known` are addresses of the page, of which one has to hold such an id, so
    that the others can be made after it."""
    best: tuple[ChapterRef, ...] = ()
    for text in _texts(document):
        for entries in _arrays(parse_json(text, whole=False)).values():
            refs = _refs(document, entries, known)
            if len(refs) > len(best):
                best = refs
    return best


def _texts(document: Document) -> Iterator[str]:
    text = document.text.lstrip("\ufeff \t\r\n")
    if text[:1] in ("{", "["):
        if len(text) <= _LONGEST:
            yield text
        return
    for script in document.scripts:
        data = script[:_LONGEST].lstrip()
        starts = [0] if data[:1] in ("{", "[") else [m.end() for m in islice(_ASSIGNED.finditer(data), _MOST_ASSIGNED)]
        if starts and _CHAPTER_KEY.search(data[:200_000]):
            yield from (data[start:] for start in starts)


def _arrays(value: Any) -> dict[str, list[tuple[str | None, dict[str, Any]]]]:
    """Entries that look like chapters, by the names of their fields, each with the title of the volume that holds it."""
    found: dict[str, list[tuple[str | None, dict[str, Any]]]] = defaultdict(list)
    volumes: dict[int, str] = {}
    keys: dict[int, str] = {}
    for one in walk(value, _MOST_VALUES):
        if isinstance(one, list):
            members = [m for m in one if isinstance(m, dict)]
            volumes.update(
                (id(list_), title)
                for m in members
                if (title := _field(m, _TITLES))
                for list_ in m.values()
                if isinstance(list_, list)
            )
            _collect(found, members, volumes.get(id(one)), keys.get(id(one), ""))
            continue
        keys.update((id(v), str(key)) for key, v in one.items() if isinstance(v, list))
        if any(isinstance(v, dict) and "__typename" in v for v in one.values()):
            _collect(
                found,
                [v for v in one.values() if isinstance(v, dict) and _CHAPTER_KEY.search(str(v.get("__typename")))],
                None,
                "chapters",
            )
    return found


def _collect(
    found: dict[str, list[tuple[str | None, dict[str, Any]]]], members: list[dict[str, Any]], volume: str | None, key: str
) -> None:
    good = [m for m in members if _field(m, _TITLES) and (_field(m, _ADDRESSES) or _field(m, _IDS))]
    if not good or len(good) < 0.5 * len(members):
        return
    chapters = sum(is_chapter_title(_field(m, _TITLES)) for m in good[:50])
    named = any(_CHAPTER_KEY.search(name) for name in (key, *good[0], str(good[0].get("__typename") or "")))
    if any(isinstance(v, list) and v and isinstance(v[0], dict) for v in good[0].values()):
        return  # volumes, not chapters
    if chapters >= 0.3 * min(50, len(good)) or named:
        found[" ".join(sorted(good[0]))].extend((volume, m) for m in good)


def _field(entry: dict[str, Any], names: Iterable[str]) -> str:
    folded = {key.lower().replace("_", "").replace("-", ""): value for key, value in entry.items() if isinstance(key, str)}
    for name in names:
        value = folded.get(name)
        if isinstance(value, str) and value.strip():
            return squeeze(value)
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
    return ""


def _refs(document: Document, entries: list[tuple[str | None, dict[str, Any]]], known: Sequence[str]) -> tuple[ChapterRef, ...]:
    frame = None
    found: dict[str, ChapterRef] = {}
    several = len({volume for volume, _ in entries}) > 1
    for volume, entry in entries:
        address = _field(entry, _ADDRESSES)
        url = document.absolute(address) if address else None
        if url is None:
            frame = frame or _frame(entries, known)
            name, before, after = frame if frame else ("", "", "")
            url = f"{before}{entry[name]}{after}" if name and isinstance(entry.get(name), (str, int)) else None
        if url:
            found.setdefault(url, ChapterRef(url, _field(entry, _TITLES)[:300], volume if several else None))
    return tuple(found.values())


def _frame(entries: list[tuple[str | None, dict[str, Any]]], known: Sequence[str]) -> tuple[str, str, str] | None:
    """The field whose value stands in one of the known addresses, and what stands there before and behind it."""
    for _, entry in [*entries[:20], *entries[-20:]]:
        for name, value in entry.items():
            folded = name.lower().replace("_", "").replace("-", "")
            if folded in _IDS and isinstance(value, (str, int)) and len(str(value)) >= 3:
                for url in known:
                    before, hit, after = url.rpartition(str(value))
                    if hit and "/" in before[8:] and not before[-1:].isalnum() and not after[:1].isalnum():
                        return name, before, after
    return None
