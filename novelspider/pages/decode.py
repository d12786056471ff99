"""Bytes to text: what the bytes are, not what they claim to be."""

from __future__ import annotations

import codecs
import re
from itertools import islice

# The labels of the WHATWG Encoding Standard that novel sites use, each with the superset that browsers decode it with.
# A label that is not here is ignored: Python's own names include codecs that are no charsets at all (`hex`, `idna`).
_LABELS = {
    "utf-8": "utf-8 utf8 unicode-1-1-utf-8 x-unicode20utf8 utf-8-sig utf8mb4",
    "gb18030": "gb18030 gbk gb2312 gb_2312-80 gb_2312 x-gbk chinese csgb2312 iso-ir-58 cp936 ms936 windows-936 euc-cn",
    "big5hkscs": "big5 big5-hkscs big5hkscs cn-big5 x-x-big5 csbig5 cp950 ms950 windows-950",
    "cp932": "shift_jis shift-jis sjis x-sjis ms_kanji csshiftjis windows-31j cp932 ms932",
    "euc_jp": "euc-jp eucjp x-euc-jp cseucpkdfmtjapanese",
    "iso2022_jp": "iso-2022-jp csiso2022jp",
    "cp949": "euc-kr euckr cp949 ks_c_5601-1987 ks_c_5601-1989 ksc5601 ksc_5601 korean cseuckr windows-949 uhc iso-ir-149",
    "hz": "hz-gb-2312 hz",
    "utf-16-le": "utf-16le utf-16 unicode ucs-2 iso-10646-ucs-2 csunicode",
    "utf-16-be": "utf-16be unicodefffe",
    "cp1252": "iso-8859-1 iso8859-1 latin1 latin-1 l1 windows-1252 cp1252 x-cp1252 us-ascii ascii iso_8859-1 ansi_x3.4-1968",
    "cp1250": "windows-1250 cp1250 x-cp1250",
    "iso8859-2": "iso-8859-2 latin2 l2",
    "cp1251": "windows-1251 cp1251 x-cp1251",
    "koi8-r": "koi8-r koi8 koi8_r",
    "koi8-u": "koi8-u",
    "iso8859-5": "iso-8859-5 cyrillic",
    "cp1253": "windows-1253 cp1253",
    "cp1254": "windows-1254 cp1254 iso-8859-9 latin5",
    "cp1255": "windows-1255 cp1255",
    "cp1256": "windows-1256 cp1256",
    "cp1258": "windows-1258 cp1258",
    "iso8859-15": "iso-8859-15 latin9",
    "cp874": "windows-874 tis-620 tis620 iso-8859-11 cp874",
}
_CODECS = {label: codec for codec, labels in _LABELS.items() for label in labels.split()}
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# What only a text in these has in it, while its bytes are valid UTF-8.
_ESCAPED = {"iso2022_jp": b"\x1b", "hz": b"~{", "utf-16-le": b"\x00", "utf-16-be": b"\x00"}
_GUESSES = ("utf-8", "gb18030", "big5hkscs", "cp932", "cp949", "euc_jp", "cp1252", "cp1251")
_HEADER = re.compile(r"charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w.:-]{1,40})", re.I)
_META = re.compile(
    rb"<(?:meta\b[^>]{0,400}?\bcharset|\?xml\b[^>]{0,200}?\bencoding)\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w.:-]{1,40})", re.I
)
_COMMENT = re.compile(rb"<!--[^>]{0,4000}-->")
_TORN_RUN = re.compile(rb"(?<![\x81-\xfe])(?:[\x81-\xfe]{2}){0,4000}+[\x81-\xfe](?![\x30-\x39\x40-\x7e\x81-\xfe])")
_FOREIGN = re.compile(rb"[^\x00-\x08<>]{0,40}[\x80-\xff][^<>]{0,400}")
_HIGH = bytes(range(0x80, 0x100))
_IMPOSSIBLE = re.compile("[\ufffd\x80-\x9f\ue000-\uf8ff\uff61-\uff9f]")
_HEAD_BYTES = 16384  # sites put kilobytes of comments before the meta that names the charset
_SAMPLE_BYTES = 40000
_FIRST_BYTES = 4000
_SAMPLES = 200

# What texts are mostly made of; mojibake rarely hits it. The commonest Chinese characters (both scripts, together
# over a third of running text), kana, the commonest Hangul syllables, accented letters in lower case, other alphabets.
_COMMON = frozenset(
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方"
    "多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日意无力它与长把机十民第公此已工使情明"
    "这個們來為國說時會對發後過還進樣從實無與長機經沒動麼種現當開於著裡裏頭話見給點問聲"
    "，。！？、；：“”‘’「」『』《》（）…—～　"
    "あいうえおかがきくけこさしすせそただちっつてでとどなにのはばひへほまみむめもやゆよらりるれろわをんアイウカクコシスタッテトナニフマムメラリルレロンー"
    "이다는을를의에가하고은로지도사리기어나있그게한들서자대아해니만인보라수시으요라면것일제내"
    "éèêàâçùûîôöäüßñáíóúãõơưđạảấầậắặẹếềệịọốồộớờợụứừựỳ’–"
    "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъёіїєґ"
    "ąćęłńśźżčďěňřšťůžýőűăâîșțğışİ"
    "กขคงจชดตทนบปพมยรลวสหอะาิีึืุูเแโใไ็่้์ั"
    "αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώ"
    "אבגדהוזחטיכלמנסעפצקרשתםןףךץ"
    "ابتثجحخدذرزسشصضطظعغفقكلمنهويىةأإآ"
)


def decode(body: bytes, content_type: str | None = None) -> str:
    """The text of a page. A bad byte costs one character, never the page; nothing is raised.

    A byte order mark decides, then whether the bytes are UTF-8; then the charset that the header and the `<meta>` name,
    unless they contradict each other or the bytes look like nothing written in it."""
    for bom, codec in _BOMS:
        if body.startswith(bom):
            return body[len(bom) :].decode(codec, "replace")
    labels = _labelled(body, content_type)
    for codec in labels:
        if codec in _ESCAPED and _ESCAPED[codec] in body:
            return body.decode(codec, "replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if _nearly_utf8(body, "utf-8" in labels):
        return body.decode("utf-8", "replace")
    codec = _judged(body, labels)
    text = body.decode(codec, "replace")
    return _TORN_RUN.sub(_mended, body).decode(codec, "replace") if codec == "gb18030" and "\ufffd" in text else text


def _mended(run: re.Match[bytes]) -> bytes:
    """A run of double bytes that has one byte too few or too many, with the byte that puts the fewest rare characters
    before and after it marked as bad: else every character up to the next ASCII byte would be read across two."""
    found = run[0]
    even = [_is_common(found[i : i + 2]) for i in range(0, len(found) - 1, 2)]
    odd = [_is_common(found[i : i + 2]) for i in range(1, len(found) - 1, 2)]
    score = best = sum(odd)
    at = 0
    for i, (before, after) in enumerate(zip(even, odd, strict=True)):
        score += before - after
        if score > best:
            best, at = score, 2 * i + 2
    return found[:at] + b"\x80" + found[at + 1 :]


def _is_common(pair: bytes) -> bool:
    """Is the double byte of GB 2312's frequent half (first level, punctuation)? Nearly all running text is."""
    return pair[1] >= 0xA1 and (0xB0 <= pair[0] <= 0xD7 or pair[0] in (0xA1, 0xA3))


def _labelled(body: bytes, content_type: str | None) -> list[str]:
    header = _HEADER.search(content_type or "")
    head = body[:_HEAD_BYTES]
    meta = _META.search(_COMMENT.sub(b"", head)) or _META.search(head)
    names = (header[1] if header else "", meta[1].decode("ascii", "replace") if meta else "")
    return list(dict.fromkeys(_CODECS[name.lower()] for name in names if name.lower() in _CODECS))


def _nearly_utf8(body: bytes, labelled: bool) -> bool:
    """UTF-8 with a torn end or a few bad bytes. In text of another charset hardly any high byte fits; labelled pages may
    have one bad sequence in ten, others one in fifty."""
    high = _high(body[: 4 * _SAMPLE_BYTES])
    size = _FIRST_BYTES
    while True:  # of text in another charset a short beginning has bad bytes enough
        bad = body[:size].decode("utf-8", "replace").count("\ufffd") - (size < len(body))
        if high <= 2 * bad or bad * (3 if labelled else 16) > high - 2 * bad:
            return False
        if size >= len(body):
            return True
        size *= 2


def _high(body: bytes) -> int:
    """How many bytes are not ASCII."""
    return len(body) - len(body.translate(None, _HIGH))


def _judged(body: bytes, labels: list[str]) -> str:
    sample = b" ".join(match[0] for match in islice(_FOREIGN.finditer(body), _SAMPLES))[:_SAMPLE_BYTES]
    scores: dict[str, float] = {}
    trust = 0.1 + 24 / (12 + _high(sample))  # a label is evidence, the more the fewer the bytes
    for codec in labels:
        if codec == "utf-8":
            continue  # the bytes have refuted it
        scores[codec] = _plausible(sample, codec) + trust
        if scores[codec] >= trust + 0.3 and len(labels) == 1 and codec != "cp1252":  # which servers name where nobody told them
            return codec
    for codec in _GUESSES:
        scores.setdefault(codec, _plausible(sample, codec))
    return max(scores, key=lambda codec: scores[codec])


def _plausible(sample: bytes, codec: str) -> float:
    """Share of common characters among those that are not ASCII, 0 to 1, less the share of impossible ones."""
    text = sample.decode(codec, "replace")
    if text.endswith("\ufffd"):
        text = text[:-1]
    foreign = [c for c in text if c > "\x7f"]
    if not foreign:
        return 0.0
    common = sum(c in _COMMON for c in foreign)
    broken = len(_IMPOSSIBLE.findall(text))
    return (common - 2 * broken) / len(foreign)
