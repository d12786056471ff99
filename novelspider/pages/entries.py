"""The entries of a list of chapters among its links: no buttons, pagers, dates or hidden decoys."""

from __future__ import annotations

from collections import Counter
from operator import attrgetter, eq
from typing import TYPE_CHECKING

from novelspider.pages.chapter_titles import is_button, is_chapter_title, is_date
from novelspider.pages.labels import read_labels
from novelspider.pages.toc_pages import page_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from novelspider.pages.document import Document, Element
    from novelspider.pages.titled_links import TocLink

_MOST_TURNS = 30  # links
_URL, _IMAGE = attrgetter("url"), attrgetter("image")


def shown_entries(document: Document, links: Sequence[TocLink]) -> list[TocLink]:
    """`links` without buttons, pagers and turns, one of each row, and without decoys: single entries that are hidden among
    entries that are shown. A hidden list as a whole is a tab or a fold, and read."""
    links = _one_a_row(_without_turns(_without_pager(document, links)))
    pictures = any(map(_IMAGE, links))
    listed = {link.url for link in links if not link.image} if pictures else set()
    kept = [link for link in links if not (link.image and link.url in listed) and not is_button(link.title)]
    hidden = document.hidden
    covers = _covers(kept, hidden) if hidden else {}
    if not covers:
        return kept
    sizes = Counter(covers.values())
    most = max(2, 0.3 * (len(kept) - len(covers)))
    return [link for link in kept if link.node not in covers or sizes[covers[link.node]] > most]


def _without_turns(links: Sequence[TocLink]) -> Sequence[TocLink]:
    """`links` without those that turn a chapter's page, where there are so few that they may be no more than that."""
    if len(links) > _MOST_TURNS:
        return links
    labels = read_labels([link.title for link in links])
    return [link for link, label in zip(links, labels, strict=True) if not label.direction or link.title[:1] == "第"]


def _one_a_row(links: Sequence[TocLink]) -> list[TocLink]:
    """`links` with one of neighbours that share an address: the title, not the date or the number of words beside it."""
    urls = list(map(_URL, links))
    if not any(map(eq, urls, urls[1:])):
        return list(links)
    kept: list[TocLink] = []
    for link in links:
        if not kept or kept[-1].url != link.url:
            kept.append(link)
        elif _rank(link) > _rank(kept[-1]):
            kept[-1] = link
    return kept


def _rank(link: TocLink) -> int:
    """How good a chapter's title the link has."""
    if link.image or is_button(link.title) or is_date(link.title):
        return 0
    return 2 if is_chapter_title(link.title) else 1


def _without_pager(document: Document, links: Sequence[TocLink]) -> Sequence[TocLink]:
    """`links` without the numbers of a pager whose addresses look like chapters'; where most titles are bare numbers they
    are titles."""
    bare = [link for link in links if link.title.isdecimal()]
    if 2 * len(bare) > len(links):
        return links
    pager = {link for link in bare if page_of(document.url, link.url) == int(link.title)}
    return [link for link in links if link not in pager] if pager else links


def _covers(links: Sequence[TocLink], hidden: frozenset[Element]) -> dict[Element, Element]:
    """The innermost hidden element that each link stands in, of those that stand in one."""
    found: dict[Element, Element] = {}
    known: dict[Element, Element | None] = {None: None}
    for link in links:
        node = inner = link.node
        if node not in hidden:
            inner = node.getparent()
            if inner not in hidden:
                above = inner.getparent()
                inner = known[above] if above in known else _cover(above, hidden, known)
        if inner is not None:
            found[node] = inner
    return found


def _cover(node: Element, hidden: frozenset[Element], known: dict[Element, Element | None]) -> Element | None:
    """`node` or the first element around it that is hidden; None where it is shown. Kept in `known` for all that were asked."""
    path = [node]
    while node not in known and node not in hidden:
        node = node.getparent()
        path.append(node)
    found = known.get(node, node)
    known.update(dict.fromkeys(path, found))
    return found
