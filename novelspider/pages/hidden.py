"""Which elements a browser would not show."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_MARKED = etree.XPath("//*[@style or @hidden or @aria-hidden]")
_STYLES = etree.XPath("//style/text()")
_CLASSED = etree.XPath("//*[@class or @id]")
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
_NAME = re.compile(r"^\s*([a-z]\w{0,20}|\*)?([.#])(-?[\w-]{1,80})\s*$", re.I)


def hidden(root: Any) -> frozenset[Any]:
    """The elements below `root` that are out of sight by `hidden`, inline style, or a class or id of the page's own `<style>`.

    Their descendants go with them and are not listed. Rules for print and for screens of some width do not count, and of
    selectors only the plain ones do (`.x`, `#x`, `p.x`): a rule for `.menu .x` says nothing of an `x` in the story."""
    found = {node for node in _MARKED(root) if _is_hidden(node)}
    names = set(_hidden_names(str(style) for style in _STYLES(root)))
    if names:
        bare = {name for _, _, name in names}
        for node in _CLASSED(root):
            classes, own = (node.get("class") or "").split(), node.get("id")
            if own not in bare and bare.isdisjoint(classes):
                continue
            keys = [("#", own or ""), *((".", name) for name in classes)]
            if any((tag, *key) in names for key in keys for tag in ("", node.tag)):
                found.add(node)
    return frozenset(found)


def out_of_sight(style: str) -> bool:
    """Whether CSS declarations hide what they apply to."""
    style = style.lower()
    if not any(word in style for word in _TELLING):
        return False
    return bool(_OUT_OF_SIGHT.search(style)) or bool(_CLIPPED.search(style) and _TINY.search(style))


def _is_hidden(node: Any) -> bool:
    if node.get("hidden") is not None and node.get("hidden") != "until-found":
        return True
    if node.get("aria-hidden") == "true" and node.tag in ("p", "span", "font", "i", "em", "b"):
        return True  # a sentence that a screen reader is told to skip; on a container it is a pop-up's doing
    style = node.get("style")
    return bool(style) and out_of_sight(style)


def _hidden_names(styles: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    for style in styles:
        for rule in _without_media(_without_comments(style)).split("}"):
            selectors, _, declarations = rule.rpartition("{")
            if selectors and out_of_sight(declarations):
                for selector in selectors.rpartition("{")[2].split(","):
                    if match := _NAME.match(selector):
                        yield ((match[1] or "").lower().strip("*"), match[2], match[3])


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
