"""The exact digest: letters and digits count, nothing else."""

from __future__ import annotations

import unicodedata
from hashlib import blake2b

import pytest
from hypothesis import given
from hypothesis import strategies as st

from novelspider.text.digest import count_chars, digest


def test_digest_is_fixed():
    assert digest("第1章，雨。") == blake2b("第1章雨".encode(), digest_size=16).hexdigest()
    assert digest("") == "cae66941d9efbd404e4d88758ea67670"


@pytest.mark.parametrize("other", ["ＡＢ c１，雨", "ab\nC 1 雨……", "a_b-c*1 雨", "  AbC1\u3000雨 "])
def test_width_case_blanks_and_punctuation_do_not_count(other):
    assert digest(other) == digest("abc1雨")


def test_letters_and_digits_count():
    assert len({digest(text) for text in ("雨", "雪", "雨1", "雨2", "雨é", "雨e")}) == 6


@given(st.text() | st.text("e\u0301ｅ①ﾊﾟ，。_Ⅳ…\u0338", max_size=12))
def test_digest_follows_its_definition(text):
    letters = "".join(c for c in unicodedata.normalize("NFKC", text).lower() if c.isalnum())
    assert digest(text) == blake2b(letters.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def test_count_chars():
    assert count_chars("雨 停\u3000了。\n天亮了。") == 8
    assert count_chars("") == 0
