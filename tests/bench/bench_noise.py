"""Precision and recall of cleaning, in characters, over generated chapters: python tests/bench/bench_noise.py -v --chapters 20

Recall: share of noise characters that are taken out (or, for author's notes, set aside). Lost: story characters that are gone,
of 100,000. The rules were written beside noise_templates.tsv and noise_sites.tsv. Each of noise_heldout*.tsv was written
before it was measured. What the first three left was looked at since, so of them only the first figures tell how unseen words
fare (the third: recall 0.874). The fourth: 0.869 at first, with 1.2 of 100,000 characters lost; its losses were looked at
since, what it leaves was not. Nothing is learned here from a site's other chapters: every chapter stands alone."""

from __future__ import annotations

import argparse
import collections
import difflib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from noisy_chapters import Noisy, noisy_chapters, size

from novelspider.text.chapter import clean_chapter

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(slots=True)
class Score:
    """Characters without white space: `noise` put in, what of it was `left`, `story` there, what of it was `lost`."""

    noise: int = 0
    left: int = 0
    story: int = 0
    lost: int = 0
    misplaced: int = 0
    misses: collections.Counter[str] = field(default_factory=collections.Counter)

    @property
    def recall(self) -> float:
        return 1 - self.left / self.noise if self.noise else 1.0

    @property
    def precision(self) -> float:
        taken = self.noise - self.left
        return taken / (taken + self.lost) if taken + self.lost else 1.0


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("-v", action="store_true", help="show what was left or lost")
    options.add_argument("--chapters", type=int, default=100, help="chapters a profile")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--templates", default="noise_templates.tsv", help="a table beside this file")
    chosen = options.parse_args()
    scores: collections.defaultdict[str, Score] = collections.defaultdict(Score)
    for noisy in noisy_chapters(chosen.templates, chosen.chapters, chosen.seed):
        measure(noisy, scores[noisy.profile])
    total = Score()
    for name, score in scores.items():
        for part in ("noise", "left", "story", "lost", "misplaced"):
            setattr(total, part, getattr(total, part) + getattr(score, part))
        print(row(name, score))
        for line, count in score.misses.most_common(40) if chosen.v else ():
            print(f"    {count:4} {line}")
    print(row("all", total))
    print(f"{len(scores) * chosen.chapters} chapters, {len(scores)} profiles; {total.misplaced} author's notes not in `notes`")


def row(name: str, score: Score) -> str:
    lost = 100_000 * score.lost / max(1, score.story)
    return f"{name:20} recall {score.recall:.5f}  precision {score.precision:.5f}  lost of 100,000 story characters {lost:.3f}"


def measure(noisy: Noisy, score: Score) -> None:
    """Add what cleaning does to one chapter."""
    cleaned = clean_chapter(noisy.pages, title=noisy.title, host=noisy.host)
    score.noise += noisy.noise_chars
    score.story += size("".join(noisy.story))
    score.misplaced += sum(note.replace("：", ":") not in "\n".join(cleaned.notes).replace("：", ":") for note in noisy.notes)
    for want, got in differences(noisy.story, cleaned.paragraphs):
        lost, left = unmatched(want, got), unmatched(got, want)
        score.lost += size(lost)
        score.left += size(left)
        score.misses.update([f"LOST {lost!r} of {want[:60]!r}"] if lost else [f"LEFT {left!r}"] if left else [])


def differences(want: Sequence[str], got: Sequence[str]) -> list[tuple[str, str]]:
    """(wanted, got) for every run of lines in which the two differ."""
    opcodes = difflib.SequenceMatcher(None, want, got, autojunk=False).get_opcodes()
    return [("".join(want[a:b]), "".join(got[c:d])) for tag, a, b, c, d in opcodes if tag != "equal"]


def unmatched(text: str, other: str) -> str:
    """The characters of `text` that are in no block which it shares with `other`."""
    if not other:
        return text
    blocks = difflib.SequenceMatcher(None, text, other, autojunk=False).get_matching_blocks()
    kept = {at for block in blocks for at in range(block.a, block.a + block.size)}
    return "".join(c for at, c in enumerate(text) if at not in kept)


if __name__ == "__main__":
    main()
