"""CPU milliseconds of cleaning, signals, flags, digest and language for one chapter: python tests/bench/bench_clean.py

The chapter is invented Chinese prose of 3,000 characters, without and with advertising; English beside it. Each stage is timed
as the least of many runs, so that what else the machine does counts little; the ratio is to one pass of `str.translate` over
the chapter, which a slower machine slows as well."""

from __future__ import annotations

import random
import time
from typing import TYPE_CHECKING

from noisy_chapters import foreign_story

from novelspider.demo.prose import Prose
from novelspider.text.chapter import clean_chapter
from novelspider.text.digest import count_chars, digest
from novelspider.text.language import detect_language
from novelspider.text.signals import read_flags, read_signals

if TYPE_CHECKING:
    from collections.abc import Callable

_RUNS, _REPEATS = 25, 12
_TABLE = {ord("\u3000"): " ", ord("，"): "，"}
_NOISE = (
    "一秒记住【山海小说网】，为您提供精彩小说阅读。",
    "上一章 目录 下一章",
    "请记住本书首发域名：www.shanhai520.com",
    "喜欢本书请大家收藏：(shanhai520.com)本书更新速度最快。",
    "（本章完）",
)


def chapter(chars: int) -> list[str]:
    """Paragraphs of about `chars` characters."""
    lines: list[str] = []
    for line in Prose("speed").chapter(200):
        lines.append(line)
        if sum(map(len, lines)) >= chars:
            break
    return lines


def milliseconds(work: Callable[[], object]) -> float:
    best = float("inf")
    for _ in range(_REPEATS):
        start = time.process_time()
        for _ in range(_RUNS):
            work()
        best = min(best, (time.process_time() - start) / _RUNS)
    return 1000 * best


def main() -> None:
    plain = chapter(3000)
    noisy = [_NOISE[0], *plain[:20], _NOISE[1], *plain[20:], *_NOISE[2:]]
    report("Chinese, plain", plain)
    report("Chinese, noisy", noisy)
    report("English", foreign_story("en", random.Random(1)))


def report(name: str, lines: list[str]) -> None:
    cleaned = clean_chapter([lines], title="第三章 雨巷", host="www.example.org").paragraphs
    text = "\n".join(cleaned)
    unit = milliseconds(lambda: text.translate(_TABLE))
    stages: dict[str, Callable[[], object]] = {
        "clean": lambda: clean_chapter([lines], title="第三章 雨巷", host="www.example.org"),
        "signals": lambda: read_signals(cleaned),
        "digest": lambda: digest(text),
        "count": lambda: count_chars(text),
        "flags": lambda: read_flags(cleaned, language="zh-Hans"),
        "language": lambda: detect_language(text),
    }
    times = {stage: milliseconds(work) for stage, work in stages.items()}
    print(f"{name}: {len(text)} characters, {len(cleaned)} paragraphs; one str.translate {unit:.3f} ms")
    for stage, spent in times.items():
        print(f"  {stage:9} {spent:6.3f} ms  {spent / unit:5.1f} x translate")
    core = times["clean"] + times["signals"] + times["digest"]
    print(f"  clean + signals + digest {core:.3f} ms ({core / unit:.1f} x); all {sum(times.values()):.3f} ms")


if __name__ == "__main__":
    main()
