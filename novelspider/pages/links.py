"""Where a chapter's page leads: its next page, the next chapter, back, and to the table of contents.

No single sign is believed. Labels say `next chapter` over the link to page 2 and `previous page` over the link to page 2;
addresses of chapters look like addresses of pages. Each address that a page names collects what its label, its URL, the
page counter, the body's own words and the known chapters say for it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from novelspider.pages.address import is_root, key_of, kin, leads_nowhere, own_addresses
from novelspider.pages.candidates import LONGEST_URL, Candidate, gather, live, selected
from novelspider.pages.evidence import Evidence, Said, Verdict
from novelspider.pages.labels import Label
from novelspider.pages.neighbours import with_neighbours
from novelspider.pages.page import Link
from novelspider.pages.script_urls import literals
from novelspider.site import Site
from novelspider.text.continuation import goes_on
from novelspider.text.seams import is_unfinished

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from novelspider.pages.document import Document

_LONG_NUMBER = re.compile(r"\d{2,}")
_SHELVES = frozenset(
    {"novel", "novels", "book", "books", "read", "chapter", "chapters", "story", "stories", "series", "fiction", "works"}
    | {"work", "txt", "list", "info", "html"}
    | {"n", "b", "s", "truyen", "xiaoshuo", "xs", "shu", "doc-truyen", "fanfictions", "episodes"}
)


@dataclass(frozen=True, slots=True)
class Links:
    """Links of one page of a chapter; None where the page has none that leads anywhere.

    `next.kind` is toc where the way on leads back to the table of contents or the book: the chapter was the last one.
    `continued` is true where the body says that the chapter goes on on the next page."""

    next: Link | None = None
    previous: Link | None = None
    toc: Link | None = None
    continued: bool = False


def read_links(
    document: Document,
    *,
    site: Site = Site(),
    toc: Container[str] = (),
    page_number: int | None = None,
    page_count: int | None = None,
    paragraphs: Sequence[str] = (),
) -> Links:
    """The links of the page.

    `toc` answers whether a URL, or its `loose_key`, is one of the book's known chapters. `page_number` and `page_count`
    are what the heading says, None where it says nothing. `paragraphs` are the body's, uncleaned: the last lines say
    whether the chapter goes on."""
    continued = goes_on(list(paragraphs))
    if len(document.url) > LONGEST_URL:
        return Links(continued=continued)
    candidates = with_neighbours(document, gather(document))
    up = _toc(document, site, candidates)
    if site.previous:
        candidates = [c for c in candidates if c.label.direction != "previous"]
        candidates += _chosen(document, site, "previous")
    cut = not continued and bool(paragraphs) and is_unfinished(paragraphs[-1])
    evidence = Evidence(document, site, toc, Said(page_number, page_count, continued, cut), up, candidates)
    forward = _chosen(document, site, "next") if site.next else candidates
    ahead = _next(document, forward, evidence, exact=bool(site.next))
    return Links(ahead, _previous(candidates, evidence), up, continued)


def _chosen(document: Document, site: Site, name: str) -> list[Candidate]:
    selector = site.selector(name)
    label = Label(name, "", 1.0)  # type: ignore[arg-type]
    return selected(document, selector(document.root), label) if selector else []


def _next(document: Document, candidates: list[Candidate], evidence: Evidence, *, exact: bool) -> Link | None:
    verdicts = [v for v in (evidence.judge(c, "next") for c in candidates) if v]
    if not any(v.kind == "page" for v in verdicts) and not exact and evidence.may_hide(verdicts):
        verdicts += [v for v in (evidence.judge(c, "next") for c in _hidden(document, evidence)) if v]
    best = _best(verdicts, dead=evidence.dead_end(candidates))
    if best is None:
        return None
    if best.kind != "toc" and evidence.turns_back(best.url):
        return None
    return Link(best.url, best.kind, best.reason)


def _hidden(document: Document, evidence: Evidence) -> list[Candidate]:
    """Addresses in scripts and comments that share this page's own name, whatever variable holds them."""
    found = literals([*document.scripts, *document.comments], evidence.stem_name) if evidence.stem_name else ()
    return [Candidate(document.absolute(one.href), one.label, one.where, one.words) for one in found]


def _best(verdicts: list[Verdict], *, dead: bool) -> Verdict | None:
    """The address with the most for it; one named several times gains a little each time."""
    found: dict[str, Verdict] = {}
    total: dict[str, float] = {}
    for verdict in verdicts:
        key = key_of(verdict.url)
        if key not in found or verdict.score > found[key].score:
            found[key] = verdict
        total[key] = max(total.get(key, 0.0), verdict.score) + (0.3 if key in total else 0.0)
    if not found:
        return None
    key = max(found, key=lambda k: total[k])
    return found[key] if total[key] >= (1.5 if dead else 1.0) else None


def _previous(candidates: list[Candidate], evidence: Evidence) -> Link | None:
    best = _best([v for v in (evidence.judge(c, "previous") for c in candidates) if v], dead=False)
    return Link(best.url, best.kind, best.reason) if best else None


def _toc(document: Document, site: Site, candidates: list[Candidate]) -> Link | None:
    if site.toc:
        found = [c for c in _chosen(document, site, "toc") if c.url]
        return Link(found[0].url or "", "toc", found[0].words) if found else None
    here = document.url
    scored: list[tuple[float, int, Link]] = []
    for place, candidate in enumerate([*live(candidates, "toc"), *live(candidates, "book")]):
        url = candidate.url or ""
        relation = kin(here, url).kind
        if relation == "same" or is_root(url) or leads_nowhere(url):
            continue
        kind = "toc" if candidate.label.direction == "toc" else "book"
        score = candidate.label.weight + (0.6 if relation == "parent" else 0.0) + (0.8 if kind == "toc" else 0.0)
        score += 0.4 if _shares_number(here, url) else 0.0
        scored.append((score, -place, Link(url, kind, candidate.words)))  # type: ignore[arg-type]
    if scored:
        return max(scored, key=lambda one: one[:2])[2]
    return _parent(document)


def _parent(document: Document) -> Link | None:
    """The nearest address above this one that the page links to, as a breadcrumb does; a shelf such as `/novel/` is none."""
    heres = own_addresses(document)
    spelled = " ".join(heres).lower()
    urls = {a.url for a in document.anchors if a.url and _path(a.url) in spelled}
    above = sorted(url for url in urls if not is_root(url) and any(kin(here, url).kind == "parent" for here in heres))
    best = max(above, key=lambda url: len(key_of(url)), default=None)
    return Link(best, "book", "address above this one") if best and key_of(best).rpartition("/")[2] not in _SHELVES else None


def _path(url: str) -> str:
    """The path as far as its first dot, a slash before it; one that no address has where there is no path."""
    path = url.lower().split("/", 3)[-1].partition(".")[0].strip("/")
    return f"/{path}" if path else "\n"


def _shares_number(here: str, url: str) -> bool:
    return not _runs(here).isdisjoint(_runs(url))


@lru_cache(maxsize=1024)
def _runs(url: str) -> frozenset[str]:
    return frozenset(_LONG_NUMBER.findall(url))
