"""Lines in Japanese, Korean and Vietnamese that a site says, told by how much of them is the vocabulary of reading sites."""

from __future__ import annotations

import re
from importlib.resources import files

from novelspider.text.alternation import one_of

_WORDS: dict[tuple[str, str], frozenset[str]] = {}
"""By language and kind: `telling` words are a site's alone, and one must be there; `site` ones it often has; `common` ones tell
nothing; with one of `story` the line is the story's."""
for _row in (files("novelspider.text") / "foreignwords.tsv").read_text(encoding="utf-8").splitlines()[1:]:
    _language, _kind, _word = _row.split("\t")
    _WORDS[_language, _kind] = _WORDS.get((_language, _kind), frozenset()) | {_word}

TELLING = frozenset().union(*(words for (_, kind), words in _WORDS.items() if kind == "telling"))
"""One of these stands in every line that is found here."""

_KANA, _HANGUL = re.compile("[\u3041-\u30fa]"), re.compile("[\uac00-\ud7a3]")
_VIETNAMESE = re.compile("[ăđơưạ-ỹ]")
_ADDRESS = re.compile(r"(?<![a-z0-9])(?:https?:/{0,2})?[a-z0-9-]{2,30}(?:\.[a-z0-9-]{2,20}){1,3}(?:/[a-z0-9/_.-]{0,60})?")
_SPELLED = {
    language: re.compile(
        f"(?P<site>{one_of(_WORDS[language, 'telling'] | _WORDS[language, 'site'])})"
        f"|(?P<common>{one_of(_WORDS[language, 'common'])})|(?P<other>\\w)"
    )
    for language in ("ja", "ko")
}
_TELLS = {language: re.compile(one_of(_WORDS[language, "telling"])) for language in ("ja", "ko", "vi")}
_STORY = {language: re.compile(one_of(_WORDS[language, "story"])) for language in ("ja", "ko")}
_SYLLABLE = re.compile(r"[^\W_]+")
_QUOTES = frozenset('“”"')
_LONGEST, _FEWEST, _SHARE = 160, 2, 0.6


def foreign_language(line: str) -> str:
    """`ja`, `ko` or `vi` by the letters of `line`, in lower case; empty for any other."""
    if line.isascii():
        return ""
    if _KANA.search(line):
        return "ja"
    if _HANGUL.search(line):
        return "ko"
    return "vi" if _VIETNAMESE.search(line) else ""


def is_foreign_talk(line: str, language: str) -> bool:
    """Is the whole `line`, in lower case, the site's and not the story's?"""
    text = _ADDRESS.sub(" ", line[:_LONGEST])
    if len(line) > _LONGEST or (text == line and not _TELLS[language].search(line)):
        return False
    known, other, words = _of_syllables(text) if language == "vi" else _of_letters(text, language)
    return words + (text != line) >= _FEWEST and known >= _SHARE * (known + other)


def _of_syllables(text: str) -> tuple[int, int, int]:
    """(known, other, different words) of Vietnamese, which parts its syllables. One of the story's makes it unknown whole."""
    syllables = _SYLLABLE.findall(text)
    if not _WORDS["vi", "story"].isdisjoint(syllables) or not _QUOTES.isdisjoint(text):
        return 0, 1, 0
    known = [word for word in syllables if word in _WORDS["vi", "site"]]
    other = [word for word in syllables if word not in _WORDS["vi", "site"] and word not in _WORDS["vi", "common"]]
    return len(known), len(other), len(set(known))


def _of_letters(text: str, language: str) -> tuple[int, int, int]:
    """The same, in letters, of Japanese and Korean, whose words run together."""
    if _STORY[language].search(text):
        return 0, 1, 0
    known, other = 0, 0
    words: set[str] = set()
    for token in _SPELLED[language].finditer(text):
        if token.lastgroup == "site":
            known += len(token[0])
            words.add(token[0])
        elif token.lastgroup == "other":
            other += 1
    return known, other, len(words)
