"""The entries of a list of chapters among its links: no buttons, pagers, dates or hidden decoys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from novelspider.pages.chapter_titles import is_button, is_chapter_title, is_date
from novelspider.pages.labels import read_labels
from novelspider.pages.toc_pages import page_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from novelspider.pages.document import Document, Element
    from novelspider.pages.titled_links import TocLink

_MOST_TURNS = 30  # links


def shown_entries(document: Document, links: Sequence[TocLink]) -> list[TocLink]:
    """`links` without buttons, pagers and turns, one of each row, and without decoys: single entries that are hidden among
    entries that are shown. A hidden list as a whole is a tab or a fold, and read."""
    hidden = document.hidden
    links = _without_pager(document, links)
    links = _one_a_row(_without_turns(links))
    listed = {link.url for link in links if not link.image}
    kept = [link for link in links if not (link.image and link.url in listed) and not is_button(link.title)]
    if not hidden:
        return kept
    known: dict[Element, Element | None] = {}
    covers = {link.node: _cover(link.node, hidden, known) for link in kept}
    sizes: dict[Element, int] = {}
    for cover in covers.values():
        if cover is not None:
            sizes[cover] = sizes.get(cover, 0) + 1
    shown = sum(cover is None for cover in covers.values())
    return [link for link in kept if covers[link.node] is None or sizes[covers[link.node]] > max(2, 0.3 * shown)]


def _without_turns(links: Sequence[TocLink]) -> Sequence[TocLink]:
    """`links` without those that turn a chapter's page, where there are so few that they may be no more than that."""
    if len(links) > _MOST_TURNS:
        return links
    labels = read_labels([link.title for link in links])
    return [link for link, label in zip(links, labels, strict=True) if not label.direction or link.title[:1] == "第"]


def _one_a_row(links: Sequence[TocLink]) -> list[TocLink]:
    """`links` with one of neighbours that share an address: the title, not the date or the number of words beside it."""
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


def _cover(node: Element, hidden: frozenset[Element], known: dict[Element, Element | None]) -> Element | None:
    """The innermost hidden element that `node` stands in; None where it is shown. What is found is kept in `known`."""
    path, found = [], None
    while node is not None:
        if node in known:
            found = known[node]
            break
        path.append(node)
        if node in hidden:
            found = node
            break
        node = node.getparent()
    if len(path) > 2:
        known.update(dict.fromkeys(path[2:], found))
    return found
