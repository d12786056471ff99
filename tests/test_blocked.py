from __future__ import annotations

import pytest

from novelspider.pages import read_page
from novelspider.pages.blocked import not_html, read_blocked
from novelspider.pages.document import Document

URL = "https://novels.example/book/77/1001.html"
STORY = "".join(f"<p>雨下了整整一夜，他在窗前坐着，第{n}盏灯也灭了。有人敲门，没有人应。</p>" for n in range(30))
TURNS = '<a href="1000.html">上一章</a><a href="./">目录</a><a href="1002.html">下一章</a>'


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        ("<title>Just a moment...</title><body><p>Enable JavaScript and cookies to continue</p>", "challenge"),
        ("<title>Attention Required! | Cloud</title><h1>Sorry, you have been blocked</h1>", "challenge"),
        ("<body>安全检查中，请稍候<script>window._cf_chl_opt={}</script>", "challenge"),
        ("<p>您的访问过于频繁，请稍后再试</p>", "rate_limited"),
        ("<h1>429 Too Many Requests</h1>", "rate_limited"),
        ("<form>请输入验证码：<input><button>确定</button></form>", "captcha"),
        ("<p>请先登录后再阅读本章</p><a href='/login'>登录</a>", "login"),
        ("<p>Log in to continue reading</p>", "login"),
        (f"<h1>第三章 雨</h1>{TURNS}<div id=content>正在手打中，请稍等片刻，内容更新后，请重新刷新页面。</div>", "placeholder"),
        (f"<h1>第三章 雨</h1>{TURNS}<div id=content>章节内容加载失败</div>", "placeholder"),
        ("<p>当前页面不支持此浏览器，请更换浏览器</p>", "unsupported_browser"),
        ("<title>404 Not Found</title><h1>404 Not Found</h1>", "error_page"),
        ("<p>该章节不存在</p>", "error_page"),
    ],
)
def test_reasons(html: str, reason: str) -> None:
    page = read_page(html.encode(), URL)
    assert (page.kind, getattr(page, "reason", "")) == ("other", reason)


@pytest.mark.parametrize(
    "said",
    [
        "“请输入验证码。”屏幕上这样写着。",
        "“Just a moment,” he said.",
        "他写着：章节内容加载失败。",
        "404 Not Found，他笑了。",
        "请先登录，机器说。",
        "您的访问过于频繁。",
    ],
)
def test_a_story_may_say_such_things(said: str) -> None:
    page = read_page(f"<h1>第三章 雨</h1>{TURNS}<div id=content>{STORY}<p>{said}</p></div>".encode(), URL)
    assert page.kind == "chapter"


def test_a_very_short_chapter_is_not_blocked() -> None:
    html = (
        f"<title>第三章 请假</title><h1>第三章 请假</h1>{TURNS}<div id=content>"
        f"<p>今天家里停电，请假一天，明天补上，大家早点休息，不要等了。</p></div>"
    )
    assert read_blocked(Document(html, URL)) is None


@pytest.mark.parametrize(
    ("html", "target"),
    [
        ("<script>window.location.href = '/mulu.html'</script>", "https://novels.example/mulu.html"),
        ("<script>location.replace('https://m.example/1')</script>", "https://m.example/1"),
        ('<meta http-equiv="refresh" content="0;url=/book/77/">', "https://novels.example/book/77/"),
    ],
)
def test_redirects(html: str, target: str) -> None:
    page = read_page(html.encode(), URL)
    assert (page.kind, getattr(page, "reason", ""), getattr(page, "target", "")) == ("other", "redirect_script", target)


def test_a_page_with_a_story_and_a_refresh_is_no_redirect() -> None:
    html = f'<meta http-equiv="refresh" content="1800;url=/x"><h1>第三章</h1>{TURNS}<div id=content>{STORY}</div>'
    assert read_blocked(Document(html, URL)) is None


@pytest.mark.parametrize(
    ("body", "content_type", "want"),
    [
        (b"%PDF-1.7 ...", None, True),
        (b"\x89PNG\r\n\x1a\n", "text/html", True),
        (b"PK\x03\x04....", None, True),
        (b"\x00\x01\x02\x00" * 50, None, True),
        (b"<p>hello", "image/png", True),
        (b"<p>hello", "application/epub+zip", True),
        (b"<p>hello", "text/html; charset=gbk", False),
        ("<p>雨".encode("utf-16"), None, False),
        (b"", None, False),
        (b"<p>\x00a", None, False),
    ],
)
def test_not_html(body: bytes, content_type: str | None, want: bool) -> None:
    assert not_html(body, content_type) is want


@pytest.mark.parametrize("body", [b"", b"   \n", b"<html><body></body></html>"])
def test_empty(body: bytes) -> None:
    assert getattr(read_page(body, URL), "reason", None) == "empty"
