"""A body that is another chapter's is asked for once more: later in the same run, or in the next run."""

import json
import signal
import time
from collections import Counter
from contextlib import closing
from dataclasses import replace

import pytest
from crawling import Crawl
from server import BookPlan, NovelSite, Request
from test_frontier import BOOK as BOOK_URL
from test_frontier import GONE, chapter_of, started, take_all, write
from test_store import BOOK, SITE, chapter, everything, toc, work_in_child

from novelspider.corpus import BookRow, ChapterRow, Corpus, Frontier
from novelspider.corpus.frontier import MAX_WAIT

CHAPTERS, WRONG = 8, 3


@pytest.fixture
def crawl(tmp_path):
    return Crawl(tmp_path, {"CLEAN_AUDIT": True, "CORPUS_COMMIT_ITEMS": 1})


def serve(site, index, body_of):
    """Answer the chapter at `index` with its own title over the text of another."""
    other, own = site.expected()[body_of - 1], site.expected()[index - 1]
    page = site.server.answer(Request("127.0.0.1", site.path(body_of), {}, 0.0))
    site.extra[site.path(index)] = replace(page, body=page.body.replace(other.title.encode(), own.title.encode()))
    site.forget()


def texts(crawl, site, kind="chapters"):
    return [(record["index"], record["text"]) for record in crawl.records(site.host, kind)]


def state(crawl, site):
    return crawl.rows(site.host, f"SELECT state, reason FROM chapters WHERE idx = {WRONG}")[0]


def truth(site, *indexes):
    return [(index, site.expected()[index - 1].text) for index in indexes]


OTHERS = [index for index in range(1, CHAPTERS + 1) if index != WRONG]


@pytest.mark.parametrize("seeded", [True, False])
def test_the_next_run_gets_the_right_text(crawl, seeded):
    with NovelSite([BookPlan(chapters=CHAPTERS)]) as site:
        serve(site, WRONG, 2)
        assert crawl("-a", f"url={site.seeds[0]}").returncode == 0
        assert texts(crawl, site) == truth(site, *OTHERS)
        site.extra.clear()
        site.forget()
        assert crawl(*(["-a", f"url={site.seeds[0]}"] if seeded else [])).returncode == 0
        assert texts(crawl, site) == truth(site, *OTHERS, WRONG)
        assert [target for target in site.targets if target.endswith(".html")] == [site.path(WRONG)]
        assert len(texts(crawl, site, "rejected")) == 1
        assert state(crawl, site) == ("committed", None)


@pytest.mark.parametrize(
    ("reposted", "listed", "reason"),
    [
        (False, "", "same_body_other_title"),
        (True, "（重发）", "duplicate"),
    ],
)
def test_the_whole_page_of_another_chapter_is_told_from_a_repost_by_the_toc(crawl, reposted, listed, reason):
    with NovelSite([BookPlan(chapters=CHAPTERS)]) as site:
        if reposted:
            site.rename(WRONG, site.expected()[1].title + listed)
        site.extra[site.path(WRONG)] = site.server.answer(Request("127.0.0.1", site.path(2), {}, 0.0))
        site.forget()
        assert crawl("-a", f"url={site.seeds[0]}").returncode == 0
        assert state(crawl, site) == ("rejected", reason)
        site.extra.clear()
        site.forget()
        assert crawl().returncode == 0
        assert site.count(site.path(WRONG)) == (not reposted)
        assert texts(crawl, site) == truth(site, *OTHERS, *([] if reposted else [WRONG]))


def test_the_same_text_twice_stays_rejected_with_one_line_and_is_not_asked_for_a_third_time(crawl):
    with NovelSite([BookPlan(chapters=CHAPTERS, noise=True)]) as site:
        serve(site, WRONG, 2)
        for asked in (1, 1, 0, 0):
            site.forget()
            before = crawl.files()
            assert crawl("-a", f"url={site.seeds[0]}").returncode == 0
            assert site.count(site.path(WRONG)) == asked
        assert crawl.files() == before
        assert texts(crawl, site) == truth(site, *OTHERS)
        assert [(index, text) for index, text in texts(crawl, site, "rejected")] == [(WRONG, site.expected()[1].text)]
        assert state(crawl, site) == ("rejected", "same_body_other_title")
        audited = Counter((line["id"], line["rule"], line["text"]) for line in crawl.records(site.host, "audit"))
        assert set(audited.values()) == {1}


def test_another_wrong_text_has_a_line_of_its_own(crawl):
    with NovelSite([BookPlan(chapters=CHAPTERS)]) as site:
        for body_of in (2, 5):
            serve(site, WRONG, body_of)
            assert crawl("-a", f"url={site.seeds[0]}").returncode == 0
        assert [text for _, text in texts(crawl, site, "rejected")] == [site.expected()[i - 1].text for i in (2, 5)]
        serve(site, WRONG, WRONG)
        assert crawl("-a", f"url={site.seeds[0]}").returncode == 0
        assert site.count(site.path(WRONG)) == 0
        assert state(crawl, site) == ("rejected", "same_body_other_title")


def test_it_is_asked_for_after_max_wait_where_the_run_lasts_so_long(tmp_path):
    crawl = Crawl(tmp_path, {"MAX_WAIT": 0.2, "DOWNLOAD_DELAY": 0.1, "CONCURRENT_REQUESTS_PER_DOMAIN": 1})
    with NovelSite([BookPlan(chapters=40)]) as site:
        serve(site, WRONG, 2)
        run = crawl("-a", f"url={site.seeds[0]}")
        assert run.returncode == 0, run.stderr
        assert site.count(site.path(WRONG)) == 2
        assert texts(crawl, site) == truth(site, *(index for index in range(1, 41) if index != WRONG))
        assert len(texts(crawl, site, "rejected")) == 1
        (manifest,) = (json.loads(path.read_bytes()) for path in (tmp_path / "corpus" / "runs").iterdir())
        assert manifest["totals"]["rejected"] == {"same_body_other_title": 1}


def test_in_the_same_run_the_right_text_is_committed(tmp_path):
    crawl = Crawl(tmp_path, {"MAX_WAIT": 0.2, "DOWNLOAD_DELAY": 0.1, "CONCURRENT_REQUESTS_PER_DOMAIN": 1})
    with NovelSite([BookPlan(chapters=40)]) as site:
        serve(site, WRONG, 2)
        asked, answer = Counter(), site._answer

        def once(request):
            asked[request.target] += 1
            if asked[site.path(WRONG)] == 2:
                site.extra.clear()
            return answer(request)

        site._answer = once
        assert crawl("-a", f"url={site.seeds[0]}").returncode == 0
        assert sorted(texts(crawl, site)) == truth(site, *range(1, 41))
        assert len(texts(crawl, site, "rejected")) == 1
        (manifest,) = (json.loads(path.read_bytes()) for path in (tmp_path / "corpus" / "runs").iterdir())
        assert (manifest["totals"]["rejected"], manifest["totals"]["new"]) == ({}, 40)


def test_killed_in_a_run_that_asks_again_and_got_in_the_next(crawl):
    with NovelSite([BookPlan(chapters=CHAPTERS)], delay=(0.0, 0.02)) as site:
        serve(site, WRONG, 2)
        seed = ["-a", f"url={site.seeds[0]}"]
        crawl.interrupted(seed, lambda: len(site.requests) > CHAPTERS, by=signal.SIGKILL)
        assert crawl(*seed).returncode == 0
        site.extra.clear()
        site.forget()
        crawl.interrupted(seed, lambda: site.count(site.path(WRONG)) > 0, by=signal.SIGKILL)
        assert crawl(*seed).returncode == 0
        assert len(texts(crawl, site, "rejected")) == 1
        assert sorted(texts(crawl, site)) == truth(site, *range(1, CHAPTERS + 1))


# --- the store, killed at every write, fsync and commit


def run_over(root, digest):
    """A run over a book of three: the second chapter comes with `digest`, its first chapter's or its own."""
    corpus = Corpus(root, commit_items=1)
    store = corpus.site(SITE)
    store.set_toc(toc(1, 2, 3))
    store.work.want(BOOK.id, time.time_ns())
    corpus.commit()
    for row in store.work.pending(store.work.book(BOOK.id), after=0, upto=None, limit=9):
        if row.index == 2 and digest == chapter(1).digest:
            store.reject(chapter(2, digest=digest, duplicate_of=chapter(1).id), "same_body_other_title", again=True)
        else:
            store.write(chapter(row.index))
    corpus.close()


@pytest.mark.parametrize(("second", "written"), [(1, [1, 3]), (2, [1, 3, 2])])
def test_killed_at_any_step_each_text_once(tmp_path, second, written):
    wrong, answer = chapter(1).digest, chapter(second).digest
    killed, step = True, 0
    while killed:
        step += 1
        root = tmp_path / str(step)
        run_over(root, wrong)
        killed = work_in_child(root, step, lambda root: run_over(root, answer))
        for _ in range(2):
            run_over(root, answer)
        found = everything(root)
        assert found["chapters"] == [chapter(number).id for number in written]
        assert found["rejected"] == [chapter(2).id]
    assert step > 2


def test_a_run_that_is_killed_while_it_rejects_leaves_a_second_try(tmp_path):
    killed, step = True, 0
    while killed:
        step += 1
        root = tmp_path / str(step)
        killed = work_in_child(root, step, lambda root: run_over(root, chapter(1).digest))
        run_over(root, chapter(1).digest)
        run_over(root, chapter(2).digest)
        # Where the killed run had rejected it already, the next one asked again, and was told the same.
        assert everything(root)["rejected"] == [chapter(2).id]
        assert everything(root)["chapters"] in ([chapter(n).id for n in (1, 3, 2)], [chapter(n).id for n in (1, 3)])


# --- the frontier


@pytest.fixture
def corpus(tmp_path, clock):
    with closing(Corpus(tmp_path / "corpus", clock=clock)) as corpus:
        yield corpus


def get(corpus, frontier, rows, wrong=()):
    """Settle rows; those in `wrong` are rejected. Indexes of what was written."""
    written = []
    for row in rows:
        for done in frontier.settle(row, chapter_of(row)):
            if done.index in wrong:
                corpus.site(done.site).reject(done, "same_body_other_title", again=True)
                frontier.second_try(done)
            else:
                written += write(corpus, [done])
    return written


def test_it_comes_again_while_the_book_goes_on(corpus, clock):
    frontier = started(corpus, *range(1, 6))
    assert get(corpus, frontier, [frontier.take()]) == [1]
    assert get(corpus, frontier, [frontier.take()], wrong={2}) == []
    third = frontier.take()
    clock.now += MAX_WAIT - 1
    assert frontier.take() is None
    assert get(corpus, frontier, [third]) == [3]
    clock.now += 1
    again = frontier.take()
    assert again.index == 2
    assert get(corpus, frontier, [again], wrong={2}) == []
    clock.now += 2 * MAX_WAIT
    assert get(corpus, frontier, iter(frontier.take, None)) == [4, 5]
    assert frontier.done()


def test_it_comes_again_where_its_book_is_finished_and_the_run_is_not(corpus, clock):
    frontier = started(corpus, 1, 2)
    frontier.add_seed("http://b.example/8/")
    while row := frontier.take():
        if isinstance(row, BookRow):
            other = row
        else:
            get(corpus, frontier, [row], wrong={1})
    assert not frontier.done()
    clock.now += MAX_WAIT
    again = frontier.take()
    assert (again.index, again.site) == (1, "a.example")
    assert get(corpus, frontier, [again]) == [1]
    frontier.settle(other, GONE)
    assert frontier.take() is None
    assert frontier.done()


def test_the_run_does_not_wait_for_it(corpus, clock):
    frontier = started(corpus, 1, 2)
    get(corpus, frontier, [frontier.take()], wrong={1})
    get(corpus, frontier, [frontier.take()])
    assert frontier.take() is None
    assert frontier.done()
    clock.now += 1
    following = Frontier(corpus)
    following.add_site("a.example")
    again = following.take()
    assert (again.index, get(corpus, following, [again]), following.done()) == (1, [1], True)


def test_a_book_that_was_given_up_leaves_it_to_the_next_run(corpus, clock):
    frontier = started(corpus, 1, 2, per_site=2)
    one, two = take_all(frontier)
    get(corpus, frontier, [one], wrong={1})
    frontier.rests.rest("a.example", clock.now + 10 * MAX_WAIT, "http_429")
    assert frontier.take() is None
    frontier.settle(two, None)
    clock.now += MAX_WAIT
    assert frontier.take() is None
    assert frontier.done()
    following = Frontier(corpus)
    following.add_site("a.example")
    assert following.take().index == 1


def test_what_the_second_try_cannot_get_has_failed_and_is_tried_like_any_other(corpus, clock):
    frontier = started(corpus, 1, 2)
    get(corpus, frontier, [frontier.take()], wrong={1})
    for run in range(2):
        frontier = Frontier(corpus)
        frontier.add_seed(BOOK_URL)
        corpus.site(SITE).work.reread(BOOK.id)
        clock.now += MAX_WAIT
        row = next(row for row in iter(frontier.take, None) if isinstance(row, ChapterRow) and row.index == 1)
        if run == 0:
            frontier.settle(row, GONE)
            assert corpus.site(SITE).state_of(row.id) == "failed"
        else:
            assert get(corpus, frontier, [row]) == [1]
