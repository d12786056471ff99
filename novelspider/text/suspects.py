"""Which lines are worth a closer look: a cheap first sieve that lets nine of ten lines pass."""

from __future__ import annotations

import re
from importlib.resources import files
from typing import TYPE_CHECKING

from novelspider.text.noise import CUES
from novelspider.text.ornaments import LACED, SEPARATORS, SYMBOL
from novelspider.text.skeleton import SIMPLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


def _words(name: str) -> frozenset[str]:
    return frozenset((files("novelspider.text") / name).read_text(encoding="utf-8").split("\n")) - {""}


CHROME = frozenset(word.translate(SIMPLE) for word in _words("chrome.txt"))
"""Labels of a reading page's buttons, in lower case and simplified characters."""

_MORE_CUES = _words("cues.txt")
# The most frequent characters of modern fiction, most frequent first. A cue is looked for by its rarest character.
_COMMON = (
    "的一是了我不人在他有这个上们来到时大地为子中你说生国年着就那和要她出也得里后自以会家可下而过天去能对小多然于心学么之都好看起发"
    "当没成只如事把还用第样道想作种开美总从无情己面最女但现前些所同日手又行意动方期它头经长儿回位分爱老因很给名法间斯知世什两次使身"
    "者被高已亲其进此话常与活正感见明问力理尔点文几定本公特做外孩相西果走将月十实向声车全信重三机工物气每并别真打太新比才便夫再书部"
    "水像眼等体却加电主界门利海受听表德少克代员许先口由死安写性马光白或住难望教命花结乐色更拉东神记处让母父应直字场平报友关放至张认"
    "接告入笑内英军候民岁往何度山觉路带万男边风解叫任金快原吃妈变通师立象数四失满战远格士音轻目条呢二五六七八九您记待看打话请就"
)
# Look-alike letters, emoji and rare symbols: nothing a sentence needs.
_STRANGE = (
    "\u0370-\u052f\u1d00-\u1d7f\u2070-\u20cf\u2100-\u2121\u2123-\u214f\u2190-\u25cf\u2600-\u2bff\ua730-\ua7ff\uff0e"
    "\U0001d400-\U0001faff"
)


def _anchor(cue: str) -> str:
    unlisted = len(_COMMON)
    ranks = {c: _COMMON.find(c) % (unlisted + 1) for c in cue if c.isalnum() and not c.isascii()}
    return max(ranks, key=lambda c: ranks[c]) if ranks else next(filter(str.isalnum, cue), cue[0])


_ALL_CUES = {*CUES, *_MORE_CUES}  # rules' own; page markers and addresses
_ASCII_CUES = tuple(sorted(filter(str.isascii, _ALL_CUES)))


def _anchored(cues: Iterable[str]) -> str:
    """The source of a pattern that finds the anchor of any of `cues` where the whole cue stands around it: `re` skips fast to
    the next anchor, and anchors are rare."""
    around: dict[str, list[str]] = {}
    for cue in sorted(cues):
        anchor = _anchor(cue)
        before, _, after = cue.partition(anchor)
        around.setdefault(anchor, []).append(f"(?<={re.escape(before + anchor)}){re.escape(after)}")
    return "|".join(f"{re.escape(anchor)}(?:{'|'.join(places)})" for anchor, places in around.items())


_CUE = re.compile(_anchored(_ALL_CUES - set(_ASCII_CUES)))
_ASCII = re.compile(r"[ -~]+")
_IS_STRANGE = re.compile(f"[{_STRANGE}]")
_LATIN = re.compile("[A-Za-z0-9]")
_CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
# A dot of any sort between Latin letters or digits of a Chinese line, or letters spaced out: an address, perhaps.
_ADDRESS = re.compile(r"[a-z0-9)\]][.。．·•・‧∙⋅●｡﹒․☆✿]{1,3}[(\[]?[a-z]{2}|(?:[a-z0-9.] ){4}", re.IGNORECASE)
_FRAMED = re.compile(r"[|«»•{}\[\]].{0,3}[|«»•{}\[\]]")
_CHROME_PARTS = re.compile(r"(?:[|｜/·•\[\]【】()（）<>《》«»→←↑↓:：,，、!！_+=*—–\-^~]|(?<![a-z])\s|\s(?![a-z]))+")
_CHROME_LONGEST = 120
TOP, BOTTOM = 4, 9
"""Lines at a chapter's edges, where sites put what they say: looked at whatever is in them."""

_LABELS = "|".join(sorted(map(re.escape, (word for word in CHROME if len(word) > 1)), key=len, reverse=True))
_JOINED = re.compile(f"(?:(?:{_LABELS})[ ]?){{2,8}}")
_BRACKETS = frozenset("()（）[]【】「」『』{}")
_STOPS = frozenset("。！？”…」』.!?")


def suspects(lines: Sequence[str]) -> set[int]:
    """Places in `lines` of those that some rule might take."""
    whole = "\n".join(lines)
    low = whole.lower()
    found = set(_places(_CUE, low if len(low) == len(whole) else whole, lines))
    found.update(_places(_IS_STRANGE, whole, lines))
    ascii_text = "\n".join(_ASCII.findall(low))
    if latin := [cue for cue in _ASCII_CUES if cue in ascii_text]:  # few are in any one chapter
        found.update(at for at, line in enumerate(lines) if any(cue in line.lower() for cue in latin))
    if not low.isascii():
        found.update(at for at in _places(_LATIN, whole, lines) if _CJK.search(lines[at]) and _ADDRESS.search(lines[at]))
    found.update(at for at, line in enumerate(lines) if (line[-1] not in _STOPS or line[-1] in _BRACKETS) and is_chrome(line))
    if SEPARATORS.search(whole):
        odd = {at for at, line in enumerate(lines) if len(SEPARATORS.findall(line)) > 1}
        found |= {at for at in odd if any(pattern.search(lines[at]) for pattern in (LACED, SYMBOL, _FRAMED))}
    return found


def _places(pattern: re.Pattern[str], whole: str, lines: Sequence[str]) -> Iterator[int]:
    """Places of the lines of `whole` in which `pattern` finds something."""
    at = end = 0
    match = pattern.search(whole)
    while match is not None:
        while end <= match.start():
            end += len(lines[at]) + 1
            at += 1
        yield at - 1
        match = pattern.search(whole, end)


def is_chrome(line: str) -> bool:
    """Is `line` nothing but the labels of buttons: 上一章 目录 下一章?"""
    if len(line) > _CHROME_LONGEST or (line[-1] in _STOPS and not _BRACKETS.issuperset(line)):
        return False
    if _BRACKETS.issuperset(line):
        return len(line) > 1
    parts = [part for part in _CHROME_PARTS.split(line.lower().translate(SIMPLE)) if part]
    return len(line) > 1 and bool(parts) and all(part in CHROME or _JOINED.fullmatch(part) for part in parts)
