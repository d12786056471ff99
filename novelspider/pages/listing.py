"""Pages that list books: listings, rankings, categories, search results, home pages."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

from novelspider.items import loose_key
from novelspider.pages.chapter_links import family_keys
from novelspider.pages.chapter_titles import is_button, number_place
from novelspider.pages.names import fold_name
from novelspider.pages.page import Link
from novelspider.pages.titled_links import all_links
from novelspider.pages.toc_pages import find_list_pages

if TYPE_CHECKING:
    from collections.abc import Sequence

    from novelspider.pages.document import Document, Element
    from novelspider.pages.titled_links import TocLink

LIST_WORDS = re.compile(
    r"书单|書單|分[类類][:：]|[标標][签籤][:：]|归档|\b(?:category|tag|archives?):|\barchives$|reading list"
    r"|搜索|搜尋|检索|檢索|検索|排行|榜单|(?:月票|推荐|推薦|点击|點擊|收藏|人气|人氣|热门|熱門|热销|畅销|暢銷|新人|完本|字数|字數|飙升|潜力|潛力)票?榜|ランキング|分类|分類|书库|書庫|全部小说|小说大全|小說大全|完本小说"
    r"|新书|\bsearch\b|rankings?\b|browse|latest updates|most popular|"
    r"的结果|搜索结果|書友最值得收藏|书友最值得收藏|tìm kiếm|kết quả|danh sách truyện|thể loại|bảng xếp hạng"
    r"|\bgenres?\b|recherche|búsqueda|поиск|рейтинг|소설 목록|랭킹|검색",
    re.I,
)
_NOT_BOOK = re.compile(
    r"/(?:author|authors|user|users|tag|tags|genres?|sort|category|categories|class|tac-gia|the-loai|\bsearch\b"
    r"|login|register|bookcase|history|help|about|contact|quanben|top|rank"
    r"|paihang|ph|shuku|list|lists|forum(?!\.php)|reviews?|comments?|rss|feed|download|down|mybook|modules|user\w*|zuozhe|fenlei"
    r"|xuanhuan\w*|novels/class|tong-hop|danh-sach|all)(?:[/?._-]|$)",
    re.I,
)
_CHROME = re.compile(
    r"\b(?:nav|navbar|menu|foot\w*|friend\w*|links?|crumbs?|breadcrumb|lang\w*|pager|pagination|sidebar-menu)\b",
    re.I,
)
_HEADER = re.compile(r"\bheader\b", re.I)
_AUTHOR_ADDRESS = re.compile("/author|author=|/tac-gia")


@dataclass(frozen=True, slots=True)
class Listing:
    """Books that a page links to, in page order, and further pages of the same list. `authors` is how often an author is
    named."""

    books: tuple[Link, ...] = ()
    next_urls: tuple[str, ...] = ()
    authors: int = 0


def read_listing(document: Document, links: Sequence[TocLink] | None = None) -> Listing:
    """The books of a page: the family of addresses with most titles that are no chapters' titles, outside of menus.

    `links` are `all_links(document)`, where the caller has them already."""
    links = all_links(document) if links is None else links
    families: dict[str, dict[str, TocLink]] = defaultdict(dict)
    chapters: dict[str, int] = defaultdict(int)
    named: dict[str, set[str]] = defaultdict(set)
    chrome: dict[Element, bool] = {}
    for link in links:
        key = _family(link.url)
        if key is None or is_button(link.title) or link.title.isdecimal():
            continue
        place = None if link.image else number_place(link.title)
        if place is not None and _names_no_other(link.title[:place], named[key]):
            chapters[key] += 1
        elif not _in_chrome(link.node, chrome):
            known = families[key].get(link.url)
            if known is None or known.image or len(link.title) < len(known.title) < 80:
                families[key][link.url] = link
    best = max(families, key=lambda key: _weight(families[key], chapters[key], len(named[key])), default=None)
    if best is None or _weight(families[best], chapters[best], len(named[best])) <= 0:
        return Listing((), find_list_pages(document, links), _authors(document))
    kept = [key for key in families if key == best or _alike(key, best)]
    found = sorted((link for key in kept for link in families[key].values()), key=lambda link: link.place)
    books = {loose_key(link.url): Link(link.url, "book", link.title[:80]) for link in found}
    return Listing(tuple(books.values()), find_list_pages(document, links), _authors(document))


def _authors(document: Document) -> int:
    """How many texts name an author, and how many links lead to one."""
    texts = [text for node in document.nodes if (text := node.text) and node.tag is not etree.Comment]
    texts += [tail for node in document.nodes if (tail := node.tail)]
    addresses = [document.attributes.get(node, {}).get("href", "") for node in document.tags.get("a", ())]
    named = sum("作者" in text or "Author" in text or "著者" in text for text in texts)
    return named + sum(_AUTHOR_ADDRESS.search(address) is not None for address in addresses)


def _family(url: str) -> str | None:
    path = url.partition("://")[2].partition("?")[0].partition("/")[2]
    if not path or _NOT_BOOK.search(f"/{path}"):
        return None
    return family_keys(url)[1]


def _names_no_other(before: str, known: set[str]) -> bool:
    """Whether what stands before a chapter's number is no book's name that has not been there yet: `雨中山城（更新至第3章）` is
    a book, `雨中山城 第4章` after it one of its chapters."""
    name = fold_name(before)
    if len(name) < 2 or name in known:
        return True
    known.add(name)
    return False


def _weight(members: dict[str, TocLink], chapters: int, named: int) -> float:
    """Number of books, more for long names, less for those that stand before a chapter's number; a folder whose links are
    mostly chapters holds no books."""
    if chapters > len(members):
        return 0.0
    long = sum(len(link.title) > (4 if ord(link.title[0]) > 0x2E7F else 9) for link in members.values())
    return (len(members) - 0.5 * named) * (0.3 + long / len(members))


def _alike(key: str, best: str) -> bool:
    """The same form of address below another first folder: /book/0/ and /vbook/0/."""
    a, b = key.split("/"), best.split("/")
    return len(a) == len(b) >= 4 and a[0] == b[0] and a[2:] == b[2:] and "0" in b[2:]


def _is_chrome(node: Element) -> bool:
    """Whether an element is a menu, a foot or the head of the page; entries of a list may have heads of their own."""
    names = f"{node.get('class') or ''} {node.get('id') or ''}"
    if node.tag in ("nav", "footer") or _CHROME.search(names):
        return True
    head = node.tag == "header" or _HEADER.search(names) is not None
    return head and next(node.iterancestors("li", "article"), None) is None


def _in_chrome(node: Element, known: dict[Element, bool]) -> bool:
    path = []
    found = False
    for _ in range(8):
        if node is None or node.tag in ("body", "html"):
            break
        if node in known:
            found = known[node]
            break
        path.append(node)
        if _is_chrome(node):
            found = True
            break
        node = node.getparent()
    known.update(dict.fromkeys(path, found))
    return found
