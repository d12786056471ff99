"""One HTML page, parsed once; what every reader looks at, computed at most once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import urljoin, urlsplit

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Callable

Element: TypeAlias = Any  # lxml has no types of its own; this name says what is meant


def xpath(expression: str) -> Callable[[Element], Any]:
    """`expression` compiled into C. Called with an element it gives what XPath gives: a list of nodes, or a string."""
    return etree.XPath(expression)


_ANCHORS = xpath("//a[@href or @onclick]")
_SCRIPTS = xpath("//script[not(@src)]/text()")
_COMMENTS = xpath("//comment()")
_STYLES = xpath("//style/text()")
_META = xpath("//meta[@content][@name or @property or @itemprop or @http-equiv]")
_BASE = xpath("string(//base/@href)")
_TITLE = xpath("string(//head/title | //title)")
_HIDDEN_INLINE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:px|em|rem|pt|%)?\s*(?:;|!|$)", re.I
)
_HIDDEN_RULE = re.compile(r"([^{}]{1,400})\{([^{}]{0,2000})\}")
_CLASS_SELECTOR = re.compile(r"^[a-z]*([.#])([\w-]+)$", re.I)
_STYLED = xpath("//*[@style or @hidden]")
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
        """Elements that a browser would not show, by inline style, `hidden`, or a class or id in the page's own `<style>`.

        Their descendants are hidden with them and not listed."""
        found = {
            node
            for node in _STYLED(self.root)
            if node.get("hidden") is not None or _HIDDEN_INLINE.search(node.get("style") or "")
        }
        for attribute, name in self._hidden_names():
            test = "contains(concat(' ', normalize-space(@class), ' '), concat(' ', $name, ' '))"
            found.update(self.root.xpath(f"//*[{test if attribute == '.' else '@id = $name'}]", name=name))
        return frozenset(found)

    def _hidden_names(self) -> set[tuple[str, str]]:
        names: set[tuple[str, str]] = set()
        for style in _STYLES(self.root):
            for selectors, rules in _HIDDEN_RULE.findall(str(style)):
                if _HIDDEN_INLINE.search(rules):
                    matches = (_CLASS_SELECTOR.match(s.strip()) for s in selectors.split(","))
                    names.update((m[1], m[2]) for m in matches if m)
        return names


def absolute(base: str, href: str) -> str | None:
    """`href` against `base` as an http(s) URL without fragment; None for `#…`, `javascript:`, other schemes and nonsense."""
    href = href.strip()
    if not href or href.startswith("#"):
        return None
    try:
        url = urljoin(base, href).partition("#")[0]
        parts = urlsplit(url)
        parts.port  # noqa: B018  raises where the port is no number
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.hostname else None


def squeeze(text: str) -> str:
    """`text` with runs of white space folded into one blank and none at its ends."""
    return _SPACE.sub(" ", text).strip()


def _parse(text: str) -> Element | None:
    text = text.replace("\x00", "")
    if not text.strip():
        return None
    parser = etree.HTMLParser(encoding="utf-8", recover=True, huge_tree=True, remove_pis=True)
    try:
        return etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
