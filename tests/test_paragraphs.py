from __future__ import annotations

from lxml import html

from novelspider.pages.paragraphs import Reader, split_text


def read(markup: str) -> list[str]:
    reader = Reader(lambda _: False)
    reader.read(html.fragment_fromstring(markup, create_parent="div"))
    return reader.paragraphs


def test_a_row_of_names_and_values_is_one_line():
    rows = "".join(f"<tr><td>{name}</td><td>{value}</td></tr>" for name, value in (("Name", "Corwin"), ("Level", "9 (+1)")))
    assert read(f"<p>He looked.</p><table>{rows}</table>") == ["He looked.", "Name Corwin", "Level 9 (+1)"]


def test_cells_that_hold_sentences_stay_apart():
    row = "<tr><td>雨下了一夜。</td><td>It rained all night.</td></tr>"
    assert read(f"<table>{row}</table>") == ["雨下了一夜。", "It rained all night."]


def test_lines_broken_to_one_width_are_joined():
    wrapped = (
        "　　雨从傍晚一直下到深夜，巷口的灯笼被风吹得东倒西歪，没有人<br>\n出来收。更夫走到桥头的时候，"
        "听见水里有一声叹息，他停下脚步，等<br>\n了很久。"
        "<br>　　“谁？”<br>　　桥下的水流得很慢，像是有谁用手把它往回推了一把，又松开，又推<br>\n了一把。"
    )
    assert read(wrapped) == [
        "雨从傍晚一直下到深夜，巷口的灯笼被风吹得东倒西歪，没有人出来收。更夫走到桥头的时候，听见水里有一声叹息，他停下脚步，等了很久。",
        "“谁？”",
        "桥下的水流得很慢，像是有谁用手把它往回推了一把，又松开，又推了一把。",
    ]


def test_verse_keeps_its_lines():
    verse = "　　一去二三里<br>烟村四五家<br>　　亭台六七座<br>八九十枝花"
    assert read(verse) == ["一去二三里", "烟村四五家", "亭台六七座", "八九十枝花"]


def test_newlines_between_sentences_count_and_those_of_wrapped_prose_do_not():
    lines = ["The door closed.", "Nobody came.", "She waited."]
    assert list(split_text("\n".join(lines))) == lines
    wrapped = "The door closed.\nNobody came down the long stair of the\nold mill, and she waited.\nThe lamp went out."
    assert list(split_text(wrapped)) == [" ".join(wrapped.split())]


def test_blank_lines_part_wrapped_prose():
    parts = ["The door closed. Nobody came down the long\nstair of the old mill.", "She waited.", "The lamp went\nout."]
    assert list(split_text("\n\n".join(parts))) == [" ".join(part.split()) for part in parts]
    cut = "The door closed. Nobody came down\n\nthe long stair\n\nof the old mill."
    assert list(split_text(cut)) == [" ".join(cut.split())]


def test_line_separators_are_newlines():
    lines = ["雨停了。", "他推门进去。", "没有人。"]
    assert list(split_text("\u2028".join(lines))) == lines


def test_the_place_of_a_mark_among_paragraphs():
    root = html.fragment_fromstring("<div>一。<br>二。<br><a href='/3'>下一章</a><br>三。</div>")
    reader = Reader(lambda _: False, root.find("a"))
    reader.read(root)
    assert (reader.paragraphs, reader.marked) == (["一。", "二。", "三。"], 2)


def test_blank_lines_behind_broken_ones():
    first = "雨从傍晚一直下到深夜，巷口的灯笼被风吹得东倒西歪"
    broken = f"　　{first}<br>\n没有人出来收<br> <br>　　“谁？”<br> <br> <br>"
    assert read(broken) == [f"{first}没有人出来收", "“谁？”"]
