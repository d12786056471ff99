"""What a profile is worth: python tests/bench/bench_learned.py

Each generated site teaches with eight pages and is read on forty others, three in four of them hard: notices, short chapters,
chapters with comments longer than themselves. Body F1 is over runs of five characters; `right` counts pages whose
paragraphs and title are exactly those written; ms is CPU a page, the least of several rounds. The second table draws the pages
that teach at random, from kinds ever harder: with a wrong profile a page of some kind is misread and nobody told."""

from __future__ import annotations

import random
import sys
import time
from collections import Counter
from itertools import cycle, islice, product
from pathlib import Path
from statistics import mean

sys.path.insert(0, str(Path(__file__).parent.parent))

from families import FAMILIES, Leaf, leaves

from novelspider.pages import ChapterPage, Page, read_page
from novelspider.pages.learned import Sample, learn
from novelspider.pages.profile import MISFIT, Profile

_TEACHING, _READ, _ROUNDS = "ccscdncc", "".join(islice(cycle("cnsd"), 40)), 9
_TRIALS = 10


def _runs(lines: tuple[str, ...]) -> Counter[str]:
    text = "".join(lines)
    return Counter(text[i : i + 5] for i in range(max(1, len(text) - 4)))


def body_f1(found: tuple[str, ...], wanted: tuple[str, ...]) -> float:
    """Harmonic mean of precision and recall over runs of five characters."""
    a, b = _runs(found), _runs(wanted)
    return 2 * sum((a & b).values()) / (sum(a.values()) + sum(b.values()))


def _read(pages: list[Sample], profile: Profile | None) -> tuple[list[Page], float]:
    """The pages as read, and milliseconds a page."""
    best = float("inf")
    for _ in range(_ROUNDS):
        start = time.process_time()
        read = [read_page(*page, profile=profile) for page in pages]
        best = min(best, time.process_time() - start)
    return read, 1000 * best / len(pages)


def _row(pages: list[Page], written: list[Leaf], ms: float) -> str:
    bodies = [page.paragraphs if isinstance(page, ChapterPage) else () for page in pages]
    f1 = mean(body_f1(body, leaf.story) for body, leaf in zip(bodies, written, strict=True))
    right = sum(b == leaf.story and p.title == leaf.title for p, b, leaf in zip(pages, bodies, written, strict=True))
    misfits = sum(isinstance(page, ChapterPage) and MISFIT in page.flags for page in pages)
    return f"{f1:8.3f}{right:5d}/{len(pages)}{misfits:9d}{ms:8.2f}"


def _judged(name: str, profile: Profile | None) -> str:
    """What became of a site: `right`, `wrong`, or `none` where nothing was learned or each page that it misreads is flagged."""
    if profile is None:
        return "none"
    written = leaves(f"judged/{name}", "cnsd")
    pages = [(leaf, read_page(FAMILIES[name](leaf), leaf.url, profile=profile)) for leaf in written]
    misread = [page for leaf, page in pages if getattr(page, "paragraphs", ()) != leaf.story]
    return "right" if not misread else "none" if all(MISFIT in getattr(page, "flags", ()) for page in misread) else "wrong"


def _draws() -> None:
    draw = random.Random("draws")
    print(f"\n{'kinds':10s}{'pages':>6s}{'right':>7s}{'none':>7s}{'wrong':>7s}")
    for kinds in ("c", "ccs", "ccsd", "ccnsd", "cnsd"):
        for count in (3, 6, 12):
            found: Counter[str] = Counter()
            for name, trial in product(FAMILIES, range(_TRIALS)):
                taught = leaves(f"{name}/{trial}", "".join(draw.choices(kinds, k=count)))
                found[_judged(name, learn([Sample(FAMILIES[name](leaf), leaf.url) for leaf in taught]))] += 1
            print(f"{kinds:10s}{count:6d}{found['right']:7d}{found['none']:7d}{found['wrong']:7d}")


def main() -> None:
    print(f"{'site':10s}{'profile':>9s}{'body F1':>8s}{'right':>8s}{'misfits':>9s}{'ms':>8s}")
    for name, family in FAMILIES.items():
        written = leaves(name, _TEACHING + _READ)
        pages = [Sample(family(leaf), leaf.url) for leaf in written]
        start = time.process_time()
        profile = learn(pages[: len(_TEACHING)])
        took = 1000 * (time.process_time() - start)
        for label, used in (("without", None), ("with", profile)):
            read, ms = _read(pages[len(_TEACHING) :], used)
            print(f"{name:10s}{label:>9s}{_row(read, written[len(_TEACHING) :], ms)}")
        size = len(profile.to_json().encode()) if profile else 0
        print(f"{'':10s}  learned in {took:.0f} ms, kept in {size} bytes")
    _draws()


if __name__ == "__main__":
    main()
