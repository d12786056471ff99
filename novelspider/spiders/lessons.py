"""Learning where a site keeps its story: from the pages of its first chapters, and anew when they stop fitting."""

from __future__ import annotations

import logging
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from novelspider.corpus.learning import HOLD
from novelspider.pages.learned import learn
from novelspider.pages.profile import MISFIT
from novelspider.pages.samples import FEWEST

if TYPE_CHECKING:
    from novelspider.corpus import ChapterRow
    from novelspider.corpus.store import SiteStore
    from novelspider.pages import ChapterPage
    from novelspider.pages.samples import Sample

logger = logging.getLogger(__name__)
REDESIGNED = 5
"""Chapters in a row that do not fit: one or two may be notices, so many are another design."""


class Lessons:
    """The pages of one run that sites are learned from: the first page of each of a new site's first `HOLD` chapters, which the
    frontier releases together, and of chapters that stopped fitting. Each site is tried once a run, and once a redesign."""

    def __init__(self) -> None:
        self._samples: dict[str, dict[str, tuple[int, Sample]]] = defaultdict(dict)
        self._misfits: dict[str, list[Sample]] = defaultdict(list)
        self._tried: set[str] = set()

    def note(self, row: ChapterRow, page: ChapterPage, sample: Sample, store: SiteStore) -> None:
        """Keep the first page of a chapter if there is something to learn from it."""
        if store.layout.profile is None:
            if row.site not in self._tried:
                self._samples[row.site][row.id] = row.index, sample
        elif MISFIT in page.flags:
            self._misfits[row.site].append(sample)
            if len(self._misfits[row.site]) >= REDESIGNED:
                logger.info("%s has changed its pages: learning them anew", row.site)
                self._learn(store, self._misfits.pop(row.site))
        else:
            self._misfits.pop(row.site, None)

    def drop(self, row: ChapterRow) -> None:
        """The chapter was not had, and teaches nothing."""
        self._samples[row.site].pop(row.id, None)

    def released(self, store: SiteStore, *, last: bool = False) -> None:
        """Chapters of the site were released. Learn from what was kept if that is enough, or, where no more will come
        (`last`), as much as there can be."""
        kept = self._samples.get(store.name, {})
        if len(kept) >= (FEWEST if last else HOLD):
            self._tried.add(store.name)
            self._learn(store, [sample for _, sample in sorted(self._samples.pop(store.name).values(), key=lambda one: one[0])])

    def _learn(self, store: SiteStore, samples: list[Sample]) -> None:
        profile = learn(samples)
        # Lines that recur inside the story are left to Clean, which learns them as well and records each one it takes out.
        store.layout.set(replace(profile, boilerplate=()) if profile else None)
        if profile:
            logger.info("Learned where %s keeps its story: %s", store.name, profile.body)
