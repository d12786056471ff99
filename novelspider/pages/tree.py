"""From the text of a page to its tree, in time that grows with the text and no faster."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

# libxml2 gives up below 2,048 open elements and drops the rest of the page; these open and close none that matter.
_TOO_DEEP = "depth"
# Old libraries indent with <dd> and never close it. Browsers end it at the next one; libxml2 does so inside <dl> only and nests
# them by the thousand elsewhere.
_OPEN_ENTRY = re.compile(r"<(d[dt])\b", re.IGNORECASE)
_LIST_OF_TERMS = re.compile(r"<dl\b", re.IGNORECASE)
_NESTING = re.compile(
    r"</?(?!(?:a|p|br|h[1-6]|img|title|meta|head|body|html|script|style|li|option)\b)[a-z][^<>]{0,2000}>", re.I
)
_CONTROL = bytes((*range(9), 11, *range(14, 32), 127))
# libxml2 compares each attribute of a tag with all before it: 100,000 of them take most of a minute. The tags of saved pages
# have 25 at most. One attribute: a name of up to 80 characters or a part of a longer one, and its value.
_ATTRIBUTE = r"""(?:[\s/]*+(?:=?[^\s/>=]{1,80}+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"'][^\s>]*+)?+)?+|=))"""
_SMALL = 50_000  # characters: as many attributes as fit take a quarter of a second
_MANY_ATTRIBUTES = re.compile(rf"<[a-z]{_ATTRIBUTE}{{30}}", re.I)
_MOST_ATTRIBUTES = 500
_TAG = re.compile(
    r"<!--(?:.*?-->|.*)|<(?:script|style|textarea|title|xmp|iframe|noembed|noframes)\b.*?(?:</[a-z]|\Z)"
    rf"|(<[a-z]{_ATTRIBUTE}{{0,{_MOST_ATTRIBUTES}}}+)({_ATTRIBUTE}*+)",
    re.I | re.S,
)


def parse(text: str) -> Any:
    """The root element of a page; None where the text holds no element. Never raises."""
    if not text or text.isspace():
        return None
    if len(text) > _SMALL and _MANY_ATTRIBUTES.search(text):
        text = _TAG.sub(lambda match: match[1] if match[2] else match[0], text)
    if _OPEN_ENTRY.search(text) and not _LIST_OF_TERMS.search(text):
        text = _OPEN_ENTRY.sub(r"</\1>\g<0>", text)
    root, complete = _tree(text)
    return root if complete else _tree(_NESTING.sub("<br>", text))[0]


def _tree(text: str) -> tuple[Any, bool]:
    """The parsed text, None where there is no element in it, and whether the parser came to its end."""
    parser = etree.HTMLParser(encoding="utf-8", recover=True, huge_tree=True, remove_pis=True, collect_ids=False)
    try:
        root = etree.fromstring(text.encode("utf-8", "replace").translate(None, _CONTROL), parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    return root, not any(_TOO_DEEP in error.message for error in parser.error_log)
