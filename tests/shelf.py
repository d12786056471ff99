"""A generated book of the test site: its plan, its chapters, its pages."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING, Literal

from novelspider.demo.prose import Prose, chinese_numeral
from novelspider.demo.spread import Seam, break_after_quotes, spread

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SITE_NAME = "拾光书屋"
_HEADER = f'<div class="header"><a href="/">{SITE_NAME}</a> <a href="/rank.html">排行榜</a> <a href="/my.html">记录</a></div>'
_FOOTER = f'<div class="footer"><p>本站所有小说均由程序生成。</p><p>Copyright © {SITE_NAME}</p></div>'
_AD = "一秒记住【拾光书屋】www.example.com，为您提供精彩小说阅读。"
_CONTINUED = "（本章未完，请点击下一页继续阅读）"


@dataclass(frozen=True, slots=True, kw_only=True)
class BookPlan:
    """What a book of the site looks like. Everything has a plain default: one page a chapter, one TOC page, UTF-8 said in
    the header."""

    chapters: int = 10
    pages: int = 1
    """Sub-pages of each chapter: `7.html`, `7_2.html`, `7_3.html`."""
    paragraphs: int = 18
    """Paragraphs of each chapter, all its pages together."""
    seam: Seam = "clean"
    toc_pages: int = 1
    newest_first: bool = False
    newest_block: int = 0
    """So many of the newest chapters stand in a block before the list."""
    chain: bool = False
    """No TOC at all: each chapter leads to the next one, the last one to the home page."""
    volumes: tuple[str, ...] = ()
    """Headings; the chapters are shared out evenly among them."""
    charset: str = "utf-8"
    said_in: Literal["header", "meta", "nowhere"] = "header"
    numerals: Literal["arabic", "chinese"] = "arabic"
    label: Literal["honest", "chapter"] = "honest"
    """What a link to the next sub-page is called: 下一页, or 下一章 as the link to the next chapter is."""
    noise: bool = False
    """Advertising lines and continuation markers in the body, paragraphs broken after quotes, synopses of other novels
    beside it that are longer than the chapter."""
    reposts: Mapping[int, int] = field(default_factory=dict)
    """Index (1-based) of a chapter to the index of the earlier one whose text it repeats, title marked 重发."""
    status: Literal["连载中", "已完结"] = "连载中"
    numbered: bool = False
    """The addresses of chapters say which place they have in the book, and change with it."""


@dataclass(slots=True)
class Chapter:
    id: int
    number: int | None
    title: str
    paragraphs: tuple[str, ...]


class Shelf:
    """One book: its plan, its chapters in reading order, its pages."""

    def __init__(self, number: int, plan: BookPlan, seed: int) -> None:
        self.number = number
        self.plan = plan
        self.prose = Prose(f"{seed}/{number}")
        self.title = self.prose.book_title()
        self.author = self.prose.person()
        self.intro = self.prose.synopsis()
        self.others = [(self.prose.book_title(), self.prose.synopsis(8)) for _ in range(12)] if plan.noise else []
        self.chapters: list[Chapter] = []
        self._last_id = 1000
        self.append(plan.chapters)

    @property
    def path(self) -> str:
        return f"/book/{self.number}/"

    def append(self, count: int) -> None:
        for _ in range(count):
            number = len(self.chapters) + 1
            said = chinese_numeral(number) if self.plan.numerals == "chinese" else str(number)
            original = self.plan.reposts.get(number)
            text = self.chapters[original - 1].paragraphs if original else self.prose.chapter(self.plan.paragraphs)
            words = self.chapters[original - 1].title.partition(" ")[2] + "（重发）" if original else self.prose.chapter_title()
            self.chapters.append(Chapter(self.new_id(), number, f"第{said}章 {words}", text))

    def insert(self, index: int) -> None:
        text = self.prose.chapter(self.plan.paragraphs)
        self.chapters.insert(index - 1, Chapter(self.new_id(), None, f"番外 {self.prose.chapter_title()}", text))

    def new_id(self) -> int:
        """For an address that no chapter ever had."""
        self._last_id += 1
        return self._last_id

    def page_path(self, chapter: Chapter, page: int) -> str:
        name = 1001 + self.chapters.index(chapter) if self.plan.numbered else chapter.id
        return f"{self.path}{name}.html" if page == 1 else f"{self.path}{name}_{page}.html"

    def toc_path(self, page: int) -> str:
        return self.path if page == 1 else f"{self.path}index_{page}.html"

    def volume(self, place: int) -> str | None:
        """The heading under which the chapter at this place (0-based) stands."""
        names = self.plan.volumes
        return names[min(place * len(names) // self.plan.chapters, len(names) - 1)] if names else None

    def render(self) -> dict[str, bytes]:
        """All pages of the book by path."""
        pages: dict[str, str] = {} if self.plan.chain else self._toc()
        for place in range(len(self.chapters)):
            pages |= self._chapter(place)
        return {path: html.encode(self.plan.charset, "xmlcharrefreplace") for path, html in pages.items()}

    def _html(self, title: str, body: str) -> str:
        meta = f'<meta charset="{self.plan.charset}">' if self.plan.said_in == "meta" else ""
        head = f"{meta}<title>{title}</title><script>var bookid = {self.number};</script>"
        return f"<!DOCTYPE html><html><head>{head}</head><body>\n{_HEADER}\n{body}\n{_FOOTER}</body></html>"

    def _toc(self) -> dict[str, str]:
        order = list(range(len(self.chapters)))
        if self.plan.newest_first:
            order.reverse()
        count = self.plan.toc_pages
        bounds = [round(i * len(order) / count) for i in range(count + 1)]
        return {
            self.toc_path(page): self._toc_page(page, order[bounds[page - 1] : bounds[page]]) for page in range(1, count + 1)
        }

    def _toc_page(self, page: int, places: Sequence[int]) -> str:
        plan, rows, volume = self.plan, [], None
        for place in places:
            if self.volume(place) != volume:
                volume = self.volume(place)
                rows.append(f"<dt>{volume}</dt>")
            rows.append(self._toc_row(self.chapters[place]))
        newest = "".join(self._toc_row(chapter) for chapter in self.chapters[::-1][: plan.newest_block])
        block = f'<div class="newest"><h3>最新章节</h3><dl>{newest}</dl></div>' if newest else ""
        pager = self._toc_pager(page) if plan.toc_pages > 1 else ""
        body = (
            f'<div class="info"><h1>{self.title}</h1><p>作者：{self.author}</p><p>状态：{plan.status}</p>'
            f'<div class="intro">{self.intro}</div></div>\n{block}\n'
            f'<div class="list"><h3>全部章节</h3>\n<dl>{"".join(rows)}</dl></div>\n{pager}'
        )
        return self._html(f"{self.title}最新章节_{self.title}全文阅读_{self.author}_{SITE_NAME}", body)

    def _toc_row(self, chapter: Chapter) -> str:
        return f'<dd><a href="{self.page_path(chapter, 1)}">{escape(chapter.title)}</a></dd>\n'

    def _toc_pager(self, page: int) -> str:
        last = self.plan.toc_pages
        before = f'<a href="{self.toc_path(page - 1)}">上一页</a>' if page > 1 else ""
        after = f'<a href="{self.toc_path(page + 1)}">下一页</a>' if page < last else ""
        return f'<div class="pages">{before} <span>第{page}页/共{last}页</span> {after}</div>'

    def _chapter(self, place: int) -> dict[str, str]:
        chapter, plan = self.chapters[place], self.plan
        parts = spread(chapter.paragraphs, plan.pages, plan.seam)
        return {self.page_path(chapter, n): self._chapter_page(place, n, part) for n, part in enumerate(parts, 1)}

    def _chapter_page(self, place: int, page: int, paragraphs: Sequence[str]) -> str:
        chapter, plan = self.chapters[place], self.plan
        title = f"{chapter.title}（{page}/{plan.pages}）" if plan.pages > 1 else chapter.title
        lines = list(paragraphs)
        if plan.noise:
            lines = [_AD, *break_after_quotes(lines), *([_CONTINUED] if page < plan.pages else ["（本章完）"])]
        text = "<br><br>\n".join(f"&nbsp;&nbsp;&nbsp;&nbsp;{escape(line)}" for line in lines)
        others = "".join(f'<li><a href="/o/{i}/">{name}</a><p>{words}</p></li>' for i, (name, words) in enumerate(self.others))
        beside = f'<div class="recommend"><h3>热门小说推荐</h3><ul>{others}</ul></div>' if others else ""
        crumbs = f'<a href="/">首页</a> &gt; <a href="{self._contents}">{self.title}</a> &gt; {escape(chapter.title)}'
        body = (
            f'<div class="path">{crumbs}</div>\n'
            f'<h1>{escape(title)}</h1>\n<div id="content">{text}</div>\n{self._nav(place, page)}\n{beside}'
        )
        return self._html(f"{escape(title)}_{self.title}_{SITE_NAME}", body)

    @property
    def _contents(self) -> str:
        return "/" if self.plan.chain else self.path

    def _nav(self, place: int, page: int) -> str:
        chapters, plan = self.chapters, self.plan
        if page > 1:
            before = (self.page_path(chapters[place], page - 1), "上一页")
        elif place:
            before = (self.page_path(chapters[place - 1], 1), "上一章")
        else:
            before = (self._contents, "上一章")
        if page < plan.pages:
            after = (self.page_path(chapters[place], page + 1), "下一页" if plan.label == "honest" else "下一章")
        elif place + 1 < len(chapters):
            after = (self.page_path(chapters[place + 1], 1), "下一章")
        else:
            after = (self._contents, "下一章")
        links = [before, after] if plan.chain else [before, (self._contents, "目录"), after]
        return '<div class="nav">' + " ".join(f'<a href="{href}">{label}</a>' for href, label in links) + "</div>"
