"""Lines that recur over a site's chapters: what they have in common, which of them are the site's, and finding them again.

Counted over 300 chapters with 11 templates whose digits, letters and decoration differ from page to page: equal lines are
34 % of the noise, a list of keywords finds 76 %, skeletons of at least 5 characters in at least 3 chapters find all of it and
take no line of the story; at 3 characters three of ten real lines went too."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from novelspider.text.bones import CJK, FOLDED, is_cjk, letters_beside, size_of, skeletons
from novelspider.text.claims import find_claim
from novelspider.text.headings import repeats_title
from novelspider.text.placeholders import generalise, without_placeholders

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from novelspider.text.placeholders import Names

SEEN = 3
"""Chapters that a line must stand in."""
GAP = 32
"""Chapters between two sightings, on average, past which a line does not recur but happens again: what any author writes now
and then (他点了点头。) stands in some chapter of every hundred."""
_LEAST, _PLAIN_LEAST, _MOST = 5, 10, 100  # Chinese characters or as much of another script; 10 for a line amid the story
_MARKED = re.compile('[“”‘’「」『』"—–-]')
_OPENS, _CLOSES = "“「『", "”」』"
_SPEECH = re.compile(
    f'(?:^|[\\s：:，,。！？!?…—–-])[{_OPENS}"‘]|[。！？!?…，,—~～][{_CLOSES}"’]|[{_CLOSES}"’][。！？!?…]?$'
    "|^[—–-]\\s{0,2}[A-Za-z\u00c0-\u058f\u1e00-\u1eff]"
)
_WRAPPED = re.compile(r"[【\[（(《<].{0,200}[】\]）)》>]")
_FORMULA = re.compile("[后後]事如何|下[回文]分解")  # with which an author ends every chapter
# Messages of a game in the story: 【获得经验值30】, 等级：12.
_VALUE, _DIGIT = re.compile(r"[：:+]\s?[+-]?\d"), re.compile(r"\d")
_LETTERS_KEPT = 40
_STOPS = frozenset("。！？!?….")
_HEADING_LONGEST, _BEFORE_NUMBER = 60, 16  # characters of a heading; of a book's name before the chapter's number
_TITLES_AT = 4  # lines of a page among which its title is
_SHORT_PAGE = 12  # lines; from there on two lines of the story's own at each end count as an edge, below one
_FEWEST = 5  # lines of a chapter that teaches: of a shorter one, an announcement, every line stands at an edge
# What a site says of itself and its books, and an author's refrain does not.
_SITE_WORD = re.compile(
    r"小[说說説]|[网網][站址页頁文]|中文[网網]|文[学學][网網]|本[站書书]|域名|首[发發]|更新|章[节節]|[无無]弹窗|[无無]彈窗|[阅閱][读讀]|[书書][友架签籤屋库庫]"
    r"|[读讀]者|[读讀][书書]群|追更|[订訂][阅閱]|打[赏賞]|月票|推[荐薦]票|正版|[盗盜]版|[转轉]載|[转轉]载|版[权權]|[浏瀏][览覽]器|公[众眾][号號]|下[载載]|[广廣]告"
    r"|サイト|ブックマーク|転載|作品|소설|사이트|북마크|연재|웹툰"
    r"|\b(?:chapters?|novels?|web ?sites?|webnovel|translat\w+|updat\w+|patreon|discord|amazon|royal ?road"
    r"|truyện|chương|trang web|сайт\w*|глав\w+|kapitel|chapitres?|cap[ií]tulos?)\b"
    r"|(?<![a-z0-9])[a-z0-9-]{2,40}\.[a-z]{2,10}(?![a-z0-9])"
)
# Symbols that nobody types by chance; a site strews them anew each time.
_NO_ORNAMENTS = re.compile("[^\u203b\u2190-\u24ff\u2580-\u2bff]+")
_RUN = 8  # recurring lines one after the other: a text that was posted twice, no pile of advertisements


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page. `skeleton` is empty where it is not to be learned, `letters` are the Latin and other letters, and the
    ornaments, that its skeleton leaves out, `title` is true for the chapter's title, `wrapped` for a line all in brackets,
    `sites` for one with a word or an address of sites in it."""

    skeleton: str = ""
    letters: str = ""
    title: bool = False
    wrapped: bool = False
    sites: bool = False


@dataclass(frozen=True, slots=True)
class Tally:
    """What is known of a skeleton: seen in `seen` chapters, in `edges` of them only at the edges of pages, from the site's
    `first` to its `last` chapter (1-based, in the order of learning). `books` is 2 where it stood in another book than `book`
    too. `varies`: not always with the same `letters` beside it. `learned`: it is boilerplate."""

    skeleton: str
    book: str
    letters: str
    first: int
    last: int
    seen: int = 0
    edges: int = 0
    books: int = 1
    varies: bool = False
    learned: bool = False


def find_boilerplate(lines: Sequence[str], boilerplate: Collection[str]) -> set[int]:
    """Places in `lines` of those whose skeleton is in `boilerplate`. Speech is none, whatever its letters."""
    if not boilerplate:
        return set()
    begins_like_one = _beginning(frozenset(boilerplate)).match
    places = [at for at, line in enumerate(lines) if begins_like_one(line)]
    bones = skeletons([lines[at] for at in places])
    return {at for at, bone in zip(places, bones, strict=True) if bone in boilerplate and not is_speech(lines[at])}


@lru_cache(maxsize=64)
def _beginning(boilerplate: frozenset[str]) -> re.Pattern[str]:
    """What a line with one of these skeletons begins with: lets nine of ten lines pass at an eighth of a skeleton's cost."""
    heads = re.escape("".join(sorted({bone[0] for bone in boilerplate if is_cjk(bone[0])})))
    latin = "" if all(map(is_cjk, boilerplate)) else r"|\Z"
    return re.compile(f"[^{CJK}{FOLDED}]*+(?:[{heads}{FOLDED}]{latin})")


def is_speech(line: str) -> bool:
    """Is there dialogue in `line`, or part of it? A name in quotes inside a sentence is none."""
    if not _MARKED.search(line):
        return False
    opened, closed = (sum(map(line.count, marks)) for marks in (_OPENS, _CLOSES))
    return opened != closed or line.count('"') % 2 == 1 or _SPEECH.search(line) is not None


def read_lines(page: Sequence[str], title: str = "", names: Names = ()) -> tuple[Line, ...]:
    """The lines of one page of the chapter `title` as they are learned from; `names` are the book's and its author's."""
    bones = [generalise(bone, names) for bone in skeletons(page)]
    return tuple(_read(at, line, bone, title) for at, (line, bone) in enumerate(zip(page, bones, strict=True)))


def _read(at: int, line: str, bone: str, title: str) -> Line:
    if (at < _TITLES_AT and repeats_title(line, title)) or _is_heading(line):
        return Line(title=True)
    if not _LEAST <= size_of(without_placeholders(bone)) <= _MOST or is_speech(line) or _FORMULA.search(bone):
        return Line()
    letters, wrapped = letters_beside(line, bone)[:_LETTERS_KEPT], _WRAPPED.fullmatch(line) is not None
    if not letters and (_VALUE.search(line) or (wrapped and _DIGIT.search(line))):
        return Line()
    beside = (letters + _NO_ORNAMENTS.sub("", line))[:_LETTERS_KEPT]
    return Line(bone, beside, wrapped=wrapped, sites=_SITE_WORD.search(line.lower()) is not None)


def _is_heading(line: str) -> bool:
    if len(line) > _HEADING_LONGEST or not line or line[-1] in _STOPS or is_speech(line):
        return False
    claim = find_claim(line)
    return claim is not None and claim.start <= _BEFORE_NUMBER


def teach(pages: Sequence[Sequence[Line]], tallies: Mapping[str, Tally], *, book: str, now: int) -> Iterator[Tally]:
    """What the site's `now`-th chapter, of `book`, changes in the tallies of its skeletons.

    `tallies` has those of its skeletons that are known, as they were before it. A chapter most of whose lines are known has
    been posted before and teaches nothing, nor does a long run of known lines."""
    known = {bone for bone, tally in tallies.items() if not tally.learned}
    bones = {line.skeleton for page in pages for line in page} - {""} - (tallies.keys() - known)
    again = bones & known
    if sum(map(len, pages)) < _FEWEST or (len(again) >= SEEN and 3 * len(again) > 2 * len(bones)):
        return
    passed = {bone for page in pages for bone in _runs(page, known)}
    sightings: dict[str, tuple[Line, bool]] = {}
    for page in pages:
        edges = _edges(page, tallies)
        for at, line in enumerate(page):
            if line.skeleton and line.skeleton not in passed:
                _, edge = sightings.get(line.skeleton, (line, True))
                sightings[line.skeleton] = (line, edge and at in edges)
    for bone, (line, edge) in sightings.items():
        yield _count(tallies.get(bone) or Tally(bone, book, line.letters, now, now), line, edge, book, now)


def _count(tally: Tally, line: Line, edge: bool, book: str, now: int) -> Tally:
    tally = replace(
        tally,
        last=now,
        seen=tally.seen + 1,
        edges=tally.edges + edge,
        books=2 if book != tally.book and not line.wrapped else tally.books,
        varies=tally.varies or line.letters != tally.letters,
    )
    learned = _is_boilerplate(tally, line)
    return tally if learned == tally.learned else replace(tally, learned=learned)


def _is_boilerplate(tally: Tally, line: Line) -> bool:
    """Once learned, a line stays so however seldom it comes: a site's books are updated at different times.

    An author may open or close every chapter of a book with the same words. At the edges of pages a line must therefore have
    a word of sites, have other letters or ornaments beside it each time, or stand in two books. Amid the story it must stand
    in two books, and be long or have other letters beside it each time: short ones are any author's, and so are messages all
    in brackets."""
    if tally.seen < SEEN or not (tally.learned or tally.seen * GAP > tally.last - tally.first):
        return False
    if tally.edges >= SEEN and 3 * tally.edges >= 2 * tally.seen:
        return line.sites or tally.books > 1 or (tally.varies and not line.wrapped)
    return tally.books > 1 and (tally.varies or size_of(without_placeholders(tally.skeleton)) >= _PLAIN_LEAST)


def _runs(page: Sequence[Line], known: Collection[str]) -> Iterator[str]:
    """The skeletons that stand in a long run of known ones; lines that cannot be known neither break a run nor count."""
    run: list[str] = []
    for bone in (*(line.skeleton for line in page if line.skeleton), ""):
        if bone in known:
            run.append(bone)
            continue
        if len(run) >= _RUN:
            yield from run
        run.clear()


def _edges(page: Sequence[Line], known: Collection[str]) -> set[int]:
    """Places at the top and bottom of a page: up to its first lines that are new, titles and known lines not counted."""
    allowed = 2 if len(page) >= _SHORT_PAGE else 1
    found: set[int] = set()
    for places in (range(len(page)), range(len(page) - 1, -1, -1)):
        fresh = 0
        for at in places:
            if fresh == allowed:
                break
            found.add(at)
            fresh += not page[at].title and page[at].skeleton not in known
    return found
