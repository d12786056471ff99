"""The text of a page as a tree of blocks: only the elements that hold text, with counts that say what kind of text."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from lxml import etree

from novelspider.pages.hints import Hint, hint

if TYPE_CHECKING:
    from collections.abc import Iterable

    from novelspider.pages.document import Document, Element

BLOCK_TAGS = frozenset((
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "dir", "div", "dl",
    "dt", "fieldset", "figcaption", "figure", "footer", "form", "frameset", "h1", "h2", "h3", "h4", "h5", "h6", "header",
    "hgroup", "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody",
    "td", "tfoot", "th", "thead", "tr", "ul", "xmp", "listing", "plaintext",
))  # fmt: skip
NO_TEXT_TAGS = frozenset((
    "script", "style", "noscript", "template", "textarea", "select", "option", "optgroup", "datalist", "button", "input",
    "iframe", "object", "embed", "svg", "audio", "video", "canvas", "map", "head", "title", "noframes", "rt", "rp", "rtc",
    "menuitem",
))  # fmt: skip
CHROME_TAGS = frozenset(("nav", "footer", "aside", "menu", "label", "dialog"))
_ITEM_TAGS = frozenset(("li", "dd"))
_NOT_READ = frozenset(("script", "style", "option", "title", etree.Comment))  # the rest of NO_TEXT_TAGS is rare
# Sentence punctuation. In running text a mark stands every 10 to 15 Chinese or Japanese characters (measured on novels),
# every 30 to 45 Latin ones; menus, tags and tables have none.
_FULL_MARKS = '，。！？；、…：“”「」『』,!?;"'
_MARKS = re.compile('[，。！？；、…：“”「」『』,!?;"]|[.](?!\\w)')
_LINE_ENDS = re.compile('[。！？…”」』!?."]\\s{0,9}\n')
_CHARS_A_MARK = 50
_COUNTED = 60  # characters: up to here one regex is faster than twenty counts
_LONG_PIECE = 60  # Thai and its neighbours write whole paragraphs without a mark; no label is as long


class Block:
    """An element of its own line that holds text. Counts are characters; `links` those inside links; `prose` those of text
    pieces outside links that look like sentences, in proportion to their punctuation; `lines` are line breaks. `all_…` include
    the descendants'. `order` is its place among the page's blocks, `end` that of its last descendant."""

    __slots__ = (
        *("node", "tag", "parent", "hidden", "order", "end", "children", "hint"),
        *("chars", "links", "link_pieces", "lines", "prose", "all_chars", "all_links", "all_prose"),
    )

    def __init__(self, node: Element, tag: str, parent: Block | None, hidden: bool, order: int, name: str) -> None:
        self.node = node
        self.tag = tag
        self.parent = parent
        self.hidden = hidden
        self.order = self.end = order
        self.children: list[Block] = []
        self.hint: Hint = "chrome" if tag in CHROME_TAGS else hint(name) if name else ""
        self.chars = self.links = self.link_pieces = self.lines = self.prose = 0
        self.all_chars = self.all_links = self.all_prose = 0

    def within(self, outer: Block) -> bool:
        """Is this block `outer` or inside it?"""
        return outer.order <= self.order <= outer.end


class Spans:
    """Some blocks with all that stands in them. `block in spans` asks whether a block is one of them or inside one."""

    def __init__(self, roots: Iterable[Block]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for root in sorted(roots, key=lambda root: root.order):
            if not self._ends or root.order > self._ends[-1]:
                self._starts.append(root.order)
                self._ends.append(root.end)

    def __contains__(self, block: Block) -> bool:
        at = bisect_right(self._starts, block.order)
        return at > 0 and block.order <= self._ends[at - 1]


_UNREAD: tuple[Block | None, bool] = None, False


class Blocks:
    """The blocks of a page in document order, parents before their children."""

    def __init__(self, document: Document) -> None:
        self.all: list[Block] = []
        self._hidden = document.hidden
        self._names = document.names
        self._homes: dict[Element, tuple[Block | None, bool]] = {}
        self._collect(document)
        for block in reversed(self.all):
            block.all_chars += block.chars
            block.all_links += block.links
            block.all_prose += block.prose
            parent = block.parent
            if parent is not None:
                if block.end > parent.end:
                    parent.end = block.end
                parent.all_chars += block.all_chars
                parent.all_links += block.all_links
                parent.all_prose += block.all_prose

    def of(self, node: Element) -> Block | None:
        """The block whose element `node` is; None where it is inline, out of the text, or holds none."""
        block = self._homes.get(node, _UNREAD)[0]
        return block if block is not None and block.node is node else None

    def home(self, node: Element) -> Block | None:
        """The block that the text of `node` belongs to; None where that text is not read."""
        return (self._homes.get(node) or self._home(node))[0]

    def _collect(self, document: Document) -> None:
        homes, home_of = self._homes, self._home
        for node in document.nodes:
            tag, text, tail = node.tag, node.text, node.tail
            if text and not text.isspace() and tag not in _NOT_READ:
                block, linked = homes.get(node) or home_of(node)
                if block is not None:
                    _count(block, text.strip(), linked)
            if tail and not tail.isspace():
                parent = node.getparent()
                if parent is None:
                    continue  # it stands after the end of the document
                block, linked = homes.get(parent) or home_of(parent)
                if block is not None:
                    block.lines += tag == "br"
                    _count(block, tail.strip(), linked)

    def _home(self, node: Element) -> tuple[Block | None, bool]:
        """The block that the text of `node` belongs to, None if that text is not read, and whether it is inside a link."""
        homes = self._homes
        trail: list[Element] = []
        parent = node.getparent()
        home = homes.get(parent)
        while home is None:
            if parent is None:
                root = trail.pop() if trail else node
                home = homes[root] = self._new(root, root.tag, None), False
                if root is node:
                    return home
                break
            trail.append(parent)
            parent = parent.getparent()
            home = homes.get(parent)
        for one in reversed(trail):
            home = homes[one] = self._inside(one, home)
        home = homes[node] = self._inside(node, home)
        return home

    def _inside(self, node: Element, home: tuple[Block | None, bool]) -> tuple[Block | None, bool]:
        """What `_home` says of `node`, whose parent's is `home`."""
        block, linked = home
        tag = node.tag
        if block is None or tag in NO_TEXT_TAGS:
            return _UNREAD
        if tag in BLOCK_TAGS and not (tag in _ITEM_TAGS and _is_mere_link(node)):
            return self._new(node, tag, block), linked
        if node in self._hidden:
            return _UNREAD
        if tag == "a" and not linked and node.get("href"):
            return block, True
        return home

    def _new(self, node: Element, tag: str, parent: Block | None) -> Block:
        hidden = node in self._hidden or (parent is not None and parent.hidden)
        block = Block(node, tag, parent, hidden, len(self.all), self._names.get(node, ""))
        self.all.append(block)
        if parent is not None:
            parent.children.append(block)
        return block


def _count(block: Block, text: str, linked: bool) -> None:
    """Adds a piece of text without white space at its ends to what `block` has."""
    size = len(text)
    block.chars += size
    if "\n" in text:
        block.lines += len(_LINE_ENDS.findall(text))
    if linked:
        block.links += size
        block.link_pieces += 1
    elif size <= 2 and not text[0].isalnum():
        pass  # a comma between two links
    elif prose := _prose(text, size):
        block.prose += prose
    elif size >= _LONG_PIECE:
        block.prose += size // 2


def _is_mere_link(node: Element) -> bool:
    """Whether an entry of a list holds one link and nothing else: thousands of them need no block each."""
    if node.text and not node.text.isspace():
        return False
    first = next(node.iterchildren(), None)
    return first is not None and first.tag == "a" and first.getnext() is None and not (first.tail and not first.tail.isspace())


def _prose(text: str, size: int) -> int:
    """How many characters of `text` its marks make running text, `size` at most: the count stops where they are enough."""
    if size <= _CHARS_A_MARK:
        return size if _MARKS.search(text) else 0
    if size <= _COUNTED:
        return min(size, len(_MARKS.findall(text)) * _CHARS_A_MARK)
    marks = 0
    for mark in _FULL_MARKS:
        marks += text.count(mark)
        if marks * _CHARS_A_MARK >= size:
            return size
    return min(size, (marks + text.count(". ") + text.endswith(".")) * _CHARS_A_MARK)
