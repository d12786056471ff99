"""Counts that say how good a chapter's text is. Facts to look at, never a reason to drop by themselves."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from novelspider.text.digest import count_chars, words_of
from novelspider.text.language import count_script
from novelspider.text.masks import count_masked
from novelspider.text.plain import without

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_SPEECH = re.compile(r"“[^“”]{0,400}”|「[^「」]{0,400}」|『[^『』]{0,400}』|\"[^\"]{0,400}\"")
_CURLED = re.compile("“[^“”]{0,400}”")
_EAST = "\u3041-\u3096\u30a1-\u30fa\u30fc-\u30ff\u3400-\u9fff\uac00-\ud7a3"
_HAS_EAST = re.compile(f"[{_EAST}]")
_NOT_EAST = re.compile(f"[^{_EAST}]+")
_ALL_EAST = re.compile(f"[{_EAST}]*")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]+")
_GRAM = re.compile(".....")  # faster than slices, and than .{5}
_PRIVATE_CHARS = "\ue000-\uf8ff\U000f0000-\U0010fffd"
_PRIVATE, _NOT_PRIVATE = re.compile(f"[{_PRIVATE_CHARS}]"), without(_PRIVATE_CHARS)
_NOT_STRAIGHT = re.compile(r'\d"|[“”]')  # inches; quotes that pair with curled ones
_TAGGED = re.compile(
    r"[,，.。!！?？] ?(?:he|she|they|i|the \w+|[A-Z]\w+) (?:said|asked|replied|answered|whispered|muttered|shouted)\b"
)
_ENDS = frozenset("。．.！!？?…‥～~—―─”」』》）)】]\"'’*♪☆★※：:＊-=")
_SHORT_EAST, _SHORT_OTHER = 200, 600  # characters; the chapters of the big sites have 2,000 to 4,000 and 6,000 to 12,000
_LONGEST_SPEECH = 4  # paragraphs of one speech
_FEW_PARAGRAPHS = 5  # below which habits cannot be told


def read_signals(paragraphs: Sequence[str], *, book_language: str | None = None) -> dict[str, float]:
    """Always the same keys. Ratios run from 0 to 1. `book_language` is the BCP 47 tag of the book's language, where known.

    dialogue_ratio        characters between quotation marks, of all
    dup_line_ratio        paragraphs that stood before, of all (Gopher's duplicate line fraction)
    dup_5gram_ratio       5-grams that stood before, of all: of words, or of characters counted from each clause's start where
                          words are not set apart (Gopher's repetition; by clause because all offsets cost five times as much)
    mean_paragraph_chars  characters a paragraph
    script_ratio          letters of the book's script, of all; without `book_language`, of the text's main script
    masked_count          words that a censor struck out: **, □□, sh*t, 欲·望, pinyin among Chinese characters
    private_count         private-use characters, which only a site's own font shows"""
    text = "\n".join(paragraphs)
    words = words_of(text)
    letters = "".join(words)
    strangers = () if _ALL_EAST.fullmatch(letters) else _NOT_EAST.findall(letters)  # to match costs a fifth of finding
    east = len(letters) - sum(map(len, strangers))
    is_east = 2 * east > len(letters)
    latin = 0 if is_east else sum(map(len, _LATIN.findall(letters)))
    count = len(paragraphs)
    speech = _SPEECH if any(mark in text for mark in '「『"') else _CURLED
    return {
        "dialogue_ratio": _share(sum(map(len, speech.findall(text))), len(text)),
        "dup_line_ratio": _share(count - len(set(paragraphs)), count),
        "dup_5gram_ratio": _repeated_grams(words, east=is_east),
        "mean_paragraph_chars": round(len(text) / count, 1) if count else 0.0,
        "script_ratio": _share(
            max(east, latin, len(letters) - east - latin) if book_language is None else count_script(letters, book_language),
            len(letters),
        ),
        "masked_count": count_masked(text, east=is_east),
        "private_count": 0 if _NOT_PRIVATE.fullmatch(text) else len(_PRIVATE.findall(text)),
    }


def _repeated_grams(words: Sequence[str], *, east: bool) -> float:
    grams: Sequence[object]
    if east:
        grams = _GRAM.findall("\n".join(words))
    else:
        grams = list(zip(words, words[1:], words[2:], words[3:], words[4:], strict=False))
    return _share(len(grams) - len(set(grams)), len(grams))


def read_flags(
    paragraphs: Sequence[str],
    *,
    language: str | None = None,
    book_language: str | None = None,
    signals: Mapping[str, float] | None = None,
) -> tuple[str, ...]:
    """What about a whole chapter is worth a look, in alphabetical order; () for a healthy one, all dialogue or not.

    `signals` is what `read_signals` gave for them, if at hand. foreign_text (`language` is unlike `book_language`),
    masked_words, obfuscated (private-use characters), short, truncated (ends in mid-sentence where the other paragraphs do
    not), unclosed_quotes."""
    if signals is None:
        signals = read_signals(paragraphs)
    text = "\n".join(paragraphs)
    found = {
        "foreign_text": bool(language and book_language and language.split("-")[0] != book_language.split("-")[0]),
        "masked_words": signals["masked_count"] > 0,
        "obfuscated": signals["private_count"] > 0,
        "short": count_chars(text) < (_SHORT_EAST if _HAS_EAST.search(text) else _SHORT_OTHER),
        "truncated": _is_truncated(paragraphs),
        "unclosed_quotes": _has_unclosed_quotes(paragraphs),
    }
    return tuple(name for name, is_so in found.items() if is_so)


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0


def _is_truncated(paragraphs: Sequence[str]) -> bool:
    """Does the last paragraph stop in mid-sentence, in a text whose paragraphs do not?"""
    if len(paragraphs) < _FEW_PARAGRAPHS or _ends(paragraphs[-1]):
        return False
    return 10 * sum(map(_ends, paragraphs[:-1])) >= 9 * (len(paragraphs) - 1)


def _ends(paragraph: str) -> bool:
    return paragraph.rstrip()[-1:] in _ENDS


def _has_unclosed_quotes(paragraphs: Sequence[str]) -> bool:
    """Are quotes left open, or closed unopened, more often than a slip now and then? A speech of several paragraphs may open
    each of them and close only the last."""
    allowed = max(2, len(paragraphs) // 25)
    if _straight_slips(paragraphs) > allowed:
        return True
    return any(_slips(paragraphs, opening, closing) > allowed for opening, closing in ("“”", "「」", "『』"))


def _slips(paragraphs: Sequence[str], opening: str, closing: str) -> int:
    slips, is_open = 0, False
    for paragraph in paragraphs:
        opened, closed = paragraph.count(opening), paragraph.count(closing)
        if (opened == closed and not is_open) or '"' in paragraph:  # straight quotes stand for either
            continue
        balance = int(is_open and not paragraph.startswith(opening)) + opened - closed
        slips += balance not in (0, 1)
        is_open = balance == 1
    return slips + is_open


def _straight_slips(paragraphs: Sequence[str]) -> int:
    """Paragraphs that leave a straight quote open, where the next one does not go on with the speech. After a `he said`, and
    from the fifth in a row on, none does."""
    slips = run = 0
    for paragraph, after in zip(paragraphs, (*paragraphs[1:], ""), strict=False):
        is_open = paragraph.count('"') % 2 == 1 and not _NOT_STRAIGHT.search(paragraph)
        run = run + 1 if is_open else 0
        slips += is_open and (run > _LONGEST_SPEECH or not after.startswith('"') or _TAGGED.search(paragraph) is not None)
    return slips
