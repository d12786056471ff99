"""From the paragraphs of a page to the author's text: what is the site's goes, what is the author's stays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from novelspider.text.boilerplate import find_boilerplate
from novelspider.text.continuation import bare_counter, is_marker
from novelspider.text.cutting import SENTENCE_ENDS, cut
from novelspider.text.headings import repeats_title
from novelspider.text.mend import mend_paragraphs
from novelspider.text.noise import find_line, rules_for
from novelspider.text.normal import normal
from novelspider.text.notes import count_notes
from novelspider.text.removal import Removal
from novelspider.text.skeleton import skeleton
from novelspider.text.suspects import BOTTOM, TOP, is_chrome, is_everyday, suspects
from novelspider.text.tails import find_tails
from novelspider.text.vocabulary import Place, is_talk, may_be_talk

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
        lines = _drop_title(lines, title, removed)
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


def _peel(lines: list[str], removed: list[Removal]) -> list[str]:
    """What the site says before the story begins or when it is over goes, line by line from outside."""
    start, end = 0, len(lines)
    while start < end - 1 and _shell(lines[start]):
        start += 1
    while end > start + 1 and _shell(lines[end - 1]):
        end -= 1
    removed += (Removal(_shell(line), line) for line in lines[:start] + lines[end:])
    return lines[start:end]


def _shell(line: str) -> str:
    """By which rule an outer line is the site's; empty if it is not. What another rule knows is left to it: it may be an
    author's note."""
    if line[-1] in SENTENCE_ENDS and not may_be_talk(line):
        return ""
    if is_chrome(line):
        return "chrome"
    folded = skeleton(line)
    rule = find_line(folded, outer=True)
    if rule is not None:
        return rule.name if rule.kind == "edge" else ""
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
        if at not in suspected and not edge:
            into.append(line)
        elif at in (0, last) and bare_counter(line):
            removed.append(Removal("page_marker", line))
        elif (line, edge) in settled:
            into.append(line)
        elif at in suspected and is_chrome(line):
            if is_everyday(line):  # `_peel` takes it, where it stands outside the story
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
            count, rest = _judge(lines, at, host, removed, edge=edge)
            noted = max(noted, at + count)
            (notes if count else into).extend(rest.split("\n") if rest else [])
            if rest == line and not count:
                settled.add((line, edge))
    return kept


def _judge(lines: list[str], at: int, host: str, removed: list[Removal], *, edge: bool) -> tuple[int, str]:
    """(notes, rest) of a suspect: how many lines from it on are the author's notes, and what of it is not the site's."""
    folded = skeleton(lines[at])
    rules = rules_for(folded)
    rule = find_line(folded, rules) if rules else None
    if rule is not None and rule.is_note:
        if count := count_notes(lines, at, rule):
            return count, lines[at]
    elif rule is not None:
        removed.append(Removal(rule.name, lines[at]))
        return 0, ""
    if is_talk(folded, place=Place.EDGE if edge else Place.INNER):
        removed.append(Removal("page_marker" if is_marker(lines[at]) else "site_talk", lines[at]))
        return 0, ""
    return 0, cut(folded, rules, host, removed)
