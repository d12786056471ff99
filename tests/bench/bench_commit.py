"""What the durable corpus costs: python tests/bench/bench_commit.py [--pages 600] [--rounds 5]

Pages a second of `crawl novel` with its corpus, against the same spider that writes its records with `-O file.jsonl` and keeps
the rows it works on in memory: no shard, no fsync, no database file. That is as near as it gets to "no corpus": the rows are
where the spider takes its requests from. Both run in turns against one server; a round is a pair, and the ratio is that of
the pairs' median. Seconds are those from the first request to the end of the process, the last commit and report included; the
processor's time beside them tells work from waiting for the disk."""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parent.parent))

from crawling import Crawl
from forked import ForkedRun
from server import BookPlan, NovelSite


def report_cpu(*, in_memory: bool) -> None:
    """Have the process say at its end how long it worked; with `in_memory` it writes nothing of a corpus."""
    from novelspider.commands.crawl import Command

    run = Command.run

    def run_and_report(self, *given):
        before = time.process_time()
        run(self, *given)
        print(f"\nprocessor: {time.process_time() - before}")

    Command.run = run_and_report
    if in_memory:
        forget_the_disk()


def forget_the_disk() -> None:
    import sqlite3

    from novelspider.corpus import runs, store
    from novelspider.corpus.shards import Shard

    connect = sqlite3.connect
    sqlite3.connect = lambda _path, **more: connect(":memory:", **more)
    Shard.append = lambda self, lines: self.length + sum(map(len, lines))
    store.sync_folder = runs.sync_folder = lambda _folder: None


def measure(site: NovelSite, folder: Path, *arguments: str, in_memory: bool) -> tuple[float, float]:
    """Seconds and processor seconds of one run in a new folder."""
    folder.mkdir()
    site.forget()
    command = Crawl(folder, {"CONCURRENT_REQUESTS_PER_DOMAIN": 8, "ALLOW_PRIVATE": "127.0.0.1"}).command(
        "-a", f"url={site.seeds[0]}", *arguments
    )[3:]
    run = ForkedRun(command, folder, folder / "log", partial(report_cpu, in_memory=in_memory))
    code = run.wait()
    end = time.monotonic()
    assert code == 0, run.log
    return end - site.requests[0].time, float(re.findall(r"processor: (.+)", run.log)[0])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--pages", type=int, default=600)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    pairs = []
    with tempfile.TemporaryDirectory(dir=".") as name, NovelSite([BookPlan(chapters=options.pages)]) as site:
        folder, pages = Path(name).resolve(), options.pages + 1
        for number in range(options.rounds + 1):
            names = ["corpus", "file"] if number % 2 else ["file", "corpus"]
            given = {"corpus": (), "file": ("-O", "out.jsonl")}
            found = {name: measure(site, folder / f"{number}-{name}", *given[name], in_memory=name == "file") for name in names}
            if not number:
                continue  # the first pair warms the file system's cache
            pairs.append((found["corpus"], found["file"]))
            (seconds, work), (other, other_work) = pairs[-1]
            print(f"corpus         {pages / seconds:6.0f} pages/s ({work:.2f} s of work)   {other / seconds:.3f}")
            print(f"-O file.jsonl  {pages / other:6.0f} pages/s ({other_work:.2f} s of work)", flush=True)
    ratio = median(other[0] / ours[0] for ours, other in pairs)
    work = median(other[1] / ours[1] for ours, other in pairs)
    print(f"{len(pairs)} pairs of {pages} pages: {ratio:.3f} of the pages a second, {work:.3f} by processor time (wanted: 0.9)")


if __name__ == "__main__":
    main()
