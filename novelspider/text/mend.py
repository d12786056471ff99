"""Paragraphs that a site broke where the author did not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from novelspider.text.sentences import (
    BULLET,
    NEVER_FIRST,
    PARTICLES,
    QUOTES_CLOSE,
    QUOTES_OPEN,
    STOPS,
    glue,
    is_unfinished,
    names_a_thing,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

_ENDINGS = QUOTES_CLOSE | {'"'}


def mend_paragraphs(paragraphs: Sequence[str]) -> tuple[str, ...]:
    """Paragraphs with the breaks taken out that some sites put behind every closing quote: `…寻求“稀疏”` and `这一概念。` are
    one sentence. Joined only where the quoted words are no speech, the line has no end, and the next one goes on and ends.
    Dialogue, verse and lists stay as they are."""
    mended: list[str] = []
    before = ""
    for line in paragraphs:
        # Most pairs of lines are told by a character or two.
        seems = line[:1] in NEVER_FIRST or (before[-1:] in _ENDINGS and before[-2:-1] not in STOPS)
        if seems and before and _broken(before, line):
            mended[-1] = before = glue(before, line)
        else:
            mended.append(line)
            before = line
    return tuple(mended)


def _broken(before: str, after: str) -> bool:
    if not before or not after or not before.strip() or not after.strip():
        return False
    if after[0] in NEVER_FIRST:
        return before[-1] not in STOPS and any(c.isalnum() for c in after)
    if not names_a_thing(before) or BULLET.match(after) or after[0] in QUOTES_OPEN or after[0] == '"':
        return False
    if after[0].isascii() and (not after[0].islower() or after[-1] not in '.!?…"”,;:'):
        return False
    return after[0] in PARTICLES or (after[0].isalnum() and (not is_unfinished(after) or names_a_thing(after)))
