"""How long fsck, a repair and a forget take, and in how much memory: python tests/bench/bench_fsck.py [LINES]

Writes a corpus of books of 1,000 chapters of some 9 kB each into a temporary folder, and prints seconds and the most memory."""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from library import SITE, book, chapter, ref

from novelspider.corpus import Corpus
from novelspider.corpus.forget import remove
from novelspider.corpus.repair import check_site, repair_site
from novelspider.items import Toc
from novelspider.text.digest import digest

BOOK = 1000  # chapters


def fill(root: Path, lines: int) -> None:
    corpus = Corpus(root, commit_items=1000)
    store = corpus.site(SITE)
    for of in range(1, lines // BOOK + 1):
        store.set_toc(Toc(book(of), tuple(ref(number, of) for number in range(1, BOOK + 1))))
        for number in range(1, BOOK + 1):
            text = "\n".join(f"卷{of}第{number}夜，雨还在下，无人应门，{line}更已过，灯火未熄。" for line in range(120))
            store.write(replace(chapter(number, of), text=text, digest=digest(text)))
    corpus.close()


def timed(what: str, act) -> object:
    started, worked = time.perf_counter(), time.process_time()
    result = act()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    seconds, cpu = time.perf_counter() - started, time.process_time() - worked
    print(f"{what}: {seconds:.1f} s, {cpu:.1f} s of it at work; at most {memory} MB so far", flush=True)
    return result


def main() -> None:
    lines = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        folder = root / SITE
        timed(f"write {lines:,} lines", lambda: fill(root, lines))
        size = sum(path.stat().st_size for path in folder.glob("chapters-*"))
        print(f"{len([*folder.glob('chapters-*')])} shards, {size >> 20} MB")
        report = timed("fsck", lambda: check_site(folder, SITE))
        assert report.sound
        (folder / "site.db").unlink()
        timed("repair", lambda: repair_site(replace(report, counts=Counter(database=1))))
        timed("fsck", lambda: check_site(folder, SITE))
        timed("forget a book", lambda: remove(Corpus(root), SITE, [book(1).id], [], at="2026-01-01T00:00:00Z"))


if __name__ == "__main__":
    main()
