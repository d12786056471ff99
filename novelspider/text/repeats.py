"""Does a chapter say again what the one before it said? Sites post a text twice, or serve the last chapter's pages first."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_NO_LETTERS = re.compile(r"[\W_]+")
_FEWEST = 3  # paragraphs that both have; fewer are a refrain, a letter read again, an announcement
_MOST = 4096  # paragraphs of a chapter that are kept: the longest seen have under 2,000

Paragraphs = dict[int, int]
"""The different paragraphs of a chapter, by a hash of their letters that holds in this process only, and how many letters each
has. 100 bytes a paragraph."""


def paragraphs_of(paragraphs: Sequence[str]) -> Paragraphs:
    """Two spellings of a paragraph (width aside: case, blanks, punctuation) are one; those without letters are left out."""
    letters = (_NO_LETTERS.sub("", paragraph) for paragraph in "\n".join(paragraphs).lower().split("\n")[:_MOST])
    return {hash(word): len(word) for word in letters if word}


def repeats(chapter: Mapping[int, int], previous: Mapping[int, int]) -> bool:
    """Stand most of the letters of `chapter`, each paragraph counted once, in paragraphs of `previous`?"""
    again = chapter.keys() & previous.keys()
    return len(again) >= _FEWEST and 2 * sum(chapter[key] for key in again) > sum(chapter.values())
