"""Clean 100, Check 200, Duplicates 300, Write 900. Each does one thing to one record and waits for nothing.

A record that is set aside goes to `rejected` with its reason, is counted in `rejected/<reason>`, and drops out."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from scrapy.exceptions import DropItem

from novelspider.corpus import Failed
from novelspider.corpus.usual import usual_size
from novelspider.errors import CorpusError
from novelspider.extensions import CorpusKeeper
from novelspider.items import PAGE_BREAK, Book, Chapter, Toc
from novelspider.site import find_site
from novelspider.text.chapter import clean_chapter, join_notes
from novelspider.text.digest import count_chars, digest
from novelspider.text.language import detect_language
from novelspider.text.plausible import is_far_from_usual
from novelspider.text.signals import read_flags, read_signals
from novelspider.text.titles import name_of, same_title

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Self

    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)


class Stage:
    """What every stage has: the corpus, and a way to set a chapter aside."""

    def __init__(self, crawler: Crawler) -> None:
        self.stats = crawler.stats
        self.keeper = CorpusKeeper.of(crawler)
        self.corpus = self.keeper.corpus

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_item(self, item: Any) -> Any:
        """Raises DropItem for what does not go on. Where the corpus cannot be written the run ends, and the record with it."""
        try:
            return self.process(item)
        except CorpusError as error:
            self.keeper.stop(error)
            raise DropItem("not_written") from error

    def process(self, item: Any) -> Any:
        return self.process_chapter(item) if isinstance(item, Chapter) else item

    def process_chapter(self, chapter: Chapter) -> Chapter:
        raise NotImplementedError

    def set_aside(self, chapter: Chapter, reason: str, detail: str, *, again: bool = False) -> DropItem:
        """Write `chapter` to `rejected`; with `again` it is asked for once more, later. The exception is for the caller to
        raise: so Scrapy learns that nothing follows."""
        self.corpus.site(chapter.site).reject(chapter, reason, detail, again=again)
        if again:
            self.keeper.frontier.second_try(chapter)
        self.keeper.set_aside[chapter.book_id][chapter.id] = reason
        self.stats.inc_value(f"rejected/{reason}")
        logger.info("Rejected (%s): %s: %s", reason, chapter.url, detail)
        return DropItem(reason)


class Clean(Stage):
    """Takes out what is not the author's, what the site says in every chapter with it, and joins the pages."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.sites = getattr(crawler.spidercls, "sites", ())
        self.audit = crawler.settings.getbool("CLEAN_AUDIT")

    def process_chapter(self, chapter: Chapter) -> Chapter:
        pages = [page.split("\n") for page in chapter.text.split(PAGE_BREAK)]
        host, noise = urlsplit(chapter.url).hostname or "", find_site(self.sites, chapter.url).noise
        store = self.corpus.site(chapter.site)
        store.learning.learn(chapter)
        boilerplate = store.learning.boilerplate(chapter.book_title, chapter.author)
        cleaned = clean_chapter(pages, title=chapter.title, host=host, boilerplate=boilerplate, noise=noise)
        for removal in cleaned.removed:
            self.keeper.removed[chapter.site][removal.rule] += 1
        if self.audit:
            store.audit(chapter.id, ((removal.rule, removal.text) for removal in cleaned.removed))
        return replace(chapter, text="\n".join(cleaned.paragraphs), notes=join_notes(chapter.notes, cleaned.notes))

    def close_spider(self) -> None:
        """What the rules took out is counted in one place, and told in the stats when all is counted."""
        for site, rules in self.keeper.removed.items():
            for rule, count in rules.items():
                self.stats.inc_value(f"cleaned/{rule}", count)
                self.stats.inc_value(f"sites/{site}/cleaned/{rule}", count)


def _wrong(chapter: Chapter, flags: Sequence[str], usual: int | None) -> tuple[str, str] | None:
    """The reason and detail for which a text can hardly be the chapter's; None where it may be. `usual` is in bytes."""
    if "foreign_text" in flags:
        return "foreign_text", f"in {chapter.language}, unlike the book"
    size = len(chapter.text.encode("utf-8", "replace"))
    if is_far_from_usual(size, usual, chapter.title):
        return "odd_length", f"{size:,} bytes, where the chapters before it have about {usual:,}"
    return None


class Check(Stage):
    """Counts and measures the text. A chapter without any is not one; a text unlike its book's may be another one, so it is
    asked for once more, and written if it comes again."""

    def process_chapter(self, chapter: Chapter) -> Chapter:
        if not (n_chars := count_chars(chapter.text)):
            raise self.set_aside(chapter, "empty", "nothing is left when the site's own lines are taken out")
        paragraphs, language = chapter.text.split("\n"), detect_language(chapter.text)
        store = self.corpus.site(chapter.site)
        book_language = store.languages.of_book(chapter.book_id)
        signals = read_signals(paragraphs, book_language=book_language)
        flags = [*read_flags(paragraphs, language=language, book_language=book_language, signals=signals)]
        chapter = replace(chapter, n_chars=n_chars, digest=digest(chapter.text), language=language)
        if (wrong := _wrong(chapter, flags, usual_size(store.journal, chapter))) and not store.answers_the_same(chapter):
            raise self.set_aside(chapter, *wrong, again=True)
        if store.before.repeated_by(chapter):
            flags.append("repeats_previous")
        return replace(
            chapter,
            flags=tuple(dict.fromkeys((*chapter.flags, *sorted(flags)))),
            signals=signals,
        )


def _may_be_listed_as(listed: str, title: str) -> bool:
    """May `listed`, a TOC's name for a chapter, mean the one of that title? It may be cut short, or numbered otherwise."""
    return not listed or same_title(listed, title) or (bool(name := name_of(listed)) and name_of(title).startswith(name))


class Duplicates(Stage):
    """Sets aside a chapter whose text the site's corpus already has; the one committed first stays. Under another title, the
    page's or the TOC's, it is asked for once more: sites serve wrong bodies for a while, and whole wrong pages."""

    def process_chapter(self, chapter: Chapter) -> Chapter:
        store = self.corpus.site(chapter.site)
        if store.forgotten.has_text(chapter.digest):
            store.fail(chapter.id, Failed("forgotten", "it has the text of a chapter that was forgotten", locked=True))
            raise DropItem("forgotten")
        known = store.find_same(chapter)
        if known is None:
            return chapter
        same = same_title(known.title, chapter.title) and _may_be_listed_as(store.listed_title(chapter.id), known.title)
        raise self.set_aside(
            replace(chapter, duplicate_of=known.id),
            "duplicate" if same else "same_body_other_title",
            f"same text as {known.title!r}, {known.url}",
            again=not same,
        )


class Write(Stage):
    """Rows and lines, one commit. A chapter whose text the corpus has already ends here, without a line. A table of contents
    becomes the book's record, if there is news of the book."""

    def process(self, item: Any) -> Chapter | Book:
        if isinstance(item, Toc):
            return self.process_toc(item)
        return self.process_chapter(item)

    def process_chapter(self, chapter: Chapter) -> Chapter:
        outcome, chapter = self.corpus.site(chapter.site).write(chapter)
        self.stats.inc_value(f"chapters/{outcome}")
        self.keeper.got[chapter.book_id][outcome] += 1
        self.keeper.set_aside[chapter.book_id].pop(chapter.id, None)
        if outcome in ("unchanged", "moved"):
            raise DropItem(outcome)
        return chapter

    def process_toc(self, toc: Toc) -> Book:
        book = self.corpus.site(toc.book.site).set_toc(toc)
        if book is None:
            raise DropItem("nothing new about the book")
        return book
