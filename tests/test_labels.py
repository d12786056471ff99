"""What a link's words and names claim."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from novelspider.pages.labels import NO_LABEL, Label, fold, read_label, read_labels, read_name


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("下一页", Label("next", "page", 1.0)),
        ("下ㄧ页", Label("next", "page", 1.0)),
        ("下壹頁", Label("next", "page", 1.0)),
        ("下—页 >", Label("next", "page", 1.0)),
        ("【 下一章 】", Label("next", "chapter", 1.0)),
        ("下一章(→)", Label("next", "chapter", 1.0)),
        ("下一章：雨夜", Label("next", "chapter", 0.8)),
        ("点击进入下一章", Label("next", "chapter", 0.7)),
        ("上一章", Label("previous", "chapter", 1.0)),
        ("翻下页", Label("next", "page", 0.7)),
        ("看下章", Label("next", "chapter", 0.7)),
        ("请点击下页", Label("next", "page", 0.7)),
        ("翻到上页", Label("previous", "page", 0.7)),
        ("进入目录", Label("toc", "", 0.7)),
        ("看书", NO_LABEL),
        ("Continue to the next chapter", Label("next", "chapter", 0.7)),
        ("次のエピソード", Label("next", "chapter", 1.0)),
        ("次へ »", Label("next", "", 1.0)),
        ("다음 화", Label("next", "chapter", 1.0)),
        ("Chương Sau", Label("next", "chapter", 1.0)),
        ("CHAPITRE SUIVANT", Label("next", "chapter", 1.0)),
        ("Далее", Label("next", "", 1.0)),
        ("→", Label("next", "", 0.4)),
        ("«", Label("previous", "", 0.4)),
        ("返回目錄", Label("toc", "", 1.0)),
        ("夜雨录目录", Label("toc", "", 0.7)),
        ("Next Work →", Label("none", "", 1.0)),
        ("下一本", Label("none", "", 1.0)),
        ("第二章 雨夜", NO_LABEL),
        ("页面下方一章", NO_LABEL),
        ("nextdoor neighbour", NO_LABEL),
        ("", NO_LABEL),
    ],
)
def test_words(text, want):
    assert read_label(text) == want


@pytest.mark.parametrize(
    ("after", "before", "contents"),
    [
        ("下一章", "上一章", "目录"),
        ("下一章節", "上一章節", "章節列表"),
        ("Следующая часть", "Предыдущая часть", "Все главы"),
        ("ตอนถัดไป", "ตอนที่แล้ว", "สารบัญ"),
        ("다음 화 보기", "이전 화 보기", "회차 목록"),
        ("Bab Selanjutnya", "Bab Sebelumnya", "Daftar Isi"),
        ("Bir sonraki bölüm", "Bir önceki bölüm", "İçindekiler"),
        ("Próxima parte", "Parte anterior", "Ver todos os capítulos"),
        ("Siguiente episodio", "Episodio anterior", "Índice de capítulos"),
        ("Zum nächsten Kapitel", "Voriges Kapitel", "Kapitelliste"),
        ("Prochain chapitre", "Épisode précédent", "Tous les chapitres"),
        ("Chương kế tiếp", "Hồi trước", "Mục lục truyện"),
        ("次の話を読む", "前話を読む", "目次へ戻る"),
    ],
)
def test_three_buttons_in_many_languages(after, before, contents):
    said = [read_label(f" {text} »") for text in (after, before, contents)]
    assert [(one.direction, one.weight) for one in said] == [("next", 1.0), ("previous", 1.0), ("toc", 1.0)]
    assert said[0].unit == said[1].unit == "chapter"


@pytest.mark.parametrize("text", ["次のページへ", "Trang kế tiếp", "Следующая страница", "หน้าถัดไป", "Sonraki sayfa", "다음 쪽"])
def test_next_page_in_many_languages(text):
    assert read_label(text) == Label("next", "page", 1.0)


@pytest.mark.parametrize("text", ["Weiterlesen", "Đọc tiếp", "続きを読む", "อ่านต่อ"])
def test_teasers_are_weak(text):
    assert read_label(text).direction == "post"


@pytest.mark.parametrize(
    ("names", "want"),
    [
        ("linkNext btn btn-default", Label("next", "", 0.6)),
        ("pb_next", Label("next", "", 0.6)),
        ("j_chapterPrev", Label("previous", "chapter", 0.6)),
        ("next_chap btn", Label("next", "chapter", 0.6)),
        ("swiper-button-next", Label("none", "", 0.5)),
        ("pt_mulu", Label("toc", "", 0.4)),
        ("prev-next-bar", NO_LABEL),
        ("context-text", NO_LABEL),
    ],
)
def test_names(names, want):
    assert read_name(names) == want


@given(st.lists(st.text(max_size=70), max_size=10))
def test_many_labels_at_once_are_the_same_as_one_by_one(texts):
    assert read_labels(texts) == [read_label(text) for text in texts]


@given(st.text(max_size=40).filter(lambda text: "\n" not in text))
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)
