"""The further pages of a table of contents."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from novelspider.items import loose_key
from novelspider.pages.candidates import aside_of
from novelspider.pages.document import squeeze

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Sequence

    from novelspider.pages.document import Document, Element
    from novelspider.pages.titled_links import TocLink

_ALL = re.compile(
    r"全部章[节節]|所有章[节節]|完整(?:目[录錄]|章[节節])|全部目[录錄]|章[节節](?:目[录錄]|列表|大全)|(?:查看|更多"
    r"|展开|展開|点击|點擊|浏览|瀏覽).{0,8}(?:目[录錄]|章[节節])"
    r"|^\W*(?:目[录錄次]|小说目录|小說目錄|返回目[录錄]|书籍目录|作品目录)\W*$|目[录錄]列表"
    r"|(?:all|full|more|view|see|complete)\s.{0,12}chapters?|chapters? ?list|^\W*(?:table of )?contents\W*$"
    r"|^\W*chapters\W*(?:\(?\d+\)?)?$|^\W*toc\W*$"
    r"|xem (?:tất cả|thêm|danh sách).{0,16}|danh sách chương|mục lục|すべて(?:の話|表示)|もくじ|전체 ?목차|회차"
    r" ?목록|все главы|оглавление|todos os capítulos|todos los capítulos"
    r"|tous les chapitres",
    re.I,
)
_NEXT = re.compile(
    r"^\W*(?:下一?[页頁]|后一?页|后页|下[ㄧ壹][页頁]|next(?: page)?|次へ|次のページ|다음|trang sau|sau|suivante?"
    r"|siguiente|далее|следующая|>{1,2}|›|»|→)\W*$|^[>›»→]{1,2}$",
    re.I,
)
_LAST = re.compile(
    r"^\W*(?:尾[页頁]|末[页頁]|最后一?[页頁]|最後一?[页頁]|last|最後|cuối|dernière?|última?|последняя|»|>>|>\|)\W*$"
    r"|^(?:»|>>)$",
    re.I,
)
_NUMBER_LABEL = re.compile(r"^\W{0,2}(?:第\s?)?(\d{1,4})(?:\s?[页頁])?\W{0,2}$")
_RANGE = re.compile(
    r"\d\s?[章话話回]?\s?(?:-|–|—|~|～|至|到|to)\s?第?\s?\d|^\W*第?\s?\d{1,4}\s?[页頁]|^\W*(?:page|trang)\s?\d"
    r"|^\W*\d{1,4}\W*$|[页頁]",
    re.I,
)
_WORDS = "(?:index|list|page|p|trang|pagina|seite|catalog|mulu|asc|desc|all)?"
_PAGED = re.compile(rf"(.*?)[/_.-]?{_WORDS}[/_-]?(\d{{1,4}})")
_OWN_PAGE = re.compile(rf"(.*?)[/_.-]{_WORDS}[/_-]?(\d{{1,4}})")
_LABEL = 40  # characters of a label; longer texts are no labels, and the patterns are not made for them
_MOST_PAGES = 2000  # of 10 chapters each: longer than any book counted
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class TocPages:
    """`full` are links that promise the whole list, `pages` further pages of the list that is shown here."""

    full: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()


def find_toc_pages(document: Document, links: Sequence[TocLink], chapters: Container[str]) -> TocPages:
    """Where the list goes on. `links` are all links of the page, `chapters` the addresses already read as chapters."""
    here = loose_key(document.url)
    others = [link for link in links if len(link.title) <= _LABEL and link.url not in chapters]
    full = [link.url for link in others if _ALL.search(link.title) and loose_key(link.url) != here]
    full = [url for url in full if not _continues(document.url, url)]
    pages = _options(document, chapters) or _numbered(document, others)
    pages = [url for url in pages if loose_key(url) != here]
    return TocPages(_unique(full), _unique(pages)[:_MOST_PAGES])


def _continues(here: str, url: str) -> bool:
    """Whether `url` is a later page of the list at `here`, or its first page where `here` is a later one. The first page of a
    list is not, seen from a page above it."""
    number = page_of(here, url)
    return number is not None and (number > 1 or page_of(url, here) is not None)


def find_list_pages(document: Document, links: Sequence[TocLink]) -> tuple[str, ...]:
    """Further pages of a list of anything: pagers only, so that sort orders and filters are not taken for pages."""
    here = loose_key(document.url)
    found = [url for url in _numbered(document, links) if loose_key(url) != here]
    labels = (link for link in links if len(link.title) <= _LABEL and _NEXT.match(link.title))
    plain = [link.url for link in labels if loose_key(link.url) != here]
    return _unique(found or plain)[:_MOST_PAGES]


def _unique(urls: Iterable[str]) -> tuple[str, ...]:
    found: dict[str, str] = {}
    for url in urls:
        found.setdefault(loose_key(url), url)
    return tuple(found.values())


def _options(document: Document, chapters: Container[str]) -> list[str]:
    """The pages of a `<select>`: its options name ranges or numbers of pages, and their values are addresses."""
    menus: dict[Element, list[str]] = defaultdict(list)
    for option in document.root.iter("option"):
        value = option.get("value") or option.get("data-url") or ""
        url = document.absolute(value) if "/" in value or "." in value or value.startswith("?") else None
        if url and url not in chapters and _RANGE.search(squeeze(option.text or "")[:60]):
            menus[option.getparent()].append(url)
    return [url for urls in menus.values() if len(urls) >= 2 and len({_skeleton(url) for url in urls}) <= 2 for url in urls]


def _skeleton(url: str) -> str:
    return _DIGITS.sub("0", urlsplit(url).path)


def page_of(url: str, other: str) -> int | None:
    """The number by which `other` is a page of the list at `url`: one number more, or one number changed; None where it
    is no such page.

    The number stands last in the path (`/book/7/2.html`, `index_2.html`, `/book/7_2/`) or in a query field named for it."""
    a, b = urlsplit(url), urlsplit(other)
    if (a.hostname or "").removeprefix("www.") != (b.hostname or "").removeprefix("www."):
        return None
    stem_a, stem_b = _stem(a.path), _stem(b.path)
    if stem_a == stem_b and b.query:
        return _query_page(a.query, b.query)
    if a.query != b.query:
        return None
    match = _PAGED.fullmatch(stem_b)
    if match is None:
        return None
    bases = {stem_a, re.sub(r"[/_-](?:index|list|catalog|mulu)$", "", stem_a)}
    own = _OWN_PAGE.fullmatch(stem_a)
    if own and match[1] != stem_a:
        bases.add(own[1])
    return int(match[2]) if match[1].rstrip("/_-") in {base.rstrip("/_-") for base in bases} else None


def _stem(path: str) -> str:
    return re.sub(r"\.s?html?$|\.php$|\.aspx?$", "", path.lower()).rstrip("/")


_PAGE_FIELD = re.compile(r"^(?:page|p|pg|paged|pagenum|pageno|pageindex|page_num|pn|trang|start|offset)$", re.I)


def _query_page(a: str, b: str) -> int | None:
    fields_a, fields_b = dict(_fields(a)), dict(_fields(b))
    changed = {name for name in fields_a | fields_b if fields_a.get(name) != fields_b.get(name)}
    if len(changed) != 1:
        return None
    name = changed.pop()
    value = fields_b.get(name, "")
    return int(value) if _PAGE_FIELD.match(name) and value.isdecimal() and len(value) <= 6 else None


def _fields(query: str) -> Iterable[tuple[str, str]]:
    for pair in query.split("&"):
        if pair:
            name, _, value = pair.partition("=")
            yield name, value


def _numbered(document: Document, links: Sequence[TocLink]) -> list[str]:
    """Pages named by numbers, by 下一页 or by 尾页; numbers that the pager leaves out (1 2 3 … 81) are filled in where the
    addresses count as the labels do."""
    numbered: dict[int, str] = {}
    others: list[str] = []
    for link in links:
        text = link.title
        if len(text) > 20 or not (_RANGE.search(text) or _LAST.match(text) or _NEXT.match(text)):
            continue
        number = page_of(document.url, link.url)
        if number is None or aside_of(document, link.node):
            continue
        label = _NUMBER_LABEL.match(text)
        if label and int(label[1]) != number:
            others.append(link.url)
        else:
            numbered.setdefault(number, link.url)
    return [url for _, url in sorted(_filled(numbered).items())] + others


def _filled(numbered: dict[int, str]) -> dict[int, str]:
    """1 2 3 … 81 as 1 to 81. Filled only from two addresses that agree in everything but the number."""
    if not numbered or max(numbered) > _MOST_PAGES or max(numbered) - min(numbered) < len(numbered):
        return numbered
    frames = Counter(frame for number, url in numbered.items() if (frame := _frame(url, number)) is not None)
    if not frames or frames.most_common(1)[0][1] < 2:
        return numbered
    before, after = frames.most_common(1)[0][0]
    last = max(number for number, url in numbered.items() if _frame(url, number) == (before, after))
    return {number: f"{before}{number}{after}" for number in range(min(numbered), last)} | numbered


def _frame(url: str, number: int) -> tuple[str, str] | None:
    before, found, after = url.rpartition(str(number))
    return (before, after) if found and not before[-1:].isdigit() and not after[:1].isdigit() else None
