"""What of a line a site put into it: spans of rules, addresses, dressed slogans, the page marker at its end."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from novelspider.text.continuation import cut_marker
from novelspider.text.domains import find_domains, is_rest_of_ad
from novelspider.text.noise import find_spans
from novelspider.text.normal import normal
from novelspider.text.ornaments import find_ornate
from novelspider.text.removal import Removal
from novelspider.text.skeleton import skeleton
from novelspider.text.vocabulary import find_brackets, is_slogan, trim

if TYPE_CHECKING:
    from novelspider.text.noise import Rule
    from novelspider.text.skeleton import Skeleton

_EDGE = re.compile(r"[\s，,、：:；;。.！!·\-+|]+")
_FRAMES = frozenset("*#~|★☆")
_PAIRS = frozenset(("()", "（）", "[]", "【】", "『』", "《》", "〖〗", "〔〕", "{}"))
_BRACKETS = frozenset("([{（【『")
_WWW = re.compile(r"w{3}[.。．]$", re.IGNORECASE)
_EMPTY = re.compile(r"[\s\W_丨丶]*")
SENTENCE_ENDS = frozenset("。！？!?…”」』")


def shows_by_its_dress(line: str) -> bool:
    """Is there a page marker behind, or advertising between symbols in `line`, which is cut before the rest is looked at?"""
    return cut_marker(line) not in (line, "") or bool(find_ornate(line))


def cut(folded: Skeleton, rules: list[Rule], host: str, removed: list[Removal]) -> str:
    """The line without what spans, addresses and markers at its end take; empty where nothing of the story is left."""
    line = cut_marker(folded.line)
    if line != folded.line:
        removed.append(Removal("page_marker", folded.line[len(line) :].lstrip()))
        folded = skeleton(line)
    # Beside what shows by its dress no patterns, which run from stop to stop and would take the sentence around it.
    ornate = find_ornate(line)
    found = find_domains(folded, host) if ornate else _find(folded, rules, host)
    spans = ornate + [(rule, *folded.span(start, end)) for rule, start, end in found]
    if not spans:
        return line
    rest, end = "", 0
    for rule, first, beyond in sorted(spans, key=lambda span: span[1:]):
        start = max(first, end)
        if beyond <= end or (start > first and rule != "domain" and not is_slogan(line[start:beyond])):
            continue
        start, last = _whole_bracket(line, end, start, beyond)
        if www := _WWW.search(line[end:start]):  # set apart from its address by an ornament
            start = end + www.start()
        rest += line[end:start]
        end = last + len(_tail_of(rest, line, last))
        removed.append(Removal(rule, line[start:end]))
    rest = normal(rest + line[end:])  # what the cut brought together may make two blanks, or an entity
    if any(span[0] == "domain" for span in spans) and is_rest_of_ad(rest):
        removed.append(Removal("domain", rest))
        return ""
    return "" if _EMPTY.fullmatch(rest) else rest


def _find(folded: Skeleton, rules: list[Rule], host: str) -> list[tuple[str, int, int]]:
    """(rule, start, end) of addresses and brackets in the skeleton's text, or without brackets, of what rules find."""
    domains = find_domains(folded, host)
    found = domains + find_brackets(folded.text)
    if any(folded.text[start] in _BRACKETS for _, start, _ in found):
        return found
    for rule, start, end in find_spans(folded, rules):
        first, last = trim(folded.text, start, end, domains)
        if any(cue in folded.text[first:last] for cue in rule.cues):  # else nothing that tells is left of what it found
            found.append((rule.name, first, last))
    return found


def _whole_bracket(line: str, floor: int, start: int, end: int) -> tuple[int, int]:
    """`line[start:end]` and the bracket, at `floor` or behind, that it closes or leaves open."""
    cut = line[start:end]
    if start > floor and (pair := line[start - 1] + cut[-1:]) in _PAIRS and cut.count(pair[1]) > cut.count(pair[0]):
        return start - 1, end
    if start > floor and line[start - 1] in _FRAMES and line[start - 1] == line[end : end + 1]:
        return start - 1, end + 1
    if (pair := cut[:1] + line[end : end + 1]) in _PAIRS and cut.count(pair[0]) > cut.count(pair[1]):
        return start, end + 1
    return start, end


def _tail_of(before: str, line: str, end: int) -> str:
    """Punctuation left alone behind a cut up to `end` at the start of a line or sentence."""
    before = before[-2:].rstrip()
    edge = _EDGE.match(line, end)
    return edge[0] if edge and (not before or before[-1] in SENTENCE_ENDS) else ""
