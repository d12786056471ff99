"""The language of a text, from its script and its most frequent words."""

from __future__ import annotations

import re

_SAMPLE = 20_000  # characters looked at: a chapter's first pages
_FEWEST = 8  # letters below which nothing is said
_EAST_LETTERS = 4  # how many of these a Chinese character counts for: 走吧 is a sentence
_FAR = 10
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
_SCRIPTS_OF = {"zh": ("han",), "ja": ("han", "kana"), "ko": ("hangul", "han")}
_SCRIPTS_OF |= dict.fromkeys(("ru", "uk", "be", "bg", "sr", "mk"), ("cyrillic",)) | dict.fromkeys(
    ("ar", "fa", "ur"), ("arabic",)
)
_SCRIPTS_OF |= {language: (script,) for script, language in _BY_SCRIPT.items()}


def _charset(codec: str, first: int, last: int) -> set[str]:
    """The characters that `codec` has at double bytes from the lead byte `first` to `last`."""
    pairs = (bytes((lead, trail)) for lead in range(first, last + 1) for trail in range(0x40, 0xFF))
    return {char for pair in pairs for char in pair.decode(codec, "ignore") if "\u4e00" <= char <= "\u9fff"}


# GB 2312 has simplified characters only; the commoner half of Big5 traditional ones. What both have tells nothing.
_GB, _BIG5 = _charset("gb2312", 0xB0, 0xF7), _charset("big5", 0xA4, 0xF9)
_SIMPLE = re.compile(f"[{''.join(sorted(_GB - _BIG5))}]")
_FULL = re.compile(f"[{''.join(sorted(_charset('big5', 0xA4, 0xC6) - _GB))}]")
_EAST_STOPS = re.compile("[，。？！、；：「」《》]")
_WEST_STOPS = re.compile(r"[,.?!;:](?=[\s\"'”’]|$)")
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


def count_script(letters: str, language: str) -> int:
    """How many of `letters` are of the script of `language`, a BCP 47 tag; Latin where the tag is not known here."""
    scripts = _SCRIPTS_OF.get(language.split("-")[0], ("latin",))
    return sum(len(run) for script in scripts for run in _RUNS[script].findall(letters))


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
    han, kana, hangul = (counts.pop(script) for script in ("han", "kana", "hangul"))
    east = han + kana + hangul
    if _EAST_LETTERS * east + sum(counts.values()) < _FEWEST:
        return None
    script = max(counts, key=lambda name: counts[name])
    if not _is_eastern(sample, east, counts[script]):
        return _by_letters(script, sample)
    if hangul > han + kana:
        return "ko"
    # Chinese has a の now and then, Japanese a kana in every clause.
    if 3 * kana > han + kana or (kana > 2 and 20 * kana > han + kana):
        return "ja"
    simple, full = len(_SIMPLE.findall(sample)), len(_FULL.findall(sample))
    return "zh" if simple == full else "zh-Hans" if simple > full else "zh-Hant"


def _is_eastern(sample: str, east: int, other: int) -> bool:
    """Is a text of `east` letters of Chinese, Japanese or Korean and `other` ones written in one of these? Three letters say as
    much as one. Where the others are more than that, but not by far, it is told by whose stops end its sentences."""
    if 3 * east > other:
        return True
    return _FAR * east > other and len(_EAST_STOPS.findall(sample)) >= len(_WEST_STOPS.findall(sample))


def _by_letters(script: str, sample: str) -> str | None:
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
