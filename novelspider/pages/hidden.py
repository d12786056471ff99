"""Which elements a browser would not show."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, TypeAlias

from novelspider.pages.styles import Rank, Rule, Sheet, inline_rank, said_by

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from novelspider.pages.styles import Compound

Attributes: TypeAlias = "dict[Any, dict[str, str]]"
Kind: TypeAlias = "tuple[Any, str | None, str | None]"  # tag, id, class: all that selectors ask for
Ranks: TypeAlias = "dict[str, Rank]"  # by property

_SENTENCE_TAGS = frozenset(("p", "span", "font", "i", "em", "b"))
_FAR_UP = 40  # ancestors looked at for the outer parts of a selector
_MOST_LOOKS = 500_000  # at ancestors, a fifth of a second; a saved page needs 20,000 at most


def hidden(nodes: Sequence[Any], attributes: Attributes, styles: Iterable[str]) -> frozenset[Any]:
    """Those of a page's elements that are out of sight by `hidden`, inline style, or `styles`, the page's own.

    Their descendants go with them and are not listed. What hides an element counts only where nothing that goes before it in
    the cascade shows the element: `.tab.on` does, where `.tab` hides."""
    inline = {style: said_by(style.lower()) for style in {has["style"] for has in attributes.values() if "style" in has}}
    found = {
        node
        for node, has in attributes.items()
        if has.get("hidden", "until-found") != "until-found"
        # A sentence that a screen reader is told to skip; on a container it is a pop-up's doing.
        or (has.get("aria-hidden") == "true" and node.tag in _SENTENCE_TAGS)
    }
    said = {node: inline[has["style"]] for node, has in attributes.items() if "style" in has and inline[has["style"]]}
    sheet = Sheet(styles)
    hiding = _Rules(sheet.hiding(), attributes).named(nodes)
    for node, ones in said.items():
        if own := {name: inline_rank(important) for name, hides, important in ones if hides}:
            hiding[node] = _highest(hiding.get(node, {}), own)
    shown = _Rules(sheet.showing() if hiding else (), attributes)
    for node, ranks in hiding.items():
        own = {name: inline_rank(important) for name, hides, important in said.get(node, ()) if not hides}
        against = _highest(shown.of(node), own)
        if any(rank > against.get(name, ()) for name, rank in ranks.items()):
            found.add(node)
    return frozenset(found)


def _highest(a: Ranks, b: Ranks) -> Ranks:
    return {name: max(a.get(name, ()), b.get(name, ())) for name in {*a, *b}} if a and b else a or b


class _Rules:
    """Rules of a style sheet, found by the rarest thing that each one's last step asks for."""

    def __init__(self, rules: Iterable[Rule], attributes: Attributes) -> None:
        self._attributes = attributes
        self._wanted: dict[str, list[Rule]] = defaultdict(list)
        for rule in rules:
            self._wanted[max(rule.steps[-1], key=lambda part: (part[0] in ".#", len(part)))].append(rule)
        self._keys: dict[Kind, Compound] = {}
        self._fitting: dict[Kind, tuple[Ranks, list[Rule]]] = {}
        self._known: dict[tuple[Kind, Any], Ranks] = {}
        self._looks = _MOST_LOOKS

    def named(self, nodes: Sequence[Any]) -> dict[Any, Ranks]:
        """The elements that any of the rules names, with their ranks."""
        if not self._wanted:
            return {}
        by_tag = any(key[0] not in ".#" for key in self._wanted)
        return {node: ranks for node in (nodes if by_tag else self._attributes) if (ranks := self.of(node))}

    def of(self, node: Any) -> Ranks:
        """The highest rank for each property among the rules that name an element."""
        if not self._wanted:
            return {}
        kind = self._kind(node)
        if kind not in self._fitting:
            keys = self._called(kind)
            fitting = [rule for key in keys for rule in self._wanted.get(key, ()) if rule.steps[-1] <= keys]
            alone: Ranks = {}
            for rule in fitting:
                if len(rule.steps) == 1:
                    alone[rule.property] = max(alone.get(rule.property, ()), rule.rank)
            self._fitting[kind] = alone, [rule for rule in fitting if len(rule.steps) > 1]
        ranks, longer = self._fitting[kind]
        if not longer or self._looks <= 0:
            return ranks
        place = kind, node.getparent()
        if place not in self._known:
            self._known[place] = dict(ranks)
            for rule in longer:
                if rule.rank > self._known[place].get(rule.property, ()) and self._stands_in(rule.steps[:-1], node):
                    self._known[place][rule.property] = rule.rank
        return self._known[place]

    def _stands_in(self, outer: tuple[Compound, ...], node: Any) -> bool:
        left = len(outer)
        for _ in range(_FAR_UP):
            node = node.getparent()
            self._looks -= 1
            if node is None or self._looks <= 0:
                return False
            left -= outer[left - 1] <= self._called(self._kind(node))
            if not left:
                return True
        return False

    def _kind(self, node: Any) -> Kind:
        has = self._attributes.get(node)
        return (node.tag, has.get("id"), has.get("class")) if has else (node.tag, None, None)

    def _called(self, kind: Kind) -> Compound:
        """What a simple selector can say of an element: `p`, `#x`, `.y`."""
        if kind not in self._keys:
            tag, own, classes = kind
            keys = [tag] if isinstance(tag, str) else []
            self._keys[kind] = frozenset(keys + [f"#{own}"] * bool(own) + [f".{name}" for name in (classes or "").split()])
        return self._keys[kind]
