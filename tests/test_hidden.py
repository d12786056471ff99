from __future__ import annotations

import pytest

from novelspider.pages.body import read_body
from novelspider.pages.document import Document

LINES = [f"第{n}夜的雨落在旧城的瓦上，更夫提着灯，慢慢走过桥头。" for n in range(6)]


def read(style: str, decoy: str) -> list[str]:
    paragraphs = "".join(f"<p class='line'>{line}{decoy}</p>" for line in LINES)
    book = f"<div id='book'><div class='text'>{paragraphs}</div></div>"
    page = f"<html><head><style>{style}</style></head><body>{book}</body></html>"
    return list(read_body(Document(page, "https://example.org/1/2.html")).paragraphs)


@pytest.mark.parametrize(
    "style",
    [
        "#book p span{display:none}",
        "#book > .text > p.line span { display : none !important }",
        "h1, div .line .x{font-size:0}",
        "p span.x{visibility:hidden}",
        "body{color:red} #book span{position:absolute;left:-9999px}",
    ],
)
def test_selectors_of_several_steps_hide(style: str):
    assert read(style, "<span class='x'>盗文可耻</span>") == LINES


@pytest.mark.parametrize(
    "style",
    [
        "#other p span{display:none}",
        "#book p span:hover{display:none}",
        "p.line.y span{display:none}",
        "@media print{#book p span{display:none}}",
        "span #book p{display:none}",
    ],
)
def test_selectors_of_other_places_and_states_do_not(style: str):
    assert read(style, "<span class='x'>灯灭了。</span>") == [f"{line}灯灭了。" for line in LINES]
