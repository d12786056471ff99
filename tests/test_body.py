"""The story of a page, told from everything around it."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from novelspider.pages.body import Body, read_body
from novelspider.pages.document import Document
from novelspider.site import Site

LINES = (
    "雨下了整整一夜，石阶上的青苔被洗得发亮。",
    "“你真的要走吗？”阿宁站在门口，声音很轻。",
    "他没有回答，只是把那把旧伞靠在了墙边。",
    "远处传来渡船的钟声，一下，又一下。",
    "“等到秋天，”他终于说，“等到秋天我就回来。”",
    "阿宁点点头，却没有看他的眼睛。",
)
NAV = '<div class="nav"><a href="/">首页</a> <a href="/sort/1/">玄幻</a> <a href="/sort/2/">都市</a></div>'
PAGER = '<div class="pager"><a href="1.html">上一章</a> <a href="./">目录</a> <a href="3.html">下一章</a></div>'
FOOTER = "<div class=footer>本站所有小说均由网友上传，如有侵权，请联系我们，我们会在第一时间删除。Copyright 2020</div>"


def body(markup: str, *, site: Site = Site(), style: str = "", title: str = "第二章 渡口") -> Body:
    page = f"<html><head><title>{title}</title><style>{style}</style></head><body>{markup}</body></html>"
    return read_body(Document(page, "https://books.example/7/2.html"), site=site)


def page(content: str) -> str:
    return f"{NAV}<h1>第二章 渡口</h1>{content}{PAGER}{FOOTER}"


@pytest.mark.parametrize(
    "content",
    [
        "<div id=content>" + "".join(f"<p>{line}</p>" for line in LINES) + "</div>",
        "<div id=content>" + "".join(f"<p>{line}" for line in LINES) + "</div>",
        "<div id=content>" + "<br><br>".join(f"&nbsp;&nbsp;&nbsp;&nbsp;{line}" for line in LINES) + "</div>",
        "<div id=content>" + "<br/>\r\n".join(LINES) + "</div>",
        "<div>" + "".join(f"<div>{line}</div>" for line in LINES) + "</div>",
        "<div class=text>" + "".join(f"<div class=line><span>{line}</span></div>" for line in LINES) + "</div>",
        "<div>" + "\n".join(LINES) + "</div>",
        "<pre>" + "\n\n".join(LINES) + "</pre>",
        "<table><tr><td>" + "</td></tr><tr><td>".join(LINES) + "</td></tr></table>",
        "<table><tr><td>" + "<br>".join(LINES) + "</td></tr></table>",
        "<div id=content>" + "\u3000\u3000".join(LINES) + "</div>",
        "<div id=content>" + "&nbsp;&nbsp;&nbsp;&nbsp;".join(LINES) + "</div>",
        "<article><section>" + "".join(f"<p>{line}</p>" for line in LINES) + "</section></article>",
        "<div><font><center>" + "<br>".join(LINES) + "</center></font></div>",
        "<ul class=story>" + "".join(f"<li>{line}</li>" for line in LINES) + "</ul>",
        "<form><div id=txt>" + "".join(f"<p>{line}</p>" for line in LINES) + "</div></form>",
        "<div id=content>" + "<br>".join(LINES[:3]) + "<script>ad();</script>" + "<br>" + "<br>".join(LINES[3:]) + "</div>",
        "<div id=content>" + "<br>".join(LINES[:3]) + "<!-- ad --><br>" + "<br>".join(LINES[3:]) + "</div>",
    ],
    ids=range(18),
)
def test_paragraphs_however_they_are_marked_up(content: str) -> None:
    assert body(page(content)).paragraphs == LINES


def test_sections_of_one_page_are_read_whole() -> None:
    sections = "".join(
        f'<div class="part{" off" * (i > 0)}"><h2>第二章 渡口({i + 1}/3)</h2>'
        f"<div class=con><p>{LINES[2 * i]}</p><p>{LINES[2 * i + 1]}</p></div></div>"
        for i in range(3)
    )
    found = body(page(f"<div class=book>{sections}</div>"), style=".off{display:none}").paragraphs
    assert [line for line in found if not line.startswith("第二章")] == list(LINES)


@pytest.mark.parametrize(
    ("style", "markup"),
    [
        (".k7x{display:none}", "<p class=k7x>{}</p>"),
        ("p.q{font-size:0}", "<p class=q>{}</p>"),
        ("", '<p style="display: none;">{}</p>'),
        ("", "<p hidden>{}</p>"),
        ("", '<p style="position:absolute;left:-9999px">{}</p>'),
        ("", '<p style="text-indent:-9999px">{}</p>'),
        ("", '<p aria-hidden="true">{}</p>'),
        ("#z{visibility:hidden}", "<p id=z>{}</p>"),
        (".w{display:none}", "<p>{}</p>".replace("{}", "<span class=w>{}</span>")),
        ("", "<div style='height:0;overflow:hidden'><p>{}</p></div>"),
    ],
    ids=range(10),
)
def test_hidden_text_is_not_read(style: str, markup: str) -> None:
    decoy = markup.replace("{}", "盗版的读者请注意，这一段是偷来的，请支持正版。")
    content = "".join(f"<p>{line}</p>" for line in LINES[:3]) + decoy + "".join(f"<p>{line}</p>" for line in LINES[3:])
    assert body(page(f"<div id=content>{content}</div>"), style=style).paragraphs == LINES


def test_a_story_that_a_script_will_show_is_read() -> None:
    content = (
        "<div id=content style='display:none'>"
        + "".join(f"<p>{line}</p>" for line in LINES * 5)
        + "</div><div>正在加载，请稍等。</div>"
    )
    assert body(page(content)).paragraphs == LINES * 5


SYNOPSIS = "他重生在一个雪夜，从此踏上修行之路，一路斩妖除魔，终于成为一代宗师，却发现一切都是一场阴谋。" * 4


@pytest.mark.parametrize(
    "beside",
    [
        "<div class=side>"
        + "".join(f"<dl><dt><a href=/b/{i}/>剑起{i}</a></dt><dd>{SYNOPSIS}</dd></dl>" for i in range(8))
        + "</div>",
        "<div><h3>热门推荐</h3>"
        + "".join(f"<div><a href=/b/{i}/>剑起{i}</a><p>{SYNOPSIS}</p></div>" for i in range(8))
        + "</div>",
        "<div>" + "".join(f"<h4><a href=/b/{i}/>剑起{i}</a></h4><p>{SYNOPSIS}</p>" for i in range(8)) + "</div>",
        "<div id=comments>" + "".join(f"<div class=c><b>读者{i}</b><p>{SYNOPSIS}</p></div>" for i in range(8)) + "</div>",
        "<ul>" + "".join(f"<li><a href=/u/{i}>读者{i}</a> 3天前<p>{SYNOPSIS}</p></li>" for i in range(8)) + "</ul>",
        "<div class=tags>" + "".join(f"<a href=/t/{i}>标签，{i}。</a>，" for i in range(300)) + "</div>",
        "<div class=author-box><img src=a.png><p>" + SYNOPSIS + "</p></div>",
        "<div><h3>《雨巷》内容简介</h3><p>" + SYNOPSIS + "</p><p>" + SYNOPSIS + "</p></div>",
    ],
    ids=range(8),
)
def test_what_stands_beside_the_story_is_left_out(beside: str) -> None:
    story = "<div id=content>" + "".join(f"<p>{line}</p>" for line in LINES) + "</div>"
    assert body(page(story) + beside).paragraphs == LINES
    assert body(beside + page(story)).paragraphs == LINES


def test_nested_under_one_wrapper_the_story_stays_alone() -> None:
    story = "<div class=chapter>" + "<br>".join(LINES) + "</div>"
    comments = "<div class=comment-list>" + f"<p>{SYNOPSIS}</p>" * 6 + "</div>"
    assert body(f"<div class=wrap>{NAV}<h1>第二章 渡口</h1>{story}{PAGER}{comments}</div>").paragraphs == LINES


def test_comments_inside_the_storys_own_element_are_passed_over() -> None:
    comments = "<ul class=hot-comments>" + f"<li>{SYNOPSIS}</li>" * 9 + "</ul>"
    assert body(page("<article>" + "".join(f"<p>{line}</p>" for line in LINES) + comments + "</article>")).paragraphs == LINES


def test_counts_of_comments_behind_each_paragraph_are_not_read() -> None:
    content = "<main>" + "".join(f"<p><span>{line}</span><span class=review>12</span></p>" for line in LINES) + "</main>"
    assert body(page(content)).paragraphs == LINES


@pytest.mark.parametrize(
    "lines",
    [
        ("床前的月光", "落在地上", "像一层霜", "他想起故乡"),
        ("ฝนตกทั้งคืน บันไดหินเขียวขจี ไม่มีใครมา เธอพูดเบาๆ แล้วก็เดินจากไป", "เขาไม่ตอบ เพียงวางร่มไว้ข้างกำแพง แล้วมองออกไปที่แม่น้ำอีกครั้งหนึ่ง"),
        ("비가 밤새 내렸다. 돌계단의 이끼가 빛났다.", "“정말 가야 해?” 그녀가 물었다.", "그는 대답하지 않았다."),
    ],
    ids=["verse", "thai", "korean"],
)
def test_verse_and_scripts_without_chinese_punctuation(lines: tuple[str, ...]) -> None:
    assert body(page("<div class=view-content>" + "".join(f"<p>{line}</p>" for line in lines) + "</div>")).paragraphs == lines


def test_notes_of_the_story_keep_their_links_words() -> None:
    content = "".join(f"<p>{line[:4]}<a href=#n>{line[4:6]}</a>{line[6:]}</p>" for line in LINES)
    assert body(page(f"<div class=chapter>{content}</div>")).paragraphs == LINES


def test_a_notice_of_sixty_characters() -> None:
    notice = "今天家里有事，请假一天，明天补上。谢谢大家的支持，也请大家早点休息，注意身体，我们明天见。"
    assert body(page(f"<div id=content><p>{notice}</p></div>")).paragraphs == (notice,)
    assert body(page(f"<div id=content>{notice}</div>")).paragraphs == (notice,)
    pager = "<p><a href=1.html>上一章</a> <a href=3.html>下一章</a></p>"
    footer = "<div>本站所有小说均由网友上传，如有侵权，请联系我们，我们会在第一时间删除。谢谢。</div>"
    assert body(page(f"<div id=content>{pager}<p>{notice}</p>{pager}</div>") + footer).paragraphs == (notice,)


def test_a_chapter_of_thirty_thousand_characters() -> None:
    assert (
        body(page("<div id=content>" + "".join(f"<p>{line}</p>" for line in LINES * 300) + "</div>")).paragraphs == LINES * 300
    )


def test_furniture_inside_the_story_is_passed_over() -> None:
    content = (
        "<div id=content><div class=toolbar>字体 大 中 小</div><div class=breadcrumb><a href=/>首页</a> &gt; 渡口</div>"
        + "".join(f"<p>{line}</p>" for line in LINES[:3])
        + "<div class=ads><a href=//ad.example>点击领取红包，天天有惊喜！</a></div><button>下一页</button>"
        + "".join(f"<p>{line}</p>" for line in LINES[3:])
        + "<p><a href=1.html>上一章</a> | <a href=3.html>下一章</a></p><div class=share>分享到：微博 微信</div></div>"
    )
    assert body(page(content)).paragraphs == LINES


def test_a_heading_and_a_letter_inside_the_story_stay() -> None:
    letter = f"<blockquote><p>{LINES[2]}</p><p>{LINES[3]}</p></blockquote>"
    content = f"<div id=content><p>{LINES[0]}</p><h3>二</h3><p>{LINES[1]}</p>{letter}<p>{LINES[4]}</p></div>"
    assert body(page(content)).paragraphs == (LINES[0], "二", *LINES[1:5])


def test_two_languages_side_by_side_stay() -> None:
    rows = "".join(f"<tr><td>{line}</td><td>The rain fell all night, number {i}.</td></tr>" for i, line in enumerate(LINES))
    found = body(page(f"<table>{rows}</table>")).paragraphs
    assert found[:2] == (LINES[0], "The rain fell all night, number 0.")
    assert len(found) == 12


def test_ruby_readings_are_left_out_and_images_kept() -> None:
    ruby = "<p><ruby>渡口<rp>(</rp><rt>とこう</rt><rp>)</rp></ruby>に雨が降る。</p>"
    picture = "<p><img data-src=/i/1.jpg src=/load.gif></p>"
    found = body(page(f"<div id=content>{ruby}{picture}<p>誰もいない。</p></div>"))
    assert found.paragraphs == ("渡口に雨が降る。", "誰もいない。")
    assert found.illustrations == ("https://books.example/i/1.jpg",)


TOLD = "<article>" + "".join(f"<p>{line}</p>" for line in LINES * 3) + "</article>"
REMARK = ("今天停电，更新晚了。", "谢谢大家的留言。")
HELD = "<br>".join(REMARK)


@pytest.mark.parametrize(
    "markup",
    [
        f"<div id=content>{TOLD}</div><div><strong>Примечания:</strong><div>{HELD}</div></div>",
        f"<div id=content>{TOLD}</div><div><h4>Author's Note</h4><div>{HELD}</div></div>",
        f"<div id=content>{TOLD}</div><div><div><a href=/u/7>林晚</a><em>作者有话说</em></div><div>{HELD}</div></div>",
        f"<div id=content>{TOLD}</div><div>作者的话：{HELD}</div>",
        f"<div><p>前書き</p><p>{HELD}</p></div><div id=content>{TOLD}</div>",
        f"<div id=content>{TOLD}<div>作者有話要說：{HELD}</div></div>",
        f"<div id=content>{TOLD}<div><b>Ghi chú của tác giả</b><p>{HELD}</p></div></div>",
        f"<div id=content>{TOLD}</div><div class=author-note><b>Nota del autor:</b><p>{HELD}</p></div>",
    ],
    ids=range(8),
)
def test_remarks_that_a_label_sets_apart_are_notes_without_it(markup: str) -> None:
    read = body(page(markup))
    assert (read.paragraphs, read.notes) == (LINES * 3, REMARK)


def test_a_label_inside_a_sentence_sets_nothing_apart() -> None:
    lines = ("村长说：“作者的话，你也信？”", "作者有话要说，却没有人听。")
    read = body(page("<div id=content>" + "".join(f"<div>{line}</div>" for line in (*LINES, *lines)) + "</div>"))
    assert (read.paragraphs, read.notes) == ((*LINES, *lines), ())


def test_what_says_only_where_notes_stand_is_none() -> None:
    pointers = "<h3>Notes:</h3><p>(See the end of the work for <a href=#end>notes</a>.)</p>"
    pointers += "<p>See the end of the chapter for more notes</p>"
    found = body(page(f"<div class=notes>{pointers}<p>感想、待っています。</p></div><div id=content>{TOLD}</div>"))
    assert found.notes == ("感想、待っています。",)


def test_author_notes_that_markup_sets_apart() -> None:
    story = "".join(f"<p>{line}</p>" for line in LINES)
    before = "<div class='text preface'><p>前書きです。寒いですね。</p></div>"
    after = "<div class='text afterword'><p>感想、待っています。</p></div>"
    found = body(page(f"{before}<div class=text>{story}</div>{after}"))
    assert found.paragraphs == LINES
    assert found.notes == ("前書きです。寒いですね。", "感想、待っています。")


def test_hard_wrapped_lines_of_the_source_are_one_paragraph() -> None:
    content = (
        "<div id=content><p>The rain fell\n   all night, and the steps\n   were green.</p><p>Nobody came,\n she said.</p></div>"
    )
    assert body(page(content)).paragraphs == ("The rain fell all night, and the steps were green.", "Nobody came, she said.")


def test_site_overrides() -> None:
    markup = page(
        "<div id=content><p>别的，不是正文。</p></div><div class=mine><p>正文，在这里。</p><p class=x>多余的，删去。</p></div>"
    )
    assert body(markup, site=Site(body=".mine", remove=(".x",))).paragraphs == ("正文，在这里。",)


TOLD_BESIDE = f"<ul><li>{SYNOPSIS}</li><li>{SYNOPSIS[:60]}</li></ul>"


def test_another_text_is_doubt_where_nothing_tells_the_two_apart() -> None:
    assert body(page(f"<div>{TOLD}</div><section>{TOLD_BESIDE}</section>")).flags == ("doubtful_body",)
    assert body(page(f"<div>{TOLD}</div>")).flags == ()


@pytest.mark.parametrize(
    "markup",
    [
        f"<div>{TOLD}</div><div class=comments>{TOLD_BESIDE}</div>",
        f"<div id=content>{TOLD}</div><div>{TOLD_BESIDE}</div>",
        f"<div>{TOLD}</div><a href=/1/3.html>下一章</a><div>{TOLD_BESIDE}</div>",
        f"<h1>第二章 渡口</h1><div>{TOLD}</div><h3>大家都在看</h3><div>{TOLD_BESIDE}</div>",
        f"<div>{TOLD}</div><div><p>Copyright © 示例书屋，版权所有。</p>{TOLD_BESIDE}</div>",
        f"<div>{TOLD_BESIDE}</div><h1>第二章 渡口</h1><div>{TOLD}</div>",
    ],
    ids=["talk", "story", "turn", "heading", "notice", "title"],
)
def test_another_text_is_no_doubt_where_something_tells(markup: str) -> None:
    read = body(f"{NAV}{markup}{FOOTER}")
    assert (read.flags, read.paragraphs) == ((), LINES * 3)


def test_what_a_site_says_in_its_own_name_is_not_the_story_of_a_short_chapter() -> None:
    notice = "<p>本站所有作品均由网友上传，如有侵权，请与本站联系，我们会尽快处理。</p><p>版权归原作者所有。</p>"
    lines = ("今天有事，停更一天。", "明天补上。")
    story = "".join(f"<p>{line}</p>" for line in lines)
    assert body(f"{NAV}<h1>第二章 渡口</h1><div>{story}</div>{PAGER}<div>{notice}</div>").paragraphs == lines


def test_commas_between_links_are_no_running_text() -> None:
    names = "<div>" + ", ".join(f"<a href=/u/{n}>reader{n}</a>" for n in range(400)) + " liked this.</div>"
    lines = "<p>The lamp went out, and nobody spoke.</p><p>Then somebody laughed, far below.</p>"
    assert len(body(page(f"<div>{lines}</div>") + names).paragraphs) == 2


def test_characters_of_a_font_of_the_sites_own_are_flagged() -> None:
    content = "<div id=content>" + "".join(f"<p>\ue123{line}</p>" for line in LINES) + "</div>"
    assert "obfuscated" in body(page(content)).flags


@pytest.mark.parametrize(
    "markup",
    ["", "plain text", "<", "<p>", "<table>" * 3000, "<div>" * 200_000 + "x", "<a href=x>y</a>" * 20_000, "，" * 1_000_000],
    ids=range(8),
)
def test_any_page_is_read_quickly(markup: str) -> None:
    start = time.process_time()
    read_body(Document(markup, "https://books.example/"))
    assert time.process_time() - start < 3


TAGS = st.sampled_from(
    [
        "div",
        "p",
        "br",
        "td",
        "table",
        "li",
        "a href=x",
        "span",
        "h1",
        "ruby",
        "rt",
        "img src=x",
        "pre",
        "script",
        "/div",
        "/p",
        "/a",
        "!--",
        "--",
    ]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(TAGS.map("<{}>".format), st.text(max_size=20)), max_size=60))
def test_no_markup_raises(parts: list[str]) -> None:
    found = read_body(Document("".join(parts), "https://books.example/"))
    assert all(p == p.strip() and p for p in found.paragraphs)
