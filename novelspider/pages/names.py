"""Names of books and authors, freed from what sites put around them."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_AROUND = re.compile(
    r"(?:最新章节(?:目录|列表)?|最新章節(?:目錄|列表)?|全文(?:免费|免費)?(?:在线|線上)?(?:阅读|閱讀)|(?:免费"
    r"|免費)?(?:在线|線上|在線)?(?:阅读|閱讀)(?:全文)?|全集|无弹窗|無彈窗|无广告|無廣告|txt(?:全集|电子书)?(?:下载"
    r"|下載)?"
    r"|章节(?:目录|列表|大全)|章節(?:目錄|列表|大全)|目录|目錄|小说|小說|最新更新|全本|完本|免费|免費|手机版|列表"
    r"|更新|下载|下載|無錯|无错|全文字章节)+$",
    re.I,
)
# What sites call a list of chapters: alone it is no book's name, behind one it is no part of it.
_CONTENTS = (
    r"(?:full |complete )?(?:table of contents|chapters? (?:list|index)|list of chapters|all chapters"
    r"|threadmarks|chapters|index)|目次|もくじ|小説目次|목차|mục lục|danh sách chương|daftar (?:isi|bab)"
    r"|inhaltsverzeichnis|kapitelübersicht|sommaire"
    r"|table des matières|liste des chapitres|índice|lista de cap[ií]tulos|оглавление|содержание|список глав|spis treści"
    r"|bölümler|bölüm listesi|içindekiler|สารบัญ"
)
_LATIN_AROUND = re.compile(
    rf"^(?:{_CONTENTS})(?:\s(?:for|of)\s|\s?(?:for|of)?\s?[:–-]\s)"
    r"|^(?:read(?:ing)?|novel|web ?novel|light ?novel|đọc truyện|truyện)\s+(?=\S)|\s+(?:(?:light |web )?novels?|read"
    r" online.*|online(?: for)? free.*|free online.*|читать .{0,24}онлайн.*|читать онлайн.*|bahasa indonesia|sub indo"
    r"|en español|en français|em português|\(novel\)|\[end\]|\(full\)|full|mtl|machine translation)$"
    rf"|\s+(?:{_CONTENTS})$",
    re.I,
)
_QUOTED = re.compile(r"《([^《》]{1,60})》")
# `Роман «Имя» читать онлайн`: where a word for a book stands before it, what is quoted is the name.
_KIND_QUOTED = re.compile(
    r"^(?:(?:читать|скачать|онлайн|lire|le|the|el|il|das|der)\s){0,2}(?:фанфик|фик|книга|книгу|роман|рассказ|повесть|новелла|ранобэ"
    r"|аудиокнига|произведение|fan\s?fic(?:tion)?|(?:light |web )?novel|novela|book|story|roman|livre|histoire|libro|historia"
    r"|romanzo|storia|buch|geschichte|livro|história|książka|opowiadanie|powieść|truyện|tiểu thuyết|소설|小説|小说)\s?"
    r"(?:«\s?([^«»]{1,100}?)\s?»|“([^“”]{1,100})”|„([^„“”]{1,100})[“”]|\"([^\"]{1,100})\"|『([^『』]{1,100})』)",
    re.I,
)
_SPLIT = re.compile(r"\s*[|｜»›_＿]\s*|\s+(?:[-–—:,/·•]|--|——)\s+|,\s*|(?<=[\u3040-\u9fff])-(?=[\u3040-\u9fff])|\s*[《》]\s*")
_AUTHOR_AROUND = re.compile(
    r"^\W{0,6}(?:作者名?|作家|著者|author(?:s|\(s\))?|written by|by|tác giả|auteur|autor|автор|작가|文"
    r"|撰)\s{0,3}[:：／/]\s{0,3}|^(?:作者|著者)\s+|^by\s+|[\s/／|]{0,3}(?:著|作者|作品|大大|的小说|写的)$"
    r"|^(?:最近搜索|最近更新).*",
    re.I,
)
_AUTHOR_END = re.compile(
    r"\s+(?:类别|類別|分类|分類|状态|狀態|字数|字數|更新|最新|动作|動作|投票|点击|收藏|加入|全部作品|的其他|作品集"
    r"|status|genre|view|follow|profile)",
    re.I,
)
_REMARK = re.compile(r"(?<=[\u3040-\u9fff])\s+(?:[(（].*|[\u4e00-\u9fff]{2,6}[:：].*|全\s?\d+.*|(?:連載|连载|完[結结了]).*)")
_TWOFOLD = re.compile(r"[^/|｜]{2,100}[^\W\d_]\s/\s[^/|｜]{2,100}")
_PAIRED = re.compile(r"[(（][^()（）]+[)）]$")
_NOBODY = frozenset(
    [
        "作者",
        "作家",
        "著者",
        "author",
        "authors",
        "佚名",
        "匿名",
        "未知",
        "unknown",
        "anonymous",
        "admin",
        "administrator",
        "不详",
        "网络",
        "本站",
        "未知作者",
        "updating",
        "đang",
        "cập",
        "nhật",
        "作者简介",
        "作者信息",
        "作品",
    ]
)
_SITE_END = re.compile(
    r"(?:小说网|小說網|文学网|文學網|书网|書網|阅读网|笔趣阁|筆趣閣|中文网|书屋|书城|小说站|小說站|文学"
    r"|書庫|书库|txt|\.(?:com|net|org|cc|me|tw|io|fr|jp|site))$",
    re.I,
)


def fold_name(name: str) -> str:
    """Letters and digits of a name, NFKC, lower case: what is left when only spelling differs."""
    return "".join(c for c in unicodedata.normalize("NFKC", name).casefold() if c.isalnum())


def same_name(a: str, b: str) -> bool:
    """Whether two spellings name the same book or person."""
    return fold_name(a) == fold_name(b) != ""


def agreed(claims: Iterable[tuple[str, float]]) -> tuple[str | None, float]:
    """The value with the most weight behind it; claims that spell one name differently count together, the
    first spelling stands."""
    totals: dict[str, float] = defaultdict(float)
    for value, weight in claims:
        if value:
            known = next((name for name in totals if same_name(name, value)), value)
            totals[known] += weight
    if not totals:
        return None, 0.0
    best = max(totals, key=lambda name: totals[name])
    return best, totals[best]


def clean_name(raw: str, authors: Sequence[str] = ()) -> str:
    """A book's name out of a heading or title: 《》, 最新章节, site names and the author's name go. Empty where nothing
    is left."""
    parts = name_parts(raw, authors)
    return parts[0] if parts else ""


def whole_name(raw: str, title: str, authors: Sequence[str] = ()) -> str:
    """`clean_name` of a heading, or the whole of it where it is a name in two languages."""
    return raw if is_twofold(raw, title) else clean_name(raw, authors)


def is_twofold(name: str, title: str) -> bool:
    """Whether `name` is one in two languages, `Name / Имя`, with which the page's `title` begins."""
    return title.startswith(name) and _TWOFOLD.fullmatch(name) is not None


def name_parts(raw: str, authors: Sequence[str] = ()) -> list[str]:
    """The parts of a title that may be the book's name, most likely first, each cleaned."""
    raw = _once(raw.strip()[:300])
    quoted = _QUOTED.search(raw)
    pieces = [quoted[1]] if quoted and not raw[: quoted.start()].strip(" 　·") else []
    if named := _KIND_QUOTED.match(raw):
        pieces.append(next(filter(None, named.groups())))
    split = [_bare(piece, authors) for piece in _SPLIT.split(raw)]
    pieces += split if len(split) > 1 else [_bare(raw, authors)]
    return list(dict.fromkeys(piece for piece in pieces if piece and not _SITE_END.search(piece)))


def _once(raw: str) -> str:
    """`书名，书名最新章节，书名全文` is its first part: what comes again right behind a comma is the name."""
    at = raw.find("，")
    while at > 0:
        if raw.startswith(raw[:at], at + 1):
            return raw[:at]
        at = raw.find("，", at + 1)
    return raw


def _bare(piece: str, authors: Sequence[str]) -> str:
    piece = piece.strip(' 　-–—_|,，:：·.《》「」『』[]【】"“”')
    for author in authors:
        name = author.strip()
        if len(name) >= 2 and len(piece) > len(name):
            piece = re.sub(
                rf"\s*[(（\[_/-]?\s*(?:作者\s?[:：]?\s?|by\s)?{re.escape(name)}(?:\s?著|的小说|作品)?\s*[)）\]]?$", "", piece
            ).strip()
    for _ in range(4):
        shorter = _LATIN_AROUND.sub("", _AROUND.sub("", piece)).strip(" 　-–—_|,，:：《》「」[]【】")
        if shorter == piece or not shorter:
            break
        piece = shorter
    return (
        ""
        if re.fullmatch(
            rf"作者[:：].*|{_CONTENTS}|(?:首页|首頁|home|chapters?|目录|目錄|目次|小说|书籍(?:目录|详情)?|详情页?|搜索结果|最新章节"
            r"|章节目录|document|untitled|danh sách chương|latest chapter releases|第.{1,3}卷"
            r"|read|lire|lesen|leer|ler|leggi|читать|читати|czytaj|baca|oku)",
            piece,
            re.I,
        )
        else piece
    )


def clean_author(raw: str) -> str:
    """An author's name out of a labelled line or link. Empty where it names nobody (佚名 and Unknown name nobody)."""
    name = raw.strip()[:120]
    end = _AUTHOR_END.search(name) or _REMARK.search(name)
    name = name[: end.start()] if end else name
    for _ in range(3):
        name = _AUTHOR_AROUND.sub("", name).strip(" 　:：,，|/[]【】《》·")
        name = name.strip("()（）") if name[:1] in "(（" or not _PAIRED.search(name) else name
    nobody = not fold_name(name) or name.lower() in _NOBODY
    return "" if nobody or "://" in name or len(name) > 60 or _SITE_END.search(name) else name
