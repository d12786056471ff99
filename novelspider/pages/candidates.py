"""Every place of a page that may name where to read on, with what it claims."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from novelspider.pages.document import squeeze, xpath
from novelspider.pages.labels import NO_LABEL, Label, read_labels, read_name
from novelspider.pages.script_urls import comment_urls, handler_url, looks_like_url, script_urls

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from novelspider.pages.document import Anchor, Document, Element

# By attribute, then to its element: three times as fast as asking every element for its attributes.
_HANDLERS = xpath("(//@onclick | //@data-href | //@data-url | //@data-link | //area/@href | //button/@formaction)/..")
_RELATED = xpath("//@rel/..")
_OPTIONS = xpath("//select//option[@value]")
_SPOKEN = xpath("(//@class | //@id | //input/@name)[contains(., 'next') or contains(., 'Next')]/..")
_ASIDE = re.compile(
    r"(?:^|[\s_-])(?:comments?|reviews?|respond|disqus|recommend\w*|related|sidebar|widget|carousel|slider|swiper|calendar|footer-links)"
    r"(?:$|[\s_-])",
    re.I,
)
_DIGITS = re.compile(r"^\D{0,2}(\d{1,3})\D{0,2}$")
_REL = {"next": Label("next", "", 0.8), "prev": Label("previous", "", 0.8), "previous": Label("previous", "", 0.8)}
_REL |= {"index": Label("toc", "", 0.5), "contents": Label("toc", "", 0.8), "up": Label("book", "", 0.5)}
_FAR_UP = 12  # ancestors looked at for the name of a comment block or a sidebar


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """A place that names an address. `url` is None where it names none (`#`, `javascript:`): then it says that there is
    nothing to follow. `source` is link, rel, handler, option, pager, hidden, script or comment; `words` are for a person.
    `number` is what a numbered pager shows."""

    url: str | None
    label: Label
    source: str
    words: str
    aside: bool = False
    number: int = 0


def gather(document: Document) -> list[Candidate]:
    """All candidates, links of the page first, in document order; scripts and comments last."""
    found = list(_links(document))
    found += _relations(document)
    found += _handlers(document)
    found += _options(document)
    found += _hidden_addresses(document)
    scripts = script_urls(document.scripts, document.url)
    for one in [*scripts, *comment_urls(document.comments, document.url)]:
        found.append(Candidate(document.absolute(one.href), one.label, one.where, f"{one.where} {one.name}".strip()))
    return found


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


def _links(document: Document) -> Iterator[Candidate]:
    anchors = document.anchors
    labels = read_labels([anchor.text if len(anchor.text) > 2 else _spoken(anchor) for anchor in anchors])
    for anchor, label in zip(anchors, labels, strict=True):
        node = anchor.node
        number = _DIGITS.match(anchor.text) if len(anchor.text) <= 7 else None
        claim = label if label.direction else _named(node, anchor.text)
        if not claim.direction and not number:
            continue
        url = anchor.url or _from_handler(document, node)
        words = anchor.text or " ".join(filter(None, (node.get("id"), node.get("class"))))
        shown = int(number[1]) if number and not label.direction else 0
        source = "pager" if shown else "link"
        yield Candidate(url, claim, source, words, aside_of(node) or "#comment" in anchor.href.lower(), shown)


def _spoken(anchor: Anchor) -> str:
    """What a screen reader says of an icon or an arrow."""
    return squeeze(anchor.node.get("aria-label") or anchor.node.get("title") or "") or anchor.text


def _from_handler(document: Document, node: Element) -> str | None:
    for name in ("data-href", "data-url", "data-link"):
        if node.get(name):
            return document.absolute(node.get(name))
    href = handler_url(node.get("onclick") or "") or handler_url(node.get("href") or "")
    return document.absolute(href) if href else None


def _named(node: Element, text: str) -> Label:
    """What id and classes claim: the node's own, and where it has no words its icon's, and its parent's if alone there."""
    own = read_name(f"{node.get('id') or ''} {node.get('class') or ''}")
    if own.direction or text:
        return own
    parent = node.getparent()
    names = [child.get("class") or "" for child in node]
    if parent is not None and len(parent) == 1:
        names.append(f"{parent.get('id') or ''} {parent.get('class') or ''}")
    return replace(read_name(" ".join(names)), weight=0.5)


def aside_of(node: Element) -> bool:
    """Whether an ancestor says that this is a comment block, a sidebar or a list of recommendations."""
    for _ in range(_FAR_UP):
        node = node.getparent()
        if node is None or node.tag in ("body", "html"):
            return False
        if _ASIDE.search(f"{node.get('id') or ''} {node.get('class') or ''}"):
            return True
    return False


def _relations(document: Document) -> Iterator[Candidate]:
    for node in _RELATED(document.root):
        for word in node.get("rel").lower().split():
            if word in _REL and node.get("href"):
                yield Candidate(document.absolute(node.get("href")), _REL[word], "rel", f"rel={word}", aside_of(node))


def _handlers(document: Document) -> Iterator[Candidate]:
    """Buttons, table cells and the like that lead somewhere without being links; `<a href>` is read as a link."""
    nodes = [node for node in _HANDLERS(document.root) if node.tag != "a" or node.get("href") is None]
    texts = [squeeze("".join(node.itertext())[:200]) or squeeze(node.get("title") or node.get("alt") or "") for node in nodes]
    for node, text, label in zip(nodes, texts, read_labels(texts), strict=True):
        claim = label if label.direction else _named(node, text)
        if claim.direction:
            href = node.get("href") or node.get("formaction")
            url = document.absolute(href) if href else _from_handler(document, node)
            yield Candidate(url, claim, "handler", text or "onclick", aside_of(node))


def _options(document: Document) -> Iterator[Candidate]:
    for node in _OPTIONS(document.root)[:500]:
        value = node.get("value").strip()
        if looks_like_url(value):
            yield Candidate(document.absolute(value), NO_LABEL, "option", "option", aside_of(node))


def _hidden_addresses(document: Document) -> Iterator[Candidate]:
    """Addresses that are the whole text of an element called next, or the value of such an input."""
    for node in _SPOKEN(document.root)[:100]:
        text = (node.get("value") if node.tag == "input" else node.text) or ""
        if node.tag in ("a", "script", "style") or len(node) or len(text) > 500 or not looks_like_url(text.strip()):
            continue
        label = read_name(f"{node.get('id') or ''} {node.get('class') or ''} {node.get('name') or ''}")
        if label.direction:
            yield Candidate(document.absolute(text.strip()), replace(label, weight=0.8), "hidden", "text of a hidden element")


def live(candidates: Iterable[Candidate], direction: str) -> list[Candidate]:
    """Those that claim `direction`, name an address, and do not stand in a comment block or a sidebar."""
    return [c for c in candidates if c.label.direction == direction and c.url and not c.aside]
