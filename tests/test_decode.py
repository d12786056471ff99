"""Bytes to text, whatever header, meta and bytes claim."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from novelspider.pages.decode import decode

TEXTS = {
    "utf-8": "他说：“这件事情，我已经知道了。”少年走进院子。",
    "gb18030": "他说：“这件事情，我已经知道了。”少年走进院子，看见一只猫。",
    "big5hkscs": "他說：「這件事情我已經知道了。」少年走進院子，看見一隻貓。",
    "cp932": "彼は「このことはもう知っている」と言った。庭に猫が一匹いた。",
    "cp949": "그는 이미 이 일을 알고 있다고 말했다. 소년은 마당으로 들어갔다.",
    "euc_jp": "彼は「このことはもう知っている」と言った。庭に猫が一匹いた。",
    "cp1251": "Он сказал, что уже знает об этом. Мальчик вошёл во двор.",
    "cp1252": "Elle répondit qu’elle le savait déjà. Le garçon était là.",
    "cp1250": "Řekl, že to už dávno ví. Chłopiec wszedł na dziedziniec i zobaczył kota.",
    "cp1254": "Bunu çoktan bildiğini söyledi. Çocuk avluya girdi ve bir kedi gördü.",
    "cp874": "เขาบอกว่าเขารู้เรื่องนี้อยู่แล้ว เด็กชายเดินเข้าไปในลานบ้านและเห็นแมวตัวหนึ่ง",
    "cp1253": "Είπε ότι το ήξερε ήδη. Το αγόρι μπήκε στην αυλή και είδε μια γάτα.",
}
LABELS = {
    "gb18030": "gb2312",
    "big5hkscs": "big5",
    "cp932": "shift_jis",
    "cp949": "euc-kr",
    "euc_jp": "euc-jp",
    "cp874": "windows-874",
}
EVERY = sorted(TEXTS)


@pytest.mark.parametrize("codec", EVERY)
def test_labelled_by_header_or_meta(codec: str) -> None:
    label = LABELS.get(codec, codec)
    page = f"<p>{TEXTS[codec]}</p>"
    assert decode(page.encode(codec), f"text/html; charset={label}") == page
    page = f'<meta http-equiv="Content-Type" content="text/html; charset={label.upper()}">' + page
    assert decode(page.encode(codec)) == page
    page = f"<meta charset='{label}'>" + page[page.index("<p>") :]
    assert decode(page.encode(codec), None) == page


@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "big5hkscs", "cp932", "cp949", "cp1251", "cp1252"])
def test_not_labelled(codec: str) -> None:
    page = f"<html><p>{TEXTS[codec] * 3}</p>"
    assert decode(page.encode(codec)) == page
    assert decode(page.encode(codec), "text/html") == page
    assert decode(page.encode(codec), "text/html; charset=x-nonsense") == page


@pytest.mark.parametrize("lie", ["utf-8", "gbk", "big5", "iso-8859-1", "euc-kr", "shift_jis"])
@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "big5hkscs"])
def test_header_lies_and_meta_tells_the_truth(codec: str, lie: str) -> None:
    page = f"<meta charset={LABELS.get(codec, codec)}><p>{TEXTS[codec] * 3}</p>"
    assert decode(page.encode(codec), f"text/html; charset={lie}") == page


@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "big5hkscs"])
def test_meta_lies_and_header_tells_the_truth(codec: str) -> None:
    lie = "big5" if codec == "gb18030" else "gbk"
    page = f"<meta charset={lie}><p>{TEXTS[codec] * 3}</p>"
    assert decode(page.encode(codec), f"text/html; charset={LABELS.get(codec, codec)}") == page


def test_both_lie() -> None:
    page = f"<meta charset=utf-8><p>{TEXTS['gb18030'] * 3}</p>"
    assert decode(page.encode("gb18030"), "text/html; charset=utf-8") == page


@pytest.mark.parametrize("bad", [b"\xff", b"\x80"])
def test_a_bad_byte_costs_one_character(bad: bytes) -> None:
    for codec in ("utf-8", "gb18030"):
        half = f"<meta charset={codec}><p>{TEXTS[codec] * 5}</p>"
        found = decode(half.encode(codec) + bad + half.encode(codec), None)
        assert found.replace("\ufffd", "").replace("€", "") == half + half


def test_a_torn_double_byte_costs_a_few_characters_not_the_line() -> None:
    line = "他说这件事情我已经知道了少年走进院子看见一只猫" * 3
    body = f"<meta charset=gbk><p>{line}</p><p>{line}</p>".encode("gb18030")
    for cut in (60, 61):
        found = decode(body[:cut] + body[cut + 1 :])
        assert found.count("\ufffd") == 1
        assert len(found) == len(body.decode("gb18030"))
        assert sum(a != b for a, b in zip(found, body.decode("gb18030"), strict=True)) <= 5


def test_a_torn_last_character() -> None:
    page = TEXTS["utf-8"] * 3
    assert decode(page.encode()[:-2]) == page[:-1] + "\ufffd"
    assert decode(page.encode()[:-2], "text/html; charset=gbk") == page[:-1] + "\ufffd"


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_byte_order_mark_decides(codec: str) -> None:
    mark = "\ufeff" if codec.endswith(("-le", "-be")) else ""
    assert decode((mark + TEXTS["utf-8"]).encode(codec), "text/html; charset=gbk") == TEXTS["utf-8"]


def test_seven_bit_charsets() -> None:
    assert decode(TEXTS["cp932"].encode("iso2022_jp"), "text/html; charset=iso-2022-jp") == TEXTS["cp932"]


def test_a_charset_named_in_a_comment_does_not_count() -> None:
    page = f"<!-- <meta charset=big5> --><meta charset=gbk><p>{TEXTS['gb18030']}</p>"
    assert decode(page.encode("gb18030")) == page


@settings(max_examples=200, deadline=None)
@given(
    st.binary(max_size=400), st.none() | st.text(max_size=40) | st.sampled_from(["charset=hex", "charset=idna", "charset=big5"])
)
def test_any_bytes_give_a_string(body: bytes, content_type: str | None) -> None:
    assert isinstance(decode(body, content_type), str)


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(EVERY), st.data())
def test_labelled_text_round_trips(codec: str, data: st.DataObject) -> None:
    text = "".join(data.draw(st.lists(st.sampled_from(TEXTS[codec]), max_size=60)))
    body = text.encode(codec)
    assume(codec == "utf-8" or body.isascii() or "\ufffd" in body.decode("utf-8", "replace"))  # UTF-8 is read as such
    assert decode(body, f"text/html; charset={LABELS.get(codec, codec)}") == text
