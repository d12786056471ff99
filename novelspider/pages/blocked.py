"""Pages that are served instead of the page: challenges, limits, logins, placeholders, errors, bare redirects."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from novelspider.pages.document import Document, Element

_REFRESH = re.compile(r"\d+(?:\.\d+)?\s*[;,]\s*url\s*=\s*['\"]?([^'\"\s]{1,500})", re.I)
_LOCATION = re.compile(
    r"(?:(?:window|self|top|parent|document)\s*\.\s*)?location(?:\.href)?\s*=\s*['\"]([^'\"]{1,500})['\"]"
    r"|location\.(?:replace|assign)\(\s*['\"]([^'\"]{1,500})['\"]\s*\)",
    re.I,
)
_MAGIC = (
    b"%PDF-",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"PK\x03\x04",
    b"Rar!",
    b"\x1f\x8b",
    b"RIFF",
    b"\x00\x00\x00\x18ftyp",
    b"7z\xbc\xaf",
    b"\x00\x00\x01\x00",
)
_NOT_TEXT = re.compile(
    r"^\s*(?:image|audio|video|font)/|^\s*application/(?:pdf|zip|x-zip|octet-stream|epub|x-rar|x-7z|vnd\.)", re.I
)
_CONTROLS = bytes((*range(1, 9), *range(14, 27), *range(28, 32), 127))  # ESC is left out: ISO-2022-JP is written with it
_MOST_CONTROLS = 0.03  # of the first bytes; of random ones it is a tenth, and no page of text has had one in a hundred

# What each kind of page says. A page counts as one only where it has next to no text besides.
_SAYS = {
    "challenge": re.compile(
        r"just a moment|attention required|checking your browser|cf-browser-verification|ddos protection|verify(?:ing)?"
        r" (?:that )?you are (?:a )?human"
        r"|enable javascript and cookies|please wait while we verify|正在进行安全检查|安全检查中|安全验证"
        r"|浏览器安全检查|人机验证|正在验证您的浏览器|please turn javascript on",
        re.I,
    ),
    "rate_limited": re.compile(
        r"访问过于频繁|訪問過於頻繁|访问频繁|请求过于频繁|操作过于频繁|訪問太頻繁|访问太快|刷新太快|too many requests"
        r"|rate limit|slow down"
        r"|您的访问频率|请稍后再试.{0,10}频|アクセスが集中|quá nhiều yêu cầu|429 ",
        re.I,
    ),
    "captcha": re.compile(
        r"请输入验证码|請輸入驗證碼|输入图中|填写验证码|请完成验证|滑动验证|拖动滑块|captcha|are you a robot|not a"
        r" robot|nhập mã xác nhận|画像認証|введите код",
        re.I,
    ),
    "login": re.compile(
        r"请先登录|請先登錄|请登录后|請登錄後|登录后(?:才能|可|继续|阅读)|登入後|您还没有登录|您还未登录|请您登录"
        r"|需要登录|log ?in to (?:continue|read|view)|sign in to (?:continue|read|view)|you must be logged in"
        r"|members? only|đăng nhập để|ログインして|会员登录|订阅本章|购买本章|需要订阅|本章为VIP|vip章节.{0,10}(?:订阅"
        r"|购买)|this chapter is locked|unlock this chapter|purchase this chapter",
        re.I,
    ),
    "placeholder": re.compile(
        r"正在手打中|正在手打|手打中.{0,8}稍等|正在更新中.{0,8}稍|章节内容加载失败|章節內容加載失敗|内容加载失败"
        r"|内容正在加载|章节正在更新|正在转码|转码失败|本章内容更新中|内容更新后.{0,12}刷新|请稍后刷新"
        r"|章节内容缺失|暂无内容|本章节内容为空|chapter content (?:is )?(?:missing|not available|failed)|failed to load"
        r" (?:chapter|content)|content is loading|nội dung đang được cập nhật",
        re.I,
    ),
    "unsupported_browser": re.compile(
        r"不支持(?:此|当前|您的)?(?:浏览器|阅读模式)|浏览器版本过低|当前页面不支持|请使用(?:其他|chrome|谷歌"
        r"|手机).{0,6}浏览器|更换浏览器|unsupported browser|browser (?:is )?not supported|update your browser",
        re.I,
    ),
    "error_page": re.compile(
        r"404 not found|页面不存在|頁面不存在|找不到(?:该|您|页面|这)|您访问的页面|小说不存在|书籍不存在|章节不存在"
        r"|該章節不存在|此书已下架|已被删除|已下架|page not found|not be found|internal server error|bad gateway"
        r"|service unavailable|数据库(?:连接|错误)|出错了|出現錯誤|403 forbidden|access denied|error 5\d\d|502"
        r"|ページが見つかりません|không tìm thấy|page introuvable",
        re.I,
    ),
}
_IN_CODE = re.compile(r"_cf_chl_opt|cdn-cgi/challenge-platform/h/|__ddg\d|aliyun_waf|_waf_|probe\.js\?|slardar", re.I)
_MOST_TEXT = 400  # characters; the wordiest such page seen has 250, the shortest chapters 60
_ENOUGH = 1500  # beyond it no page is a challenge
_CODE = frozenset(("script", "style", "noscript", "option", "title", "head", "textarea", "template"))


@dataclass(frozen=True, slots=True)
class Blocked:
    """What the page is instead. `target` is where a `redirect_script` leads, `size` how many characters the page shows."""

    reason: str
    target: str | None = None
    size: int = 0


def not_html(body: bytes, content_type: str | None) -> bool:
    """Whether these bytes are a picture, an archive or another thing that is no text, whatever the header calls it."""
    if body.startswith(_MAGIC) or (content_type and _NOT_TEXT.search(content_type)):
        return True
    head = body[:4096]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or not head:
        return False
    controls = len(head) - len(head.translate(None, _CONTROLS))
    return head.count(0) > max(8, 0.1 * len(head)) or controls > max(8, _MOST_CONTROLS * len(head))


def read_blocked(document: Document) -> Blocked | None:
    """What is served instead of a page; None where the page is one.

    Judged by the few words that such a page has: a story that mentions 验证码 or says “just a moment” is longer than they
    are."""
    if document.empty:
        return Blocked("empty")
    if _is_long(document):
        return None
    text = _opening(document)
    size = len(text)
    target = _target(document) if size <= 120 else None
    if target:
        return Blocked("redirect_script", target, size)
    title = document.head_title
    if size <= 1500 and (_SAYS["challenge"].match(title.strip(" .…")) or _challenged(document, size)):
        return Blocked("challenge", None, size)
    if size > _MOST_TEXT:
        return None
    for reason, says in _SAYS.items():
        if says.search(text) or says.search(title):
            return Blocked(reason, None, size)
    return Blocked("empty") if not size and not title and not document.scripts else None


def _is_long(document: Document) -> bool:
    """Whether the second half of the page alone has more text than any page that is served instead: most pages have."""
    size = 0
    for node in document.nodes[len(document.nodes) // 2 :]:
        tag = node.tag
        if tag is etree.Comment:
            continue
        for text in (node.tail,) if tag in _CODE else (node.text, node.tail):
            if text and not text.isspace():
                size += sum(map(len, text.split()))
        if size > _ENOUGH:
            return True
    return False


def _piece(node: Element) -> str:
    """The text of `node` before its first child and that behind it, without code and comments."""
    tag = node.tag
    if tag is etree.Comment:
        return ""
    return (node.tail or "") if tag in _CODE else f"{node.text or ''} {node.tail or ''}"


def _opening(document: Document) -> str:
    """The page's text without code, white space folded; no more of it than is needed to see that there is too much."""
    words: list[str] = []
    size = 0
    for node in document.nodes:
        if found := _piece(node).split():
            words += found
            size += sum(map(len, found))
            if size > _ENOUGH:
                break
    return " ".join(words)


def _challenged(document: Document, size: int) -> bool:
    return size <= 600 and any(_IN_CODE.search(script[:20_000]) for script in document.scripts[:10])


def _target(document: Document) -> str | None:
    refresh = _REFRESH.search(document.metas.get("refresh", ""))
    if refresh:
        return document.absolute(refresh[1])
    for script in document.scripts[:10]:
        match = _LOCATION.search(script[:20_000])
        if match:
            return document.absolute(match[1] or match[2])
    return None
