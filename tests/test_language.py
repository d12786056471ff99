"""The language of a text comes from the text."""

from __future__ import annotations

import pytest

from novelspider.text.language import count_script, detect_language


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
        ("雨停了。", "zh"),
        ("走吧。", "zh"),
        ("他们来了。", "zh-Hans"),
        ("他們來了。天亮了。", "zh-Hant"),
        ("我聽見妳說話。", "zh-Hant"),
        ("「の」这个字。", "zh-Hans"),
        ("雨だ。", "ja"),
        ("비가 온다.", "ko"),
        ("他说：“I have been waiting for you since the morning.”没有人应他，门关上了。", "zh-Hans"),
        ('屏幕上写着 "no signal has been received since the storm began last winter"，她关了灯。', "zh-Hans"),
        ("He said 你好，我回来了 and left the room quietly, without another word to any of them.", "en"),
        ("彼は「I have been waiting for you since the morning」と言って、窓を閉めた。", "ja"),
        ("그는 I have been waiting for you since the morning 이라고 말했다, 그리고 창문을 닫았다.", "ko"),
        ("好。", None),
        ("Yes.", None),
        ("……", None),
        ("", None),
        ("123 456", None),
    ],
)
def test_detect_language(text, language):
    assert detect_language(text) == language


def test_letters_of_a_language_s_script():
    letters = "雨停了たhello비дождь"
    counts = {tag: count_script(letters, tag) for tag in ("zh-Hans", "ja", "ko", "en", "vi", "ru", "x-none")}
    assert counts == {"zh-Hans": 3, "ja": 4, "ko": 4, "en": 5, "vi": 5, "ru": 5, "x-none": 5}
