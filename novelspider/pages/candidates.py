"""Every place of a page that may name where to read on, with what it claims."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import chain, islice
from typing import TYPE_CHECKING

from novelspider.pages.document import squeeze
from novelspider.pages.labels import NO_LABEL, Label, read_label, read_name
from novelspider.pages.script_urls import comment_urls, handler_url, looks_like_url, script_urls

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator

    from novelspider.pages.document import Document, Element

_RARE_HANDLERS = frozenset(("data-href", "data-url", "data-link", "formaction"))
_ASIDE = re.compile(
    r"(?:^|[\s_-])(?:(?P<talk>comments?|reviews?|respond|disqus)|recommend\w*|related|sidebar|widget|carousel|slider|swiper|calendar"
    r"|footer-links)(?:$|[\s_-])",
    re.I,
)
_DIGITS = re.compile(r"^\D{0,2}(\d{1,3})\D{0,2}$")
_REL = {"next": Label("next", "", 0.8), "prev": Label("previous", "", 0.8), "previous": Label("previous", "", 0.8)}
_REL |= {"index": Label("toc", "", 0.5), "contents": Label("toc", "", 0.8), "up": Label("book", "", 0.5)}
LONGEST_URL = 8000  # octets that RFC 9110, section 4.1, asks recipients to support; nothing longer is a chapter's address
_POINTERS = frozenset(
    {"点此", "点击", "点这里", "请点击", "点击这里", "点击进入", "點此", "點擊", "這裡", "这里", "传送门", "傳送門"}
    | {"here", "link", "こちら", "ここ", "여기", "тут", "здесь", "aquí", "aqui", "ici", "hier", "ที่นี่", "tại đây", "burada"}
)
_MANY = 200
_LONGEST_WORDS = 60
_FAR_UP = 12  # ancestors looked at for the name of a comment block or a sidebar


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """A place that names an address. `url` is None where it names none (`#`, `javascript:`): then it says that there is
    nothing to follow. `source` is link, rel, handler, option, pager, hidden, script or comment; `words` say for a person what
    place it is, what can be read there in quotes. `number` is what a numbered pager shows; `hidden` is a link out of sight."""

    url: str | None
    label: Label
    source: str
    words: str
    aside: bool = False
    number: int = 0
    hidden: bool = False


def gather(document: Document) -> list[Candidate]:
    """All candidates, links of the page first, in document order; scripts and comments last.

    Of each source and direction the first 200 count: no reader's page has as many, and a hostile one costs no more."""
    found: list[Candidate] = []
    seen: Counter[tuple[str, str]] = Counter()
    for source in (_links, _relations, _handlers, _options, _hidden_addresses, _written):
        for candidate in source(document, seen):
            seen[candidate.source, candidate.label.direction] += 1
            if candidate.url is None or len(candidate.url) <= LONGEST_URL:
                found.append(candidate)
    return found


def _written(document: Document, seen: Counter[tuple[str, str]]) -> Iterator[Candidate]:
    scripts = script_urls(document.scripts, document.url)
    for one in chain(scripts, comment_urls(document.comments, document.url)):
        if seen[one.where, one.label.direction] < _MANY:
            yield Candidate(document.absolute(one.href), one.label, one.where, one.words)


def selected(document: Document, nodes: object, label: Label) -> list[Candidate]:
    """Candidates from what a site's own selector found: elements, or strings where it selects an attribute."""
    found = []
    for node in nodes if isinstance(nodes, list) else [nodes]:
        href = node if isinstance(node, str) else _href(node)
        found.append(Candidate(document.absolute(str(href or "")), label, "link", "the site's own selector"))
    return found


def _href(node: Element) -> str:
    href = node.get("href") or node.get("value") or node.get("data-href") or node.get("data-url") or ""
    if not href or href.lower().startswith("javascript") or href.startswith("#"):
        href = handler_url(node.get("onclick") or "") or href
    return href or squeeze("".join(node.itertext()))


def _links(document: Document, seen: Counter[tuple[str, str]]) -> Iterator[Candidate]:
    telling = _telling(document)
    for anchor, label in zip(document.anchors, document.labels, strict=True):
        node = anchor.node
        number = _DIGITS.match(anchor.text) if len(anchor.text) <= 7 else None
        claim = label
        if not claim.direction and (telling or not anchor.text):
            claim = _named(document, node, anchor.text, telling)
        claim = claim if claim.direction or number else _labelled_before(node, anchor.text)
        if not claim.direction and not number:
            continue
        source = "pager" if number and not label.direction else "link"
        if seen[source, claim.direction] >= _MANY:
            continue
        url = anchor.url or _from_handler(document, node)
        aside = aside_of(document, node) or "#comment" in anchor.href.lower()
        shown = int(number[1]) if number and source == "pager" else 0
        yield Candidate(url, claim, source, _words(document, node, anchor.text), aside, shown, _unseen(document, node))


def _words(document: Document, node: Element, text: str) -> str:
    """What a person reads at `node` or is told by it, in quotes; what it is called where it has no words."""
    spoken = text or squeeze(node.get("aria-label") or node.get("title") or "")
    if spoken:
        return f"“{spoken[:_LONGEST_WORDS]}”"
    name = document.names.get(node, "").strip() or document.names.get(node.getparent(), "").strip()
    return f"link named {name[:_LONGEST_WORDS]}" if name else "link without words"


def _unseen(document: Document, node: Element) -> bool:
    if not document.hidden:
        return False
    return node in document.hidden or any(one in document.hidden for one in islice(node.iterancestors(), _FAR_UP))


def _from_handler(document: Document, node: Element) -> str | None:
    for name in ("data-href", "data-url", "data-link"):
        if node.get(name):
            return document.absolute(node.get(name))
    href = handler_url(node.get("onclick") or "") or handler_url(node.get("href") or "")
    return document.absolute(href) if href else None


def _named(document: Document, node: Element, text: str, telling: Container[str]) -> Label:
    """What id and classes claim: the node's own, its parent's if it is alone there, and its icon's where it has no words.
    `telling` are those names of the page's elements that claim anything."""
    names = document.names
    own = names.get(node)
    if own in telling:
        return read_name(own or "")
    above = names.get(node.getparent())
    said = [] if text else [child.get("class") or "" for child in node]
    if above and (said or above in telling) and node.getprevious() is None and node.getnext() is None:
        said.append(above)
    label = read_name(" ".join(said)) if said else NO_LABEL
    return replace(label, weight=0.5) if label.direction else NO_LABEL


def _telling(document: Document) -> set[str]:
    """The names of elements that claim a way."""
    return {name for name in set(document.names.values()) if read_name(name).direction}


def _labelled_before(node: Element, said: str) -> Label:
    """What stands before the link: `下一章：` and then the title as a link, or `下一章` and a link that only points."""
    before = node.getprevious()
    text = (node.getparent().text if before is None else before.tail) or ""
    text = text[-20:].rstrip()
    return read_label(text) if text[-1:] in (":", "：") or (text and said.lower() in _POINTERS) else NO_LABEL


def aside_of(document: Document, node: Element) -> bool:
    """Whether an ancestor says that this is a comment block, a sidebar or a list of recommendations. What holds half of the
    page is no sidebar, whatever its name: blogs are widgets in widgets."""
    for _ in range(_FAR_UP):
        node = node.getparent()
        if node is None or node.tag in ("body", "html"):
            return False
        found = _ASIDE.search(document.names.get(node, ""))
        if found and (found["talk"] or not _is_most(document, node)):
            return True
    return False


def _is_most(document: Document, node: Element) -> bool:
    half = len(document.nodes) // 2
    return sum(1 for _ in islice(node.iter(), half + 1)) > half


def _relations(document: Document, seen: Counter[tuple[str, str]]) -> Iterator[Candidate]:
    for node in (*document.tags.get("link", ()), *document.tags.get("a", ())):
        for word in (node.get("rel") or "").lower().split():
            if word in _REL and node.get("href") and seen["rel", _REL[word].direction] < _MANY:
                yield Candidate(document.absolute(node.get("href")), _REL[word], "rel", f"rel={word}", aside_of(document, node))


def _handlers(document: Document, seen: Counter[tuple[str, str]]) -> Iterator[Candidate]:
    """Buttons, table cells and the like that lead somewhere without being links; `<a href>` is read as a link."""
    leading = [(node, has) for node, has in document.attributes.items() if node.tag != "a" or "href" not in has]
    nodes = [node for node, has in leading if "onclick" in has]
    nodes += [node for node, has in leading if "onclick" not in has and _is_rare_handler(node, has)]
    texts = [squeeze("".join(islice(node.itertext(), 20))[:200]) or squeeze(node.get("title") or "") for node in nodes]
    telling = _telling(document) if nodes else ()
    for node, text, label in zip(nodes, texts, document.said(texts), strict=True):
        claim = label if label.direction else _named(document, node, text, telling)
        if claim.direction and seen["handler", claim.direction] < _MANY:
            href = node.get("href") or node.get("formaction")
            url = document.absolute(href) if href else _from_handler(document, node)
            words = _words(document, node, text)
            yield Candidate(url, claim, "handler", words, aside_of(document, node), hidden=_unseen(document, node))


def _is_rare_handler(node: Element, attributes: dict[str, str]) -> bool:
    return not _RARE_HANDLERS.isdisjoint(attributes) or (node.tag == "area" and "href" in attributes)


def _options(document: Document, seen: Counter[tuple[str, str]]) -> Iterator[Candidate]:
    for node in document.tags.get("option", ()):
        value = (node.get("value") or "").strip()
        if seen["option", ""] < _MANY and looks_like_url(value):
            text = squeeze(node.text or "")[:_LONGEST_WORDS]
            words = f"option “{text}”" if text else "option"
            yield Candidate(document.absolute(value), NO_LABEL, "option", words, aside_of(document, node))


def _hidden_addresses(document: Document, seen: Counter[tuple[str, str]]) -> Iterator[Candidate]:
    """Addresses that are the whole text of an element called next, or the value of such an input."""
    near = [node for node, name in document.names.items() if "next" in name or "Next" in name]
    named = [node for key in ("class", "id") for node in near if "next" in (node.get(key) or "").replace("N", "n")]
    for node in dict.fromkeys(named[:2000]):
        text = (node.get("value") if node.tag == "input" else node.text) or ""
        if node.tag in ("a", "script", "style") or len(node) or len(text) > 500 or not looks_like_url(text.strip()):
            continue
        label = read_name(document.names[node])
        if label.direction and seen["hidden", label.direction] < _MANY:
            words = f"{'value' if node.tag == 'input' else 'text'} of {document.names[node].strip()[:_LONGEST_WORDS]}"
            yield Candidate(document.absolute(text.strip()), replace(label, weight=0.8), "hidden", words)


def live(candidates: Iterable[Candidate], direction: str) -> list[Candidate]:
    """Those that claim `direction`, name an address, and do not stand in a comment block or a sidebar."""
    return [c for c in candidates if c.label.direction == direction and c.url and not c.aside]
