"""Lines by which a site says that a chapter goes on on its next page, or that it is over."""

from __future__ import annotations

import re

# Written with `第(2/3)页`-like counters apart, because those say which page of how many this is.
_GOES_ON = re.compile(
    r"本小?章节?[还還]?[未没沒]有?(?:完|结束|結束)"
    r"|[这這]小?章[节節]?[还還]?(?:没有|沒有|没|沒|未)(?:结束|結束|完)[，,\s]{0,2}(?:[请請点點]|$)"
    r"|[这這]个?個?章[节節]?[后後]面[还還]有"
    r"|未完[，,]?[请請]?(?:点击|點擊)|[还還]有下一[页頁]哦"
    r"|(?:点击|點擊)下一[页頁](?:继续|繼續|[阅閱][读讀])"
    r"|continued on (?:the )?next page|次のページ(?:へ|に)続く|다음 페이지에 계속"
    r"|(?:本章|本文|内容|內容)共\d{1,3}[页頁][，,\s]{0,2}(?:当前|當前)?第\d{1,3}[页頁]"
)
# These words alone could be a story's: they count only where the whole line is nothing else.
_BARE = re.compile(
    r"^[\s(（【\[〔]{0,4}(?:[请請])?(?:继续|繼續|点击|點擊|[请請]看|接)?(?:[阅閱][读讀]|看)?下一[页頁](?:继续|繼續)?(?:[阅閱][读讀]|看|更精彩)?"
    r"[\s)）】\]〕。.！!~～>＞→]{0,6}$|^[\s(（]{0,3}未完[，,\s]{0,2}下一[页頁][\s)）]{0,3}$"
)
_ENDS = re.compile(
    r"^[\s(（【\[〔—\-~～]{0,4}(?:(?:亲[，,]?\s?)?(?:本章节?|本节)已?(?:[阅閱][读讀])?(?:完|结束|結束)[了毕畢结結]?|未完待[续續])"
    r"(?:[，,。！!\s]{0,3}(?:[祝愿]您?你?[^，。！？“”]{0,6}(?:愉快|开心|開心|快乐|快樂)|感[谢謝](?:您的?|你的?)?(?:[阅閱][读讀]|支持)"
    r"|[请請敬]?(?:看|期待|关注|關注|[阅閱][读讀]|点击|點擊)?下一?[章回][^，。！？“”]{0,8}))?"
    r"[哦^0_o\s]{0,6}[。.…!！~～]{0,3}[\s^0o_]{0,6}[\s)）】\]〕—\-~～]{0,4}$"
)
# 本章未完 and no more: no advertisement, and true where it is the last that was got of a chapter.
_UNFINISHED = re.compile(
    r"[\s(（【\[〔…—\-]{0,6}(?:本小?章节?|[这這]小?章[节節]?)[还還]?[未没沒]有?(?:完|结束|結束)了?[\s)）】\]〕…—\-.。！!~～]{0,12}"
)
# The first two see lines without white space, so that it need not be shared out between their parts.
_ARROWS = re.compile(r"^[(（]?(?:[-－—–]{2,9}[>＞》]{1,3}|[>＞]{2,9})[)）]?$")
_COUNTER = re.compile(r"^[(（【\[]?第?[(（【\[]?(\d{1,3})[页頁]?[/／，,]?共?(\d{1,3})[)）】\]]?[页頁]?[)）】\]]?$")
_COUNTED = re.compile(r"[/／共]")
_BARE_COUNTER = re.compile(r"^([1-9]\d?)\s?/\s?([1-9]\d?)$")
_COUNTER_SIGN = re.compile(r"[(（【\[第页頁]")
_ARROW_TAIL = re.compile(r"(?<!\s)\s{0,9}[-－—–]{2,9}\s{0,3}[>＞]{1,3}\s{0,9}$")
_INLINE = re.compile(
    r"[\s…]{0,3}[(（【\[〔][^()（）【】\[\]〔〕]{0,60}?(?:" + _GOES_ON.pattern + r")[^()（）【】\[\]〔〕]{0,40}[)）】\]〕]\s*$"
)
# `小主，` or `（温馨提示：` may stand before the words; a sentence of the story may not.
_LEAD_IN = re.compile(r"^[\s(（【\[〔—\-]{0,4}[^\s。！？!?…”()（）]{0,8}$")
_MARKER_CHARS = frozenset("章页頁完续續>＞→»pペ페")
# One of these, or `page`, stands in every marker that a line may end with.
_SIGNS = re.compile("[章节页頁完续續>＞→»》ペ페/／共]")
_LAST_BRACKET = re.compile(r"[(（【\[〔][^()（）【】\[\]〔〕]{1,110}[)）】\]〕][。！!]?$")
_SENTENCES = re.compile(r"[^。！？!?…]+[。！？!?…”」』)）】\]]*|[。！？!?…]+")
_LABELS = frozenset(("下一页", "下一頁"))
_SOMEBODY = frozenset("他她我彼僕俺私“”「」")
_MARKER_LONGEST = 120
_LONGEST = 60  # characters; the longest marker met is 34, and a story line that mentions 下一页 is rarely this short


def is_continuation(line: str) -> bool:
    """Whether the whole line says that the chapter goes on. A counter counts where its page is not the last."""
    line = line.strip()
    if not line or len(line) > _LONGEST:
        return False
    counted = page_counter(line)
    if counted:
        return counted[0] < counted[1]
    if _ARROWS.match("".join(line.split())) or _BARE.match(line):
        return True
    found = _GOES_ON.search(line.lower())
    if found is None:
        return False
    lead_in = line[: found.start()]
    return _SOMEBODY.isdisjoint(lead_in) and _LEAD_IN.match(lead_in) is not None


def page_counter(line: str) -> tuple[int, int] | None:
    """(2, 3) of a line that is only a counter such as `第(2/3)页`; None for any other, `12/5` included."""
    line = "".join(line.split()) if len(line) <= _LONGEST else ""
    match = _COUNTER.match(line)
    if not match or not _COUNTER_SIGN.search(line) or not _COUNTED.search(line):
        return None
    return _in_order(match)


def bare_counter(line: str) -> tuple[int, int] | None:
    """(1, 3) of a line that is `1/3` and nothing else: a page's counter at the edge of a page, anything elsewhere."""
    match = _BARE_COUNTER.match(line)
    return _in_order(match) if match else None


def _in_order(match: re.Match[str]) -> tuple[int, int] | None:
    page, pages = int(match[1]), int(match[2])
    return (page, pages) if 0 < page <= pages else None


def is_chapter_end(line: str) -> bool:
    """Whether the whole line says that the chapter is over, as `(本章完)` does."""
    return len(line) <= _LONGEST and bool(_ENDS.match(line))


def is_marker(line: str) -> bool:
    """Whether the line is about the chapter's pages and not of the story. `下一页` alone may be either."""
    if line in _LABELS:
        return False
    return is_continuation(line) or is_chapter_end(line) or page_counter(line) is not None


def unfinished_mark(line: str) -> str:
    """What `line` ends with if it says that the chapter is not over and nothing else: （本章未完）, 本章未完……; empty where
    there is none. It goes where the next page is joined; of a text that has no next page it is true."""
    if _MARKER_CHARS.isdisjoint(line):
        return ""
    bracket = _LAST_BRACKET.search(line[-_MARKER_LONGEST:])
    if bracket is not None:
        return bracket[0] if _UNFINISHED.fullmatch(bracket[0]) else ""
    sentences = _SENTENCES.findall(line)
    while len(sentences) > 1 and not sentences[-1].strip("…"):
        sentences[-2:] = [sentences[-2] + sentences[-1]]
    return sentences[-1] if _UNFINISHED.fullmatch(sentences[-1]) else ""


def strip_continuation(line: str) -> str:
    """`line` without a marker at its end: one in brackets, or an arrow `-->>`. Empty where nothing else stood there."""
    if is_marker(line):
        return ""
    if mark := unfinished_mark(line):
        return line[: -len(mark)]
    tail = line[-2 * _LONGEST :]
    kept = _ARROW_TAIL.sub("", _INLINE.sub("", tail))
    return line[: len(line) - len(tail)] + kept if kept != tail else line


def cut_marker(line: str) -> str:
    """`line` without the page marker it ends with, in brackets or as a sentence. Where somebody turns the page it is none, and
    a mark as `unfinished_mark` finds stays."""
    if _MARKER_CHARS.isdisjoint(line) or not (_SIGNS.search(line) or "page" in line.lower()):
        return line
    bracket = _LAST_BRACKET.search(line[-_MARKER_LONGEST:])
    if unfinished_mark(line):
        return line
    starts = [len(line) - len(bracket[0])] if bracket else []
    for start in starts + [match.start() for match in _SENTENCES.finditer(line)]:
        if len(line) - start > _MARKER_LONGEST or not _SOMEBODY.isdisjoint(part := line[start:]):
            continue
        if is_marker(part) or (not bracket and is_marker(_SENTENCES.findall(part)[0])):
            return line[:start].rstrip()
    rest = strip_continuation(line)
    return rest if rest and line.startswith(rest) else line


def goes_on(paragraphs: tuple[str, ...] | list[str]) -> bool:
    """Whether the last or first lines of a page say that the chapter goes on on the next one."""
    edges = [*paragraphs[:2], *paragraphs[-4:]]
    if any(is_chapter_end(line) for line in paragraphs[-2:]):
        return False
    return any(is_continuation(line) or (not is_marker(line) and strip_continuation(line) != line) for line in edges)
