"""Exact digest and size of a text."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from hashlib import blake2b

_WORDS = re.compile(r"\w+")
_MARKS = "，。“”！？：、…—；「」『』《》（）·～.,:;!?\"'’()-"  # what mostly stands between words


def digest(text: str) -> str:
    """32 hex digits: BLAKE2b-128 of the letters and digits of `text` after NFKC, in lower case. Nothing else counts, so two
    spellings of one chapter (width, blanks, punctuation, paragraphs) have one digest."""
    letters = _letters(text)
    if not unicodedata.is_normalized("NFKC", letters):  # five times as fast to ask as to normalise, and nearly always true
        letters = _letters(unicodedata.normalize("NFKC", text))
    low = letters.lower()
    if len(low) != len(letters):  # one letter has become several characters, not all of them letters
        low = _letters(low)
    return blake2b(low.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


@lru_cache(maxsize=1)
def words_of(text: str) -> tuple[str, ...]:
    """The runs of letters, digits and low lines. Kept for one text: a chapter is measured and digested one after the other."""
    for mark in _MARKS:
        text = text.replace(mark, " ")
    words = text.split()  # twice as fast as to find them, and five times where they are set apart
    if "".join(words).isalnum():
        return tuple(words)
    return tuple(word for piece in words for word in ((piece,) if piece.isalnum() else _WORDS.findall(piece)))


def count_chars(text: str) -> int:
    """Characters of `text`, white space not counted."""
    return len("".join(text.split()))


def _letters(text: str) -> str:
    """What of `text` `str.isalnum` accepts: the word characters of `re`, the low line left out."""
    return "".join(words_of(text)).replace("_", "")
