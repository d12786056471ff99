"""Seams: where the pages of a chapter meet, and where a site broke a paragraph that the author did not."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from novelspider.text.breaks import begins_anew, continues
from novelspider.text.continuation import bare_counter, is_continuation, is_marker, page_counter, strip_continuation
from novelspider.text.removal import Removal
from novelspider.text.sentences import (
    BULLET,
    CLOSE,
    NEVER_FIRST,
    PARTICLES,
    PAUSES,
    QUOTES_CLOSE,
    QUOTES_OPEN,
    STOPS,
    closes,
    depth,
    glue,
    is_unfinished,
)
from novelspider.text.titles import parse_title

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["is_unfinished", "join_pages"]

_NOT_LETTERS = re.compile(r"[\W_]+")
_DOTS = re.compile(r"(?<!\s)\s{0,9}(?P<dots>…{1,4}|\.{6}|。{3})$")
_FULL_STOPS = frozenset("。”」』")
_SURE_PAGES = 3  # one page in forty ends with an author's dots: two by chance are met, three are not
_LONGEST_TITLE = 80
# Bytes of UTF-8 that two pages must share to be an overlap: ten Han characters, or five or six Latin words. Shorter lines
# (`“嗯。”`, `……`) repeat in stories by themselves.
_OVERLAP_BYTES = 30


def join_pages(pages: Sequence[Sequence[str]], *, title: str = "", removed: list[Removal] | None = None) -> tuple[str, ...]:
    """The paragraphs of a chapter from the paragraphs of its pages, in order; `removed` is given what is taken out.

    Taken out where two pages meet: continuation markers, the page's counter, dots that the site puts behind every page, the
    title (`title`, or what page 1 begins with) at the top of later pages, and what the later page repeats of the
    earlier. A sentence that the page break cut is one paragraph again. Empty paragraphs are dropped; nothing inside a page is
    touched."""
    taken = removed if removed is not None else []
    trimmed = [_trim(page, taken, number, len(pages)) for number, page in enumerate(pages, start=1)]
    trimmed = [page for page in trimmed if page]
    _drop_shared_dots(trimmed, taken)
    opening = next((page[0] for page in trimmed if page), "")
    said = (title, opening if opening and _like_title(opening) else "")
    titles = {key: text for text in said if (key := _title_key(text))}
    joined: list[str] = []
    for page in trimmed:
        _append(joined, _without_title(page, titles, taken) if joined else page, taken)
    return tuple(joined)


def _trim(page: Sequence[str], taken: list[Removal], number: int, count: int) -> list[str]:
    """The `number`-th of `count` pages without the marks at its ends; a bare `2/3` is one where it tells these two."""
    lines = [line.strip() for line in page if line.strip()]
    start, end = 0, len(lines)
    first, last = number == 1, number == count
    while start < end and (bare_counter(lines[start]) == (number, count) or (not first and _is_mark(lines[start]))):
        start += 1
    while end > start and (bare_counter(lines[end - 1]) == (number, count) or (not last and _is_mark(lines[end - 1]))):
        end -= 1
    taken += (Removal("page_marker", line) for line in lines[:start] + lines[end:])
    lines = lines[start:end]
    if not last and lines and not is_marker(lines[-1]) and (kept := strip_continuation(lines[-1]).rstrip()) != lines[-1]:
        taken.append(Removal("page_marker", lines[-1][len(kept) :]))
        lines[-1:] = [kept] if kept else []
    return lines


def _is_mark(line: str) -> bool:
    return is_marker(line) and (is_continuation(line) or page_counter(line) is not None)


def _drop_shared_dots(pages: list[list[str]], taken: list[Removal]) -> None:
    """Some sites put `……` behind every page but the last. They are the site's where all of three pages end so, or both of two
    and the dots stand where no author puts them; what one page has more of them than another is the author's."""
    ends = [_DOTS.search(page[-1]) for page in pages[:-1]]
    found = [end for end in ends if end]
    if len(found) < max(2, len(ends)):
        return
    dots = min((end["dots"] for end in found), key=len)
    if not all(end["dots"].endswith(dots) for end in found):
        return
    if len(found) < _SURE_PAGES and not any(_misplaced(end, page[0]) for end, page in zip(found, pages[1:], strict=True)):
        return
    for page in pages[:-1]:
        kept = page[-1][: -len(dots)].rstrip()
        taken.append(Removal("dots", page[-1][len(kept) :]))
        page[-1:] = [kept] if kept else []


def _misplaced(end: re.Match[str], after: str) -> bool:
    """Do dots stand behind a comma, a full stop, or in a sentence that the next page goes on with?"""
    before = end.string[: end.start()]
    if before[-1:] in PAUSES or before[-1:] in _FULL_STOPS:
        return True
    return depth(before) == 0 and continues(after)


def _title_key(text: str) -> str:
    return _NOT_LETTERS.sub("", unicodedata.normalize("NFKC", parse_title(text[: 2 * _LONGEST_TITLE]).title).casefold())


def _like_title(line: str) -> bool:
    ends = line[-1] in STOPS and line[-1] not in "?？!！"
    return len(line) <= _LONGEST_TITLE and not ends and line[0] not in QUOTES_OPEN and not is_marker(line)


def _without_title(page: list[str], titles: Mapping[str, str], taken: list[Removal]) -> list[str]:
    start = 0
    while start < min(2, len(page)) and _repeats_title(page[start], titles):
        start += 1
    taken += (Removal("title", line) for line in page[:start])
    return page[start:]


def _repeats_title(line: str, titles: Mapping[str, str]) -> bool:
    """Whether a line is one of the titles, by their keys, or the longer of the two has only a number or the book's name before
    the other. Speech, or a sentence with an end that the title has not, is the story's."""
    if len(line) > _LONGEST_TITLE or line[-1] in "。.":
        return False
    key, numbered = _title_key(line), parse_title(line).number is not None
    for known, title in titles.items():
        if not numbered and (_speaks(line) > _speaks(title) or (line[-1] in STOPS and title[-1:] not in STOPS)):
            continue
        # Below four letters a line of the story may end like the title by itself.
        alike = min(len(key), len(known)) >= 4 and _like_title(line)
        if key == known or (alike and (key.endswith(known) or known.endswith(key))):
            return True
    return False


def _speaks(text: str) -> bool:
    return text[:1] in QUOTES_OPEN or text[:1] == '"'


def _append(joined: list[str], page: list[str], taken: list[Removal]) -> None:
    if not joined:
        joined.extend(page)
        return
    known = _shared_paragraphs(joined, page)
    taken += (Removal("overlap", line) for line in page[:known])
    page = page[known:]
    if not page:
        return
    if shared := _shared_text(joined[-1], page[0]):
        taken.append(Removal("overlap", page[0][:shared]))
        joined[-1] += page[0][shared:]
    elif _cut(joined, page[0]):
        joined[-1] = glue(joined[-1], page[0])
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
    if shared == len(before) and len(after) > shared >= 4 and before[-1] not in STOPS | QUOTES_CLOSE:
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
    if after[0] in NEVER_FIRST or (after[0] in CLOSE and depth(before) > 0):
        return True
    if BULLET.match(after) or BULLET.match(before[:1]) or bare_counter(before):
        return False
    if before[-1] in "…‥—" and depth(before) > 0 and closes(after):
        return True
    recent = joined[-20:-1]
    if not is_unfinished(before) or (before[-1] in QUOTES_CLOSE and begins_anew(after) and not continues(after)):
        return False
    if len(recent) >= 4 and 2 * sum(is_unfinished(line) for line in recent) > len(recent):
        return False  # verse, or an author who ends no paragraph with a stop
    if after[0] in QUOTES_OPEN or after[0] == '"':
        return before[-1] in PAUSES or before[-1] in PARTICLES
    return True
