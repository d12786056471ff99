"""The number that a chapter title claims, and where in the title it stands."""

from __future__ import annotations

import re
from dataclasses import dataclass

from novelspider.text.numerals import CHINESE, ENGLISH_WORDS, Number, chinese_number, english_number, roman_number

_NUM = rf"(?:\d{{1,6}}(?:\.\d{{1,2}})?|[{CHINESE}\d]{{1,16}}(?:[点點][{CHINESE}\d]{{1,3}})?)"
# 第三节课, 第三回合, 第一章程 and their like name things, not chapters.
_UNIT = (
    r"(?:章(?!程|鱼|魚)|[话話](?!题|題|筒|剧|劇)|[节節](?!课|課|车|車|目|奏|日|拍)|[回](?!合|家|头|頭|来|來|到|去|应|應)"
    r"|[折幕講讲](?!扣)|集(?!团|團|合|市))"
)
CHAPTER_WORDS = (
    r"chapter|chapitre|chap|ch|chương|chuong|hồi|глава|главы|розділ|раздел|kapitel|kapitteli?|cap[ií]tulo|cap[ií]tol|capitolul|"
    r"capitolo|rozdział|kapitola|poglavlje|glava|hoofdstuk|fejezet|κεφάλαιο|luku|bölüm|bab|kabanata|episode|épisode|"
    r"epis[oó]dio|ep|ตอนที่|บทที่|บท|ตอน|الفصل|فصل|פרק|अध्याय"
)
"""Words for a chapter, alternatives of a regex; those that are written in front of its number."""
PART_WORDS = r"part|partie|parte|teil|deel|część|část|часть|частина|phần|bagian|kısım|μέρος|ภาค|الجزء"
"""Words for a part. Some sites call their chapters so, others divide theirs into parts: they claim where nothing else does."""
_ENGLISH = "|".join(ENGLISH_WORDS)
_WORDED = rf"(?:{_ENGLISH})(?:(?:[\s-]| and ){{1,3}}(?:{_ENGLISH}|hundred|thousand)){{0,6}}"
_SEPARATOR = r"[\s、.．:：,，·\-–—_~)）\]】》|。]"
_START = r"(?:^|(?<=[\s:：,，·\-–—_|>»》】\]）)]))"
# A number goes on, or is but a part of a name: ch0bs, ep2go. A letter may stand behind it (Chapter 3a).
_GOES_ON = r"\d|(?-i:[a-zа-я][a-zß-ɏа-я]|[d-zß-ɏ])"
# `5. Kapitel`, `12. Bölüm`, `3-я глава`: the word behind the number. Without a mark, `12 bölüm` counts chapters.
_ORDINAL = r"(?:\.|\.?[ªº]|-?(?:й|я|ая|ième|ème|er|th|st|nd|rd)\b|(?=\sглава))"
# A bare number followed by a blank and one of these counts something in the story.
_MEASURE = (
    r"(?:小时|小時|年|月|日|天|岁|歲|秒|分|点|點|号|號|级|級|个|個|人|万|萬|亿|億|元|块|塊|层|層|楼|樓|倍|米|次|名|位|只|隻|種|种|度|%|％|"
    r"(?:hours?|days?|years?|weeks?|months?|minutes?|seconds?|percent|men|women|people|miles|times|ways|things|reasons)\b)"
)
_CLAIMS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"第\s?(?P<n>{_NUM})(?:\s?[-~—－、和至到]\s?第?{_NUM})?\s?{_UNIT}",
        rf"{_START}(?:{CHAPTER_WORDS})(?:\s?[.:：#№_-]|\s?no\.)?\s?(?P<n>\d{{1,6}}(?:\.\d{{1,2}})?)(?!{_GOES_ON})",
        rf"{_START}(?:chapter|chap|глава)\s(?P<word>{_WORDED})\b",
        rf"{_START}(?:chapter|chap|chương|kapitel|chapitre|cap[ií]tulo|глава)[\s.]{{1,2}}(?P<roman>[MDCLXVI]{{1,12}})\b",
        r"제?\s?(?P<n>\d{1,6}(?:\.\d{1,2})?)\s?(?:화|장|회|편)(?![가-힣])",
        rf"{_START}(?P<n>{_NUM})\s?[章话話回节節](?={_SEPARATOR}|$)",
        rf"^第(?P<n>{_NUM})(?=[\s、.:：]|$)",
        rf"^(?:#|№\s?|no\.\s?|c|其の|その|其之)(?P<n>{_NUM})(?={_SEPARATOR}|$)",
        rf"^[(（\[【]?(?P<n>\d{{1,5}}(?:\.\d)?)(?!:\d|-\d|\.\d)(?:(?=\s?[、.．:：,，·\-–—_~)）\]】|])|(?=\s(?!{_MEASURE}))|$)",
        rf"^[(（\[【]?(?P<n>[{CHINESE}]{{1,9}})(?=[\s、.．:：)）\]】]|$)",
        rf"^(?P<word>{_WORDED})(?=\s?[:：.–—]|\s-\s|$)",
        rf"{_START}(?P<n>\d{{1,5}}){_ORDINAL}\s?(?:{CHAPTER_WORDS})(?!\w)",
        rf"^\W{{0,3}}(?:{PART_WORDS})\s?[.:№#-]?\s?(?P<n>\d{{1,3}})(?!{_GOES_ON})",
    )
)


@dataclass(frozen=True, slots=True)
class Claim:
    """`number`, claimed by `title[start:end]`."""

    number: Number
    start: int
    end: int


def find_claim(title: str) -> Claim | None:
    """The chapter number that `title` claims: 第三章, Chapter 3, 3. Bölüm, 第3話, 제3화, a bare leading `436 `, a leading
    `Part 3` where nothing else does. Volumes, counted things and years (24小时, 2012年) claim nothing."""
    return next((claim for pattern in _CLAIMS if (claim := _claim(pattern, title)) is not None), None)


def _claim(pattern: re.Pattern[str], title: str) -> Claim | None:
    match = pattern.search(title)
    if match is None:
        return None
    groups = match.groupdict()
    if "word" in groups:
        number: Number | None = english_number(match["word"])
    elif "roman" in groups:
        number = roman_number(match["roman"].upper())
    elif match["n"] in {"百", "千", "万", "萬", "亿", "億"} and not title[: match.start("n")].endswith("第"):
        number = None
    else:
        number = chinese_number(match["n"])
    return None if number is None else Claim(number, match.start(), match.end())
