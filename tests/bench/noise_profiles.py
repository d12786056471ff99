"""What sites add to chapters, one profile a sort of site: the tables noise_*.tsv, written from what sites say, not
from the rules.

A template's slots: {domain} an address, new each time or the site's, {dressed} one in disguise, {site} and {site_en} a site's
name, {book}, {other}, {third} titles, {title} the chapter's, {author}, {n} a number, {id} letters and digits that vary, {date},
{year}, {page}, {pages}; {digits} an address that ends in a digit, {stem} one without its ending, {netsite} and {hantsite}
names that no bookshop has. Hardly any two lines of a profile's chapters are equal."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Profile:
    """`templates` by place: `lines` stand among the paragraphs, `laced` ones with a separator between their letters, `top` and
    `bottom` at the chapter's edges, `spans` inside paragraphs behind punctuation, `inside` and `laced_inside` anywhere in them,
    `sentence` and `tails` behind one, `seams` at the foot of every page but the last; `notes` are the author's and belong into
    the notes. The story is in `language`."""

    name: str
    language: str
    templates: dict[str, tuple[str, ...]]


def load_profiles(name: str) -> tuple[Profile, ...]:
    path = Path(__file__).with_name(name)
    found: dict[tuple[str, str], dict[str, tuple[str, ...]]] = {}
    for row in path.read_text(encoding="utf-8").splitlines()[1:]:
        name, language, place, template = row.split("\t")
        places = found.setdefault((name, language), {})
        places[place] = (*places.get(place, ()), template)
    return tuple(Profile(name, language, places) for (name, language), places in found.items())
