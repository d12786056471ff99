"""Who wrote the book that a chapter page belongs to."""

from __future__ import annotations

import html
import re
from itertools import groupby, islice
from typing import TYPE_CHECKING

from novelspider.pages.document import squeeze
from novelspider.pages.votes import Votes, key, segments

if TYPE_CHECKING:
    from collections.abc import Iterator

    from novelspider.pages.document import Document, Element

_MAX_LABELS = 40
_AUTHOR_METAS = ("og:novel:author", "novel:author", "book:author", "og:book:author", "article:author", "author")
_LABELS = (
    *("作者", "作\u3000者", "作 者", "作  者", "著者", "作家", "文：", "著：", "작가", "지은이"),
    *("Author", "author", "Tác giả", "tác giả", "Автор", "автор", "Auteur", "auteur", "Autor", "Written by", "written by"),
    *("ผู้แต่ง", "นักเขียน", "Penulis", "penulis", "Yazar", "글쓴이", "Escritor", "Verfasser"),
)
# Of each label the letters that it shares with others: looking through the page for each of them takes most of the time.
_SHARED = (
    *("作者", "作\u3000", "作 ", "作家", "文：", "著", "작가", "지은이"),
    *("uthor", "ác giả", "втор", "uteur", "utor", "ritten by"),
    *("ผู้แต่ง", "นักเขียน", "enulis", "Yazar", "글쓴이", "Escritor", "Verfasser"),
)
# Looking for stems of one first letter together is as fast as for one, and for that letter alone ten times as fast.
_FINDERS = tuple(
    (first, re.compile("|".join(map(re.escape, stems)))) for first, stems in groupby(sorted(_SHARED), key=lambda stem: stem[0])
)
_STEMS = {stem: tuple(label for label in _LABELS if next(one for one in _SHARED if one in label) == stem) for stem in _SHARED}
_COLON = re.compile(r"s?(?:\s|&nbsp;|</?\w{1,6}>){0,6}[:：]")
_TAG = re.compile(r"<[^<>]{0,2000}>?")
_NAME = re.compile(r"[^|｜:：,，/()（）<>《》\n]{1,40}")
_AUTHOR_PATH = re.compile(
    r"/(?:authors?|auteurs?|writers?|zuozhe|zuojia|profile|users?|members?|pseuds|tac-gia|u|artist|mypage)[/=?\d]"
    r"|/\w{1,8}(?:author|writer)\w{0,4}[./?]|[?&](?:author|writer)_?id=",
    re.I,
)
_AUTHORS_OWN = re.compile(r"author|auteur|writer|zuozhe|zuojia|tac-gia|penulis|yazar", re.I)  # not those of just anybody
_BY = re.compile(r"(?:^|\s)(?:by|par|von|de|di|oleh|por|door|af|av)\s*:?\s*$", re.I)
_FIRST_ANCHORS = 300  # bylines stand above the story; far below it stand the names of those who comment


def read_author(document: Document, book: str | None, site: frozenset[str]) -> str | None:
    votes = Votes(site | {key(book or "")})
    parts = {key(part) for part in segments(document.head_title)}
    head = key(document.head_title)
    for meta in _AUTHOR_METAS:
        votes.add(_person(document.metas.get(meta, "")), 1.0 if meta == "author" else 4.0)
    for person in _labelled(document.text):
        votes.add(person, 3.5 if key(person) in parts else 2.5)
    for anchor in document.anchors[:_FIRST_ANCHORS]:
        if not anchor.url or len(anchor.text) > 40 or not _AUTHOR_PATH.search(anchor.url):
            continue
        name = key(anchor.text)
        own = len(name) > 1 and name in head and _AUTHORS_OWN.search(anchor.url)
        if own or name in parts or _BY.search(_text_before(anchor.node)):
            votes.add(_person(anchor.text), 3.0)
    votes.add(_marked(document), 2.5)
    return votes.best(2.0)


def _marked(document: Document) -> str:
    """The only name that is marked up as an author's for machines; empty where there are several, those of comments."""
    has = document.attributes
    nodes = [one.node for one in document.anchors[:_FIRST_ANCHORS] if _is_marked(has.get(one.node, {}))]
    names = {key(text): text for node in nodes if (text := _person("".join(node.itertext())))}
    return next(iter(names.values())) if len(names) == 1 else ""


def _is_marked(attributes: dict[str, str]) -> bool:
    return attributes.get("itemprop") == "author" or "author" in attributes.get("rel", "").split()


def _text_before(node: Element) -> str:
    """The last text before `node` that is no white space, looked for up to three elements out; cut to 200 characters."""
    for _ in range(3):
        before, parent = node.getprevious(), node.getparent()
        if parent is None:
            break
        text = parent.text if before is None else before.tail
        if before is not None and not (text and text.strip()):
            text = "".join(islice(before.itertext(), 20)) if isinstance(before.tag, str) else ""
        if text and text.strip():
            return str(text)[-200:].rstrip()
        node = parent
    return ""


def _person(text: str) -> str:
    text = squeeze(text).strip("《》[]【】'\" ")
    if text[:1] > "\u2e80":
        text = text.partition(" ")[0]  # names in Chinese characters or kana have no blanks
    return "" if len(text) > 40 or "://" in text else text


def _labelled(markup: str) -> Iterator[str]:
    """The names after the first labels such as 作者： in the page's markup, tags between label and name passed over."""
    for start, end in _label_places(markup):
        if markup.rfind("<", max(0, start - 1000), start) > markup.rfind(">", max(0, start - 1000), start):
            continue  # inside a tag: a description, written to be found
        if start and markup[start - 1].isalnum():
            continue
        text = html.unescape(_TAG.sub("\n", markup[end : end + 300])).lstrip()
        name = _NAME.match(text)
        if name is None:
            continue
        said = name[0]
        if text[name.end() :][:1] in (":", "："):
            said = said.rpartition(" ")[0]  # its last word labels what follows
        if person := _person(said):
            yield person


def _label_places(markup: str) -> Iterator[tuple[int, int]]:
    """Where a label with its colon begins and ends; of each stem the first few dozen occurrences are tried."""
    places: dict[str, list[int]] = {}
    for first, finder in _FINDERS:
        for match in finder.finditer(markup) if first in markup else ():
            places.setdefault(match[0], []).append(match.start())
    for stem, labels in _STEMS.items():
        for at in places.get(stem, ())[:_MAX_LABELS]:
            for label in labels:
                start = at - label.find(stem)
                if markup.startswith(label, start) and (colon := _COLON.match(markup, start + len(label))):
                    yield start, colon.end()
                    break
