import pytest

from novelspider.text.bones import letters_beside, size_of, skeletons


@pytest.mark.parametrize(
    ("line", "skeleton"),
    [
        ("本书由【拾光】整理 w8w.a1b.example 请牢记⊥３６", "本书由拾光整理请牢记"),
        ("⼀直在这里守着ｶﾀｶﾅ", "一直在这里守着カタカナ"),
        ("3 more at NovelHost 24/7!", "moreatnovelhost"),
        ("……12", ""),
        ("", ""),
    ],
)
def test_skeletons(line, skeleton):
    assert skeletons([line]) == [skeleton]
    assert skeletons(["渡口。", line, "船"]) == ["渡口", skeleton, "船"]


def test_skeletons_of_anything():
    assert skeletons([]) == []
    assert skeletons(["船\n来了", "\ud800", "a\nb"]) == ["船来了", "", "ab"]


@pytest.mark.parametrize(
    ("bone", "size"), [("雨夜归人", 4), ("そうか", 1.5), ("雨の夜", 2.5), ("비가온다", 2), ("rainynight", 10 / 3), ("", 0)]
)
def test_size_is_in_chinese_characters(bone, size):
    assert size_of(bone) == size


def test_letters_beside():
    assert letters_beside("到 Ａb3.example 去读 ω", "到去读") == "abexampleω"
    assert letters_beside("Rainy night 3", "rainynight") == ""
