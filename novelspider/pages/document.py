"""One HTML page, parsed once; what every reader looks at, computed at most once."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias
from urllib.parse import urljoin, urlsplit

from lxml import etree

from novelspider.pages.hidden import hidden
from novelspider.pages.labels import Label, read_labels
from novelspider.pages.tree import parse
from novelspider.text.normal import visible
from novelspider.tidy import tidy, untidy

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Element: TypeAlias = Any  # lxml has no types of its own; this name says what is meant


def xpath(expression: str) -> Callable[[Element], Any]:
    """`expression` compiled into C. Called with an element it gives what XPath gives: a list of nodes, or a string."""
    return etree.XPath(expression)


# Addresses that need no more than to be put behind their origin or folder: nine in ten. urljoin takes thirty times as long.
_PLAIN_PATH = re.compile(r"[\w%~.,;:=&?@!$+/()*'|-]*(?<![?])$")
_PLAIN_URL = re.compile(r"https?://[a-z0-9.-]+[a-z0-9]/[\w%~.,;:=&?@!$+/()*'|-]*(?<![?])$")
_PLAIN_NAME = re.compile(r"[\w%~-][\w%~.,;=&@!$+/-]*$")
_CODE = frozenset(("script", "style", "template", "title", etree.Comment))
_MOST_SHOWN = 4000  # elements: what a page says of a book stands before and behind the list of its chapters
_SHORT = 400  # characters
_LONGEST_TITLE, _LONGEST_META, LONGEST_ADDRESS = 1000, 10_000, 4000  # characters


class Anchor(NamedTuple):
    """One `<a>`. `url` is absolute, without fragment, and None where the href leads nowhere on the web (`#`, `javascript:`)."""

    node: Element
    url: str | None
    href: str
    text: str
    """Its text, white space folded; its `title` attribute or an image's `alt` where it has none."""


class Text(NamedTuple):
    """A text as it stands at its element: in front (`inside`), before the first child, or right behind the element."""

    node: Element
    inside: bool
    text: str


class Document:
    """A parsed page. `root` is an empty `<html>` and `empty` is true where the text holds no markup at all. Never raises."""

    def __init__(self, text: str, url: str) -> None:
        self.text = text
        self.url = url
        root = parse(text)
        self.empty = root is None
        self.root: Element = etree.Element("html") if root is None else root
        self.nodes: tuple[Element, ...] = tuple(self.root.iter())
        """Every element and comment in document order. Kept, because lxml makes a new object for each one that nobody holds."""
        self._said: dict[str, Label] = {}

    @cached_property
    def tags(self) -> dict[Any, list[Element]]:
        """The elements of each tag in document order, comments under `etree.Comment`. One pass, where each XPath takes one."""
        found: dict[Any, list[Element]] = defaultdict(list)
        for node in self.nodes:
            found[node.tag].append(node)
        return dict(found)

    @cached_property
    def attributes(self) -> dict[Element, dict[str, str]]:
        """The attributes of each element that has any, in document order. Asking lxml costs as much for one as for all."""
        return {node: dict(pairs) for node in self.nodes if (pairs := node.items())}

    @cached_property
    def names(self) -> dict[Element, str]:
        """The id and the class of each element that has either, one blank between, in document order."""
        named: dict[Element, str] = {}
        for node, has in self.attributes.items():
            own, classes = has.get("id", ""), has.get("class", "")
            if own or classes:
                named[node] = f"{own} {classes}"
        return named

    @cached_property
    def texts(self) -> tuple[Text, ...]:
        """The short texts around the first and the last elements, code left out: where a page says what it is about, not what
        it lists."""
        nodes = self.nodes
        if len(nodes) > _MOST_SHOWN:
            nodes = nodes[: _MOST_SHOWN * 3 // 4] + nodes[-_MOST_SHOWN // 4 :]
        found: list[Text] = []
        for node in nodes:
            if (text := node.text) and len(text) < _SHORT and not text.isspace() and node.tag not in _CODE:
                found.append(Text._make((node, True, text)))
            if (tail := node.tail) and len(tail) < _SHORT and not tail.isspace():
                found.append(Text._make((node, False, tail)))
        return tuple(found)

    @cached_property
    def base(self) -> str:
        """What relative URLs are resolved against."""
        href = next((href for node in self.tags.get("base", ()) if (href := node.get("href")) is not None), "")
        return absolute(self.url, href) or self.url

    def absolute(self, href: str) -> str | None:
        """`href` as an absolute http(s) URL without fragment; None where it leads nowhere."""
        return absolute(self.base, href)

    @cached_property
    def anchors(self) -> tuple[Anchor, ...]:
        """Every `<a>` with an href or an onclick, in document order, hidden ones included."""
        found = []
        attributes, base = self.attributes, self.base
        for node in self.tags.get("a", ()):
            has = attributes.get(node)
            if has and ("href" in has or "onclick" in has):
                text = squeeze("".join(node.itertext()) if len(node) else node.text or "")
                if not text:
                    text = squeeze(has.get("title", "")) or squeeze(" ".join(i.get("alt") or "" for i in node.iter("img")))
                href = has.get("href", "")
                found.append(Anchor(node, absolute(base, href), href, text))
        return tuple(found)

    @cached_property
    def labels(self) -> tuple[Label, ...]:
        """What each of `anchors` says it is, by its text, or where that is but an arrow, by what a screen reader says of it."""
        return tuple(self.said([anchor.text if len(anchor.text) > 2 else _spoken(anchor) for anchor in self.anchors]))

    def said(self, texts: Sequence[str]) -> list[Label]:
        """The label of each text, read once however often the page has it and whoever asks."""
        said = self._said
        new = [text for text in dict.fromkeys(texts) if text not in said]
        said.update(zip(new, read_labels(new), strict=True))
        return [said[text] for text in texts]

    @cached_property
    def head_title(self) -> str:
        """The text of `<title>`, white space folded; empty where there is none. What stands beyond a thousand characters is no
        title, and not what patterns are made for."""
        titles = self.tags.get("title", ())
        title = next((node for node in titles if node.getparent().tag == "head"), titles[0] if titles else None)
        return squeeze("".join(title.itertext())[: 4 * _LONGEST_TITLE])[:_LONGEST_TITLE] if title is not None else ""

    @cached_property
    def metas(self) -> dict[str, str]:
        """`<meta>` contents by name, property, itemprop or http-equiv in lower case; the first of each name counts."""
        found: dict[str, str] = {}
        for node in self.tags.get("meta", ()):
            name = node.get("name") or node.get("property") or node.get("itemprop") or node.get("http-equiv")
            content = node.get("content")
            if name and content is not None:
                found.setdefault(name.strip().lower(), squeeze(content[:_LONGEST_META]))
        return found

    @cached_property
    def scripts(self) -> tuple[str, ...]:
        """The text of inline scripts."""
        return tuple(node.text for node in self.tags.get("script", ()) if node.text and node.get("src") is None)

    @cached_property
    def comments(self) -> tuple[str, ...]:
        """The text of HTML comments."""
        return tuple(node.text or "" for node in self.tags.get(etree.Comment, ()))

    @cached_property
    def hidden(self) -> frozenset[Element]:
        """Elements that a browser would not show (`pages/hidden.py`). Their descendants are hidden with them, not listed."""
        return hidden(self.nodes, self.attributes, (node.text for node in self.tags.get("style", ()) if node.text))


def _spoken(anchor: Anchor) -> str:
    return squeeze(anchor.node.get("aria-label") or anchor.node.get("title") or "") or anchor.text


def absolute(base: str, href: str) -> str | None:
    """`href` against `base` as an http(s) URL without fragment, tidied; None for `#…`, `javascript:`, other schemes, what
    no server takes and nonsense."""
    href = href.strip().replace("\\", "/")
    if not href or href[0] == "#" or href.startswith("javascript:") or len(href) > LONGEST_ADDRESS:
        return None
    if "/." not in href and not untidy(href) and (base_of := _places(base)):
        origin, folder = base_of
        if href[0] == "/":
            if href[1:2] != "/" and _PLAIN_PATH.match(href):
                return origin + href
        elif _PLAIN_NAME.match(href):
            return folder + href
        elif _PLAIN_URL.match(href):
            return href
    try:
        url = tidy(urljoin(base, href).partition("#")[0])
        parts = urlsplit(url)
        parts.port  # noqa: B018  raises where the port is no number
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.hostname else None


@lru_cache(maxsize=256)
def _places(base: str) -> tuple[str, str] | None:
    """The origin (scheme and host) of a http(s) URL, and its folder with the slash at its end; None for other URLs."""
    try:
        parts = urlsplit(base)
        parts.port  # noqa: B018
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname or "/." in parts.path:
        return None
    origin = f"{parts.scheme}://{parts.netloc}"
    return origin, f"{origin}{parts.path.rpartition('/')[0]}/"


def squeeze(text: str) -> str:
    """`text` with runs of white space folded into one blank, none at its ends, and nothing in it that nobody sees."""
    words = " ".join(text.split())
    return words if words.isprintable() else " ".join(visible(words).split())
