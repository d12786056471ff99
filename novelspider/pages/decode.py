"""Bytes to text: what the bytes are, not what they claim to be."""

from __future__ import annotations


def decode(body: bytes, content_type: str | None = None) -> str:
    """The text of a page. A bad byte costs one character, never the page."""
    return body.decode("utf-8", "replace")
