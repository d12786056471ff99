"""Which elements a browser would not show."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

Attributes: TypeAlias = "dict[Any, dict[str, str]]"
Compound: TypeAlias = "frozenset[str]"  # what one step of a selector asks for: a tag, `.class`, `#id`

# One of these is in every declaration that hides something; most rules of a style sheet have none.
_TELLING = ("none", "hidden", "collapse", "font", ":-", " -", "clip")
# One declaration that takes an element out of sight. Opacity 0 is left out: sites fade whole stories in with it.
_OUT_OF_SIGHT = re.compile(
    r"(?:^|[;{\s])(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)"
    r"|font(?:-size\s*:|\s*:[^;]{0,40}\s)\s*0(?:\.0{1,3})?(?:px|r?em|pt|%)?\s*(?:[;!/]|$)"
    r"|font\s*:\s*0(?:px)?/|text-indent\s*:\s*-\d{3,}|(?:left|top|right|margin-left|margin-top)\s*:\s*-\d{4,}"
    r"|clip\s*:\s*rect\(\s*[01](?:px)?[\s,]{1,9}[01](?:px)?[\s,]"
    r"|clip-path\s*:\s*inset\(\s*(?:50|100)%)"
)
_TINY = re.compile(r"(?:^|[;\s])(?:max-)?(?:height|width)\s*:\s*[01](?:px)?\s*(?:[;!]|$)")
_CLIPPED = re.compile(r"overflow\s*:\s*hidden")
_MEDIA = re.compile(r"@(?:media|supports)([^{};]{0,400})\{")
_SIMPLE = re.compile(r"(?:[a-z][a-z0-9]{0,20}|\*)?(?:[.#]-?[\w-]{1,80}){0,4}$", re.I)
_PART = re.compile(r"[.#]?[\w-]+")
_SENTENCE_TAGS = frozenset(("p", "span", "font", "i", "em", "b"))
_MOST_SELECTORS = 400
_FAR_UP = 40  # ancestors looked at for the outer parts of a selector


def hidden(nodes: Sequence[Any], attributes: Attributes, styles: Iterable[str]) -> frozenset[Any]:
    """Those of a page's elements that are out of sight by `hidden`, inline style, or `styles`, the page's own.

    Their descendants go with them and are not listed. Rules for print and for screens of some width do not count, and of
    selectors only those of tags, classes and ids (`.x`, `p.x`, `#story p span`): states change under a reader."""
    away = {style: out_of_sight(style) for style in {has["style"] for has in attributes.values() if "style" in has}}
    found = {
        node
        for node, has in attributes.items()
        if ("style" in has and away[has["style"]])
        or has.get("hidden", "until-found") != "until-found"
        # A sentence that a screen reader is told to skip; on a container it is a pop-up's doing.
        or (has.get("aria-hidden") == "true" and node.tag in _SENTENCE_TAGS)
    }
    selectors = list(islice(_hidden_selectors(styles), _MOST_SELECTORS))
    if selectors:
        found.update(_matching(nodes, attributes, selectors))
    return frozenset(found)


def _matching(nodes: Sequence[Any], attributes: Attributes, selectors: Iterable[tuple[Compound, ...]]) -> Iterator[Any]:
    """The elements that any of the selectors names, found by the rarest thing that each one's last part asks for."""
    wanted: dict[str, list[tuple[Compound, ...]]] = {}
    for selector in dict.fromkeys(selectors):
        last = selector[-1]
        wanted.setdefault(max(last, key=lambda part: (part[0] in ".#", len(part))), []).append(selector)
    by_tag = any(key[0] not in ".#" for key in wanted)
    known: dict[tuple[str | None, str | None, str | None], list[tuple[Compound, ...]]] = {}
    nothing: dict[str, str] = {}
    for node in nodes if by_tag else attributes:
        has = attributes.get(node, nothing)
        kind = node.tag if by_tag else None, has.get("id"), has.get("class")
        fitting = known.get(kind)
        if fitting is None:
            fitting = known[kind] = [one for key in _keys(node) for one in wanted.get(key, ())]
        if fitting and any(_names(selector, node) for selector in fitting):
            yield node


def _keys(node: Any) -> list[str]:
    """What a simple selector can say of an element: `p`, `#x`, `.y`."""
    keys = [node.tag] if isinstance(node.tag, str) else []
    if own := node.get("id"):
        keys.append(f"#{own}")
    if classes := node.get("class"):
        keys += [f".{name}" for name in classes.split()]
    return keys


def _names(selector: tuple[Compound, ...], node: Any) -> bool:
    *outer, last = selector
    if not last.issubset(_keys(node)):
        return False
    for _ in range(_FAR_UP):
        if not outer:
            return True
        node = node.getparent()
        if node is None:
            return False
        if outer[-1].issubset(_keys(node)):
            outer.pop()
    return False


def out_of_sight(style: str) -> bool:
    """Whether CSS declarations hide what they apply to."""
    style = style.lower()
    if not any(word in style for word in _TELLING):
        return False
    return bool(_OUT_OF_SIGHT.search(style)) or bool(_CLIPPED.search(style) and _TINY.search(style))


def _hidden_selectors(styles: Iterable[str]) -> Iterator[tuple[Compound, ...]]:
    for style in styles:
        for rule in _without_media(_without_comments(style)).split("}"):
            selectors, _, declarations = rule.rpartition("{")
            if selectors and out_of_sight(declarations):
                for selector in selectors.rpartition("{")[2].split(","):
                    steps = selector.replace(">", " ").split()
                    if 0 < len(steps) < 8 and all(map(_SIMPLE.match, steps)):
                        compounds = tuple(frozenset(_PART.findall(step)) for step in steps)
                        if all(compounds):
                            yield compounds


def _without_comments(style: str) -> str:
    first, *rest = style.split("/*")
    return first + "".join(part.partition("*/")[2] for part in rest)


def _without_media(style: str) -> str:
    """`style` without the blocks of `@media`, but for plain `screen` and `all`, whose braces go."""
    parts, at = [], 0
    while match := _MEDIA.search(style, at):
        parts.append(style[at : match.start()])
        end, depth = match.end(), 1
        for brace in re.finditer(r"[{}]", style[match.end() :]):
            depth += 1 if brace[0] == "{" else -1
            end = match.end() + brace.end()
            if depth == 0:
                break
        if match[1].strip().lower() in ("screen", "all", "only screen"):
            parts.append(style[match.end() : end - 1])
        at = max(end, match.end())
    return "".join(parts) + style[at:]
