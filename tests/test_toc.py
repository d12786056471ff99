from __future__ import annotations

import json
import time

import pytest

from novelspider.items import ChapterRef
from novelspider.pages import BookPage, merge_toc
from novelspider.pages.document import Document
from novelspider.pages.toc import TocReading, read_toc
from novelspider.site import Site

HERE = "https://novels.example/book/77/"


def toc(html: str, url: str = HERE, site: Site = Site()) -> TocReading:
    return read_toc(Document(html, url), site=site)


def link(number: int, title: str | None = None, href: str | None = None) -> str:
    return f'<a href="{href or f"/book/77/{1000 + number}.html"}">{title or f"第{number}章 雨夜{number}"}</a>'


def items(numbers: object, tag: str = "li") -> str:
    return "".join(f"<{tag}>{link(n)}</{tag}>" for n in numbers)  # type: ignore[attr-defined]


def numbers(reading: TocReading) -> list[int]:
    return [int(ref.url.rpartition("/")[2].partition(".")[0]) - 1000 for ref in reading.chapters]


FAR = list(range(1, 41))


@pytest.mark.parametrize(
    "html",
    [
        f"<ul>{items(FAR)}</ul>",
        f"<ul>{items(reversed(FAR))}</ul>",
        f"<h2>最新章节</h2><ul>{items(range(40, 30, -1))}</ul><h2>全部章节</h2><ul>{items(FAR)}</ul>",
        f"<dl><dt>《雨夜》最新章节</dt>{items(range(40, 31, -1), 'dd')}<dt>《雨夜》正文</dt>{items(FAR, 'dd')}</dl>",
        f"<dl>{items(range(40, 31, -1), 'dd')}{items(FAR, 'dd')}</dl>",
        f"<ul>{items([40, 39, 38])}</ul><ul>{items(range(1, 38))}</ul>",
        f"<dl>{items([40, 39, 38, 37], 'dd')}{items(range(1, 37), 'dd')}</dl>",
        f"<h3>Latest</h3><p>{link(40)} {link(39)}</p><div>{items(range(1, 39), 'p')}</div>",
        f"{items(FAR)}",
        f"<div>{'<br>'.join(link(n) for n in FAR)}</div>",
        "<table>" + "".join(f"<tr>{items(FAR[i : i + 3], 'td')}</tr>" for i in range(0, 40, 3)) + "</table>",
        "<table>" + "".join(f"<tr>{items(FAR[i::10], 'td')}</tr>" for i in range(10)) + "</table>",
        f"<a href='/book/77/1001.html'>开始阅读</a><ul>{items(FAR)}</ul><a href='/book/77/down.html'>TXT下载</a>",
        "<ul>" + "".join(f"<li onclick=\"location.href='/book/77/{1000 + n}.html'\">第{n}章 雨</li>" for n in FAR) + "</ul>",
        "<ul>"
        + "".join(f"<li><a href='javascript:;' data-url='/book/77/{1000 + n}.html'>第{n}章 雨</a></li>" for n in FAR)
        + "</ul>",
        "<ul>"
        + "".join(f"<li><a href='javascript:;' onclick=\"go('/book/77/{1000 + n}.html')\">第{n}章</a></li>" for n in FAR)
        + "</ul>",
        f"<ul style='display:none'>{items(FAR)}</ul>",
        "<div>"
        + "".join(f"<div class=c{n % 3}><span>{link(n)}</span><i>2024-01-{n % 28 + 1:02}</i></div>" for n in FAR)
        + "</div>",
        "<dd>" * 3 + "".join(f"<dd>{link(n)}" for n in FAR),
    ],
    ids=[
        "plain",
        "newest first",
        "newest block",
        "newest in dl",
        "newest in dl unmarked",
        "newest only",
        "countdown in dl",
        "newest only, headed",
        "fragment",
        "br",
        "rows",
        "columns",
        "buttons",
        "onclick",
        "data-url",
        "onclick in a",
        "hidden tab",
        "dates",
        "unclosed dd",
    ],
)
def test_reading_order(html: str) -> None:
    assert numbers(toc(html)) == FAR


def test_chapters_only_in_the_newest_block_come_last_in_order() -> None:
    reading = toc(f"<dl><dt>最新章节</dt>{items([43, 42, 41, 40, 39], 'dd')}<dt>正文</dt>{items(FAR, 'dd')}</dl>")
    assert numbers(reading) == [*FAR, 41, 42, 43]


@pytest.mark.parametrize("tag", ["h3", "dt", "li", "p"])
def test_volumes(tag: str) -> None:
    reading = toc(f"<div><{tag}>第一卷 春</{tag}>{items(range(1, 6))}<{tag}>第二卷 夏</{tag}>{items(range(6, 9))}</div>")
    assert [(ref.volume, numbers(reading)[i]) for i, ref in enumerate(reading.chapters)] == [
        *(("第一卷 春", n) for n in range(1, 6)),
        *(("第二卷 夏", n) for n in range(6, 9)),
    ]


def test_volumes_newest_first_keep_their_headings() -> None:
    reading = toc(f"<h3>卷二 夏</h3><ul>{items(range(9, 4, -1))}</ul><h3>卷一 春</h3><ul>{items(range(4, 0, -1))}</ul>")
    assert numbers(reading) == list(range(1, 10))
    assert [ref.volume for ref in reading.chapters] == ["卷一 春"] * 4 + ["卷二 夏"] * 5


def test_numbers_that_begin_again_in_every_volume() -> None:
    first = "".join(f"<li>{link(n, f'第{n}章 甲')}</li>" for n in range(1, 6))
    second = "".join(f"<li>{link(n + 5, f'第{n}章 乙')}</li>" for n in range(1, 6))
    assert numbers(toc(f"<h3>第一卷</h3><ul>{first}</ul><h3>第二卷</h3><ul>{second}</ul>")) == list(range(1, 11))


def test_one_heading_over_everything_is_no_volume() -> None:
    assert {ref.volume for ref in toc(f"<dl><dt>《雨夜》正文</dt>{items(FAR, 'dd')}</dl>").chapters} == {None}


def test_other_books_recommendations_and_menus_are_out() -> None:
    others = "".join(f'<li><a href="/book/{n}/{9000 + n}.html">第{n}章 别家</a></li>' for n in range(80, 90))
    books = "".join(f'<li><a href="/book/{n}/">别的书{n}</a></li>' for n in range(200, 260))
    menu = '<nav><a href="/sort/1/">玄幻小说</a><a href="/sort/2/">武侠小说</a></nav>'
    assert numbers(toc(f"{menu}<ul>{items(FAR)}</ul><h3>推荐</h3><ul>{others}</ul><ul>{books}</ul>")) == FAR


def test_another_books_chapter_inside_the_list_is_out() -> None:
    stray = '<li><a href="/book/78/555.html">第3章 别家</a></li>'
    assert numbers(toc(f"<ul>{items(range(1, 20))}{stray}{items(range(20, 41))}</ul>")) == FAR


def test_decoys_hidden_among_shown_entries_are_out() -> None:
    style = "<style>.zq{display:none}</style>"
    decoys = [f'<li class="zq">{link(500 + n, "第9章 假")}</li>' for n in range(5)]
    shown = [f"<li>{link(n)}</li>" for n in FAR]
    for at, decoy in zip(range(5, 30, 5), decoys, strict=True):
        shown.insert(at, decoy)
    assert numbers(toc(f"{style}<ul>{''.join(shown)}</ul>")) == FAR


def test_notices_and_locked_chapters_stay() -> None:
    html = (
        f"<ul>{items(range(1, 5))}<li>{link(5, '请假一天')}</li><li>{link(6, '🔒 第5章 付费')}</li>"
        f"<li>{link(7, '楔子')}</li></ul>"
    )
    assert [ref.title for ref in toc(html).chapters][4:] == ["请假一天", "第5章 付费", "楔子"]


def test_same_address_twice_is_one_chapter_and_same_title_twice_is_two() -> None:
    html = f"<ul>{items(range(1, 6))}<li>{link(3, '重发')}</li><li>{link(6, '第5章 雨夜5')}</li></ul>"
    assert numbers(toc(html)) == [1, 2, 3, 4, 5, 6]
    assert [ref.title for ref in toc(html).chapters][2] == "第3章 雨夜3"


def test_titles_lose_dates_and_marks_and_cut_titles_are_whole() -> None:
    html = (
        '<ul><li><a href="/book/77/1.html"><b>第1章 雨</b> 2024-05-01</a></li><li><a href="/book/77/2.html"'
        ' title="第2章 长长的夜晚">第2章 长长…</a></li><li>'
    ) + link(3)
    assert [ref.title for ref in toc(html).chapters] == ["第1章 雨", "第2章 长长的夜晚", "第3章 雨夜3"]


@pytest.mark.parametrize(
    ("form", "word"),
    [
        ("/n/quiet-lake/chapter-{0}", "Chapter {0}"),
        ("/n/quiet-lake/chapter-{0}-the-{0}th-door", "Chapter {0}: Door"),
        ("/fiction/34/quiet-lake/chapter/{0}77/the-door-{0}", "{0}. The door"),
        ("/read.php?bid=77&cid={0}", "第{0}话"),
        ("/txt/77_{0}.html", "第{0}章"),
        ("/2024/05/{0}/quiet-lake", "Chapter {0}"),
        ("{0}.shtml", "{0}、门"),
        ("./{0}.html", "Chương {0}"),
        ("/chapter/quiet-lake-Chapter-{0}/88{0}/", "Chapter {0}"),
    ],
)
def test_families_of_addresses(form: str, word: str) -> None:
    html = "<ul>" + "".join(f'<li><a href="{form.format(n)}">{word.format(n)}</a></li>' for n in range(12, 32)) + "</ul>"
    assert len(toc(html).chapters) == 20


def test_chapters_without_numbers_in_the_books_folder() -> None:
    html = "".join(f'<li><a href="/book/77/{n}.html">{t}</a></li>' for n, t in enumerate(["山", "水", "月亮", "门", "灯"], 31))
    assert [ref.title for ref in toc(f"<ul>{html}</ul>").chapters] == ["山", "水", "月亮", "门", "灯"]


def test_prologue_beside_numbered_slugs() -> None:
    html = '<ul><li><a href="/n/lake/prologue">Prologue</a></li>' + "".join(
        f'<li><a href="/n/lake/chapter-{n}">Chapter {n}</a></li>' for n in range(1, 9)
    )
    html += '<li><a href="/n/lake/author-note">Thanks</a></li></ul>'
    names = [ref.url.rpartition("/")[2] for ref in toc(html).chapters]
    assert names == ["prologue", *(f"chapter-{n}" for n in range(1, 9)), "author-note"]


def test_pages_of_a_select() -> None:
    options = "".join(
        f'<option value="/book/77/{"" if n == 1 else f"index_{n}.html"}">第{n * 20 - 19} - {n * 20}章</option>'
        for n in range(1, 82)
    )
    reading = toc(f"<ul>{items(range(1, 21))}</ul><select>{options}</select>")
    assert (len(reading.toc_urls), reading.toc_urls[0], reading.toc_urls[-1]) == (
        80,
        "https://novels.example/book/77/index_2.html",
        "https://novels.example/book/77/index_81.html",
    )
    assert (reading.complete, len(reading.chapters)) == (True, 20)


@pytest.mark.parametrize(
    ("pager", "url", "want"),
    [
        ('<a href="/book/77/2/">下一页</a>', HERE, ["/book/77/2/"]),
        (
            '<b>1</b><a href="/book/77/2.html">2</a><a href="/book/77/3.html">3</a>',
            HERE,
            ["/book/77/2.html", "/book/77/3.html"],
        ),
        (
            '<a href="?page=2">2</a><a href="?page=3">3</a><a href="?page=6">尾页</a>',
            HERE,
            [f"/book/77/?page={n}" for n in range(2, 7)],
        ),
        (
            '<a href="/book/77_1/">首页</a><a href="/book/77_2/">下一页</a>',
            "https://novels.example/book/77_1/",
            ["/book/77_2/"],
        ),
        (
            '<a href="/toc/77?sort=desc">倒序</a><a href="/toc/77?page=2">Next</a>',
            "https://novels.example/toc/77",
            ["/toc/77?page=2"],
        ),
        ('<a href="/book/78/">下一本</a><a href="/">首页</a>', HERE, []),
    ],
)
def test_pagers(pager: str, url: str, want: list[str]) -> None:
    assert list(toc(f"<ul>{items(range(1, 21))}</ul><div>{pager}</div>", url).toc_urls) == [
        f"https://novels.example{path}" for path in want
    ]


@pytest.mark.parametrize(
    "label",
    ["查看完整目录", "全部章节", "章节目录", "查看更多章节>>", "目录", "All Chapters", "Xem tất cả chương", "全部目录(40)"],
)
def test_a_preview_leads_to_the_full_list(label: str) -> None:
    reading = toc(f'<h3>最新章节</h3><ul>{items(range(40, 30, -1))}</ul><a href="/mulu/77.html">{label}</a>')
    assert (numbers(reading), reading.complete, reading.toc_urls) == (
        list(range(31, 41)),
        False,
        ("https://novels.example/mulu/77.html",),
    )


def test_a_whole_list_with_a_link_to_itself_is_complete() -> None:
    reading = toc(f'<ul>{items(FAR)}</ul><a href="/book/77/">章节目录</a><a href="/mulu/77.html">目录</a>')
    assert (reading.complete, reading.toc_urls) == (True, ())


def test_a_site_may_name_the_chapters_and_their_order() -> None:
    html = f"<ul class=x>{items(FAR)}</ul><ul>{items(range(50, 60))}</ul>"
    assert numbers(toc(html, site=Site(chapters=".x a", newest_first=True))) == FAR[::-1]


@pytest.mark.parametrize(
    "data",
    [
        [{"title": f"第{n}章", "url": f"/book/77/{1000 + n}.html"} for n in FAR],
        {
            "code": 0,
            "data": {"list": [{"chapterName": f"门{n}", "chapterUrl": f"/book/77/{1000 + n}.html"} for n in reversed(FAR)]},
        },
        {"html": f"<ul>{items(FAR)}</ul>"},
    ],
)
def test_json_answers(data: object) -> None:
    from novelspider.pages import read_page

    page = read_page(json.dumps(data, ensure_ascii=False).encode(), "https://novels.example/api/toc/77")
    assert isinstance(page, BookPage)
    assert [ref.url for ref in page.chapters] == [f"https://novels.example/book/77/{1000 + n}.html" for n in FAR]


def test_json_of_a_page_with_ids_and_volumes() -> None:
    volumes = [
        {"title": v, "chapters": [{"id": i, "title": f"t{i}"} for i in ids]}
        for v, ids in (("One", (501, 502)), ("Two", (503, 504)))
    ]
    html = (
        f'<h1>Lake</h1><a href="/w/9/501">Begin</a><script>window.__DATA__ = {json.dumps({"chapterList": volumes})};</script>'
    )
    assert toc(html, "https://novels.example/w/9").chapters == (
        ChapterRef("https://novels.example/w/9/501", "t501", "One"),
        ChapterRef("https://novels.example/w/9/502", "t502", "One"),
        ChapterRef("https://novels.example/w/9/503", "t503", "Two"),
        ChapterRef("https://novels.example/w/9/504", "t504", "Two"),
    )


def page(ids: object, complete: bool = True) -> BookPage:
    refs = tuple(ChapterRef(f"https://novels.example/book/77/{1000 + n}.html", f"第{n}章") for n in ids)  # type: ignore[attr-defined]
    return BookPage(url=HERE, chapters=refs, complete=complete)


@pytest.mark.parametrize(
    "pages",
    [
        [page(range(1, 11)), page(range(11, 21)), page(range(21, 31))],
        [page(range(21, 31)), page(range(11, 21)), page(range(1, 11))],
        [page([*range(1, 11), 28, 29, 30]), page(range(11, 21)), page(range(21, 31))],
        [page([*range(1, 11), 28, 29, 30]), page(range(11, 21)), page(range(21, 29))],
        [page([*range(1, 11), 29, 30]), page(range(11, 21)), page(range(21, 29))],
        [page([28, 29, 30], complete=False), page(range(1, 16)), page(range(16, 30))],
        [page(range(21, 31)), page(range(10, 22)), page(range(1, 11))],
        [page(range(1, 31))],
        [page(range(20, 31), complete=False), page(range(1, 31))],
    ],
)
def test_merged_pages(pages: list[BookPage]) -> None:
    assert [int(ref.url[-9:-5]) - 1000 for ref in merge_toc(pages)] == list(range(1, 31))


def test_merging_nothing_gives_nothing() -> None:
    assert merge_toc([]) == merge_toc([BookPage(url=HERE)]) == ()


def test_merging_spellings_of_one_address() -> None:
    a = BookPage(url=HERE, chapters=(ChapterRef("https://www.novels.example/book/77/1.html", "第1章"),))
    b = BookPage(url=HERE, chapters=(ChapterRef("http://novels.example/book/77/1", "第1章"),))
    assert len(merge_toc([a, b])) == 1


def test_ten_thousand_links_are_read_within_a_fraction_of_a_second() -> None:
    document = Document(f"<ul>{items(range(1, 10_001))}</ul>", HERE)
    start = time.process_time()
    reading = read_toc(document, site=Site())
    assert (len(reading.chapters), time.process_time() - start < 0.5) == (10_000, True)


@pytest.mark.parametrize(
    "html",
    [
        "<dd>" * 3000 + link(1),
        "<div style='display:none'>" * 3000 + link(1) + link(2) + link(3),
        "".join(f"<li><a href='/a{n}/b{n}/c{n}'>第{n}章</a>" for n in range(3000)),
        "<select>" * 500 + "<option value='/1'>1" * 500,
        "<dt>" * 2000 + items(range(9)),
    ],
    ids=["nested entries", "nested hiding", "folders", "nested menus", "nested headings"],
)
def test_awkward_markup_does_not_take_long(html: str) -> None:
    start = time.process_time()
    toc(html)
    assert time.process_time() - start < 2


def test_newest_chapters_of_other_books_in_the_same_folder_are_out() -> None:
    own = "".join(f'<li><a href="/chapter/{5000 + n}">Chapter {n}</a></li>' for n in range(1, 41))
    others = "".join(
        f'<li><a href="/novel/n{n}">Some lake {n}</a> <a href="/chapter/{9000 + n}">Chapter {n * 3}</a></li>' for n in range(8)
    )
    html = f"<h1>Quiet Lake</h1><ul>{own}</ul><div class=side><h3>Hot novels</h3><ul>{others}</ul></div>"
    assert [ref.url[-4:] for ref in toc(html, "https://novels.example/novel/quiet-lake").chapters] == [
        str(5000 + n) for n in range(1, 41)
    ]


def test_the_first_page_of_a_list_is_the_whole_list_seen_from_above_but_not_from_its_later_pages() -> None:
    newest = "".join(f"<li>{link(n, href=f'/n/21/{n}.htm')}</li>" for n in (40, 39, 38))
    page = toc(f'<p><a href="/n/21/list_1.htm">查看全部章节目录</a></p><ul>{newest}</ul>', "https://novels.example/n/21.htm")
    assert (page.complete, page.toc_urls) == (False, ("https://novels.example/n/21/list_1.htm",))
    page = toc(f'<ul>{newest}</ul><a href="list_1.htm">目录</a>', "https://novels.example/n/21/list_2.htm")
    assert page.complete


def test_a_page_of_a_longer_list_keeps_the_newest_apart_and_merging_puts_them_last() -> None:
    newest = f"<h2>最新章节</h2><ul>{items([200, 199])}</ul>"
    pager = '<a href="/book/77/2.html">2</a><a href="/book/77/3.html">3</a>'
    page = toc(f"{newest}<h2>正文</h2><ul>{items(range(1, 21))}</ul>{pager}")
    assert (numbers(page), [ref.title for ref in page.newest]) == (list(range(1, 21)), ["第199章 雨夜199", "第200章 雨夜200"])
    pages = [BookPage(url=HERE, chapters=page.chapters, newest=page.newest)]
    assert [ref.title for ref in merge_toc(pages)][-2:] == ["第199章 雨夜199", "第200章 雨夜200"]


@pytest.mark.parametrize(
    ("heading", "volume"),
    [
        ("<h3>第一卷 碑 <em>共6章</em></h3>", "第一卷 碑"),
        ("<dt>《雨夜》第一卷 河湾</dt>", "第一卷 河湾"),
        ("<h1>海の列車</h1><div>第一章　海から来るもの</div>", "第一章 海から来るもの"),
        ("<h3>Volume 1: The River (12 chapters)</h3>", "Volume 1: The River"),
    ],
)
def test_volume_headings_lose_counts_and_the_books_name(heading: str, volume: str) -> None:
    second = "<h3>第二卷 京</h3>"
    page = toc(f"{heading}<ul>{items(range(1, 9))}</ul>{second}<ul>{items(range(9, 17))}</ul>")
    assert {ref.volume for ref in page.chapters} == {volume, "第二卷 京"}


def slugs(name: str, numbers: object) -> str:
    return "".join(f'<li><a href="/{name}-chapter-{n}/">Chapter {n}</a></li>' for n in numbers)  # type: ignore[attr-defined]


def test_menus_and_other_books_among_slugs_are_out() -> None:
    menu = '<nav><ul><li><a href="/projects/">Projects</a></li><li><a href="/donate/">Donate</a></li></ul></nav>'
    recent = f"<aside><h2>Recent Posts</h2><ul>{slugs('nine-bells', [31])}{slugs('salt-road', [12])}</ul></aside>"
    page = toc(f"{menu}<div><ul>{slugs('salt-road', range(1, 13))}</ul></div>{recent}", "https://blog.example/salt-road/")
    assert [ref.url for ref in page.chapters] == [f"https://blog.example/salt-road-chapter-{n}/" for n in range(1, 13)]


def test_one_link_a_row_and_the_one_with_the_title() -> None:
    rows = "".join(
        f'<tr><td><a href="/book/77/{n}.html">The {n}th door</a></td><td><a href="/book/77/{n}.html">{n} days ago</a></td></tr>'
        for n in range(10, 30)
    )
    assert [ref.title for ref in toc(f"<table>{rows}</table>").chapters] == [f"The {n}th door" for n in range(10, 30)]


def test_a_title_in_a_block_loses_the_date_in_the_next() -> None:
    date = "<div>Mon, Jan 3, 2022</div>"
    html = "".join(f'<a href="/book/77/{n}.html"><div>one | door {n}</div>{date}</a>' for n in range(10, 16))
    assert toc(html).chapters[0].title == "one | door 10"


def test_replies_are_no_chapters() -> None:
    assert toc("".join(f'<a href="/book/77/?reply={n}">Reply</a>' for n in range(24))).chapters == ()


def test_chapters_of_many_books_are_not_sure() -> None:
    names = enumerate(("Ana", "Eva", "Luis", "Inés", "Teo"), 7)
    rows = "".join(f'<li><a href="/n/{name}/">{name} y el faro Cap. {n}</a></li>' for n, name in names)
    assert not toc(f"<ul>{rows}</ul>", "https://libros.example/genero/fantasia/").sure


def test_paid_chapters_on_another_host_stay() -> None:
    free = "".join(f'<tr><td><a href="/one.php?novel=4412&amp;chapter={n}">门{n}</a></td></tr>' for n in range(1, 31))
    host = "https://my.x.example/vip.php"
    paid = "".join(f'<tr><td><a href="{host}?novel=4412&amp;chapter={n}">门{n}</a></td></tr>' for n in range(31, 41))
    assert len(toc(f"<table>{free}{paid}</table>", "https://x.example/one.php?novel=4412").chapters) == 40


def test_entries_inside_entries_do_not_take_long() -> None:
    start = time.process_time()
    toc("<li><a href=/book/77/1.html>第1章" * 20_000)
    assert time.process_time() - start < 3.0


def test_the_day_stands_behind_the_chapter() -> None:
    hrefs = [f"/tales/seals/chapitre-{n}/2021/{1 + n // 28:02}/{1 + n % 28:02}/" for n in range(1, 61)]
    rows = "".join(f'<li><a href="{href}">Chapitre {n} – Le sceau</a></li>' for n, href in enumerate(hrefs, 1))
    assert [ref.url.partition("example")[2] for ref in toc(f"<ul>{rows}</ul>").chapters] == hrefs


def test_a_badge_before_a_title_is_not_of_it() -> None:
    rows = "".join(f'<li><a href="{n}.html" title="第{n}章 雨"><i>VIP</i>第{n}章 雨</a></li>' for n in FAR)
    assert toc(f"<ul>{rows}</ul>").chapters[2].title == "第3章 雨"


def test_titles_stand_beside_links_that_only_count() -> None:
    cells = (
        f"<tr><td><a href='m{part}-{n}.htm'>（{n}）</a><td>夜の渡し{part}{n}</tr>" for part in (1, 2, 3) for n in (1, 2, 3)
    )
    found = toc(f"<table>{''.join(cells)}</table>").chapters
    assert [ref.title for ref in found][:4] == ["（1） 夜の渡し11", "（2） 夜の渡し12", "（3） 夜の渡し13", "（1） 夜の渡し21"]
    rows = "".join(f"<p><a href='{n}.html'>({n})</a> The ford {n}</p>" for n in range(1, 8))
    assert [ref.title for ref in toc(rows).chapters][:2] == ["(1) The ford 1", "(2) The ford 2"]


def test_volumes_whose_chapters_have_the_same_titles() -> None:
    parts = "".join(
        f"<h3>第{volume}卷</h3><ul>"
        + "".join(f"<li><a href='{volume}{n:02}.html'>第{n}章</a></li>" for n in range(1, 21))
        + "</ul>"
        for volume in (1, 2, 3)
    )
    assert [ref.url.rpartition("/")[2] for ref in toc(parts).chapters] == [
        f"{v}{n:02}.html" for v in (1, 2, 3) for n in range(1, 21)
    ]


def test_one_label_again_and_again_is_no_list_of_chapters() -> None:
    assert toc("".join(f"<li><a href='/book/77/{n}.html'>回复</a></li>" for n in range(1, 21))).chapters == ()


def test_a_serial_counts_by_arcs_and_each_post_has_a_day() -> None:
    arcs = (("larva", 1), ("nettle", 2), ("molt", 3))
    rows = "".join(
        f"<p><a title='{name} {arc}.{n}' href='/2012/{arc:02}/{n:02}/{name}-{arc}-{n}/'>{arc}.{n}</a></p>"
        for name, arc in arcs
        for n in range(1, 9)
    )
    found = toc(f"<h1>Contents</h1><p><strong>Arc</strong></p>{rows}", "https://tide.example/contents/")
    assert [ref.title for ref in found.chapters] == [f"{name} {arc}.{n}" for name, arc in arcs for n in range(1, 9)]


@pytest.mark.parametrize(
    ("before", "after"), [("var chapters=", ";"), ("window.book={};\nvar chapterList = ", ";var ready=true;"), ('{"toc":', "}")]
)
def test_chapters_that_a_script_holds(before: str, after: str) -> None:
    data = json.dumps([{"title": f"第{n}章 渡口", "url": f"/book/77/{n}.html"} for n in FAR], ensure_ascii=False)
    assert len(toc(f"<div id='list'></div><script>{before}{data}{after}</script>").chapters) == len(FAR)


def test_pages_of_comments_are_no_pages_of_the_list() -> None:
    html = f"<ul>{items(FAR)}</ul><div class='comments'><a href='?page=2'>2</a><a href='?page=3'>3</a></div>"
    assert toc(html).toc_urls == ()


def test_chapters_named_by_a_query_that_is_a_number() -> None:
    rows = "".join(f"<li><a href='/read/77/?{410200 + n}'>第{n}話 渡口</a></li>" for n in FAR)
    other = "<ul><li><a href='/novelbooks/5120/'>隔壁的偵探</a></li><li><a href='/novelbooks/7733/'>倒數計時</a></li></ul>"
    found = toc(f"<ul>{rows}</ul>{other}", "https://novels.example/novelbooks/77/").chapters
    assert [ref.url.partition("?")[2] for ref in found] == [str(410200 + n) for n in FAR]
