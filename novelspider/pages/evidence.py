"""What speaks for and against an address being the next page, the next chapter or the end of the book."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from novelspider.pages.address import Kin, bare_key, is_root, key_of, kin, leads_nowhere, own_addresses, page_reading
from novelspider.pages.candidates import Candidate, live

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from novelspider.pages.document import Document
    from novelspider.pages.page import Link, LinkKind
    from novelspider.site import Site

# Weights are in one unit: a label that is wholly known is worth 1.2. They were set so that a certain address outweighs any
# label, the page's own counter or words outweigh a label, and a known chapter outweighs an address with any one of these.
_LABEL = 1.2
_COUNTER = 2.5
_CUT = 0.8
_NUMBERED = 4.0
_KNOWN_CHAPTER = 9.0
_UNSEEN = 1.5  # what a link that nobody can see is worth at most: less than any label in sight
_SOURCE = {"rel": -0.3, "option": -0.2, "hidden": -0.3, "script": -0.4, "comment": -0.8}
_MANY_PAGES = 40  # a chapter in more pages than that is rarer than a book whose chapters are numbered so
_LONG_ID = re.compile(r"\d{5,}$")


@dataclass(frozen=True, slots=True)
class Verdict:
    """One address, judged: `score` is how much speaks for following it."""

    url: str
    kind: LinkKind
    score: float
    reason: str


@dataclass(frozen=True, slots=True)
class Said:
    """What the page says of its own place in the chapter. The numbers are None where it says nothing; `continued` is a
    marker in the body, `cut` a body whose last sentence has no end."""

    page_number: int | None = None
    page_count: int | None = None
    continued: bool = False
    cut: bool = False


class Evidence:
    """Everything about one page that bears on the kind of an address. Judges one candidate at a time."""

    def __init__(
        self,
        document: Document,
        site: Site,
        toc: Container[str],
        said: Said,
        up: Link | None,
        candidates: Sequence[Candidate],
    ) -> None:
        self.here = document.url
        self.site = site
        self.toc = toc
        self.said = said
        self.up = key_of(up.url) if up else ""
        self.heres = own_addresses(document)
        self.own = page_reading(self.here)
        self.behind = [c.url or "" for c in live(candidates, "previous")]
        self.ahead = live(candidates, "next")
        self.listed = [c.url for c in candidates if c.source in ("pager", "option") and c.url and not c.aside]
        self.numbered = {(c.number, key_of(c.url)) for c in candidates if c.number and c.url and not c.aside}
        self.suffix_is_page = self._suffix(said.page_number)
        self.current = self.own.number if self.own and self.suffix_is_page > 0 else (said.page_number or 1)
        self.more = None if said.page_number is None or said.page_count is None else said.page_number < said.page_count
        stem = (self.own.stem if self.own and self.suffix_is_page > 0 else key_of(self.here)).rpartition("/")[2]
        self.stem_name = stem if len(stem) > 2 and stem[-1:].isdigit() else ""
        self.pages_apart = self._pages_apart()

    def _suffix(self, page_number: int | None) -> float:
        """Above 0 where the number at the end of this page's own address counts pages, not chapters."""
        own = self.own
        if own is None:
            return -1.0
        if own.mark == "word":
            return 5.0
        score = {"_": 1.0, "-": 0.5, ",": 0.5}.get(own.mark, -1.5)
        name = own.stem.rpartition("/")[2]
        score += 1.0 if _LONG_ID.search(own.stem) else (-0.5 if any(c.isdigit() for c in name) else -1.5)
        score -= 1.5 if own.number < 2 or own.number > _MANY_PAGES else 0.0
        score += 4.0 if page_number == own.number else (-1.0 if page_number else 0.0)
        if self.up and (self.up == own.stem or name in re.split(r"[/?=&_.-]", self.up)):
            score -= 4.0
        elif any(key_of(url) == own.stem for url in [*self.behind, *self.listed]):
            score += 3.0
        if any(self._has_own_pages(one.url) for one in self.ahead) or self._known(self.here):
            score -= 4.0
        elif self._known("".join(self.here.rpartition(f"{own.mark}{own.number}")[::2])):
            score += 4.0
        return score

    def _has_own_pages(self, url: str | None) -> bool:
        """Is `url` this page's address with one more suffix? What has a page 2 of its own is none."""
        return (reading := page_reading(url or "")) is not None and reading.stem == key_of(self.here)

    def _pages_apart(self) -> bool:
        """Whether the page tells `next page` from `next chapter` by two labels with two addresses."""
        units: dict[str, set[str]] = {"page": set(), "chapter": set(), "": set()}
        for one in self.ahead:
            units[one.label.unit].add(key_of(one.url or ""))
        return bool(units["page"] and units["chapter"] and units["page"] != units["chapter"])

    def _known(self, url: str) -> bool:
        return url in self.toc or key_of(url) in self.toc or bare_key(self.here, url) in self.toc

    def relation(self, url: str) -> Kin:
        """What `url` is to this page, by its own address or by the one that it calls canonical."""
        found = kin(self.here, url)
        if self.own and self.own.mark == "/" and self.suffix_is_page > 0:
            there = page_reading(url)
            if there and there.mark == "/" and there.stem == self.own.stem:
                return Kin("maybe_page", there.number)
            if key_of(url) == self.own.stem:
                return Kin("maybe_page", 1)
        for other in self.heres[1:]:
            if found.kind in ("other", "sibling") and (better := kin(other, url)).kind not in ("other", "sibling", "same"):
                found = better
        return found

    def judge(self, candidate: Candidate, direction: str) -> Verdict | None:
        """What following `candidate` in `direction` would be; None where it is not a way in that direction at all.
        A link out of sight may be a script's pager or bait; it is the pager where the page says that it goes on."""
        verdict = self._judge(candidate, direction)
        if verdict is None or not candidate.hidden or (verdict.kind == "page" and (self.said.continued or self.more)):
            return verdict
        return replace(verdict, score=min(verdict.score, _UNSEEN), reason=f"{verdict.reason}, out of sight")

    def _judge(self, candidate: Candidate, direction: str) -> Verdict | None:
        url = candidate.url
        if not url or candidate.aside or candidate.label.direction == "none":
            return None
        relation = self.relation(url)
        claimed = candidate.label.direction == direction or (direction == "next" and candidate.label.direction == "post")
        if relation.kind == "same" or is_root(url) or (not claimed and candidate.label.direction in ("toc", "book")):
            return None
        if claimed and self._is_up(url, relation):
            return Verdict(url, "toc", 2.0 * candidate.label.weight, f"{candidate.words}, back to the book")
        if leads_nowhere(url):
            return None
        return self._page_or_chapter(candidate, url, relation, direction, claimed)

    def _is_up(self, url: str, relation: Kin) -> bool:
        return relation.kind == "parent" or bool(self.up and key_of(url) == self.up)

    def _page_or_chapter(self, candidate: Candidate, url: str, relation: Kin, direction: str, claimed: bool) -> Verdict | None:
        step = 1 if direction == "next" else -1
        paged = relation.kind == "page" or (relation.kind == "maybe_page" and (self.suffix_is_page > 0 or self.own is None))
        right_number = paged and relation.number == self.current + step
        if paged and not right_number and (relation.number - self.current) * step <= 0:
            return None
        if not claimed and not (right_number and (candidate.source != "link" or candidate.label.direction)):
            return None
        pageness, reasons = self._pageness(candidate, url, relation, right_number)
        kind: LinkKind = "page" if pageness > 0 else "chapter"
        if not claimed and kind == "chapter":
            return None
        score = self._score(candidate, claimed, kind, right_number, relation)
        return Verdict(url, kind, score, ", ".join([candidate.words, *reasons]))

    def _score(self, candidate: Candidate, claimed: bool, kind: str, right_number: bool, relation: Kin) -> float:
        weight = candidate.label.weight if candidate.label.direction != "post" else 0.5
        score = 2.0 * weight if claimed else 0.0
        score += _SOURCE.get(candidate.source, 0.0)
        if kind == "page" and right_number:
            query_only = candidate.number and "?" in (candidate.url or "") and not (self.said.continued or self.more)
            score += 1.0 if query_only or (candidate.source in ("comment",) and not self.said.continued) else 3.5
        elif kind == "page":
            score += 1.0
        elif relation.kind == "consecutive" or self._known(candidate.url or ""):
            score += 0.8
        elif relation.kind == "sibling":
            score += 0.3
        return score

    def _pageness(self, candidate: Candidate, url: str, relation: Kin, right_number: bool) -> tuple[float, list[str]]:
        """Above 0 for a page of the same chapter, at most 0 for another chapter; and why."""
        score, reasons = self._by_address(url, relation, right_number)
        label = candidate.label
        score -= _COUNTER * (label.direction == "post")
        if label.unit:
            score += (_LABEL if label.unit == "page" else -_LABEL) * label.weight
            reasons.append(f"label says {label.unit}")
        if label.unit == "page" and (self.current + 1, key_of(url)) in self.numbered:
            score += _NUMBERED
            reasons.append(f"numbered {self.current + 1} in a pager")
        if self.pages_apart and label.unit:
            score += 1.5 if label.unit == "page" else -1.5
        if self.more is not None:
            score += _COUNTER if self.more else -_COUNTER
            reasons.append("counter says more pages" if self.more else "counter says last page")
        if self.said.continued:
            score += _COUNTER
            reasons.append("body goes on")
        if self.said.cut:
            score += _CUT
            reasons.append("body ends inside a sentence")
        if self._known(url):
            score -= _KNOWN_CHAPTER
            reasons.append("a known chapter")
        elif self._known(self.here):
            score += 1.0
        for pattern, weight in ((self.site.page_url, 20.0), (self.site.chapter_url, -20.0)):
            if pattern and re.search(pattern, url):
                score += weight
                reasons.append("the site's own pattern")
        return score, reasons

    def _by_address(self, url: str, relation: Kin, right_number: bool) -> tuple[float, list[str]]:
        if relation.kind == "page":
            return (6.0 if right_number else 4.0), [f"address of page {relation.number}"]
        if relation.kind == "maybe_page":
            known = self.suffix_is_page if self.own else 0.5
            return known, [f"address like page {relation.number}" if known > 0 else "address like a chapter"]
        if relation.kind == "consecutive":
            return -3.5, ["next number in the address"]
        if relation.kind == "sibling":
            return -2.0, ["address of the same form"]
        other = page_reading(url)
        if other and other.mark == "_" and other.number == self.current + 1 and _LONG_ID.search(other.stem):
            return 3.5, [f"address of a page {other.number}"]
        return -1.3, []

    def may_hide(self, verdicts: Sequence[Verdict]) -> bool:
        """Whether to look through the scripts for an address of page 2 that no variable's name announces."""
        return self.said.continued or bool(self.more) or not any(v.kind == "chapter" for v in verdicts)

    def dead_end(self, candidates: Sequence[Candidate]) -> bool:
        """Whether a link with the right label leads nowhere, as on the last page of a book."""
        labelled = (c for c in candidates if c.label.direction == "next" and c.label.weight >= 0.7 and c.source == "link")
        return any(not c.url or self.relation(c.url).kind == "same" for c in labelled)

    def turns_back(self, url: str) -> bool:
        """Whether the way on is the way back: sites without a next chapter link both buttons to the one before."""
        key, relation = key_of(url), self.relation(url)
        first = self.own.number if self.own and relation.kind == "maybe_page" and self.own.mark != "/" else 0
        lower = relation.number < first if first else relation.kind == "sibling" and relation.number < 0
        return lower and any(key_of(one) == key for one in self.behind)
