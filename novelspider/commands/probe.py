"""`probe`: reads pages as a crawl reads them, writes nothing, and says what each is taken for and why."""

from __future__ import annotations

import os
import re
import shutil
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from scrapy import Request, Spider
from scrapy.commands import ScrapyCommand
from scrapy.spiderloader import get_spider_loader
from scrapy.spidermiddlewares.httperror import HttpError

from novelspider.checks import check_settings
from novelspider.errors import BadArgumentError
from novelspider.items import to_line
from novelspider.pages import BookPage, ChapterPage, OtherPage, read_page
from novelspider.pages.document import absolute
from novelspider.probe import Probe, Source, as_dict, probe, url_of
from novelspider.probe_text import COLUMNS, as_text
from novelspider.sheet import plain
from novelspider.site import find_site
from novelspider.spiders.failures import failure_of, request_of
from novelspider.spiders.rights import with_header_rights
from novelspider.web import private_sites

if TYPE_CHECKING:
    import argparse
    from collections.abc import AsyncIterator, Mapping, Sequence

    from scrapy.http import Response
    from scrapy.settings import BaseSettings
    from twisted.python.failure import Failure

    from novelspider.site import Site

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*://", re.I)


@dataclass(frozen=True, slots=True)
class NotHad:
    """Why `given` could not be had, in one line."""

    given: str
    why: str


class ProbeSpider(Spider):
    """Asks for each of `urls` once. `found` has what came of them, by URL."""

    name = "probe"

    def __init__(self, *, urls: Sequence[str], sites: Sequence[Site], found: dict[str, Probe | NotHad], **given: Any) -> None:
        super().__init__(**given)
        self.urls = urls
        self.sites = sites
        self.found = found

    async def start(self) -> AsyncIterator[Request]:
        for url in self.urls:
            yield Request(url, callback=self.had, errback=self.not_had, cb_kwargs={"given": url}, dont_filter=True)

    def had(self, response: Response, given: str) -> None:
        if not response.body:
            self.found[given] = NotHad(given, f"HTTP status {response.status}, and nothing in it")
            return
        source = Source(
            given=given,
            url=response.url,
            url_from="response",
            status=response.status,
            content_type=_content_type(response),
            redirects=tuple(response.meta.get("redirect_urls", ())),
        )
        result = probe(response.body, source, site=find_site(self.sites, response.url))
        if isinstance(result.page, (BookPage, ChapterPage)):
            result = replace(result, page=with_header_rights(result.page, response.headers))
        self.found[given] = result

    def not_had(self, failure: Failure) -> None:
        given = request_of(failure).cb_kwargs["given"]
        why = failure_of(failure).detail
        if isinstance(failure.value, HttpError):
            why += _served(failure.value.response)
        self.found[given] = NotHad(given, why)


def _served(response: Response) -> str:
    """What the page of an error is, where that says more than the status."""
    page = read_page(response.body, response.url, _content_type(response))
    if not isinstance(page, OtherPage) or page.reason in ("unknown", "error_page", "empty", "not_html"):
        return ""
    return f"; served is a page of the kind {page.reason}"


def _content_type(response: Response) -> str | None:
    return (response.headers.get(b"Content-Type") or b"").decode("latin-1") or None


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
        found: dict[str, Probe | NotHad] = {}
        urls = list(dict.fromkeys(given for given in args if _SCHEME.match(given)))
        if urls:
            self._fetch(urls, found)
        for given in args:
            if given not in found:
                found[given] = _read_file(given, opts.url, self.sites)
        shown = [result for given in args if isinstance(result := found[given], Probe)]
        for place, result in enumerate(shown):
            _show(result, as_json=opts.json, first=place == 0)
        sys.stdout.flush()
        for result in found.values():
            if isinstance(result, NotHad):
                print(f"novelspider: {plain(result.given)}: {plain(result.why)}", file=sys.stderr)
                self.exitcode = 1

    def _fetch(self, urls: Sequence[str], found: dict[str, Probe | NotHad]) -> None:
        assert self.crawler_process is not None
        assert self.settings is not None
        allowed = [*self.settings.getlist("ALLOW_PRIVATE"), *private_sites(urls)]
        self.settings.set("ALLOW_PRIVATE", allowed, priority="cmdline")
        self.crawler_process.crawl(ProbeSpider, urls=urls, sites=self.sites, found=found)
        self.crawler_process.start()
        for url in urls:
            found.setdefault(url, NotHad(url, "nothing came of it; -L INFO says more"))


def check_arguments(args: Sequence[str], url: str | None) -> None:
    """Raises BadArgumentError for what is neither a file's name nor a URL that can be asked for."""
    if not args:
        raise BadArgumentError("name a page: novelspider probe https://… or a file")
    for given in (*args, *([url] if url is not None else [])):
        if (_SCHEME.match(given) or given is url) and (absolute(given, given) is None or " " in urlsplit(given).netloc):
            raise BadArgumentError(f"not a URL: {given!r}; one starts with http:// or https:// and names a host")
    files = [given for given in args if not _SCHEME.match(given)]
    if url is not None and len(files) != 1:
        raise BadArgumentError(f"--url says where one file came from; there {'are' if files else 'is'} {len(files) or 'none'}")


def _sites(settings: BaseSettings, spider: str | None) -> tuple[Site, ...]:
    if not spider:
        return ()
    loader = get_spider_loader(settings)
    if spider not in loader.list():
        raise BadArgumentError(f"no spider {spider!r}; there is {', '.join(sorted(loader.list()))}")
    return tuple(getattr(loader.load(spider), "sites", ()))


def _read_file(given: str, url: str | None, sites: Sequence[Site]) -> Probe | NotHad:
    path = Path(given)
    try:
        body = sys.stdin.buffer.read() if given == "-" else path.read_bytes()
    except FileNotFoundError:
        return NotHad(given, "no such file; a page of the web starts with https:// or http://")
    except OSError as error:
        return NotHad(given, error.strerror or str(error))
    except ValueError as error:  # a NUL byte in the name
        return NotHad(given, str(error))
    if not body:
        return NotHad(given, "the file is empty")
    found, url_from = (url, "given") if url else url_of(body, "stdin" if given == "-" else path.name)
    return probe(body, Source(given=given, url=found, url_from=url_from), site=find_site(sites, found))


def wants_colour(environment: Mapping[str, str]) -> bool:
    """Whether a terminal is to be shown colours: https://no-color.org."""
    return not environment.get("NO_COLOR") and environment.get("TERM") != "dumb"


def _show(result: Probe, *, as_json: bool, first: bool) -> None:
    if as_json:
        sys.stdout.buffer.write(to_line(as_dict(result)))
        return
    terminal = sys.stdout.isatty()
    colour = terminal and wants_colour(os.environ)
    columns = min(COLUMNS, max(60, shutil.get_terminal_size().columns)) if terminal else COLUMNS
    text = as_text(result, colour=colour, columns=columns)
    rule = "" if first else f"\n{'─' * columns}\n\n"
    sys.stdout.buffer.write((rule + text).encode("utf-8", "replace"))
