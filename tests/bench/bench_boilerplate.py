"""Recall and precision, in lines, of what a site's own chapters teach about it: python tests/bench/bench_boilerplate.py

300 chapters a site, 11 templates whose letters, digits and decoration differ each time, up to four of them in a chapter. The
stories say things again on purpose: a refrain, a salutation, game messages, speech, and the short sentences that everyone
writes. Nothing but learning is at work here: no rule, no list of words. `-v` shows which lines were left or lost."""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from novelspider.corpus import Corpus
from novelspider.corpus.learning import HOLD
from novelspider.demo.prose import Prose
from novelspider.items import Book, Chapter, ChapterRef, Toc, record_id
from novelspider.text.boilerplate import find_boilerplate

if TYPE_CHECKING:
    from collections.abc import Iterator

_TEMPLATES = (
    "{d}拾光楼{a}夜夜添新篇{d}",
    "记得{d}来时的路，{a}.example 才有后文",
    "【拾光楼】候着每一位夜归的读书人 {n}",
    "最快的一版总在{a}那里，别家都迟{n}天",
    "手指累了？换成大字来读{d}{a}",
    "藏好这个地址，{a}{n}.example 不会再换",
    "读书群{n}欢迎各位同道中人",
    "觉得好看就告诉一位朋友吧 {a}",
    "{a}整理，错字漏字可在{d}楼下说一声",
    "缺章断章请到“拾光楼”里寻 {a}{n}",
    "此页在夜间模式下更护眼{d}{n}",
)
_MARKS = "⊥★#◇~^●※☆▲"
_SAID_BY_ALL = ("他点了点头。", "她没有说话。", "夜已经很深了。", "谁也没有再说话。", "时间一点一点过去。", "一夜无话。")
_SPOKEN = ("“好的。”", "“你说什么？”", "“……”", "“我知道了，你先回去吧。”")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(slots=True)
class Score:
    """Lines: `noise` shown, `taken` of it, `lost` of the story's `story`; `seconds` of learning and finding."""

    noise: int = 0
    taken: int = 0
    story: int = 0
    lost: int = 0
    seconds: float = 0.0
    misses: Counter[str] = field(default_factory=Counter)


class Site:
    """Chapters as (book, lines, places of the noise among them). `places` is "edges" or "anywhere"."""

    def __init__(self, seed: int, *, books: int, places: str, side_by_side: bool = False) -> None:
        self.random = random.Random(f"boilerplate/{seed}")
        self.books, self.places, self.side_by_side = books, places, side_by_side
        self.prose = [Prose(f"boilerplate/{seed}/{book}") for book in range(books)]

    def chapters(self, count: int) -> Iterator[tuple[int, list[str], set[int]]]:
        for number in range(count):
            book = number % self.books if self.side_by_side else number * self.books // count
            lines = self._story(book)
            marks = [False] * len(lines)
            for template in self.random.sample(_TEMPLATES, self.random.randint(1, 4)):
                at = self._place(len(lines))
                lines.insert(at, self._disguised(template))
                marks.insert(at, True)
            yield book, lines, {at for at, mark in enumerate(marks) if mark}

    def _place(self, length: int) -> int:
        return self.random.randrange(length + 1) if self.places == "anywhere" else self.random.choice((0, length))

    def _disguised(self, template: str) -> str:
        pick = self.random
        letters = "".join(pick.choices(_LETTERS, k=pick.randint(2, 6)))
        return template.format(d=pick.choice(_MARKS), a=letters, n=pick.randrange(10, 10_000))

    def _story(self, book: int) -> list[str]:
        pick = self.random
        lines = list(self.prose[book].chapter(pick.randint(25, 70)))
        again = [*pick.sample(_SAID_BY_ALL, 2), *pick.sample(_SPOKEN, 2)]
        again += [f"风起第{'一二三'[book]}重山，月落寒江不见人。"] * (pick.random() < 0.3)
        again += [f"见字如面，{'阿沅小满青禾'[2 * book : 2 * book + 2]}吾友："] * (pick.random() < 0.1)
        if pick.random() < 0.4:
            again += [f"【获得经验值：{pick.randrange(1000)}】", f"【当前等级提升至{pick.randrange(99)}级】"]
        for line in again:
            lines.insert(pick.randrange(1, len(lines)), line)
        return lines


def measure(site: Site, count: int, folder: Path) -> Score:
    score, corpus = Score(), Corpus(folder)
    chapters = enumerate(site.chapters(count), 1)
    shown = [(_chapter(number, book, lines), lines, noise) for number, (book, lines, noise) in chapters]
    store = corpus.site("bench.example")
    for book in range(site.books):
        refs = tuple(ChapterRef(chapter.url, "") for chapter, _, _ in shown if chapter.book_url == _book_url(book))
        store.set_toc(Toc(Book(id=record_id(_book_url(book)), site="bench.example", url=_book_url(book)), refs))
    start = time.process_time()
    for chapter, _, _ in shown[:HOLD]:
        store.learning.learn(chapter)
    for chapter, lines, noise in shown:
        store.learning.learn(chapter)
        found = find_boilerplate(lines, store.learning.boilerplate())
        score.noise += len(noise)
        score.taken += len(noise & found)
        score.story += len(lines) - len(noise)
        score.lost += len(found - noise)
        score.misses.update(f"LEFT {lines[at]}" for at in noise - found)
        score.misses.update(f"LOST {lines[at]}" for at in found - noise)
    score.seconds = time.process_time() - start
    corpus.close()
    return score


def _book_url(book: int) -> str:
    return f"http://bench.example/{book}/"


def _chapter(number: int, book: int, lines: list[str]) -> Chapter:
    url = f"{_book_url(book)}{number}.html"
    return Chapter(
        id=record_id(url), site="bench.example", book_id=record_id(_book_url(book)), book_url=_book_url(book), book_title=None,
        author=None, volume=None, index=number, number=None, title="", text="\n".join(lines), url=url,
    )  # fmt: skip


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("-v", action="store_true", help="show what was left or lost")
    options.add_argument("--chapters", type=int, default=300)
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args()
    for name, shape in {
        "one book, at the edges": {"books": 1, "places": "edges"},
        "one book, anywhere": {"books": 1, "places": "anywhere"},
        "three books, at the edges": {"books": 3, "places": "edges"},
        "three books, anywhere": {"books": 3, "places": "anywhere"},
        "three books side by side, anywhere": {"books": 3, "places": "anywhere", "side_by_side": True},
    }.items():
        with tempfile.TemporaryDirectory() as folder:
            score = measure(Site(chosen.seed, **shape), chosen.chapters, Path(folder))
        recall, precision = score.taken / score.noise, score.taken / max(1, score.taken + score.lost)
        print(
            f"{name:36} {score.noise} lines of noise, recall {recall:.4f}; {score.lost} of {score.story} story lines lost, "
            f"precision {precision:.4f}; {1000 * score.seconds / chosen.chapters:.2f} ms a chapter"
        )
        for line, times in score.misses.most_common(25) if chosen.v else ():
            print(f"    {times:3} {line}")


if __name__ == "__main__":
    main()
