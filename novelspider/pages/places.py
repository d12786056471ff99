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
_ROLES = {
    "author": re.compile(r"author|writer|zuozhe", re.I),
    "name": re.compile(r"\bname\b|book-?name|book-?title|novel-?title|story-?title|novel-?name|^title$|\btitle\b", re.I),
    "intro": re.compile(r"intro|synopsis|summary(?!-title|-heading)|desc|jianjie", re.I),
    "cover": re.compile(r"cover|fmimg|book-?img|itemimage", re.I),
}
_AUTHOR_ADDRESS = re.compile(r"/author|author=|/zuozhe|/writer|/tac-gia|/auteurs?/|/autor/", re.I)
_MOST = 40
_MOST_LINKS = 400
_MOST_LOOKED = 4000  # elements


def _innermost(nodes: list[Element]) -> list[Element]:
    """Those of `nodes`, in document order, that do not hold the next one."""
    pairs = zip_longest(nodes, nodes[1:])
    return [one for one, after in pairs if after is None or one not in set(islice(after.iterancestors(), 8))]


def named_places(document: Document) -> Places:
    """Elements by role (author, name, intro, cover) in document order, at most 40 of each.

    One look at each element, and one at each different name: pages repeat a few dozen names thousands of times."""
    found: dict[str, list[Element]] = defaultdict(list)
    known: dict[tuple[str | None, ...], tuple[str, ...]] = {(None, None, None, None): ()}
    nodes = document.nodes
    for node in nodes if len(nodes) <= _MOST_LOOKED else nodes[: _MOST_LOOKED // 2] + nodes[-_MOST_LOOKED // 2 :]:
        names = (node.get("class"), node.get("id"), node.get("itemprop"), node.get("rel"))
        roles = known.get(names)
        if roles is None:
            text = " ".join(name for name in names if name)[:300]
            roles = known[names] = tuple(role for role, pattern in _ROLES.items() if pattern.search(text))
        for role in roles:
            if len(found[role]) < _MOST:
                found[role].append(node)
    found["author"] = _innermost(found["author"])
    for node in document.tags.get("a", ())[:_MOST_LINKS]:
        if _AUTHOR_ADDRESS.search(node.get("href") or ""):
            found["author"].append(node)
    return found
