"""Where the chapter's title stands on the pages of one site."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from novelspider.pages.blocks import Spans
from novelspider.pages.locators import HEADINGS, best_locator, select
from novelspider.pages.title_candidates import title_text
from novelspider.pages.votes import key
from novelspider.text.claims import find_claim
from novelspider.text.titles import parse_title

if TYPE_CHECKING:
    from collections.abc import Sequence

    from novelspider.pages.body import Body
    from novelspider.pages.document import Document, Element
    from novelspider.pages.heading import Heading

_NOT_TITLES = frozenset(("title", "script", "style", "option", "textarea", "button"))
_AGREED = 0.75
_SAME = 0.5  # of the pages: a title that so many share is the book's or the site's
_FIRST_BLOCKS = 3  # of the story, where a title may still stand
_MOST_NODES = 6


def title_place(documents: Sequence[Document], bodies: Sequence[Body], headings: Sequence[Heading]) -> str:
    """The expression that selects the title first, and alone, on nearly all pages; empty where none does.

    What the reader took for the title teaches where it stands, unless it is the same on page after page: then the heading that
    differs on each page, and mostly has a number, is the title."""
    titles = [head.title or "" for head in headings]
    common = max(Counter(map(key, titles)).values(), default=0)
    if common > max(1.0, _SAME * len(titles)):
        return _varying(documents, bodies)
    nodes = [_holders(*page) for page in zip(documents, bodies, titles, strict=True) if page[2]]

    def agreement(expression: str) -> float:
        right = 0
        for document, head in zip(documents, headings, strict=True):
            found = select(expression, document.root)
            raw = title_text(found[0]) if found else ""
            right += bool(raw) and key(parse_title(raw, book=head.book_title).title) == key(head.title or "")
        return right / len(documents)

    return best_locator(nodes, agreement, _AGREED)[0]


def _holders(document: Document, body: Body, title: str) -> list[Element]:
    """The elements that begin with the title, links and lines of the story left out."""
    wanted, story, found = key(title), Spans(body.roots), []
    for node in document.root.iter():
        text = node.text if isinstance(node.tag, str) and node.tag not in _NOT_TITLES and not node.get("href") else None
        if text and len(text) >= len(title) and wanted in key(text[:400]) and body.blocks is not None:
            block = body.blocks.home(node)
            if block and (node.tag in HEADINGS or block not in story):
                found.append(node)
    return found[:_MOST_NODES]


def _varying(documents: Sequence[Document], bodies: Sequence[Body]) -> str:
    """The heading before the story that is another one on each page."""
    nodes = [_before(document, body) for document, body in zip(documents, bodies, strict=True)]

    def agreement(expression: str) -> float:
        found = [select(expression, document.root) for document in documents]
        texts = [title_text(some[0]) if len(some) == 1 else "" for some in found]
        counts = Counter(map(key, texts))
        unique = sum(counts[key(text)] == 1 for text in texts if text)
        numbered = sum(find_claim(text) is not None for text in texts)
        return unique / len(texts) if 2 * numbered >= len(texts) else 0.0

    return best_locator(nodes, agreement, _AGREED)[0]


def _before(document: Document, body: Body) -> list[Element]:
    """The last headings before the story or at its very start."""
    start = min((root.order for root in body.roots), default=0)
    found = []
    for node in document.root.iter(*HEADINGS):
        block = body.blocks.of(node) if body.blocks else None
        if block and block.order <= start + _FIRST_BLOCKS and not block.hidden:
            found.append(node)
    return found[-_MOST_NODES:]
