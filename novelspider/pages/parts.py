"""All parts of a story, from the block that holds most of it."""

from __future__ import annotations

import re
from itertools import islice, pairwise, takewhile
from typing import TYPE_CHECKING

from novelspider.pages.notices import is_notice

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from novelspider.pages.blocks import Block

BESIDE = ("chrome", "talk", "note")
"""Hints of what stands beside a story or in it without being of it."""
HEADING_TAGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_PART_TAGS = frozenset(("p", "td", "tr", "tbody", "table", "li", "ul", "ol", "blockquote", "dd", "dl", "center"))
_DIGITS = re.compile(r"\d+")
_DEEPEST = 6  # elements around one part: editors of blogs wrap each in five
_MOST_BETWEEN = 40  # elements
_LEAST_PART = 4  # a part of the story made otherwise has a quarter of its text at least


def all_parts(block: Block) -> list[Block]:
    """The blocks of the story that `block` holds most of, in document order: fewer elements around it, or more of them."""
    block = _widen(_narrow(block))
    alike = _siblings(block)
    return alike if len(alike) > 1 else _adjoining(block)


def _narrow(block: Block) -> Block:
    """The one element in `block` that holds all of its running text, where nothing beside it is made alike: a chapter in
    one line, or broken into lines that are no elements of their own."""
    while not block.prose:
        holders = [kid for kid in block.children if kid.all_prose]
        if len(holders) != 1 or sum(_signature(kid) == _signature(holders[0]) for kid in block.children) > 1:
            break
        block = holders[0]
    return block


def _widen(block: Block) -> Block:
    """The parent where `block`, itself without a telling name, is but one part of the story: a letter, a table, a list
    between paragraphs that stand in the parent directly. Any text of a parent that is named as a story is of it."""
    parent = block.parent
    while parent is not None and parent.tag not in ("body", "html") and block.hint != "story":
        weak = block.tag in _PART_TAGS
        kids = (kid for kid in parent.children if kid is not block)
        rest = parent.prose + sum(kid.prose for kid in kids if not kid.children and not kid.hidden and not kid.hint)
        if (parent.all_links - block.all_links) * 4 > rest:
            break
        if not (parent.chars and _is_named(parent)) and rest < (0.03 if weak else 0.3) * block.all_prose:
            break
        block, parent = parent, parent.parent
    return block


def _is_named(block: Block) -> bool:
    """Is `block`, or the one around it with nothing else in it, named as a story?"""
    outer = block.parent
    return block.hint == "story" or (
        not block.hint and outer is not None and outer.hint == "story" and len(outer.children) == 1
    )


def _signature(block: Block) -> tuple[str, str]:
    names = (block.node.get("class") or "").split()
    return block.tag, _DIGITS.sub("", names[0] if names else "")


def _siblings(block: Block) -> list[Block]:
    """`block` and those made alike: a chapter in several sections of one page, often all but one of them hidden.

    Alike is what stands under the same parent with the same names on the way down, up to six elements deep."""
    path: list[tuple[str, str]] = []
    outer: Block | None = block
    while outer is not None and len(path) < _DEEPEST and outer.tag not in ("body", "html"):
        path.insert(0, _signature(outer))
        parent = outer.parent
        if parent is None:
            break
        named = any(name for _, name in path)
        alike = [
            found
            for kid in parent.children
            if (found := _descend(kid, path)) and (found is block or _is_section(found, block, named))
        ]
        if len(alike) > 1:
            return alike
        if 4 * sum(kid.all_prose for kid in parent.children if kid is not outer) > block.all_prose:
            break
        outer = parent
    return [block]


def _descend(block: Block, path: Sequence[tuple[str, str]]) -> Block | None:
    """The block at the end of `path`, which `block` begins; None where the names differ or two fit."""
    if _signature(block) != path[0]:
        return None
    for step in path[1:]:
        fitting = [kid for kid in block.children if _signature(kid) == step]
        if len(fitting) != 1:
            return None
        block = fitting[0]
    return block


def _is_section(block: Block, story: Block, named: bool) -> bool:
    """Is `block` running text as `story` is? Without a name in common it must also have some length
    and no heading of its own."""
    if block.hint != story.hint or block.all_links * 10 > block.all_chars or block.all_prose * 2 < block.all_chars:
        return False
    if block.hidden and (len(block.children) + block.lines < 2 or block.all_prose * 10 < story.all_prose):
        return False
    if is_notice(block):
        return False
    return named or (block.all_prose * 5 > story.all_prose and not any(kid.tag in HEADING_TAGS for kid in block.children))


def _adjoining(story: Block) -> list[Block]:
    """`story` and the running text right before and behind it under the same parent, whatever its name. A heading, links or
    what is named as something else ends it."""
    if story.parent is None or story.tag in ("body", "html"):
        return [story]
    kids = [kid for kid in story.parent.children if kid.hidden is story.hidden]
    at = kids.index(story)
    before = [*_adjoined(kids[at::-1], story)]
    return [*before[::-1], story, *_adjoined(kids[at:], story)]


def _adjoined(kids: Sequence[Block], story: Block) -> Iterable[Block]:
    """Those of `kids` that go on from the first, which is `story`."""
    for last, kid in pairwise(kids):
        if _parted_by_links(last, kid):
            return
        if kid.all_links or kid.hint in BESIDE or kid.tag in HEADING_TAGS or _begins_with_heading(kid):
            return
        if 5 * kid.all_prose >= 4 * kid.all_chars and _LEAST_PART * kid.all_prose > story.all_prose:
            yield kid
        elif kid.all_prose:
            return


def _parted_by_links(one: Block, other: Block) -> bool:
    """Do links stand between two blocks, themselves in none: the turns under a chapter?"""
    first, second = (one.node, other.node) if one.order < other.order else (other.node, one.node)
    if first.getparent() is not second.getparent():
        return False
    between = takewhile(lambda node: node is not second, islice(first.itersiblings(), _MOST_BETWEEN))
    return any(node.tag == "a" and node.get("href") for node in between)


def _begins_with_heading(block: Block) -> bool:
    return bool(block.children) and block.children[0].tag in HEADING_TAGS
