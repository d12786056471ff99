"""Advertising that shows by its dress: letters laced with separators, clauses set in symbols that no sentence has."""

from __future__ import annotations

import re

from novelspider.text.laced import SEPARATORS, find_laced
from novelspider.text.sitenames import NET, SITE
from novelspider.text.skeleton import skeleton
from novelspider.text.vocabulary import is_site_bracket

# Letterlike signs, fractions, arrows, boxes, shapes, dingbats, emoji; not ℃ and ○, which stories use.
_SYMBOLS = (
    "\u2100-\u2102\u2104\u2109-\u215f\u2190-\u23ff\u2500-\u25ca\u2600-\u27ff\u2900-\u2bff\u3200-\u33ff\U0001f000-\U0001faff"
)
SYMBOL = re.compile(f"[{_SYMBOLS}]")
_PLAIN = f"[^。“”{_SYMBOLS}]{{0,40}}"
_DRESSED = re.compile(
    rf"[{_SYMBOLS}]{_PLAIN}(?:[{_SYMBOLS}]{{1,20}}{_PLAIN}){{0,20}}[{_SYMBOLS}](?:[•·.]?[(（\[][a-zA-Z.]{{2,8}}[)）\]])?"
)
_AD = re.compile(rf"章节|首发|阅读|更新|收藏|网址|网站|域名|{SITE}|小说|看书|com|net|org|txt|www|最新|免费")
# Brackets that stories do not use, and a sign at either end.
FRAMED = re.compile(r"[{〖〔]([^{}〖〗〔〕，。！？“”]{2,30})[}〗〕]|([＊*#_~^♂@]|[-—=]{2})([^＊*#_~^♂@—=，。！？“”]{2,30})\2")
_HANDLE = re.compile(rf"@[\u3400-\u9fff]{{1,6}}?(?:{NET})")
# Frames drawn of brackets and dots behind a sentence: at least ten marks, five of them different.
_FRAME = re.compile(r"[\[\]{}|•»«<>=~^*_+I\s-]{10,80}")
_FRAME_MARKS = frozenset("[]{}|•»«<>")
_WRITTEN = re.compile(r"[^\W\d_I]")


def find_ornate(line: str) -> list[tuple[str, int, int]]:
    """(rule, start, end), as places in the line: laced advertising (最⊥新⊥小⊥说), clauses of it between symbols, and frames."""
    if not SEPARATORS.search(line):
        return []
    found = list(find_laced(line))
    found += [("site_bracket", *m.span()) for m in FRAMED.finditer(line) if is_site_bracket(skeleton(m[1] or m[3]).text)]
    found += [("site_bracket", *m.span()) for m in _HANDLE.finditer(line)]
    found += [("dressed", *m.span()) for m in _DRESSED.finditer(line) if _AD.search(skeleton(m[0]).text)]
    if _WRITTEN.search(line):
        found += [("frame", *m.span()) for m in _FRAME.finditer(line) if len(_FRAME_MARKS & set(m[0])) >= 5]
    return found
