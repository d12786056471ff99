"""What cleaning took out, and by which rule."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Removal:
    """`text`, a line or a part of one, was taken out by `rule`."""

    rule: str
    text: str
