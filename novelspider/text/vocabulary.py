"""Lines that a site says, told by how much of them is the vocabulary of reading sites: what no list of templates foresees."""

from __future__ import annotations

import re
import sys
from enum import Enum
from importlib.resources import files
from typing import TYPE_CHECKING

from novelspider.text.alternation import anchored, is_rare, one_of
from novelspider.text.foreign_talk import TELLING, foreign_language, is_foreign_talk
from novelspider.text.latin_talk import is_latin_talk
from novelspider.text.sitenames import NET, SITE
from novelspider.text.skeleton import TRADITIONAL

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from novelspider.text.skeleton import Skeleton


_WORDS = set((files("novelspider.text") / "sitewords.txt").read_text(encoding="utf-8").split("\n")) - {""}
_COMMON_WORDS = set((files("novelspider.text") / "commonwords.txt").read_text(encoding="utf-8").split("\n")) - {""}
_HAN = "\u3400-\u9fff"
# A line is read from left to right as words of sites, words that any sentence has, names and addresses, which tell nothing,
# and whatever else it is made of.
_RARE_WORDS = set(filter(is_rare, _WORDS)) | TELLING
_RARE = re.compile(anchored(_RARE_WORDS | {word.translate(TRADITIONAL) for word in _RARE_WORDS}))
_NAMED = rf"|(?:[{_HAN}]{{1,5}}?|\d{{1,3}}[a-z]{{1,3}})(?:{SITE})"
_PATTERN = (
    rf"(?P<word>{one_of(_WORDS)})|(?P<neutral>{one_of(_COMMON_WORDS)})"
    rf"|(?P<name>《[^《》]{{1,30}}》|【[^【】]{{1,16}}】|『[^『』]{{1,16}}』|“[^“”，。！？]{{1,30}}”|\"[^\"]{{1,30}}\"|[(（][^()（）]{{1,24}}[)）]%s"
    r"|(?:https?[:：]/{0,2})?[a-z0-9-]{2,40}(?:\.[a-z0-9-]{2,10}){1,3}(?:/[a-z0-9/_.-]{0,60})?|[a-z.:/-]{0,40}\d[a-z0-9.:/-]{0,80})"
    rf"|(?P<other>[{_HAN}]|[a-z]+)"
)
_TOKENS, _NAMED_TOKENS = re.compile(_PATTERN % ""), re.compile(_PATTERN % _NAMED)
_HAS_SITE = re.compile(SITE)
_CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_STORY = re.compile(
    r"[她它咱俺]|宿主|玩家|副本|主神|记住了|(?<!其)他(?!们的作品)|我(?!们)|“[^“”]{0,60}[，。！？…]”"
    r"|[说道问笑]：|(?<!小)说[。，！]|[着过](?=[，。！？]|[^\w])"
)
_SITE_NAME = re.compile(
    rf"(?:本[书章文]由?|看[^，。]{{0,6}})?[{_HAN}]{{0,6}}(?:{SITE}|小说)(?:首发|提供|更新)?|首发[{_HAN}]{{0,6}}(?:{SITE})"
)
_BRACKETS = re.compile(r"[(（【\[『{<][^()（）【】\[\]{}『』「」“”<>。！？]{2,30}[)）】\]』}>]")
_COUNTED = re.compile(r"\d|[:：]")
_SLOGAN = re.compile("为[您你]提供(?:最快|最新|精彩|无错){0,2}(?:更新|阅读|章节|小说){1,2}")
_BRACKETED = re.compile(r"[(（【\[『{]([^()（）【】\[\]{}『』]{2,100})[)）】\]』}][。！!]?")
_NAMES_SITE = re.compile(NET)
_CLAUSE = re.compile("[，。！？；,;!?]")
_LABELLED = re.compile(rf"[:：《【]|{SITE}")
_FEWEST_WORDS = 2  # of the vocabulary; a line with only so many must be nothing else
_LATIN_WEIGHT = 2  # a Latin word says about as much as two Chinese characters
_FEW = 3
_MOST_UNSAID = 5  # letters of a site's clause in which is none of its words: 边听边看, 觉得好看的话
_LONGEST = 200


class Place(Enum):
    """Where a line stands in its chapter."""

    INNER = "inner"
    EDGE = "edge"
    """Among the first or the last lines."""
    OUTER = "outer"
    """Nothing of the story between it and the chapter's start or end."""


# Of the letters that tell something. The story's likest lines measured 0.45, among 100,000; outer ones are few.
_SHARES = {Place.INNER: 0.72, Place.EDGE: 0.6, Place.OUTER: 0.5}


def tokens(text: str, start: int = 0, end: int = sys.maxsize) -> Iterator[re.Match[str]]:
    """Words, names and other letters of a skeleton, from left to right. Names of sites are costly to look for, and rare."""
    return (_NAMED_TOKENS if _HAS_SITE.search(text, start, end) else _TOKENS).finditer(text, start, end)


def coverage(text: str) -> tuple[float, int]:
    """(share, words) of `text`, a skeleton: the share of its telling letters that belong to the vocabulary of reading sites,
    and how many different words of it."""
    known, other, words = _count(text)
    return (known / (known + other) if known else 0.0), words


def _count(text: str) -> tuple[int, int, int]:
    """(known, other, words): telling letters of the vocabulary and of none, different words of it."""
    known, other = 0, 0
    words: set[str] = set()
    for token in tokens(text):
        if token.lastgroup == "word":
            known += len(token[0])
            words.add(token[0])
        elif token.lastgroup == "other":
            other += min(len(token[0]), _LATIN_WEIGHT)
    return known, other, len(words)


def is_talk(folded: Skeleton, *, place: Place) -> bool:
    """Is the whole line the site's? The nearer to a chapter's edge, the less of it need be the vocabulary of sites."""
    text = folded.text
    low = folded.line.lower()
    if language := foreign_language(low):
        return is_foreign_talk(low, language)
    if not folded.loose:
        return is_latin_talk(folded.line)
    if len(text) > _LONGEST or _STORY.search(text) or _tells_a_story(text):
        return False
    if whole := _BRACKETED.fullmatch(text):
        text = whole[1]
    share, words = coverage(text)
    if words < _FEWEST_WORDS:  # 字数：3021
        return place is Place.OUTER and share == 1.0 and _COUNTED.search(text) is not None
    if words == _FEWEST_WORDS and place is Place.OUTER:
        return share >= _SHARES[Place.EDGE]
    if words == _FEWEST_WORDS:
        return share == 1.0 and (_LABELLED if place is Place.EDGE else _NAMES_SITE).search(text) is not None
    return share >= _SHARES[place]


def _tells_a_story(text: str) -> bool:
    """Has a clause of `text` more to say than sites do between their words, and none of these?"""
    counts = map(_count, _CLAUSE.split(text))
    return any(not words and other > _MOST_UNSAID for _, other, words in counts)


def may_be_talk(line: str) -> bool:
    """Is it worth asking whether `line` is the site's? Cheap, and asked of the line itself: one word of sites must be rare."""
    return not _CJK.search(line) or _RARE.search(line) is not None


def find_brackets(text: str) -> list[tuple[str, int, int]]:
    """(rule, start, end) of brackets in a skeleton that hold a site's name or slogan."""
    found = []
    for match in _BRACKETS.finditer(text):
        inner = match[0][1:-1]
        if ("，" not in inner or _HAS_SITE.search(inner)) and is_site_bracket(inner):
            slogan = _SLOGAN.match(text, match.end())
            found.append(("site_bracket", match.start(), slogan.end() if slogan else match.end()))
    return found


def is_site_bracket(inner: str) -> bool:
    """Is what brackets hold, as a skeleton, a site's name or slogan?"""
    if _SITE_NAME.fullmatch(inner):
        return True
    if _STORY.search(inner):
        return False
    share, words = coverage(inner)
    return words > 1 and share >= _SHARES[Place.EDGE if _HAS_SITE.search(inner) else Place.INNER]


def trim(text: str, start: int, end: int, addresses: Sequence[tuple[str, int, int]]) -> tuple[int, int]:
    """Where the advertisement `text[start:end]` really stands, if a pattern that runs from stop to stop took more: from its
    first to its last address or word of sites, if it stands inside a sentence, or more of a sentence around it than such a line
    has. A whole line stays whole."""
    if start == 0 and end == len(text):
        return start, end
    spans, goes_on = _said(text, start, end)
    spans += [(first, last) for _, first, last in addresses if start <= first and last <= end]
    first, last = min((at for at, _ in spans), default=start), max((at for _, at in spans), default=end)
    inside = start > 0 and text[start - 1].isalnum()
    before = inside or is_story(text[start:first]) or _STORY.search(text, start, first) is not None
    goes_on = goes_on or is_story(text[last:end]) or _STORY.search(text, last, end) is not None
    if goes_on and first > start:
        before = before or text[start:first].isalpha()
    if before and text[last : last + 1].isalnum():
        goes_on = True
    return first if before else start, last if goes_on else end


def _said(text: str, start: int, end: int) -> tuple[list[tuple[int, int]], bool]:
    """Where words and names of sites stand in `text[start:end]` up to where the story seems to go on, and whether it does."""
    spans: list[tuple[int, int]] = []
    story = _STORY.search(text, start, end)
    gap = 0
    for token in tokens(text, start, end):
        if token.lastgroup == "other":
            gap += min(len(token[0]), _LATIN_WEIGHT)
        elif token.lastgroup in ("word", "name"):
            if spans and (gap > _FEW or (story is not None and story.start() < token.start())):
                return spans, True
            spans.append(token.span())
            gap = 0
    return spans, False


def is_of_sites(text: str) -> bool:
    """Is a line that looks like a site's mostly of its vocabulary, and no clause of it without?"""
    return coverage(text)[0] >= _SHARES[Place.EDGE] and not any(map(is_story, _CLAUSE.split(text)))


def is_story(text: str) -> bool:
    """Is `text` of more letters than an advertisement leaves unsaid, and none of them a site's?"""
    return sum(map(str.isalpha, text)) > _FEW and coverage(text) == (0.0, 0)


def is_slogan(text: str) -> bool:
    """Is `text`, what a pattern found behind an address, the site's as well?"""
    share, words = coverage(text)
    return words >= _FEWEST_WORDS and share >= _SHARES[Place.OUTER]
