"""The language of a text comes from the text."""

from __future__ import annotations

import pytest

from novelspider.text.language import detect_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("他们走进来的时候，雨还没有停，门开着，没有人说话。", "zh-Hans"),
        ("他們走進來的時候，雨還沒有停，門開著，沒有人說話。", "zh-Hant"),
        ("白日依山尽处，黄河入海，人不知何去。", "zh-Hans"),
        ("山高水深，人在林中行，日落月出。", "zh"),
        ("雨はまだ降っていた。彼は窓を開けて、遠くの山を見た。", "ja"),
        ("그는 창문을 열고 먼 산을 바라보았다. 비는 그치지 않았다.", "ko"),
        ("He opened the window and looked at the hills; it had not stopped raining.", "en"),
        ("Anh mở cửa sổ và nhìn về phía những ngọn đồi, trời vẫn chưa tạnh mưa.", "vi"),
        ("Он открыл окно и посмотрел на холмы: дождь ещё не кончился, и был слышен гром.", "ru"),
        ("Він відчинив вікно і подивився на пагорби: дощ іще не скінчився.", "uk"),
        ("Il ouvrit la fenêtre et regarda les collines; la pluie ne cessait pas.", "fr"),
        ("Abrió la ventana y miró las colinas; la lluvia no había cesado para él.", "es"),
        ("Er öffnete das Fenster und sah auf die Hügel, es regnete nicht mehr.", "de"),
        ("Ele abriu a janela e olhou para as colinas; não parava de chover, mas era um bom dia.", "pt"),
        ("Pencereyi açtı ve tepelere baktı, ama yağmur bir türlü dinmedi.", "tr"),
        ("Dia membuka jendela itu dan melihat ke bukit, hujan tidak juga berhenti.", "id"),
        ("เขาเปิดหน้าต่างและมองไปที่เนินเขา", "th"),
        ("فتح النافذة ونظر إلى التلال ولم يتوقف المطر", "ar"),
        ("他打开 Excel，把 The Lord of the Rings 的台词念了一遍，没有人听见。", "zh-Hans"),
        ("「の」这个字，他写了很多遍，还是说不出来是什么意思，大家都笑了，他也跟着笑了起来，一直笑到天亮。", "zh-Hans"),
        ("……", None),
        ("", None),
        ("123 456", None),
    ],
)
def test_detect_language(text, language):
    assert detect_language(text) == language
