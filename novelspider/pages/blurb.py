"""A book's introduction and cover."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any

from lxml import etree

from novelspider.pages.document import squeeze
from novelspider.pages.names import fold_name
from novelspider.pages.structured import text_of

if TYPE_CHECKING:
    from novelspider.pages.document import Document
    from novelspider.pages.places import Places
    from novelspider.pages.structured import Things
    from novelspider.site import Site

_SHOWN = etree.XPath("string(.)")
_FACTS = re.compile(r"(?:作者|类别|類別|状态|狀態|author|status)\s?[:：]|\(\);", re.I)
_BOILERPLATE = re.compile(
    r"最新章[节節]|全文(?:免费)?(?:阅读|閱讀)|免费(?:阅读|閱讀)|txt下载|无弹窗|無彈窗|提供.{0,40}(?:目[录錄]|更新)"
    r"|read .{0,60} online|cookies?\b|liste des chapitres",
    re.I,
)
_INTRO_LABEL = re.compile(
    r"^\W{0,4}(?:内容简介|內容簡介|作品简介|作品簡介|小说简介|小說簡介|作品介绍|作品介紹|内容介绍|简介|簡介|介绍"
    r"|文案|あらすじ|synopsis|summary|description|giới thiệu)\s{0,2}[:：]?\s{0,3}",
    re.I,
)
_MANY_LINKS = 12  # an introduction has a few tags beside it, a list of chapters more
_TAGS = re.compile(r"<[^<>]{0,300}>")


def read_intro(document: Document, things: Things, places: Places, title: str | None) -> str | None:
    """What the page gives to machines, unless that is advertising; an element named for it where that goes on longer."""
    stated = [
        document.metas.get("og:description", ""),
        *(text_of(t.get("description")) for t in things[:1]),
        document.metas.get("description", ""),
    ]
    given = [text for value in stated if len(text := squeeze(_TAGS.sub(" ", html.unescape(value)))) >= 10 and text != title]
    plain = next((text for text in given if not _BOILERPLATE.search(text)), "")
    shown = [text for node in places["intro"][:6] if (text := _shown_intro(node))]
    for text in shown:
        if not plain or fold_name(text[:40]).startswith(fold_name(plain[:16])):
            return text
    return plain or next(iter(given), None)


def _shown_intro(node: Any) -> str:
    anchors = [a for _, a in zip(range(_MANY_LINKS), node.iter("a"), strict=False)]
    if len(anchors) == _MANY_LINKS:
        return ""
    text = _INTRO_LABEL.sub("", squeeze(str(_SHOWN(node))))
    links = sum(len("".join(a.itertext())) for a in anchors)
    good = (
        30 <= len(text) <= 3000
        and 2 * links < len(text)
        and not _BOILERPLATE.search(text[:80])
        and not _FACTS.search(text[:60])
    )
    return text if good else ""


def read_cover(document: Document, things: Things, places: Places, site: Site) -> str | None:
    selector = site.selector("cover")
    if selector is not None:
        nodes = selector(document.root)
    else:
        stated = [document.metas.get("og:image", ""), *(_image(t.get("image")) for t in things[:1])]
        url = next((u for value in stated if value and (u := document.absolute(value))), None)
        if url:
            return url
        nodes = [one for node in places["cover"][:12] for one in ([node] if node.tag == "img" else node.findall(".//img")[:2])]
    for node in nodes[:5] if isinstance(nodes, list) else ():
        if hasattr(node, "get"):
            source = node.get("data-original") or node.get("data-src") or node.get("src") or ""
            url = document.absolute(source) if not source.startswith("data:") else None
            if url:
                return url
    return None


def _image(value: Any) -> str:
    value = value[0] if isinstance(value, list) and value else value
    value = value.get("url") if isinstance(value, dict) else value
    return value if isinstance(value, str) else ""
