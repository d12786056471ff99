"""Entries of a list of chapters whose addresses are of another form: a prologue, a notice, a volume, paid chapters."""

from __future__ import annotations

from collections import Counter, defaultdict
from operator import attrgetter
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from novelspider.pages.chapter_links import family_keys, name_tokens
from novelspider.pages.chapter_titles import is_button, is_chapter_title
from novelspider.pages.sections import containers

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from novelspider.pages.chapter_links import Family
    from novelspider.pages.document import Document, Element
    from novelspider.pages.titled_links import TocLink

_FEW = 5  # links of a list that tell what its addresses have in common
_SAMPLES = 40  # links of a list that tell how its entries are made
_RARE = 0.1  # of the entries
_LEAST = 3  # links of a form of their own
_LEVELS = 3  # ancestors that an entry is made of: the item, its list, the box around that
_CELLS = frozenset(("li", "dd", "dt", "td", "p", "tr"))
_PLACE = attrgetter("place")


def with_companions(document: Document, links: Sequence[TocLink], family: Family) -> list[TocLink]:
    """The family's links and those that belong to the same list, in document order: what stands among them in the same folder,
    and chapters that are shown by entries made like theirs. What stands in one entry with a chapter is about that chapter."""
    core = list(family.links)
    if len(core) < 3:
        return core
    inside = set(map(_PLACE, core))
    others = [link for link in links if link.place not in inside and not link.image and not is_button(link.title)]
    if not others:
        return core
    joined = {link.place: link for link in _among(core, others)}
    if family.shared:
        joined |= {link.place: link for link in _made_alike(document, core, others) if link.place not in joined}
    if not joined:
        return core
    cells = {cell for link in core if (cell := _cell(link.node)) is not None}
    return sorted([*core, *(link for link in joined.values() if _cell(link.node) not in cells)], key=_PLACE)


def _cell(node: Element) -> Element | None:
    """The entry that a link stands in, up to three elements above it; None where there is none."""
    for _ in range(_LEVELS):
        node = node.getparent()
        if node is None or node.tag in _CELLS:
            return node
    return None


def _among(core: Sequence[TocLink], others: Sequence[TocLink]) -> Iterable[TocLink]:
    """Those of `others` that stand in the lists of `core` and in the same folder, or share what names the book there."""
    folders = {link.url.rpartition("/")[0] for link in core}
    shared = frozenset.intersection(*(name_tokens(link.url) for link in core[:_FEW]))
    rest = [link for link in others if _is_near(link.url, folders, shared)]
    if not rest:
        return ()
    boxes = containers([*core, *rest])
    lists = {box for box, size in Counter(boxes[: len(core)]).items() if size >= 3}
    return (link for link, box in zip(rest, boxes[len(core) :], strict=True) if box in lists)


def _is_near(url: str, folders: set[str], shared: frozenset[str]) -> bool:
    return url.rpartition("/")[0] in folders or bool(shared and shared & name_tokens(url))


def _made_alike(document: Document, core: Sequence[TocLink], others: Sequence[TocLink]) -> Iterable[TocLink]:
    """Those of `others` that have chapters' titles, most of each form of address, and stand in entries made as `core`'s are.

    Of the form of the page's own address are other books, and of the form of the core's, with another name in it, their
    chapters; a form of its own is that of the book's paid chapters, or of a volume."""
    makes = Counter(_make(document, link.node) for link in core[:: max(1, len(core) // _SAMPLES)])
    usual = {make for make, count in makes.items() if count > _RARE * makes.total()}
    host, own, named = urlsplit(core[0].url).netloc, family_keys(document.url)[0], name_tokens(document.url)
    wide = {family_keys(link.url)[1] for link in core[:_SAMPLES]}
    forms: dict[tuple[str, str], list[TocLink]] = defaultdict(list)
    for link in others:
        if urlsplit(link.url).netloc == host and _make(document, link.node) in usual:
            forms[family_keys(link.url)].append(link)
    for (form, loose), members in forms.items():
        ours = bool(named & name_tokens(form)) or loose not in wide
        titled = sum(is_chapter_title(link.title) for link in members)
        if ours and form != own and len(members) >= _LEAST and 2 * titled >= len(members):
            yield from members


def _make(document: Document, node: Element) -> tuple[tuple[str, str], ...]:
    """How an entry is made: the tags and first names of what the link stands in."""
    made = []
    for _ in range(_LEVELS):
        node = node.getparent()
        if node is None:
            break
        names = document.attributes.get(node, {}).get("class", "").split()
        made.append((node.tag, names[0] if names else ""))
    return tuple(made)
