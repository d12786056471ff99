"""Markup of the demo's second site: GBK that nothing declares, tables, a TOC over two pages with the newest chapter first."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from novelspider.demo.site import DemoBook, DemoChapter

_NAME = "旧纸书库"
_TOC_PAGES = 2
_DECOY = "本书由旧纸书库首发，请勿在其他网站阅读盗版内容。"


def render(book: DemoBook) -> dict[str, str]:
    """All pages of the site by path."""
    pages = {"/": _home(book), book.path: _book(book)}
    newest_first = book.chapters[::-1]
    size = -(-len(newest_first) // _TOC_PAGES)
    for number in range(1, _TOC_PAGES + 1):
        pages[_toc_path(number)] = _toc(book, newest_first[(number - 1) * size : number * size], number)
    return pages | {chapter.paths[0]: _chapter(book, chapter) for chapter in book.chapters}


def _toc_path(number: int) -> str:
    return f"/novel/88/list_{number}.htm"


def _page(title: str, body: str) -> str:
    return f"""<html>
<head>
<title>{title}</title>
<style>.kx7 {{ display: none; }} .txt p {{ text-indent: 2em; }}</style>
</head>
<body bgcolor="#e7f4fe">
<table width="960" align="center"><tr><td><a href="/">{_NAME}</a></td><td align="right"><a href="/top.htm">点击排行</a> |
<a href="/full.htm">全本小说</a> | <a href="/login.htm">登录</a></td></tr></table>
{body}
<hr><center><font size="2">{_NAME} 书籍内容为程序生成 <a href="/about.htm">关于我们</a></font></center>
</body>
</html>
"""


def _numbered(book: DemoBook) -> enumerate[tuple[str, str]]:
    """The other novels of the site, with the numbers in their addresses."""
    return enumerate(book.others, 90)


def _home(book: DemoBook) -> str:
    rows = [f'<tr><td><a href="{book.path}">{book.title}</a></td><td>{book.author}</td></tr>']
    rows += [f'<tr><td><a href="/novel/{i}.htm">{title}</a></td><td>佚名</td></tr>' for i, (title, _) in _numbered(book)]
    return _page(f"{_NAME}首页", f"<table>{''.join(rows)}</table>")


def _book(book: DemoBook) -> str:
    newest = "".join(f"<li>{_link(chapter)}</li>\n" for chapter in book.chapters[:-4:-1])
    body = f"""<table width="960" align="center"><tr><td width="140"><img src="/img/88.jpg" alt="{book.title}"></td>
<td><h1>{book.title}</h1><p>作者：{book.author}　类别：{book.category}　状态：{"已完结" if book.completed else "连载中"}</p>
<p>内容简介：{book.intro}</p>
<p><a href="{_toc_path(1)}">查看全部章节目录</a></p></td></tr></table>
<div><b>最新章节</b><ul>
{newest}</ul></div>"""
    return _page(f"{book.title}_{book.author}作品_{_NAME}", body)


def _link(chapter: DemoChapter) -> str:
    return f'<a href="{chapter.paths[0]}">{escape(chapter.title)}</a>'


def _toc(book: DemoBook, chapters: Sequence[DemoChapter], number: int) -> str:
    cells = [f"<td>{_link(chapter)}</td>" for chapter in chapters]
    rows = "\n".join(f"<tr>{''.join(cells[i : i + 4])}</tr>" for i in range(0, len(cells), 4))
    before = f'<a href="{_toc_path(number - 1)}">上一页</a>' if number > 1 else "上一页"
    after = f'<a href="{_toc_path(number + 1)}">下一页</a>' if number < _TOC_PAGES else "下一页"
    body = f"""<center><h2><a href="{book.path}">{book.title}</a> 章节目录</h2>作者：{book.author}　（倒序）</center>
<table width="960" align="center" border="1">
{rows}
</table>
<center>{before} 第{number}/{_TOC_PAGES}页 {after}</center>"""
    return _page(f"{book.title}章节目录_第{number}页_{_NAME}", body)


def _chapter(book: DemoBook, chapter: DemoChapter) -> str:
    place = chapter.index - 1
    before = book.chapters[place - 1].paths[0] if place else _toc_path(1)
    after = book.chapters[place + 1].paths[0] if place + 1 < len(book.chapters) else _toc_path(1)
    lines = [f"<p>　　{escape(line)}</p>" for line in chapter.paragraphs]
    lines.insert(len(lines) // 2, f'<p class="kx7">{_DECOY}</p>')
    others = "".join(f'<li><a href="/novel/{i}.htm">{title}</a>：{intro}</li>' for i, (title, intro) in _numbered(book))
    nav = f'<center><a href="{before}">上一章</a> <a href="{_toc_path(1)}">回目录</a> <a href="{after}">下一章</a></center>'
    text = "\n".join(lines)
    body = f"""<p>您的位置：<a href="/">{_NAME}</a> - <a href="{book.path}">{book.title}</a></p>
<center><h3>{escape(chapter.title)}</h3></center>
<table width="960" align="center"><tr><td class="txt">
{text}
</td></tr></table>
{nav}
<p>喜欢本书的读者还喜欢：</p><ul>{others}</ul>"""
    return _page(f"{escape(chapter.title)} - {book.title} - {_NAME}", body)
