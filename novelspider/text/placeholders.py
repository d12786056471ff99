"""Lines that a site says of every book, with the book's name and its author's in them: 喜欢{book}请大家收藏."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from novelspider.text.bones import is_cjk, skeletons

if TYPE_CHECKING:
    from collections.abc import Iterable

Names = tuple[tuple[str, str], ...]
"""Pairs of a placeholder and the skeleton that it stands for."""
_PLACEHOLDERS = ("{book}", "{author}")  # no skeleton has a brace
_PLACEHOLDER = re.compile("|".join(map(re.escape, _PLACEHOLDERS)))
_LEAST, _LEAST_ALPHABETIC = 2, 5  # letters of a name that is not by chance part of another word


def names_of(book: str | None, author: str | None) -> Names:
    """The names that stand for themselves nowhere else; None and short ones are left out."""
    bones = skeletons([book or "", author or ""])
    return tuple(
        (placeholder, bone)
        for placeholder, bone in zip(_PLACEHOLDERS, bones, strict=True)
        if len(bone) >= (_LEAST if is_cjk(bone) else _LEAST_ALPHABETIC)
    )


def generalise(bone: str, names: Names) -> str:
    """A skeleton with placeholders in place of names."""
    for placeholder, name in names:
        bone = bone.replace(name, placeholder)
    return bone


def expand(bones: Iterable[str], names: Names) -> frozenset[str]:
    """Skeletons with the names in place of their placeholders; those that need a name which is not known are left out."""
    known = dict(names)
    filled = (_PLACEHOLDER.sub(lambda match: known.get(match[0], match[0]), bone) for bone in bones)
    return frozenset(bone for bone in filled if "{" not in bone)


def without_placeholders(bone: str) -> str:
    """What of a skeleton is the site's own."""
    return _PLACEHOLDER.sub("", bone) if "{" in bone else bone
