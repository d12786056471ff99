"""What the names of reading sites end with, as sources of patterns."""

from __future__ import annotations

NET = "小说网|中文网|文学网|阅读网|看书网|读书网|书网|小说城"
"""No bookshop of a story is called so."""
SHOP = "书屋|书阁|书吧|书院|书库|书城|书斋|书苑|书楼|书轩"
"""A bookshop, a study or a shelf may be."""
SITE = f"{NET}|{SHOP}"
