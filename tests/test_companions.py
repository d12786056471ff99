"""Chapters whose addresses are of another form than most, and links beside chapters that are none."""

from __future__ import annotations

from novelspider.pages.document import Document
from novelspider.pages.toc import read_toc
from novelspider.site import Site

HERE = "https://novels.example/novel/stone-mill/"


def row(href: str, title: str, beside: str = "") -> str:
    return f'<li class="entry"><a href="{href}">{title}</a>{beside}</li>'


def box(rows: str, heading: str = "") -> str:
    return f'<div class="part"><h3>{heading}</h3><ul class="list">{rows}</ul></div>'


def paths(html: str, url: str = HERE) -> list[str]:
    return [ref.url.partition("example")[2] for ref in read_toc(Document(html, url), site=Site()).chapters]


def volume(book: int, numbers: range) -> str:
    return "".join(row(f"/novel/stone-mill/volume-{book}/chapter-{n}/", f"Chapter {n} – The ford") for n in numbers)


def free(numbers: range) -> str:
    return "".join(row(f"/Novel/7788/{100 + n}/", f"第{n}章 渡口") for n in numbers)


def test_volumes_in_folders_of_their_own() -> None:
    found = paths(box(volume(1, range(1, 13)), "Volume 1") + box(volume(2, range(13, 41)), "Volume 2"))
    assert found == [f"/novel/stone-mill/volume-{1 + (n > 12)}/chapter-{n}/" for n in range(1, 41)]


def test_paid_chapters_at_another_address() -> None:
    paid = "".join(row(f"/vip/c/{9000 + n}/", f"第{n}章 石桥") for n in range(21, 31))
    found = paths(box(free(range(1, 21)), "第一卷") + box(paid, "第二卷"), "https://novels.example/Novel/7788/")
    assert found == [*(f"/Novel/7788/{100 + n}/" for n in range(1, 21)), *(f"/vip/c/{9000 + n}/" for n in range(21, 31))]


def test_entries_of_the_last_column_have_one_name_more() -> None:
    def cells(hrefs: list[str]) -> str:
        names = ("cell", "cell", "cell last")
        return "".join(f'<div class="{names[i % 3]}"><a href="{href}">第{i}章 渡口</a></div>' for i, href in enumerate(hrefs))

    hrefs = [f"/7788_{n}.html" for n in range(1, 13)], [f"/vip/7788/{n}.html" for n in range(13, 49)]
    html = "".join(f'<h2>正文</h2><div class="list"><div class="row">{cells(part)}</div></div>' for part in hrefs)
    assert paths(html, "https://novels.example/7788.html") == [*hrefs[0], *hrefs[1]]


def test_paid_chapters_of_other_books_elsewhere_on_the_page_are_out() -> None:
    other = "".join(f'<p><a href="/vip/c/{9000 + n}/">第{n}章 别家</a></p>' for n in range(21, 31))
    assert len(paths(box(free(range(1, 21))) + f"<div>{other}</div>", "https://novels.example/Novel/7788/")) == 20


def test_books_in_boxes_made_like_the_list_are_out() -> None:
    books = "".join(row(f"/Novel/{n}/", f"第{n}号当铺") for n in range(600, 612))
    assert len(paths(box(free(range(1, 21))) + box(books), "https://novels.example/Novel/7788/")) == 20


def test_what_stands_in_one_row_with_a_chapter_is_about_it() -> None:
    comments = (f'<a href="/novel/stone-mill/comments?part={n}">{n} comments</a>' for n in range(1, 13))
    rows = "".join(
        row(f"/novel/stone-mill/{4100 + n}", f"Chapter {n}. The ford", beside) for n, beside in enumerate(comments, 1)
    )
    assert paths(box(rows)) == [f"/novel/stone-mill/{4100 + n}" for n in range(1, 13)]


def test_a_notice_among_the_chapters_stays() -> None:
    rows = volume(1, range(1, 6)) + row("/novel/stone-mill/volume-1/on-leave/", "On leave until May") + volume(1, range(6, 13))
    assert "/novel/stone-mill/volume-1/on-leave/" in paths(box(rows))
