"""Markup of the demo's first site: UTF-8, chapters in sub-pages, everything around the text that such sites put there."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from novelspider.demo.site import DemoBook, DemoChapter

_NAME = "半山书屋"
_FIRST_LINES = (
    "一秒记住【半山书屋】www.example.com，为您提供精彩小说阅读。",
    "天才一秒记住本站地址：www.example.com，手机版阅读网址：m.example.com",
    "最⊥新⊥小⊥说⊥在⊥半⊥山⊥书⊥屋⊥w⊥w⊥w.example.c⊥o⊥m",
)
_CONTINUED = (
    "（本章未完，请点击下一页继续阅读）",
    "小主，这个章节后面还有哦^.^，请点击下一页继续阅读，后面更精彩！",
    "-->>本章未完，点击下一页继续阅读",
)
_END = "喜欢{0}请大家收藏：(www.example.com){0}半山书屋更新速度最快。"
_NEWEST = 6


def render(book: DemoBook) -> dict[str, str]:
    """All pages of the site by path."""
    pages = {"/": _home(book), book.path: _toc(book)}
    for chapter in book.chapters:
        for number, path in enumerate(chapter.paths, 1):
            pages[path] = _chapter(book, chapter, number)
    return pages


def _page(title: str, meta: str, body: str) -> str:
    return f"""<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<title>{title}</title>
{meta}
<meta name="viewport" content="width=device-width, initial-scale=1">
<script>var reader = {{"size": 18, "night": false}}; function report() {{ return false; }}</script>
</head>
<body>
<div class="top"><a href="/" class="logo">{_NAME}</a>
<form action="/search" method="get"><input name="q" placeholder="书名或作者"><button>搜索</button></form>
<ul class="menu"><li><a href="/">首页</a></li><li><a href="/sort/1/">玄幻小说</a></li><li><a href="/sort/2/">武侠小说</a></li>
<li><a href="/rank/">排行榜</a></li><li><a href="/shelf/">我的书架</a></li></ul></div>
{body}
<div class="bottom"><p>本站所有小说为程序生成，仅供演示。</p><p>Copyright © {_NAME} All Rights Reserved.</p></div>
</body>
</html>
"""


def _home(book: DemoBook) -> str:
    rows = [f'<li><a href="{book.path}">{book.title}</a> / {book.author}</li>']
    rows += [f'<li><a href="/book/{20 + i}/">{title}</a><p>{intro}</p></li>' for i, (title, intro) in enumerate(book.others)]
    return _page(f"{_NAME} - 小说阅读网", "", f'<div class="hot"><h2>强力推荐</h2><ul>{"".join(rows)}</ul></div>')


def _toc(book: DemoBook) -> str:
    newest = book.chapters[-1]
    meta = "\n".join(
        f'<meta property="og:{name}" content="{escape(content)}">'
        for name, content in (
            ("type", "novel"),
            ("title", book.title),
            ("description", book.intro),
            ("novel:category", book.category),
            ("novel:author", book.author),
            ("novel:book_name", book.title),
            ("novel:status", "完结" if book.completed else "连载中"),
            ("novel:latest_chapter_name", newest.title),
        )
    )
    rows = [f"<dt>《{book.title}》最新章节（提示：已启用缓存技术，最新章节可能会延时显示）</dt>"]
    rows += [_row(chapter) for chapter in book.chapters[: -_NEWEST - 1 : -1]]
    volume = None
    for chapter in book.chapters:
        if chapter.volume != volume:
            volume = chapter.volume
            rows.append(f"<dt>{volume}</dt>")
        rows.append(_row(chapter))
    body = f"""<div class="crumb"><a href="/">{_NAME}</a> &gt; <a href="/sort/2/">武侠小说</a> &gt; {book.title}</div>
<div id="maininfo"><div id="info"><h1>{book.title}</h1>
<p>作&nbsp;&nbsp;&nbsp;&nbsp;者：<a href="/author/7/">{book.author}</a></p><p>状&nbsp;&nbsp;&nbsp;&nbsp;态：连载中</p>
<p>最新章节：<a href="{newest.paths[0]}">{escape(newest.title)}</a></p></div>
<div id="intro"><p>{book.intro}</p></div>
<div class="do"><a href="#list">直达底部</a> <a href="javascript:addshelf()">加入书架</a></div></div>
<div id="list"><dl>
{"".join(rows)}
</dl></div>"""
    return _page(f"{book.title}最新章节_{book.title}全文免费阅读_{book.author}_{_NAME}", meta, body)


def _row(chapter: DemoChapter) -> str:
    return f'<dd><a href="{chapter.paths[0]}">{escape(chapter.title)}</a></dd>\n'


def _chapter(book: DemoBook, chapter: DemoChapter, number: int) -> str:
    count, place = len(chapter.paths), chapter.index - 1
    title = f"{escape(chapter.title)}(第{number}页/共{count}页)"
    lines = [_FIRST_LINES[place % 3], *chapter.pages[number - 1]]
    lines.append(_CONTINUED[place % 3] if number < count else _END.format(book.title))
    text = "<br />\n<br />\n".join(f"&nbsp;&nbsp;&nbsp;&nbsp;{escape(line)}" for line in lines)
    others = "\n".join(
        f'<dd><h4><a href="/book/{i}/">{name}</a></h4><p>{intro}...</p></dd>' for i, (name, intro) in enumerate(book.others, 20)
    )
    nav = _nav(book, place, number)
    body = f"""<div class="crumb"><a href="/">{_NAME}</a> &gt; <a href="{book.path}">{book.title}</a> &gt; 正文</div>
<div class="set">字号：<a href="javascript:size(1)">大</a> <a href="javascript:size(0)">小</a> 背景：<span>护眼</span></div>
<div class="bookname"><h1>{title}</h1>{nav}</div>
<div id="content">{text}</div>
<p class="err"><a href="javascript:report()">章节错误,点此举报(免注册)</a> 加入书签，方便阅读</p>
{nav}
<div class="hotnovel"><dl><dt>热门小说推荐</dt>
{others}</dl></div>"""
    meta = f'<meta name="keywords" content="{book.title},{escape(chapter.title)}">'
    return _page(f"{title}_{book.title}_{_NAME}", meta, body)


def _nav(book: DemoBook, place: int, number: int) -> str:
    """Both the next page and the next chapter are called 下一章."""
    chapter, chapters = book.chapters[place], book.chapters
    before = chapters[place - 1].paths[0] if place else book.path
    after = chapters[place + 1].paths[0] if place + 1 < len(chapters) else book.path
    if number > 1:
        before = chapter.paths[number - 2]
    if number < len(chapter.paths):
        after = chapter.paths[number]
    return (
        f'<div class="bottem"><a href="javascript:vote()">投推荐票</a> <a href="{before}">上一章</a> '
        f'<a href="{book.path}">章节目录</a> <a href="{after}">下一章</a> <a href="javascript:mark()">加入书签</a></div>'
    )
