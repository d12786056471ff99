"""Lines that a site says, told by how much of them is the vocabulary of reading sites: what no list of templates foresees."""

from __future__ import annotations

import re
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def _words(name: str) -> list[str]:
    words = (files("novelspider.text") / name).read_text(encoding="utf-8").split("\n")
    return sorted(filter(None, words), key=lambda word: (-len(word), word))


_HAN = "\u3400-\u9fff"
_SITE = "小说网|中文网|文学网|阅读网|看书网|书屋|书阁|书吧|书院|书库|书城"
# A line is read from left to right as words of sites, words that any sentence has, names and addresses, which tell nothing,
# and whatever else it is made of.
_TOKENS = re.compile(
    rf"(?P<word>{'|'.join(map(re.escape, _words('sitewords.txt')))})"
    r"|(?P<neutral>如果|为了|或者|只是|就能|请|搜|亲|若|如|或|并|及|到|在|由|的|和|了|是|就|里|上|中|后|向|为|把|将|来|去|也|都|还|与|被|这|等|吧|哦|啊|看|加)"
    rf"|(?P<name>《[^《》]{{1,30}}》|【[^【】]{{1,16}}】|『[^『』]{{1,16}}』|“[^“”，。！？]{{1,30}}”|\"[^\"]{{1,30}}\"|[(（][^()（）]{{1,24}}[)）]"
    rf"|[{_HAN}]{{0,5}}?(?:{_SITE})|[a-z0-9.:/-]*\d[a-z0-9.:/-]*|[a-z0-9-]{2,40}(?:\.[a-z]{2,10}){1,3})"
    rf"|(?P<other>[{_HAN}]|[a-z]+)"
)
_STORY = re.compile(
    r"[她它咱俺]|(?<!其)他(?!们的作品)|我(?!们)|“[^“”]{0,60}[，。！？…]”"
    r"|[说道问笑]：|(?<!小)说[。，！]|[着过](?=[，。！？]|[^\w])"
)
_SITE_NAME = re.compile(
    rf"(?:本[书章文]由?|看[^，。]{{0,6}})?[{_HAN}]{{0,6}}(?:{_SITE}|小说)(?:首发|提供|更新)?"
)
_BRACKETS = re.compile(r"[(（【\[『][^()（）【】\[\]『』「」“”，。！？]{2,30}[)）】\]』]")
_LABELLED = re.compile(rf"[:：《【]|{_SITE}")
_LATIN_WEIGHT = 2  # a Latin word says about as much as two Chinese characters
_FEW = 5
_LONGEST = 200
_SHARE, _EDGE_SHARE = 0.72, 0.6  # of the letters; the story's likest line measured 0.45


def coverage(text: str) -> tuple[float, int]:
    """(share, words) of `text`, a skeleton: the share of its telling letters that belong to the vocabulary of reading sites,
    and how many different words of it."""
    known, other = 0, 0
    words: set[str] = set()
    for token in _TOKENS.finditer(text):
        if token.lastgroup == "word":
            known += len(token[0])
            words.add(token[0])
        elif token.lastgroup == "other":
            other += min(len(token[0]), _LATIN_WEIGHT)
    return (known / (known + other) if known else 0.0), len(words)


def is_site_talk(text: str, *, edge: bool) -> bool:
    """Is the whole line `text`, a skeleton, the site's? `edge` says that it stands among the chapter's first or last lines."""
    if len(text) > _LONGEST or _STORY.search(text):
        return False
    share, words = coverage(text)
    if words == 2 and edge and share == 1.0:
        return _LABELLED.search(text) is not None
    return words > 2 and share >= (_EDGE_SHARE if edge else _SHARE)


def find_brackets(text: str) -> list[tuple[str, int, int]]:
    """(rule, start, end) of brackets in a skeleton that hold a site's name or slogan."""
    return [("site_bracket", *match.span()) for match in _BRACKETS.finditer(text) if _is_site_bracket(match[0][1:-1])]


def _is_site_bracket(inner: str) -> bool:
    if _SITE_NAME.fullmatch(inner):
        return True
    if _STORY.search(inner):
        return False
    share, words = coverage(_SITE_NAME.sub(" ", inner))
    return words > 1 and share >= _SHARE


def trim(text: str, start: int, end: int, addresses: Sequence[tuple[str, int, int]]) -> int:
    """Where the advertisement `text[start:end]` really ends, if a pattern that runs to the next full stop took more: behind the
    last address or word of sites in it, if more of a sentence follows than such a line has. A whole line stays whole."""
    if start == 0 and end == len(text):
        return end
    told = [start + token.end() for token in _TOKENS.finditer(text[start:end]) if token.lastgroup in ("word", "name")]
    last = max([*told, *(at for _, first, at in addresses if start <= first and at <= end)], default=end)
    return last if is_story(text[last:end]) else end


def is_story(text: str) -> bool:
    """Is `text` of more letters than an advertisement leaves unsaid, and none of them a site's?"""
    return sum(map(str.isalpha, text)) > _FEW and coverage(text) == (0.0, 0)
