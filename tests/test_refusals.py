"""What sites say instead of a story, on pages with all their furniture, and stories that tell of such things."""

from __future__ import annotations

import pytest

from novelspider.pages import read_page
from novelspider.pages.refusals import REFUSALS, read_refusal, refusal_in

URL = "https://novels.example/book/77/1001.html"
TURNS = '<div class="turns"><a href="1000.html">上一章</a><a href="./">目录</a><a href="1002.html">下一章</a></div>'
HEAD = '<div class="top"><a href="/">首页</a><a href="/dushi/">都市小说</a><a href="/login">登录</a></div>'
BOOKS = "".join(
    f'<li><a href="/book/{n}/">长河落日之{n}</a> 林晚：少年从边城走出，见到了另一片天地，{n}年之后他回到了城里。</li>'
    for n in range(12)
)
FOOT = f'<div class="more"><h3>都在看</h3><ul>{BOOKS}</ul></div><div class="foot"><p>本站小说均由网友上传。</p></div>'
LONG = [f"雨下了整整一夜，他在窗前坐着，第{n}盏灯也灭了。有人敲门，没有人应，只有檐下的水一滴一滴落进缸里。" for n in range(40)]


def page(*lines: str, box: str = "") -> str:
    story = "".join(f"<p>{line}</p>" for line in lines)
    return (
        f'<html><head><title>第三章 雨_山中雨夜</title></head><body>{HEAD}<div class="name"><h1>第三章 雨</h1></div>{TURNS}'
        f'<div id="content">{story}</div>{box}{TURNS}{FOOT}</body></html>'
    )


def read(html: str):
    return read_page(html.encode(), URL)


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda one: f"{one.reason}-{one.takes[:20]}")
def test_every_pattern_takes_its_example_and_leaves_its_look_alike(refusal):
    assert refusal.pattern.search(refusal.takes)
    assert refusal_in(refusal.takes) == read_refusal([refusal.takes]) == refusal.reason
    assert read_refusal([refusal.leaves]) is None
    assert read(page(refusal.takes)).reason == refusal.reason
    story = read(page(refusal.leaves))
    assert (story.kind, story.paragraphs) == ("chapter", (refusal.leaves,))


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        (page(*LONG[:4], "这是VIP章节，需要订阅后才能阅读"), "payment"),
        (page(*LONG[:6], "登录后可继续阅读全文"), "login"),
        (page(*LONG[:6], box="<div class=lock><p>You must be logged in to read the rest of this chapter.</p></div>"), "login"),
        (page(), "empty_shell"),
        ("<title>雨</title><script src=a.js></script><div id=app></div><noscript>JavaScript</noscript>", "empty_shell"),
        (page("抱歉！", "章节内容加载失败，请刷新页面重试。", "若多次失败，请联系管理员。"), "placeholder"),
    ],
)
def test_what_is_served_instead_is_known_among_the_furniture(html, reason):
    assert (read(html).kind, getattr(read(html), "reason", None)) == ("other", reason)


@pytest.mark.parametrize(
    "lines",
    [
        ("今天家里停电，手机收不到验证码，登录不上作者后台，先请假一天，明天补上，请大家见谅。",),
        ("老样子，请假一天。", "大家别等了，明天两更补上。"),
        ("“请输入验证码。”屏幕上这样写着。他盯着那行字看了很久。", "“你是机器人吗？”屏幕又问。"),
        ('"Access denied," said the door.', '"Just a moment," he said, and typed his name again.', "It was raining."),
        (*LONG, "请先登录，机器说。"),
        (*LONG, "他想，登录后可不能再忘了。"),
    ],
)
def test_a_story_that_tells_of_such_things_is_one(lines):
    assert (read(page(*lines)).kind, read(page(*lines)).paragraphs) == ("chapter", lines)


@pytest.mark.parametrize(
    "box", ["登录后可发表评论，查看全文书评", "Please log in to view or post comments.", "登录后可将本章加入书签"]
)
def test_a_wall_before_the_comments_is_none_before_the_story(box):
    assert read(page(*LONG[:9], box=f"<div class=box><p>{box}</p></div>")).kind == "chapter"


def test_a_list_of_books_behind_the_links_is_never_the_story():
    assert read(page("今日无更。")).paragraphs == ("今日无更。",)
