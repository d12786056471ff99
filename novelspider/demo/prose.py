"""Invented Chinese prose from word lists: reads like a novel, is nobody's, and is the same for the same seed."""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_TRIES = 200  # the word lists give far more than 10,000 different lines of each kind
_DIGITS = "零一二三四五六七八九"
_UNITS = ("", "十", "百", "千")


@dataclass(frozen=True, slots=True)
class Person:
    """A name and the pronoun that goes with it."""

    name: str
    pronoun: str


class Prose:
    """Paragraphs, titles and synopses. No two lines that one `Prose` writes have the same letters, so that a line met twice
    on a site is the site's doing."""

    def __init__(self, seed: int | str) -> None:
        self._random = random.Random(f"prose/{seed}")
        self._written: set[str] = set()
        self.cast = tuple({person.name: person for person in (self._person() for _ in range(12))}.values())

    def chapter(self, paragraphs: int) -> tuple[str, ...]:
        """`paragraphs` paragraphs (at least two): narration and dialogue among two or three people of the cast."""
        people = self._random.sample(self.cast, 3)
        middle = (self._paragraph(people) for _ in range(paragraphs - 2))
        return (self._line(("opening", "scene"), people), *middle, self._line(("thought", "closing"), people))

    def chapter_title(self) -> str:
        """The words of a title, without its number."""
        return self._unused(lambda: self._fill("title", self.cast[0], self.cast[1]))

    def book_title(self) -> str:
        return self._unused(lambda: self._word("bookhead") + self._word("booktail"))

    def person(self) -> str:
        """A name from outside the cast: an author's."""
        return self._person().name

    def synopsis(self, sentences: int = 3) -> str:
        """What a book's page says of it."""
        people = [self._person(), self._person()]
        return self._line(("synopsis",) * sentences, people)

    def _paragraph(self, people: list[Person]) -> str:
        kind = self._random.random()
        first, second = self._random.sample(people, 2)
        if kind < 0.45:
            return self._unused(lambda: self._spoken(first, second))
        kinds = self._random.choice(_NARRATIVES)
        return self._line(kinds, [first, second])

    def _spoken(self, first: Person, second: Person) -> str:
        speech = self._fill("speech", first, second)
        end = self._random.choice("。。。！？")
        manner, verb = self._word("how"), self._word("said")
        shape = self._random.randrange(4)
        if shape == 0:
            return f"“{speech}{end}”{first.name}{manner}{verb}。"
        if shape == 1:
            return f"{first.name}{self._word('move')}，{manner}{verb}：“{speech}{end}”"
        if shape == 2:
            return f"“{speech}。”{first.name}{self._word('move')}，“{self._fill('speech', first, second)}{end}”"
        return f"“{speech}，{self._fill('speech', first, second)}{end}”"

    def _line(self, kinds: tuple[str, ...], people: list[Person]) -> str:
        return self._unused(lambda: "".join(self._fill(kind, people[0], people[1]) for kind in kinds))

    def _fill(self, kind: str, first: Person, second: Person) -> str:
        pattern = self._random.choice(_sentences()[kind])
        people = {"p": first.name, "he": first.pronoun, "q": second.name, "him": second.pronoun}
        return pattern.format_map(_Slots(self, people))

    def _unused(self, make: Callable[[], str]) -> str:
        for _ in range(_TRIES):
            line = make()
            letters = "".join(filter(str.isalnum, line))
            if letters not in self._written:
                self._written.add(letters)
                return line
        raise ValueError(f"the word lists are used up: no new line in {_TRIES} tries")

    def _person(self) -> Person:
        given, pronoun = self._random.choice((("given_m", "他"), ("given_f", "她")))
        return Person(self._word("surname") + self._word(given), pronoun)

    def _word(self, slot: str) -> str:
        return self._random.choice(_words()[slot])


class _Slots(dict[str, str]):
    """What `str.format_map` asks for: a person's word, or a new word of that slot each time. `thing2` is one more `thing`."""

    def __init__(self, prose: Prose, people: dict[str, str]) -> None:
        super().__init__(people)
        self._prose = prose

    def __missing__(self, slot: str) -> str:
        return self._prose._word(slot.rstrip("2"))


def chinese_numeral(number: int) -> str:
    """`number` (1 to 9,999) as a title writes it: 12 十二, 105 一百零五, 110 一百一十."""
    out, gap = "", False
    digits = str(number)
    for place, digit in zip(range(len(digits) - 1, -1, -1), digits, strict=True):
        if digit == "0":
            gap = bool(out)
            continue
        out += ("零" if gap else "") + _DIGITS[int(digit)] + _UNITS[place]
        gap = False
    return out.removeprefix("一") if 10 <= number < 20 else out


_NARRATIVES = (
    ("narration", "scene"),
    ("narration", "thought"),
    ("scene", "narration", "thought"),
    ("narration", "narration"),
    ("quoted", "thought"),
    ("narration", "quoted"),
    ("thought",),
)


@cache
def _words() -> dict[str, tuple[str, ...]]:
    return {slot: tuple(words.split(" ")) for slot, words in _rows("words.tsv")}


@cache
def _sentences() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for kind, sentence in _rows("sentences.tsv"):
        found.setdefault(kind, []).append(sentence)
    return {kind: tuple(sentences) for kind, sentences in found.items()}


def _rows(name: str) -> list[tuple[str, str]]:
    """The rows of a two-column table of the package: key, rest of the line."""
    text = files("novelspider.demo").joinpath(name).read_text(encoding="utf-8")
    return [(key, value) for key, _, value in (line.partition("\t") for line in text.splitlines() if line)]
