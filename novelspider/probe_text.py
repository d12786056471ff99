"""A probe as a page of text for people: 100 columns, colour only where it is asked for."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from novelspider.pages import BookPage, ChapterPage, ListPage, OtherPage
from novelspider.sheet import COLUMNS, INDENT, Sheet, cut, pad, plain, wrap

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from novelspider.pages import Link
    from novelspider.pages.signs import Sign
    from novelspider.probe import Probe, Story

_HEAD, _TAIL = 5, 3  # entries shown of a long list
_PARAGRAPHS = 3  # shown at either end of a story
_MOST_REMOVED = 15
_MOST_VOLUMES = 8

_REASONS = {
    "not_html": "a picture, an archive or the like",
    "json": "data for a program, with neither HTML nor a table of contents in it",
    "too_large": "far more bytes or elements than any page for readers has",
    "empty": "no markup and no text",
    "challenge": "a check of the browser is served instead of the page",
    "rate_limited": "the site says that it is asked too often",
    "captcha": "a captcha is served instead of the page",
    "login": "the site wants a login or a payment first",
    "placeholder": "the site says that the text is not there yet",
    "unsupported_browser": "the site turns this browser away",
    "error_page": "an error, whatever the status says",
    "redirect_script": "a script or a refresh that leads on to another address",
    "obfuscated": "most of the text is in a font of the site's own; it is left out",
    "unknown": "too little speaks for a chapter, a book or a list",
}
_FLAGS = {
    "doubtful_body": "another text of the page is as long, and nothing tells which is the story",
    "foreign_text": "another language than the book's",
    "masked_words": "words are struck out by a censor",
    "obfuscated": "characters of a font of the site's own",
    "short": "a short chapter, or the page of one",
    "truncated": "ends in mid-sentence",
    "unclosed_quotes": "more quotation marks are left open than a slip explains",
}
_COLOURS = {"chapter": "1;32", "book": "1;34", "list": "1;35", "other": "1;31"}


def count(number: int, one: str, several: str = "") -> str:
    """“1 note”, “1,200 notes”, “no notes”."""
    return f"1 {one}" if number == 1 else f"{f'{number:,}' if number else 'no'} {several or one + 's'}"


def as_text(probe: Probe, *, colour: bool = False, columns: int = COLUMNS) -> str:
    """The probe in lines of at most `columns`, addresses aside, which are never cut. ANSI codes only with `colour`."""
    return "\n".join(_ProbeSheet(probe, colour, columns).lines()) + "\n"


class _ProbeSheet(Sheet):
    def __init__(self, probe: Probe, colour: bool, columns: int) -> None:
        super().__init__(colour=colour, columns=columns)
        self.probe = probe
        self.host = urlsplit(probe.page.url).netloc

    def lines(self) -> Iterator[str]:
        page, story = self.probe.page, self.probe.story
        yield from self._top()
        yield from self._why()
        if isinstance(page, ChapterPage) and story:
            yield from self._chapter(page, story)
        elif isinstance(page, BookPage):
            yield from self._book(page)
        elif isinstance(page, ListPage):
            yield from self._list(page)
        elif isinstance(page, OtherPage):
            yield from self._other(page)

    def address(self, url: str) -> str:
        """`url` without scheme and host where they are the page's own."""
        parts = urlsplit(url)
        return plain(url.partition(parts.netloc)[2] or "/" if parts.netloc == self.host else url)

    # --- what every page has ------------------------------------------------------------------------------------------

    def _top(self) -> Iterator[str]:
        probe, source = self.probe, self.probe.source
        title = probe.story.title if probe.story else probe.page.title
        kind = probe.page.kind
        title = cut(plain(title or "—"), self.columns - INDENT)
        yield self.ink(_COLOURS[kind], pad(kind.upper(), INDENT)) + self.ink("1", title)
        yield " " * INDENT + plain(source.url)
        for url in source.redirects:
            yield self.label("asked") + plain(url) + self.dim("  which leads here")
        if source.status is None:
            yield self.label("file") + plain(source.given)
        if source.url_from == "placeholder":
            yield self.label("") + self.dim("names no address of its own; --url says where it came from")
        elif source.url_from not in ("response", "given"):
            yield self.label("") + self.dim(f"address from its {source.url_from}")
        yield from self.field("bytes", f"{probe.size:,}", self._charset())
        ms = "   ".join(f"{step} {spent:.1f} ms" for step, spent in probe.ms.items() if spent or step != "clean")
        yield from self.field("time", ms, "CPU")
        rights = getattr(probe.page, "rights", None)
        said = [f"{name} {value}" for name in rights.__dataclass_fields__ if (value := getattr(rights, name))] if rights else []
        yield from self.field("rights", plain(" · ".join(said)))

    def _charset(self) -> str:
        charset = self.probe.charset
        if charset is None:
            return self.probe.source.content_type or ""
        claims = [f"{who} says {said}" for who, said in (("header", charset.header), ("page", charset.meta)) if said]
        return f"read as {charset.used}; {plain(', '.join(claims)) or 'nobody says which'}"

    def _why(self) -> Iterator[str]:
        page, decision = self.probe.page, self.probe.decision
        if isinstance(page, OtherPage):
            yield from self.section("why", f"{page.reason}: {_REASONS.get(page.reason, '')}".rstrip(": "))
        if decision is None:
            return
        if decision.certain:
            yield from self.section("why", decision.certain)
        ranked = sorted(decision.signs, key=decision.score, reverse=True)
        scores = " · ".join(f"{kind} {decision.score(kind):.1f}" for kind in ranked)
        if ranked:
            yield from self.section("weighed" if isinstance(page, OtherPage) else "why", scores)
        for kind in ranked:
            yield from self._signs(kind, decision.signs[kind], chosen=kind == decision.kind)

    def _signs(self, kind: str, signs: Sequence[Sign], *, chosen: bool) -> Iterator[str]:
        name = kind
        for sign in sorted(signs, key=lambda sign: -sign.points):
            line = f"{sign.points:+.1f}  {cut(plain(sign.what), self.columns - INDENT - 6)}"
            yield self.label(name) + (line if chosen else self.dim(line))
            name = ""

    # --- chapters -----------------------------------------------------------------------------------------------------

    def _chapter(self, page: ChapterPage, story: Story) -> Iterator[str]:
        yield from self.section("chapter")
        as_found = f"on the page: {plain(page.title)}" if page.title and page.title != story.title else ""
        yield from self.field("title", plain(story.title), cut(as_found, self.columns // 2))
        yield from self.field("number", "" if story.number is None else f"{story.number:g}")
        yield from self.field("book", plain(page.book_title or "—"))
        yield from self.field("author", plain(page.author or "—"))
        yield from self.field("page", self._place(page))
        yield from self.section("links")
        yield from self._link("next", page.next)
        for label, href in self.probe.unfollowed if page.next is None else ():
            yield self.label("") + self.dim(f"“{plain(label)}” is not followed: {cut(plain(href), 60) or 'no address'}")
        yield from self._link("previous", page.previous)
        yield from self._link("toc", page.toc)
        yield from self._story(page, story)
        yield from self._removed(story)

    def _place(self, page: ChapterPage) -> str:
        place = f"{page.page_number or '?'} of {page.page_count or '?'}" if page.page_number or page.page_count else ""
        return ", ".join(filter(None, [place, "to be continued on the next page, says the text" if page.continued else ""]))

    def _link(self, name: str, link: Link | None) -> Iterator[str]:
        if link is None:
            yield self.label(name) + self.dim("none")
            return
        yield self.label(name) + self.ink("36", pad(link.kind, 9)) + plain(link.url)
        for line in wrap(plain(link.evidence), self.columns - INDENT - 9, 2):
            yield " " * (INDENT + 9) + self.dim(line)

    def _story(self, page: ChapterPage, story: Story) -> Iterator[str]:
        counts = [f"{story.n_chars:,} characters", count(len(story.paragraphs), "paragraph")]
        counts += [story.language or "language unknown"]
        counts += [count(len(story.notes), "note")] if story.notes else []
        counts += [count(len(page.illustrations), "illustration")] if page.illustrations else []
        yield from self.section("story", " · ".join(counts))
        for flag in story.flags:
            yield self.label("flag") + self.ink("33", flag) + self.dim(f"  {_FLAGS.get(flag, '')}".rstrip())
        yield from self.field("signals", "  ".join(f"{name} {value:g}" for name, value in story.signals.items()))
        lines = [plain(line) for line in story.paragraphs]
        whole = len(lines) <= 2 * _PARAGRAPHS
        yield from self.quoted("text" if whole else "first", lines if whole else lines[:_PARAGRAPHS])
        if not whole:
            yield self.more(count(len(lines) - 2 * _PARAGRAPHS, "more paragraph"))
            yield from self.quoted("last", lines[-_PARAGRAPHS:])
        yield from self.quoted("notes", [plain(note) for note in story.notes[:_HEAD]])
        for url in page.illustrations[:_HEAD]:
            yield from self.field("picture", self.address(url))

    def _removed(self, story: Story) -> Iterator[str]:
        yield from self.section("removed", count(len(story.removed), "line or part of one", "lines or parts of lines"))
        for removal in story.removed[:_MOST_REMOVED]:
            rule = pad(cut(removal.rule, 18), 20)
            yield "  " + self.ink("33", rule) + cut(plain(removal.text), self.columns - 22)
        if len(story.removed) > _MOST_REMOVED:
            yield self.dim(f"  ⋮ {len(story.removed) - _MOST_REMOVED} more; --json has them all")

    # --- books, lists, the rest ---------------------------------------------------------------------------------------

    def _book(self, page: BookPage) -> Iterator[str]:
        yield from self.section("book")
        for name in ("title", "author", "category", "tags", "status", "updated_at", "latest_chapter", "intro", "cover_url"):
            value = getattr(page, name) or ("—" if name in ("title", "author") else "")
            shown = plain(", ".join(value) if isinstance(value, tuple) else value)
            yield from self.field(name.partition("_")[0], shown)
        if page.book:
            yield from self._link("book page", page.book)
        chapters = page.chapters
        volumes = [(name, sum(1 for _ in refs)) for name, refs in groupby(chapters, key=lambda ref: ref.volume)]
        parts = [count(len(chapters), "chapter"), "in reading order"]
        parts += [] if page.complete else ["only a preview: the whole list stands elsewhere"]
        yield from self.section("toc", " · ".join(parts))
        if volumes != [(None, len(chapters))]:
            for name, size in volumes[:_MOST_VOLUMES]:
                yield from self.field("volume", cut(plain(name or "(none)"), 60), count(size, "chapter"))
            if len(volumes) > _MOST_VOLUMES:
                yield self.more(f"{len(volumes) - _MOST_VOLUMES} more volumes")
        yield from self._entries([(ref.title, ref.url) for ref in chapters])
        yield from self._further("toc page", page.toc_urls)

    def _list(self, page: ListPage) -> Iterator[str]:
        yield from self.section("books", count(len(page.books), "link to a book", "links to books"))
        yield from self._entries([(link.evidence, link.url) for link in page.books])
        yield from self._further("next page", page.next_urls)

    def _entries(self, entries: Sequence[tuple[str, str]]) -> Iterator[str]:
        """The head and the tail of a long list, each entry with its place."""
        whole = len(entries) <= _HEAD + _TAIL + 1
        for place, (title, url) in enumerate(entries, 1):
            if whole or place <= _HEAD or place > len(entries) - _TAIL:
                number = self.dim(f"{place:>{INDENT - 2}}  ")
                yield number + pad(cut(plain(title or "—"), 44), 46) + self.dim(self.address(url))
            elif place == _HEAD + 1:
                yield self.more(f"{len(entries) - _HEAD - _TAIL:,} more")

    def _further(self, name: str, urls: Sequence[str]) -> Iterator[str]:
        for url in urls[:_TAIL]:
            yield from self.field(name, self.address(url))
        if len(urls) > _TAIL:
            yield self.more(f"{len(urls) - _TAIL:,} more")

    def _other(self, page: OtherPage) -> Iterator[str]:
        yield from self.field("leads to", plain(page.target or ""))
        yield from self.quoted("says", [plain(line) for line in self.probe.says[:_HEAD]])
