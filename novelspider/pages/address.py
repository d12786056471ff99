"""Families of URLs: is this address another page of the same chapter, another chapter, or the book above it?"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from novelspider.items import loose_key

if TYPE_CHECKING:
    from novelspider.pages.document import Document

Kinship = Literal["same", "page", "maybe_page", "consecutive", "sibling", "parent", "other"]

# A suffix longer than three digits is a chapter's own number: chains of pages are cut at 200 anyway.
_SUFFIX = re.compile(r"(?P<word>[/_-]page[/_-]?|[_-]p)?(?(word)|(?P<mark>[_,/-]))(?P<number>\d{1,3})$")
_PAGE_QUERY = re.compile(r"(?:^|&)(?:page|paged|page_?no|page_?num|pageindex|page_?id|pg|pn|p)=(\d{1,3})(?=&|$)")
_MAYBE_ID = frozenset(("p", "page_id"))  # of a post, where nothing else in the address names one
# Fields that may name another page than the path alone does; a field without a name is one, too.
_NAMING = re.compile(
    r"(?:^|&)(?:[a-z_]{0,20}(?:id|no|num|number|page|index|chapter|chap|episode|part|section|vol|toc)|p|pn|pg|ch|ep|c|n|s)\d?="
    r"|(?:^|&)[^=&]+(?:&|$)",
    re.I,
)
_FURTHER = re.compile(r"(?:page|paged|page_?no|page_?num|pageindex|pg|pn)=", re.I)
_INDEX = re.compile(r"/index(?:\.\w{2,4})?$", re.I)
_SCRIPT_PATH = re.compile(r"\.(?:php|aspx?|jsp|cgi)$", re.I)
_CHAPTER_WORD = re.compile(
    r"(?:^|[/_-])(?:chapter|chap|ch|c|chuong|episode|ep|kapitel|chapitre|capitulo|glava|part|vol|volume|book)[_-]?$"
)
_DIGITS = re.compile(r"\d+")
_NOWHERE = re.compile(
    r"(?:^|[/_-])(?:0|-1|end|last|lastpage|lastchapter|endpage|nochapter|nonext|null|none|undefined|over"
    r"|(?:article|chapter|novel|read)_?(?:end|over))(?:\.(?:php|aspx?|jsp))?$"
    r"|(?:^|/)(?:article|book|chapter|novel|read)_?(?:end|over)/\d+$"
)
# Doors of the whole site: a chapter's name may be `login` deeper down.
_DOOR = re.compile(
    r"(?:(?:users?|members?|accounts?|auth|passport|my|home|m|wap)/)?(?:wp-)?"
    r"(?:log-?in|sign-?in|sign-?up|logon|register|passport)(?:\.\w{2,5})?$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read an address: page `number` of what stands at `stem` (a loose key). `mark` is what joins them, empty
    where the address has no suffix, `word` where the address says `page` itself."""

    stem: str
    number: int
    mark: str


@dataclass(frozen=True, slots=True)
class Kin:
    """What an address is to another. `number` is the page for `page` and `maybe_page`, the distance for `consecutive`."""

    kind: Kinship
    number: int = 0


@lru_cache(maxsize=4096)
def key_of(url: str) -> str:
    """`loose_key`, and the URL itself where that has no host or a broken port."""
    try:
        return loose_key(url)
    except ValueError:
        return url


def page_reading(url: str) -> Reading | None:
    """`url` read as a later page of something; None where it has no suffix that could be a page number."""
    return _reading(key_of(url))


@lru_cache(maxsize=4096)
def _reading(key: str) -> Reading | None:
    path, _, query = key.partition("?")
    asked = _PAGE_QUERY.search(query)
    if asked:
        rest = (query[: asked.start()] + query[asked.end() :]).strip("&")
        name = asked[0].strip("&").partition("=")[0]
        if name not in _MAYBE_ID or any(c.isdigit() for c in path.partition("/")[2] + rest):
            return Reading(f"{path}?{rest}" if any(c.isdigit() for c in rest) else path, int(asked[1]), "word")
    suffix = _SUFFIX.search(path)
    if not suffix or "/" not in path[: suffix.start() + 1]:
        return None
    stem = path[: suffix.start()].removesuffix("/index")
    if not suffix["word"] and _CHAPTER_WORD.search(stem):
        return None
    return Reading(f"{stem}?{query}" if query else stem, int(suffix["number"]), "word" if suffix["word"] else suffix["mark"])


def kin(here: str, url: str) -> Kin:
    """What `url` is to the page at `here`, on the addresses alone.

    `page` is certain: one address is the other with a page suffix. `maybe_page` has the same stem with two numbers, which
    are pages (`71_2`, `71_3`) or chapters (`8096_1`, `8096_2`); numbers behind a slash are taken for chapters.
    `consecutive` is the same address with a number one higher."""
    mine, theirs = key_of(here), bare_key(here, url)
    if mine == theirs:
        return Kin("same")
    own, other = _reading(mine), _reading(theirs)
    if other and other.stem == mine and (other.number > 1 or other.mark != "/"):
        return Kin("page" if _trusted(other) else "maybe_page", other.number)
    if own and other and own.stem == other.stem and own.mark == other.mark != "/":
        return Kin("page" if own.mark == "word" else "maybe_page", other.number)
    if own and own.stem == theirs and own.mark != "/":
        return Kin("page" if own.mark == "word" else "maybe_page", 1)
    if mine.startswith(theirs.rstrip("/") + "/"):
        return Kin("parent")
    return _relatives(mine, theirs, own)


def bare_key(here: str, url: str) -> str:
    """The key of `url` without its query where that names no page: `?month=5` and `?next=1` are about the page that the path
    names, if the path of the page at `here` names one."""
    theirs = key_of(url)
    path, _, query = theirs.partition("?")
    own_path, _, own_query = here.partition("?")
    if not query or "?" in key_of(here) or _SCRIPT_PATH.search(own_path) or _NAMING.search(query):
        return theirs
    return path if _fields(query).isdisjoint(_fields(own_query)) else theirs


def _fields(query: str) -> set[str]:
    return {field.partition("=")[0] for field in query.split("&") if field}


def _trusted(reading: Reading) -> bool:
    """A slug with `-2` behind it may be a second chapter of that name; a number with it is not."""
    return reading.mark != "-" or reading.stem[-1:].isdigit()


def _relatives(mine: str, theirs: str, own: Reading | None) -> Kin:
    if mine.partition("/")[0] != theirs.partition("/")[0]:
        return Kin("other")
    for one in (mine, own.stem if own and own.mark != "/" else mine):
        if _DIGITS.sub("#", one) == _DIGITS.sub("#", theirs):
            steps = [int(b) - int(a) for a, b in zip(_runs(one), _runs(theirs), strict=True) if a != b]
            if len(steps) == 1:
                return Kin("consecutive", 1) if steps[0] == 1 else Kin("sibling", max(-9999, min(9999, steps[0])))
            return Kin("sibling")
    if mine.count("/") == theirs.count("/") and mine.rpartition("/")[0] == theirs.rpartition("/")[0]:
        return Kin("sibling")
    return Kin("other")


def _runs(key: str) -> list[str]:
    return [run[:18] for run in _DIGITS.findall(key)]


def leads_nowhere(url: str) -> bool:
    """Whether the address is one that sites write where there is nothing more: `/0.html`, `end.html`, the host's root."""
    key = key_of(url)
    path = key.partition("?")[0].partition("/")[2]
    return ("/" not in key and not _asks(key.partition("?")[2])) or bool(_NOWHERE.search(path) or _DOOR.match(path))


def is_root(url: str) -> bool:
    """Whether this is a site's front page; a field that names something by number asks it for another page."""
    path, _, query = key_of(url).partition("?")
    return "/" not in _INDEX.sub("", path) and not _asks(query)


def _asks(query: str) -> bool:
    """Whether a query names a page of its own: a post, or a chapter by its number; not a further page of the same."""
    return any(
        _NAMING.match(field) and not _FURTHER.match(field) and any(c.isdigit() for c in field.partition("=")[2])
        for field in query.split("&")
    )


def own_addresses(document: Document) -> list[str]:
    """The page's URL, then the ones that it calls its own, for pages reached by another spelling."""
    canonical = (node.get("href") for node in document.tags.get("link", ()) if node.get("rel") == "canonical")
    named = [next((href for href in canonical if href is not None), ""), document.metas.get("og:url", "")]
    found = [document.url]
    for href in named:
        url = document.absolute(href) if href else None
        if url and not is_root(url) and key_of(url) not in map(key_of, found):
            found.append(url)
    return found
