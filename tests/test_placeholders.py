import pytest
from hypothesis import given
from hypothesis import strategies as st

from novelspider.text.placeholders import expand, generalise, names_of, without_placeholders

NAMES = (("{book}", "雨夜归人"), ("{author}", "青禾"))


@pytest.mark.parametrize(
    ("book", "author", "names"),
    [
        ("《雨夜·归人》", "青禾 3", NAMES),
        (None, "青禾", NAMES[1:]),
        ("夜", None, ()),
        ("Rain", "A. Nightingale", (("{author}", "anightingale"),)),
    ],
)
def test_names(book, author, names):
    assert names_of(book, author) == names


def test_one_line_said_of_every_book():
    assert generalise("读完雨夜归人再读青禾的新书", NAMES) == "读完{book}再读{author}的新书"
    lines = {"读完{book}再读{author}的新书", "此处只有好故事"}
    assert expand(lines, (("{book}", "渡口"), ("{author}", "小满"))) == {"读完渡口再读小满的新书", "此处只有好故事"}
    assert expand(lines, (("{book}", "渡口"),)) == {"此处只有好故事"}
    assert without_placeholders("读完{book}再读{author}的新书") == "读完再读的新书"


@given(st.text("雨夜归人青禾楼", max_size=20))
def test_expanding_undoes_generalising(bone):
    assert expand([generalise(bone, NAMES)], NAMES) == {bone}
