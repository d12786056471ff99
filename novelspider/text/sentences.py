"""Where sentences end: stops, quotes, and what goes on behind a break."""

from __future__ import annotations

import re
import unicodedata

OPEN = "“‘「『《〈（(【«"
CLOSE = dict(zip("”’」』》〉）)】»", OPEN, strict=True))
QUOTES_OPEN = frozenset("“‘「『«")
QUOTES_CLOSE = frozenset("”’」』»")
STOPS = frozenset("。．.！!？?…‥～~—―─♪☆★※:：;；|*^＊=")
PAUSES = frozenset("，,、")
# Punctuation that cannot begin a line in any language here: what it begins belongs to the line before.
NEVER_FIRST = frozenset("，、；：,;:")
_SPEECH = frozenset("：:道说說问問喊叫答曰骂罵笑念吼嚷哭叹嘆")
_NAMING = re.compile(r"(?:管|把|名|号|號|唤|喚|这|這|那|它|们|們|都)[^，。；]{0,6}叫$")  # 叫 gives a name here
PARTICLES = frozenset("的地得了着著过過们們吗嗎呢吧啊呀之")
BULLET = re.compile(
    r"^(?:[*＊#＃※◆◇■□●○★☆·•\-—=~～_─]|第.{1,9}[章节節回卷话話集]|\d{1,4}\s?[.、．)）]|[（(]?[一二三四五六七八九十\d]{1,3}[)）、.])"
)
_QUOTED_TAIL = re.compile(r"^(?P<head>.*?)[“「『‘\"](?P<inner>[^“”「」『』‘’\"]{1,12})[”」』’\"]$", re.S)


def is_unfinished(line: str) -> bool:
    """Whether a line has no end: no stop behind it, or a closing quote round words that are not speech."""
    line = line.rstrip()
    last = line[-1:]
    if last in STOPS:
        return False
    if last in CLOSE or last == '"':
        return names_a_thing(line)
    if last == "-":
        return line[-2:-1].isalpha()
    return bool(last) and (last in PAUSES or unicodedata.category(last)[0] in "LNM")


def names_a_thing(line: str) -> bool:
    """Whether a line ends with a short quoted name inside a sentence, as `…寻求“稀疏”` does, and not with speech."""
    match = _QUOTED_TAIL.match(line[-400:])
    if not match:
        return False
    head, inner = match["head"].rstrip(), match["inner"].strip()
    if not head or not inner or any(c in STOPS | PAUSES for c in inner):
        return False
    if head[-1] in _SPEECH and not _NAMING.search(head[-12:]):
        return False
    return head[-1] not in STOPS and depth(head) == 0


def depth(text: str) -> int:
    """Quotes and brackets that are open at the end of `text`; `"` counts by parity."""
    depth = 0
    for c in text[-2000:]:
        if c in OPEN:
            depth += 1
        elif c in CLOSE and depth:
            depth -= 1
    return depth + text.count('"') % 2


def closes(text: str) -> bool:
    """Whether the first quote or bracket of `text` is a closing one: it began inside what that closes."""
    first = next((c for c in text if c in OPEN or c in CLOSE), "")
    return first in CLOSE


def glue(before: str, after: str) -> str:
    return before + (" " if _spaced(before[-1]) and _spaced_start(after[0]) else "") + after


def _spaced(c: str) -> bool:
    """Whether a blank stands behind `c` where a line goes on: Latin, Cyrillic and Hangul, not Han and kana."""
    return (c not in "-“‘" and unicodedata.east_asian_width(c) not in "WF") or _is_hangul(c)


def _spaced_start(c: str) -> bool:
    return (c.isalnum() and unicodedata.east_asian_width(c) not in "WF") or c in "“‘(" or _is_hangul(c)


def _is_hangul(c: str) -> bool:
    return "\uac00" <= c <= "\ud7a3"
