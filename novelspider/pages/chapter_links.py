"""Which links of a page lead to chapters of one book: decided by address families, not by where they stand."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from operator import attrgetter
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from novelspider.pages.chapter_titles import is_chapter_title

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from novelspider.pages.document import Document
    from novelspider.pages.titled_links import TocLink

_DATED = re.compile(r"/(?:19|20)\d{2}(?:/\d{1,2}){1,2}(?=/)")
# Blogs that name the day behind the chapter; of two numbers less would be a book and a chapter.
_DATED_END = re.compile(r"/(?:19|20)\d{2}/(?:0?[1-9]|1[0-2])/(?:0?[1-9]|[12]\d|3[01])(/?)$")
_DIGITS = re.compile(r"\d+")
_BY_NUMBER = re.compile(r"^[a-z]{0,14}[._-]?\d+(?:[_-]\d+)*$", re.I)
_PREFIXED = re.compile(r"^([a-z]{2,14})[._-]\d", re.I)
_URL, _TITLE, _PLACE = attrgetter("url"), attrgetter("title"), attrgetter("place")
_SAMPLES = 300  # titles looked at in a family of thousands


@dataclass(frozen=True, slots=True)
class Family:
    """Links of one book. `numbered` is how many have a chapter's title, `strict` whether all share the book's folder, `sure`
    whether titles or the page's own address say that these are chapters, `below` whether their folder lies below the page's own
    address, `shared` whether their address names the page's book at all."""

    links: tuple[TocLink, ...] = ()
    numbered: int = 0
    strict: bool = True
    sure: bool = False
    below: bool = False
    shared: bool = False
    score: float = 0.0


@lru_cache(maxsize=4096)
def family_keys(url: str) -> tuple[str, str]:
    """Two names of the family that `url` belongs to: one with the folder as it is, one with the numbers of its folder
    left open.

    Chapters of one book share the first; where each chapter has a folder of its own, or a folder for its year, the second."""
    if "/20" in url or "/19" in url:
        url = _DATED_END.sub(r"\1", url)
    head, _, last = url.rpartition("/")
    if last[:1].isdigit() and last.partition(".")[0].isdigit():
        return _number_keys(head, last.partition(".")[2])
    path, _, query = url.partition("?")
    slash = ""
    if path.endswith("/"):
        path, slash = path.rstrip("/"), "/"
    folder, _, last = path.rpartition("/")
    folder, opened, varied = _folder_keys(folder)
    stem, dot, ending = last.rpartition(".")
    if not dot or len(ending) > 5:
        stem, dot, ending = last, "", ""
    if query and "=" not in query:
        query = f"={query}"  # a number alone: /read/66/?4102
    if query and _DIGITS.search(query):
        names = "&".join(pair.partition("=")[0] for pair in query.split("&"))
        wide = f"{folder}/{_DIGITS.sub('0', stem)}{dot}{ending}?{names}"
        return _fixed_query(folder, last, query), wide
    narrow = _shape(stem) + dot + ending + slash
    book, _, rest = stem.partition("_")
    if rest and book.isdigit() and rest.isdigit():
        return f"{folder}/{book}_0{dot}{ending}", f"{folder}/{narrow}"
    return f"{folder}/{narrow}", f"{opened}/{'*' if varied else narrow}{slash}"


@lru_cache(maxsize=4096)
def _number_keys(folder: str, ending: str) -> tuple[str, str]:
    """`family_keys` of a file that is but a number, which most chapters are."""
    folder, opened, varied = _folder_keys(folder)
    narrow = f"0.{ending}" if ending else "0"
    return f"{folder}/{narrow}", f"{opened}/{'*' if varied else narrow}"


@lru_cache(maxsize=4096)
def _folder_keys(folder: str) -> tuple[str, str, bool]:
    """A folder without scheme and dates, the same with the numbers of its last part left open, and whether it had any or is but
    a date: posts of a blog."""
    folder = _DATED.sub("/DATE", folder.partition("://")[2] + "/")[:-1]
    above, _, inner = folder.rpartition("/")
    varied = inner == "DATE" or (_DIGITS.search(inner) is not None and bool(above))
    return folder, f"{above}/{_DIGITS.sub('0', inner)}", varied


def _fixed_query(folder: str, last: str, query: str) -> str:
    pairs = [pair.partition("=") for pair in query.split("&")]
    kept = "&".join(f"{name}={value if i < len(pairs) - 1 else '0'}" for i, (name, _, value) in enumerate(pairs))
    return f"{folder}/{last}?{kept}"


def _shape(stem: str) -> str:
    if stem.isdigit():
        return "0"
    prefix = _PREFIXED.match(stem)
    if prefix:
        return f"{prefix[1]}0*"
    return _DIGITS.sub("0", stem) if _BY_NUMBER.match(stem) else "*"


def find_family(document: Document, links: Sequence[TocLink]) -> Family:
    """The links that lead to chapters of the page's book; an empty family where none do."""
    groups: dict[str, list[list[TocLink]]] = defaultdict(list)
    wide: dict[str, list[list[TocLink]]] = defaultdict(list)
    for members in _alike(links):
        narrow_key, wide_key = family_keys(members[0].url)
        groups[narrow_key].append(members)
        wide[wide_key].append(members)
    own, stem = name_tokens(document.url), _own_stem(document.url)
    best = Family()
    for strict, families in ((True, groups), (False, wide)):
        sizes = {key: sum(map(len, parts)) for key, parts in families.items()}
        for key in sorted(families, key=lambda key: -sizes[key]):
            if 2 * sizes[key] <= best.score:
                break
            found = _judged(key, _in_order(families[key]), own, strict, _below(key, stem))
            if found.score > best.score * (1.0 if strict else 1.6):
                best = found
    return best


def _alike(links: Sequence[TocLink]) -> Iterable[list[TocLink]]:
    """`links` in groups that certainly share both of their `family_keys`: numbers with one ending in one folder."""
    found: dict[tuple[str, str], list[TocLink]] = {}
    for link in links:
        head, _, last = link.url.rpartition("/")
        stem, _, ending = last.partition(".")
        alike = (head, ending if stem.isdigit() else f"/{last}")
        if alike in found:
            found[alike].append(link)
        else:
            found[alike] = [link]
    return found.values()


def _in_order(parts: Sequence[list[TocLink]]) -> list[TocLink]:
    return parts[0] if len(parts) == 1 else sorted(chain.from_iterable(parts), key=_PLACE)


def _own_stem(url: str) -> str:
    """The page's own path without ending, if it names more than the site; empty where it does not."""
    path = urlsplit(url).path
    stem = path.rpartition(".")[0] if "." in path.rpartition("/")[2] else path
    stem = stem.removesuffix("/index").rstrip("/")
    return stem if len(stem) > 1 and (stem.count("/") >= 2 or any(c.isdigit() for c in stem)) else ""


def _below(key: str, stem: str) -> bool:
    """Whether the folder of a family lies at or below the page's own address."""
    return stem != "" and f"/{key.partition('/')[2]}".startswith(f"{stem}/")


def _judged(key: str, members: Sequence[TocLink], own: frozenset[str], strict: bool, below: bool) -> Family:
    urls = set(map(_URL, members))
    step = max(1, len(members) // _SAMPLES)
    looked = members[::step]
    good = {link.url for link in looked if not link.image and is_chapter_title(link.title)}
    if len(urls) >= 4 and 2 * len(good) < len(looked) and len(set(map(_TITLE, members))) < 0.5 * len(urls):
        return Family()  # one label again and again: replies, pages, votes; chapters of volumes may be 第1章 in each
    numbered = round(len(good) * len(members) / len(looked)) if step > 1 else len(good)
    shared = below or bool(own & name_tokens(key))
    if not shared and "*" in key and _name_one(looked, own):
        return _judged_named(members, own, strict)
    if numbered == 0 and not shared:
        return Family()
    score = (numbered + 0.25 * (len(urls) - numbered)) * (2.0 if shared else 1.0)
    if numbered < 0.2 * len(urls) and not shared:
        score *= 0.3
    return Family(tuple(members), numbered, strict or shared, shared or numbered >= 0.3 * len(urls), below, shared, score)


def _judged_named(members: Sequence[TocLink], own: frozenset[str], strict: bool) -> Family:
    """The members that have a word of the page's own in their address: the others are of the site."""
    word = _any_of(own)
    members = tuple(link for link in members if word.search(link.url))
    numbered = sum(not link.image and is_chapter_title(link.title) for link in members)
    score = 2.0 * (numbered + 0.25 * (len(set(map(_URL, members))) - numbered))
    return Family(members, numbered, strict, True, False, True, score)


def _name_one(links: Sequence[TocLink], own: frozenset[str]) -> bool:
    """Whether nearly all addresses have a word of the page's own, as slugs have that open with the book's name."""
    if len(links) < 3 or not own:
        return False
    word = _any_of(own)
    return sum(word.search(link.url) is not None for link in links) >= 0.8 * len(links)


def _any_of(words: frozenset[str]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(words))))


_TOKEN = re.compile(r"\d{2,}|[a-z0-9%]+(?:-[a-z0-9%]+)+|[a-z%][a-z0-9%]{9,}", re.I)


def name_tokens(address: str) -> frozenset[str]:
    """What could name a book in an address: numbers of two digits and more, slugs, long words; the host left out."""
    path = address.partition("://")[2] or address
    return frozenset(_TOKEN.findall(path.partition("/")[2].lower()))
