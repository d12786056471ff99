"""What the chapter pages of one site have in common, and whether a page still has it."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from lxml import etree

from novelspider.errors import BadArgumentError
from novelspider.pages.blocks import Spans
from novelspider.pages.locators import nested
from novelspider.pages.title_candidates import title_text
from novelspider.site import Site

if TYPE_CHECKING:
    from collections.abc import Iterable

    from novelspider.pages.blocks import Block
    from novelspider.pages.body import Body
    from novelspider.pages.document import Document, Element

MOST_NODES = 60  # a story in more elements than these is no container but its paragraphs
MISFIT = "profile_misfit"

_VERSION = 1
_NOT_LETTER = re.compile(r"[\W\d_]+")
_DIGITS = re.compile(r"\d+")
_SHAPE_LETTERS = 120  # of a recurring paragraph: as many never begin two paragraphs alike by chance
_LEVELS = 3
_LIST_LINKS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """Where things stand on the chapter pages of one site, learned from a few of them (`learn`). Small and JSON-able; a
    profile is for the site it was learned from alone."""

    body: str
    """XPath of the element or elements that hold the story."""
    title: str = ""
    """XPath of the element that holds the chapter's title and nothing else; empty where there is none on every page."""
    single: bool = True
    """Whether `body` selected one element on each page, so that two are a sign of change."""
    typical: int = 0
    """Characters of story on the middle one of the pages."""
    beside: tuple[str, ...] = ()
    """Where running text stood outside the story, as `places` names it: comments, synopses, notices."""
    boilerplate: tuple[str, ...] = ()
    """Paragraphs inside the story that recur, as `shape` has them. They are left out of the story."""
    pages: int = 0
    """From how many pages it was learned."""
    agreement: float = 0.0
    """How far the reader without a profile found the same story on those pages, 0 to 1."""

    def to_json(self) -> str:
        return json.dumps({"version": _VERSION, **asdict(self)}, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Profile | None:
        """What `to_json` wrote; None for anything else, other versions included: learn anew."""
        try:
            found: Any = json.loads(text)
        except (ValueError, RecursionError):
            return None
        if not isinstance(found, dict) or found.pop("version", None) != _VERSION:
            return None
        values: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in found.items()}
        types = {name: type(value) for name, value in asdict(cls(body="")).items()}
        if {name: type(value) for name, value in values.items()} != types:
            return None
        if not all(isinstance(text, str) for value in values.values() if isinstance(value, tuple) for text in value):
            return None
        profile = cls(**values)
        try:
            _located(Site(), profile.body, profile.title)
        except BadArgumentError:
            return None
        return profile if profile.body else None


def located(profile: Profile, document: Document, site: Site) -> Site | None:
    """`site` with the profile's places in it, for this page; None where the page has no such container. What `site` itself
    says of body or title stands."""
    known = _located(Site(), profile.body, profile.title)
    nodes = _elements(known, "body", document)
    if not nodes or len(nodes) > (1 if profile.single else MOST_NODES) or nested(nodes) or _is_list(nodes):
        return None
    title = bool(profile.title) and any(map(title_text, _elements(known, "title", document)[:1]))
    return _located(site, site.body or profile.body, site.title or (profile.title if title else ""))


def _is_list(nodes: Iterable[Element]) -> bool:
    """Has the container more links than any story has? A site may show its lists of chapters under the same name."""
    return sum(1 for _ in islice(chain.from_iterable(node.iter("a") for node in nodes), _LIST_LINKS)) == _LIST_LINKS


@lru_cache(maxsize=512)
def _located(site: Site, body: str, title: str) -> Site:
    return replace(site, body=body, title=title)


def _elements(site: Site, name: str, document: Document) -> list[Element]:
    selector = site.selector(name)
    try:
        found = selector(document.root) if selector else ()
    except etree.XPathError:  # it compiles and yet calls a function that is none: not by `learn`, but a kept text is only text
        return []
    return [node for node in found if isinstance(getattr(node, "tag", None), str)] if isinstance(found, list) else []


def strays(profile: Profile, body: Body) -> bool:
    """Does most of the page's running text stand where the site never had any, and as much of it as half a chapter?

    Then the container is still there but the story has moved. `body` was read from the container."""
    if body.blocks is None or body.chars >= profile.typical:
        return False
    known, story = frozenset(profile.beside), Spans(body.roots)
    unread = 0
    for block in body.blocks.all:
        if block.prose:
            inside = block in story
            if block.hidden == inside and (inside or not known.intersection(places(block))):
                unread += block.prose
    return unread > 2 * body.chars and 2 * unread >= profile.typical


def places(block: Block) -> tuple[str, str]:
    """Where a block stands: it and the two around it by tag and first name, without digits, and by tag alone. Both are `talk`
    where readers talk."""
    named: list[str] = []
    tags: list[str] = []
    at: Block | None = block
    while at is not None and len(tags) < _LEVELS:
        if at.hint == "talk":
            return "talk", "talk"
        names = (at.node.get("id") or at.node.get("class") or "").split()
        tags.append(str(at.node.tag))
        named.append(f"{at.node.tag}.{_DIGITS.sub('', names[0])}" if names else str(at.node.tag))
        at = at.parent
    return "<".join(named), "<".join(tags)


def shape(text: str) -> str:
    """The letters of a paragraph: what stays the same where a site changes digits, punctuation and width from page to page."""
    return _NOT_LETTER.sub("", unicodedata.normalize("NFKC", text).lower())[:_SHAPE_LETTERS]


def own_paragraphs(profile: Profile, paragraphs: Iterable[str]) -> tuple[str, ...]:
    """`paragraphs` without those that recur on the pages of the site."""
    known = frozenset(profile.boilerplate)
    return tuple(text for text in paragraphs if shape(text) not in known) if known else tuple(paragraphs)
