"""Chapters of new sites, held until there are as many as a site is learned from."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from novelspider.corpus.folder import Corpus
    from novelspider.corpus.site_queue import SiteQueue
    from novelspider.items import Chapter


class Holding:
    """Of each of `sites` as many chapters as are missing of `hold` are kept back in its queue, and released together when the
    site has been learned from them."""

    def __init__(self, corpus: Corpus, sites: Mapping[str, SiteQueue], hold: int) -> None:
        self._corpus = corpus
        self._sites = sites
        self._hold = hold
        self._names: dict[str, None] = {}  # sites with held chapters

    def missing(self, name: str) -> int:
        """How many chapters the site is still to be learned from."""
        return self._sites[name].to_learn(lambda: self._hold - self._corpus.site(name).learning.taught)

    def note(self, name: str) -> None:
        """The site has held chapters, and nothing more to hand out for now."""
        if self._sites[name].held:
            self._names.setdefault(name)

    def pass_on(self, name: str, released: list[Chapter]) -> list[Chapter]:
        """`released`, with what was held; nothing while the site is not known well enough and more of it is to come."""
        site = self._sites[name]
        site.held += released
        if len(site.held) >= self.missing(name):
            return self._learn(name) if site.held else []
        self.note(name)
        return []

    def ripe(self) -> dict[str, list[Chapter]]:
        """By site the chapters that were held although nothing is left to wait for, or enough of them are there."""
        ripe = [n for n in self._names if self._sites[n].exhausted() or len(self._sites[n].held) >= self.missing(n)]
        return {name: self._learn(name) for name in ripe}

    def _learn(self, name: str) -> list[Chapter]:
        """The held chapters. The site is learned from those that were to be waited for: of chapters that came with them Clean
        learns in its turn, so that what is known at a chapter does not depend on which others were there early."""
        site = self._sites[name]
        chapters, site.held = site.held, []
        for chapter in chapters[: self.missing(name)]:
            self._corpus.site(name).learning.learn(chapter)
        self._names.pop(name, None)
        return chapters
