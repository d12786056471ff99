import pytest
from hypothesis import given
from hypothesis import strategies as st

from novelspider.demo.prose import Prose
from novelspider.text.boilerplate import Line, find_boilerplate, is_speech, read_lines, teach
from novelspider.text.bones import skeletons
from novelspider.text.chapter import clean_chapter
from novelspider.text.clean import clean_paragraphs
from novelspider.text.removal import Removal


class Site:
    """Chapters learned from one after the other, all that is known kept."""

    def __init__(self):
        self.tallies = {}
        self.chapters = 0

    def learn(self, *pages, title="", book="1"):
        self.chapters += 1
        lines = [read_lines(page, title) for page in pages]
        known = {line.skeleton for page in lines for line in page}
        before = {bone: tally for bone, tally in self.tallies.items() if bone in known}
        self.tallies |= {tally.skeleton: tally for tally in teach(lines, before, book=book, now=self.chapters)}

    @property
    def learned(self):
        return {bone for bone, tally in self.tallies.items() if tally.learned}


@pytest.fixture
def prose():
    return Prose("boilerplate")


@pytest.fixture
def site():
    return Site()


@pytest.mark.parametrize(
    "line",
    [
        "“走吧。”他说。", "他低下头：“我知道了。", "知道了。”", "「もう帰ろう」", "'Go,' \"she said.\"", "— Ну, пошли домой.",
        "“我回来了，”他说，“你走吧。”", "‘Come in,’ she said.", "他叫着“小满！”追了出去。",
    ],
)  # fmt: skip
def test_speech(line):
    assert is_speech(line)
    assert read_lines([line]) == (Line(),)


@pytest.mark.parametrize("line", ["搜索“渡口”两个字找到本书的全部内容", "更多好书都在这里 example 等你", "He went home again."])
def test_no_speech(line):
    assert not is_speech(line)


@pytest.mark.parametrize(
    "line", ["好的。", "……", "他笑了笑。", "* * *", "He left.", "そう思った。", "第三章 渡口的船", "第12章 离别的夜",
     "欲知后事如何，且听下回分解。", "【获得经验值30】", "宿主林风的等级：12"],
)  # fmt: skip
def test_short_lines_headings_formulas_and_messages_of_a_game_are_never_learned(line):
    assert read_lines([line])[0].skeleton == ""


def test_a_line_at_the_edge_of_three_chapters_is_learned_however_it_is_disguised(site, prose):
    for number, slogan in enumerate(["拾光⊥整理，a1.example 每日都新", "拾光整理★每日都新7", "ω拾光整理。每日都新 zz"]):
        assert site.learned == set()
        site.learn([*prose.chapter(20), slogan], title=f"第{number}章 雨")
    assert site.learned == {"拾光整理每日都新"}


def test_a_pile_at_the_edge_is_learned_whole(site, prose):
    pile = ["拾光整理每日都新", "此处的故事都在云端", "往来的客人记得回来", "清风楼下有人候着你"]
    for number in range(4):
        site.learn([f"{line}{number}{'qwer'[number]}" for line in pile] + [*prose.chapter(30)])
    assert site.learned == set(pile)


def test_a_refrain_inside_one_book_stays(site, prose):
    for _ in range(30):
        story = prose.chapter(20)
        site.learn([*story[:5], "风起长林，月落寒江。", *story[5:]], book="1")
    assert site.learned == set()


def test_a_refrain_that_sometimes_ends_a_chapter_stays(site, prose):
    for number in range(12):
        story = prose.chapter(20)
        at = len(story) if number % 2 else 8
        site.learn([*story[:at], "风起长林，月落寒江。", *story[at:]])
    assert site.tallies["风起长林月落寒江"].edges == 6
    assert site.learned == set()


def test_a_line_inside_two_books_is_learned_if_it_is_long_or_varies(site, prose):
    for number, word in enumerate(("qa", "wb", "ec", "rd", "te", "yf")):
        story = prose.chapter(20)
        theirs = ["他慢慢点了点头。", "【全城戒备，夜里任何人不得出门】", f"【获得经验值：{number}】"]
        noise = [f"拾光整理 {word} 每日都新", "也可以在云端读到后面的故事", *theirs]
        site.learn([*story[:5], *noise, *story[5:]], book=str(number % 2))
    assert site.learned == {"拾光整理每日都新", "也可以在云端读到后面的故事"}


def test_what_happens_again_now_and_then_does_not_recur(site, prose):
    for number in range(120):
        story = prose.chapter(20)
        site.learn([*story, "他转身走进了雨里。"] if number % 50 == 0 else story)
    assert site.learned == set()


@pytest.mark.parametrize("length", [8, 20])
def test_a_chapter_posted_again_teaches_nothing(site, prose, length):
    slogan = "拾光整理 {} 每日都新"
    story = prose.chapter(length)
    for word in ("qa", "wb", "ec", "rd"):
        site.learn([*story, slogan.format(word)])
    assert site.learned == set()
    assert site.tallies["拾光整理每日都新"].seen == 1


def test_half_a_chapter_posted_again_teaches_nothing_but_what_stands_beside_it(site, prose):
    first = [line for line in prose.chapter(60) if not is_speech(line)][:14]
    for _ in range(4):
        site.learn([*first, *prose.chapter(60), "拾光整理每日都有更新"])
    assert site.learned == {"拾光整理每日都有更新"}


def test_a_short_announcement_teaches_nothing(site):
    for _ in range(4):
        site.learn(["今天家里有事情，请假一天。", "明天补上这一章的内容。"])
    assert site.learned == set()


def test_the_title_is_not_learned_however_often_it_comes(site, prose):
    for _ in range(5):
        site.learn(["雨夜归人请假一天", *prose.chapter(20)], title="雨夜归人请假一天")
    assert site.learned == set()


def test_every_page_of_a_chapter_has_edges_but_a_chapter_counts_once(site, prose):
    story = prose.chapter(40)
    site.learn(*([*story[i : i + 10], "拾光整理 qa 每日都新"] for i in range(0, 40, 10)))
    assert site.tallies["拾光整理每日都新"].seen == 1
    for word in ("wb", "ec"):
        site.learn(*([*prose.chapter(10), f"拾光整理 {word} 每日都新"] for _ in range(4)))
    assert site.learned == {"拾光整理每日都新"}


REFRAINS = [
    "江水东流，人不回头。", "山川无恙人依旧，岁月无声雪满头。", "【系统任务进行中…】", "【S级副本已经开启】",
    "大周历三百零六年，冬。", "倒计时还有 {n} 天。", "城中的钟敲了{n}下，无人应答。", "He who waits, waits alone.",
    "そして誰もが雨を待っていた。", "그리고 아무도 돌아오지 않았다.", "И снова никто не пришёл.", "Và rồi không ai trở về.",
]  # fmt: skip


@pytest.mark.parametrize("place", [0, None])
@pytest.mark.parametrize("refrain", REFRAINS)
def test_a_book_s_refrain_at_the_edge_of_every_chapter_stays(site, prose, refrain, place):
    for number in range(30):
        lines = [*prose.chapter(20)]
        lines.insert(len(lines) if place is None else place, refrain.format(n=number))
        site.learn(lines)
    assert site.learned == set()


@pytest.mark.parametrize(
    "line",
    [
        "拾光楼的小说总是新的", "拾光樓的小說總是新的", "夜归的人都在 a1.example 等你", "拾光サイトで続きをどうぞ",
        "다음 이야기는 저 사이트에서", "Read the next chapter by the lamp.", "Đọc truyện hay mỗi ngày nhé",
        "【拾光楼的读者请上二楼】",
    ],
)  # fmt: skip
def test_a_line_with_a_site_s_word_at_the_edge_is_learned_in_one_book(site, prose, line):
    for _ in range(3):
        site.learn([*prose.chapter(20), line])
    assert site.learned == set(skeletons([line]))


def test_an_unvarying_line_at_the_edge_is_learned_in_the_second_book(site, prose):
    for book in "112":
        assert site.learned == set()
        site.learn([*prose.chapter(20), "后来的客人都在楼上候着你"], book=book)
    assert site.learned == {"后来的客人都在楼上候着你"}


def test_ornaments_that_change_are_a_site_s(site, prose):
    for mark in "★⊥※":
        site.learn([*prose.chapter(20), f"后来的客人{mark}都在楼上候着你"])
    assert site.learned == {"后来的客人都在楼上候着你"}


_SPOKEN = st.text("雨夜船灯人来去。，！", min_size=1, max_size=12).map(lambda words: f"“{words}”")
_SHORT = st.text("雨夜船灯人来去。，！…a1 ", max_size=4)


@given(st.lists(_SPOKEN | _SHORT, min_size=5, max_size=30))
def test_dialogue_and_short_lines_are_never_learned(lines):
    site, prose = Site(), Prose("never")
    for number in range(4):
        story = prose.chapter(12)
        site.learn([*lines, *story, *lines], book=str(number % 2))
    assert site.learned == set()


@given(st.lists(st.text(), max_size=12), st.text())
def test_reading_never_raises(lines, title):
    assert len(read_lines(lines, title)) == len(skeletons(lines)) == len(lines)


_ALIKE = st.text("雨夜船⼈ｶﾀ㏈ab1ꭰ。★“”\n ", max_size=8) | st.text(max_size=4)


@given(st.lists(_ALIKE, max_size=12), st.lists(_ALIKE, max_size=12))
def test_exactly_the_lines_with_a_learned_skeleton_are_found(lines, learned):
    boilerplate = set(skeletons(learned)) - {""}
    found = {at for at, bone in enumerate(skeletons(lines)) if bone in boilerplate and not is_speech(lines[at])}
    assert find_boilerplate(lines, boilerplate) == found


def test_cleaning_takes_what_was_learned_and_records_it():
    cleaned = clean_chapter(
        [["风声 k7k 楼上每日添新", "他走了。", "“风声楼上每日添新。”"], ["她没有回头。", "【风声】楼上每日添新"]],
        boilerplate=frozenset({"风声楼上每日添新"}),
    )
    assert cleaned.paragraphs == ("他走了。", "“风声楼上每日添新。”", "她没有回头。")
    assert cleaned.removed == (
        Removal("boilerplate", "风声 k7k 楼上每日添新"), Removal("boilerplate", "【风声】楼上每日添新"),
    )  # fmt: skip


def test_an_author_s_note_stays_a_note_however_often_it_comes():
    note = "PS：求月票，求推荐票！"
    cleaned = clean_paragraphs(["他走了。", note], boilerplate=set(skeletons([note])))
    assert (cleaned.notes, cleaned.removed) == ((note,), ())
