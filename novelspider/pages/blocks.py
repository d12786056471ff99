"""The text of a page as a tree of blocks: only the elements that hold text, with counts that say what kind of text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from novelspider.pages.hints import Hint, hint

if TYPE_CHECKING:
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

    chars = links = link_pieces = lines = prose = all_chars = all_links = all_prose = 0

    def __init__(self, node: Element, parent: Block | None, hidden: bool, order: int, name: str) -> None:
        self.node = node
        self.parent = parent
        self.hidden = hidden
        self.order = self.end = order
        self.children: list[Block] = []
        self.hint: Hint = "chrome" if node.tag in CHROME_TAGS else hint(name)

    def within(self, outer: Block) -> bool:
        """Is this block `outer` or inside it?"""
        return outer.order <= self.order <= outer.end


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
            if block.parent is not None:
                block.parent.end = max(block.parent.end, block.end)
                block.parent.all_chars += block.all_chars
                block.parent.all_links += block.all_links
                block.parent.all_prose += block.all_prose

    def of(self, node: Element) -> Block | None:
        """The block whose element `node` is; None where it is inline, out of the text, or holds none."""
        block = self._homes.get(node, (None, False))[0]
        return block if block is not None and block.node is node else None

    def home(self, node: Element) -> Block | None:
        """The block that the text of `node` belongs to; None where that text is not read."""
        return (self._homes.get(node) or self._home(node))[0]

    def _collect(self, document: Document) -> None:
        homes, home_of, tags = self._homes, self._home, document.tags
        breaks = frozenset(tags.get("br", ()))
        unread = {node for tag in _NOT_READ for node in tags.get(tag, ())}
        for node in document.nodes:
            text, tail = node.text, node.tail
            if text and not text.isspace() and node not in unread:
                block, linked = homes.get(node) or home_of(node)
                if block is not None:
                    _count(block, text.strip(), linked)
            if tail and not tail.isspace():
                parent = node.getparent()
                if parent is None:
                    continue  # it stands after the end of the document
                block, linked = homes.get(parent) or home_of(parent)
                if block is not None:
                    block.lines += node in breaks
                    _count(block, tail.strip(), linked)

    def _home(self, node: Element) -> tuple[Block | None, bool]:
        """The block that the text of `node` belongs to, None if that text is not read, and whether it is inside a link."""
        homes, trail = self._homes, [node]
        parent = node.getparent()
        while parent is not None and parent not in homes:
            trail.append(parent)
            parent = parent.getparent()
        if parent is None:
            root = trail.pop()
            homes[root] = self._new(root, None), False
            parent = root
        home = homes[parent]
        block, linked = home
        for one in reversed(trail):
            tag = one.tag
            if block is None or tag in NO_TEXT_TAGS:
                home = _UNREAD
            elif tag in BLOCK_TAGS and not (tag in _ITEM_TAGS and _is_mere_link(one)):
                home = self._new(one, block), linked
            elif one in self._hidden:
                home = _UNREAD
            elif tag == "a" and not linked and one.get("href"):
                home = block, True
            block, linked = homes[one] = home
        return home

    def _new(self, node: Element, parent: Block | None) -> Block:
        hidden = node in self._hidden or (parent is not None and parent.hidden)
        block = Block(node, parent, hidden, len(self.all), self._names.get(node, ""))
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
    elif marks := _marks(text, size):
        block.prose += min(size, marks * _CHARS_A_MARK)
    elif size >= _LONG_PIECE:
        block.prose += size // 2


def _is_mere_link(node: Element) -> bool:
    """Whether an entry of a list holds one link and nothing else: thousands of them need no block each."""
    if node.text and not node.text.isspace():
        return False
    first = next(node.iterchildren(), None)
    return first is not None and first.tag == "a" and first.getnext() is None and not (first.tail and not first.tail.isspace())


def _marks(text: str, size: int) -> int:
    """How many marks of a sentence `text` has."""
    if size <= _COUNTED:
        return len(_MARKS.findall(text))
    return sum(map(text.count, _FULL_MARKS)) + text.count(". ") + text.endswith(".")
