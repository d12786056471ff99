"""Facts that a page states as lines with a label: 作者：…, 類別：…, Author: …, 著者 …"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from novelspider.pages.document import squeeze

if TYPE_CHECKING:
    from collections.abc import Iterator

    from novelspider.pages.document import Document, Element, Text

FACTS = {
    "author": "作者名|作者|小说作者|小說作者|作品作者|本书作者|本書作者|文章作者|原作者"
    "|作家|著者|撰稿|author(?:s|\\(s\\))?|written by|tác giả|auteur(?:e|s)?|autor(?:es)?|автор|작가"
    "|글쓴이|penulis|นักเขียน|ผู้แต่ง|作|原作|著|creators?|writers?|escritora?|autora|autore|yazar|verfasser|autorka|автори?"
    "|авторы|συγγραφέας|المؤلف",
    "category": "文库分类|文庫分類|作品分类|作品分類|作品类型|作品類型|书籍分类|書籍分類"
    "|小说类型|小說類型|小说分类|小說分類|类别|類別|类型|類型|分类|分類|题材|題材|ジャンル|categor(?:y"
    "|ies)(?:\\(s\\))?|genres?(?:\\(s\\))?|thể loại|genero|género|жанр|жанры|장르"
    "|kategori|categor[ií]as?|catégories?|kategorien?|категори[яи]|tür|หมวดหมู่",
    "status": "文章状态|文章狀態|作品状态|作品狀態|书籍状态|書籍狀態"
    "|小说状态|小說狀態|连载状态|連載狀態|写作进程|写作状态|状态|狀態|进度|進度|完结状态|status|trạng thái|tình"
    " trạng|statut|estado|статус|상태|連載状況|statut de parution|durum|สถานะ|keadaan",
    "updated_at": "最后更新|最後更新|更新时间|更新時間|更新日期|最近更新|更新于|更新於|更新|最終更新日|最終掲載日|last updated?"
    "|updated?(?: on| at)?|cập nhật|ngày cập nhật"
    "|dernière mise à jour|mis à jour|actualizado|обновлено|업데이트",
    "latest_chapter": "最新章节|最新章節|最新更新|最新一章|最近章节|最新话|latest chapter|newest chapter|last chapter"
    "|latest release|last release|chương mới nhất|chương mới|最新話",
    "tags": "标签|標籤|標簽|关键字|tags?|キーワード|태그|từ khóa|теги|étiquettes|etiquetas",
    "intro": "内容简介|內容簡介|小说简介|小說簡介|作品简介|作品簡介|简介|簡介|内容介绍|內容介紹|文案|あらすじ|紹介文"
    "|synopsis|summary|description|giới thiệu|résumé|sinopsis|описание|аннотация|소개",
}
"""Labels of each fact, alternatives of a regex."""

_ALL = "|".join(FACTS.values())
# A word that opens as a label does: few do, and looking for all labels takes long.
_OPENING = re.compile(rf"(?<!\w)[{''.join({form[0] for form in _ALL.split('|') if form[0].isalpha()})}]", re.I)
_LABEL = re.compile(rf"^\W{{0,6}}(?:{_ALL})\W{{0,3}}$", re.I)
_LINES = {name: re.compile(rf"^\W{{0,6}}(?:{forms})\s{{0,4}}[:：]\s{{0,4}}(.*)$", re.I) for name, forms in FACTS.items()}
_BARE = {name: re.compile(rf"^\W{{0,6}}(?:{forms})\W{{0,3}}$", re.I) for name, forms in FACTS.items()}
_INSIDE = re.compile(
    rf"\s{{1,6}}(?:[|/｜·]\s{{0,3}})?(?:{_ALL}|字数|字數|点击|點擊|总点击|推荐|人气|收藏|动作|動作)\s{{0,4}}[:：]"
    rf"|\s[|｜]\s",
    re.I,
)
_SPACED = re.compile(r"(?<![\u4e00-\u9fff])([\u4e00-\u9fff])[\s\u3000]{1,4}([\u4e00-\u9fff])(?=\s{0,3}(?:[:：]|$))")
_STARTS = re.compile(rf"^\W{{0,6}}(?:{_ALL})\s{{0,4}}[:：]", re.I)
_BARE_TAGS = frozenset(("dt", "th", "td", "label", "b", "strong", "h2", "h3", "h4", "h5", "span", "div"))
_MOST_LINES = 400
_MOST_BARE = 600


def labelled_facts(document: Document) -> dict[str, list[str]]:
    """Values by fact (`author`, `category`, `status`, `updated_at`, `latest_chapter`, `tags`), in document order, white
    space folded.

    The value stands behind the colon or in the next piece of text: the link, the cell or the definition that follows."""
    found: dict[str, list[str]] = {name: [] for name in FACTS}
    lines = [text for text in document.texts if ":" in text.text or "：" in text.text]
    for text in lines[:_MOST_LINES]:
        if not _OPENING.search(text.text):
            continue
        line = _SPACED.sub(r"\1\2", squeeze(text.text))
        for part in _parts(line):
            for name, pattern in _LINES.items() if _STARTS.match(part) else ():
                match = pattern.match(part)
                if match:
                    value = match[1].strip() or _next_text(text)
                    if value and not _LABEL.match(value):
                        found[name].append(value[:300])
                    break
    bare = [text for text in document.texts if text.inside and len(text.text) < 60 and text.node.tag in _BARE_TAGS]
    for text in bare[:_MOST_BARE]:
        if not _OPENING.search(text.text):
            continue
        line = _SPACED.sub(r"\1\2", squeeze(text.text))
        if 2 <= len(line) <= 20 and _LABEL.match(line):
            for name, pattern in _BARE.items():
                if pattern.match(line):
                    value = _next_text(text)
                    if value and not _LABEL.match(value):
                        found[name].append(value[:300])
                    break
    return found


def _parts(line: str) -> list[str]:
    """`作者：甲 类别：乙` as two lines."""
    starts = [0, *(match.start() for match in _INSIDE.finditer(line)), len(line)]
    return [line[a:b].strip(" |｜/·") for a, b in pairwise(starts) if b > a][:8]


def _next_text(text: Text) -> str:
    """The first text after `text`: what follows in its element, or in the next element, two levels up at most."""
    for count, piece in enumerate(_following(text)):
        folded = squeeze(piece).strip(":： ")
        if folded:
            return folded
        if count > 12:
            break
    return ""


def _following(text: Text) -> Iterator[str]:
    node = text.node
    if text.inside:
        for child in node[:3]:
            yield from _few(child)
            yield child.tail or ""
    for level in range(3):
        if text.inside or level:
            yield node.tail or ""
        sibling = node.getnext()
        for _ in range(2):
            if sibling is None:
                break
            yield from _few(sibling)
            yield sibling.tail or ""
            sibling = sibling.getnext()
        node = node.getparent()
        if node is None or node.tag in ("body", "ul", "table", "dl"):
            return


def _few(node: Element) -> Iterator[str]:
    if isinstance(node.tag, str) and node.tag not in ("script", "style"):
        for _, piece in zip(range(6), node.itertext(), strict=False):
            yield piece
