"""`probe`: reads pages as a crawl reads them, writes nothing, and says what each is taken for and why."""

from __future__ import annotations

import os
import shutil
import sys
from typing import TYPE_CHECKING

from scrapy.commands import ScrapyCommand
from scrapy.spiderloader import get_spider_loader

from novelspider.checks import check_settings
from novelspider.errors import BadArgumentError
from novelspider.items import to_line
from novelspider.sheet import COLUMNS, plain

# What reads pages is imported where it is used: Scrapy imports every command for each.
if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping, Sequence

    from scrapy.settings import BaseSettings

    from novelspider.probe import Probe
    from novelspider.probe_source import NotHad
    from novelspider.site import Site


class Command(ScrapyCommand):
    requires_project = True

    def syntax(self) -> str:
        return "[options] <URL or file> …"

    def short_desc(self) -> str:
        return "Say what a page is read as, and why"

    def long_desc(self) -> str:
        return (
            "Read pages of the web or saved files (- is standard input) as a crawl reads them, write nothing, and say what each"
            " is taken for and why. Exit code 0: all read; 1: something could not be had; 2: bad use. -L INFO shows what was"
            " asked for."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--json", action="store_true", help="one JSON object a page, one a line, and nothing else")
        parser.add_argument("--url", metavar="URL", help="where the file came from, if the page does not say so itself")
        parser.add_argument("--spider", metavar="NAME", help="read with the sites that this spider declares")

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        from novelspider.probe_source import check_arguments

        super().process_options(args, opts)
        assert self.settings is not None
        given = {pair.partition("=")[0] for pair in opts.set}
        if not opts.loglevel and "LOG_LEVEL" not in given:
            self.settings.set("LOG_LEVEL", "CRITICAL", priority="cmdline")  # what is not had is said in one line
        for name in ("EXTENSIONS", "ITEM_PIPELINES"):  # a probe has no corpus
            ours = {path: place for path, place in self.settings.getdict(name).items() if not path.startswith("novelspider.")}
            self.settings.set(name, ours, priority="cmdline")
        try:
            check_settings(self.settings, opts.set)
            check_arguments(args, opts.url)
            self.sites = _sites(self.settings, opts.spider)
        except BadArgumentError as error:
            print(f"novelspider: {error}", file=sys.stderr)
            raise SystemExit(2) from None

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        from novelspider.probe_source import NotHad, is_url, read_file

        found: dict[str, Probe | NotHad] = {}
        urls = list(dict.fromkeys(given for given in args if is_url(given)))
        if urls:
            self._fetch(urls, found)
        for given in args:
            if given not in found:
                found[given] = read_file(given, opts.url, self.sites)
        shown = [result for given in args if not isinstance(result := found[given], NotHad)]
        for place, result in enumerate(shown):
            _show(result, as_json=opts.json, first=place == 0)
        sys.stdout.flush()
        for result in found.values():
            if isinstance(result, NotHad):
                print(f"novelspider: {plain(result.given)}: {plain(result.why)}", file=sys.stderr)
                self.exitcode = 1

    def _fetch(self, urls: Sequence[str], found: dict[str, Probe | NotHad]) -> None:
        from novelspider.probe_source import NotHad, ProbeSpider
        from novelspider.web import private_sites

        assert self.crawler_process is not None
        assert self.settings is not None
        allowed = [*self.settings.getlist("ALLOW_PRIVATE"), *private_sites(urls)]
        self.settings.set("ALLOW_PRIVATE", allowed, priority="cmdline")
        self.crawler_process.crawl(ProbeSpider, urls=urls, sites=self.sites, found=found)
        self.crawler_process.start()
        for url in urls:
            found.setdefault(url, NotHad(url, "nothing came of it; -L INFO says more"))


def _sites(settings: BaseSettings, spider: str | None) -> tuple[Site, ...]:
    if not spider:
        return ()
    loader = get_spider_loader(settings)
    if spider not in loader.list():
        raise BadArgumentError(f"no spider {spider!r}; there is {', '.join(sorted(loader.list()))}")
    return tuple(getattr(loader.load(spider), "sites", ()))


def wants_colour(environment: Mapping[str, str]) -> bool:
    """Whether a terminal is to be shown colours: https://no-color.org."""
    return not environment.get("NO_COLOR") and environment.get("TERM") != "dumb"


def _show(result: Probe, *, as_json: bool, first: bool) -> None:
    from novelspider.probe import as_dict
    from novelspider.probe_text import as_text

    if as_json:
        sys.stdout.buffer.write(to_line(as_dict(result)))
        return
    terminal = sys.stdout.isatty()
    colour = terminal and wants_colour(os.environ)
    columns = min(COLUMNS, max(60, shutil.get_terminal_size().columns)) if terminal else COLUMNS
    text = as_text(result, colour=colour, columns=columns)
    rule = "" if first else f"\n{'─' * columns}\n\n"
    sys.stdout.buffer.write((rule + text).encode("utf-8", "replace"))
