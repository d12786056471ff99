"""Addresses that stand only in scripts, event handlers and comments."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from itertools import islice
from typing import TYPE_CHECKING

from novelspider.pages.labels import NO_LABEL, Label, read_label

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# Looked for as they are spelled: finding twenty literals is ten times as fast as one regex that ignores case. By what several
# have in common, which most scripts have nowhere.
_KEYWORDS = {
    "ext": ("next", "Next"),
    "NEXT": ("NEXT",),
    "rev": ("prev", "Prev"),
    "xiay": ("xiaye", "xiayi"),
    "ulu": ("mulu", "Mulu"),
    "ndex": ("index", "Index"),
    "atalog": ("catalog", "Catalog"),
    "ook": ("bookpage", "book_url", "bookurl", "bookUrl", "BookUrl", "book_page"),
}
_NAME = re.compile(r"[\w$]{0,40}")
_ASSIGNS = re.compile(r"""[\w$]{0,40}["']?\]?\s{0,4}[:=]\s{0,4}["'`{\d]""")
_VALUE = re.compile(r"""["']?\]?\s{0,4}[:=]\s{0,4}(?:"([^"\n]{1,600})"|'([^'\n]{1,600})'|`([^`\n]{1,600})`)""")
_NESTED = re.compile(
    r"""["']?\s{0,4}[:=]\s{0,4}\{[^{}]{0,400}?["']?(?:url|href|link|path|uri|slug)["']?\s{0,4}:\s{0,4}["']([^"'\n]{1,400})["']""",
    re.I,
)
_NUMBER = re.compile(r"""["']?\s{0,4}[:=]\s{0,4}["']?(\d{2,20})\b""")
_DIGITS = re.compile(r"\d{1,20}")
_HREF = re.compile(r"""href\s{0,4}=\s{0,4}\\?["']?([^"'\\\s<>]{1,400})""", re.I)
_QUOTED = re.compile(r"""["']([^"'\s<>()]{1,400})["']""")
_COMMENTED_LINK = re.compile(
    r"""<a\s[^<>]{0,300}?href\s{0,4}=\s{0,4}["']?([^"'\s<>]{1,400})[^<>]{0,300}>([^<>]{1,60})<""", re.I
)
_LOOKS_LIKE_URL = re.compile(
    r"^(?:https?:)?//|^\.{0,2}/[\w?.-]|^[\w%~-][\w%~./-]{0,300}(?:\.s?html?|\.php|\.aspx?|/)(?:[?#]|$)|^\?[\w-]+=", re.I
)
_KEYED = re.compile(
    r"""={2,3}\s{0,4}["']?(39|37|ArrowRight|ArrowLeft)\b[^;{}<>]{0,40}\{?[^;{}<>]{0,60}?(?:location[\w.]{0,20}\s{0,4}[=(]|open\()"""
    r"""\s{0,4}["']([^"'\s]{1,400})["'](?!\s{0,4}\+)"""
)
_PLUS = re.compile(r"""(["'])\s{0,4}\+\s{0,4}(["'])""")
_ADDED = re.compile(r"\s{0,4}\+")
_HOLDER = re.compile(r"""([\w$.]{1,40})["']?\]?\s{0,4}(?:[:=]|(\())\s{0,4}$""")
_LONG_VALUE = 1200  # characters of a script in which a value and what is added to it stand
_MANY = 200  # places of one keyword tried in one script; a minified library has thousands of `next` and no address
_LONG_SCRIPT = 400_000  # characters; state that a framework leaves in a page is below, bundles are above


@dataclass(frozen=True, slots=True)
class ScriptUrl:
    """An address as a script spells it, not yet absolute. `where` is script or comment; `words` tell a person what holds it."""

    href: str
    label: Label
    where: str
    words: str


def looks_like_url(text: str) -> bool:
    """Whether a string of a script or a hidden element can be an address. A lone word or number is not."""
    return bool(_LOOKS_LIKE_URL.match(text)) and not any(c.isspace() or c in "{}<>" for c in text)


def handler_url(handler: str) -> str | None:
    """The first address among the strings of an `onclick`; None where there is none."""
    return next((match[1] for match in _strings(handler[:2000]) if looks_like_url(match[1])), None)


def _joined(text: str) -> str:
    """`text` with strings that are added made one: `"/book/" + "7.html"`."""
    return _PLUS.sub(lambda match: "" if match[1] == match[2] else match[0], text) if "+" in text else text


def _strings(text: str) -> Iterator[re.Match[str]]:
    """The strings of `text` that are whole; what a variable is added to is none."""
    return (match for match in _QUOTED.finditer(_joined(text)) if not _ADDED.match(match.string, match.end()))


def script_urls(scripts: Iterable[str], here: str) -> Iterator[ScriptUrl]:
    """Addresses in variables whose names say next, previous or index, in the order of the scripts.

    A variable with only the next chapter's number counts where the script also has the number that ends `here`."""
    for script in scripts:
        if len(script) <= _LONG_SCRIPT:
            yield from _assigned(script, here, "script")
            if "39" in script or "ArrowRight" in script:
                yield from _keyed(script)


def _keyed(script: str) -> Iterator[ScriptUrl]:
    """Where the arrow keys lead."""
    for key, href in islice(_KEYED.findall(_joined(script)), _MANY):
        if looks_like_url(href):
            ahead = key in ("39", "ArrowRight")
            yield ScriptUrl(href, Label("next" if ahead else "previous", "", 0.8), "script", f"key {'→' if ahead else '←'}")


def comment_urls(comments: Iterable[str], here: str) -> Iterator[ScriptUrl]:
    """Links and variables that stand in HTML comments: the site has them, the reader does not see them."""
    for comment in comments:
        if len(comment) <= _LONG_SCRIPT:
            for href, text in _COMMENTED_LINK.findall(comment):
                label = read_label(text)
                if label.direction and looks_like_url(href):
                    yield ScriptUrl(unescape(href), label, "comment", f"comment “{text.strip()}”")
            yield from _assigned(comment, here, "comment")


def literals(scripts: Iterable[str], stem: str) -> Iterator[ScriptUrl]:
    """Quoted addresses that contain `stem`, whatever their variable is called."""
    for script in scripts:
        if len(script) <= _LONG_SCRIPT and stem in script:
            for match in _strings(script.replace("\\/", "/")):
                if stem in match[1] and looks_like_url(match[1]):
                    before = _HOLDER.search(match.string, max(0, match.start() - 60), match.start())
                    words = f"script {'call' if before[2] else 'variable'} {before[1]}" if before else "address in a script"
                    yield ScriptUrl(match[1], NO_LABEL, "script", words)


def _assigned(script: str, here: str, where: str) -> Iterator[ScriptUrl]:
    done = 0
    for hit in _hits(script):
        if hit < done:
            continue
        end = _NAME.match(script, hit).end()  # type: ignore[union-attr]  # it matches the empty string too
        start = hit
        while start and start > hit - 30 and (script[start - 1].isalnum() or script[start - 1] in "_$"):
            start -= 1
        name = script[start:end]
        value = _value(script, end, name, here)
        done = end
        label = _named(name) if value else NO_LABEL
        if value and label.direction:
            spoken = _commented(script, start) or where
            yield ScriptUrl(value, label, spoken, f"{spoken} variable {name}")


def _hits(script: str) -> list[int]:
    """Where names with a keyword are given a value, in order."""
    hits = []
    for keyword in (keyword for stem, keywords in _KEYWORDS.items() if stem in script for keyword in keywords):
        start = script.find(keyword)
        for _ in range(_MANY):
            if start < 0:
                break
            if _ASSIGNS.match(script, start):
                hits.append(start)
            start = script.find(keyword, start + len(keyword))
    return sorted(hits)


def _value(script: str, end: int, name: str, here: str) -> str | None:
    given = _joined(script[end : end + _LONG_VALUE])
    match = _VALUE.match(given)
    if match:
        value = unescape((match[1] or match[2] or match[3]).replace("\\/", "/").replace("\\u002F", "/"))
        inner = _HREF.search(value) if "<" in value else None
        if not inner and _ADDED.match(given, match.end()):
            return None
        return _address((inner[1] if inner else value).strip(), here)
    match = _NESTED.match(given)
    if match:
        return _address(match[1].replace("\\/", "/").replace("\\u002F", "/"), here)
    match = _NUMBER.match(given) if name.lower().endswith("id") else None
    runs = re.findall(r"\d{2,20}", here)
    if match and runs and re.search(rf"[:=]\s{{0,4}}[\"']?{runs[-1]}\b", script):
        head, _, tail = here.rpartition(runs[-1])
        return f"{head}{match[1]}{tail}"
    return None


def _address(value: str, here: str) -> str | None:
    """`value` where it looks like an address, or is of the form of this page's own last part: `chapter-5` on `…/chapter-4`."""
    if looks_like_url(value):
        return value
    head, _, last = here.rstrip("/").rpartition("/")
    same_form = any(c.isdigit() for c in value) and _DIGITS.sub("#", value) == _DIGITS.sub("#", last) and not value.isdigit()
    return f"{head}/{value}{here[len(head) + 1 + len(last) :]}" if same_form else None


def _named(name: str) -> Label:
    lower = name.lower()
    if "next" in lower or "xiay" in lower:
        return NO_LABEL if "prev" in lower else Label("next", "", 0.8)
    if "prev" in lower:  # `preview_page` is the previous page in a whole family of scripts
        return Label("previous", "", 0.8)
    if "book" in lower and "index" not in lower:
        return Label("book", "", 0.6)
    return Label("toc", "", 0.6)


def _commented(script: str, start: int) -> str:
    line = script[max(0, start - 80) : start].rpartition("\n")[2].lstrip()
    return "comment" if line.startswith("//") else ""
