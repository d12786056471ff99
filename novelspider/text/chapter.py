"""A whole chapter from the pages it came on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from novelspider.text.clean import Cleaned, clean_paragraphs
from novelspider.text.seams import join_pages

if TYPE_CHECKING:
    from collections.abc import Sequence


def clean_chapter(pages: Sequence[Sequence[str]], *, title: str = "", host: str = "") -> Cleaned:
    """Clean each page, join them, and clean what the joining brought together; `title` and `host` as in `clean_paragraphs`.

    Pages come first: an advertisement behind a page's last words hides that the next page goes on with their sentence."""
    cleaned = [clean_paragraphs(page, title=title, host=host) for page in pages]
    if len(cleaned) == 1:
        return cleaned[0]
    joined = join_pages([page.paragraphs for page in cleaned], title=title)
    whole = clean_paragraphs(joined, title=title, host=host)
    return Cleaned(
        whole.paragraphs,
        tuple(dict.fromkeys(note for part in (*cleaned, whole) for note in part.notes)),
        tuple(removal for part in (*cleaned, whole) for removal in part.removed),
    )
