"""Chapter titles: what the author wrote, and what the title says of itself."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from novelspider.text.claims import find_claim
from novelspider.text.normal import normal
from novelspider.text.numerals import CHINESE, chinese_number

if TYPE_CHECKING:
    from novelspider.text.numerals import Number

__all__ = ["ChapterTitle", "chinese_number", "parse_title", "same_title"]

_MAX_CHARS = 300  # a longer "title" is a page's text; the rest is cut
_MANY_PAGES = 20  # of some 120 saved and invented chapter pages none counted more than 8
_ROUNDS = 6

_N = rf"(?:\d{{1,3}}|[{CHINESE}]{{1,3}})"
_PAGE_SUFFIXES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\s?[(（\[【〔]\s?第?\s?(?P<page>{_N})\s?[页頁]?\s?[/／|]\s?共?\s?(?P<pages>{_N})\s?(?:[页頁쪽]|ページ|페이지)?\s?[)）\]】〕]$",
        rf"\s?[(（\[【〔]\s?第\s?(?P<page>{_N})\s?[页頁](?:\s?[,，/]?\s?共\s?(?P<pages>{_N})\s?[页頁])?\s?[)）\]】〕]$",
        r"[\s_-]{0,3}第\s?(?P<page>\d{1,3})\s?[页頁]?\s?[/／]\s?共?\s?(?P<pages>\d{1,3})\s?[页頁]$",
        rf"[\s_-]{{1,3}}第\s?(?P<page>{_N})\s?[页頁]$",
        r"第(?P<page>\d{1,3})[页頁]$",
        r"[\s,，:|–—-]{0,4}[(\[]?\s?\b(?:page|trang|seite|página|pagina|страница|сторінка|halaman|sayfa|strona|stránka|oldal|"
        r"หน้า(?:ที่)?|페이지|ページ)\s?(?P<page>\d{1,3})"
        r"(?:\s?(?:/|of|sur|von|de|из)\s?(?P<pages>\d{1,3}))?\s?[)\]]?$",
        r"\s?[(（\[]?\s?(?P<page>\d{1,3})\s?ページ目?\s?[)）\]]?$",
        r"\s(?P<page>\d{1,3})/(?P<pages>\d{1,3})$",
    )
)
_UNDERSCORE_PAGE = re.compile(r"(?<=[^\W\d_])[)）]?_(?P<page>[1-9]\d{0,2})$")
_PREFIX = re.compile(
    r"^(?:正文卷?|最新章[节節]|章[节節]目[录錄]|VIP\s?(?:章[节節]|卷)|公众章[节節]|免费章[节節])(?:[\s.:：_、,，—-]{1,3}|(?=第\S{1,12}[章节回话]))",
    re.IGNORECASE,
)
HASHTAGS = re.compile(r"^(?:[#＃][^\s\d#＃][^\s#＃]{0,30}\s{1,3}){1,12}(?=[^\s#＃])")
"""Tags before a title: `#fantasy #oc Of Rain 3`."""
_DIGIT = rf"[\d{CHINESE}两兩]"
_MERGED = rf"(?:{_DIGIT}{{1,2}}[合章]合?[一并併1])"
_LENGTH = (
    rf"(?:\d{{1,2}}(?:\.\d)?[kK][+＋]?(?:字|[超巨]?大?章|更新)?|\d{{4,5}}[+＋]"
    rf"|(?:\d{{4,5}}|{_DIGIT}{{0,3}}[千万萬])[+＋多余]?(?:字(?:[超巨]?大?章|更新)?|[超巨]?大章|更新)|[超巨]?大章)"
)
# In a bracket, one of these is enough, whatever stands around it.
_NOTE_WORDS = (
    r"求(?:个|個|一下|点|點|波)?(?:月票|推荐|推薦|收藏|订阅|訂閱|首订|首訂|全订|票|追读|追讀|支持|打赏|打賞|鲜花|鮮花|评价|评论|保底)"
    rf"|第?{_DIGIT}{{1,4}}更(?!半夜|天|时|時|鼓|夜|梦|雨|人)|{_MERGED}|[加补補爆]更|推[荐薦]票|[双雙]倍月票|月票(?:加|双|雙|\d)|[投送]月票"
    r"|感[谢謝](?:.{0,16}(?:[打万萬的]赏|[打萬的]賞|支持|盟主|[书書]友|[读讀]者|大家|各位|票|[订訂][阅閱]|[飘飄][红紅]|大佬|老板|老闆)|(?=[)）\]】〕」]|$))"
    r"|[为為].{1,16}(?:加更|贺(?=[)）\]】〕」]|$)|賀(?=[)）\]】〕」]|$))"
)
# And these where they are all that stands in it.
_WHOLE_NOTE = rf"(?:{_LENGTH}|{_MERGED}|首[发發]|[双雙]倍|打[赏賞]|月票|[订訂][阅閱]|[、，,+＋\s!！~～]){{1,6}}"
_BRACKETED_NOTE = re.compile(
    rf"\s?[(（\[【〔「](?:[^()（）\[\]【】〔〕]{{0,24}}?(?:{_NOTE_WORDS})[^()（）\[\]【】〔〕]{{0,30}}(?:[)）\]】〕」]|$)"
    rf"|{_WHOLE_NOTE}[)）\]】〕」])"
)
_TRAILING_NOTE = re.compile(
    rf"[\s,，、!！~—-]{{1,3}}(?:(?:\d{{1,2}}(?:\.\d)?k\s?)?{_MERGED}(?:大?章)?|\d{{1,2}}(?:\.\d)?(?:k|[kK](?:字|大?章)|千字大?章?)|第{_DIGIT}{{1,3}}更"
    r"|(?:跪|继续|繼續|恳|拜)?求(?:月票|推荐票?|推薦票?|收藏|订阅|訂閱|首订|票|追读|支持|打赏)(?:[、,，]?(?:求|月票|推荐票?|收藏|订阅|票|追读)){0,4})[!！~。]{0,3}$"
)
_LEADING_NOTE = re.compile(rf"^[(（\[【](?:{_NOTE_WORDS}|{_LENGTH})[^()（）\[\]【】]{{0,12}}[)）\]】]\s?(?=\S)")
_CHROME_TAIL = re.compile(
    r"\s?(?:[(\[【（](?:VIP|免费|免費|公众|付费|收费|更新|New)[)\]】）]|\s\d{4}[-/]\d\d?[-/]\d\d?(?: \d\d?:\d\d(?::\d\d)?)?"
    r"|\s\d\d-\d\d-\d\d \d\d:\d\d)$",
    re.IGNORECASE,
)
_SITE_WORDS = re.compile(
    r"最新章[节節]列?表?|全文(?:免费|免費)?(?:阅读|閱讀)|(?:免费|免費)?(?:在线|線上|在線)?(?:阅读|閱讀)|无弹窗(?:广告)?|無彈窗|全本|免费|免費|txt(?:全集)?(?:下载|下載)"
    r"|小[说說](?:网|網|书|吧|阅读网)?|笔趣阁|筆趣閣|手机版|正文|最新|章[节節](?:目[录錄]|内容)?|目录|read(?:ing)?|online|for|free|light|web|novels?|full|latest|chapters?"
    r"|[\s_\-–—|,，。.·/()（）《》「」【】:：]",
    re.IGNORECASE,
)
_DOMAIN = re.compile(
    r"^(?:www\.|m\.)?[a-z0-9-]{2,30}(?:\.[a-z0-9-]{2,20}){0,2}"
    r"\.(?:com|net|org|cc|co|me|info|io|tw|cn|la|vip|xyz|top|ru|jp|kr|vn)$",
    re.IGNORECASE,
)
_PARTS = re.compile(r"(\s*[|｜»›_＿]\s*|\s+[-–—:,]\s+|-(?!\d)|\s*[《》]\s*|[,，]\s*|\s+)")
_REPOST = (
    r"(?:重新?[发發传傳贴貼]|重新上[传傳]|已?修(?:改|订|訂|正|文|复|復)?版?|已?改|新修|精修|大修|捉虫|捉蟲|补发|補發|更新|替换|替換|新|新版|无错版|"
    r"repost(?:ed)?|edited|revised|rewritten|updated|fixed|改稿|改訂版?|修正版?|再掲)"
)
_REPOST_MARK = re.compile(
    rf"[(（\[【〔<]\s?{_REPOST}\s?[)）\]】〕>]|(?<=\S)[\s,，—-]{{1,3}}{_REPOST}$|^{_REPOST}(?:[\s:：]{{1,2}}|(?=第))"
    r"|(?<=\S)(?:重新?[发發传傳贴貼]|重新上[传傳]|[补補][发發]|[修改][订訂改正]版|无错版|捉[虫蟲]|再掲)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class ChapterTitle:
    """`title` as the author wrote it; `number` what it claims; `page` of `pages` what its suffix said, None where nothing."""

    title: str
    number: Number | None = None
    page: int | None = None
    pages: int | None = None


def parse_title(raw: str, *, book: str | None = None, site: str | None = None) -> ChapterTitle:
    """Read a heading, link text or `<title>`. `book` is the book's name, `site` the site's name or host, where known.

    Page suffix, names of book and site, 正文 and update notes (求月票, 二合一) go; numbers stay. Never made empty."""
    title = HASHTAGS.sub("", normal(raw[:_MAX_CHARS]).replace("\n", " "))
    names = tuple(key for name in (book, site, _site_label(site)) if name and (key := _fold(name)))
    page = pages = None
    for _ in range(_ROUNDS):
        before = title
        title, page, pages = _drop_page(title, page, pages)
        title = _PREFIX.sub("", title) or title
        title = _drop_tail(_drop_head(title, names), names)
        title = _drop_notes(title)
        if title == before:
            break
    title = _single(title)
    claim = find_claim(title)
    number = claim.number if claim else None
    if pages is not None and pages >= _MANY_PAGES and page == number:
        page = pages = None  # `24화 (24/130)` counts the book's chapters
    return ChapterTitle(title, number, page, pages)


def same_title(a: str, b: str) -> bool:
    """Do two titles name the same chapter? Repost marks (重发, 修), page suffixes, width, blanks and punctuation aside; a
    number that only one of them claims is no difference, two different numbers are."""
    (number_a, name_a), (number_b, name_b) = _title_key(a), _title_key(b)
    if name_a != name_b:
        return False
    return number_a == number_b or (bool(name_a) and (number_a is None or number_b is None))


def same_name(a: str, b: str) -> bool:
    """Do two titles have the same words, whatever numbers they claim? False where there are none beside the number."""
    name = name_of(a)
    return bool(name) and name == name_of(b)


def name_of(title: str) -> str:
    """What a title says beside its number, in letters and digits only; empty where it is nothing but its number."""
    return _title_key(title)[1]


def _title_key(raw: str) -> tuple[Number | None, str]:
    title = parse_title(raw).title
    title = _REPOST_MARK.sub("", title).strip() or title
    claim = find_claim(title)
    if claim is None:
        return None, _fold(title)
    return claim.number, _fold(title[: claim.start] + title[claim.end :])


def _fold(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())


def _site_label(site: str | None) -> str | None:
    """`example` of `www.example.org`."""
    labels = [label for label in (site or "").split(":")[0].split(".") if label not in {"www", "m", "wap"}]
    return labels[-2] if len(labels) > 1 and len(labels[-2]) > 3 else None


def _is_name(part: str, names: tuple[str, ...]) -> bool:
    """Is `part` the book's name, the site's, or the words that sites put around them?"""
    folded = _fold(_SITE_WORDS.sub("", part) if part not in names else part)
    for name in names:
        if _fold(part) == name or folded == name:
            return True
        folded = folded.replace(name, "")
    return not folded or _DOMAIN.match(part.strip()) is not None


def _drop_tail(title: str, names: tuple[str, ...]) -> str:
    """Cut trailing parts that are the book, the site or its advertising. A part behind a mere blank must leave a name."""
    parts = _PARTS.split(title)
    for at in range(1, len(parts), 2):
        tail, kept = "".join(parts[at + 1 :]), "".join(parts[:at]).strip(" -_|,，")
        if not kept or not tail.strip():
            continue
        named = not parts[at].isspace() and any(n in _fold(parts[at + 1]) for n in names) and _is_name(parts[at + 1], names)
        if not named and not _is_name(tail, names):
            continue
        if parts[at].isspace() and (not any(n in _fold(tail) for n in names) or _is_bare(kept)):
            continue
        if find_claim(kept) or not find_claim(title):
            return kept
    return title


def _drop_head(title: str, names: tuple[str, ...]) -> str:
    """Cut the book's or site's name before a chapter's number, or before a strong separator."""
    parts = _PARTS.split(title)
    for at in range(1, len(parts), 2):
        head, kept = "".join(parts[:at]), "".join(parts[at + 1 :]).strip()
        if not head.strip() or not kept or not names or not any(n in _fold(head) for n in names) or not _is_name(head, names):
            continue
        if kept.isdecimal() and parts[at].strip(" –—-") == "":
            continue  # `Of Rain - 7` is all that the author called it
        claim = find_claim(kept)
        if (claim and claim.start < 8) or not (parts[at].isspace() or parts[at] == "-"):
            return kept
    return title


def _is_bare(title: str) -> bool:
    """Is the title nothing but its number?"""
    claim = find_claim(title)
    return claim is not None and not _fold(title[claim.end :])


def _drop_page(title: str, page: int | None, pages: int | None) -> tuple[str, int | None, int | None]:
    for pattern in (*_PAGE_SUFFIXES, _UNDERSCORE_PAGE):
        match = pattern.search(title)
        if match is None:
            continue
        kept = title[: match.start()].rstrip(" -–—_|,，:")
        number = chinese_number(match["page"])
        count = chinese_number(match["pages"]) if "pages" in pattern.groupindex and match["pages"] else None
        if not kept or not isinstance(number, int) or (isinstance(count, int) and not 1 <= number <= count):
            continue
        if pattern is _UNDERSCORE_PAGE and not (find_claim(kept) or not kept[-1].isascii()):
            continue
        return kept, page or number, pages or (int(count) if count else None)
    return title, page, pages


def _drop_notes(title: str) -> str:
    title = _CHROME_TAIL.sub("", title) or title
    title = _LEADING_NOTE.sub("", title)
    title = _BRACKETED_NOTE.sub("", title).strip() or title
    kept = _TRAILING_NOTE.sub("", title)
    return title if not kept or _is_bare(kept) else kept


def _single(title: str) -> str:
    """`22.第22章 X` and `第22章 X 第22章 X` say it twice: once is enough."""
    half = len(title) // 2
    if title[:half].strip() and title[:half].strip() == title[half:].strip():
        return title[:half].strip()
    head = re.match(rf"(?:\d{{1,5}}|第?[{CHINESE}\d]{{1,9}}章)[\s.、:：_-]{{0,3}}(?=第)", title)
    if head and (rest := find_claim(title[head.end() :])) and rest.start == 0:
        own = chinese_number(re.sub(r"[第章\s.、:：_-]", "", head[0]))
        if own == rest.number:
            return title[head.end() :]
    return title
