"""Numbers as titles write them: Arabic, full-width, Chinese, Roman, English words."""

from __future__ import annotations

import re
import unicodedata

Number = int | float

_DIGITS = str.maketrans(
    "零〇○一壹弌二贰貳弍两兩三叁參叄四肆五伍六陆陸七柒八捌九玖十拾百佰千仟万萬億点點.",
    "00011122222233334455666778899十十百百千千万万亿...",
)
_TENS = {"廿": "2十", "卄": "2十", "卅": "3十", "卌": "4十"}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_BIG = {"万": 10_000, "亿": 100_000_000}
_MAX_DIGITS = 9  # a longer run of digits is an id or a date, not a chapter's number
CHINESE = "零〇○一壹弌二贰貳弍两兩三叁參叄四肆五伍六陆陸七柒八捌九玖十拾百佰千仟万萬億亿廿卄卅卌"
"""The characters of a Chinese numeral (the decimal 点 left out)."""

_ROMAN = re.compile(r"(?=[MDCLXVI])M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen"
)
_TENS_WORDS = "twenty thirty forty fifty sixty seventy eighty ninety"
ENGLISH_WORDS = {word: value for value, word in enumerate(_SMALL.split())} | {
    word: 10 * value for value, word in enumerate(_TENS_WORDS.split(), start=2)
}
"""Number words below a hundred, with their values."""


def chinese_number(text: str) -> Number | None:
    """The number that the whole of `text` spells: `四百三十六` → 436, `一〇二四` → 1024, `12.5` → 12.5, `廿三` → 23,
    `๑๒` → 12.

    Colloquial endings count as spoken: `一百二` → 120. None where `text` is no number."""
    folded = unicodedata.normalize("NFKC", text).strip().translate(_DIGITS)
    if not folded.isascii():
        folded = "".join(str(unicodedata.decimal(c, c)) for c in folded)
    for short, long in _TENS.items():
        folded = folded.replace(short, long)
    if not folded or (not folded.isascii() and any(c not in "0123456789.十百千万亿" for c in folded)):
        return None
    whole, point, fraction = folded.partition(".")
    value = _whole(whole)
    if value is None or not point:
        return value
    if not fraction.isdecimal() or len(fraction) > _MAX_DIGITS:
        return None
    number = float(f"{value}.{fraction}")
    return int(number) if number.is_integer() else number


def _whole(digits: str) -> int | None:
    """The value of ASCII digits mixed with 十百千万亿, None where the order of the units makes no number."""
    if digits.isascii():
        return int(digits) if digits.isdecimal() and len(digits) <= _MAX_DIGITS else None
    total = section = 0
    run, unit, big = "", 10_000, 10**12
    for char in digits:
        if char in _BIG:
            if _BIG[char] >= big or len(run) > _MAX_DIGITS:
                return None
            big = _BIG[char]
            total, section, run, unit = total + (section + int(run or not section)) * big, 0, "", 10_000
        elif char in _UNITS:
            if _UNITS[char] >= unit or len(run) > 2:
                return None
            unit = _UNITS[char]
            section, run = section + int(run or 1) * unit, ""
        else:
            run += char
    if len(run) > _MAX_DIGITS:
        return None
    spoken = len(run) == 1 and run != "0" and digits[-2] in "百千万"  # 一百二 is 120, 一百零二 is 102
    scale = (_UNITS.get(digits[-2], 0) or _BIG[digits[-2]]) // 10 if spoken else 1
    return total + section + int(run or 0) * scale


def roman_number(text: str) -> int | None:
    """`IV` → 4, up to 3999; None where `text` is no well-formed Roman numeral in capitals."""
    if not _ROMAN.fullmatch(text):
        return None
    values = [_ROMAN_VALUES[c] for c in text]
    return sum(-v if v < max(values[i:]) else v for i, v in enumerate(values))


def english_number(text: str) -> int | None:
    """`One Hundred and Two` → 102, `twenty-one` → 21; None where a word of `text` is no number."""
    total = current = 0
    words = re.split(r"[\s-]+", text.lower().strip())
    for word in words:
        if word in ENGLISH_WORDS:
            current += ENGLISH_WORDS[word]
        elif word == "hundred":
            current = (current or 1) * 100
        elif word == "thousand":
            total, current = total + (current or 1) * 1000, 0
        elif word != "and" or word is words[0]:
            return None
    return total + current
