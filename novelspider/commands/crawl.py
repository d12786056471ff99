"""`crawl`: Scrapy's own, with arguments checked before anything starts, a report at the end, and an exit code that means it."""

from __future__ import annotations

import logging
import sys
from difflib import get_close_matches
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from scrapy.commands.crawl import Command as ScrapyCrawl
from scrapy.spiderloader import get_spider_loader

from novelspider.checks import check_settings
from novelspider.corpus import Corpus
from novelspider.errors import BadArgumentError
from novelspider.idle import idle_report, record
from novelspider.logs import safe
from novelspider.said import log_too
from novelspider.spiders.arguments import read_arguments

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping

    from scrapy.settings import BaseSettings

    from novelspider.report import RunReport


class Command(ScrapyCrawl):
    report: RunReport | None = None
    """What the run came to; None where it could not begin."""
    stats: Mapping[str, Any] = MappingProxyType({})

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        super().process_options(args, opts)
        assert self.settings is not None
        try:
            _check_spider(args, self.settings)
            check_settings(self.settings, opts.set)
            arguments = read_arguments(opts.spargs)
            if not arguments.seeds and not Corpus(root := Path(self.settings["CORPUS_DIR"])).sites():
                raise BadArgumentError(
                    f"no URL, and no corpus at {str(root.absolute())!r} to go on with; start one with -a url=https://…"
                )
        except BadArgumentError as error:
            said = safe(str(error))
            print(f"novelspider: {said}", file=sys.stderr)  # one line; argparse's own would bring the whole usage with it
            log_too(f"Not started: {said}", self.settings, logging.ERROR)
            raise SystemExit(2) from None
        opts.spargs = {"arguments": arguments}
        self.report = None if arguments.seeds else idle_report(self.settings)
        self.requires_crawler_process = self.report is None

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        if self.report:
            self.report = record(self.report, self.settings, args[0], opts.spargs["arguments"])
        else:
            self._crawl(args[0], opts)
        if self.report:
            text = self.report.text()
            print(text, file=sys.stderr if self._feeds_stdout() else sys.stdout)
            log_too(text, self.settings)
        self.exitcode = 0 if self.report and self.report.complete else 1

    def _crawl(self, spider: str, opts: argparse.Namespace) -> None:
        from novelspider.extensions import CorpusKeeper  # with all that reads pages: a second, which an idle run saves

        for name in ("scrapy.middleware", "scrapy.crawler", "scrapy.addons"):
            logging.getLogger(name).setLevel(logging.WARNING)  # a page of class names before the first request
        assert self.crawler_process is not None
        crawler = self._create_crawler(spider)
        self.crawler_process.crawl(crawler, **opts.spargs)
        self.crawler_process.start()
        logging.getLogger("asyncio").setLevel(logging.CRITICAL)  # names as errors the tasks that a stopped run has let go of
        keeper = None if self.crawler_process.bootstrap_failed else crawler.get_extension(CorpusKeeper)
        if keeper:
            keeper.spider_closed("shutdown")  # where a signal came before Scrapy could close the spider; else it is closed
        self.report = keeper.report if keeper else None
        if keeper and crawler.stats:
            self.stats = crawler.stats.get_stats()

    def _feeds_stdout(self) -> bool:
        assert self.settings is not None
        return any(str(uri) in ("-", "stdout:") for uri in self.settings.getdict("FEEDS"))


def _check_spider(args: list[str], settings: BaseSettings) -> None:
    if args == ["novel"]:
        return  # to look for a name is to import every spider, and all that reads pages
    names = sorted(get_spider_loader(settings).list())
    if len(args) != 1:
        raise BadArgumentError(f"name one spider: {', '.join(names)}")
    if args[0] not in names:
        close = get_close_matches(args[0], names, n=1)
        hint = f"did you mean {close[0]}?" if close else f"there is {', '.join(names)}"
        raise BadArgumentError(f"no spider {args[0]!r}; {hint}")
