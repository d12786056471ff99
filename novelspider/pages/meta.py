"""What a book's page says of the book."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Literal, TypeAlias

from novelspider.pages.address import is_root
from novelspider.pages.authorship import read_author
from novelspider.pages.blurb import read_cover, read_intro
from novelspider.pages.brief import brief
from novelspider.pages.document import squeeze
from novelspider.pages.labelled import labelled_facts
from novelspider.pages.names import agreed, clean_name, fold_name, is_twofold, name_parts, same_name, whole_name
from novelspider.pages.places import named_places
from novelspider.pages.structured import is_book, linked_data, text_of

if TYPE_CHECKING:
    from novelspider.pages.document import Document, Element
    from novelspider.pages.places import Places
    from novelspider.pages.structured import Things
    from novelspider.site import Site

Status = Literal["ongoing", "completed"]
Labelled: TypeAlias = dict[str, list[str]]

_HEADINGS = ("h1", "h2", "h3", "h4", "dt", "caption")
_QUOTED = re.compile(r"《([^《》]{1,60})》")
_DATE = re.compile(
    r"\d{4}[-/.年]\s?\d{1,2}[-/.月]\s?\d{1,2}日?(?:[T\s]{1,2}\d{1,2}:\d{2}(?::\d{2})?(?:\.\d{1,6})?(?:Z"
    r"|[+-]\d{2}:?\d{2})?)?"
)
_COMPLETED = re.compile(
    r"完结|完結|完本|已完成|全本|已完|连载完|完了|完結済|\bcomplete|\bfinished\b|\bended\b|hoàn thành|đã hoàn"
    r"|\bfull\b|terminé|finalizad|завершен|완결|tamat",
    re.I,
)
_ONGOING = re.compile(
    r"连载|連載|更新中|未完|進行|ongoing|on-?going|đang ra|còn tiếp|đang tiến hành|en cours|en curso|в процессе"
    r"|연재|berjalan|\bactive\b",
    re.I,
)
_TABS = frozenset(
    [
        "about",
        "info",
        "information",
        "details",
        "overview",
        "synopsis",
        "summary",
        "description",
        "novel",
        "book",
        "series",
        "简介",
        "簡介",
        "详情",
        "詳情",
        "作品信息",
        "作品資訊",
        "书籍信息",
        "書籍資訊",
        "作品情報",
        "小説情報",
        "정보",
    ]
)  # labels of tabs that lead to the book's page as its name does
_LEAST_TITLE = 0.9  # one heading that stands nowhere else is no book's name
_NO_TAG = re.compile(r"^(?:目[录錄]|簡?介|简介|更多|more|全部|书评|最新.*)$|最新章|无弹窗|全文", re.I)
_YEAR = re.compile(r"\b(?:19|20)\d{2}\b|(?:19|20)\d{2}年")
_TAG_SPLIT = re.compile(r"[,，、;；|/]\s*|\s{2,}")


@dataclass(frozen=True, slots=True)
class BookFacts:
    """What a page says of its book; None and empty where it says nothing. `certain` is the weight behind `title`: 4 and
    more where the page
    itself declares a book for machines."""

    title: str | None = None
    author: str | None = None
    category: str | None = None
    tags: tuple[str, ...] = ()
    status: Status | None = None
    intro: str | None = None
    cover_url: str | None = None
    latest_chapter: str | None = None
    updated_at: str | None = None
    certain: float = 0.0


def read_meta(document: Document, *, site: Site, labelled: Labelled | None = None, linked: str = "") -> BookFacts:
    """The book's facts, each what most sources of the page agree on: `og:novel:*`, JSON-LD, `<meta>`, labelled lines,
    layout.

    `labelled` are `labelled_facts(document)`, where the caller has them already; `linked` is what a link
    to the book calls it."""
    things = [thing for thing in linked_data(document) if is_book(thing)]
    labelled = labelled_facts(document) if labelled is None else labelled
    places = named_places(document)
    title, certain = _title(document, things, labelled, places, linked)
    return BookFacts(
        title=_chosen(document, site, "book_title") or title,
        author=_chosen(document, site, "author") or read_author(document, things, labelled, places, title),
        category=_chosen(document, site, "category") or _category(document, things, labelled),
        tags=_tags(document, things, labelled),
        status=_status(_chosen(document, site, "status")) or _first_status(document, things, labelled),
        intro=_chosen(document, site, "intro") or read_intro(document, things, places, title),
        cover_url=read_cover(document, things, places, site, title),
        latest_chapter=_latest(document, labelled),
        updated_at=_updated(document, things, labelled),
        certain=certain,
    )


def _chosen(document: Document, site: Site, name: str) -> str | None:
    selector = site.selector(name)
    if selector is None:
        return None
    found = selector(document.root)
    for one in found if isinstance(found, list) else [found]:
        text = squeeze("".join(one.itertext()) if hasattr(one, "itertext") else str(one))
        if text:
            return text
    return None


def _title(document: Document, things: Things, labelled: Labelled, places: Places, linked: str) -> tuple[str | None, float]:
    metas = document.metas
    authors = [metas.get("og:novel:author", ""), *labelled["author"][:2]]
    keys = ("og:novel:book_name", "og:novel:novel_name", "og:novel:title", "book:title")
    claims = [(clean_name(metas.get(key, ""), authors), 5.0) for key in keys]
    claims += [(clean_name(text_of(thing.get("name")), authors), 4.0) for thing in things[:2]]
    og = metas.get("og:title", "")
    claims.append((clean_name(og, authors), 2.5 if metas.get("og:type", "").startswith(("novel", "book")) else 1.2))
    heads = name_parts(document.head_title, authors)
    h1 = [
        whole_name(brief(node), document.head_title, authors)
        for node in document.tags.get("h1", ())[:4]
        if not _links_home(document, node)
    ]
    heads = [name for name in h1 if is_twofold(name, document.head_title)] + heads
    opening = fold_name(heads[0]) if heads else ""
    claims += [(name, 2.2 if any(same_name(name, part) for part in heads) else 1.0) for name in h1]
    claims += [(name, 0.8) for name in h1 if len(name) >= 2 and opening.startswith(fold_name(name))]
    claims += [(part, 1.4 / (at + 1)) for at, part in enumerate(heads[:3])]
    if linked.strip().lower() not in _TABS:
        claims.append((clean_name(linked, authors), 3.8))
    known = {name for name, _ in claims if name}
    headings = list(islice(document.root.iter(*_HEADINGS), 30))
    for node in headings:
        quoted = _QUOTED.search(brief(node))
        if quoted:
            claims.append((clean_name(quoted[1], authors), 1.5 if quoted[1] in document.head_title else 0.3))
    if not h1 or not heads:
        for node in [*headings[:20], *places["name"]]:
            name = clean_name(brief(node), authors)
            if name:
                claims.append((name, 0.8 if any(same_name(name, one) for one in known) else 0.2))
    best, weight = agreed(claims)
    return (best, weight) if weight >= _LEAST_TITLE else (None, weight)


def _links_home(document: Document, heading: Element) -> bool:
    """Whether a heading is but a link to the site's first page: then it is the site's name."""
    links = heading.findall(".//a")[:2]
    url = document.absolute(links[0].get("href") or "") if len(links) == 1 else None
    return url is not None and is_root(url) and brief(links[0]) == brief(heading)


def _category(document: Document, things: Things, labelled: Labelled) -> str | None:
    metas = document.metas
    claims = [(metas.get("og:novel:category", ""), 4.0), (metas.get("og:novel:genre", "").split(",")[0], 3.0)]
    claims += [(text_of(thing.get("genre")), 3.0) for thing in things[:1]]
    claims += [(_TAG_SPLIT.split(value)[0].strip("[]【】 "), 1.0) for value in labelled["category"][:2]]
    claims += [(metas.get("article:section", ""), 0.5)]
    value = agreed((claim[:40], weight) for claim, weight in claims if len(claim) > 1)[0]
    return value if value and not _DATE.search(value) else None


def _tags(document: Document, things: Things, labelled: Labelled) -> tuple[str, ...]:
    values: list[str] = []
    for thing in things[:1]:
        for key in ("genre", "keywords"):
            value = thing.get(key)
            values += (
                [v for v in value if isinstance(v, str)]
                if isinstance(value, list)
                else [value]
                if isinstance(value, str)
                else []
            )
    values += [document.metas.get("og:novel:tags", ""), document.metas.get("og:novel:genre", ""), *labelled["tags"][:1]]
    tags = (squeeze(tag) for value in values for tag in _TAG_SPLIT.split(value))
    return tuple(dict.fromkeys(tag for tag in tags if 0 < len(tag) <= 30 and not _NO_TAG.search(tag)))[:30]


def _status(text: str | None) -> Status | None:
    if not text:
        return None
    if _ONGOING.search(text):
        return "ongoing"
    return "completed" if _COMPLETED.search(text) else None


def _first_status(document: Document, things: Things, labelled: Labelled) -> Status | None:
    stated = [
        document.metas.get("og:novel:status", ""),
        *(text_of(t.get("creativeWorkStatus")) for t in things[:1]),
        *labelled["status"][:2],
    ]
    return next((status for value in stated if (status := _status(value[:40]))), None)


def _latest(document: Document, labelled: dict[str, list[str]]) -> str | None:
    metas = document.metas
    for key in ("og:novel:latest_chapter_name", "og:novel:lastest_chapter_name", "og:novel:latest_chapter"):
        if metas.get(key):
            return metas[key]
    value = next((v for v in labelled["latest_chapter"] if not _DATE.fullmatch(v)), None)
    return value[:120] if value else None


def _updated(document: Document, things: Things, labelled: Labelled) -> str | None:
    metas = document.metas
    for key in ("og:novel:update_time", "og:novel:updated_time", "article:modified_time", "og:updated_time"):
        if _YEAR.search(metas.get(key, "")):
            return metas[key]
    for value in (*(text_of(t.get("dateModified")) for t in things[:1]), *labelled["updated_at"][:3]):
        match = _DATE.search(value)
        if match:
            return match[0]
    return None
