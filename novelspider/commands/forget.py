"""`forget`: removes books or chapters from the corpus, and sees to it that they are never fetched again."""

from __future__ import annotations

import sys
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy.commands import ScrapyCommand

from novelspider.checks import check_names
from novelspider.corpus import Corpus
from novelspider.corpus.folder import folder_name
from novelspider.errors import BadArgumentError, CorpusError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from novelspider.corpus.wanted import Match


class Command(ScrapyCommand):
    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        return "[options] <URL or id> …"

    def short_desc(self) -> str:
        return "Remove a book or a chapter from the corpus, for ever"

    def long_desc(self) -> str:
        return (
            "Remove books (with all their chapters) or chapters from shards, rejected lines and databases; they are never"
            " fetched again. The URL of a book without a table of contents is that of its first chapter, and stands for the"
            " book. Exit code 0: removed, or had been; 1: could not be removed, nothing was changed in that site; 2: bad use."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--yes", action="store_true", help="do not ask")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        corpus = Corpus(Path(self.settings["CORPUS_DIR"]))
        try:
            check_names(opts.set)
            matches = _wanted(corpus, args)
            _show(matches)
            there = [match for match in matches if match.kind != "forgotten"]
            if there and not opts.yes:
                _ask()
        except BadArgumentError as error:
            print(f"novelspider: {error}", file=sys.stderr)
            self.exitcode = 2
            return
        by_site: dict[str, list[Match]] = defaultdict(list)
        for match in there:
            by_site[match.site].append(match)
        self.exitcode = 0
        for site, wanted in by_site.items():
            try:
                print("\n".join(_remove(corpus, site, wanted)))
            except CorpusError as error:
                print(f"novelspider: {error}", file=sys.stderr)
                self.exitcode = 1


def _wanted(corpus: Corpus, given: list[str]) -> list[Match]:
    """Raises BadArgumentError where nothing was given, or something is not in the corpus."""
    from novelspider.corpus.wanted import find  # here: Scrapy imports every command for each

    if not given:
        raise BadArgumentError("name what is to be forgotten: URLs or ids of books or chapters")
    try:
        search = find(corpus, given)
    except ValueError as error:
        raise BadArgumentError(str(error)) from None
    found = {match.given for match in search.matches}
    if unknown := [one for one in given if one not in found]:
        unread = f"; not looked into: {'; '.join(search.unread)}" if search.unread else ""
        raise BadArgumentError(f"not in the corpus at {str(corpus.root)!r}: {', '.join(unknown)}{unread}")
    return search.matches


def _show(matches: list[Match]) -> None:
    for match in matches:
        if match.kind == "forgotten":
            print(f"{match.url} was forgotten on {str(match.title)[:10]}")
        else:
            what = f"book with {match.chapters:,} chapters" if match.kind == "book" else "chapter"
            print(f"{match.site}: {what}: {match.title or 'untitled'}, {match.url}")


def _ask() -> None:
    """Raises BadArgumentError unless somebody says yes."""
    if not sys.stdin.isatty():
        raise BadArgumentError("nothing was changed; say --yes to remove this")
    if input("Remove this for ever? [y/N] ").strip().lower() not in ("y", "yes"):
        raise BadArgumentError("nothing was changed")


def _remove(corpus: Corpus, site: str, wanted: list[Match]) -> Iterator[str]:
    """Removes, and then says what."""
    from novelspider.corpus.forget import left_behind, remove

    ids = {kind: [match.id for match in wanted if match.kind == kind] for kind in ("book", "chapter")}
    removed = remove(corpus, site, ids["book"], ids["chapter"], at=f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}")
    lines = ", ".join(f"{n:,} of {kind}" for kind, n in sorted(removed.lines.items()) if n) or "none"
    repeats = f" ({removed.repeats:,} of them repeats that had been set aside)" if removed.repeats else ""
    yield (
        f"{removed.site}: removed {len(removed.books):,} books and {removed.chapters:,} chapters{repeats};"
        f" lines taken out: {lines}"
    )
    for name in left_behind(corpus.root / folder_name(removed.site)):
        yield f"  not looked into, delete it if it holds any of this: {name}"
