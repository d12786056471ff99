"""The language of a text, from its script and its most frequent words."""

from __future__ import annotations

import re

_SAMPLE = 20_000  # characters looked at: a chapter's first pages
_FEWEST = 8  # letters below which nothing is said
_SCRIPTS = {
    "han": "\u3400-\u9fff\uf900-\ufaff",
    "kana": "\u3041-\u30ff\uff66-\uff9f",
    "hangul": "\u1100-\u11ff\u3131-\u318e\uac00-\ud7a3",
    "latin": "A-Za-z\u00aa\u00ba\u00c0-\u024f\u1e00-\u1eff",
    "cyrillic": "\u0400-\u052f",
    "thai": "\u0e00-\u0e7f",
    "arabic": "\u0620-\u06ff\u0750-\u077f",
    "greek": "\u0370-\u03ff\u1f00-\u1fff",
    "hebrew": "\u05d0-\u05ea",
    "devanagari": "\u0900-\u097f",
}
_RUNS = {script: re.compile(f"[{chars}]+") for script, chars in _SCRIPTS.items()}
_BROAD = frozenset(("latin", "cyrillic"))  # with more than half of the letters known after these, the rest need no counting
_BY_SCRIPT = {"thai": "th", "greek": "el", "hebrew": "he", "devanagari": "hi"}
# The commonest characters whose two forms differ, as pairs.
_SIMPLIFIED = (
    "们这来说时会国对为学还进过开长门问间见东马车话让请谁边远钱错个没发经样动现头种给关气实听觉声脸张黄处"
    "尽龙风飞鸟鱼岁银铁树叶乡红绿书画笔读写诗词剑场战军爱亲热阳阴灯楼业两严"
)
_TRADITIONAL = (
    "們這來說時會國對為學還進過開長門問間見東馬車話讓請誰邊遠錢錯個沒發經樣動現頭種給關氣實聽覺聲臉張黃處"
    "盡龍風飛鳥魚歲銀鐵樹葉鄉紅綠書畫筆讀寫詩詞劍場戰軍愛親熱陽陰燈樓業兩嚴"
)
_VIETNAMESE = re.compile("[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]")
_WORD = re.compile(r"[^\W\d_]+")
_STOP_WORDS = {
    "en": "the and of to in was he that his her you with had she for it on is not said",
    "fr": "le la les des et une dans que qui elle était pas pour sur avec il je vous mais son",
    "es": "el los las una que con por para del había pero como más su lo se no era ella",
    "pt": "os uma que não com para dos ele ela mas como seu sua mais foi estava você um ao",
    "de": "der die das und nicht sie er ich ist ein eine mit den war sich auf dem zu",
    "it": "il gli una che non di con per della era si sono del più ma lui lei come nel",
    "nl": "het een van en dat niet zijn hij ze met op was voor te maar die haar ik",
    "pl": "się nie na to że jest jak był ale do już go co mnie po tak przez było",
    "tr": "bir ve bu da de için ama çok ne gibi daha olan kadar değil sonra ile onun",
    "id": "yang dan di itu dengan ini tidak untuk dari dia aku ada akan pada saya ke juga",
    "tl": "ang ng sa mga na ay ko siya hindi ako niya mo kung ito naman lang nang",
    "cs": "se na to že jsem jsi ale jako bylo byla tak není když už jeho pro si",
    "ro": "și nu de la pe care cu mai din este era să un o lui dar fost",
    "sv": "och att det som en på är av för med hon han inte var jag den till",
}
_STOPS = {language: frozenset(words.split()) for language, words in _STOP_WORDS.items()}


def detect_language(text: str) -> str | None:
    """BCP 47 tag of what `text` is mostly written in: zh-Hans, zh-Hant, zh (no character tells which), ja, ko, en, vi, ru, …
    None where there are too few letters to say, or no language known here."""
    sample = text[:_SAMPLE]
    letters = sum(map(str.isalpha, sample))
    counts = dict.fromkeys(_RUNS, 0)
    for script, runs in _RUNS.items():
        counts[script] = sum(map(len, runs.findall(sample)))
        if 2 * sum(counts.values()) > letters and script in _BROAD:
            break
    total = sum(counts.values())
    if total < _FEWEST:
        return None
    east = counts["han"] + counts["kana"]
    if 20 * counts["kana"] > east and 3 * east > total:  # Chinese has a の now and then, Japanese a kana in every clause
        return "ja"
    script = max(counts, key=lambda name: counts[name])
    # A page of Chinese tells as much in one character as one of English in three letters.
    if 3 * east > counts["latin"] and east > max(v for k, v in counts.items() if k not in ("han", "kana", "latin")):
        script = "han"
    return _by_letters(script, sample)


def _by_letters(script: str, sample: str) -> str | None:
    if script == "han":
        simple, full = (sum(map(sample.count, chars)) for chars in (_SIMPLIFIED, _TRADITIONAL))
        return "zh" if simple == full else "zh-Hans" if simple > full else "zh-Hant"
    if script == "hangul":
        return "ko"
    if script == "cyrillic":
        return "uk" if sum(map(sample.count, "іїєґ")) > sample.count("ы") + sample.count("э") else "ru"
    if script == "arabic":
        return "fa" if sum(map(sample.count, "پچژگ")) else "ar"
    return _BY_SCRIPT.get(script) if script != "latin" else _latin(sample.lower())


def _latin(sample: str) -> str | None:
    words = _WORD.findall(sample)
    if 12 * len(_VIETNAMESE.findall(sample)) > len("".join(words)):
        return "vi"
    scores = {language: sum(map(stops.__contains__, words)) for language, stops in _STOPS.items()}
    best = max(scores, key=lambda language: scores[language])
    return best if 12 * scores[best] > len(words) else None
