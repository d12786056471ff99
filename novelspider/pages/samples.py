"""Pages that teach: read without a profile, with what they have in common."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from novelspider.pages.blocks import Spans
from novelspider.pages.body import Body, read_body
from novelspider.pages.decode import decode
from novelspider.pages.document import Document, absolute
from novelspider.pages.heading import read_heading
from novelspider.pages.json_toc import unwrapped
from novelspider.pages.locators import HEADINGS, nested, select
from novelspider.pages.profile import MOST_NODES, shape
from novelspider.pages.votes import key

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from novelspider.pages.blocks import Block
    from novelspider.site import Site

FEWEST = 3  # pages: two cannot outvote one another
_MOST = 12  # and more than these teach nothing new
_RECURS = 0.6  # of the pages, and three at least, have a paragraph that is the site's
_LEAST_BYTES = 15  # of a recurring paragraph's letters in UTF-8, five Chinese characters: at three they were often the story's
_LITTLE_PROSE = 30
_TITLE_CHARS = 150
_HOLDS_TITLE = 0.5


class Sample(NamedTuple):
    """A response as it came: the arguments of `read_page`."""

    body: bytes
    url: str
    content_type: str | None = None


@dataclass(frozen=True, slots=True)
class SampledPage:
    """A sample as read without a profile. `sums[i]` counts the characters, links aside, of the blocks before number i; those
    that the site repeats from page to page weigh a tenth. `own[i]` counts those of them in the story that the reader found."""

    document: Document
    body: Body
    sums: tuple[float, ...]
    own: tuple[float, ...]
    title: int | None
    """The number of the block that holds the title; None where it stands in no block."""

    def weight(self, roots: Iterable[Block]) -> float:
        return sum(self.sums[root.end + 1] - self.sums[root.order] for root in roots)

    def shared(self, roots: Sequence[Block]) -> float:
        """What stands both in `roots` and in the story that the reader found."""
        return sum(self.own[root.end + 1] - self.own[root.order] for root in roots)

    def nearness(self, roots: Sequence[Block]) -> float:
        """1 where no running text stands between the title and `roots`, notes aside, or no title is known; less where `roots`
        hold the title, as what is around the story and all beside it does; 0 where text stands between."""
        start = min((root.order for root in roots), default=0)
        if self.body.blocks is None or self.title is None:
            return 1.0
        if self.title >= start:
            return _HOLDS_TITLE
        between = self.body.blocks.all[self.title + 1 : start]
        return float(sum(block.prose for block in between if not block.hidden and block.hint in ("", "story")) < _LITTLE_PROSE)

    def blocks(self, expression: str) -> list[Block]:
        """The blocks that an expression selects; none where it cannot be the story's."""
        nodes = select(expression, self.document.root)
        if self.body.blocks is None or len(nodes) > MOST_NODES or nested(nodes):
            return []
        return [block for node in nodes if (block := self.body.blocks.of(node))]


def sampled(pages: Sequence[Sample], site: Site) -> list[SampledPage]:
    """The pages that have text, each once, twelve at most."""
    read: dict[object, tuple[Document, Body]] = {}
    for sample in dict(zip((page[1] for page in pages), pages, strict=True)).values():
        document = _document(*sample)
        body = read_body(document, site=site)
        if body.blocks is not None and body.roots:
            read.setdefault(body.paragraphs, (document, body))
        if len(read) == _MOST:
            break
    shapes = [_shapes(body) for _, body in read.values()]
    common = recurring(shapes)
    views = []
    for (document, body), own in zip(read.values(), shapes, strict=True):
        blocks = body.blocks.all if body.blocks else ()
        weights = [(block.chars - block.links) / (10 if own.get(block.order) in common else 1) for block in blocks]
        story = Spans(body.roots)
        told = (weight if block in story else 0.0 for block, weight in zip(blocks, weights, strict=True))
        sums, sums_told = (tuple(accumulate(values, initial=0.0)) for values in (weights, told))
        views.append(SampledPage(document, body, sums, sums_told, _title(document, body, site)))
    return views


def _document(body: bytes, url: str, content_type: str | None = None) -> Document:
    text = decode(body, content_type)
    return Document(unwrapped(text) or text, url if absolute(url, url) else "")


def _title(document: Document, body: Body, site: Site) -> int | None:
    """The number of the first heading that repeats the title, or of the first block that does."""
    title = key(read_heading(document, body, site=site).title or "")
    blocks = body.blocks.all if body.blocks and title else ()
    short = (block for block in blocks if not block.children and not block.links and len(title) <= block.chars <= _TITLE_CHARS)
    found = [block for block in short if title in key("".join(block.node.itertext()))]
    return min(((block.node.tag not in HEADINGS, block.order) for block in found), default=(True, None))[1]


def _shapes(body: Body) -> dict[int, str]:
    """The letters of each innermost block."""
    blocks = body.blocks.all if body.blocks else ()
    return {block.order: shape("".join(block.node.itertext())) for block in blocks if not block.children}


def recurring(pages: Sequence[dict[int, str]]) -> frozenset[str]:
    """What recurs on most pages and is long enough not to do so by chance."""
    counts = Counter(text for page in pages for text in set(page.values()))
    least = max(FEWEST, _RECURS * len(pages))
    return frozenset(text for text, count in counts.items() if count >= least and len(text.encode()) >= _LEAST_BYTES)
