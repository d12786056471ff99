"""Stories for the benchmarks: in several languages, and with sentences that look like a site's and are none."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random

LOOKALIKES = (
    "{p}把网址发给{q}，过了很久，{q}只回了一个“嗯”。",
    "墙上贴着一张海报，最新章节几个字被雨水泡得发白。",
    "{p}翻到下一页，才发现那一页被人撕走了。",
    "“本章到此为止。”说书人收起扇子，{p}还坐在原地。",
    "{q}的手机又响了，屏幕上是一串陌生的号码。",
    "{p}记住了本站的名字，下次坐到这里，他不会再错过。",
    "那部小说{p}读过三遍，每一次都停在第三章。",
    "{p}在百度里搜索{q}的名字，只跳出一张二十年前的合影。",
    "“收藏的东西，总有一天要还回去。”{q}说。",
    "{p}点了收藏，又把手机扣在桌上。",
    "免费的午餐吃了三天，{q}觉得该走了。",
    "广告上的女人笑着，{p}想不起在哪里见过她。",
    "“章节有错误，改好了再拿来。”编辑把稿子推给{p}。",
    "他的推荐票投给了{q}，谁也没有说破。",
    "{p}用手机浏览着当天的新闻，地铁晃了一下。",
    "网站首页上挂着寻人启事，照片里的人正是{q}。",
    "更新了半年的日志，在那一天忽然断了。",
    "{p}下载了那款软件，地图上只有一个红点。",
    "“未完待续，这四个字最折磨人。”{q}合上杂志。",
    "{q}在目录里找到那一章，书页却是空白的。",
    "作者的名字印得很小，{p}要凑近了才看得清。",
    "“转载请注明出处，懂不懂规矩？”主编拍着桌子，{p}不敢作声。",
    "书签掉在{q}脚边，上面写着1/3，后面的字看不清了。",
    "{p}把书放回书架，方便下次来的时候再找。",
    "一秒之内，{p}已经记住了门锁的密码。",
    "“请记住今天的日期。”{q}的声音很轻。",
    "{p}打开公众号，往期的文章全被删掉了。",
    "两人站在阅读室门口，谁也不肯先进去。",
    "{q}写的那本书首发不到五百册，还剩下一半堆在床底。",
    "屏幕提示{p}输入验证码，{q}在一旁催他快些。",
    "版权归谁，兄弟俩争了半辈子。",
    "版权归作者所有，谁也拿不走，{p}这样想。",
    "转载请保留{q}的名字，这话说得很轻。",
    "都说不得转载的东西才最值钱，{p}不信。",
    "{p}来自清河书屋",
    "温馨提示：本图书馆阅读时间到晚上九点。",
    "求月票的老人站在车站门口，{p}给了两枚硬币。",
    "（求票的人已经走了）",
    "谢谢你的推荐，{p}拿到了那份工作，还有一张月票。",
    "{p}输入shanhe.com，页面一片空白。",
    "清河书屋的灯亮到半夜，{q}靠在门框上打盹。",
    "书屋里的旧书论斤卖，{p}挑了三本小说。",
    "{q}把手机放在《山河》上面，封皮压出一道印子。",
    "那年的首发站是北京，{p}在车上站了一夜。",
    "“最新章节呢？”{p}问。",
    "{p}一页一页翻过去，第三章以后全是白纸。",
    "域名到期那天，{q}忽然不想再续费了。",
    "“三个w，后面是你的名字。”{q}说。",
    "{p}把#字键按了三下，电话那头换了一个人。",
    "墙上写着“禁止转载”，{q}却只看见了日期。",
    "本章结束时，{p}死了，{q}把稿子扔进炉子。",
    "{p}没有登录，也没有注册，只看了一眼首页就走了。",
    "版权费到账的那天，{q}请全楼的人吃了面。",
    "收藏夹里的网址打不开了，{p}一个一个删掉。",
)
"""Sentences with the words of advertising in them; {p} and {q} are people of the chapter."""

MENUS = ("设置", "返回", "目录", "收藏", "广告", "下一页", "首页", "搜索")
"""Lines of one word that a story shows, on a screen or a wall."""

_STORIES = {
    "en": (
        ("The old ferryman", "Mara", "Her brother", "The boy from the mill", "Captain Orrin", "Nobody in the village"),
        ("did not look up when the bell rang", "walked down to the river before dawn", "kept the letter in a tin box",
         "had read the story twice and believed none of it", "waited by the gate until the rain stopped",
         "said nothing about the website, or about the author", "counted the coins and gave half of them back"),
        (", because the winter had been long.", ", and the dogs went quiet.", "; there was no next chapter to that tale.",
         ", though the report said otherwise.", ", as if the river could hear.", ", and then the lamp went out."),
        " ",
    ),
    "ja": (
        ("老人は", "彼女は", "弟は", "村の誰もが", "灯台守は"),
        ("次の頁をめくって", "坂道をゆっくり下りて", "手紙を箱にしまい", "雨が止むのを待って", "本の目次を指でなぞり"),
        ("何も言わなかった。", "窓の外を見ていた。", "小さく息を吐いた。", "港の灯を数えた。", "話の続きを忘れてしまった。"),
        "",
    ),
    "zh-Hant": (
        ("老船夫", "阿蘭", "她的弟弟", "磨坊裡的孩子", "船長", "村裡的人"),
        ("聽見鐘聲也沒有抬頭", "天不亮就走到河邊", "把那封信收在鐵盒裡", "把那本小說讀了兩遍", "在門口等到雨停",
         "沒有提起網站的事，也沒有提起作者", "把手機放回口袋", "翻到下一頁，又翻了回來"),
        ("，因為冬天太長了。", "，狗都不叫了。", "；故事沒有下一章。", "，彷彿河水聽得見。", "，然後燈就滅了。"),
        "",
    ),
    "vi": (
        ("Ông lái đò", "Cô Lan", "Em trai cô", "Thằng bé ở cối xay", "Thuyền trưởng", "Người trong làng"),
        ("không ngẩng lên khi chuông reo", "đi xuống bờ sông trước lúc trời sáng", "giữ lá thư trong chiếc hộp thiếc",
         "đã đọc câu chuyện ấy hai lần", "đứng đợi ngoài cổng cho đến khi tạnh mưa", "không nhắc gì đến trang web hay tác giả",
         "đọc truyện cho em nghe đến khi đèn tắt"),
        (", vì mùa đông đã quá dài.", ", và lũ chó im bặt.",
         "; câu chuyện không có chương tiếp theo.", ", như thể con sông nghe được.",
         ", rồi ngọn đèn vụt tắt."),
        " ",
    ),
    "ko": (
        ("늙은 뱃사공은", "그녀는", "동생은", "방앗간 소년은", "선장은", "마을 사람들은"),
        ("종이 울려도 고개를 들지 않고", "해가 뜨기 전에 강가로 내려가", "편지를 양철 상자에 넣고", "그 소설을 두 번이나 읽고",
         "비가 그칠 때까지 기다리다가", "다음 페이지를 넘기다 말고"),
        ("아무 말도 하지 않았다.", "창밖을 바라보았다.", "작게 한숨을 쉬었다.",
         "등불을 하나씩 세었다.", "이야기의 끝을 잊어버렸다."),
        " ",
    ),
}  # fmt: skip


def foreign_story(language: str, pick: random.Random) -> list[str]:
    """30 to 60 paragraphs of two or three sentences."""
    heads, middles, ends, blank = _STORIES[language]

    def sentence() -> str:
        return pick.choice(heads) + blank + pick.choice(middles) + pick.choice(ends)

    return [blank.join(sentence() for _ in range(pick.randint(2, 3))) for _ in range(pick.randint(30, 60))]
