"""Paragraphs that a site broke where the author did not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from novelspider.text.breaks import begins_anew, continues, goes_on_small, waits
from novelspider.text.sentences import (
    BULLET,
    NEVER_FIRST,
    PAUSES,
    QUOTES_CLOSE,
    QUOTES_OPEN,
    STOPS,
    closes,
    depth,
    glue,
    is_unfinished,
    names_a_thing,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

_ENDINGS = QUOTES_CLOSE | {'"'}
# What `_seems` asks of a pair, asked of all at once; it finds a pair more where a paragraph has lines.
_FIRSTS, _STOPS, _ENDS = (re.escape("".join(sorted(chars))) for chars in (NEVER_FIRST, STOPS, _ENDINGS))
_SEEMS = re.compile(rf"\n(?:[{_FIRSTS}]|(?<![{_STOPS}]\n)(?<![{_STOPS}][{_ENDS}]\n))")
_NAME_FIRST = re.compile(
    r"[，,、]\s?[“「『\"][^“”「」『』\"]{1,12}[”」』\"]$"
)  # a clause of which there is no more than its subject
_INNER = re.compile(r"[，,、；;。：:!?！？](?=\w)")
_MODERN = re.compile(r"[你我他她它们們的了着著过過吗嗎呢吧]")
_SALUTATION = re.compile(r"[“「\"]?(?:[亲親敬]爱的|[亲親敬]愛的|尊敬的|致|拝啓|前略|吾[儿兒妻友])", re.IGNORECASE)
_LEAST = 5  # letters before a comma; whoever is addressed in a letter has fewer
_VERSE = 14  # letters of a line of verse, at most; a Latin line has as many in three times the space
_METRES = frozenset((5, 7))
_OTHER_METRES = range(3, 10)


def mend_paragraphs(paragraphs: Sequence[str]) -> tuple[str, ...]:
    """Paragraphs with the breaks taken out that some sites put behind every closing quote (`…寻求“稀疏”` and `这一概念。` are
    one sentence) or in mid-sentence (`雨下了一整夜，` and `天亮时还没有停。`).

    Joined only where the line has no end, the quotes of the two agree, and the next one goes on and ends. Dialogue, verse and
    lists stay as they are."""
    if not _SEEMS.search("\n".join(paragraphs)):
        return tuple(paragraphs)
    done: list[str] = []
    rest = [*reversed(paragraphs)]
    while rest:
        line = rest.pop()
        if done and _seems(done[-1], line) and _broken(done, line, rest[-1] if rest else ""):
            rest.append(glue(done.pop(), line))
            rest += (done.pop() for _ in range(min(2, len(done))))  # whose neighbour has changed
        else:
            done.append(line)
    return tuple(done)


def _seems(before: str, after: str) -> bool:
    """Most pairs of lines are told by a character or two."""
    last = before[-1:]
    return after[:1] in NEVER_FIRST or not (last in STOPS or (last in _ENDINGS and before[-2:-1] in STOPS))


def _broken(done: Sequence[str], after: str, following: str) -> bool:
    before = done[-1]
    if not before.strip() or not after.strip():
        return False
    if after[0] in NEVER_FIRST:
        return before[-1] not in STOPS and any(c.isalnum() for c in after)
    if BULLET.match(after) or BULLET.match(before) or after[0] in QUOTES_OPEN or after[0] == '"':
        return False
    if names_a_thing(before):
        wants = (
            _NAME_FIRST.search(before) is not None
            and after[0].isalnum()
            and not begins_anew(after)
            and not is_unfinished(after)
        )
        return wants or (continues(after) and not (after[0].islower() and after[-1] not in '.!?…"”,;:'))
    if is_unfinished(after) or before[-1] in _ENDINGS or not _agree(before, after):
        return False
    if _is_verse(done[-2] if len(done) > 1 else "", before, after, following):
        return False
    if after[0].islower() or after[0].isupper():
        return goes_on_small(before, after)
    if before[-1] in PAUSES:
        return depth(before) > 0 or (_letters(before) >= _LEAST and not _SALUTATION.match(before))
    return waits(before, after)


def _agree(before: str, after: str) -> bool:
    """Does `after` close the quote that `before` begins with, or stand like `before` in none? A speech in mid-paragraph may
    run over a break of the author's own."""
    opened = depth(before) > 0
    if opened and (before[0] not in QUOTES_OPEN | {'"'} or depth(before[1:]) > 0):
        return False
    return depth(before + after) == 0 and (closes(after) == opened or '"' in after)


def _letters(line: str) -> int:
    return sum(map(str.isalnum, line[:100]))


def _is_short(line: str) -> bool:
    return len(line) <= 4 * _VERSE and _letters(line) <= (_VERSE if not line.isascii() else 3 * _VERSE)


def _is_verse(above: str, before: str, after: str, below: str) -> bool:
    """Are `before` and `after` lines of verse? Both are short, and of one metre or among more of their kind."""
    if not _is_short(before) or not _is_short(after):
        return False
    width = _letters(before)
    if width == _letters(after) and not _INNER.search(before) and not _INNER.search(after):
        old = width in _OTHER_METRES and not _MODERN.search(before + after)
        if old or width in _METRES:
            return True
    return any(
        bool(line) and _is_short(line) and is_unfinished(line) and (line[-1] in PAUSES) == (before[-1] in PAUSES)
        for line in (above, below)
    )
