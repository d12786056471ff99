"""Words that a censor, or an author who fears one, struck out or took apart."""

from __future__ import annotations

import re
from functools import lru_cache

from novelspider.text.plain import without

_HAN = "\u3400-\u9fff"
_EAST = f"\u3041-\u30ff{_HAN}\uac00-\ud7a3"
_TONES = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ"
_DIVIDERS = "·•・‧∙⋅丨丶|/-"
_PLAIN = without(f"A-Za-z*＊□■{_TONES}{_DIVIDERS}")  # has nothing that the patterns below are about
# Stars behind a character, but not those that count (丹药*3) or multiply (长*宽=面积); boxes; pinyin with its tones.
_STRUCK = re.compile(
    rf"(?<=[{_EAST}])[*＊]{{1,6}}(?![\d*＊]|[^，。！？\n]{{0,6}}=)|(?<![\w*＊])[*＊]{{2,6}}(?=[{_EAST}])|[□■]{{1,6}}"
    rf"|(?<![A-Za-z{_TONES}])[a-z]{{0,5}}[{_TONES}][a-z]{{0,4}}(?![A-Za-z{_TONES}])"
)
_UNSTRUCK = without(f"*＊□■{_TONES}")  # has nothing of which each of these has one
_DIVIDED = re.compile(rf"[{_DIVIDERS}](?<=[{_HAN}].)[{_DIVIDERS}]?(?=[{_HAN}])")
_FOURFOLD = re.compile(r"([a-z])\1{3}")
_STRETCHED = re.compile(r"(?<![A-Za-z])[a-z]{1,3}([a-z])\1{3,}[a-z]{1,3}(?![A-Za-z])")  # deeeek, for a word in pinyin
_STARRED = re.compile(r"(?<![A-Za-z*\d])[A-Za-z]{1,4}\*[A-Za-z*]{0,9}")
_PIECES = re.compile(r"\*+|[a-z]+")
# A dot between two characters is a foreign name's unless they are one of these words.
_TOUCHY_WORDS = (
    "欲望 慾望 情欲 情慾 性欲 性慾 肉欲 肉慾 身体 身體 裸体 裸體 胴体 胴體 高潮 呻吟 娇喘 嬌喘 乳房 胸部 胸脯 大腿"
    " 臀部 屁股 下体 下體 阴道 陰道 阴茎 陰莖 阳具 陽具 精液 做爱 做愛 性爱 性愛 性感 色情 诱惑 誘惑 赤裸 处女 處女"
    " 强奸 強姦 强暴 強暴 妓女 卖淫 賣淫 嫖娼 激情 兴奋 興奮 敏感 湿润 濕潤 抚摸 撫摸 亲吻 親吻 接吻 舌头 舌頭 春药"
    " 春藥 媚药 媚藥 杀人 殺人 自杀 自殺 毒品 吸毒 枪支 槍枝 炸弹 炸彈 炸药 炸藥 爆炸 恐怖 尸体 屍體 血腥 警察 公安"
    " 政府 中央 国家 國家 领导 領導 主席 总理 總理 军队 軍隊 政治 革命 民主 自由 官员 官員 贪官 貪官 贪污 貪污 腐败"
    " 腐敗 共产 共產 党员 黨員 法院 监狱 監獄 武警 特警 暴力 走私 赌博 賭博 赌场 賭場 上访 上訪 维权 維權 示威 游行"
    " 遊行 暴动 暴動 起义 起義"
)
_TOUCHY = frozenset(_TOUCHY_WORDS.split())
_OATH_WORDS = (
    "fuck fucks fucked fucker fuckers fucking fuckin motherfucker shit shits shitty bullshit bitch bitches bastard"
    " bastards cunt cock cocks dick dicks pussy ass asses asshole assholes damn damned dammit goddamn goddamned hell"
    " god whore whores slut sluts tits boobs penis vagina cum sex sexy porn rape raped rapist kill killed suicide"
    " nigger nigga faggot piss pissed crap jesus christ"
)
_OATHS = frozenset(_OATH_WORDS.split())


def count_masked(text: str, *, east: bool) -> int:
    """How many words of `text` are struck out (**, □□, sh*t), spelled in pinyin (zhèng fǔ), divided (欲·望) or stretched
    (deeeek). `east` says that most of its letters are Chinese, Japanese or Korean."""
    if east and _PLAIN.fullmatch(text):
        return 0
    count = sum(map(_is_oath, _STARRED.findall(text))) if "*" in text else 0
    if east:
        count += 0 if _UNSTRUCK.fullmatch(text) else len(_STRUCK.findall(text))
        count += len(_STRETCHED.findall(text)) if _FOURFOLD.search(text) else 0
        count += sum(_is_touchy(text, *match.span()) for match in _DIVIDED.finditer(text))
    return count


def _is_touchy(text: str, start: int, end: int) -> bool:
    return text[start - 1] + text[end] in _TOUCHY


@lru_cache(maxsize=1000)
def _is_oath(token: str) -> bool:
    """May the stars of `token` stand for an oath's letters: one for one, or, where there are several, one more or less?"""
    if token.count("*") == 1 and token.endswith("*"):
        return False  # a footnote's
    pieces = _PIECES.findall(token.lower())
    pattern = re.compile("".join(piece if piece[0] != "*" else _letters(len(piece)) for piece in pieces))
    return any(map(pattern.fullmatch, _OATHS))


def _letters(stars: int) -> str:
    return "[a-z]" if stars == 1 else f"[a-z]{{{stars - 1},{stars + 1}}}"
