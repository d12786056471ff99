"""The chapter's title where the body says it again."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from novelspider.text.claims import find_claim
from novelspider.text.titles import parse_title

if TYPE_CHECKING:
    from novelspider.text.claims import Claim

_LONGEST = 80  # characters; a line longer than any title with a book's name before it
_SENTENCE_END = re.compile(r"[。！？!?…”」』\"]$|[。；]")
_STOPS = frozenset("。！？!?…”」』")
_MAY_CLAIM = re.compile(r"[第제#№A-Za-z0-9\u0400-\u04ff\u0e00-\u0eff]|^\W?[零〇一二三四五六七八九十百千万两其そ]")
_QUOTES = frozenset('“”「」『』"')
_PARTS = frozenset("节節集")
_BOOK_CHARS = 16  # letters that may stand before a repeated title: a book's name, 正文


def repeats_title(line: str, title: str) -> bool:
    """Is `line`, one of the first of a body, the chapter's title in some spelling: other width or punctuation, a page suffix,
    with or without the number, the book's name before it? A sentence or speech that has the title's words is not."""
    if not title or len(line) > _LONGEST or (not _QUOTES.isdisjoint(line) and _QUOTES.isdisjoint(title)):
        return False
    if line[-1:] in _STOPS and not _MAY_CLAIM.search(line) and not _SENTENCE_END.search(title):
        return False
    claim = find_claim(line)
    ends = _SENTENCE_END.search(line) is not None and not _SENTENCE_END.search(title)
    if ends and claim is None:
        return False
    wanted, got = _name(title), _name(line)
    if not got or not wanted:
        return False
    if got == wanted:
        return True
    own = find_claim(title)
    if own and claim and own.number == claim.number:
        if not _tail(line, claim.end) and not wanted.startswith(_fold(line[claim.start :])):
            return _is_number(line, claim, title[: own.end])
        return claim.start < _BOOK_CHARS and (not _SENTENCE_END.search(line) or _tail(line, claim.end) == _tail(title, own.end))
    if ends:
        return False
    if own and not claim and got == _tail(title, own.end):
        return len(got) > 1
    return len(wanted) > 3 and got.endswith(wanted) and len(got) - len(wanted) <= _BOOK_CHARS


@lru_cache(maxsize=16)
def _name(title: str) -> str:
    """A title as it is compared. Remembered: several lines, and each of them twice, are compared with one title."""
    return _fold(parse_title(title).title)


def _is_number(line: str, claim: Claim, title: str) -> bool:
    """Does `line` say that it is a chapter's number, and nothing else but what stands before one? `第三节` is a part of the
    chapter unless the title counts so too."""
    head, said = line[: claim.start].strip(), _fold(line[claim.start : claim.end])
    apart = not head or head == "正文" or not line[claim.start - 1].isalnum()
    return apart and not said.isnumeric() and (said[-1] not in _PARTS or title[-1] in _PARTS)


def _tail(text: str, start: int) -> str:
    return _fold(text[start:])


def _fold(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())
