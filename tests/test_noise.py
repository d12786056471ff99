"""Advertising that must go and sentences that look like it and must stay."""

from __future__ import annotations

import pytest

from novelspider.text import Cleaned, clean_paragraphs
from novelspider.text.noise import CUES, RULES
from novelspider.text.skeleton import skeleton

INNOCENT = """\
他把网址抄在手背上，怕一转身就忘了。
“请记住这个网址，出了事就打开它。”她说。
网址输进去，屏幕上只跳出一行灰字。
那串网址他背了三年，一个字母也没错过。
纸条上没有名字，只有一个网址和一串数字。
她问他网址是什么，他说早就关停了。
他在地址栏里敲下www，光标一闪一闪，后面却怎么也想不起来。
“三个w，点，后面呢？”老人捧着手机问。
www这三个字母，她总念成大不溜。
招牌上写着www，后头的字被雨水泡花了。
他打开www.shanhe.com，页面上一片空白。
这个月的月票还剩三天，她舍不得再买新的。
他掏出月票在闸机上一贴，门开了。
地铁月票涨了价，车厢里都在抱怨。
“有月票的走这边，没有的去补票！”检票员喊道。
父亲的月票夹在钱包里，照片早已发黄。
她用一张月票，换了半天的清净。
手机在桌上震了两下，没有人去接。
他用手机照着亮，一级一级往下走。
手机没电之前，他收到了最后一条消息。
“手机给我。”她摊开手。
她低头刷手机，连电梯到了也没有察觉。
手机用户越来越多，修钢笔的老头却没有了生意。
他掏出手机，扫了扫门口的二维码付账。
手机浏览器里还开着昨夜的那一页。
他翻到下一页，信纸的边已经焦了。
下一页是空白的。
“下一页。”老师头也不抬地说。
日记的下一页被人撕去，只留着参差的毛边。
翻到下一页继续看，字迹忽然潦草起来。
他没有勇气去看下一页。
请翻到下一页，那里画着一张地图。
第三章讲的是河流，他只读了一半。
“你读到第三章了吗？”她问。
剧本改到第三章，主角还没有名字。
他在第三章的空白处写下两个字。
法典第三章第七条写得明明白白。
第三章之后，作者换了一种笔调。
本章程自公布之日起施行，墙上的告示写道。
他念道：“本章未经许可，不得外传。”
本章写得太长，他揉了揉眼睛，合上书。
“本章完了，下回分解。”说书人把醒木一拍。
先生说，本章要背到滚瓜烂熟才准回家。
小说里的人物，总比真人活得痛快。
他最新的一部小说卖得很差，出版社不再来信。
最新章节？他还没有动笔。
“你的书更新了吗？”“没有，卡住了。”
他一秒也没有犹豫，记住了门牌上的数字。
她一秒记住了他的脸，后来用了十年去忘。
请大家记住今天，记住这条河。
把这枚铜钱收藏好，日后也许有用。
喜欢收藏的人，大多不舍得用。
他收藏了满屋的钟，没有一座是准的。
求推荐信的学生排到了走廊尽头。
他跪在雪里求票，检票的人只是摇头。
感谢你这些年的照顾，她在信的末尾写道。
“谢谢你的支持。”他握住老人的手。
打赏的铜板落在碗里，叮当一声。
第三更的梆子敲过，巷子里一片漆黑。
三更天，狗叫了两声，又停了。
他举报了三次，一次回音也没有。
章节之间夹着一片银杏叶。
报错的灯一直亮着，工程师却已经睡了。
广告牌倒了，砸断了半条街的电线。
首发阵容里没有他的名字。
客户端崩溃了，他骂了一句，重新启动。
书签掉在地上，她弯腰去捡。
把书放回书架，方便下次来找，他想。
公众号停更那天，她哭了一场。
百度地图把他们带进了一条死路。
他在百度上搜索自己的名字，什么也没有。
版权页上印着一个陌生的名字。
“欢迎您再来。”服务员弯下腰。
温馨提示：前方路段结冰，请减速慢行。
未完待续的故事，最叫人惦记。
PS做得太假，谁都看得出来。
作者的话，信三分就够了。
“加我微信。”她把屏幕递过来。
他写了一行代码：main();然后长长地出了一口气。
他说：“我用的是C#和.NET，别的不会。”
价格是3.5元/斤，老板说什么也不肯少。
欧阳·云·飞三个字，他念了三遍。
他——慢——慢——地——回过头来。
温度升到37.5℃，她又量了一次。
α射线和β射线的区别，他讲了半个钟头。
信箱是lan@shanhe.com，密码是她的生日。
如有侵犯，虽远必诛。
手机站改版了，你看。
他点开手机版网页，加载了半天。
首发的小说最快明天更新，编辑说。
他写小说，首发在一家小网站上。
章节更新了，他却不敢点开。
“感谢各位书友！”他在台上鞠了一躬。
他是本站的站长，管着三个小说版块。
本书的网址早已失效，他只好去图书馆。
正在手打中药丸的老人抬起头。
【您获得推荐信一封，请前往城主府领取奖励！】
【叮！恭喜宿主获得打赏500金币！】
弹幕里刷着：求更新！求加更！
打开http://192.168.1.1，输入密码。
J.K.罗琳的小说，她读了五遍。
※※※
（未完的信压在抽屉里）
彼は次のページへ続く線を見た。
转载着货物的卡车一辆接一辆。
无广告的墙面只剩下白灰，空得叫人心慌。
她在信里写：PS一下照片再寄给我。
He opened the next page and found it blank.
"Chapter three is where it all goes wrong," she said.
The website had been down for years, and nobody missed it.
Report it to the police, the author of the letter begged.
She bought a monthly ticket and read the advertisement above the seats.
They read the original version of the treaty aloud.
他又看了一眼屏幕，那行字换成了：正在手打中，请稍等片刻。
“转载请注明出处，懂不懂规矩？”主编拍着桌子。
他记住了本站的名字，下次坐到这里，不会再错过。
网站首页上挂着寻人启事，照片里的人正是她。
更新了半年的日志，在那一天忽然断了。
阅读室的门锁着，管理员在里面打瞌睡。
服务器又崩溃了，整个机房只剩下风扇的声音。
（全书完）
《山河旧事》作者：沈青。扉页上只有这几个字。
首发的名单贴在球场门口，没有他。
比分是1/3，还剩两分钟。
The author of the story had published one chapter and burned the rest.
He looked for the novel on the website of a library in another town.
"Read this chapter aloud," she said, "and then the next."
版权归谁，兄弟俩争了半辈子。
版权归作者所有，谁也拿不走。
转载请保留他的名字，他说得很轻。
他们说，不得转载的东西才最值钱。
他来自清河书屋
温馨提示：本图书馆阅读时间到晚上九点。
大家都在看他，等他开口。
大家都在看着台上的人。
猜你喜欢吃这个，特意给你带的。
强力推荐他去当班长。
相关推荐信他写了三封。
新书推荐会上，他第一次见到她。
喜欢下雨的人还在看窗外。
他点开最新章节，请假条三个字跳了出来。
他点击下一页继续阅读。
求月票的老人站在车站门口。
（他记住清河书屋，下次再来）
（记住这里，下次再来）
Thank you for reading this letter to the end, she wrote.
（求票的人已经走了）
谢谢你的推荐，我拿到了月票。
他输入shanhe.com，页面一片空白。
“www.shanhe8.com”几个字母被雨水泡花了。
他访问www.shanhe8.com，一无所获。
www.shanhe8.com的服务器早已关停。
目录
设置
返回
收藏
广告
Report
Next
main();
var x = 3;
彼はブックマークを外し、静かに本を閉じた。
小説の続きを読むのが怖くて、彼女は窓を開けた。
「広告を消してくれ」と老人は言った。
Anh mở trang web cũ, nhưng chẳng còn gì ở đó.
Cô đọc truyện cho em nghe đến khi đèn tắt.
Chương cuối của cuốn sách bị ai đó xé mất.
그녀는 북마크를 지우고 사이트를 닫았다.
그는 광고를 보다가 잠이 들었다.
Their Telegram group had forty members, and none of them spoke.
""".splitlines()

ADS = """\
最⊥新⊥小⊥说⊥在⊥六⊥9⊥⊥书⊥⊥吧⊥⊥首⊥发！
ωωω.ＵＪＸＳ.net
ωωω.ujxs．ｎｅｔ
无一错一首一发一内一容一在一示一例
w w w . x x . c o m
ｗｗｗ．ｘｘｓ．ｃｏｍ
www.x&#8203;x&#8203;s.com
xs💎1234.com
请记住本书首发域名：www.abcxs.com
请記住本書首發域名：abcxs點com
天才一秒记住本站地址：[abc]http://www.abcxs.com/最快更新！无广告！
一秒记住【示例小说网】，为您提供精彩小说阅读。
一秒記住，精彩小說無彈窗免費閱讀！
您可以在百度里搜索“山河旧事 示例小说网(www.abcxs.com)”查找最新章节！
喜欢山河旧事请大家收藏：(www.abcxs.com)山河旧事示例阁更新速度全网最快。
手机版阅读网址：m.abcxs.com
手机用户请浏览m.abcxs.com阅读，更优质的阅读体验。
手机浏览器扫描二维码访问
广个告，我最近在用的小说app，【示例阅读】安卓苹果手机都支持，真心不错，值得装个！
章节错误,点此举报(免注册)
『章节错误,点此举报』
『加入书签，方便阅读』
加入书签，方便阅读
推荐都在看：山河旧事、灯下人、雨巷
（本章未完，请点击下一页继续阅读）
本章未完，点击下一页继续阅读
本小章还未完，请点击下一页继续阅读后面精彩内容！
小主，这个章节后面还有哦^.^，请点击下一页继续阅读，后面更精彩！
这章没有结束，请点击下一页继续阅读！
（继续下一页）
亲，本章未完，还有下一页哦^0^
-->>
第(2/3)页
（第1/3页）
(本章完)
（本章完）
亲，本章已完
未完待续
（未完待续）
为您提供山河旧事无弹窗广告免费全文在线阅读
示例小说网欢迎您！
本站最新网址：www.abcxs.com
看小说就上示例小说网！
本书由示例小说网首发，请勿转载！
本章由网友上传，转载请注明出处
最新章节请到示例小说网免费阅读
山河旧事最新章节，请到示例小说网阅读！
正在手打中，请稍等片刻，内容更新后，请重新刷新页面，即可获取最新更新！
如果您使用第三方小说APP或各种浏览器插件打开此网站可能导致内容显示乱序，请稍后尝试使用主流浏览器访问此网站，感谢您的支持！
请退出转码页面，请下载示例免费小说app阅读最新章节。
关注微信公众号：示例文学，继续阅读下文
为了方便下次阅读，你可以点击下方的"收藏"记录本次阅读记录，下次打开书架即可看到！
喜欢《山河旧事》请向你的朋友（QQ、博客、微信等方式）推荐本书，谢谢您的支持！！
示例提示您：看后求收藏（山河旧事），接着再看更方便。
上一章 目录 下一章
上一章←章节目录→下一页 加入书签
字体大小：大 中 小
【推荐】【收藏】【举报】
最#新#章#节#在#示#例
最★新★小★说★网★首★发
全*文*免*费*阅*读*小*说
abcxs。。com，最新小说免费读
ａｂｃｘｓ.ｃｏｍ
𝐰𝐰𝐰.𝐚𝐛𝐜𝐱𝐬.𝐜𝐨𝐦
ⓦⓦⓦ.ⓐⓑⓒⓧⓢ.ⓒⓞⓜ
wwш.abсxs.сom
手机站：m.abcxs.com
chaptererror();
(adsbygoogle = window.adsbygoogle || []).push({});
报送后维护人员会在两分钟内校正章节内容，请耐心等待。
This tale has been unlawfully lifted from Royal Road. If you spot it on Amazon, please report it.
Love what you're reading? Discover and support the author on the platform they originally published on.
Visit example-novels.com for the best novel reading experience.
If you find any errors ( broken links, etc.. ), Please let us know < report chapter > so we can fix it as soon as possible.
投推荐票 上一章章节目录下一章 加入书签
【示例小说网www.abcxs.com】
（www.abcxs.com 示例小说网）
看最新最全的书，搜求书网www.abcxs.com
《山河旧事》最新章节！
本书首发于示例小说网
(To be continued)
Previous Chapter | Table of Contents | Next Chapter
亲，本章已完，祝您阅读愉快！^0^
（未完待续，请看下一章）
本章节更新内容由【示例书屋】首发
本章共4页，当前第2页
作者：沈青 更新时间：2020-01-02 03:04 字数：3021
《山河旧事》 作者：沈青
本章字数：3021字
首页 > 玄幻小说 > 山河旧事 > 第一章 雨夜
温馨提示：按 回车[Enter]键 返回书目，按 ←键 返回上一页， 按 →键 进入下一页。
章节内容加载不全时，请关闭广告拦截功能并退出浏览器阅读模式
手機用戶請瀏覽m.abcxs.com閱讀，更優質的閱讀體驗。
加微信号ab12cd看完整版
关注微信公众号“示例书屋”，回复3021继续阅读
丨最丨新丨小丨说丨在丨示丨例丨首丨发
w e n d u 5 2 0 . c o m
wendu☆520.com
var cpro_id = "u1234";
$(function(){ loadAds('a1b2'); });
<!--a1b2c3-->
A- A+ 关灯
次の話へ進む
ポイントを入れて作者を応援しましょう！
Prev Table of Contents Next
Unauthorized usage: this narrative is on Amazon without the author's consent. Report any sightings.
Search the LoreTale website on Google to access chapters of novels early and in the highest quality.
Read latest chapters at LoreTale Only
This novel is available on LoreTale.
The source of this content is abcxs.com
Use arrow keys (or A / D) to PREV/NEXT chapter
最新域名启用：qingshu8点cc，旧地址即将停用
qingshu8【点】com
qingshu8(.)com
qingshu8 [dot] net
百度一下“青书斋”第一个就是
【青书小说网独家整理，禁止转载】
本站所有小說由網友上傳分享，若有侵權請來信告知
登入會員，享受無廣告閱讀體驗
大家都在看
大家都在看：山河旧事
热门推荐 山河旧事 灯下人
温馨提示：收藏本站www.abcxs69.com，方便下次阅读
Join our Telegram group for daily updates.
Translated by LoreTale.com, please don't repost.
Follow current novels on l o r e t a l e . n e t
ブックマークに追加して続きを読もう
無断転載・複製を禁じます
この小説の更新をいち早く読むならqingshu8.netへ
Bạn đang xem truyện tại qingshu8.net, chúc bạn đọc vui vẻ!
Hãy ủng hộ nhóm dịch bằng cách đề cử và đánh giá 5 sao
무단 전재 및 재배포 금지
다음 이야기가 궁금하다면 앱에서 확인하세요
転載は固くお断りします
（记住青书文学网，下次再来）
tianlan5•com
（kanmi.me）
xindao520。top
www.☆daolouwen.net
Please leave a review on LoreTale.
Bookmark our website to be notified of new chapters.
북마크에 추가하고 이어서 보세요
""".splitlines()

IN_STORY = (
    ("他推开门，ωωω.ＵＪＸＳ.net屋里没有人。", "他推开门，屋里没有人。"),
    ("他推开门，屋里没有人。（本章未完，请点击下一页继续阅读）", "他推开门，屋里没有人。"),
    ("雨停了。一秒记住【示例小说网】，为您提供精彩小说阅读。她收起伞。", "雨停了。她收起伞。"),
    ("请记住本书首发域名：www.abcxs.com。雨停了，她收起伞。", "雨停了，她收起伞。"),
    ("雨停了，最⊥新⊥小⊥说⊥在⊥六⊥9她收起伞。", "雨停了，她收起伞。"),
    ("雨停了，w w w . a b c x s . c o m她收起伞。", "雨停了，她收起伞。"),
    ("雨停了，她收起伞。（本章未完，请翻页）", "雨停了，她收起伞。"),
    ("雨停了，清河书屋qukan5.com她收起伞。", "雨停了，她收起伞。"),
    ("雨停了，她收起伞。-->>", "雨停了，她收起伞。"),
    ("温馨提示：本图书馆www.abcxs69.com阅读时间到晚上九点。", "温馨提示：本图书馆阅读时间到晚上九点。"),
    ("温馨提示：本图书馆最⊥新⊥小⊥说⊥在⊥六⊥9阅读时间到晚上九点。", "温馨提示：本图书馆阅读时间到晚上九点。"),
    ("温馨提示：本图书馆周一闭馆，一秒记住本站地址！请安排好阅读时间。", "温馨提示：本图书馆周一闭馆，请安排好阅读时间。"),
    ("雨停了（www.abcxs.com），她收起伞。", "雨停了，她收起伞。"),
    ("雨停了，她收起伞。最新网址：www.abcxs.com", "雨停了，她收起伞。"),
    ("雨停了。手机用户请浏览m.abcxs.com阅读，更优质的阅读体验。她收起伞。", "雨停了。她收起伞。"),
    ("雨停了，abcxs💎.com她收起伞。", "雨停了，她收起伞。"),
    ("雨停了，最新网址：www.abcxs.com她收起伞，往渡口去了。", "雨停了，她收起伞，往渡口去了。"),
    ("雨停了，（百度搜索示例书屋）她收起伞。", "雨停了，她收起伞。"),
    ("雨停了，『示例书屋』为您提供最快更新她收起伞往渡口去了。", "雨停了，她收起伞往渡口去了。"),
    ("雨停了，示例书屋abcxs.com她收起伞。", "雨停了，她收起伞。"),
    ("雨停了，她收起伞。示例书屋www.abcxs.com", "雨停了，她收起伞。"),
    ("雨停了！【记住本站域名 示例小说网解闷好，abcxs.com随时看】", "雨停了！"),
    ("雨停了，*示例书屋abcxs.com*她收起伞。", "雨停了，她收起伞。"),
)

STORY_AROUND = (
    ("上面写着1/3", "最┷新┷网┷址┷收┷藏┷", "，后面的字看不清了。"),
    ("季知秋根本", "章@节@更@新@最@快", "没有离开"),
    ("他输入shanhe.", "｜小｜说｜青｜灯｜阅｜读｜网｜", "com，页面空白。"),
    ("他输入shanhe.com，页面", "免$费$小$说$任$你$看$", "一片空白。"),
    ("他输入shanhe.com，", "本章最新地址qingshu8.vip", "页面一片空白。"),
    ("压着嗓子叹道", "https://www.qingshu8.org/3/9.html", "：“走吧。”"),
    ("他在清河书屋", "qukan5.com", "等她，雨停了。"),
    ("他来自清河书屋", "qukan5.com", ""),
    ("阿兰把那本小说", "qukan5.com", "读了两遍。"),
    ("（求票", "@青藤小说网", "的人已经走了）"),
    ("他点了收藏，又把手机扣", "最♀新♀网♀址♀收♀藏", "在桌上。"),
    ("都说不得转载的东西才最值钱，", "（金石书苑 www.qingshu8.cc 提供Txt免费下载）", "程素心不信。"),
    ("天亮了……", "本章未完。请点击下一页继续阅读！", ""),
)


@pytest.mark.parametrize(("before", "ad", "after"), STORY_AROUND)
def test_what_stands_beside_an_advertisement_stays(before, ad, after):
    story = ["雨下了一夜。"] * 12
    assert clean_paragraphs([*story, before + ad + after, *story]).paragraphs == (*story, before + after, *story)


NOTES = """\
PS：今天有事，晚一点再更新。
ps: 明天加更
（求月票，求推荐票！）
求月票！求推荐票！
感谢书友灯下人打赏的一百起点币！
作者有话说：下一章开始新的篇章。
（第三更，求订阅）
第三更送上，求月票！
新书上传，求收藏，求推荐票！
A/N: Thanks for reading, see you next week.
T/N: The pun does not survive translation.
P.S. Thanks for reading and see you on Friday.
PPS：明天见
Ps. 明天请假
作者有話要說：今天沒有了。
【作者有话说】今天写得很慢。
あとがき：読んでくださってありがとうございます。
AN: Thanks for all the comments!
[TN: A pun on the name.]
(TL: The word means river.)
[A/N] Short one today.
Lời tác giả: Cảm ơn mọi người đã đọc.
작가의 말: 늦어서 죄송합니다.
Nota del autor: gracias por la espera.
От автора: спасибо за отзывы.
今天两更，晚上还有一更。
（本章为盟主灯下人加更）
加更，为盟主灯下人贺
明天开始恢复双更
上架感言：谢谢大家
推荐一本书：《长河》
""".splitlines()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.name}-{rule.takes[:12]}")
def test_each_rule_takes_its_example_and_leaves_its_lookalike(rule):
    taken = clean_paragraphs(["雨下了一夜。", rule.takes])
    assert taken.paragraphs == ("雨下了一夜。",)
    assert rule.takes in taken.notes or [removal.rule for removal in taken.removed] != []
    assert clean_paragraphs([rule.leaves]).paragraphs == (rule.leaves,)
    assert clean_paragraphs(["雨下了一夜。", rule.leaves, "天亮了。"]).paragraphs[1] == rule.leaves
    folded = skeleton(rule.takes).text
    found = rule.pattern.search(folded) if rule.kind == "span" else rule.pattern.fullmatch(folded)
    assert found is not None
    assert any(cue in folded for cue in rule.cues)


@pytest.mark.parametrize("line", INNOCENT)
def test_innocent_sentences_stay(line):
    cleaned = clean_paragraphs(["雨下了一夜。", line, "天亮了。"], title="第一章 雨夜", host="www.example.org")
    assert cleaned.paragraphs == ("雨下了一夜。", line, "天亮了。")
    assert cleaned.removed == cleaned.notes == ()


@pytest.mark.parametrize("line", ADS)
def test_advertising_goes_whole(line):
    cleaned = clean_paragraphs(["雨下了一夜。", line, "天亮了。"], title="第一章 雨夜", host="www.example.org")
    assert cleaned.paragraphs == ("雨下了一夜。", "天亮了。")


@pytest.mark.parametrize(("line", "kept"), IN_STORY)
def test_an_advertisement_inside_a_sentence_is_cut_and_the_sentence_stays(line, kept):
    cleaned = clean_paragraphs([line])
    assert cleaned.paragraphs == (kept,)
    assert cleaned.removed[0].text in line.replace("ＵＪＸＳ", "UJXS")


INSERTED = (
    "#最#新#小#说#",
    "#最#新#小#说",
    "最※新※小※说",
    "本⊥书⊥首⊥发⊥青⊥藤⊥书⊥斋",
    "★全★文★免★费★阅★读★",
    "https://www.qingshu8.net/1.html",
    "qingshu8.net",
    "www.qingshu8.net",
    "本书首发青藤小说网",
    "〖青藤书斋〗",
    "〔看最新章节来青藤书屋〕",
    "{青藤书屋}",
    "＊本书首发青藤书屋＊",
    "@青藤小说网",
    "❀青藤书斋❀",
    "（青藤书屋首发）",
)


@pytest.mark.parametrize("ad", INSERTED)
def test_an_advertisement_goes_from_any_place_of_a_sentence_and_takes_nothing_along(ad):
    story = ["雨下了一夜。"] * 12
    for line in ("他推开门，屋里没有人，只有一盏灯还亮着。", "因为换防的消息，她把信又读了两遍"):
        for at in range(1, len(line)):
            cleaned = clean_paragraphs([*story, line[:at] + ad + line[at:], *story])
            assert cleaned.paragraphs == (*story, line, *story)
            assert "".join(removal.text for removal in cleaned.removed) == ad


@pytest.mark.parametrize(
    "word", ["目录", "返回", "【返回】", "广告", "搜索", "设置 返回", "下一页", "1/3", "Next", "Loading..."]
)
@pytest.mark.parametrize("at", [0, 3, 12])
def test_a_word_that_may_be_a_button_s_stays_wherever_the_page_does_not_show_that_it_is_one(word, at):
    story = [f"那天他走了第{n}里路。" for n in range(12)]
    story.insert(at, word)
    assert clean_paragraphs(story, title="第三章 雨巷", host="www.example.org") == Cleaned(tuple(story))


@pytest.mark.parametrize(
    "tail",
    [
        ["main();", "返回"],
        ["加入书签，方便阅读", "目录"],
        ["（本章完）", "广告"],
        ["上一章", "目录", "下一章"],
        ["上一章 目录 下一章", "返回"],
        ["Prev", "Index", "Next"],
        ["【推荐】【收藏】【举报】"],
    ],
)
def test_buttons_go_where_the_page_shows_that_they_are_some(tail):
    story = ["雨停了。", "设置", "天亮了。"]
    assert clean_paragraphs([*story, *tail]).paragraphs == tuple(story)
    assert clean_paragraphs([*reversed(tail), *story]).paragraphs == tuple(story)


@pytest.mark.parametrize("line", NOTES)
def test_authors_notes_are_set_aside(line):
    cleaned = clean_paragraphs(["雨下了一夜。", "天亮了。", line])
    assert cleaned.paragraphs == ("雨下了一夜。", "天亮了。")
    assert cleaned.notes == (line.replace("：", "：").strip(),)


def test_there_are_enough_of_both():
    assert (len(INNOCENT) >= 60, len(ADS) >= 60) == (True, True)
    assert all(cue == cue.lower() for cue in CUES)
