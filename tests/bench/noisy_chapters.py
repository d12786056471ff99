"""Generated chapters with noise in known places, in stories that have sentences which look like noise and are none."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

from noise_profiles import Profile, load_profiles
from stories import LOOKALIKES, MENUS, foreign_story

from novelspider.demo.prose import Prose, chinese_numeral

if TYPE_CHECKING:
    from collections.abc import Iterator

_SYLLABLES = ("bi", "qu", "ge", "shu", "du", "kan", "wen", "mi", "yue", "xs", "lou", "xin", "hai", "lan", "feng", "tian", "dao")
_ENDINGS = ("com", "net", "org", "cc", "info", "xyz", "la", "com", "com", "vip", "top", "me", "co")
_SITE_ENDS = ("小说网", "书屋", "书阁", "中文网", "文学网", "书吧", "小说", "阅读网", "看书网", "书斋", "书苑", "小说城")
_NET_ENDS = ("小说网", "中文网", "文学网", "看书网")
_ENGLISH_SITES = ("Novel", "Read", "Light", "Book", "Lore", "Tale", "Page", "Lantern")
_CYRILLIC = str.maketrans("aeopcxyw", "аеорсхуω")
_SEPARATORS = "⊥★#*♂丨┷♀@$^~｜▲╋☆"


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
            at = self._sentence(lines)
            lines[at] = self._inside(lines[at], span)
        for tail in self._some("tails"):
            lines[self._sentence(lines)] += tail
        for span in self._some("inside") + tuple(map(self._lace, self._some("laced_inside"))):
            at = self._sentence(lines)
            cut = pick.randrange(1, len(lines[at]) + 1)
            lines[at] = lines[at][:cut] + span + lines[at][cut:]
        for sentence in self._some("sentence"):
            lines[self._sentence(lines)] += f" {sentence}"
        for line in self._some("lines") + tuple(map(self._lace, self._some("laced"))):
            lines.insert(pick.randrange(1, len(lines)), line)
        pages = self._paged(lines) if "seams" in self.profile.templates else [lines]
        notes = self._some("notes")
        pages[0][:0] = self._some("top")
        pages[-1] += [*notes, *self._some("bottom")]
        return Noisy(self.profile.name, self.title, f"www.{self.domain}", tuple(map(tuple, pages)), tuple(story), notes)

    def _story(self) -> list[str]:
        """Invented Chinese has three look-alikes in it, and a line of one word that a site might say as well."""
        if self.profile.language != "zh":
            return foreign_story(self.profile.language, self.random)
        lines = list(self.prose.chapter(self.random.randint(25, 60)))
        lines.insert(self.random.randrange(5, len(lines) - 9), self.random.choice(MENUS))
        for sentence in self.random.sample(LOOKALIKES, 3):
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
            year=date[:4], page=page, pages=pages, stem=pick.choice(_SYLLABLES) + pick.choice(_SYLLABLES) + "8",
            digits=f"{''.join(pick.sample(_SYLLABLES, 2))}{pick.randint(2, 9)}.{pick.choice(('com', 'net', 'org', 'cc'))}",
            netsite=self.prose.book_title()[:2] + pick.choice(_NET_ENDS),
            hantsite=pick.choice(("閒雲", "青藤", "長河", "白鹿")) + pick.choice(("小說網", "書屋", "文學網", "中文網")),
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

    def _sentence(self, lines: list[str]) -> int:
        """The place of a sentence to put something into: `搜索abc.com` is an advertisement, whoever wrote its first word."""
        return self.random.choice([at for at, line in enumerate(lines) if line not in MENUS])

    def _inside(self, line: str, span: str) -> str:
        """`span` put in behind a comma or stop of `line`, or in its middle where it has none."""
        places = [at + 1 for at, c in enumerate(line[:-1]) if c in "，。"] or [len(line) // 2]
        at = self.random.choice(places)
        return line[:at] + span + line[at:]
