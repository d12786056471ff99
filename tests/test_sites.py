"""Saved pages of invented sites and what a careful person reads in them; see sites/README.md. A new page is a new file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from novelspider.demo.prose import Prose, chinese_numeral
from novelspider.items import loose_key
from novelspider.pages import Link, Page, read_page
from novelspider.pages.joined import join_chapter
from novelspider.text import clean_paragraphs
from novelspider.text.chapter import clean_chapter
from novelspider.text.titles import parse_title

SITES = Path(__file__).parent / "sites"
CASES = {path: json.loads(path.read_text(encoding="utf-8")) for path in sorted(SITES.glob("*/*.json"))}
PAGES = [path for path, case in CASES.items() if "url" in case]
CHAPTERS = [path for path, case in CASES.items() if "pages" in case]


class Known:
    """The URLs of a book's chapters, loosely compared, as a crawl knows them."""

    def __init__(self, urls: list[str]) -> None:
        self._keys = {loose_key(url) for url in urls}

    def __contains__(self, url: object) -> bool:
        return loose_key(str(url)) in self._keys


def name(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


def read(path: Path) -> Page:
    case = CASES[path]
    body = path.with_suffix(".html").read_bytes()
    return read_page(body, case["url"], case["content_type"], toc=Known(case.get("known", [])))


def clean(paragraphs: tuple[str, ...], page: Page):
    return clean_paragraphs(paragraphs, title=page.title or "", host=urlsplit(page.url).hostname or "")


def shown(page: Page, key: str) -> Any:
    """One expectation's value as the page has it, in JSON's own types. Runs of white space in titles count as one blank."""
    value = getattr(page, key, f"no {key} on a page of kind {page.kind}")
    if page.kind == "chapter" and key in ("paragraphs", "notes"):
        cleaned = clean(page.paragraphs, page)
        return list(cleaned.paragraphs) if key == "paragraphs" else [*page.notes, *cleaned.notes]
    if page.kind == "chapter" and key == "title":
        return fold(parse_title(page.title or "", book=page.book_title).title)
    if page.kind == "book" and key == "chapters":
        return [[ref.url, fold(ref.title), fold(ref.volume)] for ref in page.chapters]
    if key == "next" and isinstance(value, Link):
        return {"url": value.url, "kind": value.kind}
    if isinstance(value, Link):
        return value.url
    if isinstance(value, tuple):
        return [getattr(one, "url", one) for one in value]
    return fold(value) if isinstance(value, str) else value


def fold(title: str | None) -> str | None:
    return None if title is None else " ".join(title.split())


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_page(path: Path):
    page, expect = read(path), CASES[path]["expect"]
    assert {key: shown(page, key) for key in expect} == expect


@pytest.mark.parametrize("path", CHAPTERS, ids=name)
def test_pages_of_a_chapter_joined(path: Path):
    case = CASES[path]
    pages = [read(path.with_name(f"{stem}.json")) for stem in case["pages"]]
    joined = join_chapter(pages)
    cleaned = clean_chapter(joined.pages, title=joined.title, host=urlsplit(pages[0].url).hostname or "")
    got = {"title": joined.title, "number": joined.number, "paragraphs": list(cleaned.paragraphs), "notes": list(cleaned.notes)}
    assert {key: got[key] for key in case["expect"]} == case["expect"]


def test_four_thousand_chapters_in_one_gbk_page_of_bare_list_items():
    titles = [f"第{chinese_numeral(n)}章 {Prose(n).chapter_title()}" for n in range(1, 4201)]
    listed = [(f"/files/77/{31000 + 3 * n}.html", title) for n, title in enumerate(titles)]
    rows = "".join(f'<li class="c3"><a href="{href}">{title}</a></li>\n' for href, title in listed)
    page = read_page(rows.encode("gbk"), "http://www.changlu.example/files/77/", "text/html; charset=gb2312")
    assert page.kind == "book"
    assert [(urlsplit(ref.url).path, ref.title) for ref in page.chapters] == listed


def test_a_chapter_of_thirty_thousand_characters():
    lines = Prose("long").chapter(600)
    body = "".join(f"<p>　　{line}</p>\n" for line in lines)
    head = "<head><title>第9章 长夜_山海渡</title></head>"
    html = f"<html>{head}<body><h1>第9章 长夜</h1><div class='nr'>{body}</div></body></html>"
    page = read_page(html.encode(), "http://www.changlu.example/9/9.html", "text/html; charset=utf-8")
    assert sum(map(len, lines)) > 30_000
    assert (page.kind, page.title) == ("chapter", "第9章 长夜")
    assert clean(page.paragraphs, page).paragraphs == lines
