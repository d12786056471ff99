"""Advertising that shows by its dress: letters laced with separators, clauses set in symbols that no sentence has."""

from __future__ import annotations

import re

from novelspider.text.skeleton import skeleton

# What stands between letters in no sentence: ASCII signs, symbols, brackets of other scripts; not the marks that sentences are
# made of. 丨 and 丶 are letters to Unicode, and to nobody else.
SEPARATOR = (
    r"#$%&*+/<=>@\[\\\]^`{|}~\-\u00a1-\u00a9\u00ab-\u00b1\u00b4\u00b6-\u00b8\u00bb\u00bf\u00d7\u00f7\u02c2-\u02df\u2010-\u2013\u2015-\u2017"
    r"\u201a\u201b\u201e-\u2025\u2030-\u2070\u2190-\u2bff\u3003\u3004\u3012\u3013\u3014-\u3020\u3030\u303d\u30fb\u4e28\u4e36"
    r"\ufe10-\ufe6f\uff02-\uff07\uff0a\uff0b\uff0d-\uff0f\uff1c-\uff1e\uff20\uff3b-\uff40\uff5b-\uff5d\uff5f-\uff65\U0001f000-\U0001faff"
)
_SEPARATOR = f"[{SEPARATOR}]"
SEPARATORS = re.compile(_SEPARATOR)
# Letters with a separator after every one, or every one or two; censored words (欲·望) are shorter.
_LETTER = r"[^\W_丨丶]"
LACED = re.compile(
    rf"(?:{_LETTER}{_SEPARATOR}{{1,3}}){{3,60}}{_LETTER}?|(?:{_LETTER}{{1,2}}{_SEPARATOR}{{1,3}}){{3,60}}{_LETTER}{{0,2}}"
)
# Letterlike signs, fractions, arrows, boxes, shapes, dingbats, emoji; not ℃ and ○, which stories use.
_SYMBOLS = (
    "\u2100-\u2102\u2104\u2109-\u215f\u2190-\u23ff\u2500-\u25ca\u2600-\u27ff\u2900-\u2bff\u3200-\u33ff\U0001f000-\U0001faff"
)
SYMBOL = re.compile(f"[{_SYMBOLS}]")
_PLAIN = f"[^。“”{_SYMBOLS}]{{0,40}}"
_DRESSED = re.compile(
    rf"[{_SYMBOLS}]{_PLAIN}(?:[{_SYMBOLS}]{{1,20}}{_PLAIN}){{0,20}}[{_SYMBOLS}](?:[•·.]?[(（\[][a-zA-Z.]{{2,8}}[)）\]])?"
)
_AD = re.compile(
    r"小说|章节|首发|阅读|更新|收藏|网址|网站|域名|书吧|书城|书网|书屋|书阁|中文网|看书网|文学网|com|net|org|txt|www|最新|免费"
)
# Frames drawn of brackets and dots behind a sentence: at least ten marks, five of them different.
_FRAME = re.compile(r"[\[\]{}|•»«<>=~^*_+I\s-]{10,80}")
_FRAME_MARKS = frozenset("[]{}|•»«<>")
_WRITTEN = re.compile(r"[^\W\d_I]")


def find_ornate(line: str) -> list[tuple[str, int, int]]:
    """(rule, start, end), as places in the line: laced advertising (最⊥新⊥小⊥说), clauses of it between symbols, and frames."""
    if not SEPARATORS.search(line):
        return []
    found = [("laced", *m.span()) for m in LACED.finditer(line) if _AD.search(skeleton(SEPARATORS.sub("", m[0])).text)]
    found += [("dressed", *m.span()) for m in _DRESSED.finditer(line) if _AD.search(skeleton(m[0]).text)]
    if _WRITTEN.search(line):
        found += [("frame", *m.span()) for m in _FRAME.finditer(line) if len(_FRAME_MARKS & set(m[0])) >= 5]
    return found
