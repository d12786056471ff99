"""What authors say beside their story: blocks that are named so, or that begin with the words for it."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from novelspider.pages.document import squeeze
from novelspider.pages.paragraphs import Reader
from novelspider.pages.parts import HEADING_TAGS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from novelspider.pages.blocks import Block, Blocks
    from novelspider.pages.document import Document

_LABEL = (
    r"作者(?:有[话話]要?[说說]|的?[话話]|留言|感言|[说說])|[题題]外[话話]|[译譯]者(?:的?[话話]|[注註])|前書き|まえがき|後書き|あとがき"
    r"|(?:author|translator|tl|editor)['’]?s?['’]? (?:notes?|thoughts?)|notes? (?:from|by) (?:the )?(?:author|editor)"
    r"|a note from [^:：.!?]{1,40}|작가의 ?(?:말|한마디)|작가 ?후기|lời (?:của )?(?:tác giả|người dịch)|tác giả có lời muốn nói"
    r"|ghi chú(?: của (?:tác giả|người dịch))?|notes? (?:de l['’]auteure?|d['’]auteure?|du traducteur|de la traductrice)"
    r"|notas? (?:del? |do |da |de la )?(?:autora?|traductora?|tradutora?)"
    r"|примечани[ея](?: (?:автора|переводчика|к (?:части|главе)))?"
    r"|от (?:автора|переводчика)|catatan (?:penulis|penerjemah)|anmerkung(?:en)? de[sr] (?:autors|autorin)|จากนักเขียน"
)
_IS_LABEL = re.compile(rf"\W{{0,4}}(?:{_LABEL})\W{{0,3}}", re.I)
_BEGINS = re.compile(rf"\W{{0,4}}(?:{_LABEL})\s{{0,2}}[:：][)）】\]]?\s{{0,4}}", re.I)
_ENDS = re.compile(rf"(?:{_LABEL})\W{{0,3}}$", re.I)
# What stands where remarks do and says only that, or where, they stand.
_POINTS = re.compile(
    r"\W{0,3}(?:(?:chapter |end |more )?notes?|see (?:the )?(?:end|start|beginning) of (?:the |this )?\w{4,7}"
    r" for (?:\w+ ){0,2}(?:notes?|comments|works inspired by this one|translations?)(?: and .{3,30})?)\W{0,3}",
    re.I,
)
_LONGEST_LABEL, _LONGEST_SIGNED = 60, 30  # characters; a name may stand before it
_MOST_NAMED = 50
_BEFORE, _BEHIND = 12, 30  # blocks around the story in which a label is looked for
_PIECES = 4
_MOST = 3  # blocks of text after a label that stands alone


def remarks(document: Document, blocks: Blocks, roots: Sequence[Block], called: Sequence[Block]) -> Iterator[tuple[str, bool]]:
    """The paragraphs of the author's remarks, in document order and without their label, each with whether it stands before
    the story. Named ones beside the story or in it; labelled ones (`called`, from `labelled`) beside it, and in it where they
    are blocks of their own. None in menus, comments or the footer."""
    named = [block for block in blocks.all if block.hint == "note" and not block.hidden and block.all_chars][:_MOST_NAMED]
    found = [one for one, after in zip(named, (*named[1:], None), strict=False) if after is None or not after.within(one)]
    found += called
    middle = (roots[0].order + roots[-1].end) / 2 if roots else 0.0
    done: list[Block] = []
    for block in sorted(found, key=lambda block: block.order):
        held = any(root.within(block) for root in roots) or any(block.within(other) for other in done)
        if not held and not _is_aside(block):
            done.append(block)
            reader = Reader(lambda node: node in document.hidden)
            reader.read(block.node)
            lines = (line for line in _without_label(reader.paragraphs) if not _POINTS.fullmatch(line))
            yield from ((line, block.order < middle) for line in lines)


def labelled(blocks: Blocks, roots: Sequence[Block]) -> list[Block]:
    """The blocks that a label calls remarks, in the story at its ends and close around it."""
    if not roots:
        return []
    story = roots[0].order, roots[-1].end
    around = [*blocks.all[max(0, story[0] - _BEFORE) : story[0]], *blocks.all[story[1] + 1 : story[1] + 1 + _BEHIND]]
    found = [remark for block in around if _is_labelled(block) for remark in _after(block, roots)]
    kids = [kid for root in roots for kid in root.children]
    most = sum(root.all_prose for root in roots)
    edges = kids if len(kids) <= 8 else [*kids[:3], *kids[-5:]]
    return found + [kid for kid in edges if kid.tag != "p" and 3 * kid.all_prose < most and _begins(kid)]


def _is_labelled(block: Block) -> bool:
    """Whether one of the first pieces of a block's text is nothing but a label, or its first one begins with one."""
    if block.hidden or not 1 < block.all_chars < 4000:
        return False
    pieces = [piece for text in islice(block.node.itertext(), 2 * _PIECES) if (piece := squeeze(text))]
    return any(map(_is_label, pieces[:_PIECES])) or (bool(pieces) and _BEGINS.match(pieces[0]) is not None)


def _begins(block: Block) -> bool:
    """Whether the text of a block begins with a label."""
    first = next((piece for text in block.node.itertext() if (piece := squeeze(text))), "")
    return _BEGINS.match(first) is not None or _is_label(first)


def _is_label(text: str) -> bool:
    return len(text) <= _LONGEST_LABEL and _IS_LABEL.fullmatch(text) is not None


def _after(block: Block, roots: Sequence[Block]) -> Iterable[Block]:
    """The remark itself: `block` with its label, or where it holds but that, the texts that follow."""
    if any(root.within(block) for root in roots):
        return []
    if block.all_prose:
        return [block]
    kids = block.parent.children if block.parent is not None else []
    found = []
    for kid in kids[kids.index(block) + 1 :] if block in kids else []:
        if not kid.all_prose or kid.all_links * 2 > kid.all_chars or kid.tag in HEADING_TAGS or kid in roots:
            break
        found.append(kid)
        if len(found) == _MOST:
            break
    return found


def _without_label(paragraphs: Sequence[str]) -> Sequence[str]:
    """`paragraphs` without the label at their start, and without the name before it."""
    for at, line in enumerate(paragraphs[:2]):
        if (len(line) <= _LONGEST_SIGNED and _ENDS.search(line)) or _is_label(line):
            return paragraphs[at + 1 :]
    match = _BEGINS.match(paragraphs[0]) if paragraphs else None
    return paragraphs if match is None else [rest for rest in (paragraphs[0][match.end() :], *paragraphs[1:]) if rest]


def _is_aside(block: Block) -> bool:
    parent = block.parent
    while parent is not None:
        if parent.hint in ("talk", "chrome"):
            return True
        parent = parent.parent
    return False
