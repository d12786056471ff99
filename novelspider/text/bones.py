"""What is left of a line when digits, decoration and foreign letters are taken away: the same however it is disguised."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

CJK = "々〇\u3400-\u9fff\uf900-\ufaff\u3040-\u30ff\uac00-\ud7af\U00020000-\U0003ffff"
"""Chinese, Japanese and Korean letters, as the inside of a character class."""
_COMPATIBLE = "\u2e80-\u2fdf\u3200-\u33ff\uff66-\uffdc\U0001f200-\U0001f2ff"
FOLDED = f"\uf900-\ufaff\U0002f800-\U0002fa1f{_COMPATIBLE}"
"""What NFKC makes such letters of, likewise."""
_NOT_BONES = re.compile(f"[^\n{CJK}{_COMPATIBLE}]+")
_IS_FOLDED = re.compile(f"[{FOLDED}]")
_CJK_LETTERS = re.compile(f"[{CJK}{_COMPATIBLE}]+")
_PHONETIC = re.compile("[\u3040-\u30ff\uac00-\ud7af]")
_NOT_ALPHABETIC = re.compile(r"[\W\d_]+")


def skeletons(lines: Sequence[str]) -> list[str]:
    """The skeleton of each line: its Chinese, Japanese and Korean letters after NFKC, nothing else; of a line without any, all
    letters in lower case, digits left out."""
    bones = _bones("\n".join(lines)).split("\n")
    if len(bones) != len(lines):
        bones = [_bones(line.replace("\n", " ")) for line in lines]
    return [bone or _letters(line) for bone, line in zip(bones, lines, strict=True)]


def _bones(text: str) -> str:
    bones = _NOT_BONES.sub("", text)
    return _NOT_BONES.sub("", unicodedata.normalize("NFKC", bones)) if _IS_FOLDED.search(bones) else bones


def _letters(line: str) -> str:
    return _NOT_ALPHABETIC.sub("", unicodedata.normalize("NFKC", line).lower())


def letters_beside(line: str, bone: str) -> str:
    """The letters of `line` that its skeleton `bone` leaves out, in lower case."""
    return _letters(_CJK_LETTERS.sub("", line)) if is_cjk(bone) else ""


def is_cjk(bone: str) -> bool:
    """Is a skeleton Chinese, Japanese or Korean?"""
    return _CJK_LETTERS.search(bone) is not None


def size_of(bone: str) -> float:
    """Length of a skeleton in Chinese characters: two of kana or hangul, three letters of an alphabet say as much."""
    return len(bone) - len(_PHONETIC.findall(bone)) / 2 if is_cjk(bone) else len(bone) / 3
