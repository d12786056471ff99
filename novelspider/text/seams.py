"""Seams: where the pages of a chapter meet, and where a site broke a paragraph that the author did not."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from novelspider.text.continuation import bare_counter, is_continuation, is_marker, page_counter, strip_continuation
from novelspider.text.titles import parse_title

if TYPE_CHECKING:
    from collections.abc import Sequence

_OPEN = "“‘「『《〈（(【«"
_CLOSE = dict(zip("”’」』》〉）)】»", _OPEN, strict=True))
_QUOTES_OPEN = frozenset("“‘「『«")
_QUOTES_CLOSE = frozenset("”’」』»")
_STOPS = frozenset("。．.！!？?…‥～~—―─♪☆★※:：;；|*^＊=")
_PAUSES = frozenset("，,、")
# Punctuation that cannot begin a line in any language here: what it begins belongs to the line before.
_NEVER_FIRST = frozenset("，、；：,;:")
_SPEECH = frozenset("：:道说說问問喊叫答曰骂罵笑念吼嚷哭叹嘆")
_NAMING = re.compile(r"(?:管|把|名|号|號|唤|喚|这|這|那|它|们|們|都)[^，。；]{0,6}叫$")  # 叫 gives a name here
_PARTICLES = frozenset("的地得了着著过過们們吗嗎呢吧啊呀之")
_BULLET = re.compile(
    r"^(?:[*＊#＃※◆◇■□●○★☆·•\-—=~～_─]|第.{1,9}[章节節回卷话話集]|\d{1,4}\s?[.、．)）]|[（(]?[一二三四五六七八九十\d]{1,3}[)）、.])"
)
_QUOTED_TAIL = re.compile(r"^(?P<head>.*?)[“「『‘\"](?P<inner>[^“”「」『』‘’\"]{1,12})[”」』’\"]$", re.S)
_NOT_LETTERS = re.compile(r"[\W_]+")
_DOTS = re.compile(r"(?<!\s)\s{0,9}(?:…{1,4}|\.{6}|。{3})$")
_LONGEST_TITLE = 80
# Bytes of UTF-8 that two pages must share to be an overlap: ten Han characters, or five or six Latin words. Shorter lines
# (`“嗯。”`, `……`) repeat in stories by themselves.
_OVERLAP_BYTES = 30


def join_pages(pages: Sequence[Sequence[str]], *, title: str = "") -> tuple[str, ...]:
    """The paragraphs of a chapter from the paragraphs of its pages, in order.

    Taken out where two pages meet: continuation markers, the title (`title`, or what page 1 begins with) at the top of
    later pages, and what the later page repeats of the earlier. A sentence that the page break cut is one paragraph again.
    Empty paragraphs are dropped; nothing inside a page is touched."""
    trimmed = _without_shared_dots([_trim(page, first=i == 0, last=i == len(pages) - 1) for i, page in enumerate(pages)])
    opening = next((page[0] for page in trimmed if page), "")
    titles = {_title_key(title), _title_key(opening) if opening and _like_title(opening) else ""} - {""}
    joined: list[str] = []
    for page in trimmed:
        body = _without_title(page, titles) if joined else page
        _append(joined, body)
    return tuple(joined)


def mend_paragraphs(paragraphs: Sequence[str]) -> tuple[str, ...]:
    """Paragraphs with the breaks taken out that some sites put behind every closing quote: `…寻求“稀疏”` and `这一概念。` are
    one sentence. Joined only where the quoted words are no speech, the line has no end, and the next one goes on and ends.
    Dialogue, verse and lists stay as they are."""
    mended: list[str] = []
    for line in paragraphs:
        if mended and _broken(mended[-1], line):
            mended[-1] = _glue(mended[-1], line)
        else:
            mended.append(line)
    return tuple(mended)


def _trim(page: Sequence[str], *, first: bool, last: bool) -> list[str]:
    lines = [line.strip() for line in page if line.strip()]
    if not first:
        while lines and (is_continuation(lines[0]) or page_counter(lines[0]) or bare_counter(lines[0])):
            lines.pop(0)
    if last:
        return lines
    while lines and (is_continuation(lines[-1]) or page_counter(lines[-1]) or bare_counter(lines[-1])):
        lines.pop()
    if lines and not is_marker(lines[-1]):
        lines[-1] = strip_continuation(lines[-1]).rstrip() or lines[-1]
    return lines


def _without_shared_dots(pages: list[list[str]]) -> list[list[str]]:
    """Some sites put `……` behind every page but the last: where all of at least two end so, it is theirs."""
    earlier = [page for page in pages[:-1] if page]
    if len(earlier) >= 2 and all(_DOTS.search(page[-1]) for page in earlier):
        for page in earlier:
            page[-1] = _DOTS.sub("", page[-1])
            if not page[-1]:
                page.pop()
    return pages


def _title_key(text: str) -> str:
    return _NOT_LETTERS.sub("", unicodedata.normalize("NFKC", parse_title(text[: 2 * _LONGEST_TITLE]).title).casefold())


def _like_title(line: str) -> bool:
    ends = line[-1] in _STOPS and line[-1] not in "?？!！"
    return len(line) <= _LONGEST_TITLE and not ends and line[0] not in _QUOTES_OPEN and not is_marker(line)


def _without_title(page: list[str], titles: set[str]) -> list[str]:
    start = 0
    while start < min(2, len(page)) and _repeats_title(page[start], titles):
        start += 1
    return page[start:]


def _repeats_title(line: str, titles: set[str]) -> bool:
    """Whether a line is one of the titles, or the longer of the two has only a number or the book's name before the other."""
    if len(line) > _LONGEST_TITLE or line[-1] in "。.":
        return False
    key = _title_key(line)
    if key in titles:
        return True
    # Below four letters a line of the story may end like the title by itself.
    alike = [title for title in titles if min(len(key), len(title)) >= 4 and _like_title(line)]
    return any(key.endswith(title) or title.endswith(key) for title in alike)


def _append(joined: list[str], page: list[str]) -> None:
    if not page:
        return
    if not joined:
        joined.extend(page)
        return
    page = page[_shared_paragraphs(joined, page) :]
    if not page:
        return
    shared = _shared_text(joined[-1], page[0])
    if shared:
        joined[-1] += page[0][shared:]
    elif _cut(joined, page[0]):
        joined[-1] = _glue(joined[-1], page[0])
    else:
        joined.append(page[0])
    joined.extend(page[1:])


def _shared_paragraphs(before: list[str], after: list[str]) -> int:
    """How many paragraphs at the end of `before` are those at the start of `after`: the longest border, by Knuth, Morris and
    Pratt's failure function, so in time linear in their number."""
    width = min(len(before), len(after))
    border = _border([*after[:width], "\n", *before[-width:]])
    return border if sum(len(line.encode("utf-8", "replace")) for line in after[:border]) >= _OVERLAP_BYTES else 0


def _shared_text(before: str, after: str) -> int:
    """How many characters `before` ends with that `after` begins with, where that is an overlap and not chance.

    A paragraph cut off by the page's end, which the next page has whole, counts from four characters on."""
    width = min(len(before), len(after))
    shared = _border([*after[:width], "\n", *before[-width:]])
    if shared == len(before) and len(after) > shared >= 4 and before[-1] not in _STOPS | _QUOTES_CLOSE:
        return shared
    return shared if len(after[:shared].encode("utf-8", "replace")) >= _OVERLAP_BYTES else 0


def _border(items: list[str]) -> int:
    failure = [0] * len(items)
    for i in range(1, len(items)):
        k = failure[i - 1]
        while k and items[i] != items[k]:
            k = failure[k - 1]
        failure[i] = k + (items[i] == items[k])
    return failure[-1] if items else 0


def _cut(joined: list[str], after: str) -> bool:
    """Whether the page break stands inside a sentence that began in the last paragraph so far."""
    before = joined[-1]
    if after[0] in _NEVER_FIRST or (after[0] in _CLOSE and _depth(before) > 0):
        return True
    if _BULLET.match(after) or _BULLET.match(before[:1]):
        return False
    if before[-1] in "…‥—" and _depth(before) > 0 and _closes(after):
        return True
    recent = joined[-20:-1]
    if not is_unfinished(before):
        return False
    if len(recent) >= 4 and 2 * sum(is_unfinished(line) for line in recent) > len(recent):
        return False  # verse, or an author who ends no paragraph with a stop
    if after[0] in _QUOTES_OPEN or after[0] == '"':
        return before[-1] in _PAUSES or before[-1] in _PARTICLES
    return True


def is_unfinished(line: str) -> bool:
    """Whether a line has no end: no stop behind it, or a closing quote round words that are not speech."""
    line = line.rstrip()
    last = line[-1:]
    if last in _STOPS:
        return False
    if last in _CLOSE or last == '"':
        return _names_a_thing(line)
    if last == "-":
        return line[-2:-1].isalpha()
    return bool(last) and (last in _PAUSES or unicodedata.category(last)[0] in "LNM")


def _names_a_thing(line: str) -> bool:
    """Whether a line ends with a short quoted name inside a sentence, as `…寻求“稀疏”` does, and not with speech."""
    match = _QUOTED_TAIL.match(line[-400:])
    if not match:
        return False
    head, inner = match["head"].rstrip(), match["inner"].strip()
    if not head or not inner or any(c in _STOPS | _PAUSES for c in inner):
        return False
    if head[-1] in _SPEECH and not _NAMING.search(head[-12:]):
        return False
    return head[-1] not in _STOPS and _depth(head) == 0


def _broken(before: str, after: str) -> bool:
    if not before or not after or not before.strip() or not after.strip():
        return False
    if after[0] in _NEVER_FIRST:
        return before[-1] not in _STOPS and any(c.isalnum() for c in after)
    if not _names_a_thing(before) or _BULLET.match(after) or after[0] in _QUOTES_OPEN or after[0] == '"':
        return False
    if after[0].isascii() and (not after[0].islower() or after[-1] not in ".!?…\"”,;:"):
        return False
    return after[0] in _PARTICLES or (after[0].isalnum() and (not is_unfinished(after) or _names_a_thing(after)))


def _depth(text: str) -> int:
    """Quotes and brackets that are open at the end of `text`; `"` counts by parity."""
    depth = 0
    for c in text[-2000:]:
        if c in _OPEN:
            depth += 1
        elif c in _CLOSE and depth:
            depth -= 1
    return depth + text.count('"') % 2


def _closes(text: str) -> bool:
    """Whether the first quote or bracket of `text` is a closing one: it began inside what that closes."""
    first = next((c for c in text if c in _OPEN or c in _CLOSE), "")
    return first in _CLOSE


def _glue(before: str, after: str) -> str:
    return before + (" " if _spaced(before[-1]) and _spaced_start(after[0]) else "") + after


def _spaced(c: str) -> bool:
    """Whether a blank stands behind `c` where a line goes on: Latin, Cyrillic and Hangul, not Han and kana."""
    return (c not in "-“‘" and unicodedata.east_asian_width(c) not in "WF") or _is_hangul(c)


def _spaced_start(c: str) -> bool:
    return (c.isalnum() and unicodedata.east_asian_width(c) not in "WF") or c in "“‘(" or _is_hangul(c)


def _is_hangul(c: str) -> bool:
    return "\uac00" <= c <= "\ud7a3"
