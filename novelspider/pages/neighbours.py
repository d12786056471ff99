"""Links to the chapters before and after this one that say so by their number alone: `part 5 | contents | part 7`, or, in
forums and blogs, `Low Tide - 7` beside a post that is called `Low Tide - 6`."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from novelspider.pages.candidates import Candidate, aside_of
from novelspider.pages.labels import Label
from novelspider.pages.votes import claim_of, key, segments

if TYPE_CHECKING:
    from novelspider.pages.document import Anchor, Document
    from novelspider.text.numerals import Number

_PART = re.compile(r"\b(?:part|teil|parte|partie|pt|część|часть)\b[.\s#]{0,3}(\d{1,4})\b", re.I)
_SPELLED = re.compile(r"第\D|(?:chapter|глава)\s\D", re.I)
_COUNT = re.compile(r"(?<!\d)\d{1,5}(?!\d)")
_LONGEST = 80
_LEAST_NAME = 3  # letters beside the number: a number alone names nothing
_MOST_SEGMENTS = 8
_NEAR = 3  # ancestors of a link that may say that it is a person's name
_PERSON_ADDRESS = re.compile(
    r"/(?:users?|members?|profiles?|people|authors?|u|accounts?|pseuds)[/.?]|/[@~]|[?&](?:u|uid|user|userid|member|author)=",
    re.I,
)
_PERSON = re.compile(
    r"(?:^|[\s_-])(?:user\w*|members?|nick\w*|avatars?|authors?|kudos|fans?|likes?|followers?)(?:$|[\s_-])", re.I
)


def neighbours(document: Document, direction: str) -> list[Candidate]:
    """Links whose text claims the number after this page's own, or before it where `direction` is `previous`; none where
    they lead to several addresses, as in a list of volumes that each begin anew."""
    own = next((number for part in segments(document.head_title) if (number := _number(part)) is not None), None)
    step = 1 if direction == "next" else -1
    names = _names(document.head_title)
    label = Label(direction, "chapter", 0.6)  # type: ignore[arg-type]
    found = [
        Candidate(anchor.url, label, "link", f"“{anchor.text}”")
        for anchor, said in zip(document.anchors, document.labels, strict=True)
        if anchor.url and not said.direction and len(anchor.text) <= _LONGEST
        if (own is not None and _claims(anchor.text, own + step)) or _counts_on(anchor.text, names, step)
        if not aside_of(document, anchor.node) and not _is_person(document, anchor)
    ]
    return found if len({one.url for one in found}) == 1 else []


def _is_person(document: Document, anchor: Anchor) -> bool:
    """Does the link lead to somebody's page? A name such as `boat7` counts nothing."""
    near = [anchor.node, *islice(anchor.node.iterancestors(), _NEAR)]
    return bool(_PERSON_ADDRESS.search(anchor.url or "")) or any(_PERSON.search(document.names.get(node, "")) for node in near)


def _claims(text: str, wanted: Number) -> bool:
    return (f"{wanted:g}" in text or _SPELLED.search(text) is not None) and _number(text) == wanted


def _names(title: str) -> frozenset[str]:
    """What the page may be called that has a number in it: the parts of its `<title>`, and neighbouring ones together."""
    parts = segments(title)[:_MOST_SEGMENTS]
    runs = (parts[start:end] for end in range(1, len(parts) + 1) for start in range(end))
    return frozenset(name for run in runs if _COUNT.search(name := key("".join(run))))


def _counts_on(text: str, names: frozenset[str], step: int) -> bool:
    """Would the text be one of `names`, were a number in it `step` less?"""
    if not names or not _COUNT.search(text):
        return False
    folded = key(text)
    if len(folded) < _LEAST_NAME + 1 or sum(not c.isdigit() for c in folded) < _LEAST_NAME:
        return False
    spelled = ((match, int(match[0]) - step) for match in _COUNT.finditer(folded))
    return any(f"{folded[: match.start()]}{number}{folded[match.end() :]}" in names for match, number in spelled if number >= 0)


def _number(text: str) -> Number | None:
    claim = claim_of(text)
    if claim is not None:
        return claim.number
    part = _PART.search(text)
    return int(part[1]) if part else None
