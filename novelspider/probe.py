"""One page, read as a crawl reads it, and looked at: what it is taken for, and why. Bytes in, a plain value out."""

from __future__ import annotations

import re
import time
from dataclasses import asdict, dataclass
from operator import eq
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import quote, urlsplit

from novelspider.pages import ChapterPage, OtherPage, evidence_of, read_page
from novelspider.pages.decode import decode
from novelspider.pages.document import Document, xpath
from novelspider.pages.joined import join_chapter
from novelspider.pages.kind import Decision, judge
from novelspider.pages.labels import read_labels
from novelspider.site import Site
from novelspider.text.chapter import clean_chapter, join_notes
from novelspider.text.digest import count_chars, digest
from novelspider.text.language import detect_language
from novelspider.text.signals import read_flags, read_signals

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from novelspider.pages import Page
    from novelspider.text.removal import Removal

_T = TypeVar("_T")

_CANONICAL = xpath("string(//link[translate(@rel, 'CANOIL', 'canoil') = 'canonical']/@href)")
_BASE = xpath("string(//base/@href)")
_SAID = re.compile(r"(?:charset|encoding)\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w.:-]{1,40})", re.I)
_META = re.compile(r"<(?:meta\b[^>]{0,400}?\bcharset|\?xml\b[^>]{0,200}?\bencoding)\s{0,9}=[^>]{1,60}", re.I)
_HEAD = 16_384  # characters in which a page may name its charset
_CODECS = ("utf-8", "gb18030", "big5hkscs", "cp932", "cp949", "euc_jp", "iso2022_jp", "hz", "utf-16-le", "utf-16-be")
_LATER_CODECS = ("utf-32-le", "utf-32-be", "cp1252", "cp1251", "cp1250", "koi8-r", "cp1258", "cp874")
_LONGEST_LABEL, _MOST_UNFOLLOWED = 24, 3
_ENOUGH_SECONDS = 0.2  # what takes so long is measured once; shorter work three times, because the first time pays for caches
_BEFORE_WEIGHING = frozenset(
    {"not_html", "json", "too_large", "empty", "challenge", "rate_limited", "captcha", "login", "placeholder"}
    | {"unsupported_browser", "error_page", "redirect_script"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a page came from. `given` is what the user named, a URL or a file, and `url` what the page is read as.

    `url_from` says how `url` is known: `response`, `given`, what in the page says so, or `placeholder`. `status` and
    `content_type` are None for files; `redirects` are the URLs that were asked for before `url`."""

    given: str
    url: str
    url_from: str = "given"
    status: int | None = None
    content_type: str | None = None
    redirects: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Charset:
    """The codec that the bytes were read with, and the names that the header and the page itself claim, None where
    neither does."""

    used: str
    header: str | None
    meta: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A chapter's page as it would be written, were it the only page of its chapter."""

    title: str
    number: int | float | None
    paragraphs: tuple[str, ...]
    notes: tuple[str, ...]
    removed: tuple[Removal, ...]
    n_chars: int
    language: str | None
    digest: str
    flags: tuple[str, ...]
    signals: dict[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """All about one page. `decision` is None where the page was put aside before its kind was weighed, `story` for all but
    chapters, `charset` for what is no text. `says` is the text of a page of kind `other`. `unfollowed` are links of a chapter
    that claim to lead on, as (label, href), where no way on was found. `ms` are CPU milliseconds by step."""

    source: Source
    size: int
    charset: Charset | None
    page: Page
    decision: Decision | None
    says: tuple[str, ...]
    unfollowed: tuple[tuple[str, str], ...]
    story: Story | None
    ms: dict[str, float]


def probe(body: bytes, source: Source, *, site: Site = Site()) -> Probe:
    """Read and clean `body`, the bytes of one page, and gather the reasons. Never raises on any bytes."""
    text, decode_ms = _timed(lambda: decode(body, source.content_type))
    page, read_ms = _timed(lambda: read_page(body, source.url, source.content_type, site=site))
    story, clean_ms = _timed(lambda: _story(page, site)) if isinstance(page, ChapterPage) else (None, 0.0)
    decision: Decision | None = None
    says: tuple[str, ...] = ()
    unfollowed: tuple[tuple[str, str], ...] = ()
    is_text = not isinstance(page, OtherPage) or page.reason != "not_html"
    if is_text:
        evidence = evidence_of(text, source.url, site)
        if not isinstance(page, OtherPage) or page.reason not in _BEFORE_WEIGHING:
            decision = judge(evidence)
        says = evidence.body.paragraphs if isinstance(page, OtherPage) else ()
        unfollowed = _unfollowed(evidence.document) if isinstance(page, ChapterPage) and page.next is None else ()
    return Probe(
        source=source,
        size=len(body),
        charset=_charset(body, text, source.content_type) if is_text else None,
        page=page,
        decision=decision,
        says=says,
        unfollowed=unfollowed,
        story=story,
        ms={"decode": decode_ms, "read": round(max(0.0, read_ms - decode_ms), 2), "clean": clean_ms},
    )


def url_of(body: bytes, name: str) -> tuple[str, str]:
    """The URL that a saved page says it came from, and what says so; `http://localhost/` and the file's `name` where
    nothing in it does."""
    document = Document(decode(body), "")
    claims = {
        "<link rel=canonical>": str(_CANONICAL(document.root)),
        "og:url": document.metas.get("og:url", ""),
        "<base>": str(_BASE(document.root)),
    }
    found = ((url, what) for what, href in claims.items() if (url := document.absolute(href)))
    return next(found, (f"http://localhost/{quote(name)}", "placeholder"))


def as_dict(probe: Probe) -> dict[str, Any]:
    """The probe in JSON's types. `page` holds the fields of the page's class, paragraphs as the page has them."""
    return {
        **asdict(probe.source),
        "bytes": probe.size,
        "charset": asdict(probe.charset) if probe.charset else None,
        "kind": probe.page.kind,
        "decision": _decision(probe.decision) if probe.decision else None,
        "page": asdict(probe.page),
        "story": asdict(probe.story) if probe.story else None,
        "says": probe.says,
        "unfollowed": probe.unfollowed,
        "ms": probe.ms,
    }


def _decision(decision: Decision) -> dict[str, Any]:
    return {
        "kind": decision.kind,
        "certain": decision.certain or None,
        "scores": {kind: round(decision.score(kind), 2) for kind in decision.signs},
        "signs": {kind: [sign._asdict() for sign in signs] for kind, signs in decision.signs.items()},
    }


def _timed(work: Callable[[], _T]) -> tuple[_T, float]:
    """What `work` returns, and the CPU milliseconds of its fastest run."""
    best, spent = float("inf"), 0.0
    for _ in range(3):
        start = time.process_time()
        result = work()
        took = time.process_time() - start
        best, spent = min(best, took), spent + took
        if spent > _ENOUGH_SECONDS:
            break
    return result, round(1000 * best, 2)


def _story(page: ChapterPage, site: Site) -> Story:
    chapter = join_chapter([page])
    cleaned = clean_chapter(chapter.pages, title=chapter.title, host=urlsplit(page.url).hostname or "", noise=site.noise)
    text = "\n".join(cleaned.paragraphs)
    language = detect_language(text)
    return Story(
        title=chapter.title,
        number=chapter.number,
        paragraphs=cleaned.paragraphs,
        notes=join_notes(chapter.notes, cleaned.notes),
        removed=cleaned.removed,
        n_chars=count_chars(text),
        language=language,
        digest=digest(text),
        flags=tuple(dict.fromkeys(chapter.flags + read_flags(cleaned.paragraphs, language=language))),
        signals=read_signals(cleaned.paragraphs),
    )


def _unfollowed(document: Document) -> tuple[tuple[str, str], ...]:
    short = [anchor for anchor in document.anchors if 0 < len(anchor.text) <= _LONGEST_LABEL]
    labels = read_labels([anchor.text for anchor in short])
    found = ((anchor.text, anchor.href) for anchor, label in zip(short, labels, strict=True) if label.direction == "next")
    return tuple(dict.fromkeys(found))[:_MOST_UNFOLLOWED]


def _charset(body: bytes, text: str, content_type: str | None) -> Charset:
    """What `text` was decoded with is seen from the outside: the codec that gives it, or comes closest where bytes were
    mended."""
    header = _SAID.search(content_type or "")
    tag = _META.search(text[:_HEAD])
    meta = _SAID.search(tag[0]) if tag else None
    named = [match[1] for match in (header, meta) if match]
    decoded = {codec: given for codec in (*_CODECS, *named, *_LATER_CODECS) if (given := _decoded(body, codec)) is not None}
    used = next((codec for codec, given in decoded.items() if given == text), None) or _closest(decoded.items(), text)
    return Charset(used, header[1] if header else None, meta[1] if meta else None)


def _decoded(body: bytes, codec: str) -> str | None:
    try:
        return body.decode(codec, "replace").removeprefix("\ufeff")
    except (LookupError, ValueError):  # no such name, or Python's name of something that is no charset
        return None


def _closest(decoded: Iterable[tuple[str, str]], text: str) -> str:
    return max(decoded, key=lambda pair: sum(map(eq, pair[1], text)))[0]
