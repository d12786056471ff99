"""CPU milliseconds of cleaning, signals, flags, digest and language for one chapter: python tests/bench/bench_clean.py

The chapter is invented Chinese prose of 3,000 characters, without and with advertising; English beside it. Each stage is timed
as the least of many runs, so that what else the machine does counts little; the ratio is to one pass of `str.translate` over
the chapter, which a slower machine slows as well."""

from __future__ import annotations

import random
import time
from typing import TYPE_CHECKING

from stories import foreign_story

from novelspider.demo.prose import Prose
from novelspider.text.chapter import clean_chapter
from novelspider.text.digest import count_chars, digest
from novelspider.text.language import detect_language
from novelspider.text.signals import read_flags, read_signals

if TYPE_CHECKING:
    from collections.abc import Callable

_CHAPTERS, _REPEATS = 20, 15
_TABLE = {ord("\u3000"): " ", ord("，"): "，"}
_NOISE = (
    "一秒记住【山海小说网】，为您提供精彩小说阅读。",
    "上一章 目录 下一章",
    "请记住本书首发域名：www.shanhai520.com",
    "喜欢本书请大家收藏：(shanhai520.com)本书更新速度最快。",
    "（本章完）",
)


def chapter(chars: int, seed: int) -> list[str]:
    """Paragraphs of about `chars` characters."""
    lines: list[str] = []
    for line in Prose(f"speed/{seed}").chapter(200):
        lines.append(line)
        if sum(map(len, lines)) >= chars:
            break
    return lines


def milliseconds(work: Callable[[list[str]], object], chapters: list[list[str]]) -> float:
    """A chapter, taking turns, so that nothing is remembered from the time before."""
    best = float("inf")
    for _ in range(_REPEATS):
        start = time.process_time()
        for lines in chapters:
            work(lines)
        best = min(best, (time.process_time() - start) / len(chapters))
    return 1000 * best


def main() -> None:
    plain = [chapter(3000, seed) for seed in range(_CHAPTERS)]
    noisy = [[_NOISE[0], *lines[:20], _NOISE[1], *lines[20:], *_NOISE[2:]] for lines in plain]
    report("Chinese, plain", plain)
    report("Chinese, noisy", noisy)
    report("English", [foreign_story("en", random.Random(seed)) for seed in range(_CHAPTERS)])


def clean(lines: list[str]) -> tuple[str, ...]:
    return clean_chapter([lines], title="第三章 雨巷", host="www.example.org").paragraphs


def report(name: str, chapters: list[list[str]]) -> None:
    cleaned = [list(clean(lines)) for lines in chapters]
    chars = sum(len("\n".join(lines)) for lines in cleaned) // len(cleaned)
    unit = milliseconds(lambda lines: "\n".join(lines).translate(_TABLE), cleaned)

    def together(lines: list[str]) -> None:
        paragraphs = clean(lines)
        read_signals(paragraphs)
        digest("\n".join(paragraphs))

    stages: dict[str, tuple[Callable[[list[str]], object], list[list[str]]]] = {
        "clean": (clean, chapters),
        "signals": (read_signals, cleaned),
        "digest": (lambda lines: digest("\n".join(lines)), cleaned),
        "these three": (together, chapters),
        "count": (lambda lines: count_chars("\n".join(lines)), cleaned),
        "flags": (lambda lines: read_flags(lines, language="zh-Hans"), cleaned),
        "language": (lambda lines: detect_language("\n".join(lines)), cleaned),
    }
    print(f"{name}: {chars} characters a chapter; one str.translate {unit:.3f} ms")
    for stage, (work, texts) in stages.items():
        spent = milliseconds(work, texts)
        print(f"  {stage:11} {spent:6.3f} ms  {spent / unit:5.1f} x translate")


if __name__ == "__main__":
    main()
