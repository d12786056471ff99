"""Author's notes: how many of a chapter's lines a line that is said to be one begins."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from novelspider.text.noise import Rule

# What authors talk of beside their story, in lower case; `.translate`d skeletons or plain lines.
_AUTHORS = re.compile(
    r"更新|[加补補爆双雙两兩单單日断斷停]更|月票|推[荐薦]票|[订訂][阅閱]|收藏|打[赏賞]|盟主|[书書]友|[读讀]者|追[读讀]|作者|本[书書文章]|新[书書]"
    r"|[这這](?:本[书書]|一?章)|[上下]一?章|章[节節]|存稿|[码碼]字|卡文|[请請]假|完[结結本]|番外|大[纲綱]|[剧劇]情|[评評][论論]|留言|[求投]票|[谢謝感][谢謝](?:大家|各位|支持|[你您][们們])"
    r"|晚安|[书書][评評]|qq群|微博|[编編][辑輯]|上架|首[订訂]|修文|[错錯][别別]字|捉[虫蟲]|支持"
    r"|\b(?:thanks?|chapters?|updates?|read(?:ing|ers?)?|patreon|comments?|reviews?|enjoy(?:ed)?|support|schedule|hiatus"
    r"|feedback|next week|discord|kudos|translat\w+|editor|typos?|pun)\b"
    r"|投稿|連載|次回|今回|前回|感想|評価|ブックマーク|ブクマ|誤字|読者|皆様|お楽しみ|お待たせ|お願い|ありがとうござい|読んで|本編|話目"
    r"|감사|연재|다음 ?(?:화|편)|독자|댓글|추천|선작|\bcảm ơn|\bchương\b|đọc giả|độc giả|ủng hộ|\bглав[аыу]\b|спасибо|читател"
    r"|\bgracias\b|cap[ií]tulo|\bmerci\b|chapitre|\bdanke\b|kapitel|obrigad|lectores|leitores"
)
_STORY = re.compile(
    r"[他她]|“[^“”]{0,200}[，。！？…]”|「[^「」]{0,200}」|[\"“][^\"“”]{1,200}[,.!?…][\"”]|\b(?:he|she|his|her|him)\b|彼女?[はがのをに]"
)
_RULER = re.compile(r"[-=*＊~～—─_＿◆◇■□●○☆★※#]{2,}|[(（【\[]?(?:本文|正文|本編|以下正文)[)）】\]]?[:：]?")
_FEW = 10  # lines behind a heading near the end that need not all talk of the author's things
_OFTEN = 3  # of more lines, one in so many must
_LOOSE_NOTES = "maybe_note"
_HEADING = "notes_head"
_LETTERS = frozenset(("ps", "gratitude"))  # rules that take what letters end with as well


def count_notes(lines: Sequence[str], at: int, rule: Rule) -> int:
    """How many of `lines` from `at` on are the author's notes, where `rule` takes the line there; 0 where it is the story's
    after all."""
    if rule.kind == _LOOSE_NOTES and not _is_authors(lines[at]):
        return 0
    if rule.name in _LETTERS and 1 < at < 3 * len(lines) // 4:
        return 0  # the postscript of a letter in the story
    if rule.kind != _HEADING:
        return 1
    below = lines[at + 1 :]
    late = 3 * at >= 2 * len(lines)
    if late and _are_notes(below):
        return len(lines) - at
    return 1 + _run(below[:_FEW], sure=rule.name == "foreword")


def _are_notes(lines: Sequence[str]) -> bool:
    """Are all `lines` to a chapter's end notes? The more there are, the more of them must say so."""
    authors = sum(map(_is_authors, lines))
    story = sum(_is_story(line) for line in lines)
    return story <= authors if len(lines) <= _FEW else 2 * story <= authors and _OFTEN * authors >= len(lines)


def _run(lines: Sequence[str], *, sure: bool) -> int:
    """How many lines from the first on are notes: those before a ruler, or those that talk of the author's things. `sure` says
    that a ruler is enough."""
    end = next((at for at, line in enumerate(lines) if _RULER.fullmatch(line)), 0)
    if end and (sure or any(map(_is_authors, lines[:end]))) and not any(map(_is_story, lines[:end])):
        return end
    return next((at for at, line in enumerate(lines) if not _is_authors(line) or _STORY.search(line.lower())), len(lines))


def _is_authors(line: str) -> bool:
    return _AUTHORS.search(line.lower()) is not None


def _is_story(line: str) -> bool:
    return _STORY.search(line.lower()) is not None and not _is_authors(line)
