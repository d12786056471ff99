"""`fsck`: checks a corpus, its databases against its shards, and rebuilds a database from the shards alone."""

from __future__ import annotations

import dataclasses
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scrapy.commands import ScrapyCommand

from novelspider.checks import check_names
from novelspider.corpus import Corpus
from novelspider.corpus.folder import folder_name
from novelspider.errors import BadArgumentError, CorpusError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from novelspider.corpus.rebuild import Rebuilt
    from novelspider.corpus.repair import SiteReport


class Command(ScrapyCommand):
    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        return "[options] [SITE …]"

    def short_desc(self) -> str:
        return "Check the corpus, and repair it"

    def long_desc(self) -> str:
        return (
            "Check the corpus, or some of its sites: the database against the shards, every line and its digest, torn and"
            " unknown lines, files that do not belong. --repair makes site.db anew from the shards, and loses no good line:"
            " what is none is moved into a file beside. Exit code 0: sound, also after a repair; 1: something is wrong; 2: bad"
            " use."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--repair", action="store_true", help="mend what is wrong")
        parser.add_argument("--json", action="store_true", help="one JSON object instead of lines")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        root = Path(self.settings["CORPUS_DIR"])
        try:
            check_names(opts.set)
            sites = sites_of(root, args)
        except BadArgumentError as error:
            print(f"novelspider: {error}", file=sys.stderr)
            self.exitcode = 2
            return
        found = [_site(root / folder_name(site), site, opts) for site in sites]
        self.exitcode = 0 if all(entry["sound"] for entry in found) else 1
        if opts.json:
            print(json.dumps({"corpus": str(root), "sound": not self.exitcode, "sites": found}, ensure_ascii=False, indent=1))


def sites_of(root: Path, names: list[str]) -> list[str]:
    """The sites of those names, which may be their folders' too, or all of the corpus. Raises BadArgumentError."""
    known = Corpus(root).sites()
    if not known:
        raise BadArgumentError(f"no corpus at {str(root)!r}; -s CORPUS_DIR=… names another")
    by_name = {folder_name(site): site for site in known}
    named = []
    for name in names:
        try:
            named.append(by_name[folder_name(name)])
        except (KeyError, CorpusError):
            raise BadArgumentError(f"no site {name!r} in {str(root)!r}; there is {', '.join(known)}") from None
    return named or known


def _site(folder: Path, site: str, opts: argparse.Namespace) -> dict[str, Any]:
    """Check, and where wanted repair, one site; says so, unless all is to be one JSON object."""
    from novelspider.corpus.repair import check_site, repair_site  # here: Scrapy imports every command for each

    entry: dict[str, Any] = {"site": site, "sound": False}
    lines: list[str] = []
    try:
        report = check_site(folder, site)
        entry |= _as_dict(report)
        lines += _report_lines(report)
        if opts.repair and not report.sound:
            done = repair_site(report)
            again = check_site(folder, site)
            entry |= {"repaired": _repaired(done), "sound": again.sound, "left": _as_dict(again)["problems"]}
            lines += [*_repair_lines(site, done), *_report_lines(again)]
    except CorpusError as error:
        entry["error"] = str(error)
        lines.append(f"{site}: {error}")
    if not opts.json:
        print("\n".join(lines), flush=True)
    return entry


def _as_dict(report: SiteReport) -> dict[str, Any]:
    return {
        "sound": report.sound,
        "busy": report.busy,
        "lines": report.lines,
        "seconds": round(report.seconds, 3),
        "counts": dict(report.counts),
        "problems": [{"kind": problem.kind, "what": problem.what} for problem in report.problems],
    }


def _report_lines(report: SiteReport) -> Iterator[str]:
    busy = ", as its run had committed it" if report.busy else ""
    read = f"{report.lines:,} lines in {report.seconds:.1f} s{busy}"
    if report.sound:
        yield f"{report.site}: sound ({read})"
        return
    wrong = report.counts.total()
    yield f"{report.site}: {wrong:,} {'thing is' if wrong == 1 else 'things are'} wrong ({read})"
    for problem in report.problems:
        yield f"  {problem.kind}: {problem.what}"
    shown = len(report.problems)
    if wrong > shown:
        yield f"  … and {wrong - shown:,} more: {', '.join(f'{n:,} {kind}' for kind, n in report.counts.items())}"


def _repaired(done: Rebuilt | None) -> dict[str, Any] | None:
    return dataclasses.asdict(done) if done else None


def _repair_lines(site: str, done: Rebuilt | None) -> Iterator[str]:
    if done is None:
        yield f"{site}: nothing to repair; files that do not belong here are left alone"
        return
    rebuilt = f"site.db was made anew from {done.lines:,} lines" if done.lines or done.former else "what was begun was finished"
    yield f"{site}: {rebuilt}"
    for name, size in done.aside.items():
        yield f"  moved aside into {name}: {size:,} bytes"
    if done.forgotten:
        yield f"  dropped {done.forgotten:,} lines that had been forgotten"
    if done.former:
        yield f"  the former database is {done.former}"
