"""Patterns of many words that cost little more than one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator


# The most frequent characters of modern fiction, most frequent first. A cue is looked for by its rarest character.
_COMMON = (
    "的一是了我不人在他有这个上们来到时大地为子中你说生国年着就那和要她出也得里后自以会家可下而过天去能对小多然于心学么之都好看起发"
    "当没成只如事把还用第样道想作种开美总从无情己面最女但现前些所同日手又行意动方期它头经长儿回位分爱老因很给名法间斯知世什两次使身"
    "者被高已亲其进此话常与活正感见明问力理尔点文几定本公特做外孩相西果走将月十实向声车全信重三机工物气每并别真打太新比才便夫再书部"
    "水像眼等体却加电主界门利海受听表德少克代员许先口由死安写性马光白或住难望教命花结乐色更拉东神记处让母父应直字场平报友关放至张认"
    "接告入笑内英军候民岁往何度山觉路带万男边风解叫任金快原吃妈变通师立象数四失满战远格士音轻目条呢二五六七八九您记待看打话请就"
)
_GROUPS = 6  # of pairs of characters; with 3 or 12 the search takes a tenth longer, with one a half


def one_of(words: Iterable[str]) -> str:
    """The source of a pattern that matches one of `words`, the longest where several begin at one place. Words are grouped by
    their first character: `re` then passes over what begins none of them without trying each."""
    rests: dict[str, list[str]] = {}
    for word in sorted(set(words), key=lambda word: (-len(word), word)):
        rests.setdefault(word[0], []).append(re.escape(word[1:]))
    return "|".join(f"{re.escape(first)}(?:{'|'.join(rest)})" for first, rest in rests.items())


def anchored(cues: Iterable[str]) -> str:
    """The source of a pattern that finds the anchor of any of `cues` where the whole cue stands around it: `re` skips fast to
    the next anchor, and anchors are rare. Most of them are given up for the character beside them before any cue is tried."""
    around: dict[str, list[str]] = {}
    behind: set[tuple[str, str]] = set()  # an anchor and the next character of its cue
    before: set[tuple[str, str]] = set()  # the last but one, where the anchor is the last
    alone: set[str] = set()
    for cue in sorted(cues):
        anchor = _anchor(cue)
        head, _, tail = cue.partition(anchor)
        around.setdefault(anchor, []).append(f"(?<={re.escape(head + anchor)}){re.escape(tail)}")
        if tail:
            behind.add((anchor, tail[0]))
        elif head:
            before.add((head[-1], anchor))
        else:
            alone.add(anchor)
    beside = [f"(?<=(?={'|'.join([*_pairs(behind, by=1), *map(re.escape, sorted(alone))])}).)"] if behind or alone else []
    beside += [f"(?<={'|'.join(_pairs(before, by=0))})"] if before else []
    whole = "|".join(f"{re.escape(anchor)}(?:{'|'.join(places)})" for anchor, places in around.items())
    return f"{_any_of(around)}(?:{'|'.join(beside)})(?<=(?={whole}).)"


def _pairs(pairs: Collection[tuple[str, str]], *, by: int) -> Iterator[str]:
    """Sources of a few patterns for two characters, that all `pairs` match and little else. Those that have one character, the
    `by`-th, in common are kept together."""
    ordered = sorted(pairs, key=lambda pair: (pair[by], pair))
    size = -(-len(ordered) // _GROUPS)
    for start in range(0, len(ordered), size):
        firsts, seconds = zip(*ordered[start : start + size], strict=True)
        yield _any_of(firsts) + _any_of(seconds)


def _any_of(chars: Iterable[str]) -> str:
    return f"[{''.join(map(re.escape, sorted(set(chars))))}]"


def is_rare(word: str, least: int = 300) -> bool:
    """Has `word` a character that is not among the `least` most frequent of modern fiction?"""
    return all(c.isascii() or _COMMON.find(c) % (len(_COMMON) + 1) >= least for c in _anchor(word))


def _anchor(cue: str) -> str:
    unlisted = len(_COMMON)
    ranks = {c: _COMMON.find(c) % (unlisted + 1) for c in cue if c.isalnum() and not c.isascii()}
    if ranks:
        return max(ranks, key=lambda c: ranks[c])
    return next((c for c in cue if not c.isascii()), next(filter(str.isalnum, cue), cue[0]))
