"""Chapter titles: numbers, page suffixes, and what stands around them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from novelspider.text import ChapterTitle, chinese_number, parse_title, same_title
from novelspider.text.numerals import english_number, roman_number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("四百三十六", 436),
        ("一万零三百二十", 10320),
        ("两百", 200),
        ("廿", 20),
        ("廿三", 23),
        ("卅", 30),
        ("卌二", 42),
        ("一〇二四", 1024),
        ("二零一二", 2012),
        ("12.5", 12.5),
        ("十二点五", 12.5),
        ("１２", 12),
        ("010", 10),
        ("十", 10),
        ("百", 100),
        ("百二十", 120),
        ("一百二", 120),
        ("一百零二", 102),
        ("两千五十", 2050),
        ("一万二", 12000),
        ("三亿", 300_000_000),
        ("壹佰贰拾叁", 123),
        ("〇", 0),
        ("12.0", 12),
        ("", None),
        ("十百", None),
        ("abc", None),
        ("百百", None),
        ("1.2.3", None),
        ("9" * 30, None),
        ("零零零零零零零零零零零零", None),
    ],
)
def test_chinese_number(text, number):
    assert chinese_number(text) == number


@pytest.mark.parametrize(
    "number", [0, 1, 9, 10, 11, 19, 20, 99, 100, 101, 110, 119, 999, 1000, 1001, 1010, 1100, 9999, 10320, 20003]
)
def test_chinese_number_reads_what_is_spelt(number):
    assert chinese_number(spell(number)) == number


def spell(number: int) -> str:
    """The ordinary Chinese spelling of a number below 100,000,000."""
    if number >= 10_000:
        rest = number % 10_000
        return spell(number // 10_000) + "万" + (("零" if rest < 1000 else "") + spell(rest) if rest else "")
    for value, unit in ((1000, "千"), (100, "百"), (10, "十")):
        if number >= value:
            rest = number % value
            return (
                "零一二三四五六七八九"[number // value]
                + unit
                + (("零" if rest < value // 10 else "") + spell(rest) if rest else "")
            )
    return "零一二三四五六七八九"[number]


@given(st.integers(0, 99_999_999))
def test_chinese_number_is_the_inverse_of_spelling(number):
    assert chinese_number(spell(number)) == number
    assert chinese_number(str(number)) == number


def test_other_numerals():
    assert [roman_number(text) for text in ("IV", "XLII", "MCMXCIV", "IIII", "", "X1")] == [4, 42, 1994, None, None, None]
    assert [english_number(text) for text in ("One Hundred and Two", "twenty-one", "nothing", "and two")] == [
        102,
        21,
        None,
        None,
    ]


@pytest.mark.parametrize(
    ("raw", "title", "number"),
    [
        ("436 新的冲击", "436 新的冲击", 436),
        ("第四百三十六章 归途", "第四百三十六章 归途", 436),
        ("第１２章　夜", "第12章 夜", 12),
        ("第12.5章 间章", "第12.5章 间章", 12.5),
        ("正文 第一万零三百二十章 大结局", "第一万零三百二十章 大结局", 10320),
        ("最新章节：第三章 雨", "第三章 雨", 3),
        ("第三卷 风起 第三章 归途", "第三卷 风起 第三章 归途", 3),
        ("第二卷第七章归途", "第二卷第七章归途", 7),
        ("上部 第五十四章", "上部 第五十四章", 54),
        ("第3話 出会い", "第3話 出会い", 3),
        ("十三話 再会 上篇", "十三話 再会 上篇", 13),
        ("제12화 시작", "제12화 시작", 12),
        ("12화", "12화", 12),
        ("Chương 151 : Mưa đêm", "Chương 151 : Mưa đêm", 151),
        ("Глава 7. Начало", "Глава 7. Начало", 7),
        ("Chapter 3: The Rain", "Chapter 3: The Rain", 3),
        ("Chapter 405. The Return (4)", "Chapter 405. The Return (4)", 405),
        ("Vol. 2 Chapter 5 - Home", "Vol. 2 Chapter 5 - Home", 5),
        ("Chapter IV", "Chapter IV", 4),
        ("Часть 5. Пустой берег", "Часть 5. Пустой берег", 5),
        ("Часть 2. Глава 7", "Часть 2. Глава 7", 7),
        ("Parte 1 – Capítulo 3: El río", "Parte 1 – Capítulo 3: El río", 3),
        ("Teil 3: Am Hafen", "Teil 3: Am Hafen", 3),
        ("12. Bölüm", "12. Bölüm", 12),
        ("Son Liman 12. Bölüm", "Son Liman 12. Bölüm", 12),
        ("3-я глава", "3-я глава", 3),
        ("Bab 21 – Di Tepi Sungai", "Bab 21 – Di Tepi Sungai", 21),
        ("ตอนที่ 8 : ริมแม่น้ำ", "ตอนที่ 8 : ริมแม่น้ำ", 8),
        ("ตอนที่ ๑๒", "ตอนที่ ๑๒", 12),
        ("الفصل ٣", "الفصل ٣", 3),
        ("Κεφάλαιο 4", "Κεφάλαιο 4", 4),
        ("Chapter 3a: Home", "Chapter 3a: Home", 3),
        ("Chapter12重逢", "Chapter12重逢", 12),
        ("ch0bs", "ch0bs", None),
        ("ep2go", "ep2go", None),
        ("The Long Night Part 2", "The Long Night Part 2", None),
        ("Partners 3", "Partners 3", None),
        ("Chapter Twenty-One: Home", "Chapter Twenty-One: Home", 21),
        ("ONE HUNDRED TWO: What now?", "ONE HUNDRED TWO: What now?", 102),
        ("17、雨巷", "17、雨巷", 17),
        ("007 旧事", "007 旧事", 7),
        ("三、雨巷", "三、雨巷", 3),
        ("C12", "C12", 12),
        ("22.第22章 归来", "第22章 归来", 22),
        ("23.第22章 归来", "23.第22章 归来", 22),
        ("第1章 第1章 夜", "第1章 夜", 1),
        ("第1章 夜 第1章 夜", "第1章 夜", 1),
        ("24小时营业的店", "24小时营业的店", None),
        ("24 小时", "24 小时", None),
        ("2012年的雪", "2012年的雪", None),
        ("3人行", "3人行", None),
        ("12:30", "12:30", None),
        ("第二卷", "第二卷", None),
        ("第三节课", "第三节课", None),
        ("第三回合", "第三回合", None),
        ("第三章程", "第三章程", None),
        ("日记的第一页", "日记的第一页", None),
        ("番外 春日", "番外 春日", None),
        ("楔子", "楔子", None),
        ("", "", None),
        ("第10章 夜袭（求月票！）", "第10章 夜袭", 10),
        ("第10章 夜袭（第三更）", "第10章 夜袭", 10),
        ("第10章 夜袭（二合一）", "第10章 夜袭", 10),
        ("第10章 夜袭 二合一", "第10章 夜袭", 10),
        ("第10章 夜袭【四千字大章】", "第10章 夜袭", 10),
        ("第10章 夜袭（感谢书友某某的打赏", "第10章 夜袭", 10),
        ("第10章 三更半夜", "第10章 三更半夜", 10),
        ("第10章 夜袭（上）", "第10章 夜袭（上）", 10),
        ("第10章 夜袭（求婚）", "第10章 夜袭（求婚）", 10),
        ("第5章 二合一", "第5章 二合一", 5),
        ("第10章 雨（4k）", "第10章 雨", 10),
        ("第10章 雨【5K大章】", "第10章 雨", 10),
        ("第10章 雨（2合1）", "第10章 雨", 10),
        ("第10章 雨 2合1", "第10章 雨", 10),
        ("第10章 雨 4k大章", "第10章 雨", 10),
        ("第10章 雨 4k", "第10章 雨", 10),
        ("第10章 雨（四千字）", "第10章 雨", 10),
        ("第10章 雨（6000字大章）", "第10章 雨", 10),
        ("第10章 雨（万字大章）", "第10章 雨", 10),
        ("第10章 雨（感谢盟主灯下人）", "第10章 雨", 10),
        ("第10章 雨（感谢）", "第10章 雨", 10),
        ("第10章 雨（为盟主灯下人贺）", "第10章 雨", 10),
        ("第10章 雨（为盟主灯下人加更）", "第10章 雨", 10),
        ("第10章 雨（首发）", "第10章 雨", 10),
        ("第10章 雨（双倍月票）", "第10章 雨", 10),
        ("第10章 雨（4k，求月票）", "第10章 雨", 10),
        ("第10章 雨（三合一，八千字）", "第10章 雨", 10),
        ("第10章 雨（8000+）", "第10章 雨", 10),
        ("第10章 信（感谢信）", "第10章 信（感谢信）", 10),
        ("第10章 战前 (为了胜利加油)", "第10章 战前 (为了胜利加油)", 10),
        ("第10章 首发（首发名单）", "第10章 首发（首发名单）", 10),
        ("第10章 武林大会（盟主之争）", "第10章 武林大会（盟主之争）", 10),
        ("第10章 庆功（打赏风波）", "第10章 庆功（打赏风波）", 10),
        ("第10章 信（一万字的信）", "第10章 信（一万字的信）", 10),
        ("第10章 信（感谢你）", "第10章 信（感谢你）", 10),
        ("第10章 夜（三更天）", "第10章 夜（三更天）", 10),
        ("第10章 二合一", "第10章 二合一", 10),
        ("第10章 4k", "第10章 4k", 10),
        ("第10章 电视 4K", "第10章 电视 4K", 10),
        ("第10章 贺寿（为父亲贺寿）", "第10章 贺寿（为父亲贺寿）", 10),
        ("第10章 账（1024）", "第10章 账（1024）", 10),
        ("第10章 路（三千里）", "第10章 路（三千里）", 10),
        ("第10章 求（求而不得）", "第10章 求（求而不得）", 10),
        ("第20章 雨（重发）", "第20章 雨（重发）", 20),
        ("第2话 雨夜 23-07-10 12:16 (更新)", "第2话 雨夜", 2),
    ],
)
def test_title_and_number(raw, title, number):
    assert parse_title(raw) == ChapterTitle(title, number)


@pytest.mark.parametrize(
    ("raw", "title", "page", "pages"),
    [
        ("436 新的冲击 deeeek(第2页)", "436 新的冲击 deeeek", 2, None),
        ("第1章 雨(第1页/共2页)", "第1章 雨", 1, 2),
        ("第1章 雨（第2/3页）", "第1章 雨", 2, 3),
        ("第1章 雨(1/5)", "第1章 雨", 1, 5),
        ("第1章 雨 第2页", "第1章 雨", 2, None),
        ("第1章 雨_2", "第1章 雨", 2, None),
        ("雨（1/3）", "雨", 1, 3),
        ("雨（12 / 13）", "雨", 12, 13),
        ("Chapter 3: The Rain - Page 2", "Chapter 3: The Rain", 2, None),
        ("Chapter 3 (Page 2 of 4)", "Chapter 3", 2, 4),
        ("Bölüm 3 - Sayfa 2", "Bölüm 3", 2, None),
        ("ตอนที่ 3 หน้า 2", "ตอนที่ 3", 2, None),
        ("3화. 비 (2/3페이지)", "3화. 비", 2, 3),
        ("第3話 雨 (2ページ)", "第3話 雨", 2, None),
        ("chapter_12", "chapter_12", None, None),
        ("第1章 雨(3/2)", "第1章 雨(3/2)", None, None),
        ("(1/2)", "(1/2)", None, None),
    ],
)
def test_page_suffix(raw, title, page, pages):
    got = parse_title(raw)
    assert (got.title, got.page, got.pages) == (title, page, pages)


@pytest.mark.parametrize(
    ("raw", "title"),
    [
        ("第1章 山村_山河旧事_示例中文网", "第1章 山村"),
        ("山河旧事 第1章 山村", "第1章 山村"),
        ("《山河旧事》第1章 山村", "第1章 山村"),
        ("第1章 山村 - 山河旧事最新章节 - 某某小说网", "第1章 山村"),
        ("第1章 山村(第1/2页)_山河旧事_示例中文网", "第1章 山村"),
        ("第1章 山村_山河旧事_免费阅读(第2页)", "第1章 山村"),
        ("第1章 山村,山河旧事,example.org", "第1章 山村"),
        ("第1章 山河旧事", "第1章 山河旧事"),
        ("山河旧事", "山河旧事"),
        ("Chapter 3 - 山河旧事 - Read Online Free", "Chapter 3"),
    ],
)
def test_names_of_book_and_site_go(raw, title):
    assert parse_title(raw, book="山河旧事", site="示例中文网").title == title


def test_the_host_is_a_name_of_the_site():
    assert (
        parse_title("Chapter 3: Rain | River Tales | Rainbooks", book="River Tales", site="www.rainbooks.org").title
        == "Chapter 3: Rain"
    )


def test_same_title():
    assert same_title("第20章 雨（重发）", "第20章　雨")
    assert same_title("第二十章 雨", "20 雨")
    assert same_title("第1章(修)", "第1章")
    assert same_title("雨", "第3章 雨")
    for again in ("重发第3章 雨巷", "重發第3章 雨巷", "第3章 雨巷重发", "第3章 雨巷修订版", "【重发】第3章 雨巷"):
        assert same_title(again, "第3章 雨巷")
        assert not same_title(again, "第4章 雨巷")
    assert not same_title("新雨", "雨")
    assert not same_title("第3章 重发", "第3章 雨巷")
    assert same_title("Chapter 3: The Rain!", "chapter 3 - the rain")
    assert not same_title("第1章 请假", "第2章 请假")
    assert not same_title("第1章 雨", "第1章 雪")
    assert not same_title("第1章", "第2章")


@given(st.text(max_size=60) | st.text("第一二三十百章页(（/）)12 _-正文求月票《》", max_size=30))
def test_any_text_is_read_and_reading_again_changes_nothing(raw):
    title = parse_title(raw, book="书", site="www.example.org").title
    assert bool(title) == bool(parse_title(title, book="书").title)
    assert same_title(raw, raw)


@pytest.mark.parametrize(
    ("raw", "page", "pages"),
    [("24화 달빛 (24/130)", None, None), ("第2章 渡口(2/3)", 2, 3), ("第7章 渡口(2/30)", 2, 30)],
)
def test_a_count_of_the_book_s_chapters_is_no_page(raw, page, pages):
    title = parse_title(raw)
    assert (title.page, title.pages) == (page, pages)


@pytest.mark.parametrize(
    ("raw", "title"),
    [
        ("#创作 #幻想 雨巷 3", "雨巷 3"),
        ("＃oc ＃slow-burn Of Rain", "Of Rain"),
        ("#3 Of Rain", "#3 Of Rain"),
        ("#rain", "#rain"),
        ("#1 #rain", "#1 #rain"),
    ],
)
def test_tags_before_a_title(raw: str, title: str) -> None:
    assert parse_title(raw).title == title
