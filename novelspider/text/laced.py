"""Advertising whose letters are laced with separators, 最⊥新⊥小⊥说: which letters at its ends are its own."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

from novelspider.text.sitenames import NET, SITE
from novelspider.text.skeleton import skeleton
from novelspider.text.vocabulary import coverage, tokens

if TYPE_CHECKING:
    from collections.abc import Iterator

# What stands between letters in no sentence: ASCII signs, symbols, brackets of other scripts; not the marks that sentences are
# made of. 丨 and 丶 are letters to Unicode, and to nobody else.
SEPARATOR = (
    r"#$%&*+/<=>@\[\\\]^`{|}~\-\u00a1-\u00ac\u00ae-\u00b1\u00b4\u00b6-\u00b8\u00bb\u00bf\u00d7\u00f7\u02c2-\u02df\u2010-\u2013\u2015-\u2017"
    r"\u201a\u201b\u201e-\u2025\u2030-\u2070\u20a0-\u20cf\u2190-\u2bff\u3003\u3004\u3012\u3013\u3014-\u3020\u3030\u303d\u30fb\u4e28\u4e36"
    r"\ufe10-\ufe6f\uff02-\uff07\uff0a\uff0b\uff0d-\uff0f\uff1c-\uff1e\uff20\uff3b-\uff40\uff5b-\uff5d\uff5f-\uff65\uffe0-\uffe6"
    r"\U0001f000-\U0001faff"
)
_SEPARATOR = f"[{SEPARATOR}]"
SEPARATORS = re.compile(_SEPARATOR)
# Letters with a separator after every one, or every one or two; censored words (欲·望) are shorter.
_LETTER = r"[^\W_丨丶]"
LACED = re.compile(
    rf"(?:{_LETTER}{_SEPARATOR}{{1,3}}){{3,60}}{_LETTER}?|(?:{_LETTER}{{1,2}}{_SEPARATOR}{{1,3}}){{3,60}}{_LETTER}{{0,2}}"
)
_AD = re.compile(rf"章节|首发|阅读|更新|收藏|网址|网站|域名|{SITE}|小说|看书|com|net|org|txt|www|最新|免费")
_NETS = tuple(NET.split("|"))
_FEWEST_WORDS = 2
_LATIN = re.compile("[A-Za-z0-9]")
_PAIRED = re.compile(rf"{_SEPARATOR}{_LETTER}{{2}}{_SEPARATOR}")
_RUN = 3  # marks
_LONG_WORD = 3  # letters; so many make no word by chance
_BESIDE = 3  # characters, at most punctuation, around a line that is an advertisement and nothing else


def find_laced(line: str) -> Iterator[tuple[str, int, int]]:
    """(rule, start, end) of laced advertising. Whether the letters before its first separator and behind its last are its own
    or the sentence's, the words of sites tell; where they do not, the sentence has them."""
    for match in LACED.finditer(line):
        for start, end in _alike(line, *match.span()):
            marks = [mark.span() for mark in SEPARATORS.finditer(line, start, end)]
            said = skeleton(SEPARATORS.sub("", line[start:end])).text
            if not _AD.search(said) and coverage(said)[1] < _FEWEST_WORDS:
                continue
            parts = start, marks[0][0], marks[-1][1], end
            yield ("laced", *_with_marks(line, _start(line, *parts), _end(line, *parts), line[marks[0][0]]))


def _alike(line: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The parts of `line[start:end]` that are laced with one mark, with the letters before the first and behind the last. A
    mark that stands there once or twice among others, as in 1/3, is the sentence's."""
    marks = list(SEPARATORS.finditer(line, start, end))
    runs = [list(run) for _, run in itertools.groupby(marks, key=lambda mark: mark[0])]
    if all(len(run) < _RUN for run in runs):  # each letter with a mark of its own
        yield start, end
        return
    for at, run in enumerate(runs):
        if len(run) < _RUN:
            continue
        first = runs[at - 1][-1].end() if at else start
        last = runs[at + 1][0].start() if at + 1 < len(runs) else end
        yield first, last


def _start(line: str, start: int, first: int, last: int, end: int) -> int:
    """Where the advertisement begins: `line[start:first]` stands before its first separator, `line[last:end]`
    behind its last."""
    if first - start > 1 and not _PAIRED.search(line, first, last):
        start = first - 1  # of letters with a mark behind each, the one before the first mark
    head, body = line[start:first], SEPARATORS.sub("", line[first:last])
    clean = any(at == 0 and not named for at, _, named in _words(body))
    begins = [(at, stop) for at, stop, named in _words(head + body) if at < len(head) < stop and not named]
    if clean and len(head) > 1 and _PAIRED.search(line, first, last) and any(at == 0 for at, _, _ in _words(head)):
        return start  # two letters at a time
    if begins and (not clean or begins[0][1] - begins[0][0] >= _LONG_WORD):
        return start + begins[0][0]
    if _is_whole(line, start, end):
        return start
    return first


def _end(line: str, start: int, first: int, last: int, end: int) -> int:
    """Where it ends: behind the last letter of a word, if the word began inside."""
    body, tail = SEPARATORS.sub("", line[first:last]), line[last:end]
    clean = any(stop == len(body) for _, stop, _ in _words(body))
    ends = [
        stop
        for at, stop, named in _words(body + tail)
        if at < len(body) < stop and (not clean or (named and (body + tail).endswith(_NETS, 0, stop)))
    ]
    if ends:
        return last + ends[0] - len(body)
    if _is_whole(line, start, end):
        return end
    stop = last
    while stop < end and _LATIN.match(line, stop):
        stop += 1
    return last if _LATIN.match(line, stop) else stop  # a Latin word that goes on is the sentence's


def _with_marks(line: str, start: int, end: int, mark: str) -> tuple[int, int]:
    """With the separators before the first letter and behind the last."""
    start -= next((n for n in range(3) if line[start - n - 1 : start - n] != mark), 3)
    end += next((n for n in range(3) if line[end + n : end + n + 1] != mark), 3)
    return start, end


def _is_whole(line: str, start: int, end: int) -> bool:
    """Is there nothing but punctuation around `line[start:end]`?"""
    beside = start + len(line) - end
    return beside <= _BESIDE and not any(map(str.isalnum, line[:start] + line[end:]))


def _words(letters: str) -> list[tuple[int, int, bool]]:
    """(start, end, whether it is a name) of the words of sites in `letters`."""
    folded = skeleton(letters).text
    if len(folded) != len(letters):
        return []
    return [(*token.span(), token.lastgroup == "name") for token in tokens(folded) if token.lastgroup in ("word", "name")]
