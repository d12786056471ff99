"""What stands before and behind a story that has no element of its own: pages made by hand, old libraries."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from novelspider.pages.blocks import Block
    from novelspider.pages.document import Element

_PAGES = ("body", "html")
_MARGIN = 0.1  # of the running text: no part of a story is as little
_FRAMES = ("table", "form", "ul", "center", "header", "footer")


def margins(root: Block) -> Iterator[Element]:
    """The elements at both ends of the whole page `root` up to, and down to, the last one there that frames something or has
    links, and no sentence of its own; no more than next to no running text stands with. None where `root` is an element of
    the page."""
    if root.tag not in _PAGES or not root.children:
        return
    kids = root.children
    yield from (kid.node for kid in _edge(kids, root.all_prose))
    yield from (kid.node for kid in _edge(kids[::-1], root.all_prose))


def _edge(kids: Sequence[Block], prose: int) -> Sequence[Block]:
    """The first of `kids` up to the last that is no part of a story, within the margin."""
    read = end = 0
    for at, kid in enumerate(kids, start=1):
        read += kid.all_prose
        if read > _MARGIN * prose:
            break
        framed = kid.tag in _FRAMES and kid.all_prose * 2 < kid.all_chars
        if not kid.prose and (kid.all_links or framed):
            end = at
    return kids[:end]
