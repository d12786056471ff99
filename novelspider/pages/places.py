"""Elements whose names say what they hold: the author, the cover, the introduction."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import islice, zip_longest
from typing import TYPE_CHECKING, TypeAlias

from novelspider.pages.document import Element

if TYPE_CHECKING:
    from novelspider.pages.document import Document

Places: TypeAlias = dict[str, list[Element]]
_STEMS = {
    "author": ("author", "writer", "zuozhe"),
    "name": ("name", "title"),
    "intro": ("intro", "synopsis", "summary", "desc", "jianjie"),
    "cover": ("cover", "fmimg", "bookimg", "book-img", "itemimage"),
}
# Where a stem does not say it all.
_CERTAIN = {
    "name": re.compile(r"\b(?:name|title)\b|(?:book|novel)-?(?:name|title)|story-?title"),
    "intro": re.compile(r"intro|synopsis|summary(?!-title|-heading)|desc|jianjie"),
}
_ROLES = tuple((stem, role) for role, stems in _STEMS.items() for stem in stems)
_AUTHOR_ADDRESS = re.compile(r"/author|author=|/zuozhe|/writer|/tac-gia|/auteurs?/|/autor/", re.I)
_MOST = 40
_MOST_LINKS = 400
_MOST_LOOKED = 4000  # elements


def _innermost(nodes: list[Element]) -> list[Element]:
    """Those of `nodes`, in document order, that do not hold the next one."""
    pairs = zip_longest(nodes, nodes[1:])
    return [one for one, after in pairs if after is None or one not in islice(after.iterancestors(), 8)]


def named_places(document: Document) -> Places:
    """Elements by role (author, name, intro, cover) in document order, at most 40 of each.

    One look at each element, and one at each different name: pages repeat a few dozen names thousands of times."""
    found: dict[str, list[Element]] = defaultdict(list)
    known: dict[tuple[str | None, ...], tuple[str, ...]] = {(None,) * 4: ()}
    nodes, attributes = document.nodes, document.attributes
    looked = attributes if len(nodes) <= _MOST_LOOKED else nodes[: _MOST_LOOKED // 2] + nodes[-_MOST_LOOKED // 2 :]
    for node in looked:
        has = attributes.get(node)
        if has is None or (len(has) == 1 and "href" in has):
            continue
        names = (has.get("class"), has.get("id"), has.get("itemprop"), has.get("rel"))
        if names not in known:
            known[names] = _roles(" ".join(name for name in names if name)[:300].lower())
        for role in known[names]:
            if len(found[role]) < _MOST:
                found[role].append(node)
    found["author"] = _innermost(found["author"])
    for node in document.tags.get("a", ())[:_MOST_LINKS]:
        if _AUTHOR_ADDRESS.search(attributes.get(node, {}).get("href", "")):
            found["author"].append(node)
    return found


def _roles(names: str) -> tuple[str, ...]:
    """What an element of such names, in lower case, may hold."""
    roles = dict.fromkeys([role for stem, role in _ROLES if stem in names])
    return tuple(role for role in roles if role not in _CERTAIN or _CERTAIN[role].search(names))
