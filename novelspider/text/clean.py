"""From the paragraphs of a page to the author's text: what is the site's goes, what is the author's stays."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from novelspider.text.boilerplate import find_boilerplate
from novelspider.text.continuation import is_marker, unfinished_mark
from novelspider.text.cutting import SENTENCE_ENDS, cut, shows_by_its_dress
from novelspider.text.headings import repeats_title
from novelspider.text.mend import mend_paragraphs
from novelspider.text.noise import find_line, rules_for
from novelspider.text.normal import normal
from novelspider.text.notes import count_notes
from novelspider.text.removal import Removal
from novelspider.text.skeleton import skeleton
from novelspider.text.suspects import BOTTOM, TOP, is_chrome, is_everyday, suspects, turns_pages
from novelspider.text.tails import find_tails
from novelspider.text.vocabulary import Place, is_of_sites, is_talk, may_be_talk

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable


_ROUNDS = 6  # each round takes something out; a chapter is stable after the second, nested advertising after the third
_TITLE_LINES, _NAME_CHARS = 4, 30  # lines from the top that may be titles; characters of a book's or a volume's name


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The author's `paragraphs`; the author's `notes` in their order; every removal, notes left out."""

    paragraphs: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    removed: tuple[Removal, ...] = ()


def clean_paragraphs(
    paragraphs: Iterable[str], *, title: str = "", host: str = "", boilerplate: Collection[str] = ()
) -> Cleaned:
    """Clean one chapter: normal form, the title's repetition, noise and page markers out, author's notes set aside.

    `title` is the chapter's, `host` that of its page, `boilerplate` holds the skeletons (`bones.skeletons`) of lines that
    the site repeats; without them less is recognised. Cleaning twice changes nothing."""
    text = normal("\n".join(paragraphs))
    lines = [line for line in text.split("\n") if line]
    removed: list[Removal] = []
    notes: list[str] = []
    lines = _drop_boilerplate(lines, boilerplate, removed)
    for at, start in find_tails(lines).items():
        removed.append(Removal("tail", lines[at][start:]))
        lines[at] = lines[at][:start].rstrip()
    kept: set[tuple[str, bool]] = set()
    clear: set[str] = set()
    for _ in range(_ROUNDS):
        before = lines
        lines = _drop_labels(_drop_title(lines, title, removed), removed)
        lines = _scrub(lines, _suspected(lines, clear), host, notes, removed, kept)
        lines = list(mend_paragraphs(_peel(lines, removed)))
        if lines == before:
            break
    return Cleaned(tuple(lines), tuple(notes), tuple(removed))


def _drop_boilerplate(lines: list[str], boilerplate: Collection[str], removed: list[Removal]) -> list[str]:
    """An author's note stays, however often it is said."""
    recurring = find_boilerplate(lines, boilerplate)
    if not recurring:
        return lines
    recurring -= {at for at in recurring if (rule := find_line(skeleton(lines[at]))) and rule.is_note}
    removed += (Removal("boilerplate", lines[at]) for at in sorted(recurring))
    return [line for at, line in enumerate(lines) if at not in recurring]


def _drop_title(lines: list[str], title: str, removed: list[Removal]) -> list[str]:
    """The title and what stands before it, such as the book's name, go from the top."""
    start = 0
    for at in range(min(_TITLE_LINES, len(lines) - 1)):
        if repeats_title(lines[at], title):
            start = at + 1
        elif len(lines[at]) > _NAME_CHARS or not lines[at][-1].isalnum():
            break
    removed += (Removal("title", line) for line in lines[:start])
    return lines[start:]


def _drop_labels(lines: list[str], removed: list[Removal]) -> list[str]:
    """Buttons' labels of a word or two go where nothing of the story is beyond them. Those beside the story may be its last
    words: they go only if they are what a reader turns the pages by."""
    places = [*_labels(lines[:-1]), *(len(lines) - 1 - at for at in _labels(lines[:0:-1]))]
    removed += (Removal("chrome", lines[at]) for at in sorted(places))
    return [line for at, line in enumerate(lines) if at not in places] if places else lines


def _labels(lines: list[str]) -> list[int]:
    """Places of the labels in `lines`, of which the first is the chapter's outermost, up to where the story begins."""
    shells = list(itertools.takewhile(_shell, lines))
    labels = [at for at, line in enumerate(shells) if _is_label(line)]
    sure = next((at for at in range(len(shells), 0, -1) if at - 1 not in labels), 0)
    return labels if turns_pages(shells[sure:]) else [at for at in labels if at < sure]


def _is_label(line: str) -> bool:
    return is_chrome(line) and is_everyday(line)


def _peel(lines: list[str], removed: list[Removal]) -> list[str]:
    """What the site says before the story begins or when it is over goes, line by line from outside."""
    start, end = 0, len(lines)
    while start < end - 1 and _shell(lines[start]) and not _is_label(lines[start]):
        start += 1
    while end > start + 1 and _shell(lines[end - 1]) and not _is_label(lines[end - 1]):
        end -= 1
    removed += (Removal(_shell(line), line) for line in lines[:start] + lines[end:])
    return lines[start:end]


def _shell(line: str) -> str:
    """By which rule an outer line is the site's; empty if it is not, as an author's note."""
    if line[-1] in SENTENCE_ENDS and not may_be_talk(line):
        return ""
    if is_chrome(line):
        return "chrome"
    if unfinished_mark(line):
        return ""
    if is_marker(line):
        return "page_marker"
    folded = skeleton(line)
    rule = find_line(folded, outer=True)
    if rule is not None:
        return "" if rule.is_note else rule.name
    return "site_talk" if may_be_talk(line) and is_talk(folded, place=Place.OUTER) else ""


def _suspected(lines: list[str], clear: set[str]) -> set[int]:
    """Places of the suspects in `lines`. `clear` holds the lines that were found to be none in an earlier round."""
    places = [at for at, line in enumerate(lines) if line not in clear]
    if not places:
        return set()
    found = {places[at] for at in suspects([lines[at] for at in places])}
    clear.update({*lines} - {lines[at] for at in found})
    return found


def _scrub(
    lines: list[str],
    suspected: set[int],
    host: str,
    notes: list[str],
    removed: list[Removal],
    settled: set[tuple[str, bool]],
) -> list[str]:
    """What of `lines` is the story's. `suspected` are places in it; `settled` holds lines, and whether at an edge, of which an
    earlier round took nothing."""
    kept: list[str] = []
    noted = 0  # the place at which the author's notes end
    last = len(lines) - 1
    for at, line in enumerate(lines):
        into = notes if at < noted else kept
        edge = at < TOP or at > last - BOTTOM
        if (at not in suspected and not edge) or (line, edge) in settled:
            into.append(line)
        elif at in suspected and is_chrome(line):
            if is_everyday(line):  # `_drop_labels` takes it, where nothing of the story is beyond
                into.append(line)
            else:
                removed.append(Removal("chrome", line))
        elif at not in suspected:
            if may_be_talk(line) and is_talk(skeleton(line), place=Place.EDGE):
                removed.append(Removal("site_talk", line))
            else:
                into.append(line)
                settled.add((line, edge))
        else:
            count, rest, sure = _judge(lines, at, host, removed, edge=edge)
            noted = max(noted, at + count)
            (notes if count else into).extend(rest.split("\n") if rest else [])
            if rest == line and sure:
                settled.add((line, edge))
    return kept


def _judge(lines: list[str], at: int, host: str, removed: list[Removal], *, edge: bool) -> tuple[int, str, bool]:
    """(notes, rest, sure) of a suspect: how many lines from it on are the author's notes, what of it is not the site's, and
    whether that holds whatever stands around it."""
    line = lines[at]
    if unfinished_mark(line):
        return 0, line, True
    folded = skeleton(line)
    rules = rules_for(folded)
    if shows_by_its_dress(line):  # what else is there is judged without it, in the next round
        return 0, cut(folded, rules, host, removed), True
    rule = find_line(folded, rules) if rules else None
    if rule is not None and rule.kind == "talk":
        spans: list[Removal] = []
        rest = cut(folded, rules, host, spans)
        if rest not in ("", line) and not is_of_sites(skeleton(rest).text):  # it is what was cut that made it look so
            removed += spans
            return 0, rest, True
    noted = rule is not None and rule.is_note
    if rule is not None and rule.is_note:
        if count := count_notes(lines, at, rule):
            return count, line, False
    elif rule is not None:
        removed.append(Removal(rule.name, line))
        return 0, "", True
    if is_talk(folded, place=Place.EDGE if edge else Place.INNER):
        removed.append(Removal("page_marker" if is_marker(line) else "site_talk", line))
        return 0, "", True
    return 0, cut(folded, rules, host, removed), not noted
