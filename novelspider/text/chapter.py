"""A whole chapter from the pages it came on."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from novelspider.items import PAGE_BREAK
from novelspider.text.clean import Cleaned, clean_paragraphs
from novelspider.text.removal import Removal
from novelspider.text.seams import join_pages

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence


def join_notes(apart: Sequence[str], inside: Iterable[str]) -> tuple[str, ...]:
    """The author's notes in reading order, each once: those that stand `apart` from the story, and where `PAGE_BREAK` is among
    them, else behind them, those that cleaning found `inside` it."""
    at = apart.index(PAGE_BREAK) if PAGE_BREAK in apart else len(apart)
    return tuple(dict.fromkeys((*apart[:at], *inside, *apart[at + 1 :])))


def clean_chapter(
    pages: Sequence[Sequence[str]],
    *,
    title: str = "",
    host: str = "",
    boilerplate: Collection[str] = (),
    noise: Sequence[str] = (),
) -> Cleaned:
    """Clean each page, join them, and clean what the joining brought together; `title`, `host` and `boilerplate` as in
    `clean_paragraphs`.

    Pages come first: an advertisement behind a page's last words hides that the next page goes on with their sentence. Lines in
    which one of the regexes `noise` is found go before anything else (`Site.noise`), by the rule "site"."""
    own = [line for page in pages for line in page if any(re.search(pattern, line) for pattern in noise)] if noise else []
    if own:
        dropped = set(own)
        pages = [[line for line in page if line not in dropped] for page in pages]
    removed = tuple(Removal("site", line) for line in own)
    cleaned = [clean_paragraphs(page, title=title, host=host, boilerplate=boilerplate) for page in pages]
    if len(cleaned) == 1:
        return replace(cleaned[0], removed=removed + cleaned[0].removed)
    seams: list[Removal] = []
    joined = join_pages([page.paragraphs for page in cleaned], title=title, removed=seams)
    whole = clean_paragraphs(joined, title=title, host=host, boilerplate=boilerplate)
    return Cleaned(
        whole.paragraphs,
        tuple(dict.fromkeys(note for part in (*cleaned, whole) for note in part.notes)),
        (*removed, *(removal for page in cleaned for removal in page.removed), *seams, *whole.removed),
    )
