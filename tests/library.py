"""A small corpus of one site, written by the store: two books, several shards, duplicates, a chapter of two revisions."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from novelspider.corpus import Corpus
from novelspider.items import Book, Chapter, ChapterRef, Toc, as_dict, record_id, to_line
from novelspider.text.digest import count_chars, digest

if TYPE_CHECKING:
    from pathlib import Path

SITE = "a.example"
SHARD_BYTES = 2000


def book(number: int) -> Book:
    url = f"http://{SITE}/{number}/"
    return Book(
        id=record_id(url), site=SITE, url=url, title=f"书名{number}", toc_urls=(url,), fetched_at="2026-01-01T00:00:00Z"
    )


def ref(number: int, of: int) -> ChapterRef:
    return ChapterRef(f"{book(of).url}{number}.html", f"第{number}章 回目{of}之{number}")


def chapter(number: int, of: int, text: str = "", **fields: object) -> Chapter:
    url, text = ref(number, of).url, text or f"卷{of}第{number}夜，雨还在下，无人应门。" * 4
    return Chapter(
        id=record_id(url),
        site=SITE,
        book_id=book(of).id,
        book_url=book(of).url,
        book_title=book(of).title,
        author=None,
        volume=None,
        index=number,
        number=number,
        title=ref(number, of).title,
        text=text,
        n_chars=count_chars(text),
        language="zh-Hans",
        digest=digest(text),
        url=url,
        fetched_at="2026-01-01T00:00:00Z",
        **fields,
    )


def fill(root: Path) -> None:
    """Books 1 and 2 of seven chapters each, in turns. Chapter 5 of book 1 repeats its chapter 4; chapter 6 was answered with
    the text of chapter 3; chapter 2 has been revised; chapter 7 is pending in both."""
    corpus = Corpus(root, shard_bytes=SHARD_BYTES, commit_items=3)
    store = corpus.site(SITE)
    for of in (1, 2):
        store.set_toc(Toc(book(of), tuple(ref(number, of) for number in range(1, 8))))
    for number in (1, 2, 3, 4):
        for of in (1, 2):
            store.audit(chapter(number, of).id, [("advertisement", f"请收藏卷{of}第{number}")])
            store.write(chapter(number, of))
    store.reject(replace(chapter(5, 1, chapter(4, 1).text), duplicate_of=chapter(4, 1).id), "duplicate")
    wrong = replace(chapter(6, 1, chapter(3, 1).text), duplicate_of=chapter(3, 1).id)
    store.reject(wrong, "same_body_other_title", again=True)
    store.write(chapter(5, 2))
    store.write(chapter(6, 2))
    revise(corpus, replace(chapter(2, 1, "改过的卷一第二夜，雨停了。" * 3), revision=2))
    corpus.close()


def revise(corpus: Corpus, new: Chapter) -> None:
    """One more line of a chapter, to which its row points then."""
    store = corpus.site(SITE)
    place = store.journal.add_line("chapters", to_line(as_dict(new)))
    store.journal.change(
        "UPDATE chapters SET digest = ?, revision = ?, shard = ?, offset = ?, length = ? WHERE id = ?",
        (new.digest, new.revision, *place, new.id),
    )
