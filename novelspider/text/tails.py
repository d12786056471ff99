"""What a site hangs on the ends of paragraphs all over a chapter, to show where a copy comes from."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

# Behind the stop that ends a paragraph; the story may hang nothing there.
_TAIL = re.compile(r"(?<=[。！？…”」』】!?])[^。！？…”」』】!?\s][^。！？…”」』】!?]{3,30}$")
_GARBLE = re.compile(r"[A-Za-z0-9]{6,24}")
_LEAST = 3  # paragraphs with the same tail, or with letters and digits at random
_LETTERS = 4


def find_tails(lines: Sequence[str]) -> dict[int, int]:
    """Where the site's tail begins in the lines that have one, by place in `lines`: a tail that at least three paragraphs have,
    or letters and digits at random behind at least three, and a tenth, of all."""
    found = {at: match for at, line in enumerate(lines) if line[-1:].isalnum() and (match := _TAIL.search(line))}
    if len(found) < _LEAST:
        return {}
    counts = Counter(match[0] for match in found.values())
    garbled = sum(_GARBLE.fullmatch(tail) is not None for tail in counts)
    random = garbled >= max(_LEAST, len(lines) // 10)
    repeated = {tail for tail, count in counts.items() if count >= _LEAST and sum(map(str.isalpha, tail)) >= _LETTERS}
    return {
        at: match.start() for at, match in found.items() if match[0] in repeated or (random and _GARBLE.fullmatch(match[0]))
    }
