"""Skeletons: a line as a reader sees it, whatever letters and separators it is disguised in."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_LOOKALIKES = str.maketrans(
    "ωшщѡаάαсϲеεоοрρхχуутмнкввіιјѕԁɡɴᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍᴏᴘʀꜱᴛᴜᴠᴡʏᴢνυпηл〇",
    "wwwwaaaccee" + "oopp" + "xxyytmhkbb" + "iijsdgnabcdefghijklmoprstuvwyzvunnn" + "0",
)
# Traditional characters of the patterns' words only: a pattern is written once, in simplified characters.
_PAIRS = (
    "網閱讀說記請頁點擊節後這還書籤機號碼錄載無彈廣為體訂薦繼續專發報錯誤聯繫歡電腦場處輸標題結連轉邊級頂備設夢傳達帶類給終",
    "网阅读说记请页点击节后这还书签机号码录载无弹广为体订荐继续专发报错误联系欢电脑场处输标题结连转边级顶备设梦传达带类给终",
    "馬溫親寫戰陽筆愛們來動氣貼時間縮質頻瀏覽閉換盜聲護權關註員補賞謝",
    "马温亲写战阳笔爱们来动气贴时间缩质频浏览闭换盗声护权关注员补赏谢",
)
_SIMPLE = str.maketrans(_PAIRS[0] + _PAIRS[2], _PAIRS[1] + _PAIRS[3])
TRADITIONAL = str.maketrans(_PAIRS[1] + _PAIRS[3], _PAIRS[0] + _PAIRS[2])
_CJK = re.compile("[\u3400-\u9fff\u3040-\u30ff\uac00-\ud7af]")
_KEPT_MARKS = frozenset("，。！？：；、,.!?:;/-()（）[]【】「」『』《》“”\"'‘’<>")
_DOTS = frozenset("·•‧・∙⋅●。丶．｡﹒․")


@dataclass(frozen=True, slots=True)
class Skeleton:
    """`text` is the folded line; its character i comes from the line's character `places[i]`. `cjk` is whether the line has any."""

    text: str
    places: tuple[int, ...]
    cjk: bool

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where `text[start:end]` stands in the line; `end` must be greater than `start`."""
        return self.places[start], self.places[end - 1] + 1


def skeleton(line: str) -> Skeleton:
    """Fold `line`: NFKC, lower case, simplified characters, look-alike letters as ASCII; separators such as ⊥ # and, in a line
    with Chinese, Japanese or Korean, blanks dropped. A dot between letters stays one, in whatever shape it came."""
    cjk = _CJK.search(line) is not None
    if not cjk:
        return Skeleton(line.lower() if len(line.lower()) == len(line) else line, tuple(range(len(line))), False)
    chars: list[str] = []
    places: list[int] = []
    for place, char in enumerate(line):
        for folded in _fold(char):
            if folded in _DOTS and char != "。":
                folded = "."
            if folded == " " or (folded not in _KEPT_MARKS and not folded.isalnum()):
                continue
            chars.append(folded)
            places.append(place)
    return Skeleton("".join(chars), tuple(places), True)


def _fold(char: str) -> str:
    if "\u4e00" <= char <= "\u9fff" or char in _KEPT_MARKS:
        return char.translate(_SIMPLE) if char not in "丶" else "."
    return unicodedata.normalize("NFKC", char).lower().translate(_LOOKALIKES)
