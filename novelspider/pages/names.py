"""What a chapter page says of its book: the name and the author, by votes of independent places."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from novelspider.pages.document import Document, squeeze, xpath
from novelspider.text.titles import parse_title

if TYPE_CHECKING:
    from collections.abc import Iterable

    from novelspider.pages.document import Anchor, Element

_SEPARATORS = re.compile(r"\s*[_|｜»›>＿#]+\s*|\s+[-–—·:]+\s+|(?<=[^\x00-\x7f])\s*[-–—]+\s*|\s*[-–—]+\s*(?=[^\x00-\x7f])|[,，](?=\S)")
_QUOTED = re.compile("《([^《》]{1,60})》|『([^『』]{1,60})』")
_NOT_WORD = re.compile(r"[\W_]+")
_NUMBER = re.compile(r"\d+")
_SUFFIX = re.compile(r"\.(?:s?html?|php|aspx?)$|/(?:index\.\w{3,5})?$", re.I)
# Labels of links that lead to a book without naming it.
_GENERIC = re.compile(
    r"^(?:返回)?(?:本书|小说|作品|书籍|章节|返回|回到|全部|查看)*(?:首[页頁]|主[页頁]|目[录錄次]|章[节節]|列表|章[节節]目[录錄]|[书書][页頁籤签架目]|封面|"
    r"[书書]籍[页頁]|小说|小說|[简簡繁][体體]中?文?(?:版|閱讀|阅读)?|最新章[节節]|全文[阅閱][读讀]|加入书签|返回|收藏|[详詳]情|点击[阅閱]读|开始[阅閱]读|txt下载|下载|"
    r"index|contents?|toc|table of contents|home|entire work|novels?|chapter list|chapters?|fiction(?: page)?|details?|back|書[籍頁目]+|一覧|トップ|もくじ|"
    r"mục lục|danh sách chương|목록|목차|sommaire|índice|оглавление|содержание)$",
    re.I,
)
_BOOK_TAIL = re.compile(r"(?:最新章[节節](?:列表|目[录錄])?|全文(?:免[费費])?[阅閱][读讀]|小[说說]|txt(?:下载|全集)|无弹窗|無彈窗)+$", re.I)
_BOOK_METAS = ("og:novel:book_name", "og:novel:title", "og:novel:book_title", "book:title", "book_name", "bookname", "novel:book_name")
_AUTHOR_METAS = ("og:novel:author", "novel:author", "book:author", "og:book:author", "books:author", "article:author", "twitter:creator", "author")
_LABEL = "(?:作\\s{0,4}者|著\\s?者|作家|(?:文|著)(?=[:：])|authors?|tác giả|автор|auteur|autore?|작가|지은이|written by|penulis|yazar|người viết)"
_LABELLED = re.compile(rf"(?:^|[\s|｜/（(]){_LABEL}\s{{0,4}}[:：]\s{{0,4}}([^\s|｜:：,，/()（）<>《》][^|｜:：,，/()（）<>《》\n\r]{{0,39}})?", re.I)
_LABELLED_TEXTS = xpath(
    "//text()[contains(., '者') or contains(., '作家') or contains(., '文：') or contains(., '著：') or contains(., 'uthor')"
    " or contains(., 'ác giả') or contains(., 'втор') or contains(., 'uteur') or contains(., '작가')]"
    "[string-length(.) < 200][not(parent::script or parent::style or parent::title)]"
)
_AUTHOR_PATH = re.compile(r"/(?:authors?|auteurs?|writers?|zuozhe|zuojia|profile|users?|members?|pseuds|tac-gia|u|artist|mypage)[/=?\d]", re.I)
_BY = re.compile(r"(?:^|\s)(?:by|par|von|de|di)\s*:?\s*$", re.I)


@dataclass(frozen=True, slots=True)
class Names:
    """`book` and `author` as shown, None where the page does not say; `site` are folded names of the site itself."""

    book: str | None = None
    author: str | None = None
    site: frozenset[str] = frozenset()


def key(text: str) -> str:
    """`text` as it is compared: width, case, white space and punctuation aside."""
    return _NOT_WORD.sub("", unicodedata.normalize("NFKC", text).lower())


def segments(title: str) -> list[str]:
    """The parts of a `<title>` between its separators."""
    return [part.strip(" -–—") for part in _SEPARATORS.split(title) if part and part.strip(" -–—")]


def is_upward(document: Document, anchor: Anchor) -> bool:
    """Does the link lead to what this page is part of: a parent path, or another kind of page with the book's number?"""
    if anchor.url is None:
        return False
    own, other = urlsplit(document.url), urlsplit(anchor.url)
    stem = _SUFFIX.sub("", unquote(other.path)).rstrip("/")
    path = _SUFFIX.sub("", unquote(own.path))
    if not stem or stem == path or (other.hostname or "").split(".")[-2:] != (own.hostname or "").split(".")[-2:]:
        return False
    if path.startswith(stem + "/") or path.startswith(stem + "_"):
        return stem.count("/") > 1 or bool(_NUMBER.search(stem)) or len(stem) > 12
    numbers, mine = _NUMBER.findall(stem + " " + other.query), _NUMBER.findall(path + " " + own.query)
    return bool(numbers) and len(mine) > 1 and len(numbers[-1]) > 1 and numbers[-1] in mine[:-1]


def read_names(document: Document, headings: Iterable[tuple[Element, str]]) -> Names:
    """`headings` are the page's heading-like elements with their text."""
    site = _site_names(document)
    book = _book(document, headings, site)
    return Names(book, _author(document, book, site), site)


def _site_names(document: Document) -> frozenset[str]:
    names = {key(document.metas.get("og:site_name", ""))}
    for anchor in document.anchors[:200]:
        if anchor.url and urlsplit(anchor.url).path in ("", "/") and not urlsplit(anchor.url).query and len(anchor.text) < 40:
            names.add(key(anchor.text))
    return frozenset(names - {"", "首页", "首頁", "home"})


def _book(document: Document, headings: Iterable[tuple[Element, str]], site: frozenset[str]) -> str | None:
    votes: dict[str, float] = {}
    shown: dict[str, str] = {}
    head = key(document.head_title)
    described = key(document.metas.get("keywords", "") + document.metas.get("description", ""))

    def vote(text: str, weight: float) -> None:
        text = squeeze(text).strip("《》『』 ")
        text = _BOOK_TAIL.sub("", text) or text
        name = key(text)
        if not name or len(text) > 120 or name in site or _GENERIC.match(text) or parse_title(text).number is not None:
            return
        shown.setdefault(name, text)
        votes[name] = votes.get(name, 0.0) + weight

    for meta in _BOOK_METAS:
        vote(document.metas.get(meta, ""), 6.0)
    seen = set()
    for anchor in document.anchors:
        name = key(anchor.text) if 0 < len(anchor.text) < 120 else ""
        if name and name not in seen and is_upward(document, anchor):
            seen.add(name)
            vote(anchor.text, 3.0 if name in head else 2.0 if name in described else 1.0)
    for match in _QUOTED.finditer(document.head_title):
        vote(match[1] or match[2], 3.5)
    for _, text in headings:
        for match in _QUOTED.finditer(text):
            vote(match[1] or match[2], 1.5)
    parts = segments(document.head_title)
    for part in parts:
        if key(part) in votes or len(parts) > 1 and parse_title(parts[0]).number is not None and part is parts[1]:
            vote(part, 1.5)
    if not votes:
        return None
    best = max(votes, key=lambda name: votes[name])
    return shown[best] if votes[best] >= 1.5 else None


def _author(document: Document, book: str | None, site: frozenset[str]) -> str | None:
    votes: dict[str, float] = {}
    shown: dict[str, str] = {}
    parts = {key(part) for part in segments(document.head_title)}

    def vote(text: str, weight: float) -> None:
        text = squeeze(text).strip("《》[]【】 ")
        name = key(text)
        if name and len(text) <= 40 and name not in site and name != key(book or ""):
            shown.setdefault(name, text)
            votes[name] = votes.get(name, 0.0) + weight + (1.0 if name in parts else 0.0)

    for meta in _AUTHOR_METAS:
        vote(document.metas.get(meta, ""), 1.0 if meta == "author" else 4.0)
    for text in _LABELLED_TEXTS(document.root)[:12]:
        for match in _LABELLED.finditer(squeeze(text)):
            vote(match[1] or _following(text), 2.5)
            break
    for anchor in document.anchors:
        if anchor.url and _AUTHOR_PATH.search(urlsplit(anchor.url).path) and 0 < len(anchor.text) <= 40:
            before = anchor.node.getprevious()
            said_by = _BY.search((before.tail or "") if before is not None else (anchor.node.getparent().text or ""))
            if said_by or key(anchor.text) in parts:
                vote(anchor.text, 2.0)
    best = max(votes, key=lambda name: votes[name], default=None)
    return shown[best] if best is not None and votes[best] >= 2.0 else None


def _following(text: Element) -> str:
    """What stands after a label that ends its text: the next element's text."""
    node = text.getparent()
    after = node.getnext() if text.is_tail else next(iter(node), None)
    if after is None and not text.is_tail:
        if node.tail and node.tail.strip():
            return str(node.tail).strip()
        after = node.getnext()
    return squeeze("".join(after.itertext())) if after is not None and isinstance(after.tag, str) else ""
