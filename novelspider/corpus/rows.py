"""Rows of a site's database as the rest of the project sees them: frozen values, safe to keep in a request's `cb_kwargs`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

State = Literal["pending", "committed", "failed", "locked", "rejected", "gone"]
STATES: tuple[State, ...] = ("pending", "committed", "failed", "locked", "rejected", "gone")


@dataclass(frozen=True, slots=True)
class BookRow:
    """A book whose page or TOC is to be read. `site` names the folder that owns it. `title` and `author` are None until its
    TOC has been set once; `open_ended` is true for a book that has no TOC and grows from chapter to chapter. `revision` is that
    of its last line, 0 before the first."""

    site: str
    id: str
    url: str
    title: str | None = None
    author: str | None = None
    state: State = "pending"
    open_ended: bool = False
    not_before: float = 0.0
    revision: int = 0


@dataclass(frozen=True, slots=True)
class ChapterRow:
    """A chapter to fetch: all that its record needs beside its pages. `site` is the book's, wherever the chapter itself stands.

    `index` is 1-based. `title` is as listed, empty where the link had none. `look` is true where the text is in the corpus
    already and only the link to the next chapter is wanted; treat it like any other row, `Frontier.settle` drops its text.
    `open_ended` is the book's."""

    site: str
    book_id: str
    book_url: str
    book_title: str | None
    author: str | None
    id: str
    url: str
    title: str
    index: int
    volume: str | None = None
    not_before: float = 0.0
    look: bool = False
    open_ended: bool = False


@dataclass(frozen=True, slots=True)
class Failed:
    """Why a row could not be had in this run: `reason` in snake_case, `detail` for a person. `locked` where the site keeps it
    to itself (login, payment, reserved rights, robots.txt)."""

    reason: str
    detail: str = ""
    locked: bool = False


@dataclass(frozen=True, slots=True)
class Written:
    """A chapter whose line is in a shard. `title` is the line's."""

    id: str
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Missing:
    """A row that is not in the corpus, for summaries. `kind` is "book", "chapter", or "reread" for a chapter that keeps the
    text it has because it could not be read again; `reason` is None while it is pending."""

    kind: Literal["book", "chapter", "reread"]
    book_id: str
    url: str
    title: str | None
    state: State
    reason: str | None
    detail: str | None
