"""One HTML page, parsed once; what every reader looks at, computed at most once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import urljoin, urlsplit

from lxml import etree

from novelspider.pages.hidden import hidden

if TYPE_CHECKING:
    from collections.abc import Callable

Element: TypeAlias = Any  # lxml has no types of its own; this name says what is meant


def xpath(expression: str) -> Callable[[Element], Any]:
    """`expression` compiled into C. Called with an element it gives what XPath gives: a list of nodes, or a string."""
    return etree.XPath(expression)


_ANCHORS = xpath("//a[@href or @onclick]")
_SCRIPTS = xpath("//script[not(@src)]/text()")
_COMMENTS = xpath("//comment()")
_META = xpath("//meta[@content][@name or @property or @itemprop or @http-equiv]")
_BASE = xpath("string(//base/@href)")
_TITLE = xpath("string(//head/title | //title)")
# libxml2 gives up below 2,048 open elements and drops the rest of the page; these open and close none that matter.
_TOO_DEEP = "depth"
_NESTING = re.compile(
    r"</?(?!(?:a|p|br|h[1-6]|img|title|meta|head|body|html|script|style|li|option)\b)[a-z][^<>]{0,2000}>", re.I
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_PLAIN_PATH = re.compile(r"(?!//)(?:(?!/\.|[?]$)[^\s#\\])+$")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True, eq=False)
class Anchor:
    """One `<a>`. `url` is absolute, without fragment, and None where the href leads nowhere on the web (`#`, `javascript:`)."""

    node: Element
    url: str | None
    href: str
    text: str
    """Its text, white space folded; its `title` attribute or an image's `alt` where it has none."""


class Document:
    """A parsed page. `root` is an empty `<html>` and `empty` is true where the text holds no markup at all. Never raises."""

    def __init__(self, text: str, url: str) -> None:
        self.text = text
        self.url = url
        root = _parse(text)
        self.empty = root is None
        self.root: Element = etree.Element("html") if root is None else root

    @cached_property
    def base(self) -> str:
        """What relative URLs are resolved against."""
        return absolute(self.url, str(_BASE(self.root))) or self.url

    def absolute(self, href: str) -> str | None:
        """`href` as an absolute http(s) URL without fragment; None where it leads nowhere."""
        return absolute(self.base, href)

    @cached_property
    def anchors(self) -> tuple[Anchor, ...]:
        """Every `<a>` with an href or an onclick, in document order, hidden ones included."""
        return tuple(self._anchor(node) for node in _ANCHORS(self.root))

    def _anchor(self, node: Element) -> Anchor:
        href = node.get("href") or ""
        text = squeeze("".join(node.itertext())) if len(node) else squeeze(node.text or "")
        if not text:
            text = squeeze(node.get("title") or "") or squeeze(" ".join(i.get("alt") or "" for i in node.iter("img")))
        return Anchor(node, self.absolute(href), href, text)

    @cached_property
    def head_title(self) -> str:
        """The text of `<title>`, white space folded; empty where there is none."""
        return squeeze(str(_TITLE(self.root)))

    @cached_property
    def metas(self) -> dict[str, str]:
        """`<meta>` contents by name, property, itemprop or http-equiv in lower case; the first of each name counts."""
        found: dict[str, str] = {}
        for node in _META(self.root):
            name = node.get("name") or node.get("property") or node.get("itemprop") or node.get("http-equiv") or ""
            found.setdefault(name.strip().lower(), squeeze(node.get("content") or ""))
        return found

    @cached_property
    def scripts(self) -> tuple[str, ...]:
        """The text of inline scripts."""
        return tuple(str(s) for s in _SCRIPTS(self.root))

    @cached_property
    def comments(self) -> tuple[str, ...]:
        """The text of HTML comments."""
        return tuple(c.text or "" for c in _COMMENTS(self.root))

    @cached_property
    def hidden(self) -> frozenset[Element]:
        """Elements that a browser would not show (`pages/hidden.py`). Their descendants are hidden with them, not listed."""
        return hidden(self.root)


def absolute(base: str, href: str) -> str | None:
    """`href` against `base` as an http(s) URL without fragment; None for `#…`, `javascript:`, other schemes and nonsense."""
    href = href.strip()
    if not href or href.startswith("#"):
        return None
    if href[0] == "/" and _PLAIN_PATH.match(href) and (origin := _origin(base)):
        return origin + href  # nine links in ten; urljoin and urlsplit take thirty times as long
    try:
        url = urljoin(base, href).partition("#")[0]
        parts = urlsplit(url)
        parts.port  # noqa: B018  raises where the port is no number
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.hostname else None


@lru_cache(maxsize=256)
def _origin(base: str) -> str | None:
    """Scheme and host of a http(s) URL; None for others."""
    try:
        parts = urlsplit(base)
        parts.port  # noqa: B018
    except ValueError:
        return None
    return f"{parts.scheme}://{parts.netloc}" if parts.scheme in ("http", "https") and parts.hostname else None


def squeeze(text: str) -> str:
    """`text` with runs of white space folded into one blank and none at its ends."""
    return _SPACE.sub(" ", text).strip()


def _parse(text: str) -> Element | None:
    text = _CONTROL.sub("", text)
    if not text.strip():
        return None
    root, complete = _tree(text)
    return root if complete else _tree(_NESTING.sub("<br>", text))[0]


def _tree(text: str) -> tuple[Element | None, bool]:
    """The parsed text, None where there is no element in it, and whether the parser came to its end."""
    parser = etree.HTMLParser(encoding="utf-8", recover=True, huge_tree=True, remove_pis=True)
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    return root, not any(_TOO_DEEP in error.message for error in parser.error_log)
