"""Pages that are served instead of the page: challenges, limits, logins, placeholders, errors, bare redirects."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

from novelspider.pages.refusals import refusal_in

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

_CHALLENGE = re.compile(r"just a moment|attention required|checking your browser|请稍候|安全验证|ddos-guard", re.I)
_IN_CODE = re.compile(r"_cf_chl_opt|cdn-cgi/challenge-platform/h/|__ddg\d|aliyun_waf|_waf_|probe\.js\?|slardar", re.I)
_MOST_TEXT = 400  # characters; the wordiest such page seen has 250, the shortest chapters 60
_SHELL = 120  # characters without a link that a page for scripts to fill says to those without them
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
    if size <= _ENOUGH and (_CHALLENGE.match(title.strip(" .…")) or _challenged(document, size)):
        return Blocked("challenge", None, size)
    if size <= _MOST_TEXT and (reason := refusal_in(text) or refusal_in(title)):
        return Blocked(reason, None, size)
    return Blocked("empty") if not size and not title and not document.scripts else None


def is_shell(document: Document) -> bool:
    """Whether a script was to fill the page: next to no text, no links. Ask where nothing could be read."""
    return bool(document.tags.get("script")) and not document.anchors and len(_opening(document)) <= _SHELL


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
