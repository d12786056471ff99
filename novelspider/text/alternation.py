"""Patterns of many words that cost little more than one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


# The most frequent characters of modern fiction, most frequent first. A cue is looked for by its rarest character.
_COMMON = (
    "的一是了我不人在他有这个上们来到时大地为子中你说生国年着就那和要她出也得里后自以会家可下而过天去能对小多然于心学么之都好看起发"
    "当没成只如事把还用第样道想作种开美总从无情己面最女但现前些所同日手又行意动方期它头经长儿回位分爱老因很给名法间斯知世什两次使身"
    "者被高已亲其进此话常与活正感见明问力理尔点文几定本公特做外孩相西果走将月十实向声车全信重三机工物气每并别真打太新比才便夫再书部"
    "水像眼等体却加电主界门利海受听表德少克代员许先口由死安写性马光白或住难望教命花结乐色更拉东神记处让母父应直字场平报友关放至张认"
    "接告入笑内英军候民岁往何度山觉路带万男边风解叫任金快原吃妈变通师立象数四失满战远格士音轻目条呢二五六七八九您记待看打话请就"
)


def one_of(words: Iterable[str]) -> str:
    """The source of a pattern that matches one of `words`, the longest where several begin at one place. Words are grouped by
    their first character: `re` then passes over what begins none of them without trying each."""
    rests: dict[str, list[str]] = {}
    for word in sorted(set(words), key=lambda word: (-len(word), word)):
        rests.setdefault(word[0], []).append(re.escape(word[1:]))
    return "|".join(f"{re.escape(first)}(?:{'|'.join(rest)})" for first, rest in rests.items())


def anchored(cues: Iterable[str]) -> str:
    """The source of a pattern that finds the anchor of any of `cues` where the whole cue stands around it: `re` skips fast to
    the next anchor, and anchors are rare."""
    around: dict[str, list[str]] = {}
    for cue in sorted(cues):
        anchor = _anchor(cue)
        before, _, after = cue.partition(anchor)
        around.setdefault(anchor, []).append(f"(?<={re.escape(before + anchor)}){re.escape(after)}")
    return "|".join(f"{re.escape(anchor)}(?:{'|'.join(places)})" for anchor, places in around.items())


def is_rare(word: str, least: int = 300) -> bool:
    """Has `word` a character that is not among the `least` most frequent of modern fiction?"""
    return all(c.isascii() or _COMMON.find(c) % (len(_COMMON) + 1) >= least for c in _anchor(word))


def _anchor(cue: str) -> str:
    unlisted = len(_COMMON)
    ranks = {c: _COMMON.find(c) % (unlisted + 1) for c in cue if c.isalnum() and not c.isascii()}
    return max(ranks, key=lambda c: ranks[c]) if ranks else next(filter(str.isalnum, cue), cue[0])
