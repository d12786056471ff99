"""Learn a site from a few of its chapter pages: where the story and the title stand, and what recurs."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import accumulate, islice
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from novelspider.pages.body import Body, read_body
from novelspider.pages.decode import decode
from novelspider.pages.document import Document, absolute
from novelspider.pages.heading import Heading, read_heading
from novelspider.pages.json_toc import unwrapped
from novelspider.pages.locators import best_locator, nested, select
from novelspider.pages.profile import MOST_NODES, Profile, places, shape
from novelspider.pages.title_place import title_place
from novelspider.site import Site
from novelspider.text.clean import clean_paragraphs

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from novelspider.pages.blocks import Block
    from novelspider.pages.document import Element

_FEWEST, _MOST = 3, 12  # pages: two cannot outvote one another, and more than these teach nothing new
_RECURS = 0.6  # of the pages, and three at least, have a paragraph that is the site's
_LEAST_BYTES = 15  # of a recurring paragraph's letters in UTF-8, five Chinese characters: at three they were often the story's
_EXACT = 16  # a twentieth too much on each page is worth less than the very story on half of the pages, and a line still tells
_AGREED = 0.5
_MOST_PLACES, _MOST_BOILERPLATE = 40, 60


class Sample(NamedTuple):
    """A response as it came: the arguments of `read_page`."""

    body: bytes
    url: str
    content_type: str | None = None


@dataclass(frozen=True, slots=True)
class _Page:
    """A sample as read without a profile. `sums[i]` counts the characters, links aside, of the blocks before number i; those
    that the site repeats from page to page weigh a tenth."""

    document: Document
    body: Body
    sums: tuple[float, ...]

    def weight(self, roots: Iterable[Block]) -> float:
        return sum(self.sums[root.end + 1] - self.sums[root.order] for root in roots)

    def shared(self, roots: Sequence[Block]) -> float:
        """What stands both in `roots` and in the story that the reader found. Of two blocks one holds the other, or they
        have nothing in common."""
        return sum(
            self.weight([inner])
            for root in roots
            for mine in self.body.roots
            for inner in ([root] if root.within(mine) else [mine] if mine.within(root) else [])
        )

    def blocks(self, expression: str) -> list[Block]:
        """The blocks that an expression selects; none where it cannot be the story's."""
        nodes = select(expression, self.document.root)
        if self.body.blocks is None or len(nodes) > MOST_NODES or nested(nodes):
            return []
        return [block for node in nodes if (block := self.body.blocks.of(node))]


def learn(pages: Sequence[Sample], *, site: Site = Site()) -> Profile | None:
    """What chapter pages of one site share. Never raises.

    `pages` are three to twelve pages of different chapters, in any order (`Sample`, or tuples alike); further ones are not
    looked at, and copies of a page count once. None where they are too few or share too little. The reader without a profile
    may be wrong on a part of them: the container that agrees with it best over all of them is learned."""
    views = _views(pages, site)
    if len(views) < _FEWEST:
        return None
    body, agreement = _container(views)
    if not body:
        return None
    own = Site(body=body)
    bodies = [read_body(view.document, site=own) for view in views]
    found = [view.blocks(body) for view in views]
    headings = [read_heading(view.document, text, site=site) for view, text in zip(views, bodies, strict=True)]
    return Profile(
        body=body,
        title=title_place([view.document for view in views], bodies, headings),
        single=all(len(blocks) <= 1 for blocks in found),
        typical=int(median([text.chars for text in bodies if text.chars] or [0])),
        beside=_beside(views, found),
        boilerplate=_boilerplate(bodies, headings),
        pages=len(views),
        agreement=round(agreement, 3),
    )


def _views(pages: Sequence[Sample], site: Site) -> list[_Page]:
    """The pages that have text, each once."""
    read: dict[object, tuple[Document, Body]] = {}
    for sample in dict(zip((page[1] for page in pages), pages, strict=True)).values():
        document = _document(*sample)
        body = read_body(document, site=site)
        if body.blocks is not None and body.roots:
            read.setdefault(body.paragraphs, (document, body))
        if len(read) == _MOST:
            break
    shapes = [_shapes(body) for _, body in read.values()]
    common = _common(shapes)
    views = []
    for (document, body), own in zip(read.values(), shapes, strict=True):
        blocks = body.blocks.all if body.blocks else ()
        weights = ((block.chars - block.links) / (10 if own.get(block.order) in common else 1) for block in blocks)
        views.append(_Page(document, body, tuple(accumulate(weights, initial=0.0))))
    return views


def _document(body: bytes, url: str, content_type: str | None = None) -> Document:
    text = decode(body, content_type)
    return Document(unwrapped(text.lstrip("\ufeff \t\r\n")) or text, url if absolute(url, url) else "")


def _shapes(body: Body) -> dict[int, str]:
    """The letters of each innermost block."""
    blocks = body.blocks.all if body.blocks else ()
    return {block.order: shape("".join(block.node.itertext())) for block in blocks if not block.children}


def _common(pages: Sequence[dict[int, str]]) -> frozenset[str]:
    """What recurs on most pages and is long enough not to do so by chance."""
    counts = Counter(text for page in pages for text in set(page.values()))
    least = max(_FEWEST, _RECURS * len(pages))
    return frozenset(text for text, count in counts.items() if count >= least and len(text.encode()) >= _LEAST_BYTES)


def _container(views: Sequence[_Page]) -> tuple[str, float]:
    """The expression that agrees best with the stories found, and how well (0 to 1); empty where none agrees."""
    voters = [view for view in views if view.weight(view.body.roots)]
    nodes = [[node for root in view.body.roots[:4] for node in _around(root)] for view in voters]

    sizes = [view.weight(view.body.roots) for view in voters]
    doubts = [2 if "doubtful_body" in view.body.flags else 1 for view in voters]
    trust = [min(size, median(sizes)) / doubt for size, doubt in zip(sizes, doubts, strict=True)]

    def agreement(expression: str) -> float:
        total = 0.0
        for view, size, weight in zip(voters, sizes, trust, strict=True):
            blocks = view.blocks(expression)
            total += weight * (2 * view.shared(blocks) / (view.weight(blocks) + size)) ** _EXACT
        return total / sum(trust)

    return best_locator(nodes, agreement, _AGREED)


def _around(root: Block) -> list[Element]:
    """The element of a block and, where it is one part of a story, that of its parent."""
    parent = root.parent
    return [root.node] if parent is None or parent.node.tag in ("body", "html") else [root.node, parent.node]


def _beside(views: Sequence[_Page], found: Sequence[Sequence[Block]]) -> tuple[str, ...]:
    """The places outside the story that hold the most running text, by name; by tag alone on sites that name things anew on
    each page. Where readers talk always is one."""
    prose: Counter[tuple[str, str]] = Counter()
    pages: Counter[str] = Counter()
    for view, roots in zip(views, found, strict=True):
        outside = [
            block
            for block in (view.body.blocks.all if view.body.blocks and roots else ())
            if block.prose and not block.hidden and not any(block.within(root) for root in roots)
        ]
        pages.update({places(block)[0] for block in outside})
        for block in outside:
            prose[places(block)] += block.prose
    fleeting = sum(size for (name, _), size in prose.items() if pages[name] == 1)
    anew = 2 * fleeting > prose.total()
    most = dict.fromkeys(tags if anew else name for (name, tags), _ in prose.most_common())
    return tuple(sorted({"talk", *islice(most, _MOST_PLACES)}))


def _boilerplate(bodies: Sequence[Body], headings: Sequence[Heading]) -> tuple[str, ...]:
    """Paragraphs inside the story that recur and that cleaning would keep: what it knows, page markers and the author's notes
    among it, is better removed there, where it is recorded. A title that is repeated in the text is not the site's."""
    titles = {shape(head.title) for head in headings if head.title}
    texts = {shape(text): text for body in bodies for text in body.paragraphs}
    common = _common([dict(enumerate(map(shape, body.paragraphs))) for body in bodies])
    kept = (known for known in common - titles if clean_paragraphs((texts[known],)).paragraphs)
    return tuple(sorted(kept)[:_MOST_BOILERPLATE])
