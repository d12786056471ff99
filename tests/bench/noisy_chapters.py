"""Generated chapters with noise in known places, in stories that have sentences which look like noise and are none."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

from noise_profiles import Profile, load_profiles

from novelspider.demo.prose import Prose, chinese_numeral

if TYPE_CHECKING:
    from collections.abc import Iterator

_SYLLABLES = ("bi", "qu", "ge", "shu", "du", "kan", "wen", "mi", "yue", "xs", "lou", "xin", "hai", "lan", "feng", "tian", "dao")
_ENDINGS = ("com", "net", "org", "cc", "info", "xyz", "la", "com", "com", "vip", "top", "me", "co")
_SITE_ENDS = ("小说网", "书屋", "书阁", "中文网", "文学网", "书吧", "小说", "阅读网", "看书网")
_ENGLISH_SITES = ("Novel", "Read", "Light", "Book", "Lore", "Tale", "Page", "Lantern")
_CYRILLIC = str.maketrans("aeopcxyw", "аеорсхуω")
_SEPARATORS = "⊥★#*♂丨┷♀@$^~｜▲╋☆"
# Sentences with the words of advertising in them; {p} and {q} are people of the chapter.
_LOOKALIKES = (
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
)


@dataclass(frozen=True, slots=True)
class Noisy:
    """A chapter as its site shows it: `pages` of paragraphs; `story` is what must come out, `notes` what must be set aside."""

    profile: str
    title: str
    host: str
    pages: tuple[tuple[str, ...], ...]
    story: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def noise_chars(self) -> int:
        """Characters to take out, white space not counted."""
        return size("".join(map("".join, self.pages))) - size("".join(self.story))


def size(text: str) -> int:
    return len("".join(text.split()))


def noisy_chapters(templates: str, per_profile: int, seed: int = 1) -> Iterator[Noisy]:
    for profile in load_profiles(templates):
        for n in range(per_profile):
            yield _Writer(profile, f"{seed}/{profile.name}/{n}").chapter()


class _Writer:
    """Writes one chapter of one profile; the same for the same seed."""

    def __init__(self, profile: Profile, seed: str) -> None:
        self.profile, self.random, self.prose = profile, random.Random(seed), Prose(seed)
        self.domain, self.site = self._domain(), self._site()
        self.book = self.prose.book_title()
        self.title = f"第{chinese_numeral(self.random.randint(1, 2000))}章 {self.prose.chapter_title()}"

    def chapter(self) -> Noisy:
        pick = self.random
        story = self._story()
        lines = list(story)
        for span in self._some("spans"):
            at = pick.randrange(len(lines))
            lines[at] = self._inside(lines[at], span)
        for tail in self._some("tails"):
            lines[pick.randrange(len(lines))] += tail
        for line in self._some("lines") + tuple(map(self._lace, self._some("laced"))):
            lines.insert(pick.randrange(1, len(lines)), line)
        pages = self._paged(lines) if "seams" in self.profile.templates else [lines]
        notes = self._some("notes")
        pages[0][:0] = self._some("top")
        pages[-1] += [*notes, *self._some("bottom")]
        return Noisy(self.profile.name, self.title, f"www.{self.domain}", tuple(map(tuple, pages)), tuple(story), notes)

    def _story(self) -> list[str]:
        if self.profile.language != "zh":
            return foreign_story(self.profile.language, self.random)
        lines = list(self.prose.chapter(self.random.randint(25, 60)))
        for sentence in self.random.sample(_LOOKALIKES, 3):
            people = self.random.sample(self.prose.cast, 2)
            lines.insert(self.random.randrange(1, len(lines)), sentence.format(p=people[0].name, q=people[1].name))
        return lines

    def _some(self, place: str) -> tuple[str, ...]:
        templates = self.profile.templates.get(place, ())
        count = min(len(templates), self.random.randint(1, 3))
        return tuple(map(self._fill, self.random.sample(templates, count)))

    def _paged(self, lines: list[str]) -> list[list[str]]:
        count = self.random.randint(2, 4)
        cuts = sorted(self.random.sample(range(3, len(lines) - 3), count - 1))
        pages = [lines[a:b] for a, b in zip([0, *cuts], [*cuts, len(lines)], strict=True)]
        for number, page in enumerate(pages[:-1], start=1):
            page.append(self._fill(self.random.choice(self.profile.templates["seams"]), page=number, pages=count))
        return pages

    def _fill(self, template: str, page: int = 1, pages: int = 2) -> str:
        pick = self.random
        day = f"20{pick.randint(10, 25)}-{pick.randint(1, 12):02}-{pick.randint(1, 28):02}"
        date = f"{day} {pick.randint(0, 23):02}:{pick.randint(0, 59):02}"
        return template.format(
            domain=pick.choice((self.domain, self._domain())), dressed=self._dress(self._domain()), site=self.site,
            site_en="".join(pick.sample(_ENGLISH_SITES, 2)) + pick.choice(("", ".com", ".org", ".net")), book=self.book,
            other=self.prose.book_title(), third=self.prose.book_title(), title=self.title, author=self.prose.person(),
            n=pick.randint(3, 99999), id="".join(pick.choices("abcdefghkmnpqrstxyz0123456789", k=7)), date=date,
            year=date[:4], page=page, pages=pages,
        )  # fmt: skip

    def _domain(self) -> str:
        pick = self.random
        label = "".join(pick.sample(_SYLLABLES, pick.randint(2, 3))) + pick.choice(("", "", "5", "69", "520", "1234"))
        return f"{label}.{pick.choice(_ENDINGS)}"

    def _site(self) -> str:
        return self.prose.book_title()[:2] + self.random.choice(_SITE_ENDS)

    def _dress(self, domain: str) -> str:
        domain = self.random.choice(("", "www.")) + domain
        kind = self.random.randrange(8)
        if kind == 0:
            return "".join(chr(ord(c) + 0xFEE0) for c in domain)
        if kind == 1:
            return " ".join(domain)
        if kind == 2:
            return "".join(chr(0x1D41A + ord(c) - 97) if c.isalpha() else c for c in domain)
        if kind == 3:
            return "".join(chr(0x24D0 + ord(c) - 97) if c.isalpha() else c for c in domain)
        if kind == 4:
            return domain.translate(_CYRILLIC)
        if kind == 5:
            return domain.replace(".", self.random.choice("。．·•"))
        if kind == 6:
            at = self.random.randrange(1, len(domain) - 4)
            return domain[:at] + self.random.choice("💎☆✿🌟") + domain[at:]
        return "\u200b".join(domain)

    def _lace(self, slogan: str) -> str:
        mark = self.random.choice(_SEPARATORS)
        return mark.join(slogan) + self.random.choice(("", mark, "！"))

    def _inside(self, line: str, span: str) -> str:
        """`span` put in behind a comma or stop of `line`, or in its middle where it has none."""
        places = [at + 1 for at, c in enumerate(line[:-1]) if c in "，。"] or [len(line) // 2]
        at = self.random.choice(places)
        return line[:at] + span + line[at:]


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
}  # fmt: skip


def foreign_story(language: str, pick: random.Random) -> list[str]:
    """30 to 60 paragraphs of two or three sentences."""
    heads, middles, ends, blank = _STORIES[language]

    def sentence() -> str:
        return pick.choice(heads) + blank + pick.choice(middles) + pick.choice(ends)

    return [blank.join(sentence() for _ in range(pick.randint(2, 3))) for _ in range(pick.randint(30, 60))]
