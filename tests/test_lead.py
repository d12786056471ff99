from __future__ import annotations

import pytest

from novelspider.pages.lead import without_lead

TITLE = "渡口 第三章 大雾 - 山海书院"
STORY = ["渡口的雾散得很慢，船夫把缆绳又绕了一圈。", "“今天不走了。”"]


@pytest.mark.parametrize(
    ("lead", "kept"),
    [
        (["2023-05-11 作者： 青石"], []),
        (["作者：青石 字数：3018 更新时间：2019/3/2 20:01", "字号：大 中 小"], []),
        (["渡口", "第三章 大雾"], ["第三章 大雾"]),
        (["渡口", "作者：青石", "第三章 大雾", "字数：3018"], ["第三章 大雾"]),
        (["Translator: Reed Editor: Salt"], []),
        (["14.02.2020", "3.402 Wörter"], []),
        (["当前位置: 书院 > 武侠 > 渡口 > 第三章 大雾"], []),
        (["他在心里画了两个箭头：河 > 岸"], ["他在心里画了两个箭头：河 > 岸"]),
        (["旧事重提"], ["旧事重提"]),
        (["作者：我是谁？”", "他念道。"], ["作者：我是谁？”", "他念道。"]),
        (["Title: Low Tide", "Rating: T", "Words: 2,900", "Summary: Who counts the lamps? Nobody!", "Note: short."], []),
        (["Title: Keeper of Lamps", "Rating: B"], ["Title: Keeper of Lamps", "Rating: B"]),
        ([], []),
    ],
)
def test_facts_above_the_story_go(lead: list[str], kept: list[str]):
    assert without_lead([*lead, *STORY], TITLE) == [*kept, *STORY]


def test_facts_further_down_are_the_storys():
    page = [*STORY, "作者：青石"]
    assert without_lead(page, TITLE) == page
