"""The demo's books: what they say, and what a perfect reader writes down."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from novelspider.demo.prose import Prose, chinese_numeral
from novelspider.demo.spread import Seam, break_after_quotes, spread

if TYPE_CHECKING:
    from collections.abc import Sequence

SUBPAGED_HOST = "127.0.0.1"
LEGACY_HOST = "localhost"
_SEAMS: tuple[Seam, ...] = ("clean", "overlap", "cut")
_REPOSTED = 16  # the chapter after it is the same text once more
_NOTED = 9
_SUBPAGED_CHAPTERS, _LEGACY_CHAPTERS = 24, 16


@dataclass(frozen=True, slots=True)
class DemoChapter:
    """A chapter as it is meant. `paragraphs` and `notes` are clean; `pages` are what its pages show of them, and `paths` where
    these stand. `repeats` is the index of the earlier chapter whose text it repeats, None for an original one."""

    index: int
    title: str
    number: int
    volume: str | None
    paragraphs: tuple[str, ...]
    notes: tuple[str, ...]
    pages: tuple[tuple[str, ...], ...]
    paths: tuple[str, ...]
    repeats: int | None = None


@dataclass(frozen=True, slots=True)
class DemoBook:
    """A book as it is meant. `path` is its book page, `others` are (title, synopsis) of novels that its pages advertise."""

    host: str
    path: str
    title: str
    author: str
    intro: str
    category: str
    completed: bool
    chapters: tuple[DemoChapter, ...]
    others: tuple[tuple[str, str], ...]


@cache
def books() -> tuple[DemoBook, DemoBook]:
    """The book in sub-pages on 127.0.0.1 and the GBK book on localhost; always the same."""
    return _subpaged(Prose("subpaged")), _legacy(Prose("legacy"))


def _subpaged(prose: Prose) -> DemoBook:
    chapters: list[DemoChapter] = []
    titles: list[str] = []
    for index in range(1, _SUBPAGED_CHAPTERS + 1):
        repeats = _REPOSTED if index == _REPOSTED + 1 else None
        number = index if index <= _REPOSTED else index - 1
        titles.append(titles[-1] + "（重发）" if repeats else f"第{number}章 {prose.chapter_title()}")
        text = chapters[-1].paragraphs if repeats else prose.chapter(24 + index % 9)
        notes = (f"PS：{titles[-1].partition(' ')[2]}这一章写了两个晚上，求推荐票！",) if index == _NOTED else ()
        volume = "第一卷 顺流" if index <= _SUBPAGED_CHAPTERS // 2 else "第二卷 逆风"
        pages = _pages(text, notes, 2 + index % 2, _SEAMS[index % 3])
        paths = tuple(f"/book/12/{4100 + index}{f'_{page}' if page > 1 else ''}.html" for page in range(1, len(pages) + 1))
        chapters.append(DemoChapter(index, titles[-1], number, volume, text, notes, pages, paths, repeats))
    return DemoBook(
        host=SUBPAGED_HOST,
        path="/book/12/",
        title=prose.book_title(),
        author=prose.person(),
        intro=prose.synopsis(),
        category="武侠",
        completed=False,
        chapters=tuple(chapters),
        others=tuple((prose.book_title(), prose.synopsis(5)) for _ in range(10)),
    )


def _legacy(prose: Prose) -> DemoBook:
    chapters = []
    for index in range(1, _LEGACY_CHAPTERS + 1):
        text = prose.chapter(18 + index % 5)
        title = f"第{chinese_numeral(index)}章 {prose.chapter_title()}"
        chapters.append(DemoChapter(index, title, index, None, text, (), (text,), (f"/novel/88/{730 + 3 * index}.htm",)))
    return DemoBook(
        host=LEGACY_HOST,
        path="/novel/88.htm",
        title=prose.book_title(),
        author=prose.person(),
        intro=prose.synopsis(),
        category="悬疑",
        completed=True,
        chapters=tuple(chapters),
        others=tuple((prose.book_title(), prose.synopsis(2)) for _ in range(4)),
    )


def _pages(text: Sequence[str], notes: Sequence[str], count: int, seam: Seam) -> tuple[tuple[str, ...], ...]:
    """What the pages show: the text spread out, broken after quotes, the author's note after its end."""
    parts = [break_after_quotes(part) for part in spread(text, count, seam)]
    parts[-1] += notes
    return tuple(map(tuple, parts))
