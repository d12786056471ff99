from __future__ import annotations

import http.client
import re
import time
import urllib.request

import pytest
from server import BookPlan, Fault, NovelSite

from novelspider.demo.prose import Prose, chinese_numeral
from novelspider.demo.spread import break_after_quotes, spread


def get(url: str, **headers: str) -> tuple[int, bytes]:
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers)) as response:
            return response.status, response.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


def test_prose_is_the_same_for_the_same_seed_and_never_repeats_a_line():
    assert Prose(7).chapter(30) == Prose(7).chapter(30)
    prose = Prose(7)
    lines = [line for _ in range(100) for line in prose.chapter(20)]
    assert len(lines) == len(set(lines)) == 2000
    assert not [line for line in lines if "{" in line]


@pytest.mark.parametrize(
    ("number", "numeral"),
    [(1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (105, "一百零五"), (110, "一百一十"), (4300, "四千三百")],
)
def test_chinese_numerals(number: int, numeral: str):
    assert chinese_numeral(number) == numeral


def test_spread_keeps_every_paragraph():
    lines = ["雨停了。", "他推开窗，望着河心的灯火。", "“走吧。”", "天亮了。"]
    assert spread(lines, 2) == [lines[:2], lines[2:]]
    assert spread(lines, 2, "overlap") == [lines[:2], lines[1:]]
    assert spread(lines, 2, "cut") == [["雨停了。", "他推开窗，望"], ["着河心的灯火。", "“走吧。”", "天亮了。"]]
    with pytest.raises(ValueError):
        spread(lines, 5)


def test_only_quotes_inside_a_sentence_break():
    assert break_after_quotes(["这叫“借风”这一说法。", "“走吧。”他说道。", "他说：“走。”"]) == [
        "这叫“借风”",
        "这一说法。",
        "“走吧。”他说道。",
        "他说：“走。”",
    ]


def test_the_pages_hold_what_the_site_says_is_expected():
    plan = BookPlan(chapters=5, pages=2, toc_pages=2, newest_first=True, newest_block=2, charset="gb18030", said_in="nowhere")
    with NovelSite([plan]) as site:
        truth = site.expected()
        tocs = [get(site.url(site.toc_path(page)))[1].decode("gb18030").split("全部章节") for page in (1, 2)]
        listed = [re.findall(r'<dd><a href="([^"]+)">([^<]+)', part) for part in (tocs[0][0], tocs[0][1] + tocs[1][1])]
        newest_first = [(site.path(c.index), c.title) for c in truth[::-1]]
        assert listed == [newest_first[:2], newest_first]
        body = "".join(get(url)[1].decode("gb18030") for url in truth[2].pages)
        assert re.findall(r"&nbsp;([^&<]+)", body) == list(truth[2].paragraphs)
        assert site.targets == [site.toc_path(1), site.toc_path(2), site.path(3), site.path(3, 2)]


def test_faults_end_after_their_times_and_a_cut_answer_is_short():
    with NovelSite([BookPlan(chapters=2)]) as site:
        site.faults[site.path(1)] = Fault(status=503, times=1)
        site.faults[site.path(2)] = Fault(cut=True)
        assert [get(site.url(site.path(1)))[0] for _ in range(2)] == [503, 200]
        with pytest.raises(http.client.IncompleteRead):
            get(site.url(site.path(2)))
        assert get(site.url("/nowhere.html"))[0] == 404


def test_a_book_changes_between_runs():
    with NovelSite([BookPlan(chapters=3, chain=True, reposts={3: 1})]) as site:
        before = site.expected()
        assert before[2].paragraphs == before[0].paragraphs
        assert before[2].title.endswith("（重发）")
        site.append(1)
        site.rewrite(1)
        site.withdraw(2)
        after = site.expected()
        assert [c.url for c in after] == [before[0].url, before[2].url, site.url("/book/1/1004.html")]
        assert after[0].paragraphs != before[0].paragraphs


def test_keep_alive_is_fast_and_tags_are_compared():
    with NovelSite([BookPlan(chapters=60)]) as site:
        connection = http.client.HTTPConnection("127.0.0.1", site.server.port)
        seconds = []
        for index in range(1, 61):
            start = time.monotonic()
            connection.request("GET", site.path(index))
            answer = connection.getresponse()
            answer.read()
            seconds.append(time.monotonic() - start)
        assert sorted(seconds)[20] < 0.03  # 40 ms each, were headers and body sent apart; a busy machine slows down some
        assert get(site.seeds[0], **{"If-None-Match": "x"})[0] == 200
        connection.request("GET", site.path(60), headers={"If-None-Match": answer.getheader("ETag")})
        assert connection.getresponse().status == 304
        connection.close()
