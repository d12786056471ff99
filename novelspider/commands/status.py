"""`status`: how the corpus stands, from disk, at any time."""

from __future__ import annotations

import os
import shutil
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scrapy.commands import ScrapyCommand

from novelspider.checks import check_names
from novelspider.commands.probe import wants_colour
from novelspider.corpus import Corpus
from novelspider.corpus.folder import folder_name
from novelspider.corpus.lacking import lacks
from novelspider.corpus.lock import holder_of
from novelspider.corpus.overview import book_overviews, site_overview
from novelspider.corpus.reader import SiteReader
from novelspider.corpus.runs import newest_manifest
from novelspider.errors import BadArgumentError, CorpusError
from novelspider.idle import schedule_of
from novelspider.items import to_line
from novelspider.sheet import COLUMNS, Sheet, plain
from novelspider.status_text import as_dict, book_lines, lack_lines, last_run, one_book, site_lines

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator

    from novelspider.corpus.lacking import Lack
    from novelspider.corpus.overview import BookOverview


class Command(ScrapyCommand):
    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        return "[options] [SITE or BOOK]"

    def short_desc(self) -> str:
        return "Say how the corpus stands, and what is missing"

    def long_desc(self) -> str:
        return (
            "Say how the corpus stands: its sites, the books of a SITE, or one BOOK, named by its URL or that of one of its"
            " chapters, its id, or a part of its title. Reads what is on disk and waits for nobody: also during a run. Exit"
            " code 0: shown; 1: a site could not be read; 2: bad use."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--json", action="store_true", help="one JSON object; with --missing one a line")
        parser.add_argument("--missing", action="store_true", help="list what is missing, and why")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        self.exitcode = 0
        self.corpus = Corpus(Path(self.settings["CORPUS_DIR"]))
        self.schedule = schedule_of(self.settings)
        try:
            check_names(opts.set)
            site, book_id = self._target(args)
        except BadArgumentError as error:
            print(f"novelspider: {plain(str(error))}", file=sys.stderr)
            self.exitcode = 2
            return
        if opts.missing:
            found = self._lacks([site] if site else self.sites, book_id)
            _write(map(_json_line, map(as_dict, found)) if opts.json else _text_lines(lack_lines(found, _sheet(), time.time())))
        elif opts.json:
            _write([_json_line(self._as_dict(site, book_id))])
        else:
            _write(_text_lines(self._lines(site, book_id)))

    def _target(self, args: list[str]) -> tuple[str | None, str | None]:
        """The site and the book that were named, None for all. Raises BadArgumentError."""
        self.sites = self.corpus.sites()
        if len(args) > 1:
            raise BadArgumentError("name one site or one book; quote a title with blanks in it")
        if not self.sites:
            raise BadArgumentError(f"no corpus at {str(self.corpus.root)!r}; -s CORPUS_DIR=… names another")
        if not args:
            return None, None
        from novelspider.corpus.named import named  # reads titles: Scrapy imports every command for each

        return named(self.corpus, self.sites, args[0])

    def _books(self, site: str, book_id: str | None = None) -> Iterator[tuple[SiteReader, list[BookOverview]]]:
        """A site's books with what reads it, once; nothing, and a line on standard error, where that cannot be read."""
        try:
            with SiteReader(self.corpus.root / folder_name(site)) as reader:
                yield reader, list(book_overviews(reader, site, self.schedule, book_id))
        except CorpusError as error:
            print(f"novelspider: {plain(f'{site}: {error}')}", file=sys.stderr)
            self.exitcode = 1

    def _lacks(self, sites: Iterable[str], book_id: str | None) -> Iterator[Lack]:
        for site in sites:
            for reader, books in self._books(site, book_id):
                for book in books:
                    yield from lacks(reader, book, self.schedule)

    def _lines(self, site: str | None, book_id: str | None) -> Iterator[str]:
        now, sheet = time.time(), _sheet()
        if site is None:
            found = [site_overview(reader, name, books) for name in self.sites for reader, books in self._books(name)]
            yield from site_lines(found, sheet, now)
            if manifest := newest_manifest(self.corpus.root):
                yield from ("", last_run(manifest, now))
            return
        for reader, books in self._books(site, book_id):
            process = holder_of(reader.folder)
            if book_id:
                for book in books:
                    yield from one_book(book, process, sheet, now)
            else:
                yield from book_lines(books, sheet, now)
                yield from ("", f"Process {process} works on this site.") if process else ()

    def _as_dict(self, site: str | None, book_id: str | None) -> dict[str, Any]:
        said: dict[str, Any] = {"corpus": str(self.corpus.root), "last_run": _run(newest_manifest(self.corpus.root))}
        said["sites"] = sites = []
        for name in [site] if site else self.sites:
            for reader, books in self._books(name, book_id):
                entry = as_dict(site_overview(reader, name, books))
                sites.append(entry | ({"list": [as_dict(book) for book in books]} if site else {}))
        return said


def _run(manifest: dict[str, Any] | None) -> dict[str, Any] | None:
    names = ("started", "seconds", "version", "spider", "exit", "totals")
    return {name: manifest.get(name) for name in names} if manifest else None


def _sheet() -> Sheet:
    terminal = sys.stdout.isatty()
    return Sheet(
        colour=terminal and wants_colour(os.environ),
        columns=max(60, shutil.get_terminal_size().columns) if terminal else COLUMNS,
    )


def _json_line(fields: dict[str, Any]) -> bytes:
    return to_line(fields)


def _text_lines(lines: Iterable[str]) -> Iterator[bytes]:
    return (f"{line}\n".encode("utf-8", "replace") for line in lines)


def _write(lines: Iterable[bytes]) -> None:
    """To standard output, to its end: whoever does not want the rest of it is told apart in `__main__`."""
    for line in lines:
        sys.stdout.buffer.write(line)
    sys.stdout.buffer.flush()
