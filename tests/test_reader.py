"""A book read back: in order, without the lock, over shards in every form."""

import gzip
import json
import subprocess
import sys

import pytest
from test_store import BOOK, SITE, chapter, ref, toc

from novelspider.corpus import Corpus
from novelspider.corpus.reader import SiteReader
from novelspider.errors import CorpusError, UnknownBookError
from novelspider.items import ChapterRef, Toc


@pytest.fixture
def corpus(tmp_path):
    """A book of twelve in several shards; the second chapter has two revisions."""
    corpus = Corpus(tmp_path / "corpus", shard_bytes=1500, commit_items=2)
    store = corpus.site(SITE)
    store.set_toc(toc(*range(1, 13)))
    for number in range(1, 13):
        store.write(chapter(number))
    store.write(chapter(2, digest=f"{99:032x}", text="雨停了。"))
    corpus.commit()
    yield corpus
    corpus.close()


def numbers(records):
    return [(record["index"], record["number"], record["revision"]) for record in records]


def test_the_latest_revisions_in_the_present_order_while_a_run_has_the_lock(corpus):
    store = corpus.site(SITE)
    store.set_toc(Toc(BOOK, (ref(12), ChapterRef(ref(2).url, "第2章", "卷二"), ref(1), ref(20), *map(ref, range(4, 12)))))
    corpus.commit()
    records = list(Corpus(corpus.root).read(BOOK.id))
    assert numbers(records) == [(1, 12, 1), (2, 2, 2), (3, 1, 1), *((number + 1, number, 1) for number in range(4, 12))]
    assert (records[1]["text"], records[1]["volume"]) == ("雨停了。", "卷二")
    line = json.loads((corpus.root / SITE / "chapters-00001.jsonl").read_bytes().splitlines()[0])
    assert records[2] == line | {"index": 3}


def test_another_process_reads_what_is_committed_and_nothing_else(corpus):
    store = corpus.site(SITE)
    store.write(chapter(3, digest=f"{98:032x}", text="还没有。"))
    code = (
        "import sys; from pathlib import Path; from novelspider.corpus import Corpus;"
        f"print([r['revision'] for r in Corpus(Path({str(corpus.root)!r})).read({BOOK.id!r})])"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert said.stdout == f"{[1, 2, *[1] * 10]}\n", said.stderr
    corpus.commit()
    assert [record["revision"] for record in corpus.read(BOOK.id)] == [1, 2, 2, *[1] * 9]


def test_shards_may_be_compressed_and_the_folder_closed(corpus):
    whole = list(corpus.read(BOOK.id))
    corpus.close()
    for path in sorted((corpus.root / SITE).glob("chapters-*.jsonl"))[:-1]:
        path.with_name(f"{path.name}.gz").write_bytes(gzip.compress(path.read_bytes()))
        path.unlink()
    assert list(Corpus(corpus.root).read(BOOK.id)) == whole


def test_a_chapter_read_again_is_there_all_the_while(corpus):
    whole = list(corpus.read(BOOK.id))
    corpus.site(SITE).journal.change("UPDATE chapters SET state = 'pending' WHERE idx = 4")
    corpus.commit()
    assert list(corpus.read(BOOK.id)) == whole


def test_an_unknown_book_is_named_at_the_call(corpus):
    with pytest.raises(UnknownBookError, match=r"has no book '0123456789abcdef'"):
        corpus.read("0123456789abcdef")
    with pytest.raises(UnknownBookError):
        Corpus(corpus.root / "none").read(BOOK.id)


def test_a_site_that_cannot_be_read_is_named_unless_the_book_is_found(corpus):
    (corpus.root / "b.example").mkdir()
    (corpus.root / "b.example" / "site.db").write_bytes(b"not a database" * 100)
    assert len(list(corpus.read(BOOK.id))) == 12
    with pytest.raises(CorpusError, match=r"b\.example.*cannot be read"):
        corpus.read("0123456789abcdef")


def test_a_line_that_is_not_where_it_should_be_is_an_error(corpus):
    corpus.site(SITE).journal.change("UPDATE chapters SET offset = offset + 1 WHERE idx = 5")
    corpus.commit()
    records = corpus.read(BOOK.id)
    assert [next(records)["index"] for _ in range(4)] == [1, 2, 3, 4]
    with pytest.raises(CorpusError, match=r"not where site\.db says"):
        next(records)


def test_a_reader_changes_nothing(corpus):
    with SiteReader(corpus.root / SITE) as reader, pytest.raises(CorpusError, match="readonly"):
        reader.read("DELETE FROM chapters")
