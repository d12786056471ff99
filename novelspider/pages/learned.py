"""Learn a site from a few of its chapter pages: where the story and the title stand, and what recurs."""

from __future__ import annotations

from collections import Counter
from functools import partial
from itertools import islice
from statistics import median
from typing import TYPE_CHECKING

from novelspider.pages.blocks import Spans
from novelspider.pages.body import Body, read_body
from novelspider.pages.heading import Heading, read_heading
from novelspider.pages.locators import best_locator
from novelspider.pages.profile import Profile, places, shape
from novelspider.pages.samples import FEWEST, Sample, SampledPage, recurring, sampled
from novelspider.pages.title_place import title_place
from novelspider.site import Site
from novelspider.text.clean import clean_paragraphs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from novelspider.pages.blocks import Block
    from novelspider.pages.document import Element

_EXACT = 16  # a twentieth too much on each page is worth less than the very story on half of the pages, and a line still tells
_DISTANT = 0.4  # what agreement counts where running text stands between the title and the container
_AGREED = 0.5
# Where the stories found are of this and that, what follows the title on all pages and is the very story on a fifth of them.
# Of 270 generated sites with hard pages (tests/bench/bench_learned.py) 29 taught nothing and 5 a wrong container; without
# this, and with no difference between what follows the title and what holds it, 100 and 16.
_UNSTEADY, _VERY_STORY, _TITLED = 0.2, 64, 0.75
_MOST_PLACES, _MOST_BOILERPLATE = 40, 60


def learn(pages: Sequence[Sample], *, site: Site = Site()) -> Profile | None:
    """What chapter pages of one site share. Never raises.

    `pages` are three to twelve pages of different chapters, in any order (`Sample`, or tuples alike); further ones are not
    looked at, and copies of a page count once. None where they are too few or share too little. The reader without a profile
    may be wrong on a part of them: the container that agrees with it best over all of them is learned."""
    views = sampled(pages, site)
    if len(views) < FEWEST:
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


def _container(views: Sequence[SampledPage]) -> tuple[str, float]:
    """The expression that agrees best with the stories found and stands behind the title, and how well (0 to 1); empty where
    none does. Where the stories found are too unsteady to agree with any, what stands close behind every title counts."""
    voters = [view for view in views if view.weight(view.body.roots)]
    nodes = [[node for root in view.body.roots[:4] for node in _around(root)] for view in voters]
    sizes = [view.weight(view.body.roots) for view in voters]
    doubts = [2 if "doubtful_body" in view.body.flags else 1 for view in voters]
    trust = [min(size, median(sizes)) / doubt for size, doubt in zip(sizes, doubts, strict=True)]

    def agreement(expression: str, exact: int = _EXACT, distant: float = _DISTANT) -> float:
        total, near = 0.0, 0.0
        for view, size, weight in zip(voters, sizes, trust, strict=True):
            blocks = view.blocks(expression)
            if not blocks or (view.body.prose and not all(block.all_prose for block in blocks)):
                continue  # a menu, a pager, an advertisement
            total += weight * (2 * view.shared(blocks) / (view.weight(blocks) + size)) ** exact
            nearness = view.nearness(blocks)
            near += nearness if distant or nearness == 1 else 0
        return total / sum(trust) * (distant + (1 - distant) * near / len(voters))

    best = best_locator(nodes, agreement, _AGREED)
    if best[0] or sum(view.title is not None for view in voters) < _TITLED * len(voters):
        return best
    return best_locator(nodes, partial(agreement, exact=_VERY_STORY, distant=0.0), _UNSTEADY)


def _around(root: Block) -> list[Element]:
    """The element of a block and, where it is one part of a story, that of its parent."""
    parent = root.parent
    return [root.node] if parent is None or parent.node.tag in ("body", "html") else [root.node, parent.node]


def _beside(views: Sequence[SampledPage], found: Sequence[Sequence[Block]]) -> tuple[str, ...]:
    """The places outside the story that hold the most running text, by name; by tag alone on sites that name things anew on
    each page. Where readers talk always is one."""
    prose: Counter[tuple[str, str]] = Counter()
    pages: Counter[str] = Counter()
    for view, roots in zip(views, found, strict=True):
        story = Spans(roots)
        outside = [
            block
            for block in (view.body.blocks.all if view.body.blocks and roots else ())
            if block.prose and not block.hidden and block not in story
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
    common = recurring([dict(enumerate(map(shape, body.paragraphs))) for body in bodies])
    kept = (known for known in common - titles if clean_paragraphs((texts[known],)).paragraphs)
    return tuple(sorted(kept)[:_MOST_BOILERPLATE])
