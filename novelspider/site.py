"""What is known of one site beyond what the readers see for themselves. Every field is optional."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from cssselect import SelectorError
from lxml import etree
from parsel.csstranslator import HTMLTranslator

from novelspider.errors import BadArgumentError

if TYPE_CHECKING:
    from collections.abc import Iterable

_SELECTORS = (
    "title",
    "book_title",
    "author",
    "body",
    "next",
    "previous",
    "toc",
    "chapters",
    "category",
    "status",
    "intro",
    "cover",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Overrides for one site. Selectors are CSS, or XPath where they start with `/`, `./` or `(`; a reader given one uses
    what it selects and nothing else. Regexes are searched, not matched, with Python's `re`.

    Made once and checked when made: raises BadArgumentError with the field's name for a selector or regex that does not
    compile; an unknown field is Python's own TypeError, which names it too."""

    hosts: tuple[str, ...] = ()
    """Hosts this applies to, exactly as in URLs, with the port where they have one."""
    title: str = ""
    book_title: str = ""
    author: str = ""
    body: str = ""
    """The element or elements that hold the story's paragraphs."""
    next: str = ""
    previous: str = ""
    toc: str = ""
    chapters: str = ""
    """The `<a>` elements of a TOC, in page order."""
    category: str = ""
    status: str = ""
    intro: str = ""
    cover: str = ""
    remove: tuple[str, ...] = ()
    """Selectors of elements that are no part of the story, though they stand in it."""
    noise: tuple[str, ...] = ()
    """Regexes of lines that are the site's, not the author's."""
    chapter_url: str = ""
    """Regex that a chapter's first page has in its URL."""
    page_url: str = ""
    """Regex that sub-page 2 and later have in their URL."""
    newest_first: bool | None = None
    """Order of the TOC; None lets the reader find out."""

    def __post_init__(self) -> None:
        for name in _SELECTORS:
            _checked(name, compile_selector, getattr(self, name))
        for name in ("chapter_url", "page_url"):
            _checked(name, re.compile, getattr(self, name))
        for name, compiler in (("remove", compile_selector), ("noise", re.compile)):
            value = getattr(self, name)
            if isinstance(value, str):
                raise BadArgumentError(f"Site.{name} is a tuple of strings, not the string {value!r}")
            for one in value:
                _checked(name, compiler, one)

    def selector(self, name: str) -> etree.XPath | None:
        """The compiled selector of a field; None when the field is empty."""
        value = getattr(self, name)
        return compile_selector(value) if value else None


def find_site(sites: Iterable[Site], url: str) -> Site:
    """What is declared of the URL's host (with its port, if any); an empty `Site` where nothing is."""
    host = urlsplit(url).netloc.lower()
    return next((site for site in sites if host in site.hosts), Site())


@cache
def compile_selector(selector: str) -> etree.XPath | None:
    """Compile CSS or XPath (see `Site`). None for the empty string. Raises ValueError, lxml's or cssselect's own error."""
    if not selector:
        return None
    if not selector.startswith(("/", "./", "(")):
        selector = HTMLTranslator().css_to_xpath(selector)
    return etree.XPath(selector, namespaces={"re": "http://exslt.org/regular-expressions"})


def _checked(name: str, compiler: object, value: object) -> None:
    if not isinstance(value, str):
        raise BadArgumentError(f"Site.{name} must be a string, not {value!r}")
    try:
        compiler(value)  # type: ignore[operator]
    except (etree.XPathError, SelectorError, re.error, ValueError) as error:
        raise BadArgumentError(f"Site.{name}: {value!r} does not compile: {error}") from None
