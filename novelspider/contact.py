"""Who is asking: the user agent."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from novelspider import __version__
from novelspider.corpus.rows import BookRow
from novelspider.errors import BadArgumentError

if TYPE_CHECKING:
    from novelspider.corpus.rows import ChapterRow

logger = logging.getLogger(__name__)

_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+", re.ASCII)
_URL = re.compile(r"https?://[!-~]{1,200}")


def user_agent(contact: str = "") -> str:
    """Project, version and, where there is one, whom to turn to (RFC 9110, 10.1.5 and 10.1.2). Raises BadArgumentError for
    what is neither a web address nor a mail address."""
    if not contact:
        return f"novelspider/{__version__} (text corpus crawler)"
    if _MAIL.fullmatch(contact):
        return f"novelspider/{__version__} (text corpus crawler; {contact})"
    if _URL.fullmatch(contact) and not set("()") & set(contact) and _host(contact):
        return f"novelspider/{__version__} (text corpus crawler; +{contact})"
    raise BadArgumentError(
        f"setting CONTACT={contact!r} must be a web address (https://…) or a mail address at which you can be reached"
    )


class Introduction:
    """Warns, once, whoever asks for more than one book and does not say who asks."""

    def __init__(self, contact: str) -> None:
        self._made = bool(contact)
        self._books: dict[str, set[str]] = {"book": set(), "chapter": set()}

    def taken(self, row: BookRow | ChapterRow) -> None:
        """A row is asked for. Books and chapters are counted apart: a seed may turn out to belong to another book."""
        if self._made:
            return
        books = self._books["book" if isinstance(row, BookRow) else "chapter"]
        books.add(row.id if isinstance(row, BookRow) else row.book_id)
        if len(books) > 1:
            self._made = True
            logger.warning(
                "This run asks for more than one book and does not say who asks: set CONTACT to a web or mail address"
            )


def _host(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return bool(parts.hostname) and "@" not in parts.netloc
