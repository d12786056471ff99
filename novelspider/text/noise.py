"""Noise rules: noise.tsv, one pattern a line, matched on the skeleton of a line of text."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING

from novelspider.text.alternation import one_of
from novelspider.text.laced import LACED
from novelspider.text.sitenames import NET, SITE
from novelspider.text.skeleton import TRADITIONAL
from novelspider.text.vocabulary import is_of_sites

if TYPE_CHECKING:
    from collections.abc import Iterable

    from novelspider.text.skeleton import Skeleton


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of noise.tsv. Patterns see skeletons: lower case, simplified characters, no blanks in lines of CJK text.

    `kind` says what goes: `line` the whole line; `talk` likewise, where it is made of the words of sites; `edge` likewise,
    where nothing of the story stands outside it; `span` what the pattern found; `note` the whole line into the notes;
    `maybe_note` likewise, where the line talks of an author's things; `notes_head` the line and the notes that follow it.
    Only `span` may match a part of the line. {net} and {site} in a pattern are what the names of sites end with. One of
    `cues` stands in every line it can match; `takes` is a line it takes, `leaves` one that looks like it and stays."""

    name: str
    kind: str
    cues: tuple[str, ...]
    pattern: re.Pattern[str]
    takes: str
    leaves: str

    @property
    def is_note(self) -> bool:
        """Is what it takes the author's, to be set aside?"""
        return "note" in self.kind


def _load() -> tuple[Rule, ...]:
    rows = (files("novelspider.text") / "noise.tsv").read_text(encoding="utf-8").splitlines()[1:]
    fields = (row.split("\t") for row in rows)
    return tuple(
        Rule(name, kind, tuple(cues.split("|")), re.compile(_with_names(pattern)), takes, leaves)
        for name, kind, cues, pattern, takes, leaves in fields
    )


def _with_names(pattern: str) -> str:
    return pattern.replace("{net}", f"(?:{NET})").replace("{site}", f"(?:{SITE})")


RULES = _load()
CUES = tuple(sorted({spelling for rule in RULES for cue in rule.cues for spelling in (cue, cue.translate(TRADITIONAL))}))
"""What a line in lower case must contain for any rule to apply, unless it is disguised."""


def _by_cue() -> dict[str, frozenset[int]]:
    """Places in RULES by cue: of the rules with that cue, or with one that it begins with."""
    cues = {cue for rule in RULES for cue in rule.cues}
    return {
        cue: frozenset(at for at, rule in enumerate(RULES) if any(cue.startswith(own) for own in rule.cues)) for cue in cues
    }


_HAN = re.compile("[\u3400-\u9fff]")
_RULES_OF = _by_cue()
_LATIN_CUES = tuple(cue for cue in _RULES_OF if not _HAN.search(cue))
_CUE = re.compile(f"[{re.escape(''.join(sorted({cue[0] for cue in _RULES_OF})))}](?<=(?=({one_of(_RULES_OF)})).)")
_SPEECH = re.compile("“[^“”]{0,400}[，。！？…]”")
_OPENING, _CLOSING = "“「『", "”」』"
_QUOTE = re.compile(f"[{_OPENING}{_CLOSING}]")


def rules_for(folded: Skeleton) -> list[Rule]:
    """The rules whose cues stand in the line, in their order."""
    cues = set(_CUE.findall(folded.text)) if folded.loose else [cue for cue in _LATIN_CUES if cue in folded.text]
    places = [_RULES_OF[cue] for cue in cues]
    return [RULES[at] for at in sorted(frozenset[int]().union(*places))]


def find_line(folded: Skeleton, rules: Iterable[Rule] | None = None, *, outer: bool = False) -> Rule | None:
    """The first of `rules`, by default of those whose cues are there, that takes the whole line; `outer` where nothing of the
    story stands outside it. A line with speech in it is the story's."""
    speaks = _SPEECH.search(folded.text) is not None
    for rule in rules_for(folded) if rules is None else rules:
        if rule.kind == "span" or (speaks and rule.kind in ("line", "talk")) or (rule.kind == "edge" and not outer):
            continue
        if rule.pattern.fullmatch(folded.text) and (rule.kind != "talk" or is_of_sites(folded.text)):
            return rule
    return None


def find_spans(folded: Skeleton, rules: Iterable[Rule]) -> list[tuple[Rule, int, int]]:
    """(rule, start, end) of what span rules find, as places in the skeleton's text. Speech in quotation marks is the story's,
    unless its letters are laced with separators."""
    found: list[tuple[Rule, int, int]] = []
    quotes = None
    for rule in rules:
        if rule.kind != "span":
            continue
        for match in rule.pattern.finditer(folded.text):
            start, end = match.span()
            quotes = quotes or _Quotes(folded.text)
            if start < end and (not quotes.hold(start) or LACED.search(folded.line, *folded.span(start, end))):
                found.append((rule, start, end))
    return found


class _Quotes:
    """Where a text is within quotation marks."""

    def __init__(self, text: str) -> None:
        self._marks = [match.start() for match in _QUOTE.finditer(text)]
        turns = (1 if text[at] in _OPENING else -1 for at in self._marks)
        self._depths = list(itertools.accumulate(turns))
        self._last = max(map(text.rfind, _CLOSING))

    def hold(self, place: int) -> bool:
        """Does a mark open before `place` that is closed after it?"""
        before = bisect_left(self._marks, place)
        return before > 0 and self._depths[before - 1] > 0 and self._last >= place
