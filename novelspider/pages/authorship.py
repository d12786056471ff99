"""Who wrote a book, by everything its page says of it."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import urlsplit

from novelspider.pages.brief import brief
from novelspider.pages.document import squeeze
from novelspider.pages.names import agreed, clean_author, name_parts, same_name
from novelspider.pages.structured import text_of

if TYPE_CHECKING:
    from novelspider.pages.document import Document
    from novelspider.pages.places import Places
    from novelspider.pages.structured import Things

Labelled: TypeAlias = "dict[str, list[str]]"
_LONGEST = 60  # characters of a line that names the author
_SIGNATURE = re.compile(
    r"^([^\s著:：]{0,19}[^\s著:：/／·](?:\s[^\s著:：]{0,19}[^\s著:：/／·])?)\s?[/／·]?\s?著\W?$"
    r"|^文\s{0,2}[/／|｜:：·]\s{0,2}([^\s/／|｜:：]{1,20})(?:\s|$)"
    r"|^[Bb]y ([^\W\d_][^|:;!?\n]{1,39})$"
)
_IN_TITLE = re.compile(
    r"作者[:：]?\s*([^\s_|,，\-—()（）]{1,20})|[(（_]([^()（）_]{1,20})[)）]?\s?著|([^\s_]{1,20})著[_\s]"
    r"|,? by ([^\W\d_][^|,:;\n–—]{1,39}?)(?:\s[|–—-]|$)"
)
_GENRE = re.compile(
    r"(?:小说|小說|言情|玄幻|奇幻|武侠|武俠|仙侠|仙俠|都市"
    r"|历史|歷史|悬疑|懸疑|科幻|网|網|novels?|fiction|chapters?)$",
    re.I,
)
_BRACKETED = re.compile(r"[(（]([^()（）]{1,20})[)）]")
_BY = frozenset(("by", "By", "BY", "von", "Von", "par", "Par", "oleh", "Oleh", "作"))
_BEGIN = frozenset((*(word[:2] for word in _BY), *("文" + mark for mark in " /／|｜:：·")))
_AROUND_MARKS = " /／()（）:：\xa0\n\t"
_MOST_LINKS = 300
_MOST_MARKS = 3  # names of those who comment may stand behind a `by`, too


def read_author(document: Document, things: Things, labelled: Labelled, places: Places, title: str | None) -> str | None:
    """The author's name that most of the page agrees on; None where it names nobody."""
    metas = document.metas
    claims = [(clean_author(metas.get(key, "")), 5.0) for key in ("og:novel:author", "book:author", "novel:author")]
    claims += [(clean_author(text_of(thing.get("author"))), 4.0) for thing in things[:2]]
    claims += [(clean_author(value), 2.5 if at == 0 else 0.6) for at, value in enumerate(labelled["author"][:5])]
    for at, node in enumerate(places["author"][:8]):
        links = list(islice(node.iter("a"), 2))
        text = brief(links[0] if len(links) > 1 else node)  # behind the name stand links to what else is the author's
        claims.append((clean_author(text), 1.2 if at == 0 else 0.3) if len(text) <= 60 else ("", 0.0))
    claims.append((clean_author(metas.get("author", "")), 0.9))
    signed = map(clean_author, _signatures(document))
    claims += [(name, 1.5 if at == 0 else 1.2) for at, name in enumerate(signed)]  # further down stand those of other books
    head = _IN_TITLE.search(document.head_title)
    if head:
        claims.append((clean_author(next(filter(None, head.groups()), "")), 1.5))
    claims += [(name, 0.9) for name in _linked_parts(document)]
    return agreed((name, weight) for name, weight in claims if name and not (title and same_name(name, title)))[0]


def _signatures(document: Document) -> list[str]:
    """The names in lines such as `by Name` and `名前／著`, in document order; name and mark may be elements of their own."""
    found, marks, texts = [], 0, document.texts
    for at, (_, _, text) in enumerate(texts):
        bare = text.strip(_AROUND_MARKS) if len(text) < _LONGEST else ""
        if not ("著" in bare or bare[:2] in _BEGIN):
            continue
        if match := _SIGNATURE.match(squeeze(text)):
            found.append(match[1] or match[2] or match[3])
        elif marks < _MOST_MARKS and (bare in _BY or bare == "著"):
            beside = texts[at + 1 : at + 2] if bare in _BY else texts[max(0, at - 1) : at]
            found += [squeeze(one.text) for one in beside if len(one.text) < _LONGEST]
            marks += 1
    return found


def _linked_parts(document: Document) -> list[str]:
    """Parts of the page's title, behind the first, that a link to more than the site's first page has for its text."""
    parts = [*name_parts(document.head_title)[1:4], *_BRACKETED.findall(document.head_title)]
    parts = [part for part in parts if len(part) <= 20 and not _GENRE.search(part)]
    if not parts:
        return []
    links = ((squeeze(node.text or ""), node.get("href") or "") for node in document.tags.get("a", ())[:_MOST_LINKS])
    return [text for text, href in links if text in parts and urlsplit(href).path.strip("/")]
