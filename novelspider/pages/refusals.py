"""What a site says instead of a story: refusals.tsv, one pattern a line, each with an example and a story it must leave."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

WALLS = ("login", "payment")
"""Reasons for which a site shows the beginning of a chapter and keeps the rest to itself."""
_QUOTED = re.compile('“[^“”]{0,300}”|「[^「」]{0,300}」|『[^『』]{0,300}』|‘[^‘’]{0,300}’|"[^"]{0,300}"')
_SENTENCE = re.compile(r"[^。！？!?.\n]+[。！？!?.\n]*")
_LONGEST_REFUSAL = 300  # characters; the wordiest one seen, asking for patience in four sentences, has 160
_LEAST_SHARE = 1 / 3  # of the characters, in sentences that refuse; the others say sorry and what to do
_LONGEST_WALL = 80  # characters of a line that stands where the rest of a chapter would
_LAST_LINES = 3  # in which it stands; a button and a price may follow it
# What a wall speaks of. One before comments, bookmarks or votes speaks of these.
_OF_READING = re.compile(
    r"[阅閱][读讀]|查看|全文|章|[继繼][续續]|剩余|付[费費]|read|chapter|view|continue|unlock|続き|読|話|閲覧|회차|열람|감상|본문|đọc|chương"
    r"|читать|lire|leer|ler\b",
    re.I,
)
_OF_OTHER_THINGS = re.compile(
    r"comment|review|bookmark|vote|library|评论|評論|書评|书评|收藏|书架|書架"
    r"|书签|投票|推荐票|コメント|感想|しおり|댓글|추천|bình luận",
    re.I,
)
_LONGEST_PREVIEW = 3000  # characters; whoever shows more shows the chapter


@dataclass(frozen=True, slots=True)
class Refusal:
    """One line of refusals.tsv: `takes` is a line that it knows, `leaves` a short story that looks like it and is one."""

    reason: str
    pattern: re.Pattern[str]
    takes: str
    leaves: str


def _load() -> tuple[Refusal, ...]:
    rows = (files("novelspider.pages") / "refusals.tsv").read_text(encoding="utf-8").splitlines()[1:]
    fields = (row.split("\t") for row in rows)
    return tuple(Refusal(reason, re.compile(pattern, re.I), takes, leaves) for reason, pattern, takes, leaves in fields)


REFUSALS = _load()


def refusal_in(text: str, reasons: Iterable[str] = ()) -> str | None:
    """The reason of the first refusal in `text` that nobody speaks or quotes; only one of `reasons`, if any are given."""
    plain = _QUOTED.sub("", text)
    wanted = frozenset(reasons)
    return next((one.reason for one in REFUSALS if (not wanted or one.reason in wanted) and one.pattern.search(plain)), None)


def read_refusal(paragraphs: Sequence[str], following: Iterable[str] = ()) -> str | None:
    """Why `paragraphs`, which stand where a story would, are none: they are few, and much of what they say is a refusal. A wall
    at the end of a preview, or in one of the lines `following` it, counts. None for a story, also for a short one that tells
    of such things."""
    size = sum(map(len, paragraphs))
    if size <= _LONGEST_REFUSAL:
        text = "\n".join(paragraphs)
        found = [(reason, len(sentence)) for sentence in _SENTENCE.findall(text) if (reason := refusal_in(sentence))]
        if found and sum(length for _, length in found) >= _LEAST_SHARE * size:
            return found[0][0]
    if size > _LONGEST_PREVIEW:
        return None
    lines = (line for line in (*paragraphs[-_LAST_LINES:], *following) if len(line) <= _LONGEST_WALL)
    lines = (line for line in lines if _OF_READING.search(line) and not _OF_OTHER_THINGS.search(line))
    return next((wall for line in lines if (wall := refusal_in(line, WALLS))), None)
