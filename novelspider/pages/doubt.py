"""Whether another text of the page may be the story: a second opinion on the choice made by the page's structure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from novelspider.pages.notices import is_notice
from novelspider.pages.parts import BESIDE, HEADING_TAGS
from novelspider.pages.story import title_places, turn_place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from novelspider.pages.blocks import Block, Blocks
    from novelspider.pages.document import Document

_COMPARABLE = 0.3  # of the story's running text: what has less is no other story
_WORTH_A_LOOK = 0.1  # the same for what stands where a story would, while the story chosen does not
_SHORTEST = 80  # characters of running text: a line of facts is no other story
_GAP = 15  # characters that a block without running text costs a run, and three for each one in a link


def is_doubtful(document: Document, blocks: Blocks, roots: Sequence[Block]) -> bool:
    """Whether a run of running text outside `roots`, the story chosen, is another text of comparable weight, and neither
    names nor headings nor the links to other chapters tell which of the two is the story."""
    prose = sum(root.all_prose for root in roots)
    shown = [block for block in blocks.all if block.chars and not block.hidden]
    before = [block for block in shown if block.order < roots[0].order and not roots[0].within(block)]
    after = [block for block in shown if block.order > roots[-1].end]
    for rival in map(longest_run, (before, after)):
        other = sum(block.prose for block in rival)
        if other < max(_SHORTEST, _WORTH_A_LOOK * prose):
            continue
        told = _told_by_names(roots, rival) + _told_by_place(document, blocks, roots, rival)
        if told <= 0 and other >= (_WORTH_A_LOOK if told else _COMPARABLE) * prose:
            return True
    return False


def longest_run(shown: Sequence[Block]) -> Sequence[Block]:
    """The stretch of `shown` with the most running text: the heaviest contiguous sum (Kadane)."""
    best, best_at, total, start = 0.0, (0, 0), 0.0, 0
    for i, block in enumerate(shown):
        if total <= 0:
            total, start = 0.0, i
        prose = 0 if block.hint == "chrome" else block.prose
        total += prose - 3 * block.links - (0 if prose else _GAP)
        if total > best:
            best, best_at = total, (start, i + 1)
    return shown[slice(*best_at)]


def _told_by_names(roots: Sequence[Block], rival: Sequence[Block]) -> int:
    """What the names say of the elements that hold one of the two but not the other: 1 for the story, -1 for its rival."""
    return _named(roots[0], rival[0]) - _named(rival[0], roots[0])


def _named(block: Block, other: Block) -> int:
    """1 where `block` is called a story, -1 where it is called something beside one, 0 where neither."""
    said = 0
    inner: Block | None = block
    while inner is not None and not other.within(inner):
        if inner.hint in BESIDE:
            return -1
        said |= inner.hint == "story"
        inner = inner.parent
    return said


def _told_by_place(document: Document, blocks: Blocks, roots: Sequence[Block], rival: Sequence[Block]) -> int:
    """What stands between the two: the chapter's title before the second of them, or behind the first a link to another
    chapter, a heading, or words by which a site speaks. 1 for the story, -1 for its rival, 0 where nothing tells."""
    if is_notice(rival[0]) != is_notice(roots[0]):
        return 1 if is_notice(rival[0]) else -1
    first_is = 1 if roots[0].order < rival[0].order else -1
    end, start = (roots[-1].end, rival[0].order) if first_is > 0 else (rival[-1].end, roots[0].order)
    titles = title_places(document, blocks)
    if any(end < at < start for at in titles):
        return -first_is
    turn = turn_place(document, blocks)
    headed = any(block.tag in HEADING_TAGS and block.all_chars for block in blocks.all[end + 1 : start + 1])
    if end <= turn < start or (headed and any(at < end for at in titles)):
        return first_is
    return 0
