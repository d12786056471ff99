"""Corpus: the folder of all sites."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING, Any

from novelspider.corpus.due import Agenda, agenda_of
from novelspider.corpus.handles import room
from novelspider.corpus.open_sites import OpenSites
from novelspider.corpus.packing import Packer
from novelspider.corpus.reader import SiteReader
from novelspider.corpus.schedule import Schedule
from novelspider.corpus.schema import DATABASE_NAME, site_in
from novelspider.errors import CorpusError, UnknownBookError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from novelspider.corpus.blocks import Compression
    from novelspider.corpus.rests import Rests
    from novelspider.corpus.store import SiteStore

_PORT = re.compile(r"_([0-9]{1,5})$")
# Host names in ASCII and lower case, ports, IPv6 literals: nothing that leads out of the folder, and no two that a file system
# may take for one. "runs" is the folder of the manifests. File names have at most 255 bytes (NAME_MAX).
_SITE_NAME = re.compile(r"(?!\.)(?!runs$)[a-z0-9_.\-\[\]:]{1,255}")
NORMAL = Schedule()


def folder_name(site: str) -> str:
    """Name of a site's folder: the host, and `_port` where there is one. Raises CorpusError for what cannot be a host."""
    if not _SITE_NAME.fullmatch(site):
        raise CorpusError(f"{site!r} cannot name a site folder")
    return site.replace(":", "_")


def site_of_folder(folder: Path) -> str | None:
    """The site whose folder this is, as its database says, else as its lines say, else as it is called; None for another
    folder."""
    there = (folder / DATABASE_NAME).exists()
    if there and (site := site_in(folder / DATABASE_NAME)):
        return site
    if not _SITE_NAME.fullmatch(folder.name):
        return None
    from novelspider.corpus.scan import shards_there, site_in_lines  # with what reads texts, as rarely as that is needed

    shards = shards_there(folder)
    if not (there or shards):
        return None
    named = site_in_lines(shards)
    return named if named and named.replace(":", "_") == folder.name else _PORT.sub(r":\1", folder.name)


class Corpus:
    """The corpus folder. `root` and site folders are made when first needed; sites are opened, and locked, on first use, and
    stay locked. At most `open_sites` are open at once, fewer where the process may not open so many files.

    `shard_bytes` closes a shard once it holds that many bytes; closed ones are compressed as `compression` says. A batch is
    committed after `commit_items` lines, or when `commit_due` finds it `commit_seconds` old. `clock` is wall time in seconds:
    pauses outlive the process. `schedule` says when books are due."""

    def __init__(
        self,
        root: Path,
        *,
        shard_bytes: int = 256 << 20,
        commit_items: int = 64,
        commit_seconds: float = 2.0,
        compression: Compression | None = None,
        open_sites: int = 512,
        clock: Callable[[], float] = time.time,
        schedule: Schedule = NORMAL,
    ) -> None:
        self.root = root
        self.clock = clock
        self._schedule = schedule
        self._shard_bytes = shard_bytes
        self._commit_items = commit_items
        self._commit_seconds = commit_seconds
        self._packer = Packer(compression) if compression else None
        most_open, most_held = room(open_sites)
        self._sites = OpenSites(self._open_store, most_open=most_open, most_held=most_held)

    def site(self, name: str) -> SiteStore:
        """The store of a site (`items.site_of`), opened on first use.

        Raises SiteBusyError when another process holds it, CorpusError when its folder cannot be used."""
        return self._sites.get(name, self.root / folder_name(name))

    def _open_store(self, folder: Path, name: str) -> SiteStore:
        from novelspider.corpus.store import SiteStore  # with all that learns texts: a second

        return SiteStore(
            folder,
            name,
            shard_bytes=self._shard_bytes,
            commit_items=self._commit_items,
            clock=self.clock,
            schedule=self._schedule,
        )

    def has(self, name: str) -> bool:
        """Is there a database of this site?"""
        return (self.root / folder_name(name) / DATABASE_NAME).exists()

    def sites(self) -> list[str]:
        """Names of the site folders there are, opened or not, in order of their names; also of those without a database that
        can be read, which are for `site` to refuse."""
        return sorted(name for path in self._folders() if (name := site_of_folder(path)))

    def agendas(self) -> list[Agenda]:
        """Which sites have something to do now, in order of their names. None is opened or locked for it; those that cannot be
        asked have: `site` will refuse them with the reason. Measured: 1.7 ms of processor time each."""
        now, found = self.clock(), []
        for path in self._folders():
            agenda = agenda_of(path / DATABASE_NAME, now, self._schedule)
            if agenda is None and (name := site_of_folder(path)):
                agenda = Agenda(name, True)
            found += [agenda] if agenda else []
        return sorted(found, key=lambda agenda: agenda.site)

    def _folders(self) -> list[Path]:
        return [path for path in self.root.iterdir() if path.is_dir()] if self.root.is_dir() else []

    def open_sites(self) -> Iterator[SiteStore]:
        """The stores used so far, in the order of their first use; one may be closed when the next is asked for."""
        return map(self.site, self._sites.names())

    def read(self, book_id: str) -> Iterator[dict[str, Any]]:
        """A book read back: the latest line of each chapter that it has now, in the present reading order, as `items.Chapter`
        has the fields. `index` and `volume` are the present ones; the line keeps those it was written with. Chapters that were
        taken off the site are left out: their lines stay in the shards, but they have no place in the book any more.

        Needs no lock, and tells what is committed: also during a run. Raises UnknownBookError, or CorpusError where a site in
        which the book may stand cannot be read, at the call; CorpusError for a line that cannot be read when its turn comes."""
        unreadable = None
        for path in sorted(self.root.glob(f"*/{DATABASE_NAME}")):
            try:
                with SiteReader(path.parent) as reader:
                    if reader.has_book(book_id):
                        return reader.chapters(book_id)
            except CorpusError as error:
                unreadable = unreadable or error
        if unreadable:
            raise unreadable
        raise UnknownBookError(f"{self.root} has no book {book_id!r}; the ids of books stand in */books.jsonl")

    def keep_rests(self, rests: Rests) -> None:
        """Note with the sites what has changed of the hosts that rest, for later runs. Cheap where nothing has."""
        for site, host, rest in rests.changes():
            self.site(site).manners.set_rest(host, rest)

    def commit_due(self) -> None:
        """Commit the sites whose open batch is `commit_seconds` old, and go on with compressing closed shards. Cheap; call it
        about once a second."""
        for store in self._sites.stores():
            if store.journal.age() >= self._commit_seconds:
                store.journal.commit()
        if self._packer:
            self._pack_on(self._packer)

    def _pack_on(self, packer: Packer, *, wait: bool = False) -> bool:
        """Let what the packer has done count, and give it the next closed shard of an open site; is it at work?"""
        if packed := packer.result(wait=wait):
            self.site(packed.site).journal.pack(packed.shard, packed.size, packer.compression)
        closed = (store for store in self._sites.stores() if store.journal.closed)
        if packer.site is None and (store := next(closed, None)):
            packer.start(store.name, store.journal.closed[0])
        self._sites.keep = packer.site  # opened anew, it would clear away the draft
        return packer.site is not None

    def pack(self) -> None:
        """At the end of a run: close the open shards that are worth it, and compress all that is closed. Raises CorpusError."""
        if self._packer is None:
            return
        for store in self.open_sites():
            store.journal.end_shards()
            while self._pack_on(self._packer, wait=True):
                pass

    def commit(self) -> None:
        """Commit every site. Raises the first CorpusError after all have been tried."""
        self._sites.each(lambda store: store.journal.commit())

    def close(self) -> None:
        """Commit, close and unlock every site. Raises the first CorpusError after all have been closed."""
        if self._packer:
            self._packer.close()
        self._sites.close()
