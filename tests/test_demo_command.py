"""`novelspider demo` as a stranger runs it, against what its sites mean."""

import json
import subprocess
import sys

import pytest

from novelspider.demo.site import books


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo")
    command = [sys.executable, "-m", "novelspider", "demo"]
    runs = [subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120, check=False) for _ in range(2)]
    return folder / "demo-corpus", runs


def lines(corpus, book, kind):
    (folder,) = corpus.glob(f"{book.host}_*")
    return [json.loads(line) for path in sorted(folder.glob(f"{kind}*.jsonl")) for line in path.read_bytes().splitlines()]


@pytest.mark.parametrize("book", books(), ids=lambda book: book.host)
def test_every_chapter_is_what_its_site_means(demo, book):
    corpus, _ = demo
    meant = [chapter for chapter in book.chapters if not chapter.repeats]
    got = lines(corpus, book, "chapters")
    assert [(r["index"], r["volume"], r["title"]) for r in got] == [(c.index, c.volume, c.title) for c in meant]
    for record, chapter in zip(got, meant, strict=True):
        assert record["text"].split("\n") == list(chapter.paragraphs), chapter.title
        assert record["notes"] == list(chapter.notes)
        assert record["flags"] == []
        assert record["language"] == "zh-Hans"
        assert (record["book_title"], record["author"]) == (book.title, book.author)


def test_the_repost_is_set_aside_with_the_chapter_it_repeats(demo):
    corpus, _ = demo
    for book in books():
        by_index = {record["index"]: record for record in lines(corpus, book, "chapters")}
        rejected = [(r["index"], r["reason"], r["duplicate_of"]) for r in lines(corpus, book, "rejected")]
        assert rejected == [(c.index, "duplicate", by_index[c.repeats]["id"]) for c in book.chapters if c.repeats]


def test_what_it_says(demo):
    corpus, (first, second) = demo
    assert (first.returncode, second.returncode) == (0, 0), first.stderr
    total = sum(not chapter.repeats for book in books() for chapter in book.chapters)
    assert f"2 books, {total} new chapters" in first.stdout
    assert "2 books, 0 new chapters" in second.stdout
    assert "Set aside: 1 duplicate." in first.stdout
    assert str(next(corpus.iterdir()).name) in first.stdout
    assert first.stderr == ""
