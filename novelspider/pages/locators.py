"""Ways to say where an element stands that hold on the other pages of its site: names first, positions as a last resort."""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING

from lxml import etree

from novelspider.pages.document import Element, xpath

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

_OUTER = 4  # ancestors that may help to name an element
_LONGEST_NAME = 60
_TRIED = 150  # expressions; those that most pages propose come first
_PREFIX = re.compile(r"[A-Za-z][A-Za-z_-]{2,40}(?=\d)")
_MARKED = ("itemprop", "role", "itemtype")
_ROOTS = frozenset(("html", "body"))
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_FIRST_CHILDREN = 8
# Tags that say nothing of what they hold: `//div` on its own selects the story, its comments and the footer alike.
_ANYTHING = frozenset((
    *("div", "span", "p", "section", "center", "table", "tbody", "tr", "td", "font", "b", "strong", "i", "em", "a", "li", "ul"),
    *("ol", "dl", "dt", "dd", "form", "blockquote", "fieldset", "label"),
))  # fmt: skip


def locators(node: Element) -> dict[str, float]:
    """XPath expressions that select `node`, and perhaps others alike, each with what it costs in steadiness: 0 for a name of
    its own, more for what it stands in or beside, most for counted positions. A tag that may hold anything is no name. None
    counts from `<body>`, where each banner moves everything, and none has `//` twice: on nested elements of one name libxml2
    takes more than quadratic time for those (20 s on 10,000 elements).

    Which of them selects the same thing on other pages is for those pages to say (wrapper induction from pages labelled by an
    imperfect annotator: Dalvi, Kumar, Soliman, "Automatic wrappers for large scale web extraction", PVLDB 4, 2011)."""
    own = dict(_steps(node))
    found = {f"//{step}": cost for step, cost in own.items()}
    if node.tag not in _ANYTHING:
        found[f"//{node.tag}"] = 0.01
    between, counted, outer = "/", _counted(node), node.getparent()
    for depth in range(1, _OUTER + 1):
        if outer is None or outer.tag in _ROOTS:
            break
        for step, cost in _steps(outer):
            for mine, more in own.items():
                found.setdefault(f"//{step}{between}{mine}", cost + more + 0.002 * depth)
            found.setdefault(f"//{step}{between}{node.tag}", cost + 0.006 + 0.002 * depth)
            found.setdefault(f"//{step}/{counted}", cost + 0.006 + 0.006 * depth)
        between, counted, outer = f"/{outer.tag}{between}", f"{_counted(outer)}/{counted}", outer.getparent()
    return found


def _steps(node: Element) -> Iterator[tuple[str, float]]:
    """The element by one of its names, or by the heading that it holds."""
    tag = node.tag
    if name := _name(node.get("id")):
        yield f"{tag}[@id='{name}']", 0.0
        if prefix := _PREFIX.match(name):
            yield f"{tag}[starts-with(@id,'{prefix[0]}')]", 0.002
    for attribute in _MARKED:
        if name := _name(node.get(attribute)):
            yield f"{tag}[@{attribute}='{name}']", 0.0
    classes = [name for part in (node.get("class") or "").split()[:6] if (name := _name(part))]
    for name in classes:
        yield f"{tag}[{_has_class(name)}]", 0.0
    if len(classes) > 1:
        yield f"{tag}[{' and '.join(map(_has_class, classes))}]", 0.002
    if heading := next((child.tag for child in islice(node, _FIRST_CHILDREN) if child.tag in HEADINGS), None):
        yield f"{tag}[{heading}]", 0.01


def _name(value: str | None) -> str:
    """`value` where it can stand in a string of XPath; else the empty string."""
    return value if value and len(value) <= _LONGEST_NAME and value.isprintable() and "'" not in value else ""


def _has_class(name: str) -> str:
    return f"contains(concat(' ',normalize-space(@class),' '),' {name} ')"


def _counted(node: Element) -> str:
    """The element as the how-manyth of its kind."""
    return f"{node.tag}[{1 + sum(1 for _ in node.itersiblings(node.tag, preceding=True))}]"


def select(expression: str, root: Element) -> list[Element]:
    """The elements that `expression` selects, in document order; none where it is no XPath that selects elements."""
    try:
        found = xpath(expression)(root)
    except (etree.XPathError, ValueError):
        return []
    return [node for node in found if isinstance(getattr(node, "tag", None), str)] if isinstance(found, list) else []


def nested(nodes: Iterable[Element]) -> bool:
    """Does one of the elements stand inside another?"""
    these = set(nodes)
    return len(these) > 1 and any(above in these for node in these for above in node.iterancestors())


def best_locator(pages: Sequence[Sequence[Element]], agreement: Callable[[str], float], least: float) -> tuple[str, float]:
    """Of the expressions that lead to the elements of each page, the one of the best `agreement` (0 to 1), the steadiest of
    equals; the empty string and 0 where none has the `least`."""
    costs: dict[str, float] = {}
    proposed: Counter[str] = Counter()
    for nodes in pages:
        found = {expression: cost for node in nodes for expression, cost in locators(node).items()}
        proposed.update(found.keys())
        costs.update(found)
    tried = sorted(costs, key=lambda one: (-proposed[one], costs[one], len(one)))[:_TRIED]
    values = {one: agreement(one) for one in tried}
    best = max(tried, key=lambda one: values[one] - costs[one], default="")
    return (best, values[best]) if best and values[best] >= least else ("", 0.0)
