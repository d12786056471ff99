"""What a chapter page says of its book: the name and the author, by votes of independent places."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import TYPE_CHECKING
from urllib.parse import unquote

from novelspider.pages.byline import read_author
from novelspider.pages.document import Document, squeeze
from novelspider.pages.votes import Votes, claim_of, key, plain_key, segments

if TYPE_CHECKING:
    from collections.abc import Sequence

    from novelspider.pages.document import Anchor, Element

_QUOTED = re.compile("《([^《》]{1,60})》|『([^『』]{1,60})』")
_NUMBER = re.compile(r"\d+")
_MAX_LINKED = 20
_FIRST_ANCHORS = 300  # menus, breadcrumbs and the story's own links; beyond stand comments and lists
VOLUME = re.compile(
    r"\s*(?:第?[\d一二三四五六七八九十百]{1,5}[卷部集册冊篇]|卷[\d一二三四五六七八九十]{1,4}|[上中下][部卷册冊篇]|正文"
    r"|(?:volumen?|vol|book|tom[eo]?|том|книга|arc|band|buch|cilt|kitap|quyển|tập|เล่ม|buku|권)\W{0,2}(?:\d{1,3}|[ivxl]{1,6})\b"
    r"|\d{1,3}\s?권)(?:\s.{0,20})?$",
    re.I,
)
"""A volume at the end of a name."""
_SUFFIX = re.compile(r"\.(?:s?html?|php|aspx?)$|/(?:index\.\w{3,5})?$", re.I)
# Labels of links that lead to a book without naming it.
_GENERIC = re.compile(
    r"^(?:返回|本书|小说|作品|书籍|章节|回到|全部|查看){0,4}(?:首[页頁]|主[页頁]|目[录錄次]|章[节節]|列表|章[节節]目[录錄]|[书書][页頁籤签架目]"
    r"|封面|小[说說]"
    r"|[书書]籍[页頁]|[简簡繁][体體]中?文?(?:版|[阅閱][读讀])?|最新章[节節]|全文[阅閱][读讀]|加入[书書][签籤架]|返回|收藏|[详詳]情|[点點开開][击擊始][阅閱][读讀]"
    r"|(?:txt)?下[载載]|index|contents?|toc|table of contents|home|entire work|novels?|chapter list|chapters?"
    r"|fiction(?: page)?|details?|back"
    r"|書[籍目]+|一覧|トップ|もくじ|mục lục|danh sách chương|목록|목차|sommaire|índice|оглавление|содержание)$",
    re.I,
)
_BOOK_TAIL = re.compile(
    r"(?:最新章[节節](?:列表|目[录錄])?|全文(?:免[费費])?[阅閱][读讀]|小[说說]|txt(?:下载|全集)|无弹窗|無彈窗)+$", re.I
)
_TAG = re.compile(
    r"^[\[【［](?:자유|일반|작가)?\s?(?:연재|완결|단편|장편)[\]】］]\s*|^[\[【［](?:連載(?:中)?|连载(?:中)?|完[结結本]|原[创創]|转载|轉載|WIP|complete|ongoing)[\]】］]\s*",
    re.I,
)
_NUMBERED = re.compile(r"(.*?[^\W\d])[\s_・#＃-]*\d{1,4}(?:\s?[のノ._-]\s?\d{1,3}){0,2}$")
_PAGE_NAME = re.compile(r"(?:page|p)?[_-]?\d{1,4}", re.I)
_ID = re.compile(r"^\d+[._-]|[._-]\d+$")
_LONG_NAME = 5  # letters: shorter folders are words of the site (novel, read)
_BOOK_METAS = ("og:novel:book_name", "og:novel:title", "og:novel:book_title", "book:title", "book_name", "bookname")
OF_BOOK = re.compile(r"(?:book|novel|work|fiction|fic|series|story|truyen)[_-]?(?:title|name)", re.I)
"""Names of elements that hold the book's name."""


@dataclass(frozen=True, slots=True)
class Names:
    """`book` and `author` as shown, None where the page does not say; `site` are folded names of the site itself."""

    book: str | None = None
    author: str | None = None
    site: frozenset[str] = frozenset()


def upward_anchors(document: Document) -> list[Anchor]:
    """Links to what this page is part of: a parent path, or another kind of page with the book's number. Links to other
    chapters are not among them. Of many links, the first and the last count."""
    own, path = _split(document.url)
    path = _SUFFIX.sub("", path)
    site = own.split(".")[-2:]
    mine = _NUMBER.findall(path)[:-1]
    found = []
    for anchor in (*document.anchors[:_FIRST_ANCHORS], *document.anchors[_FIRST_ANCHORS:][-50:]):
        if anchor.url is None or not anchor.text:
            continue
        host, other = _split(anchor.url)
        if host != own and host.split(".")[-2:] != site:
            continue
        stem = _SUFFIX.sub("", other.partition("?")[0]).rstrip("/")
        if stem and stem != path and path.startswith((stem + "/", stem + "_")):
            upward = stem.count("/") > 1 or len(stem) > 12 or _NUMBER.search(stem) is not None
        else:
            numbers = _NUMBER.findall(other) if mine else []
            upward = bool(numbers) and len(numbers[-1]) > 1 and numbers[-1] in mine
        if upward:
            found.append(anchor)
    return found


def _split(url: str) -> tuple[str, str]:
    """The host in lower case without port, and the rest with percent escapes decoded."""
    host, slash, rest = url.partition("//")[2].partition("/")
    return host.partition(":")[0].lower(), unquote(slash + rest) if "%" in rest else slash + rest


def read_names(document: Document, headings: Sequence[tuple[Element, str]]) -> Names:
    """`headings` are the page's heading-like elements with their text."""
    site = site_names(document)
    book = _book(document, headings, site)
    return Names(book, read_author(document, book, site), site)


def site_names(document: Document) -> frozenset[str]:
    """Folded names of the site: what it calls itself for machines, and the texts of links to its first page."""
    names = {key(document.metas.get("og:site_name", ""))}
    for anchor in document.anchors[:200]:
        if anchor.url and anchor.url.rstrip("/").count("/") == 2 and "?" not in anchor.url and len(anchor.text) < 40:
            names.add(key(anchor.text))
    return frozenset(names - {"", "首页", "首頁", "home"})


def _book(document: Document, headings: Sequence[tuple[Element, str]], site: frozenset[str]) -> str | None:
    votes = Votes(site)
    head = key(document.head_title)
    described = key(document.metas.get("keywords", "") + document.metas.get("description", ""))
    for meta in _BOOK_METAS:
        votes.add(_bare(document.metas.get(meta, "")), 6.0)
    upward = [anchor for anchor in upward_anchors(document) if len(anchor.text) < 120]
    tocs = {anchor.url for anchor in upward if _GENERIC.match(anchor.text)}
    linked = {_bare(anchor.text): anchor.url for anchor in reversed(upward)}
    for text, url in islice(reversed(linked.items()), _MAX_LINKED):
        name = key(text)
        votes.add(text, 3.0 if name in head else 2.0 if name in described or url in tocs else 1.0)
    seen: set[str] = set()
    for node, text in headings:
        if text in seen:
            continue
        seen.add(text)
        if OF_BOOK.search(f"{node.get('id') or ''} {node.get('class') or ''}"):
            votes.add(_bare(text), 2.0)
        elif len(text) > 1 and key(text) in head:
            votes.add(_bare(text), 1.0)
        for match in _QUOTED.finditer("" if claim_of(text) else text):
            votes.add(_bare(match[1] or match[2]), 1.0 if key(match[1] or match[2]) in head else 0.0)
    parts = segments(document.head_title)
    for text in dict.fromkeys((*parts, *seen, *linked)) if (folders := _folders(document.url)) else ():
        if plain_key(text) in folders:
            votes.add(_bare(text), 1.5)
    _vote_title(_without_site(document.head_title, site), votes, [text for _, text in headings])
    _vote_numbered(document, votes)
    return votes.best(1.5)


def _folders(url: str) -> frozenset[str]:
    """The names of the folders above the page, as `plain_key` gives them, ids aside: `/novel/of-rain-71/chapter-3/` stands
    below `of-rain`. A page's number at the end is no name."""
    names = [name for name in _SUFFIX.sub("", _split(url)[1]).split("/") if name]
    while names and _PAGE_NAME.fullmatch(names[-1]):
        names.pop()
    found = (key(_ID.sub("", name)) for name in names[1:-1])
    return frozenset(name for name in found if len(name) >= _LONG_NAME and not name.isdecimal())


def _without_site(title: str, site: frozenset[str]) -> str:
    """`title` without a site's name and a colon before it."""
    name, colon, rest = title.partition(": ")
    return rest if colon and key(name) in site else title


def _vote_numbered(document: Document, votes: Votes) -> None:
    """`Of rain 3-2` as a whole `<title>`: what stands before the numbers, where the page has it on a line of its own."""
    match = _NUMBERED.match(document.head_title)
    if match and (name := key(match[1])) and any(key(text) == name for _, _, text in document.texts):
        votes.add(_bare(match[1]), 1.5)


def _vote_title(title: str, votes: Votes, headings: Sequence[str]) -> None:
    """`<title>`: the part beside the chapter's, a name before the chapter's number, what stands in 《》. `Chapter 8 : The
    terrace` is one part where a heading says it so."""
    parts = segments(title)
    for a, b in pairwise(parts):
        if claim_of(a) and any(a in text and b in text and len(text) > len(a) + len(b) + 1 for text in headings):
            parts.remove(b)
            break
    claims = [claim_of(part) for part in parts]
    at = next((i for i, claim in enumerate(claims) if claim), None)
    for part, claim in zip(parts, claims, strict=True):
        for match in _QUOTED.finditer(part if claim is None else ""):
            votes.add(_bare(match[1] or match[2]), 3.5)
    if at is None:
        return
    claim = claims[at]
    if claim and claim.start > 1 and (before := VOLUME.sub("", parts[at][: claim.start]).strip(" -–—:：")):
        votes.add(_bare(before), 1.75)
    named = [part for part in parts[:at] if VOLUME.sub("", part).strip()]
    if named:
        votes.add(_bare(named[-1]), 2.0)
    if at + 1 < len(parts):
        votes.add(_bare(parts[at + 1]), 1.5 if at == 0 and len(parts) > 2 else 0.75)


def _bare(text: str) -> str:
    """`text` as a book's name: without marks and words that sites hang on it; empty where it is a chapter's or a mere label."""
    text = squeeze(text).strip("《》『』 ")
    text = _BOOK_TAIL.sub("", text) or text
    text = _TAG.sub("", text) or text
    return "" if len(text) > 120 or _GENERIC.match(text) or claim_of(text) else text
