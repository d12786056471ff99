"""Normal form of a line: what every text goes through before anything reads it."""

from __future__ import annotations

import html
import re
import sys

from novelspider.text.plain import without

_SPACES = "\t\x0b\x0c\x1c\x1d\x1e\x1f\xa0\u1680" + "".join(map(chr, range(0x2000, 0x200B))) + "\u202f\u205f\u3000"
_BREAKS = "\r\x85\u2028\u2029"
_INVISIBLE = [
    *range(0x20), *range(0x7F, 0xA0), 0xAD, 0x34F, 0x61C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180E, 0x200B, 0x200E, 0x200F,
    *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0x3164, 0xFEFF, 0xFFA0, *range(0xFFF9, 0xFFFC), 0xFFFE, 0xFFFF,
]  # fmt: skip
_TABLE: dict[int, str | None] = (
    dict.fromkeys(_INVISIBLE)
    | dict.fromkeys(map(ord, _SPACES), " ")
    | dict.fromkeys(map(ord, _BREAKS), "\n")
    | {code: chr(code - 0xFEE0) for first, last in ("０９", "ＡＺ", "ａｚ") for code in range(ord(first), ord(last) + 1)}
    | {ord("\n"): "\n"}
)
_PLAIN = without(re.escape("".join(map(chr, _TABLE.keys() - {ord("\n")}))))
_UNSEEN = dict.fromkeys(code for code in _INVISIBLE if chr(code) not in "\t\n")
_BLANKS = ("  ", " \n", "\n ")
# Zero-width joiners shape letters in the scripts from Hebrew to Mongolian, and glue emoji together.
_JOINER = re.compile(
    "(?<![\u0590-\u08ff\u0900-\u0dff\u0f00-\u109f\u1780-\u18af\ufb50-\ufefe\ufe0f\u2600-\u27bf\U0001f300-\U0001faff])"
    "[\u200c\u200d]+"
)
_ENTITY = re.compile(r"&(?:(?:amp|#0{0,5}38|#[xX]0{0,4}26);)*(#\d{1,7};|#[xX][0-9a-fA-F]{1,6};|[a-zA-Z][a-zA-Z0-9]{1,30};)")
_TAG = re.compile(r"</?(?:br|p|div)\s{0,4}/?>", re.IGNORECASE)
_RUNS = re.compile(" {2,}")
_AROUND_BREAKS = re.compile(r" {0,4}\n[ \n]*")
_ROUNDS = 8  # an entity that decoding or dropping characters has put together is decoded in the next round


def normal(text: str) -> str:
    """`text` in normal form: entities that survived parsing decoded, invisible characters out, white space folded to single
    blanks, full-width letters and digits as ASCII, punctuation as it stands. Line separators of any kind become a line feed.

    Idempotent. Not NFKC, not NFC: the author's characters stay."""
    for _ in range(_ROUNDS):
        before, text = text, _step(text)
        if text == before:
            break
    return text


def visible(text: str) -> str:
    """`text` without the characters that nobody sees, some of which steer a terminal or turn the writing direction; all others
    stay as they are."""
    return text if _PLAIN.fullmatch(text) else text.translate(_UNSEEN)


def _step(text: str) -> str:
    if "&" in text:
        text = _ENTITY.sub(_decode, text)
    if "<" in text:
        text = _TAG.sub("\n", text)
    if not _PLAIN.fullmatch(text):
        text = text.translate(_TABLE)
    if "\u200d" in text or "\u200c" in text:
        text = _JOINER.sub("", text)
    if "\n\n" in text or (" " in text and any(blanks in text for blanks in _BLANKS)):
        text = _AROUND_BREAKS.sub("\n", _RUNS.sub(" ", text))
    return text.strip()


def _decode(match: re.Match[str]) -> str:
    name = match[1]
    if name[0] == "#":
        code = int(name[2:-1], 16) if name[1] in "xX" else int(name[1:-1])
        if code > sys.maxunicode or 0xD800 <= code < 0xE000:
            return match[0]
    decoded = html.unescape(f"&{name}")
    return match[0] if decoded == f"&{name}" else decoded
