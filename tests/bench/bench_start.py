"""What commands cost that read no page, beside Scrapy's own start: python tests/bench/bench_start.py

Processor seconds, the best of five, each in a process of its own; the corpus has 100 sites, none with anything due."""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from library import book, chapter, ref

from novelspider.corpus import Corpus
from novelspider.items import Toc

COMMANDS = ("version", "crawl novel", "crawl novel -a url=typo", "fsck --help", "status")
SITES = 100


def fill(root: Path) -> None:
    corpus = Corpus(root)
    for number in range(SITES):
        name = f"s{number}.example"
        corpus.site(name).set_toc(Toc(replace(book(1), site=name), (ref(1, 1),)))
        corpus.site(name).write(replace(chapter(1, 1), site=name))
    corpus.close()


def seconds(command: str, folder: str) -> float:
    def used() -> float:
        usage = resource.getrusage(resource.RUSAGE_CHILDREN)
        return usage.ru_utime + usage.ru_stime

    before = used()
    subprocess.run([sys.executable, "-m", "novelspider", *command.split()], cwd=folder, capture_output=True, check=False)
    return used() - before


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        fill(Path(folder) / "corpus")
        for command in COMMANDS:
            print(f"{min(seconds(command, folder) for _ in range(5)):.2f} s  novelspider {command}", flush=True)


if __name__ == "__main__":
    main()
