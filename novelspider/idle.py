"""A run that finds nothing to do: told from the databases alone, before a crawler is made or a reader of pages imported."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from novelspider.corpus.folder import Corpus
from novelspider.corpus.runs import write_manifest
from novelspider.corpus.schedule import Schedule
from novelspider.errors import CorpusError
from novelspider.manifest import RunCounts, RunFacts, make_manifest, plain_settings
from novelspider.report import make_report

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings

    from novelspider.report import RunReport
    from novelspider.spiders.arguments import Arguments


def schedule_of(settings: BaseSettings) -> Schedule:
    """When books are due, as the settings say."""
    return Schedule(
        min_interval=settings.getfloat("UPDATE_MIN_INTERVAL"),
        max_interval=settings.getfloat("UPDATE_MAX_INTERVAL"),
        completed_interval=settings.getfloat("UPDATE_COMPLETED_INTERVAL"),
        max_tries=settings.getint("MAX_TRIES"),
    )


def idle_report(settings: BaseSettings) -> RunReport | None:
    """The report of a run without seeds for which no site has anything to do; None where one has."""
    begun = time.monotonic()
    corpus = Corpus(Path(settings["CORPUS_DIR"]), schedule=schedule_of(settings))
    agendas = corpus.agendas()
    if any(agenda.something for agenda in agendas):
        return None
    next_at = min((agenda.next_at for agenda in agendas if agenda.next_at is not None), default=None)
    return make_report(corpus, 0, (), got={}, set_aside={}, seconds=time.monotonic() - begun, next_at=next_at)


def record(report: RunReport, settings: BaseSettings, spider: str, arguments: Arguments) -> RunReport:
    """Write the manifest of an idle run: that it ran is worth knowing too. Where it cannot be written, the report says so."""
    facts = RunFacts(datetime.now(UTC), spider, arguments, plain_settings(settings), "finished", requests=0, bytes=0)
    manifest = make_manifest((), (), facts, RunCounts({}, {}, {}), report)
    try:
        write_manifest(Path(settings["CORPUS_DIR"]), facts.started, manifest)
    except CorpusError as error:
        return replace(report, stopped=str(error))
    return report
