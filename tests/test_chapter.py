from novelspider.text.chapter import clean_chapter
from novelspider.text.removal import Removal


def test_an_advertisement_between_two_pages_does_not_hide_that_a_sentence_goes_on():
    pages = [
        ["第3章 渡口", "船还没有来。", "他在渡口等了一夜，天快亮的时候才看见", "一秒记住【拾光】www.example.com，无弹窗阅读。"],
        ["第3章 渡口(2/2)", "河对岸有一盏灯慢慢地移过来。", "灯后面是一条船。"],
    ]  # fmt: skip
    cleaned = clean_chapter(pages, title="第3章 渡口", host="www.example.com")
    assert cleaned.paragraphs == (
        "船还没有来。",
        "他在渡口等了一夜，天快亮的时候才看见河对岸有一盏灯慢慢地移过来。",
        "灯后面是一条船。",
    )
    assert sum("一秒记住" in removal.text for removal in cleaned.removed) == 1


def test_notes_of_all_pages_in_order_once():
    pages = [["他走了。", "PS：感冒了，求月票。"], ["她没有回头。", "PS：明天两更。"]]
    assert clean_chapter(pages).notes == ("PS：感冒了，求月票。", "PS：明天两更。")


def test_a_site_s_own_lines_go_by_the_rule_site():
    cleaned = clean_chapter([["本页由甲乙丙整理", "他走了。"]], noise=("^本页由.*整理$",))
    assert (cleaned.paragraphs, cleaned.removed) == (("他走了。",), (Removal("site", "本页由甲乙丙整理"),))


def test_no_pages_and_empty_pages():
    assert clean_chapter([]).paragraphs == ()
    assert clean_chapter([[], ["他走了。"], []]).paragraphs == ("他走了。",)
