"""An address without what is the visitor's and not the page's: credentials and session ids."""

from __future__ import annotations

import re
from urllib.parse import urlsplit, urlunsplit

_UNTIDY = re.compile(r"[@;]|[?&](?:[a-z._]{0,16}sess|(?:zen|osc|s?s)id=|s=)|/\([a-z]\(|//[^/?#]*[^\x00-\x7f]", re.I)
_IN_PATH = re.compile(r";(?:jsessionid|phpsessid|session_?id|sid)=[^;/]*", re.I)
_ASP_NET = re.compile(r"/\((?:[a-z]\([\w-]{8,64}\)){1,4}\)(?=/)", re.I)
# Fields that hold nothing but a session, and those that may: `sid` is a story to some archives.
_SESSION = re.compile(
    r"(?:jsessionid|phpsessid|aspsessionid\w{0,16}|asp\.net_sessionid|session_?id|sessid|zenid|oscsid)=", re.I
)
_MAYBE_SESSION = re.compile(
    r"(?:s|sid|ssid|sess|session)=(?:[0-9a-f]{24,}|(?=[a-z0-9]*[0-9])(?=[a-z0-9]*[a-z])[a-z0-9]{20,})$", re.I
)


def untidy(url: str) -> bool:
    """Whether `tidy` may change the address; also true of some that it does not."""
    marked = "?" in url or "@" in url or ";" in url or "(" in url or not url.isascii()
    return marked and bool(_UNTIDY.search(url))


def tidy(url: str) -> str:
    """`url` without user name, password and session id, and with the ASCII form of its host, so that it is the same to whoever
    asks, and whenever. Whatever is no URL comes back as it is; never raises."""
    if not untidy(url):
        return url
    try:
        parts = urlsplit(url)
        host = parts.netloc.rpartition("@")[2]
        if not host.isascii():
            host = host.encode("idna").decode("ascii")
    except ValueError:  # UnicodeError is one
        return url
    path = _ASP_NET.sub("", _IN_PATH.sub("", parts.path))
    query = parts.query
    if any(_is_session(field) for field in query.split("&")):
        query = "&".join(field for field in query.split("&") if not _is_session(field))
    return urlunsplit((parts.scheme, host, path, query, parts.fragment))


def _is_session(field: str) -> bool:
    return bool(_SESSION.match(field) or _MAYBE_SESSION.match(field))
