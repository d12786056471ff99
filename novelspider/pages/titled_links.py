"""Every link of a page that has a title, whatever it leads to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple, TypeAlias
from urllib.parse import urlsplit

from novelspider.pages.document import LONGEST_ADDRESS, Element, squeeze
from novelspider.tidy import untidy

if TYPE_CHECKING:
    from collections.abc import Callable

    from novelspider.pages.document import Document

Join: TypeAlias = "Callable[[str], str | None]"
_ADDRESS_IN_CODE = re.compile(
    r"""(?:location(?:\.href)?\s*=|open|goto\w*|go|jump\w*|webview|to|read\w*)?\s*\(?\s*["']([^"'\s<>]{2,300})["']""", re.I
)
_LOOKS_LIKE_ADDRESS = re.compile(r"^(?:https?:/)?/[^/\s]|\.s?html?$|^\?|^[\w-]+/[\w/-]+")
_PLAIN = re.compile(r"^[\w%~-][\w%~.,;=&?@!$+/-]*$")
_ABSOLUTE = re.compile(r"^https?://[a-z0-9.-]+/[\w%~.,;=&?@!$+/-]*$")
_DATA_ADDRESS = ("data-href", "data-url", "data-link", "data-chapter-url", "data-src")
_CODE_TAGS = frozenset(("li", "div", "span", "p", "td", "tr", "dd", "button", "section"))
_IN_CODE = frozenset((*_DATA_ADDRESS, "onclick", "href"))
_NAME = re.compile(r"[\w%~-][\w%~.-]*/?$")
_COUNT = re.compile(r"\W{0,3}\d{1,5}(?:\.\d{1,2})?\W{0,3}$")
_COUNT_CHARS = 11
_LONGEST_CELL = 80
_CUT_SHORT = frozenset(".…")
_BLOCKS = frozenset(("div", "p", "time", "h2", "h3", "h4", "h5", "h6", "li", "td", "small", "br"))


class TocLink(NamedTuple):
    """One link that may lead to a chapter. `place` counts links in document order; `image` where only a picture names it."""

    node: Element
    url: str
    title: str
    place: int
    image: bool = False


def all_links(document: Document) -> tuple[TocLink, ...]:
    """Every link of the page with a title, in document order: `<a>`, and where a page has hardly any, `onclick` and data
    attributes.

    Resolves addresses without urljoin where nothing needs it, and the folder of plain names once."""
    join, folders = _joiner(document)
    links: list[TocLink] = []
    attributes = document.attributes
    for node in document.tags.get("a", ()):
        href = attributes[node].get("href", "") if node in attributes else ""
        cut = href.rfind("/", 0, -1) + 1
        head, last = href[:cut], href[cut:]
        url: str | None
        if len(href) > LONGEST_ADDRESS:
            continue
        if head in folders and last.replace(".", "", 1).isalnum():
            url = folders[head] + last
        elif (url := join(href) or _coded_address(node, join)) is None:
            continue
        text = " ".join((_unbadged(node, attributes) if len(node) else node.text or "").split())
        image = False
        if not text or text[-1] in _CUT_SHORT:
            text, image = _named(node, text)
        elif len(text) <= _COUNT_CHARS and _COUNT.match(text):
            text = _counted(node, text)
        if text:
            links.append(TocLink._make((node, url, text, len(links), image)))
    if len(links) < 5:
        for node, has in attributes.items():
            if node.tag not in _CODE_TAGS or _IN_CODE.isdisjoint(has):
                continue
            url = _coded_address(node, join)
            text = _text_of(node)[0] if url else ""
            if url and text and len(text) <= 300:
                links.append(TocLink(node, url, text, len(links)))
    return tuple(links)


def _text_of(node: Element) -> tuple[str, bool]:
    """What names a link, and whether that is but a picture's text."""
    text = squeeze(_apart(node) if len(node) else node.text or "")
    return (text, False) if text and text[-1] not in _CUT_SHORT else _named(node, text)


def _named(node: Element, text: str) -> tuple[str, bool]:
    """`_text_of` a link whose text is cut short or empty."""
    title = node.get("title") or ""
    if text:
        return (squeeze(title) if title.startswith(text.rstrip(".…")) else text), False
    image = next(node.iter("img"), None) if len(node) else None
    return squeeze(title or (image.get("alt") if image is not None else "") or ""), True


def _counted(node: Element, count: str) -> str:
    """The title of a link which only counts: its `title` where that counts as well, else with what stands beside it."""
    title = squeeze(node.get("title") or "")
    return title if count in title else f"{count} {_beside(node)}".strip()


def _beside(node: Element) -> str:
    """The title that stands behind a link or in the next cell: `<td><a>(3)</a><td>The mill`. Empty where there is none: in a
    pager."""
    text, cell = node.tail or "", node.getparent()
    if not text.strip() and node.getnext() is None and cell.tag in ("td", "dt") and (after := cell.getnext()) is not None:
        text = "".join(after.itertext()) if after.tag in ("td", "dd") and next(after.iter("a"), None) is None else ""
    text = squeeze(text)
    return text if len(text) <= _LONGEST_CELL and sum(map(str.isalpha, text)) > 1 else ""


def _unbadged(node: Element, attributes: dict[Element, dict[str, str]]) -> str:
    """The text of a link with elements in it; its `title` where that is its end: a badge stands before it (`VIP`, `new`)."""
    text = _apart(node)
    title = attributes[node].get("title", "") if node in attributes else ""
    return title if len(title) > 1 and text.rstrip().endswith(title) else text


def _apart(node: Element) -> str:
    """The text of an element, that of blocks in it set apart from what follows."""
    pieces = [node.text or ""]
    for child in node:
        if len(child) or child.tag in _BLOCKS or not isinstance(child.tag, str):
            break
        pieces += [child.text or "", child.tail or ""]
    else:
        return "".join(pieces)
    pieces = []
    for one in node.iter():
        if isinstance(one.tag, str):
            space = " " if one.tag in _BLOCKS else ""
            pieces += [space, one.text or "", space]
        pieces.append(one.tail or "" if one is not node else "")
    return "".join(pieces)


def _joiner(document: Document) -> tuple[Join, dict[str, str]]:
    """What makes addresses absolute, and the folders that it has met: each as written, and in full."""
    base = document.base
    parts = urlsplit(base)
    origin = f"{parts.scheme}://{parts.netloc}"
    folder = origin + (parts.path.rpartition("/")[0] + "/" if "/" in parts.path else "/")

    def joined(href: str) -> str | None:
        href = href.partition("#")[0].strip().removeprefix("./")
        if not href:
            return None
        if untidy(href):
            return document.absolute(href)
        if href.startswith(("http://", "https://")) and "/." not in href and _ABSOLUTE.match(href):
            return href
        if "/." not in href and ":" not in href:
            if href[0] == "/" and href[1:2] not in ("/", "") and _PLAIN.match(href[1:]):
                return origin + href
            if href[0] not in "/.?" and _PLAIN.match(href):
                return folder + href
        return document.absolute(href)

    folders: dict[str, str] = {}

    def join(href: str) -> str | None:
        cut = href.rfind("/", 0, -1) + 1
        last = href[cut:]
        if not _NAME.match(last):
            return joined(href)
        head = href[:cut]
        if head in folders:
            return folders[head] + last
        url = joined(href)
        if url and url.endswith(f"/{last}") and "#" not in head and not head.endswith("//"):
            folders[head] = url.removesuffix(last)
        return url

    return join, folders


def _coded_address(node: Element, join: Join) -> str | None:
    for name in _DATA_ADDRESS:
        value = node.get(name)
        if value and _LOOKS_LIKE_ADDRESS.search(value):
            return join(value)
    for code in (node.get("onclick"), node.get("href")):
        match = _ADDRESS_IN_CODE.search(code[:500]) if code else None
        if match and _LOOKS_LIKE_ADDRESS.search(match[1]):
            return join(match[1])
    return None
