"""Tables of contents that stand in JSON: a body that is JSON, or the data that a page carries for its scripts."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Any

from novelspider.items import ChapterRef
from novelspider.pages.chapter_titles import is_chapter_title
from novelspider.pages.document import squeeze
from novelspider.pages.structured import parse_json, walk

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

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
_LONGEST_FIELD = 4000  # characters of a title or an address
_MOST_ASSIGNED = 50  # values of one script
_HTML = re.compile(r"<(?:a|li|p|div|dd|br)[\s>/]", re.I)
_CALL = re.compile(r"(?:/\*\*/\s{0,9})?[a-z_$][\w.$]{0,80}\s{0,9}\(\s{0,9}(?=[{\[])", re.I)
_ADDRESS_KEY = re.compile(r"(?:url|href|link|path|uri)$")
_PICTURE = re.compile(r"cover|ima?ge?|pic|avatar|icon|thumb|logo|banner|\.(?:jpe?g|png|gif|webp|avif|svg|css|js)\b", re.I)
_LONGEST = 10_000_000  # characters of JSON read; 10,000 chapters take about 1,500,000
_MOST_VALUES = 120_000
_MOST_KNOWN = 1000  # addresses, from either end of the page, in which an entry's id is looked for


def unwrapped(text: str) -> str | None:
    """The HTML inside a JSON answer: its longest string that holds tags. None where `text` is no JSON or holds none."""
    data = bare_json(text)
    best = ""
    for one in walk(parse_json(data) if "<" in data or "u003c" in data.lower() else None, _MOST_VALUES):
        for value in one.values() if isinstance(one, dict) else one:
            if isinstance(value, str) and len(value) > len(best) and _HTML.search(value[:20_000]):
                best = value
    return best or None


def bare_json(text: str) -> str:
    """The JSON of an answer that seems to be nothing else, or a call with it as its argument; empty for other texts."""
    text = text.strip("\ufeff \t\r\n")
    if call := _CALL.match(text):
        text = text[call.end() :].rstrip("; \t\r\n").removesuffix(")")
    return text if text[:1] in ("{", "[") and len(text) <= _LONGEST else ""


def is_json(text: str) -> bool:
    """Whether a whole text is JSON for a program, or a call with it."""
    return isinstance(parse_json(data) if (data := bare_json(text)) else None, (dict, list))


def read_json_toc(document: Document, known: Sequence[str] = ()) -> tuple[ChapterRef, ...]:
    """The chapters that JSON in the page lists, in its order; empty where it lists none.

    An entry needs a title and an address, or an id: `known` are addresses of the page, of which one has to hold such an id, so
    that the others can be made after it; or one that stands elsewhere in the JSON."""
    best: tuple[ChapterRef, ...] = ()
    known = [*known[:_MOST_KNOWN], *known[_MOST_KNOWN:][-_MOST_KNOWN:]]
    for text in _texts(document):
        value = parse_json(text, whole=False)
        for entries in _arrays(value).values():
            refs = _refs(document, entries, known, value)
            if len(refs) > len(best):
                best = refs
    return best


def _texts(document: Document) -> Iterator[str]:
    if data := bare_json(document.text):
        yield data
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
                for list_ in m.values()
                if isinstance(list_, list) and (title := _field(m, _TITLES))
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


def _field(entry: dict[str, Any], names: tuple[str, ...]) -> str:
    for key in _keys(tuple(entry), names):
        value = entry[key]
        if isinstance(value, str) and value.strip():
            return squeeze(value[:_LONGEST_FIELD])
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
    return ""


@lru_cache(maxsize=256)
def _keys(keys: tuple[str, ...], names: tuple[str, ...]) -> tuple[str, ...]:
    """Those of an object's keys that are one of `names`, however spelled, in the order of `names`."""
    folded = {key.lower().replace("_", "").replace("-", ""): key for key in keys}
    return tuple(folded[name] for name in names if name in folded)


def _refs(
    document: Document, entries: list[tuple[str | None, dict[str, Any]]], known: Sequence[str], value: Any
) -> tuple[ChapterRef, ...]:
    frame: tuple[str, str, str] | None = None
    framed = False
    found: dict[str, ChapterRef] = {}
    several = len({volume for volume, _ in entries}) > 1
    for volume, entry in entries:
        address = _field(entry, _ADDRESSES)
        url = document.absolute(address) if address else None
        if url is None:
            if not framed:
                frame, framed = _frame(entries, known) or _frame(entries, _addresses(document, value)), True
            name, before, after = frame if frame else ("", "", "")
            url = f"{before}{entry[name]}{after}" if name and isinstance(entry.get(name), (str, int)) else None
        if url:
            found.setdefault(url, ChapterRef(url, _field(entry, _TITLES)[:300], volume if several else None))
    return tuple(found.values())


def _addresses(document: Document, value: Any) -> list[str]:
    """The addresses that JSON holds under keys that say so, pictures left out."""
    objects = (one for one in walk(value, _MOST_VALUES) if isinstance(one, dict))
    texts = (
        text
        for one in objects
        for key, text in one.items()
        if isinstance(text, str) and _ADDRESS_KEY.search(key.lower()) and not _PICTURE.search(f"{key} {text[:500]}")
    )
    return [url for text in islice(texts, 2 * _MOST_KNOWN) if (url := document.absolute(text))]


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
