"""What a corpus costs that is large: opening a site, asking it what it knows, reading a book back from compressed shards.

python tests/bench/bench_store.py [CHAPTERS]    # of the site, a million by default; each figure beside what it has to be

Each measurement has a process of its own, so that memory is what it needs and not what making the site left behind."""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parent.parent))

from corpora import SITE, fill, make_known

from novelspider.corpus import Corpus
from novelspider.corpus.lines import ShardReader
from novelspider.corpus.shards import shard_name
from novelspider.items import record_id

if TYPE_CHECKING:
    from collections.abc import Callable

BOOKS = 1_000
BOOK_CHAPTERS = 2_000
CHARS = 8_000  # of a chapter: what the chapters of serial novels have


def _resident() -> float:
    """MiB of this process at this moment."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def opening(root: Path) -> None:
    before, begun = _resident(), time.perf_counter()
    corpus = Corpus(root)
    corpus.site(SITE)
    seconds, memory = time.perf_counter() - begun, _resident()
    print(f"opening: {seconds:.3f} s (< 1), {memory - before:.1f} MiB more, {memory:.0f} MiB in all (< 50)")
    corpus.close()


def asking(root: Path) -> None:
    corpus = Corpus(root)
    store = corpus.site(SITE)
    book_url = f"http://{SITE}/7/"
    known = [f"{book_url}{index}.html" for index in range(1, 1_000)]
    unknown = [f"{book_url}x{index}.html" for index in range(1, 1_000)]
    toc = store.in_toc(record_id(book_url))
    assert known[0] in toc
    assert unknown[0] not in toc
    ids = [record_id(f"http://{SITE}/{book}/{index}.html") for book in range(1, BOOKS, 10) for index in range(1, 900, 9)]
    assert store.state_of(ids[0]) == "committed"
    for name, ask, questions in (
        ("url in site.in_toc, known", toc.__contains__, known * 20),
        ("url in site.in_toc, unknown", toc.__contains__, unknown * 20),
        ("site.state_of, all over the site", store.state_of, ids),
    ):
        best = min(_seconds(ask, questions) for _ in range(5))
        print(f"{name}: {len(questions) / best:,.0f} a second of processor time (>= 50,000)")
    corpus.close()


def _seconds(ask: Callable[[str], object], questions: list[str]) -> float:
    begun = time.process_time()
    for question in questions:
        ask(question)
    return time.process_time() - begun


def reading(root: Path) -> None:
    corpus = Corpus(root)
    places = corpus.site(SITE).journal.read("SELECT shard, offset, length FROM chapters ORDER BY idx")
    begun = time.perf_counter()
    with ShardReader(root / SITE) as shards:
        for number, offset, length in places:
            shards.line(shard_name("chapters", number), offset, length)
    seconds = time.perf_counter() - begun
    forms = sorted({path.suffix for path in (root / SITE).glob("chapters-*")})
    print(f"a book of {len(places):,} chapters in order from {', '.join(forms)}: {seconds:.2f} s")
    corpus.close()


def main() -> None:
    if len(sys.argv) == 3:
        {"opening": opening, "asking": asking, "reading": reading}[sys.argv[1]](Path(sys.argv[2]))
        return
    chapters = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        make_known(root / "large", SITE, books=BOOKS, chapters=chapters)
        size = (root / "large" / SITE / "site.db").stat().st_size
        print(f"a site of {chapters:,} chapters in {BOOKS:,} books: site.db has {size / (1 << 20):,.0f} MiB", flush=True)
        _measure("opening", root / "large")
        _measure("asking", root / "large")
        for compression in (None, "gzip", "zstd"):
            one = root / str(compression)
            fill(one, BOOK_CHAPTERS, chars=CHARS, batch=64, shard_bytes=4 << 20)
            corpus = Corpus(one, compression=compression)
            corpus.site(SITE)
            corpus.pack()
            corpus.close()
            _measure("reading", one)


def _measure(what: str, root: Path) -> None:
    subprocess.run([sys.executable, __file__, what, str(root)], check=True)


if __name__ == "__main__":
    main()
