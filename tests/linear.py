"""Feeds every noise rule and the whole of cleaning 100 kB of near misses and of hits, every other pattern 20 kB.

Run by test_linear.py in a process of its own, which a pattern that takes more than linear time would keep busy for hours."""

from __future__ import annotations

import importlib
import pkgutil
import re
import time
from typing import TYPE_CHECKING

import novelspider.text
from novelspider.text.clean import clean_paragraphs
from novelspider.text.noise import RULES
from novelspider.text.skeleton import skeleton

if TYPE_CHECKING:
    from collections.abc import Iterator

BYTES, FEWER_BYTES = 100_000, 20_000
SECONDS = 4.0
"""For one input: four times what the slowest rule took."""
UNITS = (
    "w",
    "w.",
    "w w ",
    "m.",
    "a.com",
    "点com",
    "a ",
    "1",
    "1/",
    ".",
    "-",
    "https://",
    "a.b-",
    "最⊥",
    "#",
    "☃小说",
    "第",
    "第1章",
    "一",
    "（",
    "〔",
    "《",
    "【本站",
    "“",
    "“a",
    "‘",
    '"',
    "，",
    "。",
    "—",
    "…",
    "作者：",
    "首页>",
    "本章未完，",
    "求月票，",
    "请记住本站",
    "小说网",
    "&amp;",
    "&#38;",
    "f();",
    "[|«»•",
    "this novel chapter ",
    "report it. the story amazon ",
    "truyện tại ",
    "広告を",
    "다음 화 ",
)


def patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    """Every compiled pattern of every module, by its name."""
    for module in pkgutil.iter_modules(novelspider.text.__path__):
        for name, value in vars(importlib.import_module(f"novelspider.text.{module.name}")).items():
            values = value.values() if isinstance(value, dict) else [value]
            for pattern in values:
                if isinstance(pattern, re.Pattern) and isinstance(pattern.pattern, str):
                    yield f"{module.name}.{name}", pattern


def spoiled(example: str) -> tuple[str, ...]:
    """A rule's example, as a clause among others, without its second half, with a letter changed."""
    half = len(example) // 2
    return example + "，", example[:half], example[:half] + "一" + example[half + 1 :]


def filled(unit: str, size: int = BYTES) -> str:
    return unit * (size // len(unit.encode()) + 1)


def timed(name: str, pattern: re.Pattern[str], text: str) -> None:
    start = time.process_time()
    for _ in pattern.finditer(text):
        pass
    pattern.fullmatch(text)
    report(name, text, start)


def report(name: str, text: str, start: float) -> None:
    spent = time.process_time() - start
    if spent > SECONDS:
        raise SystemExit(f"{name} took {spent:.1f} s for {text[:40]!r} ...")


def main() -> None:
    for rule in RULES:
        for unit in spoiled(skeleton(rule.takes).text):
            timed(rule.name, rule.pattern, filled(unit))
    for name, pattern in patterns():
        for unit in UNITS:
            timed(name, pattern, filled(unit, FEWER_BYTES))
    for unit in (*UNITS, *(spoiled(rule.takes)[0] for rule in RULES)):
        line, start = filled(unit), time.process_time()
        clean_paragraphs(["雨下了一夜。", line, "天亮了。"], title="第3章 雨巷", host="www.example.org")
        report("clean_paragraphs", line, start)


if __name__ == "__main__":
    main()
