"""`demo`: serves a small site that ships in the package on loopback, crawls it as any other, and shows what came of it."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

from novelspider.commands.crawl import Command as Crawl

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

_DEFAULTS = {
    "CORPUS_DIR": "demo-corpus",
    "LOG_LEVEL": "WARNING",
    "DOWNLOAD_DELAY": 0,  # our own machine needs no rest
    "CONTACT": "http://localhost/",  # nobody else is asked
    "AUTOTHROTTLE_ENABLED": False,
}
_PARAGRAPHS_SHOWN = 5
_WIDTH = 100  # characters of a paragraph shown


class Command(Crawl):
    def syntax(self) -> str:
        return "[options]"

    def short_desc(self) -> str:
        return "Crawl two small sites that ship with novelspider, on this machine alone"

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        from novelspider.demo.server import DemoServer  # for this command only; Scrapy imports every command for each

        assert self.settings is not None
        self.settings.setdict(_DEFAULTS, priority="cmdline")  # what the user says with -s comes after
        self.server = DemoServer()
        self.server.__enter__()
        opts.spargs.append(f"url={' '.join(self.server.urls)}")
        super().process_options(["novel", *args], opts)

    def run(self, _args: list[str], opts: argparse.Namespace) -> None:
        print(f"Two sites on this machine: {' and '.join(self.server.urls)}\n", flush=True)
        try:
            super().run(["novel"], opts)
        finally:
            self.server.__exit__(*sys.exc_info())
        if self.report:
            cleaned = sum(value for name, value in self.stats.items() if name.startswith("cleaned/"))
            pages, again = self.stats.get("chapters/pages", 0), self.stats.get("cleaned/overlap", 0)
            said = f"{cleaned - again} lines of the sites' own taken out, {again} repeated ones"
            print(f"{pages} pages joined into chapters; {said}.")
            for folder in self.report.folders:
                _show_first(folder / "chapters-00001.jsonl")


def _show_first(shard: Path) -> None:
    """The first record of a shard, its text cut short."""
    with shard.open("rb") as lines:
        record = json.loads(lines.readline())
    paragraphs = record.pop("text").split("\n")
    print(f"\nThe first of {shard}:")
    for name in ("id", "book_title", "author", "volume", "index", "number", "title", "n_chars", "language", "url", "pages"):
        print(f"  {name}: {json.dumps(record[name], ensure_ascii=False)}")
    for paragraph in paragraphs[:_PARAGRAPHS_SHOWN]:
        print(f"  | {paragraph[:_WIDTH]}{'…' if len(paragraph) > _WIDTH else ''}")
    print(f"  | … {len(paragraphs) - _PARAGRAPHS_SHOWN} more paragraphs")
