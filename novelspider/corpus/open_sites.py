"""The sites that a process has to itself: locked once they are used, their databases open as long as they are in use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from novelspider.corpus.lock import SiteLock
from novelspider.corpus.schema import DATABASE_NAME
from novelspider.corpus.shards import sync_folder
from novelspider.errors import CorpusError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from novelspider.corpus.store import SiteStore


class OpenSites:
    """Stores by the name of their site. At most `most_open` are open at once: the one that was not used for longest is
    committed and closed when another is needed. Locks are held until `close`, of at most `most_held` sites. `open_store` opens
    a store in a folder that is there and locked."""

    def __init__(self, open_store: Callable[[Path, str], SiteStore], *, most_open: int, most_held: int) -> None:
        self._open_store = open_store
        self._most_open = most_open
        self._most_held = most_held
        self._locks: dict[str, SiteLock] = {}
        self._open: dict[str, SiteStore] = {}  # the last used last
        self.keep: str | None = None
        """A site that is not to be closed for another one."""

    def names(self) -> list[str]:
        """Of the sites that are held, in the order of their first use."""
        return [*self._locks]

    def stores(self) -> list[SiteStore]:
        """Those that are open at this moment."""
        return list(self._open.values())

    def get(self, name: str, folder: Path) -> SiteStore:
        """The site's store. Raises SiteBusyError, and CorpusError where its folder, or one that is to be closed for it, cannot
        be used."""
        store = self._open.pop(name, None)
        if store is None:
            self._make_room()
            store = self._opened(name, folder)
        self._open[name] = store
        return store

    def _opened(self, name: str, folder: Path) -> SiteStore:
        if name in self._locks:
            return self._open_store(folder, name)
        lock = self._lock(folder)
        try:
            store = self._open_store(folder, name)
        except BaseException:
            lock.release()
            raise
        self._locks[name] = lock
        return store

    def _lock(self, folder: Path) -> SiteLock:
        if len(self._locks) >= self._most_held:
            raise CorpusError(
                f"{folder} is left to a later run: this one has {len(self._locks)} sites, and for more a process would have to"
                f" be allowed more open files (ulimit -n)"
            )
        missing = [path for path in (folder, *folder.parents) if not path.exists()]
        try:
            folder.mkdir(parents=True, exist_ok=True)
            lock = SiteLock(folder)
        except OSError as error:
            raise CorpusError(f"{folder} cannot be used: {error}") from error
        try:
            if not (folder / DATABASE_NAME).exists():  # its folder's entry comes first, made by this run or a killed one
                for path in dict.fromkeys((folder, *missing)):
                    sync_folder(path.parent)
        except OSError as error:
            lock.release()
            raise CorpusError(f"{folder} cannot be used: {error}") from error
        return lock

    def _make_room(self) -> None:
        while len(self._open) >= self._most_open:
            name = next((name for name, store in self._open.items() if not store.busy and name != self.keep), None)
            if name is None:
                return
            self._open[name].journal.commit()
            self._open.pop(name).close()

    def each(self, act: Callable[[SiteStore], None]) -> None:
        """Do something with every open store. Raises the first CorpusError after all have been tried."""
        errors = []
        for store in self.stores():
            try:
                act(store)
            except CorpusError as error:
                errors.append(error)
        if errors:
            raise errors[0]

    def close(self) -> None:
        """Commit and close every store, and let other processes in. Raises the first CorpusError after all have been closed."""
        try:
            self.each(lambda store: store.close())
        finally:
            self._open.clear()
            while self._locks:
                self._locks.popitem()[1].release()
