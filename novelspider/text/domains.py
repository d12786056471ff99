"""Addresses of sites and laced slogans in the text, plain or disguised."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from novelspider.text.latin_talk import is_address_talk
from novelspider.text.sitenames import NET, SITE
from novelspider.text.skeleton import skeleton

if TYPE_CHECKING:
    from novelspider.text.skeleton import Skeleton

_SURE = "com|net|org|cc|info|xyz|vip|club|biz|com.cn|cn|tw|jp|kr"
# These are words as well: they count only with www., a telling name or the page's own host.
_SHORT = "me|la|so|co|io|top|one|win|fun|app|site|online|tv|pw|us|in|to"
_SPELLED_DOT = r" ?[(（\[【] ?(?:\.|dot|点) ?[)）\]】] ?"
_DOMAIN = re.compile(
    r"(?<![a-z0-9@.-])(?P<http>https?[:：]?/{0,2})?(?P<www>w{3}[.。点]?|wap[.点]|m[.点])?"
    r"(?P<labels>[a-z0-9][a-z0-9-]{1,29}(?:\.[a-z0-9-]{2,20}){0,2})"
    rf"(?P<closed>[)）\]】]{{1,2}})?(?:\.|点|{_SPELLED_DOT}|(?P<stop>。{{1,3}}))(?P<opened>[(（\[【]{{1,2}})?"
    rf"(?:(?:{_SURE})|(?P<short>{_SHORT}))(?P<path>/[a-z0-9/_.?=&-]{{0,60}})?(?![a-z0-9-])(?(opened)[)）\]】]{{0,2}})"
)
_TELLING = re.compile(
    r"xs|shu|book|novel|read|txt|wx|zw|biqu|bqg|wenxue|xiaoshuo|lite|story|fiction|\d{3}|69|\d{2}[a-z]{1,2}$|[a-z]{3}\d$"
)
_AD = (
    r"本书|本章节?|本小说|本文|本站|最新章节|最新|小说|首发|更新|最快|阅读|无弹窗|章节|手打|免费读?|全文|全本|完整|记住|收藏|请到|请上|请访问|访问|请登[录陆]|登[录陆]|"
    r"浏览|本站|网址|域名|地址|官网|来自|文字(?=首发|更新|版)|看书|获取|欲知|手机|正版|完本|精彩|尽在|支持|就上|网站|http|来源|书友|转载|百度|输入|书网|小说网|文学网|中文网"
)
_STRONG_AD = re.compile(
    r"本书|本章|本小说|本文|本站|最新章节|小说|首发|最快|阅读|无弹窗|手打|免费|全文|全本|记住|收藏|请到|请上|请访问|请登[录陆]|看书|正版|完本|尽在|就上|来自|书友|书网|文学网|中文网"
)
# A sentence that speaks of an address has one of these beside it.
_SPOKEN_BEFORE = re.compile(
    r"(?:打开|点开|登[录陆入]|输入|敲[下入出]?|键入|访问|浏览|进入|上了|叫做?|名为|写[着了下]|印[着了]|注册|搜索?|查[了到]"
    r"|网站|网址|域名|链接|地址|邮箱|公司|页面|一[行串条个家])[:：]?$"
)
_SPOKEN_AFTER = re.compile(r"(?:的|这个|那个)?(?:网站|网址|页面|首页|公司|域名|邮箱|服务器|链接)")
_BEFORE = re.compile(rf"(?:{_AD}|的|为|是|在|由|[:：/\-(（【\[『「《<|+]){{1,12}}$")
_PRAISE = _AD.replace("|http|", "|")  # with which another address begins
_AFTER = re.compile(rf"^(?:{_PRAISE}|的|[:：，,/\-)）】\]』」》>|+！]){{1,12}}")
_OPENED = re.compile(r"[(（\[【《<『][^()（）\[\]【】《》<>『』，。！？“”]{0,12}$")
_CLOSED = re.compile(r"^[^()（）\[\]【】《》<>『』，。！？“”]{0,12}[)）\]】》>』]")
_AD_WORD = re.compile(_AD)
_LATIN_AD = re.compile(
    r"\b(?:novels?|chapters?|webnovel|translations?|latest (?:updates?|releases?)|please (?:visit|click)|for visiting"
    r"|source of this|content is)\b"
)
_NAMED = rf"(?:{SITE}|小说|文学)"
# A name between the stop that ends a paragraph and the address behind it.
_TAIL = re.compile(r"[。！？…”」』】!?]([^。！？…”“」「』『】【!?，]{1,12})$")
# A name has none of the words that a sentence leads up to it with; before 小说 it has no verbs either. 在 or 的 before it make
# a bookshop a sentence's.
_LEADS = "的了着过把被将在有到去来从自向对是为由他她我你它们"
_MORE_LEADS = _LEADS + "那这本部篇看读写说买卖给和与不没也都就还又再很几两一二三"
_NAME_BEFORE = re.compile(
    rf"(?:(?:^|\W|[为由])([^\W{_LEADS}]{{1,6}}(?:{SITE})[:：]?)|[的是在]([^\W{_LEADS}]{{1,6}}(?:{NET})[:：]?)"
    rf"|(?:^|\W|[的为是在由])([^\W{_MORE_LEADS}]{{1,6}}(?:小说|文学)[:：]?))$"
)
_SITE_NAME = re.compile(rf"[(（【\[《「『]?[^，。！？来在到去从的]{{0,6}}{_NAMED}[:：]?[)）】\]》」』]?")
_REST_LONGEST = 40
_SCRAP_LONGEST = 6
_SHORTEST_BRACKETED = 5
_SHORTEST = 8  # an address like `it.is` may be a slip of the pen
_OPENING, _CLOSING = frozenset('“‘「『《"'), frozenset('”’」』》"')
_SENTENCE_MARKS = frozenset("。！？!?“”「」")
_CLAUSE_END = re.compile("[，。！？；…“”]")
_LATIN = re.compile(r"[a-z0-9]{2}")
_DOTTED = re.compile(r"[.。(\[](?:(?<=[a-z0-9][.。])[a-z]|(?:(?<=[a-z0-9][(\[])|(?<=[a-z0-9] [(\[])) ?(?:\.|dot|点))")
_STOP = re.compile(r"[.!?]+(?=\s|$)")
_SENTENCE = re.compile(r"[^.!?]*$")
_SENTENCE_LONGEST = 200
_BRACKET_PAIRS = frozenset(("()", "（）", "【】", "[]", "<>"))


def find_domains(folded: Skeleton, host: str = "") -> list[tuple[str, int, int]]:
    """(rule, start, end) of addresses in the skeleton's text that are not the story's: disguised, the page's own `host`,
    telling by name, or with advertising around them. What a sentence merely names stays, and so do mail addresses."""
    found: list[tuple[str, int, int]] = []
    if not (_LATIN if folded.loose else _DOTTED).search(folded.text):
        return found
    found += _own(folded.text, host)
    for match in _DOMAIN.finditer(folded.text):
        start, end = match.span()
        if folded.loose:
            if not _is_ad(folded, match, host):
                continue
            closed = match["closed"] and start and folded.text[start - 1] in "(（[【"
            first, last = _widened(folded.text, start, end)
            found.append(("domain", start - 1 if closed and first == start else first, last))
        elif match["stop"]:  # 。 in a line of Latin letters
            if end - start == len(folded.text) > _SHORTEST:
                found.append(("domain", start, end))
        else:
            head = _SENTENCE.search(folded.text[max(0, start - _SENTENCE_LONGEST) : start])
            stop = _STOP.search(folded.text, end, end + _SENTENCE_LONGEST)
            first, last = start - len(head[0]) if head else start, stop.end() if stop else len(folded.text)
            plain = match["www"] or "/" in match[0] or not match["short"] or end - start > _SHORTEST
            inside = folded.text[start - 1 : start] + folded.text[end : end + 1] in _BRACKET_PAIRS
            if inside and (plain or end - start > _SHORTEST_BRACKETED):
                found.append(("domain", start - 1, end + 1))
                continue
            alone = plain and last - first <= end - start + 4
            sentence = folded.text[first:last]
            if alone or _LATIN_AD.search(sentence) or is_address_talk(sentence):
                found.append(("domain", first, last))
    return found


def _own(text: str, host: str) -> list[tuple[str, int, int]]:
    """Where the page's own address stands, with what announces it and what praises it."""
    name = _site_of(host)
    if "." not in name or name not in text:
        return []
    pattern = rf"(?:https?[:：]/{{0,2}})?(?:[a-z0-9-]{{1,20}}\.)?{re.escape(name)}(?:/[a-z0-9/_.?=&-]{{0,60}})?"
    return [("domain", *_widened(text, *match.span())) for match in re.finditer(pattern, text)]


def _site_of(host: str) -> str:
    """The name that all hosts of one site share: the last two labels, three where the last two are no name (`com.cn`)."""
    labels = host.lower().split(".")
    if labels[-1].isdecimal():
        return host
    return ".".join(labels[-3 if len(labels) > 2 and len(labels[-1]) == 2 and len(labels[-2]) < 4 else -2 :])


def _widened(text: str, start: int, end: int) -> tuple[int, int]:
    if bracket := _around(text, start, end):
        return bracket
    start -= _said_before(text[max(0, start - 40) : start])
    if said := _said_behind(text[end : end + 40]):
        end += said
        end = len(text) if not text[end : end + 40].strip("。！!") and len(text) - end < 40 else end
    if end == len(text) and (tail := _TAIL.search(text[max(0, start - 16) : start])):
        start -= len(tail[1])
    return _around(text, start, end) or (start, end)


def _said_before(text: str) -> int:
    """How many characters at the end of `text` announce the address behind it. One word of advertising that a sentence runs
    into is the sentence's."""
    name = _NAME_BEFORE.search(text)
    before = _BEFORE.search(text)
    if name is not None:
        return len(name[name.lastindex or 0])
    if before is None:
        return 0
    said = before[0].lstrip("的为是在由")
    count = len(_AD_WORD.findall(said))
    runs_on = text[: len(text) - len(said)][-1:].isalpha()
    return len(said) if count > (1 if runs_on else 0) else 0


def _said_behind(text: str) -> int:
    """How many characters at the start of `text` praise the address before it, likewise."""
    after = _AFTER.match(text)
    if after is None:
        return 0
    runs_on = after[0][-1:].isalnum() and text[len(after[0]) :][:1].isalnum()
    return len(after[0]) if len(_AD_WORD.findall(after[0])) > (1 if runs_on else 0) else 0


def _around(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The bracket that holds `text[start:end]` and at most a name beside it."""
    before, after = _OPENED.search(text[max(0, start - 16) : start]), _CLOSED.match(text[end : end + 16])
    if before is None or after is None:
        return None
    return start - len(before[0]), end + len(after[0])


def is_rest_of_ad(text: str) -> bool:
    """Is `text` what an advertisement leaves when its address is cut out: no sentence, and two of its words or more?"""
    low = skeleton(text).text
    if _SITE_NAME.fullmatch(low):
        return True
    if len(low) > _REST_LONGEST or not _SENTENCE_MARKS.isdisjoint(low):
        return False
    if low.isascii():
        return is_address_talk(low)
    return len(set(_AD_WORD.findall(low))) > (1 if len(low) > _SCRAP_LONGEST else 0)


def _is_ad(folded: Skeleton, match: re.Match[str], host: str) -> bool:
    start, end = match.span()
    first, last = folded.span(start, end)
    label = match["labels"].split(".")[-1]
    named = label in host.lower().split(".") or _TELLING.search(match["labels"]) is not None
    if end - start == len(folded.text) or _around(folded.text, start, end):
        return True
    if _NAME_BEFORE.search(folded.text[max(0, start - 12) : start]):
        return True
    dressed = folded.line[first:last].lower() != folded.text[start:end]
    around = (
        _CLAUSE_END.split(folded.text[max(0, start - 6) : start])[-1] + " " + _CLAUSE_END.split(folded.text[end : end + 6])[0]
    )
    if match["short"] or match["stop"]:
        sure = named or match["www"] is not None or not match["short"] or (dressed and len(label) > 3)
        return sure or (len(label) > 3 and _AD_WORD.search(around) is not None)
    if dressed or _STRONG_AD.search(around) or _said_before(folded.text[max(0, start - 40) : start]):
        return True
    quoted = folded.text[start - 1 : start] in _OPENING and folded.text[end : end + 1] in _CLOSING
    if quoted or _SPOKEN_BEFORE.search(folded.text[max(0, start - 4) : start]) or _SPOKEN_AFTER.match(folded.text, end):
        return False
    if named or match["www"] or match["http"] or match["path"]:
        return True
    if end == len(folded.text) and folded.text[start - 1] in _SENTENCE_MARKS | {"…"}:
        return True
    return _AD_WORD.search(around) is not None or 10 * (end - start) >= 7 * len(folded.text)
