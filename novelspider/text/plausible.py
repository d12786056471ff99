"""Whether a chapter may be one of its book at all. Sites serve texts of other books, placeholders in words of their own, and
whole books in one page."""

from __future__ import annotations

import re

_FAR = 40  # times shorter or longer than usual; a notice of 60 characters among chapters of 2,000 is 33 times shorter
_NOTICE = re.compile(
    r"请假|請假|假条|通知|公告|告知|感言|说明|說明|停更|断更|斷更|更新|完结|完結|致读者|番外|后记|後記|序|楔子|引子|前言|人物|设定|設定|地图"
    r"|notice|announce|hiatus|update|schedule|note|prologue|epilogue|interlude|foreword|afterword|glossary|characters|map"
    r"|お知らせ|休載|報告|あとがき|まえがき|登場人物|プロローグ|エピローグ|閑話"
    r"|공지|휴재|후기|프롤로그|에필로그|thông báo|xin nghỉ|lời (?:tác giả|nói đầu)",
    re.I,
)


def is_far_from_usual(size: int, usual: int | None, title: str) -> bool:
    """Is a text of `size` so much shorter or longer than `usual`, in the same unit, that something else may have been served?
    False where the title says why, or nothing is known (None)."""
    if usual is None:
        return False
    return size > _FAR * usual or (size * _FAR < usual and not _NOTICE.search(title))
