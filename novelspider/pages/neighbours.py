"""Links to the chapters before and after this one that say so by their number alone: `part 5 | contents | part 7`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from novelspider.pages.candidates import Candidate, aside_of
from novelspider.pages.labels import Label
from novelspider.pages.votes import claim_of, segments

if TYPE_CHECKING:
    from novelspider.pages.document import Document
    from novelspider.text.numerals import Number

_PART = re.compile(r"\b(?:part|teil|parte|partie|pt|część|часть)\b[.\s#]{0,3}(\d{1,4})\b", re.I)
_SPELLED = re.compile(r"第\D|(?:chapter|глава)\s\D", re.I)
_LONGEST = 80


def neighbours(document: Document, direction: str) -> list[Candidate]:
    """Links whose text claims the number after this page's own, or before it where `direction` is `previous`; none where
    they lead to several addresses, as in a list of volumes that each begin anew."""
    own = next((number for part in segments(document.head_title) if (number := _number(part)) is not None), None)
    if own is None:
        return []
    wanted = own + (1 if direction == "next" else -1)
    digits = f"{wanted:g}"
    label = Label(direction, "chapter", 0.6)  # type: ignore[arg-type]
    found = [
        Candidate(anchor.url, label, "link", anchor.text, aside_of(document, anchor.node))
        for anchor, said in zip(document.anchors, document.labels, strict=True)
        if anchor.url and not said.direction and len(anchor.text) <= _LONGEST
        if (digits in anchor.text or _SPELLED.search(anchor.text)) and _number(anchor.text) == wanted
    ]
    return found if len({one.url for one in found}) == 1 else []


def _number(text: str) -> Number | None:
    claim = claim_of(text)
    if claim is not None:
        return claim.number
    part = _PART.search(text)
    return int(part[1]) if part else None
