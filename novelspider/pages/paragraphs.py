"""From elements to paragraphs: what a reader sees as one, however the site marks it up."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from lxml import etree

from novelspider.pages.blocks import BLOCK_TAGS, NO_TEXT_TAGS
from novelspider.pages.document import Element, squeeze

if TYPE_CHECKING:
    from collections.abc import Callable

_PRESERVING = frozenset(("pre", "xmp", "listing", "plaintext"))
_ENDS = "。！？…”’」』）】～—!?.\"')~"
# Two or more full-width blanks, or three or more of no-break and other blanks among them, indent a paragraph.
_INDENT = re.compile(
    '(?<=[。！？…”』」）】～—!?."])[ \t]*(?:[\u3000\u2003]{2,}|\xa0[ \xa0]{2,}|[\u3000\xa0][ \xa0\u3000]{3,})(?=\\S)'
)
_NEWLINES = re.compile(r"\s*\n\s*")
_SEPARATORS = re.compile("[\u2028\u2029]")
_BLANK_LINES = re.compile(r"\n[^\S\n]*\n\s*")
_PRESERVED = re.compile(r"white-space\s*:\s*(?:pre|break-spaces)", re.I)
_BLANKS = frozenset("\u3000\xa0\u2003")
_BROKEN = 0.6  # of the lines without indent: paragraphs without one end in a mark
_WIDTH = 20  # characters: no screen was narrower, verse is
_CELL = 24  # characters: names and values; a longer cell is text of its own
_LINKED_SHARE = 0.7  # of a line's characters inside links: above it the line is for clicking, not for reading


class Reader:
    """Collects the paragraphs and images of elements, in document order.

    `skip` says which elements are not the story's; they are passed over with all they hold. `mark` is an element whose
    place among the paragraphs is asked for: `marked` is the number of those before it, None where it was not met."""

    def __init__(self, skip: Callable[[Element], bool], mark: Element | None = None) -> None:
        self.paragraphs: list[str] = []
        self.images: list[str] = []
        self.marked: int | None = None
        self._loose: list[int] = []
        self._skip = skip
        self._mark = mark
        self._line: list[str] = []
        self._linked = 0
        self._links = 0
        self._preserved = 0
        self._break_lines = 0

    def read(self, root: Element) -> None:
        if self._begins(root, root.tag, root):
            opened, walks = [root], [iter(root)]
            while walks:
                for node in walks[-1]:
                    tag = node.tag
                    if tag is not etree.Comment and self._begins(node, tag, root):
                        if len(node):
                            opened.append(node)
                            walks.append(iter(node))
                            break
                        self._close(node, tag)
                    if tail := node.tail:
                        self._add(tail)
                else:
                    walks.pop()
                    node = opened.pop()
                    self._close(node, node.tag)
                    if walks and (tail := node.tail):
                        self._add(tail)
        self._flush()
        self._unwrap()

    def _begins(self, node: Element, tag: str, root: Element) -> bool:
        """Opens `node` and reads the text before its first child; False where it is passed over with all it holds."""
        if node is self._mark:
            self.marked = len(self.paragraphs) + (len("".join(self._line).strip()) - self._linked > _CELL)
        if tag in NO_TEXT_TAGS or (node is not root and self._skip(node)):
            if tag in BLOCK_TAGS:
                self._flush()
            return False
        self._open(node, tag)
        if text := node.text:
            self._add(text)
        return True

    def _unwrap(self) -> None:
        """Joins lines that were broken to one width, as in texts from the time of terminals: paragraphs are indented there,
        and their further lines are not and come after lines that end nowhere."""
        count = len(self.paragraphs)
        if not count * 0.2 < len(self._loose) < count * 0.9:
            return
        loose = sorted({at for at in self._loose if 0 < at < count})
        full = [self.paragraphs[at - 1] for at in loose] or [""]
        wide, narrow = max(map(len, full)), min(map(len, full))
        if not _WIDTH < wide < 1.3 * narrow or sum(line[-1] not in _ENDS for line in full) < _BROKEN * len(full):
            return
        for at in reversed(loose):
            before, after = self.paragraphs[at - 1], self.paragraphs.pop(at)
            glue = " " if before[-1].isascii() and after[0].isascii() else ""
            self.paragraphs[at - 1] = before + glue + after
        self._loose.clear()

    def _open(self, node: Element, tag: str) -> None:
        if tag == "br":
            self._flush()
        elif tag == "img":
            self.images.append(_source(node))
        elif tag in BLOCK_TAGS:
            self._flush()
            if _preserves(node, tag):
                self._preserved += 1
            elif tag in ("td", "th"):
                self._join_cell(node)
        elif tag == "a" and node.get("href"):
            self._links += 1

    def _close(self, node: Element, tag: str) -> None:
        if tag in BLOCK_TAGS:
            self._flush()
            if _preserves(node, tag):
                self._preserved -= 1
        elif tag == "a" and node.get("href"):
            self._links -= 1

    def _join_cell(self, cell: Element) -> None:
        """Puts a cell behind the one before it where that holds but a few words: a row of a table of values is one line."""
        before = cell.getprevious()
        if before is None or before.tag not in ("td", "th") or len(before) or not self.paragraphs:
            return
        text = squeeze(before.text or "")
        if 0 < len(text) <= _CELL and text[-1] not in _ENDS and self.paragraphs[-1].endswith(text):
            self._line.append(self.paragraphs.pop() + " ")

    def _add(self, text: str) -> None:
        self._line.append(text)
        if self._links:
            self._linked += len(text.strip())

    def _flush(self) -> None:
        line = self._line
        if not line:
            return
        text = line[0] if len(line) == 1 else "".join(line)
        line.clear()
        linked, self._linked = self._linked, 0
        if text.isspace() or (linked and linked >= _LINKED_SHARE * len(text.strip())):
            return
        at = len(self.paragraphs)
        self.paragraphs += split_text(text, preserved=self._preserved > 0)
        if len(self.paragraphs) > at and text.lstrip(" \t\r\n")[:1] not in _BLANKS:
            self._loose.append(at)


def _preserves(node: Element, tag: str) -> bool:
    """Whether the page shows the line breaks in the text of `node`."""
    if tag in _PRESERVING:
        return True
    style = node.get("style")
    return style is not None and _PRESERVED.search(style) is not None


def split_text(text: str, *, preserved: bool = False) -> list[str]:
    """The paragraphs of one text without markup. Its newlines count where they stand between sentences, as in text put
    into a page without tags; those of hard-wrapped prose and of indented HTML do not. `preserved` where the page shows them."""
    text = text.strip()
    if "\u2028" in text or "\u2029" in text:
        text = _SEPARATORS.sub("\n", text)
    lines = [text]
    if "\n" in text:
        parts, blocks = _NEWLINES.split(text), _BLANK_LINES.split(text)
        wrapped = _is_wrapped(parts)
        if len(parts) > 2 and _mostly_ended(parts) and not wrapped:
            lines = parts
        elif len(blocks) > 1 and (preserved or (wrapped and _mostly_ended(blocks))):
            lines = blocks
        elif preserved:
            lines = parts
    found: list[str] = []
    for line in lines:
        indented = "\u3000" in line or "\xa0" in line or "\u2003" in line
        found += filter(None, map(squeeze, _INDENT.split(line) if indented else (line,)))
    return found


def _mostly_ended(parts: list[str]) -> bool:
    return sum(part.rstrip()[-1:] in _ENDS for part in parts) >= 0.6 * len(parts)


def _is_wrapped(lines: list[str]) -> bool:
    """Whether a line goes on in lower case on the next one: the text was broken to fit a screen."""
    return any(a[-1:] not in _ENDS and b[:1].islower() for a, b in pairwise(lines))


def _source(node: Element) -> str:
    for name in ("data-src", "data-original", "data-lazy-src", "data-echo", "src"):
        if value := (node.get(name) or "").strip():
            return str(value)
    return ""
