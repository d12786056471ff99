"""Lines above a story inside its own element: the book's name, who wrote it, when, in how many words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from novelspider.pages.votes import claim_of, key

if TYPE_CHECKING:
    from collections.abc import Sequence

_MOST, _MOST_LABELLED = 6, 14
_LONGEST, _LONGEST_NAME = 120, 60
_FACT = re.compile(
    r"(?:作\s{0,4}者|著者|书名|書名|小[说說]名?|字\s?[数數]|更新(?:[时時][间間]|日期|于|於)?|[发發][布佈表](?:[时時][间間]|日期|于|於)?"
    r"|[来來]源|[分类類别別]{2}|[点點][击擊][数數量]?|[浏瀏][览覽][数數量]?|[阅閱][读讀][数數量]|人[气氣]|[编編][辑輯]|校[对對]|[录錄]入"
    r"|[译譯]者|翻[译譯]|[图圖]源|扫图|字[体體号號](?:大小)?|背景(?:[颜顏]色)?|本章字[数數]"
    r"|author|words?|word count|published|posted|updated|translator|translated by|editor|edited by|proofreader|proofread by"
    r"|tl|ed|pr|dịch giả|người dịch|biên tập|traducteur|traduction|traductor|traducci[oó]n|correcci[oó]n|edici[oó]n"
    r"|tradu[cç][aã]o|revis[aã]o|übersetzung|перевод|переводчик|редактор)\s{0,3}[:：]",
    re.I,
)
# What stands above stories that readers write for readers. A story may well begin with one such line.
_LABELS = re.compile(
    r"(?:rat(?:ing|ed)|pairings?|fandoms?|warnings?|disclaimers?|spoilers?|summary|beta(?:ed by)?)\s?[:：]", re.I
)
_ANY_LABEL = re.compile(
    rf"{_LABELS.pattern}|(?:title|author|characters?|genres?|series|category|words?|word count|notes?|a/n)\s?[:：]", re.I
)
_DATE = re.compile(r"\b(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}\b|^\d{1,2}[./]\d{1,2}[./](?:19|20)\d\d\b")
_COUNT = re.compile(r"^\d[\d.,]{0,9}\s?(?:words|wörter|mots|palabras|palavras|字|слов)$", re.I)
_TRAIL = re.compile(r"^[^>»›＞]{1,40}(?:\s?[>»›＞]{1,2}\s?[^>»›＞]{1,60}){2,8}$")  # breadcrumbs
_SENTENCE = re.compile("[。！？!?…”」』，]")


def without_lead(paragraphs: Sequence[str], title: str) -> list[str]:
    """`paragraphs` without the facts of the book above the first of the story, and without what stands above the chapter's
    own title. `title` is the page's `<title>`."""
    head = key(title)
    kept: list[str] = []
    facts = below = 0
    headed = sum(_LABELS.match(line) is not None for line in paragraphs[:_MOST_LABELLED]) > 1
    for at, line in enumerate(paragraphs[: _MOST_LABELLED if headed else _MOST]):
        if _is_fact(line) or (headed and _ANY_LABEL.match(line)):
            facts = at + 1
            continue
        if len(line) > _LONGEST_NAME or _SENTENCE.search(line):
            break
        name = key(line)
        if len(name) > 1 and name in head and claim_of(line):
            kept, below = [one for one in kept if key(one) not in head], at
        kept.append(line)
    else:
        return list(paragraphs)
    if not facts and not below:
        return list(paragraphs)
    return [*kept, *paragraphs[at:]]


def _is_fact(line: str) -> bool:
    if len(line) > _LONGEST or _SENTENCE.search(line):
        return False
    return any(pattern.search(line) for pattern in (_FACT, _DATE, _COUNT, _TRAIL))
