"""Which lines are worth a closer look: a cheap first sieve that lets nine of ten lines pass."""

from __future__ import annotations

import re
from importlib.resources import files
from typing import TYPE_CHECKING

from novelspider.text.alternation import anchored, one_of
from novelspider.text.foreign_talk import TELLING
from novelspider.text.laced import LACED, SEPARATOR, SEPARATORS
from novelspider.text.noise import CUES
from novelspider.text.ornaments import FRAMED, SYMBOL
from novelspider.text.plain import without
from novelspider.text.skeleton import SIMPLE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


def _words(name: str) -> frozenset[str]:
    return frozenset((files("novelspider.text") / name).read_text(encoding="utf-8").split("\n")) - {""}


CHROME = frozenset(word.translate(SIMPLE) for word in _words("chrome.txt"))
"""Labels of a reading page's buttons, in lower case and simplified characters."""

_MORE_CUES = _words("cues.txt")
# Look-alike letters, emoji and rare symbols: nothing a sentence needs.
_STRANGE = (
    "\u0370-\u052f\u1d00-\u1d7f\u2070-\u20cf\u2100-\u2121\u2123-\u214f\u2190-\u25cf\u2600-\u2bff\ua730-\ua7ff\uff0e"
    "\U0001d400-\U0001faff"
)


_ALL_CUES = {*CUES, *_MORE_CUES, *TELLING}  # rules' own; page markers and addresses; what sites say elsewhere
_ASCII_CUES = frozenset(filter(str.isascii, _ALL_CUES))
_LATIN_CUE = re.compile(one_of(_ASCII_CUES))
# The only letters of these are ASCII (`ps：`): their anchors are marks, which every line of Chinese has.
_HALF_CUES = {cue for cue in _ALL_CUES - _ASCII_CUES if (said := "".join(filter(str.isalnum, cue))) and said.isascii()}
_HALF_CUE = re.compile(anchored(_HALF_CUES))
_CUE = re.compile(anchored(_ALL_CUES - _ASCII_CUES - _HALF_CUES))
_IS_STRANGE = re.compile(f"[{_STRANGE}]")
_PLAIN = without(SEPARATOR + _STRANGE)
_NOT_LATIN = without("A-Za-z0-9")
_CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
# A dot of any sort between Latin letters or digits of a Chinese line, or letters spaced out: an address, perhaps.
_ADDRESS = re.compile(r"[a-z0-9)\]][.。．·•・‧∙⋅●｡﹒․☆✿]{1,3}[(\[]?[a-z]{2}|(?:[a-z0-9.] ){4}", re.IGNORECASE)
_FRAMED = re.compile(r"[|«»•{}\[\]].{0,3}[|«»•{}\[\]]")
_CHROME_PARTS = re.compile(r"(?:[|｜/·•\[\]【】()（）<>《》«»→←↑↓:：,，、!！_+=*—–\-^~]|(?<![a-z])\s|\s(?![a-z]))+")
_CHROME_LONGEST = 120
_TELLING_LABEL = 4  # characters: 返回目录, 章节报错
_ROW = 3  # labels on one line
_TURNS = frozenset(
    ("上一章", "下一章", "上一节", "下一节", "上一话", "下一话", "上一篇", "下一篇", "前へ", "次へ", "prev", "previous")
)
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
    same_size = low if len(low) == len(whole) else whole
    found = set(_places(_CUE, same_size, lines))
    ascii_only = low.encode("ascii", "ignore").decode()  # little, or everything
    if not ascii_only.isspace():
        found.update(_with_latin_cue(ascii_only, low))
        if not low.isascii():
            found.update(_places(_HALF_CUE, same_size, lines))
            found.update(at for at in _stops(_NOT_LATIN, whole, lines) if _may_have_address(lines[at]))
    found.update(at for at, line in enumerate(lines) if (line[-1] not in _STOPS or line[-1] in _BRACKETS) and is_chrome(line))
    found.update(at for at in _stops(_PLAIN, whole, lines) if _is_odd(lines[at]))
    return found


def _with_latin_cue(ascii_only: str, low: str) -> Iterator[int]:
    """Places of the lines of `low` that have a cue in ASCII; `ascii_only` is what of them is ASCII."""
    lines = low.split("\n")
    return (at for at in _places(_LATIN_CUE, ascii_only, ascii_only.split("\n")) if _LATIN_CUE.search(lines[at]))


def _is_odd(line: str) -> bool:
    """Has `line` a character that no sentence needs, or separators as no sentence has them?"""
    if _IS_STRANGE.search(line):
        return True
    return len(SEPARATORS.findall(line)) > 1 and any(pattern.search(line) for pattern in (LACED, SYMBOL, _FRAMED, FRAMED))


def _stops(plain: re.Pattern[str], whole: str, lines: Sequence[str]) -> Iterator[int]:
    """Places of the lines of `whole` that `plain`, a pattern of `without`, does not match to their end."""
    at = end = 0
    while (match := plain.match(whole, end)) and match.end() < len(whole):
        while end <= match.end():
            end += len(lines[at]) + 1
            at += 1
        yield at - 1


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


def _may_have_address(line: str) -> bool:
    """Latin prose has dots enough; a line of it in one piece may be an address."""
    return (_CJK.search(line) is not None or " " not in line) and _ADDRESS.search(line) is not None


def is_everyday(line: str) -> bool:
    """Is a row of buttons one or two words that a story may show as well, on a screen or a sign: 设置, 【返回】, Next?"""
    labels = _parts(line)
    return 0 < len(labels) < _ROW and all(map(_is_everyday, labels)) and not turns_pages([line])


def _is_everyday(label: str) -> bool:
    return len(label) < _TELLING_LABEL if _CJK.search(label) else len(label.split()) == 1


def turns_pages(lines: Sequence[str]) -> bool:
    """Are rows of buttons, one below the other, those by which a reader goes to another chapter, 上一章 / 目录 / 下一章?"""
    labels = {part for line in lines for part in _parts(line)}
    return len(labels) > 1 and not labels.isdisjoint(_TURNS)


def _parts(line: str) -> list[str]:
    return [part.translate(SIMPLE) for part in _CHROME_PARTS.split(line.lower()) if part]


def is_chrome(line: str) -> bool:
    """Is `line` nothing but the labels of buttons: 上一章 目录 下一章?"""
    if len(line) > _CHROME_LONGEST or (line[-1] in _STOPS and not _BRACKETS.issuperset(line)):
        return False
    if _BRACKETS.issuperset(line):
        return len(line) > 1
    if len(line) < 2:
        return False
    parts = _parts(line)
    return any(not part.isdigit() for part in parts) and all(map(_is_label, parts))


def _is_label(part: str) -> bool:
    """Is `part` the label of a button, several of them without anything between, or a number?"""
    return part in CHROME or part.isdigit() or _JOINED.fullmatch(part) is not None
