"""What is learned about a site's pages: where the story stands on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from novelspider.pages.profile import Profile

if TYPE_CHECKING:
    from novelspider.corpus.journal import Journal


class Layout:
    """The profile of one site, in its database."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        rows = journal.read("SELECT value FROM meta WHERE key = 'profile'")
        self.profile: Profile | None = Profile.from_json(rows[0][0]) if rows else None
        """For `read_page`; None where nothing is known yet, or was learned by another version."""

    def set(self, profile: Profile | None) -> None:
        """Keep what was learned in place of what was known; None forgets it."""
        self.profile = profile
        if profile is None:
            self._journal.change("DELETE FROM meta WHERE key = 'profile'")
        else:
            self._journal.change("INSERT OR REPLACE INTO meta VALUES ('profile', ?)", (profile.to_json(),))
