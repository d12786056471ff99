"""Real runs of `novelspider`, each in a process and session of its own, forked from one that has imported everything already:
they are at work in a tenth of a second instead of one, so that a test can afford dozens of them."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

_CONTEXT = multiprocessing.get_context("forkserver")
# None of these imports a Twisted reactor or starts a thread: what is forked is as good as new.
_CONTEXT.set_forkserver_preload(
    [
        "novelspider.__main__",
        "novelspider.commands.crawl",
        "novelspider.commands.demo",
        "novelspider.commands.probe",
        "novelspider.middlewares",
        "novelspider.pipelines",
        "novelspider.spiders.novel",
        "itemadapter",
        "scrapy.contracts",
        "scrapy.core.downloader.handlers._aiohttp",
        "scrapy.core.downloader.handlers.http11",
        "scrapy.core.engine",
        "scrapy.core.scheduler",
        "scrapy.downloadermiddlewares.cookies",
        "scrapy.downloadermiddlewares.httpcompression",
        "scrapy.downloadermiddlewares.redirect",
        "scrapy.downloadermiddlewares.retry",
        "scrapy.extensions.feedexport",
        "scrapy.extensions.remote_control",
        "scrapy.extensions.telnet",
        "scrapy.extensions.throttle",
        "scrapy.squeues",
    ]
)


class ForkedRun:
    """`novelspider` with `arguments` in the folder `cwd`, its output and log in the file `log`. `hook` is called in its process
    before anything else; it must be picklable: a function of a module, or a `functools.partial` of one."""

    def __init__(self, arguments: Sequence[str], cwd: Path, log: Path, hook: Callable[[], object] | None = None) -> None:
        self._log = log
        self._process = _CONTEXT.Process(target=_run, args=([*arguments], str(cwd), str(log), hook))
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


def _run(arguments: Sequence[str], cwd: str, log: str, hook: Callable[[], object] | None) -> None:
    from novelspider.__main__ import main

    os.setsid()
    os.chdir(cwd)
    fd = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
    for standard in (1, 2):
        os.dup2(fd, standard)
    os.environ["NO_PROXY"] = "*"
    sys.argv = ["novelspider", *arguments]
    if hook:
        hook()
    main()
