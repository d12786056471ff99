"""Which part of a page is the story, and its paragraphs."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from novelspider.pages.blocks import Block, Blocks
from novelspider.pages.paragraphs import Reader
from novelspider.site import Site, compile_selector

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from novelspider.pages.document import Document, Element

_HINTS = {"story": 1.4, "": 1.0, "note": 0.3, "chrome": 0.3, "talk": 0.1}
_DIGITS = re.compile(r"\d+")
_PRIVATE = re.compile("[\ue000-\uf8ff]")


@dataclass(frozen=True, slots=True)
class Body:
    """The story of one page. `paragraphs` are as the page has them, white space folded, noise and all.

    `chars` counts the characters of `paragraphs`, `prose` those that look like running text, `links` those inside links in the
    chosen elements. `flags`: `doubtful_body` where the structure of the page and its longest run of running text
    point to different elements, `obfuscated` where characters of a font of the site's own stand in the text."""

    paragraphs: tuple[str, ...] = ()
    illustrations: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    nodes: tuple[Element, ...] = ()
    flags: tuple[str, ...] = ()
    chars: int = 0
    prose: int = 0
    links: int = 0
    page_prose: int = 0
    """`prose` of the whole page, hidden parts left out."""
    roots: tuple[Block, ...] = field(default=(), repr=False, compare=False)
    blocks: Blocks | None = field(default=None, repr=False, compare=False)
    """All text of the page as blocks, `roots` those of `nodes`; for the readers that follow. Not for keeping: they hold the tree."""


def read_body(document: Document, *, site: Site = Site()) -> Body:
    """The story of a page; an empty Body where it has no text."""
    blocks = Blocks(document)
    if not blocks.all:
        return Body()
    chosen = site.selector("body")
    if chosen is not None:
        nodes = [node for node in chosen(document.root) if hasattr(node, "tag")]
        roots = [block for node in nodes if (block := blocks.of(node))]
        doubtful = False
    else:
        roots = _choose(blocks)
        nodes = [block.node for block in roots]
        doubtful = bool(roots) and not _agree(roots, _longest_run(blocks))
    removed = frozenset(node for one in site.remove for node in _select(document, one))
    reader = Reader(_Skip(document, blocks, roots, removed))
    for node in nodes:
        reader.read(node)
    flags = ["doubtful_body"] * doubtful
    if sum(len(_PRIVATE.findall(p)) for p in reader.paragraphs) >= 5:
        flags.append("obfuscated")
    return Body(
        paragraphs=tuple(reader.paragraphs),
        illustrations=tuple(dict.fromkeys(url for image in reader.images if (url := document.absolute(image)))),
        notes=tuple(_notes(blocks, roots, document)),
        nodes=tuple(nodes),
        roots=tuple(roots),
        blocks=blocks,
        flags=tuple(flags),
        chars=sum(map(len, reader.paragraphs)),
        prose=sum(block.all_prose for block in roots),
        links=sum(block.all_links for block in roots),
        page_prose=sum(block.prose for block in blocks.all if not block.hidden),
    )


def _select(document: Document, selector: str) -> Iterable[Element]:
    compiled = compile_selector(selector)
    return compiled(document.root) if compiled else ()


def _choose(blocks: Blocks) -> list[Block]:
    best: Block | None = None
    best_score = 0.0
    for block, score in _scores(blocks):
        if score > best_score:
            best, best_score = block, score
    if best is None:
        return []
    return _siblings(_widen(best))


def _scores(blocks: Blocks) -> Iterable[tuple[Block, float]]:
    """Every block with the running text that stands in it directly or as its paragraphs, links and names weighed in."""
    values: dict[int, int] = {}
    for block in reversed(blocks.all):
        if block.hidden:
            continue
        kids = [kid for kid in block.children if not kid.hidden and kid.hint not in ("chrome", "talk", "note")]
        prose = block.prose + sum(values.get(kid.order, 0) for kid in kids)
        chars = block.chars + sum(kid.all_chars for kid in kids if values.get(kid.order))
        links = block.links + sum(kid.all_links for kid in kids)
        texts = [kid for kid in kids if kid.all_chars]
        if block.lines >= 3 or block.prose > 1000:
            values[block.order] = 0
        elif not texts:
            values[block.order] = prose
        elif len(texts) == 1 and not block.prose and block.hint != "story":
            values[block.order] = values.get(texts[0].order, 0)
        if prose:
            share = links / (chars + links)
            yield block, prose * (1 - share) ** 2 * _HINTS[block.hint] * _outer_hint(block)


def _outer_hint(block: Block) -> float:
    factor, parent, steps = 1.0, block.parent, 0
    while parent is not None and steps < 8:
        if parent.hint == "talk":
            factor *= 0.3
        elif parent.hint in ("chrome", "note"):
            factor *= 0.6
        parent, steps = parent.parent, steps + 1
    return factor


def _widen(block: Block) -> Block:
    """The parent where `block` is but one of the story's own parts: a quoted letter, a table, a list."""
    parent = block.parent
    while parent is not None and parent.node.tag not in ("body", "html"):
        rest = parent.prose + sum(kid.prose for kid in parent.children if kid is not block and not kid.hidden and not kid.hint)
        links = parent.all_links - block.all_links
        weak = block.node.tag in ("p", "td", "tr", "tbody", "table", "li", "ul", "ol", "blockquote", "dd", "dl", "center")
        if links * 4 > rest or rest < (0.03 if weak else 0.3) * block.all_prose:
            break
        block, parent = parent, parent.parent
    return block


def _signature(block: Block) -> tuple[str, str]:
    names = (block.node.get("class") or "").split()
    return block.node.tag, _DIGITS.sub("", names[0] if names else "")


def _siblings(block: Block) -> list[Block]:
    """`block` and those beside it that are made alike: a chapter in several sections, all but one of them hidden or not."""
    parent = block.parent
    if parent is None or block.node.tag in ("body", "html"):
        return [block]
    signature = _signature(block)
    alike = [
        kid
        for kid in parent.children
        if kid is block
        or (_signature(kid) == signature and kid.hint == block.hint and kid.all_prose > 0.5 * kid.all_chars and kid.all_links * 10 < kid.all_chars)
    ]
    return alike


def _longest_run(blocks: Blocks) -> list[Block]:
    """The stretch of blocks with the most running text: the heaviest contiguous sum (Kadane), a block that is none costing
    its links and a constant."""
    best, best_at, total, start = 0.0, (0, 0), 0.0, 0
    shown = [block for block in blocks.all if block.chars and not block.hidden]
    for i, block in enumerate(shown):
        if total <= 0:
            total, start = 0.0, i
        total += block.prose - 3 * block.links - (0 if block.prose else 15)
        if total > best:
            best, best_at = total, (start, i + 1)
    return shown[slice(*best_at)]


def _agree(roots: Sequence[Block], run: Sequence[Block]) -> bool:
    inside = sum(block.prose for block in run if any(Blocks.within(block, root) for root in roots))
    return 2 * inside >= 0.75 * (sum(block.prose for block in run) + sum(root.all_prose for root in roots))


@dataclass(slots=True)
class _Skip:
    """Which elements inside the story are not of it."""

    document: Document
    blocks: Blocks
    roots: Sequence[Block]
    removed: frozenset[Element]
    majority: int = field(init=False)

    def __post_init__(self) -> None:
        self.majority = sum(root.all_prose for root in self.roots)

    def __call__(self, node: Element) -> bool:
        if node in self.removed:
            return True
        if node in self.document.hidden:
            return not any(node is root.node for root in self.roots)
        block = self.blocks.of(node)
        if block is None:
            return False
        if block.all_links * 2 > block.all_chars:
            return True
        if block.hint in ("", "story") or block.all_prose * 3 > self.majority:
            return False
        return node.tag != "p" or block.hint in ("talk", "note") or block.prose * 3 < block.chars


def _notes(blocks: Blocks, roots: Sequence[Block], document: Document) -> Iterable[str]:
    last: Block | None = None
    for block in blocks.all:
        if block.hint == "note" and not block.hidden and block.all_chars and not Blocks.within(block, last or roots[0]) or not roots:
            if any(Blocks.within(root, block) for root in roots) or (last is not None and Blocks.within(block, last)):
                continue
            last = block
            reader = Reader(lambda node: node in document.hidden)
            reader.read(block.node)
            yield from reader.paragraphs
