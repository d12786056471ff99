"""Kill crawls with SIGKILL at random moments until they are complete: python tests/bench/bench_kills.py [--kills 500]

Each round has a corpus of its own, which must in the end be the undisturbed run's, line for line. Prints kills, lines, and what
was lost, doubled or torn; exit code 1 where anything was. `--cold` starts a new interpreter for every run, which is what a user
does and takes ten times as long."""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from crawling import Crawl
from forked import ForkedRun
from lives import Lives, Sites, faults_of


class ColdRun(ForkedRun):
    """The same in an interpreter of its own."""

    def __init__(self, arguments: list[str], cwd: Path, log: Path) -> None:
        self._log = log
        command = [sys.executable, "-m", "novelspider", *arguments]
        with log.open("wb") as output:
            self._popen = subprocess.Popen(command, cwd=cwd, stdout=output, stderr=output, start_new_session=True)

    def kill(self, by: int = 9) -> None:
        self._popen.send_signal(by)

    def running(self) -> bool:
        return self._popen.poll() is None

    def wait(self, seconds: float = 120) -> int:
        return self._popen.wait(seconds)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--kills", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--cold", action="store_true")
    options = parser.parse_args()
    start, kind = time.monotonic(), ColdRun if options.cold else ForkedRun
    kills = lines = wrong = rounds = 0
    with tempfile.TemporaryDirectory() as name, Sites() as sites:
        folder = Path(name)
        whole = make_crawl(folder / "whole")
        run = ForkedRun(whole.command(*sites.urls)[3:], whole.folder, folder / "log")
        assert run.wait() == 0, run.log
        expected = sites.written(whole)
        while kills < options.kills:
            crawl = make_crawl(folder / str(rounds))
            lives = Lives(sites, crawl, seed=options.seed + rounds)
            lives.run(lambda arguments, cwd=crawl.folder: kind(arguments, cwd, folder / "log"))
            rounds, kills = rounds + 1, kills + len(lives.killed_after)
            found = sites.written(crawl)
            lines += sum(map(len, found.values()))
            faults = [fault for site in sites.sites for fault in faults_of(crawl.site(site.host))]
            faults += [f"{key}: not what an undisturbed run writes" for key in expected if found.get(key) != expected[key]]
            wrong += len(faults)
            print(f"seed {lives.seed}: {len(lives.killed_after)} kills", *faults, sep="\n  ", flush=True)
    seconds = time.monotonic() - start
    print(f"{kills} kills in {rounds} corpora and {seconds:.0f} s; {lines} lines; {wrong} lost, doubled, torn or changed")
    return 1 if wrong else 0


def make_crawl(folder: Path) -> Crawl:
    folder.mkdir()
    return Crawl(folder, {"CORPUS_SHARD_BYTES": 60_000, "CONCURRENT_REQUESTS_PER_DOMAIN": 4})


if __name__ == "__main__":
    sys.exit(main())
