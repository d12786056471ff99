"""A body that is another chapter's is asked for once more: later in the same run, or in the next run."""

import json
import signal
from collections import Counter
from dataclasses import replace

import pytest
from crawling import Crawl
from server import BookPlan, NovelSite, Request

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


@pytest.mark.parametrize("right", [True, False])
def test_killed_at_any_time_each_text_once(crawl, right):
    with NovelSite([BookPlan(chapters=CHAPTERS)], delay=(0.0, 0.02)) as site:
        serve(site, WRONG, 2)
        seed = ["-a", f"url={site.seeds[0]}"]
        for requests in (CHAPTERS, CHAPTERS + 2):  # when the first chapters are let go, and with all of them asked for
            crawl.interrupted(seed, lambda most=requests: len(site.requests) >= most, by=signal.SIGKILL)
            site.forget()
        assert crawl(*seed).returncode == 0
        asked = crawl.rows(site.host, f"SELECT again FROM chapters WHERE idx = {WRONG}")[0][0]
        if right and asked < 2:
            site.extra.clear()
        for _ in range(4):
            site.forget()
            crawl.interrupted(seed, lambda: site.count(site.path(WRONG)) > 0, by=signal.SIGKILL)
        assert crawl(*seed).returncode == 0
        assert crawl(*seed).returncode == 0
        assert len(texts(crawl, site, "rejected")) == 1
        got = [*OTHERS, WRONG] if right and asked < 2 else OTHERS
        assert sorted(texts(crawl, site)) == truth(site, *sorted(got))
