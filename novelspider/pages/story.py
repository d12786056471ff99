"""Where the story stands, found by the structure of the page."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from novelspider.pages.document import squeeze
from novelspider.pages.notices import is_notice
from novelspider.pages.parts import BESIDE, HEADING_TAGS, all_parts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from novelspider.pages.blocks import Block, Blocks
    from novelspider.pages.document import Document, Element

# How much the name of an element counts for or against it; on saved pages of forty sites any values in this order did.
_HINTS = {"story": 1.4, "": 1.0, "note": 0.1, "chrome": 0.2, "talk": 0.02}
_VEILED_CHARS = 500
_RIVAL, _BEHIND = 5.0, 0.2  # a block with a fifth of the best one's score is asked for; what stands behind the turns counts so
_LAST_LINKS = 150  # the footer, a list of books, the links under a chapter
_WAYS = frozenset(("next", "previous", "toc"))
_NEAR_BLOCKS = 12  # between the chapter's heading and its text: date, author, settings
_HEADING_CHARS = 120
_ASIDE = re.compile(
    r"简介|簡介|推荐|推薦|热门|熱門|相关|相關|猜你|评论|評論|书评|書評|同类|[都在还還也]看|看[过過]|新书|新書|人[气氣]|排行|あらすじ|おすすめ|関連|感想"
    r"|synopsis|about|related|recommend|you may|also like|comments|reviews|summary|댓글|추천"
    r"|bình luận|giới thiệu|đề cử|résumé|commentaires|reseñas|комментарии|описание",
    re.I,
)
_NOTICED = 5  # of the best blocks, how many are asked whether they are one


def choose(document: Document, blocks: Blocks, *, unveiled: bool = False) -> list[Block]:
    """The blocks that hold the story, in document order. Where what is shown is a small part of what is hidden, a script
    will show it: sites fade the story in. `unveiled` where even a little hidden text is the story if nothing is shown."""
    titles = title_places(document, blocks)
    shown = _best(document, blocks, _scores(blocks, titles, hidden=False))
    best = shown
    if any(block.hidden for block in blocks.all):
        veiled = _best(document, blocks, _scores(blocks, titles, hidden=True))
        if veiled and veiled[1] > (0 if unveiled else _VEILED_CHARS) and (shown is None or veiled[1] > 5 * shown[1]):
            best = veiled
    if best is None:
        return (_veiled(blocks) if unveiled else []) or _named(blocks)
    return _before_the_turn(document, blocks, all_parts(best[0]))


def _before_the_turn(document: Document, blocks: Blocks, parts: list[Block]) -> list[Block]:
    """`parts` up to the last link to another chapter, where nothing but their tag makes them alike: behind it others talk."""
    if len(parts) < 2 or any(block.node.get("class") or block.node.get("id") for block in parts):
        return parts
    turn = turn_place(document, blocks)
    return [block for block in parts if block.order <= turn] or parts


def _best(document: Document, blocks: Blocks, scored: Sequence[tuple[Block, float]]) -> tuple[Block, float] | None:
    """The best of `scored`. Where another comes near it, the last link to a next or previous chapter is looked for: what
    stands behind it is not the chapter if something before it may be, nor ever if it is a list of other books."""
    scored = _without_notices(scored)
    best = max(scored, key=_score, default=None)
    if best and _is_list_of_books(best[0]) and 0 < (turn := turn_place(document, blocks)) < best[0].order:
        scored = [(block, value) for block, value in scored if block.order < turn or not _is_list_of_books(block)]
        best = max(scored, key=_score, default=None)
    if best is None or not any(_RIVAL * value > best[1] and block.order < best[0].order for block, value in scored):
        return best
    turn = turn_place(document, blocks)
    if best[0].order <= turn or all(turn < block.order for block, _ in scored):
        return best
    return max(scored, key=lambda pair: pair[1] * (_BEHIND if pair[0].order > turn else 1.0))


def _score(pair: tuple[Block, float]) -> float:
    return pair[1]


def _is_list_of_books(block: Block) -> bool:
    return _has_teasers(block, block.children)


def _without_notices(scored: Sequence[tuple[Block, float]]) -> Sequence[tuple[Block, float]]:
    """`scored` without those near the best that are notices of the site; as it is where nothing else is left."""
    high = sorted(scored, key=lambda pair: -pair[1])[:_NOTICED]
    notices = {block.order for block, _ in high if is_notice(block)}
    return [pair for pair in scored if pair[0].order not in notices] or scored


def last_turn(document: Document) -> Element | None:
    """The last link that is labelled as the next or previous chapter or page, among the last hundred or so; where there is
    none, the last that says just next or previous beside one that leads another way."""
    anchors, labels = document.anchors[: -_LAST_LINKS - 1 : -1], document.labels[: -_LAST_LINKS - 1 : -1]
    turns = [at for at, label in enumerate(labels) if label.direction in ("next", "previous")]
    sure = next((at for at in turns if labels[at].unit), None)
    if sure is None:
        near = {at: {label.direction for label in labels[max(0, at - 2) : at + 3]} for at in turns if labels[at].weight == 1.0}
        sure = next((at for at in near if len(near[at] & _WAYS) > 1), None)
    return None if sure is None else anchors[sure].node


def turn_place(document: Document, blocks: Blocks) -> int:
    """The order of the last block that begins before `last_turn`; 0 where there is no such link."""
    node = last_turn(document)
    home = blocks.home(node) if node is not None else None
    if home is None:
        return 0
    while node is not None and node is not home.node:
        before = (block for sibling in node.itersiblings(preceding=True) if (block := blocks.of(sibling)))
        if (block := next(before, None)) is not None:
            return block.end
        node = node.getparent()
    return home.order


def _veiled(blocks: Blocks) -> list[Block]:
    """The hidden block with the most running text that nothing calls by another name than a story's, and those made alike."""
    tops = [block for block in blocks.all if block.hidden and block.all_prose and not (block.parent and block.parent.hidden)]
    found = [block for block in tops if block.hint not in BESIDE and _outer_hint(block) == 1.0]
    best = max(found, key=lambda block: block.all_prose, default=None)
    if best is None:
        return []
    alike = [one for one in found if one.parent is best.parent and one.node.get("class") == best.node.get("class")]
    return alike if len(alike) > 1 else all_parts(best)


def _named(blocks: Blocks) -> list[Block]:
    """The most text in a block named as a story, for pages where nothing looks like running text: verse, pictures."""
    named = [block for block in blocks.all if block.hint == "story" and not block.hidden and _outer_hint(block) == 1.0]
    return [max(named, key=lambda block: block.all_chars - 2 * block.all_links)] if named else []


def title_places(document: Document, blocks: Blocks) -> list[int]:
    """Where headings stand that the `<title>` repeats."""
    head = document.head_title
    headings = [block for block in blocks.all if block.tag in ("h1", "h2", "h3") and 1 < block.all_chars < 100]
    return [block.order for block in headings[:20] if squeeze("".join(block.node.itertext())) in head]


def _scores(blocks: Blocks, titles: Sequence[int], *, hidden: bool) -> list[tuple[Block, float]]:
    """The blocks that are more than one paragraph, in document order, with the running text in them or in their paragraphs;
    links, names, a heading close before it and teasers (a linked title, then a paragraph, over and over) weighed in."""
    values: dict[int, int] = {}
    found: list[tuple[Block, int, float]] = []
    for block in reversed(blocks.all):
        if block.hidden is not hidden or not block.all_prose:
            continue
        prose, chars, links = block.prose, block.chars, block.links
        texts: list[Block] = []
        for kid in block.children:
            if kid.hidden is hidden and kid.hint not in BESIDE:
                value = values.get(kid.order, 0)
                prose += value
                chars += kid.all_chars if value else 0
                links += kid.all_links
                if kid.all_chars:
                    texts.append(kid)
        teasers = bool(texts) and _has_teasers(block, texts)
        if block.lines >= 3 or block.prose > 1000 or teasers:
            pass
        elif not texts:
            values[block.order] = prose
        elif len(texts) == 1 and not block.chars and block.hint != "story":
            values[block.order] = values.get(texts[0].order, 0)
        heading = block.tag in HEADING_TAGS and chars < _HEADING_CHARS
        if prose and not heading and (not values.get(block.order) or block.hint == "story" or block.parent is None):
            weight = (1 - links / (chars + links)) ** 2 * _HINTS[block.hint] * _outer_hint(block)
            found.append((block, prose, weight * (0.1 if teasers or _is_labelled_aside(texts, titles) else 1.0)))
    found.reverse()
    sizes = {block.order: (block, prose) for block, prose, _ in found}
    return [(block, prose * weight * _nearness(block, prose, titles, sizes)) for block, prose, weight in found]


def _nearness(block: Block, prose: int, titles: Sequence[int], sizes: Mapping[int, tuple[Block, int]]) -> float:
    """More for what stands close behind a heading of the chapter, unless something else of some length stands between.
    `sizes` are the blocks that may be a story, and how much running text is in them, by their order."""
    for at in titles:
        if at - 3 <= block.order <= at + _NEAR_BLOCKS:
            others = [sizes[order] for order in range(at + 1, block.order) if order in sizes]
            if max((size for other, size in others if other.end < block.order), default=0) * 5 < prose:
                return 1.5
    return 1.0


def _has_teasers(block: Block, texts: Sequence[Block]) -> bool:
    """Does a linked title stand before every other paragraph, or at its beginning?"""
    paragraphs = sum(2 * kid.all_prose > kid.all_chars for kid in texts)
    titled = min(block.link_pieces, paragraphs)
    if not titled:
        titled = sum(kid.all_links > 1 and 2 * kid.all_prose > kid.all_chars and _opens_with_link(kid) for kid in texts)
    for before, after in pairwise(texts):
        linked = before.link_pieces < 2 and 2 * before.all_links > before.all_chars  # of two links it would be a pager
        titled += linked and 2 * after.all_prose > after.all_chars
    return titled > 0 and titled * 2 >= paragraphs


def _opens_with_link(block: Block) -> bool:
    """Is the first text of `block` that of a link to another page?"""
    node = block.node
    while not (node.text and node.text.strip()):
        node = next(iter(node), None)
        if node is None or not isinstance(node.tag, str):
            return False
        if node.tag == "a":
            return not (node.get("href") or "#").startswith("#")
    return False


def _is_labelled_aside(texts: Sequence[Block], titles: Sequence[int]) -> bool:
    """Does the block begin with a heading, not the chapter's, that says it is about books, not one?"""
    first = texts[0] if texts else None
    if first is None or first.tag not in HEADING_TAGS or first.all_chars > 40 or first.order in titles:
        return False
    return _ASIDE.search("".join(first.node.itertext())) is not None


def _outer_hint(block: Block) -> float:
    factor, parent, steps = 1.0, block.parent, 0
    while parent is not None and steps < 8:
        if parent.hint == "talk":
            factor *= 0.1
        elif parent.hint in ("chrome", "note"):
            factor *= 0.6
        parent, steps = parent.parent, steps + 1
    return factor
