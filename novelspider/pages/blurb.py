"""A book's introduction and cover."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any

from novelspider.pages.document import squeeze
from novelspider.pages.names import fold_name, same_name
from novelspider.pages.structured import text_of

if TYPE_CHECKING:
    from novelspider.pages.document import Document, Element
    from novelspider.pages.places import Places
    from novelspider.pages.structured import Things
    from novelspider.site import Site

_FACTS = re.compile(r"(?:作者|类别|類別|状态|狀態|author|status)\s?[:：]|\(\);", re.I)
_BOILERPLATE = re.compile(
    r"最新章[节節]|全文(?:免费)?(?:阅读|閱讀)|免费(?:阅读|閱讀)|txt下载|无弹窗|無彈窗|提供.{0,40}(?:目[录錄]|更新)"
    r"|(?:还|還)不[错錯].{0,12}(?:推荐|推薦|收藏)|各位(?:书友|書友|读者|讀者)|(?:推荐|推薦|收藏)哦[!！]?$"
    r"|read .{0,60} (?:online|for free)|cookies?\b"
    r"|^(?:liste des chapitres|danh sách (?:chương|truyện)|daftar (?:isi|bab)|оглавление|table of contents|chapter list)\b",
    re.I,
)
_CALLING = re.compile(
    r"(?:read|baca|đọc|lire|ler|leer|читать|lesen) .{0,100}(?:онлайн|online|indonesia|miễn phí|gratis|free)"
    r"|danh sách (?:chương|truyện)|daftar (?:isi|bab)",
    re.I,
)
_FACT = re.compile(r"[^\W\d_][\w ]{1,20}\s?[:：](?!.{60})")  # a short line with a label
_LABELS = (
    r"内容简介|內容簡介|作品简介|作品簡介|小说简介|小說簡介|作品介绍|作品介紹|内容介绍|內容介紹|故事简介|简介|簡介|介绍|文案|内容提要"
    r"|あらすじ|紹介文|作品紹介|synopsis|summary|description|giới thiệu|résumé|sinopsis|описание|аннотация|작품 ?소개|줄거리"
)
_INTRO_LABEL = re.compile(rf"^\W{{0,4}}(?:{_LABELS})\W{{0,3}}(?:[:：]\s{{0,3}}|\s|$)\s{{0,3}}", re.I)
_NAMED = re.compile(rf"^\W{{0,4}}(?:{_LABELS})\W{{0,3}}(?:[:：]|$)", re.I)
_BREAKS = frozenset(("p", "div", "br", "li", "dd", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "section", "tr", "td", "ul", "ol"))
_CODE = frozenset(("script", "style", "template"))
_TAGS = re.compile(r"<[^<>]{0,300}>")
_MANY_LINKS = 12  # an introduction has a few tags beside it, a list of chapters more
_MOST_TEXTS = 400
_MOST_ELEMENTS = 300
_MOST_IMAGES = 60
_LONGEST = 3000
_LITTLE = 20  # letters and digits beside the name: an author, a word of the site
_SHORTEST = 12  # letters and digits


def read_intro(document: Document, things: Things, places: Places, title: str | None) -> str | None:
    """What the page gives to machines, unless that is advertising; an element named for it where that goes on longer; else
    what stands under 简介 or Synopsis."""
    stated = [
        document.metas.get("og:description", ""),
        *(text_of(t.get("description")) for t in things[:1]),
        document.metas.get("description", ""),
    ]
    texts = (squeeze(_TAGS.sub(" ", html.unescape(value))) for value in stated)
    given = [text for text in texts if len(text) >= 10 and not _is_mere_name(text, title)]
    plain = next((text for text in given if not _BOILERPLATE.search(text)), "")
    shown = [text for node in places["intro"][:6] if (text := _shown_intro(node, title))]
    for text in shown:
        if not plain or fold_name(text[:40]).startswith(fold_name(plain[:16])):
            return text
    return plain or _labelled_intro(document, title) or next(iter(given), None)


def _is_mere_name(text: str, title: str | None) -> bool:
    """Whether a description for those who search only calls to read, or says little more than the book's name."""
    said, name = fold_name(text), fold_name(title or "")
    return _CALLING.match(text) is not None or (bool(name) and name in said and len(said) - len(name) < _LITTLE)


def _labelled_intro(document: Document, title: str | None) -> str:
    """What stands behind a label on its line, in the rest of its element, or in the element that follows."""
    for text in document.texts[:_MOST_TEXTS]:
        if not text.inside or not _NAMED.match(squeeze(text.text[:40])):
            continue
        node = text.node
        for _ in range(3):
            if node is None or node.tag in ("body", "html"):
                break
            found = _shown_intro(node, title)
            following = node.getnext()
            if not found and following is not None and isinstance(following.tag, str):
                found = _shown_intro(following, title)
            if found:
                return found
            node = node.getparent()
    return ""


def _shown_intro(node: Element, title: str | None) -> str:
    """What an element says of the book, its name left out; empty where it holds the book's other facts, too."""
    anchors = [a for _, a in zip(range(_MANY_LINKS), node.iter("a"), strict=False)]
    lines = [] if len(anchors) == _MANY_LINKS else [line for line in _lines(node) if not same_name(line, title or "")]
    if sum(_FACT.match(line) is not None and not _NAMED.match(line) for line in lines) > 1:
        return ""
    text = squeeze(" ".join(_INTRO_LABEL.sub("", line) for line in lines if not _BOILERPLATE.search(line) or len(line) > 400))
    links = sum(len("".join(a.itertext())) for a in anchors)
    fits = len(text) <= _LONGEST and len(fold_name(text)) >= _SHORTEST
    return text if fits and 2 * links < len(text) and not _FACTS.search(text[:60]) else ""


def _lines(node: Element) -> list[str]:
    """The lines that an element shows; none where it holds more than an introduction does."""
    pieces: list[str] = []
    for count, one in enumerate(node.iter()):
        if count > _MOST_ELEMENTS:
            return []
        if isinstance(one.tag, str) and one.tag not in _CODE:
            pieces += ["\n" if one.tag in _BREAKS else "", one.text or ""]
        if one is not node:
            pieces.append(f"\n{one.tail or ''}" if one.tag in _BREAKS else one.tail or "")
    return [line for part in "".join(pieces).split("\n") if (line := squeeze(part))]


def read_cover(document: Document, things: Things, places: Places, site: Site, title: str | None = None) -> str | None:
    """The URL of the cover: what the page gives to machines, an image in an element named for it, or one that has the book's
    `title` for its text."""
    selector = site.selector("cover")
    if selector is not None:
        nodes = selector(document.root)
    else:
        stated = [document.metas.get("og:image", ""), *(_image(t.get("image")) for t in things[:1])]
        url = next((u for value in stated if value and (u := document.absolute(value))), None)
        if url:
            return url
        nodes = [one for node in places["cover"][:12] for one in ([node] if node.tag == "img" else node.findall(".//img")[:2])]
        images = document.tags.get("img", ())[:_MOST_IMAGES] if title else ()
        nodes = [one for one in images if same_name(title or "", (one.get("alt") or "").removesuffix("封面"))] or nodes
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
