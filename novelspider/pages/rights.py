"""What a page, its server and its site say about reuse, and whether that keeps its text to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from novelspider.items import Rights

if TYPE_CHECKING:
    from novelspider.pages.document import Document

AGENT = "novelspider"
"""The name under which a rule may be meant for us alone: `<meta name="novelspider">`, `X-Robots-Tag: novelspider: noai`."""
RESERVED = "rights_reserved"
"""The reason of a page whose text is kept to its owner."""
_RESERVING = frozenset({"noai", "noimageai", "notrain"})
# Directives with a value, as search engines document them. Any other word before a colon names the robot that is meant.
_VALUED = frozenset({"unavailable_after", "max-snippet", "max-image-preview", "max-video-preview"})


def read_rights(document: Document) -> Rights:
    """What the page's own `<meta>` says about reuse (robots, TDM reservation and policy); nothing of HTTP headers or
    robots.txt."""
    robots = [
        said
        for node in document.tags.get("meta", ())
        if (node.get("name") or "").strip().lower() in ("robots", AGENT) and (said := (node.get("content") or "").strip()[:500])
    ]
    metas = document.metas
    return Rights(
        meta="; ".join(dict.fromkeys(robots)) or None,
        tdm=metas.get("tdm-reservation") or None,
        policy=document.absolute(metas["tdm-policy"]) if metas.get("tdm-policy") else None,
    )


def reservation(rights: Rights) -> str | None:
    """What of `rights` forbids to keep the page's text for mining or training, in words; None where nothing does.

    `noindex` and its like are about search, not about this. A reservation by TDMRep is the value 1, any other is none (TDM
    Reservation Protocol, W3C community group report of May 2024)."""
    if (rights.tdm or "").strip() == "1":
        return f"tdm-reservation: 1{f', policy {rights.policy}' if rights.policy else ''}"
    for name, said in (("meta robots", rights.meta), ("X-Robots-Tag", rights.x_robots_tag)):
        if word := _reserving(said or ""):
            return f"{name}: {word}"
    return None


def _reserving(said: str) -> str | None:
    """The first directive that reserves and is meant for us. Between commas a robot's name stays in force, as it does in one
    header; a semicolon, which stands between two headers, ends it."""
    for header in said.lower().split(";"):
        ours = True
        for part in header.split(","):
            name, colon, directive = part.rpartition(":")
            if colon and name.strip() not in _VALUED:
                ours = name.strip() in (AGENT, "*")
            if ours and directive.strip() in _RESERVING:
                return directive.strip()
    return None
