"""Links to the chapters before and after this one that say so by their number alone: `part 5 | contents | part 7`, or, in
forums and blogs, `Low Tide - 7` beside a post that is called `Low Tide - 6`."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from novelspider.pages.candidates import Candidate, aside_of, live
from novelspider.pages.labels import Direction, Label
from novelspider.pages.votes import claim_of, key, segments

if TYPE_CHECKING:
    from collections.abc import Sequence

    from novelspider.pages.document import Anchor, Document
    from novelspider.text.numerals import Number

_PART = re.compile(r"\b(?:part|teil|parte|partie|pt|część|часть)\b[.\s#]{0,3}(\d{1,4})\b", re.I)
_OF = re.compile(r"[(\[](\d{1,3})\s?/\s?(?:\d{1,3}|\?{1,3})[)\]]")  # `(12/20)`: parts of a story posted one by one
_LEADING = re.compile(
    r"^\W{0,2}(\d{1,3})\.(\d{1,4})(?=\s{0,2}[—–:|-]\s|\s+[^\W\d])"
)  # `2.11 — Low Water`: of a book, and in it
_SPELLED = re.compile(r"第\D|(?:chapter|глава)\s\D", re.I)
_COUNT = re.compile(r"(?<!\d)\d{1,5}(?!\d)")
_BACK: dict[Direction, Direction] = {"next": "previous", "previous": "next"}
_SPOKEN = 0.7  # the weight of a label in words
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


def with_neighbours(document: Document, candidates: Sequence[Candidate]) -> list[Candidate]:
    """`candidates` and the neighbours by number, where no words say which way a link leads. Where the names of links say the
    contrary of the numbers in their texts, all such names are turned round: on many blogs what is newer stands before."""
    silent = [d for d in _BACK if not any(map(_is_spoken, live(candidates, d)))]
    found = {direction: neighbours(document, direction) for direction in silent}
    urls = {_BACK[direction]: one[0].url for direction, one in found.items() if one}
    against = any(one.label.direction in urls and one.url == urls[one.label.direction] for one in candidates)
    turned = [_turned(one) for one in candidates] if len(silent) == 2 and against else list(candidates)
    return turned + [one for direction in silent for one in found[direction]]


def _is_spoken(candidate: Candidate) -> bool:
    """Do words say where it leads, and not only the names of elements?"""
    return candidate.label.weight >= _SPOKEN and candidate.source != "rel"


def _turned(candidate: Candidate) -> Candidate:
    way = _BACK.get(candidate.label.direction)
    return candidate if way is None else replace(candidate, label=replace(candidate.label, direction=way))


def neighbours(document: Document, direction: Direction) -> list[Candidate]:
    """Links whose text claims the number after this page's own, or before it where `direction` is `previous`; none where
    they lead to several addresses, as in a list of volumes that each begin anew."""
    parts = segments(document.head_title)
    own = next((number for part in parts if (number := _number(part)) is not None), None)
    if own is None and (of := _OF.search(document.head_title)):
        own = int(of[1])
    step = 1 if direction == "next" else -1
    names = _names(document.head_title)
    led = f"{lead[1]}.{int(lead[2]) + step}" if (lead := _LEADING.match(document.head_title)) else ""
    label = Label(direction, "chapter", 0.6)
    found = [
        Candidate(anchor.url, label, "link", f"“{anchor.text[:_LONGEST]}”")
        for anchor, said in zip(document.anchors, document.labels, strict=True)
        if anchor.url and not said.direction
        if _leads(anchor.text, led)
        or (len(anchor.text) <= _LONGEST and own is not None and _claims(anchor.text, own + step))
        or (len(anchor.text) <= _LONGEST and _counts_on(anchor.text, names, step))
        if not aside_of(document, anchor.node) and not _is_person(document, anchor)
    ]
    return found if len({one.url for one in found}) == 1 else []


def _leads(text: str, led: str) -> bool:
    """Does the text begin with the number `led`, as the page's title does with its own?"""
    lead = _LEADING.match(text) if led else None
    return lead is not None and f"{lead[1]}.{int(lead[2])}" == led


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
