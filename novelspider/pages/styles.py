"""What a page's own style sheets say of showing and hiding elements."""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Compound: TypeAlias = "frozenset[str]"  # what one step of a selector asks for: a tag, `.class`, `#id`
Rank: TypeAlias = "tuple[int, ...]"

# One of these is in every declaration that hides something; most rules of a style sheet have none.
_HIDING = ("none", "hidden", "collapse", "font", ":-", " -", "clip")
_SHOWING = ("display", "visibility")
_SHOWN = re.compile(r"(?:^|[;{\s])(display|visibility)\s{0,9}:\s{0,9}([a-z-]+)\s{0,9}(!\s{0,9}important)?")
_AWAY = frozenset(("none", "hidden", "collapse"))
# One declaration that takes an element out of sight. Opacity 0 is left out: sites fade whole stories in with it.
_OUT_OF_SIGHT = re.compile(
    r"(?:^|[;{\s])(?:font(?:-size\s*:|\s*:[^;]{0,40}\s)\s*0(?:\.0{1,3})?(?:px|r?em|pt|%)?\s*(?:[;!/]|$)"
    r"|font\s*:\s*0(?:px)?/|text-indent\s*:\s*-\d{3,}|(?:left|top|right|margin-left|margin-top)\s*:\s*-\d{4,}"
    r"|clip\s*:\s*rect\(\s*[01](?:px)?[\s,]{1,9}[01](?:px)?[\s,]"
    r"|clip-path\s*:\s*inset\(\s*(?:50|100)%)"
)
_TINY = re.compile(r"(?:^|[;\s])(?:max-)?(?:height|width)\s*:\s*[01](?:px)?\s*(?:[;!]|$)")
_CLIPPED = re.compile(r"overflow\s*:\s*hidden")
_MEDIA = re.compile(r"@(?:media|supports)([^{};]{0,400})\{")
_SIMPLE = re.compile(r"(?:[a-z][a-z0-9]{0,20}|\*)?(?:[.#]-?[\w-]{1,80}){0,4}$", re.I)
_PART = re.compile(r"[.#]?[\w-]+")
_LONGEST = 4000  # characters of declarations looked at
_MOST_SELECTORS = 400  # that hide; of those that show, ten times as many


class Rule(NamedTuple):
    """A selector that hides or shows what it names, by `property`: `display`, `visibility`, or `place` for all other ways.
    Of all that is said of one element and property, what has the highest `rank` holds."""

    steps: tuple[Compound, ...]
    property: str
    hides: bool
    rank: Rank


class Sheet:
    """The rules of a page's style sheets. Those for print and for screens of some width do not count, and of selectors only
    those of tags, classes and ids (`.x`, `p.x`, `#story p span`): states change under a reader."""

    def __init__(self, styles: Iterable[str]) -> None:
        self._rules: list[tuple[int, str, str]] = []
        for style in styles:
            for rule in _without_media(_without_comments(style)).split("}"):
                selectors, _, declarations = rule.rpartition("{")
                if selectors:
                    self._rules.append((len(self._rules), selectors, declarations.lower()))

    def hiding(self) -> list[Rule]:
        return list(islice(self._with(_HIDING, hides=True), _MOST_SELECTORS))

    def showing(self) -> list[Rule]:
        return list(islice(self._with(_SHOWING, hides=False), 10 * _MOST_SELECTORS))

    def _with(self, words: tuple[str, ...], *, hides: bool) -> Iterator[Rule]:
        """The rules that have one of `words` and hide, or that show."""
        for order, selectors, declarations in self._rules:
            if not any(word in declarations for word in words):
                continue
            said = [one for one in said_by(declarations) if one[1] is hides]
            for selector in selectors.rpartition("{")[2].split(",") if said else ():
                steps = selector.replace(">", " ").split()
                if 0 < len(steps) < 8 and all(map(_SIMPLE.match, steps)):
                    compounds = tuple(frozenset(_PART.findall(step)) for step in steps)
                    if all(compounds):
                        yield from (Rule(compounds, name, hides, _rank(compounds, order, now)) for name, _, now in said)


def _rank(steps: Iterable[Compound], order: int, important: bool) -> Rank:
    """Important ones first, then inline ones, then by ids, classes and tags asked for; of equals the later one."""
    asked = Counter(part[0] if part[0] in ".#" else "" for step in steps for part in step)
    return important, 0, asked["#"], asked["."], asked[""], order


def inline_rank(important: bool) -> Rank:
    """The rank of what stands in a `style` attribute."""
    return important, 1


def said_by(style: str) -> list[tuple[str, bool, bool]]:
    """What CSS declarations in lower case say: a property as in `Rule`, whether it hides, whether it is marked important."""
    style = style[:_LONGEST]
    found: dict[str, tuple[str, bool, bool]] = {}
    for name, value, important in _SHOWN.findall(style):
        if important or name not in found or not found[name][2]:
            found[name] = name, value in _AWAY, bool(important)
    said = list(found.values())
    if any(word in style for word in _HIDING) and out_of_place(style):
        said.append(("place", True, "important" in style))
    return said


def out_of_place(style: str) -> bool:
    """Whether CSS declarations make what they apply to too small to see or put it where nobody looks."""
    return bool(_OUT_OF_SIGHT.search(style)) or bool(_CLIPPED.search(style) and _TINY.search(style))


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
