from time import process_time

import pytest

from novelspider.text.gaps import number_gaps


def titles(*numbers):
    return [f"第{n}章 雨夜" if n else "请假一天" for n in numbers]


@pytest.mark.parametrize(
    ("numbers", "gaps"),
    [
        ((), []),
        ((1, 2, 3), []),
        ((5, 8), [(6, 7)]),
        ((1, 2, 4, 5, 9), [(3, 3), (6, 8)]),
        ((3, 4), []),  # where a book begins is its own affair
        ((1, 1, 2, 2, 3), []),  # 上, 下
        ((1, 3, 2, 4), []),
        ((155, 516, 157, 158), [(156, 156)]),
        ((1, 2, 3, 1, 2, 4), [(3, 3)]),
        ((1, 2, 4, 0, 1, 2), [(3, 3)]),
        ((98, 99, None, 101), [(100, 100)]),
        ((1, None, None, 30, None), []),
        ((4, 3, 2, 1), []),
    ],
)
def test_gaps(numbers, gaps):
    assert number_gaps(titles(*numbers)) == gaps


def test_numbers_in_words_and_halves():
    assert number_gaps(["第五章 风", "第5.5章 番外", "第八章 雪", "Chapter 10"]) == [(6, 7), (9, 9)]


def test_a_long_book_takes_no_time():
    many = [f"第{n}章 雨" for n in range(1, 20_001) if n % 100]
    began = process_time()
    assert len(number_gaps(many)) == 199
    assert process_time() - began < 3
