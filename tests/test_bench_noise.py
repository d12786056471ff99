"""A slice of the benchmark of noise: what it prints for thousands of chapters holds for a few of every profile."""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path

import pytest

BENCH = Path(__file__).parent / "bench"
CHAPTERS = 12
"""Of each profile; the whole benchmark has a hundred."""
RECALL = 0.995


@pytest.fixture(scope="module")
def scores():
    sys.path.insert(0, str(BENCH))
    try:
        from bench_noise import Score, measure
        from noisy_chapters import noisy_chapters
    finally:
        sys.path.remove(str(BENCH))
    found = defaultdict(Score)
    for noisy in noisy_chapters("noise_templates.tsv", CHAPTERS):
        measure(noisy, found[noisy.profile])
    return found


def test_no_character_of_a_story_is_lost_and_no_note_mislaid(scores):
    assert {name: (score.lost, score.misplaced) for name, score in scores.items() if score.lost or score.misplaced} == {}


def test_nearly_all_noise_of_every_sort_is_taken_out(scores):
    assert len(scores) >= 20
    assert {name: score.recall for name, score in scores.items() if score.recall < RECALL} == {}


def test_there_is_noise_and_story_enough_to_tell(scores):
    assert sum(score.story for score in scores.values()) > 100_000
    assert min(score.noise for score in scores.values()) > 100
