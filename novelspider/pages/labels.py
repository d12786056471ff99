"""What a link says it is: its words, folded to one spelling, and the names of its id and classes."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Sequence

Direction = Literal["next", "previous", "toc", "book", "post", "none", ""]
Unit = Literal["page", "chapter", ""]


@dataclass(frozen=True, slots=True)
class Label:
    """Where a link claims to lead. `weight` is 0 where it claims nothing and 1 where its whole text is a known label."""

    direction: Direction = ""
    unit: Unit = ""
    weight: float = 0.0


NO_LABEL = Label()
_LONGEST_TEXT = 60
_MORE_BEFORE = 15  # letters before a known label: `continue to the next chapter`
_LAST_LATIN = 0x2E7F  # scripts above it write a label in three letters
_SIMPLE = dict(zip("頁節話錄録書後個張則組換轉進歸還點擊閱讀繼續", "页节话录录书后个张则组换转进归还点击阅读继续", strict=True))
_TRADITIONAL = re.compile(f"[{''.join(_SIMPLE)}]")  # few are in any text; `str.translate` looks up every character
# Letters that look like 一 count as it only between 上 or 下 and what is counted; ー is a letter of its own elsewhere.
_ONE = re.compile(r"([上下])[ㄧ壹弌乙ー—–―\-‐‑−一](?=[章页节回话集篇])")
_NOT_LETTERS = re.compile(r"[^\w\n]+")
# Accents, and the marks that NFKD takes off kana; both sides of a comparison lose them.
_MARKS = re.compile(r"[\u0300-\u036f\u3099\u309a]+")
_ARROW_NEXT = frozenset("→»›>▶►❯⟩⇒➡≫＞")
_ARROW_PREVIOUS = frozenset("←«‹<◀◄❮⟨⇐⬅≪＜")
_DO = re.compile(r"^(?:请|点击?|按|翻到?|看|读|阅读?|去|到|往|转到?|跳转?到?|进入?|前往|打开|查看)+")
_DO_LETTERS = frozenset(["", *"请点按翻看读阅去到往转跳进前打查"])  # an arrow has no letters
_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
_NAME_HINT = re.compile(r"ne?xt|pre|xia|shang|mulu|catalog|toc|directory|chapterlist", re.I)
_NAME_NEXT = frozenset(
    {"next", "nxt", "xiayi", "xiayizhang", "xiayiye", "xiazhang", "xiaye", "nextchapter", "nextpage", "nexturl"}
)
_NAME_PREVIOUS = frozenset({"prev", "previous", "pre", "shangyi", "shangyizhang", "shangyiye", "shangzhang", "prevchapter"})
_NAME_TOC = frozenset({"mulu", "catalog", "catalogue", "toc", "directory", "chapterlist"})
_NAME_CHAPTER = frozenset({"chapter", "chap", "zhang", "episode", "nextchapter", "prevchapter"})
# Names of picture shows, calendars and comment pagers: their "next" is not the reader's.
_NAME_OTHER = frozenset(
    {"slick", "swiper", "owl", "carousel", "slide", "slider", "splide", "glide", "gallery", "lightbox", "calendar", "month"}
    | {"comment", "comments", "review", "reviews", "reply", "replies", "tab", "tabs", "step", "fancybox", "banner", "ad", "ads"}
)


def fold(text: str) -> str:
    """`text` in the one spelling that labels are compared in: letters and digits only, simplified, lower case, no accents.
    Lines stay apart, so that many labels can be folded at once."""
    text = _TRADITIONAL.sub(lambda match: _SIMPLE[match[0]], unicodedata.normalize("NFKC", text)).replace(" ", "")
    text = _ONE.sub(r"\1一", text.replace("丅", "下").replace("丄", "上"))
    bare = _MARKS.sub("", unicodedata.normalize("NFKD", text.casefold()))
    return _NOT_LETTERS.sub("", unicodedata.normalize("NFC", bare)).replace("_", "").replace("đ", "d")


@cache
def _known() -> dict[str, Label]:
    known: dict[str, Label] = {}
    for line in files("novelspider.pages").joinpath("labels.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            direction, *unit, forms = line.split("\t")
            for form in forms.split("|"):
                known.setdefault(fold(form), Label(direction, "".join(unit), 1.0))  # type: ignore[arg-type]
    return known


Edges: TypeAlias = "dict[str, tuple[tuple[str, Label], ...]]"


@cache
def _edges() -> tuple[Edges, Edges]:
    """Labels long enough to be known when more words follow, by their first two letters, or precede, by their last two."""
    first: dict[str, list[tuple[str, Label]]] = {}
    last: dict[str, list[tuple[str, Label]]] = {}
    for form, label in sorted(_known().items(), key=lambda pair: -len(pair[0])):
        if len(form) >= (3 if ord(form[0]) > _LAST_LATIN else 8) or (label.direction == "toc" and form == "目录"):
            first.setdefault(form[:2], []).append((form, label))
            last.setdefault(form[-2:], []).append((form, label))
    return {edge: tuple(pairs) for edge, pairs in first.items()}, {edge: tuple(pairs) for edge, pairs in last.items()}


def read_labels(texts: Sequence[str]) -> list[Label]:
    """`read_label` of each text, folded together: a page can have 100,000 links."""
    flat = [text.replace("\n", " ") if len(text) <= _LONGEST_TEXT else "" for text in texts]
    folded = fold("\n".join(flat)).split("\n") if flat else []
    known, (first, last) = _known(), _edges()
    return [
        known.get(bare)
        or (_read(text, bare) if bare[:2] in first or bare[-2:] in last or bare[:1] in _DO_LETTERS else NO_LABEL)
        for text, bare in zip(flat, folded, strict=True)
    ]


def read_label(text: str) -> Label:
    """What a link's text claims. `下一章：雨夜` and `点击进入下一章` are known by their opening or end, with less weight."""
    return read_labels([text])[0]


def _read(text: str, folded: str) -> Label:
    """The label of a text that is no known one as a whole."""
    if not folded:
        marks = set(text)
        if marks & _ARROW_NEXT and not marks & _ARROW_PREVIOUS:
            return Label("next", "", 0.4)
        return Label("previous", "", 0.4) if marks & _ARROW_PREVIOUS and not marks & _ARROW_NEXT else NO_LABEL
    asked = _known().get(_DO.sub("", folded, count=1), NO_LABEL) if folded[0] in _DO_LETTERS else NO_LABEL
    if asked.unit or asked.direction == "toc":
        return Label(asked.direction, asked.unit, 0.7)
    first, last = _edges()
    for form, label in first.get(folded[:2], ()):
        if folded.startswith(form) and label.unit:
            return Label(label.direction, label.unit, 0.8)
    for form, label in last.get(folded[-2:], ()):
        if folded.endswith(form) and (label.direction == "toc" or (label.unit and len(folded) <= len(form) + _MORE_BEFORE)):
            return Label(label.direction, label.unit, 0.7)
    return NO_LABEL


@lru_cache(maxsize=4096)
def read_name(names: str) -> Label:
    """What an element's id and classes claim: `pb_next`, `linkNext`, `next_url`, `j_chapterPrev`. Weak by itself."""
    if not _NAME_HINT.search(names):
        return NO_LABEL
    words = {word.lower() for word in _WORDS.findall(names[:400])}
    if not words or words & _NAME_OTHER:
        return Label("none", "", 0.5) if words & _NAME_OTHER and words & (_NAME_NEXT | _NAME_PREVIOUS) else NO_LABEL
    unit: Unit = "chapter" if words & _NAME_CHAPTER else ""
    if words & _NAME_NEXT:
        return NO_LABEL if words & _NAME_PREVIOUS else Label("next", unit, 0.6)
    if words & _NAME_PREVIOUS:
        return Label("previous", unit, 0.6)
    return Label("toc", "", 0.4) if words & _NAME_TOC else NO_LABEL
