"""Which part of a page is the story, and its paragraphs."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from novelspider.pages.blocks import Block, Blocks
from novelspider.pages.brief import brief
from novelspider.pages.doubt import is_doubtful
from novelspider.pages.hints import hint
from novelspider.pages.lead import without_lead
from novelspider.pages.margins import margins
from novelspider.pages.paragraphs import Reader
from novelspider.pages.remarks import labelled, remarks
from novelspider.pages.story import choose, last_turn
from novelspider.site import Site, compile_selector

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml import etree

    from novelspider.pages.document import Document, Element

_AFTER_TURN = 0.15  # of the characters: more than that is story, and the links stand above it
_MARK_TAGS = frozenset(("span", "i", "em", "sup", "small"))  # counts of comments, pages of the printed book
_FOLLOWING = 4  # blocks: a box behind the story, its heading, its text, its button
_PRIVATE = re.compile("[\ue000-\uf8ff]")


@dataclass(frozen=True, slots=True)
class Body:
    """The story of one page. `paragraphs` are as the page has them, white space folded, noise and all.

    `chars` counts the characters of `paragraphs`, `prose` those that look like running text, `links` those inside links in the
    chosen elements. `flags`: `doubtful_body` where another text of the page is as long and nothing tells
    which of the two is the story, `obfuscated` where characters of a font of the site's own stand in the text."""

    paragraphs: tuple[str, ...] = ()
    illustrations: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    forewords: int = 0
    """How many of `notes` stand before the story."""
    nodes: tuple[Element, ...] = ()
    flags: tuple[str, ...] = ()
    chars: int = 0
    prose: int = 0
    links: int = 0
    page_prose: int = 0
    """`prose` of the whole page, hidden parts left out."""
    roots: tuple[Block, ...] = field(default=(), repr=False, compare=False)
    blocks: Blocks | None = field(default=None, repr=False, compare=False)
    """All text of the page as blocks, `roots` those of `nodes`: for the readers that follow, not for keeping."""

    def following(self) -> list[str]:
        """The short texts in sight right behind the story."""
        if self.blocks is None or not self.roots:
            return []
        end = self.roots[-1].end + 1
        return [brief(block.node) for block in self.blocks.all[end : end + _FOLLOWING] if not block.hidden]


def read_body(document: Document, *, site: Site = Site(), unveiled: bool = False) -> Body:
    """The story of a page; an empty Body where it has no text. `unveiled` where the page is known for a chapter's: a story of
    any length that is hidden is read then, where none is shown."""
    blocks = Blocks(document)
    if not blocks.all:
        return Body()
    chosen = site.selector("body")
    if chosen is not None:
        nodes = _select(document, chosen)
        roots = [block for node in nodes if (block := blocks.of(node))]
        doubtful = False
    else:
        roots = choose(document, blocks, unveiled=unveiled)
        nodes = [block.node for block in roots]
        doubtful = bool(roots) and is_doubtful(document, blocks, roots)
    removed = frozenset(node for one in site.remove for node in _select(document, compile_selector(one)))
    turn = last_turn(document) if roots else None
    called = labelled(blocks, roots)
    reader = Reader(_Skip(document, blocks, roots, removed.union(block.node for block in called)), turn)
    for node in nodes:
        reader.read(node)
    paragraphs = without_lead(_to_the_turn(reader), document.head_title)
    notes = [*remarks(document, blocks, roots, called)]
    flags = ["doubtful_body"] * doubtful
    if sum(len(_PRIVATE.findall(p)) for p in paragraphs) >= 5:
        flags.append("obfuscated")
    return Body(
        paragraphs=tuple(paragraphs),
        illustrations=tuple(dict.fromkeys(url for image in reader.images if (url := document.absolute(image)))),
        notes=tuple(line for line, _ in notes),
        forewords=sum(before for _, before in notes),
        nodes=tuple(nodes),
        roots=tuple(roots),
        blocks=blocks,
        flags=tuple(flags),
        chars=sum(map(len, paragraphs)),
        prose=sum(block.all_prose for block in roots),
        links=sum(block.all_links for block in roots),
        page_prose=sum(block.prose for block in blocks.all if not block.hidden),
    )


def _to_the_turn(reader: Reader) -> list[str]:
    """The paragraphs up to the last link to another chapter, where little follows: the site's own words stand there."""
    paragraphs, at = reader.paragraphs, reader.marked
    if at is None or sum(map(len, paragraphs[at:])) > _AFTER_TURN * sum(map(len, paragraphs)):
        return paragraphs
    return paragraphs[:at]


def _select(document: Document, selector: etree.XPath | None) -> list[Element]:
    """The elements that a selector finds; what else XPath can give (strings, numbers) holds no story."""
    found = selector(document.root) if selector else ()
    return [node for node in found if isinstance(getattr(node, "tag", None), str)] if isinstance(found, list) else []


@dataclass(slots=True)
class _Skip:
    """Which elements inside the story are not of it."""

    document: Document
    blocks: Blocks
    roots: Sequence[Block]
    removed: frozenset[Element]
    majority: int = field(init=False)
    away: frozenset[Element] = field(init=False)

    def __post_init__(self) -> None:
        self.majority = sum(root.all_prose for root in self.roots)
        edges = (node for root in self.roots for node in margins(root))
        self.away = self.removed.union(self.document.hidden, edges)

    def __call__(self, node: Element) -> bool:
        if node in self.away or node.tag == "figcaption":
            return True
        block = self.blocks.of(node)
        if block is None:
            name = node.get("class") if node.tag in _MARK_TAGS else None
            return name is not None and (hint(name) == "talk" or "pagenum" in name.lower())
        if block.all_links * 2 > block.all_chars:
            return True
        if block.hint == "talk":
            return True
        if block.hint in ("", "story") or block.all_prose * 3 > self.majority:
            return False
        return block.tag != "p" or block.hint == "note" or block.prose * 3 < block.chars
