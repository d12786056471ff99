"""Skeletons: a line as a reader sees it, whatever letters and separators it is disguised in."""

from __future__ import annotations

import functools
import itertools
import re
import unicodedata
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

_LOOKALIKES = str.maketrans(
    "ωшщѡаάαсϲеεоοрρхχуутмнкввіιјѕԁɡɴᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍᴏᴘʀꜱᴛᴜᴠᴡʏᴢνυпηл○◯〇",
    "wwwwaaaccee" + "oopp" + "xxyytmhkbb" + "iijsdgnabcdefghijklmoprstuvwyzvunnn" + "oo0",
)
# Traditional characters of the patterns' words only: a pattern is written once, in simplified characters.
_PAIRS = (
    "網閱讀說記請頁點擊節後這還書籤機號碼錄載無彈廣為體訂薦繼續專發報錯誤聯繫歡電腦場處輸標題結連轉邊級頂備設夢傳達帶類給終",
    "网阅读说记请页点击节后这还书签机号码录载无弹广为体订荐继续专发报错误联系欢电脑场处输标题结连转边级顶备设梦传达带类给终",
    "馬溫親寫戰陽筆愛們來動氣貼時間縮質頻瀏覽閉換盜聲護權關註員補賞謝訪獲戶優亂驗從圖雲樂滿蘋緩離聽檢測證庫儲責許經顯誌會櫃閒選觀隨領齋樓軒屬饋討論鎖響暢獨導編輯學",
    "马温亲写战阳笔爱们来动气贴时间缩质频浏览闭换盗声护权关注员补赏谢访获户优乱验从图云乐满苹缓离听检测证库储责许经显志会柜闲选观随领斋楼轩属馈讨论锁响畅独导编辑学",
)
SIMPLE = str.maketrans(_PAIRS[0] + _PAIRS[2], _PAIRS[1] + _PAIRS[3])
TRADITIONAL = str.maketrans(_PAIRS[1] + _PAIRS[3], _PAIRS[0] + _PAIRS[2])
_CJK = re.compile("[\u3400-\u9fff\u3040-\u30ff\uac00-\ud7af]")
_KEPT_MARKS = frozenset("@，。！？：；、,.!?:;/-()（）[]【】「」『』《》“”\"'‘’<>")
_DOTS = frozenset("·•‧・∙⋅●丶．｡﹒․")


# Latin and look-alike letters in one word, styled letters, or letters with blanks between: no language is written so.
_MIXED = re.compile(
    r"[a-z0-9]\.?[\u0370-\u052f\u1d00-\u1d7f]|[\u0370-\u052f\u1d00-\u1d7f]\.?[a-z0-9]|[\u2460-\u24ff\U0001d400-\U0001d7ff]{3}"
    r"|[a-z0-9][)\]]?[．•·][(\[]?[a-z0-9]|[a-z0-9][\u2190-\u27bf\U0001f000-\U0001faff][a-z0-9.]",
    re.IGNORECASE,
)
# Has none of the characters that these two patterns are about; ASCII and accented Latin with its quotation marks.
_UNMIXED = re.compile("[ -~\u00a0-\u00b6\u00b8-\u036f\u1e00-\u1eff\u2010-\u201f\u2026]*")
_SPACED = re.compile(r"(?:\S{1,3} ){4,60}\S{1,3}")


class _Folding(dict[int, str]):
    """What `str.translate` asks for, worked out when a character is first met; "" drops it."""

    def __missing__(self, code: int) -> str:
        folded = "".join(c for c in _fold(chr(code)) if c in _KEPT_MARKS or c.isalnum())
        if len(self) < _CACHED:
            self[code] = folded
        return folded


_CACHED = 20_000  # characters; more than any one script's books use
_FOLDING = _Folding()


@dataclass(frozen=True, slots=True)
class Skeleton:
    """`text` is `line` folded. `loose` is false where the line is ordinary Latin, Cyrillic or the like, of which only the case
    is folded."""

    text: str
    line: str
    loose: bool

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where `text[start:end]` stands in the line; `end` must be greater than `start`."""
        if not self.loose:
            return start, end
        ends = _ends(self.line)
        return bisect_right(ends, start), bisect_left(ends, end) + 1


@functools.lru_cache(maxsize=4)
def _ends(line: str) -> tuple[int, ...]:
    """Where in the folded line each character of `line` ends: asked for each span that is found in it."""
    return tuple(itertools.accumulate(len(_FOLDING[ord(char)]) for char in line))


def skeleton(line: str) -> Skeleton:
    """Fold `line`: NFKC, lower case, simplified characters, look-alike letters as ASCII; separators such as ⊥ # and, where
    words are not set apart by them, blanks dropped. A dot between letters stays one, in whatever shape it came."""
    disguised = not _UNMIXED.fullmatch(line) and (_CJK.search(line) or _MIXED.search(line))
    if not disguised and not _SPACED.fullmatch(line):
        low = line.lower()
        return Skeleton(low if len(low) == len(line) else line, line, False)
    return Skeleton(line.translate(_FOLDING), line, True)


def _fold(char: str) -> str:
    if char in _DOTS:
        return "."
    if "\u4e00" <= char <= "\u9fff" or char in _KEPT_MARKS:
        return char.translate(SIMPLE)
    return unicodedata.normalize("NFKC", char).lower().translate(_LOOKALIKES)
