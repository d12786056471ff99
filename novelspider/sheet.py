"""Labelled lines for a terminal, in its columns: East Asian letters take two, combining marks none."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

COLUMNS = 100  # of a line, where there is no terminal to ask, and at most in one
INDENT = 13  # columns before what a line is about

# Control characters, which could steer the terminal, marks that turn the writing direction, lone surrogates.
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_WIDE = frozenset("WF")


def plain(text: str) -> str:
    """`text` with nothing in it that a terminal would obey."""
    return _UNSAFE.sub("\ufffd", text)


def width(text: str) -> int:
    """How many columns `text` takes; characters of ambiguous width count as one (Unicode Standard Annex 11)."""
    return len(text) if text.isascii() else sum(map(_columns, text))


def pad(text: str, columns: int) -> str:
    """`text` with blanks up to `columns`."""
    return text + " " * (columns - width(text))


def cut(text: str, columns: int) -> str:
    """`text` in one line of at most `columns`; an ellipsis stands for what is left out."""
    return next(iter(wrap(text, columns, 1)), "")


def wrap(text: str, columns: int, lines: int) -> list[str]:
    """`text` in at most `lines` lines of at most `columns`, words kept whole where they fit; an ellipsis stands for the
    rest. Empty for an empty text."""
    found: list[str] = []
    while text and len(found) < lines:
        end = _fitting(text, columns)
        if end < len(text) and len(found) == lines - 1:
            found.append(text[: _fitting(text, columns - 1)].rstrip() + "…")
            break
        if end < len(text) and text[end - 1].isascii() and not text[end].isspace():
            blank = text.rfind(" ", 0, end)
            end = blank + 1 if 2 * blank > end else end
        found.append(text[:end].rstrip())
        text = text[end:].lstrip()
    return found


def _columns(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in _WIDE else 1


def _fitting(text: str, columns: int) -> int:
    """How many characters of `text` fit into `columns`, at least one."""
    taken = 0
    for place, character in enumerate(text[: columns * 2]):
        taken += _columns(character)
        if taken > columns:
            return max(1, place)
    return min(len(text), max(1, columns * 2))


class Sheet:
    """What lines are made of: `columns` wide, with ANSI colours only where `colour` is true."""

    def __init__(self, *, colour: bool, columns: int) -> None:
        self.colour = colour
        self.columns = columns

    def ink(self, code: str, text: str) -> str:
        """`text` in the colour `code`, the numbers of ECMA-48's SGR."""
        return f"\x1b[{code}m{text}\x1b[0m" if self.colour and text else text

    def dim(self, text: str) -> str:
        return self.ink("2", text)

    def label(self, name: str) -> str:
        return self.dim(pad(f"  {name}" if name else "", INDENT))

    def section(self, name: str, summary: str = "") -> Iterator[str]:
        yield ""
        yield (self.ink("1", pad(name.upper(), INDENT)) + summary).rstrip()

    def field(self, name: str, value: str, aside: str = "") -> Iterator[str]:
        """A line, up to three where the value is long; none for an empty value. `aside` stands behind the first."""
        room = self.columns - INDENT
        for place, line in enumerate(wrap(value, room - (width(aside) + 2 if aside else 0), 3)):
            yield self.label("" if place else name) + line + (self.dim(f"  {aside}") if aside and not place else "")

    def quoted(self, name: str, paragraphs: Sequence[str]) -> Iterator[str]:
        """Paragraphs behind a bar, two lines of each."""
        for paragraph in paragraphs:
            for line in wrap(paragraph, self.columns - INDENT - 2, 2):
                yield self.label(name) + self.dim("│ ") + line
                name = ""

    def more(self, what: str) -> str:
        """The line that stands for what is left out."""
        return self.dim(" " * INDENT + f"⋮ {what}")
