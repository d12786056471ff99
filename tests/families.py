"""Chapter pages of generated sites, one template a family, with what surrounds stories there: the hard cases on purpose."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from novelspider.demo.prose import Prose

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_NOTICES = ("请假一天", "关于更新时间", "上架感言", "通知", "明天恢复更新", "说两句")
_NOTICE_WORDS = ("今天家里有事，更新要停一天，", "最近在改后面的大纲，")
_FOOTER = "本站所有小说均由网友上传，版权归原作者所有，如有侵犯请来信告知，我们会在第一时间处理，谢谢大家一直以来的支持与理解。"
_BANNER = "古人囊萤映雪，今人挑灯夜读，读书的滋味各有不同；此处风景平常，胜在清静，坐下慢慢看，茶凉了再添就是。"
_STAMPS = (
    "夜色正好，与你一起读书的第{n}位朋友也在看这一页，愿灯火长明。",
    "看完这一回，把书页折个角，下次回来（{n}）就从这里接着读下去。",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """One chapter page to be: what is the story and what stands beside it."""

    number: int
    title: str
    book: str
    story: tuple[str, ...]
    comments: tuple[str, ...]
    others: tuple[str, ...]
    """Synopses of other books."""

    @property
    def url(self) -> str:
        return f"https://novels.example/book/7/{1000 + self.number}.html"


def leaves(seed: str, kinds: str) -> list[Leaf]:
    """A leaf for each letter: `c` a chapter of ordinary length, `s` a short chapter, `n` a notice of a line or two without a
    number in its title, `d` a chapter under discussion: comments longer than itself."""
    prose = Prose(f"families/{seed}")
    book = prose.book_title()
    found = []
    for number, kind in enumerate(kinds, 1):
        title = _NOTICES[number % len(_NOTICES)] if kind == "n" else f"第{number}章 {prose.chapter_title()}"
        story = prose.chapter({"c": 70, "s": 6, "d": 12, "n": 2}[kind])
        if kind == "n":
            story = (_NOTICE_WORDS[number % 2] + story[0][:30] + "。",)
        comments = prose.chapter(40 if kind == "d" else 4)
        others = tuple(prose.synopsis(5) for _ in range(5))
        found.append(Leaf(number=number, title=title, book=book, story=story, comments=comments, others=others))
    return found


def _page(leaf: Leaf, main: str, head: str = "") -> bytes:
    n = leaf.number
    turns = (
        f'<div class="zz"><a href="/book/7/{999 + n}.html">上一章</a> <a href="/book/7/">目录</a> '
        f'<a href="/book/7/{1001 + n}.html">下一章</a></div>'
    )
    head = head or f"{leaf.title}_{leaf.book}_拾光书屋"
    html = (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{escape(head)}</title></head><body>"
        f'<div class="aa"><a href="/">拾光书屋</a> <a href="/rank/">排行榜</a></div>{main}{turns}'
        f'<div class="yy">{_FOOTER}</div></body></html>'
    )
    return html.encode()


def _paragraphs(lines: Sequence[str]) -> str:
    return "".join(f"<p>{escape(line)}</p>" for line in lines)


def _broken(lines: Sequence[str]) -> str:
    return "<br><br>".join(f"&nbsp;&nbsp;&nbsp;&nbsp;{escape(line)}" for line in lines)


def named(leaf: Leaf) -> bytes:
    """The story under a name that whole families share, synopses of other books beside it without one."""
    others = "".join(f'<div class="o1">{escape(text)}</div>' for text in leaf.others)
    return _page(leaf, f'<h1>{leaf.title}</h1><div id="content">{_broken(leaf.story)}</div><div class="o">{others}</div>')


def nameless(leaf: Leaf) -> bytes:
    """No name says anything: the story, what readers say and what the site shows are all `<p>` in `<div>`."""
    return _page(
        leaf,
        f'<div class="ka"><div class="kb"><h1>{leaf.title}</h1></div><div class="kc">{_paragraphs(leaf.story)}</div>'
        f'<div class="kd"><h3>书友说</h3>{_paragraphs(leaf.comments)}</div>'
        f'<div class="ke">{_paragraphs(leaf.others)}</div></div>',
    )


def split(leaf: Leaf) -> bytes:
    """The story in pieces of uneven length with notices between, each in a box of its own."""
    size = max(1, len(leaf.story) * 2 // 3)
    pieces = [leaf.story[:size], leaf.story[size : size + 2], leaf.story[size + 2 :]]
    boxes = '<div class="g9">广告位招租，联系站长。</div>'.join(
        f'<div class="t{i}"><div class="q7">{_paragraphs(piece)}</div></div>' for i, piece in enumerate(pieces) if piece
    )
    return _page(leaf, f'<h2>{leaf.title}</h2><div class="w">{boxes}<div class="w2">{_paragraphs(leaf.others)}</div></div>')


def stamped(leaf: Leaf) -> bytes:
    """The site's own paragraphs among those of the story; other digits in them on each page."""
    lines = [_STAMPS[0].format(n=leaf.number * 37), *leaf.story]
    lines.insert(1 + len(leaf.story) // 2, _BANNER)
    lines.append(_STAMPS[1].format(n=leaf.number * 11))
    return _page(leaf, f'<h1>{leaf.title}</h1><div class="txt">{_paragraphs(lines)}</div>')


def journal(leaf: Leaf) -> bytes:
    """A blog: an article with a number of its own, teasers of other entries, the book's name as the largest heading."""
    teasers = "".join(f'<section class="e2"><h3>书评{i}</h3><p>{escape(t)}</p></section>' for i, t in enumerate(leaf.others))
    main = (
        f'<h1>{leaf.book}</h1><article id="post-{4000 + leaf.number}" class="e1"><h4 class="e3">{leaf.title}</h4>'
        f'<div class="e4">{_paragraphs(leaf.story)}</div></article><div class="e5">{_paragraphs(leaf.comments)}</div>{teasers}'
    )
    return _page(leaf, main, f"{leaf.book}在线阅读 - 拾光书屋")


def shuffled(leaf: Leaf) -> bytes:
    """Every class is another one on each page: only the order of the elements stays."""
    names = iter(f"{chr(97 + (leaf.number * 7 + i * 3) % 26)}{leaf.number * 31 + i:x}z" for i in range(9))
    others = "".join(f'<div class="{next(names)}">{escape(text)}</div>' for text in leaf.others[:3])
    main = (
        f'<div class="{next(names)}"><h1>{leaf.title}</h1><div class="{next(names)}">{_paragraphs(leaf.story)}</div></div>'
        f'<div class="{next(names)}">{others}{_paragraphs(leaf.comments)}</div>'
    )
    return _page(leaf, main)


FAMILIES: dict[str, Callable[[Leaf], bytes]] = {
    family.__name__: family for family in (named, nameless, split, stamped, journal, shuffled)
}
