from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from novelspider.items import ChapterRef
from novelspider.pages import BookPage, merge_toc
from novelspider.pages.order import ascending, claimed_number, direction, lean, order_groups, volume_number


def ref(number: int, title: str | None = None) -> ChapterRef:
    return ChapterRef(f"https://novels.example/b/7/{1000 + number}.html", title or f"第{number}章")


@pytest.mark.parametrize(
    ("values", "want"),
    [([1, 2, 3], 1.0), ([3, 2, 1], -1.0), ([1, 1, 1], 0.0), ([], 0.0), ([None, 1, None, 2], 0.0), ([1, 2, 1, 2, 1], 0.0)],
)
def test_lean(values: list[float | None], want: float) -> None:
    assert lean(values) == want


@pytest.mark.parametrize(("heading", "number"), [("第三卷 夏", 3), ("Volume 12", 12), ("卷二", 2), ("番外", None)])
def test_volume_numbers(heading: str, number: float | None) -> None:
    assert volume_number(heading) == number


def test_titles_decide_before_addresses() -> None:
    mixed = [ChapterRef(f"https://novels.example/b/7/{9 - n}.html", f"第{n}章") for n in range(1, 9)]
    assert direction(mixed) == 1.0
    untitled = [ChapterRef(r.url, "雨") for r in mixed]
    assert direction(untitled) == -1.0


def test_a_title_without_a_number_claims_none() -> None:
    assert (claimed_number("第十二章 归山"), claimed_number("雨夜")) == (12.0, None)


@given(st.integers(2, 6), st.integers(12, 90))
def test_tables_counted_down_their_columns(width: int, count: int) -> None:
    height = -(-count // width)
    columns = [list(range(c * height + 1, min((c + 1) * height, count) + 1)) for c in range(width)]
    full = [c for c in columns if len(c) == height]
    rows = [ref(n) for row in zip(*full, strict=True) for n in row]
    assert ascending(rows) == tuple(sorted(rows, key=lambda r: r.url))


@given(st.lists(st.integers(3, 12), min_size=1, max_size=5), st.booleans(), st.booleans())
def test_volumes_in_any_direction(sizes: list[int], volumes_down: bool, chapters_down: bool) -> None:
    groups, at = [], 1
    for number, size in enumerate(sizes, 1):
        chapters = [ref(n) for n in range(at, at + size)]
        groups.append((f"第{number}卷", chapters[::-1] if chapters_down else chapters))
        at += size
    ordered = order_groups(groups[::-1] if volumes_down else groups)
    assert [r for _, chapters in ordered for r in chapters] == [ref(n) for n in range(1, at)]


@given(st.integers(1, 120), st.integers(10, 40), st.booleans())
def test_merging_pages_gives_every_chapter_once_in_order(count: int, size: int, newest_first: bool) -> None:
    chapters = [ref(n) for n in range(1, count + 1)]
    pages = [chapters[i : i + size] for i in range(0, count, size)]
    if newest_first:
        pages = [sorted(page, key=lambda r: r.url) for page in (chapters[::-1][i : i + size] for i in range(0, count, size))]
    merged = merge_toc([BookPage(url="https://novels.example/b/7/", chapters=tuple(page)) for page in pages])
    assert merged == tuple(chapters)
