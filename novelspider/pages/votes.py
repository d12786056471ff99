"""Names as several places of a page give them, compared and counted."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from novelspider.text.claims import find_claim

_SEPARATORS = re.compile(
    r"\s*[_|｜»›>＿#^]+\s*|\s+[-–—·:]+\s+|(?<=[^\x00-\x7f])\s*[-–—]+\s*|\s*[-–—]+\s*(?=[^\x00-\x7f])|[,，](?=\S)"
)
_NOT_WORD = re.compile(r"[\W_]+")


claim_of = lru_cache(maxsize=4096)(find_claim)
"""`find_claim`, remembered: the same few texts of a page are asked for from every side."""


@lru_cache(maxsize=4096)
def key(text: str) -> str:
    """`text` as it is compared: width, case, white space and punctuation aside."""
    return _NOT_WORD.sub("", unicodedata.normalize("NFKC", text).lower())


def plain_key(text: str) -> str:
    """`key` without accents, as names stand in addresses."""
    name = key(text)
    return name if name.isascii() else "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))


def segments(title: str) -> list[str]:
    """The parts of a `<title>` between its separators."""
    return [part.strip(" -–—") for part in _SEPARATORS.split(title) if part and part.strip(" -–—")]


class Votes:
    """Weights by folded name, and each name as first shown."""

    def __init__(self, excluded: frozenset[str]) -> None:
        self._excluded = excluded
        self._weights: dict[str, float] = {}
        self._shown: dict[str, str] = {}

    def add(self, text: str, weight: float) -> None:
        name = key(text)
        if name and name not in self._excluded:
            self._shown.setdefault(name, text)
            self._weights[name] = self._weights.get(name, 0.0) + weight

    def best(self, least: float) -> str | None:
        """The heaviest name, as shown; None where none has the `least` weight."""
        name = max(self._weights, key=lambda name: self._weights[name], default="")
        return self._shown[name] if name and self._weights[name] >= least else None
