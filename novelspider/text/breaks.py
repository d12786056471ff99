"""What the words at a break say of it: whether a line goes on with a sentence, and whether a sentence waits for more."""

from __future__ import annotations

import re

from novelspider.text.sentences import NEVER_FIRST, PAUSES

_KANJI = "\u3400-\u9fff々"
_MEASURE = "个個种種座条條些样樣类類句首本张張间間幅块塊件款家道门門部股片处處次番"
# A name's apposition is short and says nothing that happens: 这一概念, 两座石桥; not 这座城空了, 两个人都没说话.
_THING = r"[^\W了着著过過人他她我你]{1,%d}(?=[，。；、！？的]|$)"
_CONTINUES = (
    r"的(?![确確士])|们|們|了(?![解结結然却卻不断斷])|着(?![急火凉涼手眼重装裝迷实實])|[吗嗎呢](?=[？?。！!”」])"
    rf"|[这這此](?:[一两兩几幾]?[{_MEASURE}]|一){_THING % 4}|[这這](?:[词詞字话話句名]|首诗|首詩)(?=[，。的])"
    rf"|[二两兩三四五六七八九十几幾\d]{{1,3}}[{_MEASURE}]?{_THING % 3}"
    r"|一(?:[词詞字语語说說事案战戰役曲诗詩书書文家派门門脉脈]|类|類|样|樣|般)(?![个個次件])"
    r"|[和及](?!平|尚|善|气|氣|时|時|衣)|[与與](?!此同)|以及|或(?!许|許)|等等|等(?=[、，。的几幾词詞字])|字[样樣]|似的|般的?(?![若配])"
    r"|就?是(?![他她我你夜日谁誰的啊吗嗎否])什|[为為][名题題首]|之[名称稱类類间間外说說流意举舉]|[里裡裏中上下](?=[的，。])"
    # Japanese and Korean particles.
    rf"|を|という|といった|って|と(?=[書呼名言い])|の(?=[{_KANJI}ァ-ヶ])|[はがに](?=[{_KANJI}、])"
    r"|이?라[는고](?=\s)|[을를의와과](?=\s)"
)
_CONTINUING = re.compile(_CONTINUES)
_SUBJECT = re.compile(
    r"[他她它我你您咱俺谁誰]|[众眾两兩二三几幾]人|大家|所有人|[这這那此][时時天日夜人里裡边邊]|忽然|突然|只[见見听聽]|一[个個][^，。的]{1,4}[人声聲]"
)
# Words that want another behind them.
_DIRECTED = r"[走跑冲衝闯闖踏跨赶趕来來回转轉望看听聽盯拿握抱推拉指穿绕繞靠飞飛落退]"
_WAITS = re.compile(
    rf"(?:{_DIRECTED}(?:进|進|到|向|往|着|著|入|过|過|回|见|見)|[遇碰][见見到]|想[起到]|[记記]起|[发發][现現]|[变變化]成|成[为為]"
    r"|因[为為]|[虽雖]然|如果|但是|可是|而且|[并並]且|以及|或者|不但|[仿彷]佛|彷彿|好像|像是|[还還]有|[递遞交送][给給]"
    r"|[坐站放留住躺停落跪]在|正在|(?<=[他她它我你])们?[把被向从從对對和与與给給让讓跟将將]|[一这這那]?[个個座条條](?<=[一这這那].))$"
    # A noun in the object's case, or its owner.
    r"|(?<=[\u3040-\u30ff々\u3400-\u9fff])[をはがにの]$|[가-힣]{2}[을를의]$"
)
_SEEN = re.compile(
    r"(?:[看听聽遇][见見到]|想[起到]|[记記]起|[发發][现現]|[来來走回]到|走[进進]|推[开開]|[拿取掏]出|露出|[传傳]来|傳來|出[现現]|[剩留]下|充[满滿])了$"
)
_DETERMINED = re.compile(
    r"[那这這]|[一两兩几幾数數](?=[个個条條道片阵陣张張双雙只隻股座]|[^\W十]{0,1}[个個道])|[无無][数數]|自己|[许許]多"
)
_PERSONAL = re.compile(r"[他她它我你您咱]|彼|그")
_LONG = 6  # letters; a heading or a name is mostly shorter
_CASED_START = re.compile(r"[\"“‘«(]?[^\W\d_]")
_WORDS = 3


def continues(line: str) -> bool:
    """Does `line` begin with what goes on with a sentence and begins none: a particle, a conjunction, 这一概念?"""
    return line[:1] in NEVER_FIRST or line[:1].islower() or _CONTINUING.match(line) is not None


def begins_anew(line: str) -> bool:
    """Does `line` begin with somebody or some time of its own, as a new sentence does?"""
    return _SUBJECT.match(line) is not None


def waits(before: str, after: str) -> bool:
    """Does `before`, which ends in no punctuation, end with a word that wants another, and is `after` one it may want? Headings
    and names are no sentences."""
    tail = before[-8:]
    if len(before) < _LONG and not _PERSONAL.search(before) and not any(c in PAUSES for c in before):
        return False
    return _WAITS.search(tail) is not None or (_SEEN.search(tail) is not None and _DETERMINED.match(after) is not None)


def goes_on_small(before: str, after: str) -> bool:
    """Does `after` begin with a small letter where `before`, a sentence so far, begins with a capital?"""
    start = _CASED_START.match(before)
    return (
        after[0].islower()
        and start is not None
        and start[0][-1].isupper()
        and before.count(" ") + 1 >= _WORDS
        and after.split(maxsplit=1)[0] not in {"i", "i'm", "i’m", "i'll", "i’ll", "i've", "i’ve"}
    )
