"""Whether a text is the title of a chapter, the label of a button, or neither."""

from __future__ import annotations

import re
from functools import lru_cache

from novelspider.text.claims import CHAPTER_WORDS, PART_WORDS

_NUMERAL = r"[0-9０-９零〇一二三四五六七八九十百千万萬两兩廿卅壹贰叁肆伍陆柒捌玖拾佰仟]"
_COUNTED = (
    r"chương|sec(?:ond)?s?|min(?:ute)?s?|h(?:ou)?rs?|days?|weeks?|months?|years?|comments?|repl(?:y|ies)|likes?|votes?|pages?|stars?|reviews?"
    r"|giây|phút|giờ|ngày|tuần|tháng|năm|jours?|heures?|semaines?|mois|ans|días?|horas?|semanas?|meses|años"
    r"|сек\w{0,5}|мин\w{0,5}|час\w{0,3}|дн\w{1,2}|день|недел\w|месяц\w{0,2}|лет|года?"
)
_CHAPTER_TITLE = re.compile(
    rf"第\s?{_NUMERAL}{{1,12}}\s?[章节節回话話集卷部篇幕折夜]"
    rf"|^\W{{0,3}}{_NUMERAL}{{1,9}}\s?(?:[章话話回](?!节數|節數|节数)|[、.．:：,，)）\]】\s](?!\d|\s?(?:chapters|words|views"
    rf"|(?:{_COUNTED})\b|章|话|話|部|本|人|字)))"
    r"|(?:^\W{0,3}|\s)\d{1,2}\.\d{1,2}(?:$|\s?[:：–—-])|^\W{0,3}\d{1,5}[)）\]】.．]?$|^(?:v\d{1,3}\s?)?c\d{1,4}(?:\.\d)?(?:\s|$)|\b\d{1,5}\s?화|제\s?\d{1,5}"
    rf"|\b(?:{CHAPTER_WORDS}|{PART_WORDS}|volume|vol|book|act|quyển|tập|cap|том)(?!\w)[.:#\s-]{{0,3}}(?:\d|[ivxlc]{{1,6}}\b)"
    r"|(?:ตอนที่|บทที่)\d|^\d{1,4}\.\s(?:bölüm|kapitel|kapitola|rozdział|fejezet|luku)\b"
    r"|^\W{0,3}(?:序|楔子|引子|引言|前言|正文|番外|尾声|尾聲|后记|後記|终章|終章|完本感言|上架感言|外传|外傳|最终章"
    r"|プロローグ|エピローグ|閑話|幕間|프롤로그|에필로그|외전|บทนำ|บทส่งท้าย"
    r"|prolog(?:ue|o)?\b|[eé]pilog(?:ue|o)?\b|interlude|afterword|foreword|preface|side stor|extra|пролог|эпилог"
    r"|prólogo|epílogo|avant-propos|vorwort|nachwort|önsöz|mở đầu|ngoại truyện)",
    re.I,
)
_BUTTON = re.compile(
    r"^\W{0,3}(?:(?:开始|開始|立即|点击|點擊|在线|線上|免费|免費|继续|繼續|马上)?(?:阅读|閱讀)(?:全文|本书)?"
    r"|从头(?:开始)?阅读|分卷(?:阅读|閱讀)|最新章节|最新章節"
    r"|(?:上|下)\s?[一ㄧ壹]?\s?[章页頁话話节節篇回]|加入书签|加入書籤|目录|目錄|返回.{0,6}|(?:start|continue)"
    r" reading|read (?:now|first|last|latest|the).{0,20}"
    r"|first chapter|last chapter|latest chapter|next.{0,10}|prev.{0,14}|đọc (?:từ đầu|truyện|tiếp|mới nhất)|更多.{0,6}|more"
    r"|最初から読む|続きを読む|lire|читать|(?:我要|txt\s?|全本|全文)?下[载載].{0,8}|download.{0,16}"
    r"|télécharger.{0,20}|.{0,12}(?:epub|pdf|mobi))\W{0,3}$",
    re.I,
)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_DATE = re.compile(
    rf"[\s(（\[]*(?:(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{{0,6}},?\s+)?(?:{_MONTH}\s\d{{1,2}},?|\d{{1,2}}\s{_MONTH})\s\d{{4}}"
    rf"|\d{{1,3}}\s?(?:{_COUNTED}|天|小时|小時|分钟|分鐘|日|時間|か月|개월|일|시간)\s?(?:ago|前|전|trước|назад))[)）\]\s]*$",
    re.I,
)
_FRAMES = frozenset("免VvNn锁🔒")
_CENTURIES = frozenset(("19", "20"))
_DATE_MARKS = frozenset("-/.:月")  # before the last one or two digits
_LONGEST_DATE = 40
_LONGEST_TITLE = 300
_AGO = ("ago", "前", "전", "trước", "назад", "日")
_LAST_OF_DATES = frozenset(end[-1] for end in _AGO)
_CLOSING = frozenset(")）]")
_FRAME = re.compile(r"(?:免费|免費|VIP|锁|NEW|🔒)\s+", re.I)
_FRAMING = re.compile(
    r"^(?:免费|免費|VIP|锁|NEW|🔒)\s+|\s*[(（\[]?\s*(?:\d{4}"
    r"|\d{2})[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?"
    r"(?:\s*\(更新\))?\s*[)）\]]?\s*$",
    re.I,
)


def is_chapter_title(text: str) -> bool:
    """Whether `text` alone looks like the title of a chapter: a number of its own, or a word such as 楔子 or Epilogue."""
    return number_place(text) is not None


@lru_cache(maxsize=4096)
def number_place(text: str) -> int | None:
    """Where in a chapter's title its number, or the word instead of one, begins; None where `text` is no such title."""
    match = _CHAPTER_TITLE.search(text[:120])
    return None if match is None else match.start()


def is_button(text: str) -> bool:
    """Whether `text` is the label of a button (开始阅读, Next) and not the name of anything."""
    return len(text) <= 30 and text[:1] != "第" and _BUTTON.match(text) is not None


def is_date(text: str) -> bool:
    """Whether `text` is but a date, or how long ago something was."""
    return len(text) <= _LONGEST_DATE and not _FRAMING.sub("", _DATE.sub("", text)).strip()


def clean_ref_title(text: str) -> str:
    """A chapter's title in a list without the date, lock or price that stands in the same link."""
    if text[-1:].isalpha() and text[-1] not in _LAST_OF_DATES and text[0] not in _FRAMES:
        return text
    if not _may_end_dated(text) and not (text[:1] in _FRAMES and _FRAME.match(text)):
        return text
    if len(text) > _LONGEST_TITLE:
        return text
    dated = _DATE.search(text, max(0, len(text) - _LONGEST_DATE))
    if dated:
        return text[: dated.start()] or text
    return _FRAMING.sub("", _FRAMING.sub("", text)).strip() or text


def _may_end_dated(text: str) -> bool:
    """False where the end of `text` is certainly no date."""
    last = text[-1:]
    if last in _CLOSING:
        text = text.rstrip(" )）]").removesuffix("更新").rstrip(" (")
        last = text[-1:]
    if last.isdigit():
        return text[-4:-2] in _CENTURIES or not _DATE_MARKS.isdisjoint(text[-3:-1])
    return last in _LAST_OF_DATES and text.endswith(_AGO)
