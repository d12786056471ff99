"""How a site spreads a chapter over pages, and what it does to the text on the way."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

Seam = Literal["clean", "overlap", "cut"]
_STOPS = "。！？；…"


def spread(paragraphs: Sequence[str], pages: int, seam: Seam = "clean") -> list[list[str]]:
    """`paragraphs` over `pages` pages of nearly the same length, at least one paragraph each.

    `seam`: "clean" breaks between paragraphs; "overlap" repeats the last paragraph of a page at the head of the next; "cut"
    breaks in the middle of the last paragraph of a page, within a sentence.
    Raises ValueError for more pages than paragraphs."""
    if not 1 <= pages <= len(paragraphs):
        raise ValueError(f"{len(paragraphs)} paragraphs do not fill {pages} pages")
    bounds = [round(i * len(paragraphs) / pages) for i in range(pages + 1)]
    spread_out = [list(paragraphs[a:b]) for a, b in pairwise(bounds)]
    for page, following in pairwise(spread_out):
        if seam == "overlap":
            following.insert(0, page[-1])
        elif seam == "cut":
            head, tail = _cut(page[-1])
            page[-1] = head
            following.insert(0, tail)
    return spread_out


def _cut(paragraph: str) -> tuple[str, str]:
    """Two parts, neither empty, the break between two letters near the middle."""
    middle = len(paragraph) // 2
    letters = [i for i in range(1, len(paragraph)) if paragraph[i - 1].isalnum() and paragraph[i].isalnum()]
    place = min(letters, key=lambda i: abs(i - middle), default=middle)
    return paragraph[:place], paragraph[place:]


def break_after_quotes(paragraphs: Sequence[str]) -> list[str]:
    """Break each paragraph after a closing quote that stands inside a sentence: `…管这叫“借风”` / `这一说法，…`, as sites do
    that take every closing quote for the end of a line of dialogue. Dialogue itself stays whole."""
    broken: list[str] = []
    for paragraph in paragraphs:
        start = 0
        for place in range(1, len(paragraph) - 1):
            inside = paragraph[place - 1] not in _STOPS and paragraph[place + 1].isalnum()
            if paragraph[place] == "”" and inside:
                broken.append(paragraph[start : place + 1])
                start = place + 1
        broken.append(paragraph[start:])
    return broken
