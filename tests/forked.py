"""Real runs of `novelspider`, each in a process and session of its own, forked from one that has imported everything already:
they are at work in a tenth of a second of processor time instead of two, so that a test can afford dozens of them."""

from __future__ import annotations

import contextlib
import importlib
import multiprocessing
import os
import pkgutil
import signal
import sys
import tempfile
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

_PACKAGES = ("novelspider", "scrapy.commands", "scrapy.downloadermiddlewares", "scrapy.spidermiddlewares")
_MODULES = (
    "encodings.charmap",
    "itemadapter",
    "pytest",  # the main module of the tests, and what their hooks are defined beside
    "scrapy.contracts",
    "scrapy.core.downloader.handlers._aiohttp",
    "scrapy.core.downloader.handlers.http11",
    "scrapy.core.engine",
    "scrapy.core.scheduler",
    "scrapy.dupefilters",
    "scrapy.extensions.closespider",
    "scrapy.extensions.corestats",
    "scrapy.extensions.feedexport",
    "scrapy.extensions.logcount",
    "scrapy.extensions.logstats",
    "scrapy.extensions.memdebug",
    "scrapy.extensions.memusage",
    "scrapy.extensions.remote_control",
    "scrapy.extensions.spiderstate",
    "scrapy.extensions.telnet",
    "scrapy.extensions.throttle",
    "scrapy.logformatter",
    "scrapy.pqueues",
    "scrapy.squeues",
    "scrapy.statscollectors",
    "twisted.internet.asyncioreactor",
)


def _preloaded() -> list[str]:
    """None of these imports a Twisted reactor or starts a thread: what is forked is as good as new."""
    paths = ((name, importlib.import_module(name).__path__) for name in _PACKAGES)
    found = (module.name for name, path in paths for module in pkgutil.walk_packages(path, f"{name}."))
    return [*found, *_MODULES, __name__]


_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(_preloaded())


class ForkedRun:
    """`novelspider` with `arguments` in the folder `cwd`, its log in the file `log`, its output there too or in the file `out`.
    `hook` is called in its process before anything else; it must be picklable: a function of a module, or a
    `functools.partial` of one. The environment is that of this process, without proxies, and `environment`."""

    def __init__(
        self,
        arguments: Sequence[str],
        cwd: Path,
        log: Path,
        hook: Callable[[], object] | None = None,
        *,
        out: Path | None = None,
        stdin: bytes = b"",
        **environment: str,
    ) -> None:
        self._log = log
        given = ([*arguments], os.environ | {"NO_PROXY": "*"} | environment, str(cwd), stdin, str(out or log), str(log), hook)
        self._process = _CONTEXT.Process(target=_run, args=given)
        self._process.start()

    def kill(self, by: int = signal.SIGKILL) -> None:
        """Send a signal; a run that has ended takes none."""
        assert self._process.pid is not None
        with contextlib.suppress(ProcessLookupError):
            os.kill(self._process.pid, by)

    def running(self) -> bool:
        return self._process.is_alive()

    def wait(self, seconds: float = 120) -> int:
        """The exit code once it has ended, -9 where it was killed. A run that hangs is killed, and an AssertionError."""
        self._process.join(seconds)
        if self._process.is_alive():
            self.kill()
            raise AssertionError(f"still running after {seconds} s:\n{self.log}")
        assert self._process.exitcode is not None
        return self._process.exitcode

    @property
    def log(self) -> str:
        return self._log.read_text(encoding="utf-8", errors="replace")


def _run(
    arguments: Sequence[str],
    environment: dict[str, str],
    cwd: str,
    stdin: bytes,
    out: str,
    log: str,
    hook: Callable[[], object] | None,
) -> None:
    from novelspider.__main__ import main

    assert "twisted.internet.reactor" not in sys.modules, "a reactor does not survive a fork"
    os.setsid()
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    os.chdir(cwd)
    _open_standard_streams(stdin, out, log)
    sys.argv = ["novelspider", *arguments]
    if hook:
        hook()
    main()


def _open_standard_streams(stdin: bytes, out: str, log: str) -> None:
    """What a shell and a new interpreter open. UTF-8 unless PYTHONIOENCODING names another encoding."""
    encoding = os.environ.get("PYTHONIOENCODING", "utf-8")
    with tempfile.TemporaryFile() as given:
        given.write(stdin)
        given.seek(0)
        os.dup2(given.fileno(), 0)
    for standard, path in ((1, out), (2, log)):
        fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND, 0o644)  # both may be one file
        os.dup2(fd, standard)
        os.close(fd)
    sys.stdin = open(0, encoding=encoding, closefd=False)  # noqa: SIM115
    sys.stdout = open(1, "w", encoding=encoding, closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", encoding=encoding, errors="backslashreplace", buffering=1, closefd=False)  # noqa: SIM115
