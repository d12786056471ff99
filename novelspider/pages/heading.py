"""What a chapter page calls itself: the chapter's title, its book, its place among the chapter's pages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from novelspider.pages.chapter_titles import is_chapter_title
from novelspider.pages.credits import Names, read_names
from novelspider.pages.document import squeeze
from novelspider.pages.title_candidates import Candidate, read_headings, title_candidates, title_text
from novelspider.pages.votes import claim_of, key, segments
from novelspider.site import Site
from novelspider.text.titles import ChapterTitle, parse_title

if TYPE_CHECKING:
    from novelspider.pages.body import Body
    from novelspider.pages.document import Document, Element

_COUNTER = re.compile(r"\d|[页頁]")  # what a page's number has in it, behind the title
_parse = lru_cache(maxsize=1024)(parse_title)
_AT_THE_STORY = 2.0  # the weight of a heading of any rank at the head of the story: its name, where the `<title>` only counts
_PARSED = 6  # candidates that are looked at closely


@dataclass(frozen=True, slots=True)
class Heading:
    """Each is None where the page does not say. `title` is without page suffix, book and site; pages are 1-based."""

    title: str | None = None
    book_title: str | None = None
    author: str | None = None
    page_number: int | None = None
    page_count: int | None = None


def read_heading(document: Document, body: Body, *, site: Site = Site()) -> Heading:
    """The title that most places agree on: headings, lines around the start of the story, `<title>`, `og:title`."""
    headings = read_headings(document)
    names = read_names(document, headings)
    book = _selected(document, site, "book_title") or names.book
    author = _selected(document, site, "author") or names.author
    own = _selected(document, site, "title")
    if own is not None:
        best: ChapterTitle | None = parse_title(own, book=book)
    else:
        best = _best(document, list(title_candidates(document, body, headings)), book, names)
    if best is None or not best.title:
        return Heading(None, book, author)
    page, pages = best.page, best.pages
    if page is None:
        page, pages = _page_elsewhere(document, headings, key(best.title), book)
    return Heading(best.title, book, author, page, pages)


def _selected(document: Document, site: Site, field: str) -> str | None:
    """What the site's selector gives; None without a selector or where it finds nothing."""
    selector = site.selector(field)
    if selector is None:
        return None
    found = selector(document.root)
    if isinstance(found, list):
        found = found[0] if found else ""
    return (title_text(found) if hasattr(found, "itertext") else squeeze(str(found))) or None


def _best(document: Document, candidates: list[Candidate], book: str | None, names: Names) -> ChapterTitle | None:
    head, social = key(document.head_title), key(document.metas.get("og:title", ""))
    excluded = names.site | {key(name) for name in (book, names.author) if name} | {""}

    def agreed(text: str, name: str) -> float:
        claims = 2.5 if claim_of(text) else 1.6 if name in head and is_chapter_title(text) else 0.0
        return claims + (3.0 if name in head else 0.0) + (1.0 if name in social else 0.0)

    keys = {one.text: key(one.text) for one in candidates}
    agreement = {text: agreed(text, name) for text, name in keys.items() if name not in excluded}
    eligible = [one for one in candidates if one.text in agreement]
    ranked = sorted(eligible, key=lambda one: -one.weight - agreement[one.text])
    parses: dict[str, ChapterTitle] = {}
    totals: dict[str, float] = {}
    chosen: dict[str, list[Candidate]] = {}
    for one in ranked:
        if one.text not in parses:
            if len(parses) == _PARSED:
                break
            parses[one.text] = _parse(one.text, book=book)
        parsed = one.parsed = parses[one.text]
        name = key(parsed.title)
        if name in excluded:
            continue
        chosen.setdefault(name, []).append(one)
        totals[name] = max(totals.get(name, -9.0), one.weight + agreed(parsed.title, name))
    for name, ones in chosen.items():
        places = sum(one.element for one in ones) + any(not one.element for one in ones)
        totals[name] += 0.75 * min(2, places - 1)
    if not totals or max(totals.values()) < 2.0:
        return None
    best = max(totals, key=lambda name: totals[name])
    best = _fuller(best, {name: total for name, total in totals.items() if name[len(best) :] not in excluded}, chosen)
    spelt = document.head_title
    parsed = max((one.parsed for one in chosen[best] if one.parsed), key=lambda one: (one.page is not None, one.title in spelt))
    if not any(one.element for one in chosen[best]) and (claim := claim_of(parsed.title)) and claim.end == len(parsed.title):
        named = (_parse(one.text, book=book) for one in ranked if one.element and one.weight >= _AT_THE_STORY)
        return next((one for one in named if key(one.title) not in excluded), parsed)
    return parsed


def _fuller(best: str, totals: dict[str, float], chosen: dict[str, list[Candidate]]) -> str:
    """`Chapter 1: Of rain` over the story, where the `<title>` has but `Chapter 1`; `Of rain - 7`, where it has `7` behind the
    book's name."""
    bare = best.isdecimal() and not any(one.element for one in chosen[best])
    for name, ones in chosen.items():
        if totals.get(name, 0.0) <= 3.0 or not any(one.element for one in ones):
            continue
        if bare and name.endswith(best):
            return name
        if name.startswith(best):
            short, long = chosen[best][0].parsed, ones[0].parsed
            if short and long and short.number is not None and short.number == long.number:
                best = name
    return best


def _page_elsewhere(
    document: Document, headings: list[tuple[Element, str]], title: str, book: str | None
) -> tuple[int | None, int | None]:
    """The page counter that another place gives after the same title."""
    texts = dict.fromkeys((*(text for _, text in headings), document.head_title, *segments(document.head_title)))
    for text in texts:
        if title in key(text) and _COUNTER.search(text, len(title)):
            parsed = _parse(text, book=book)
            if parsed.page is not None:
                return parsed.page, parsed.pages
    return None, None
