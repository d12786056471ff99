"""Which hosts are on the public web: names and addresses, however they are spelled."""

from __future__ import annotations

import re
import socket
import unicodedata
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import TypeAlias

Address: TypeAlias = IPv4Address | IPv6Address

_DOTS = str.maketrans("。．｡", "...")  # RFC 3490, 3.1: what a browser takes for a dot
_NUMERIC = re.compile(r"[0-9a-fx.]+", re.ASCII)
# RFC 6761 (localhost), 6762 (local, and its appendix G), 8375 (home.arpa), and what ICANN keeps from ever being delegated.
_PRIVATE_NAMES = (
    "localhost",
    "localdomain",
    "local",
    "internal",
    "intranet",
    "private",
    "corp",
    "home",
    "lan",
    "home.arpa",
)
# Networks that hold IPv4 addresses in their last 32 bits: IPv4-compatible, translated (RFC 6145), NAT64 (RFC 6052).
_ENDS_IN_IPV4 = tuple(map(IPv6Network, ("::/96", "::ffff:0:0:0/96", "64:ff9b::/96")))
# IETF protocol assignments (RFC 6890), NAT64 of a network's own (RFC 8215), site-local (RFC 3879): not public, though some
# versions of `ipaddress` call them global.
_LOCAL = (IPv4Network("192.0.0.0/24"), IPv6Network("64:ff9b:1::/48"), IPv6Network("fec0::/10"))


def plain_host(host: str) -> str:
    """`host` as a resolver will read it: lower case, no brackets, no dot at the end, letters and digits of other widths and
    other dots made plain (UTS 46)."""
    return unicodedata.normalize("NFKC", host.translate(_DOTS)).translate(_DOTS).lower().strip("[]").rstrip(".")


def address_of(host: str) -> Address | None:
    """The address that `host` spells, also as resolvers read it: `0x7f.1`, `2130706433`, `0177.0.0.1`. None for a name."""
    host = plain_host(host)
    try:
        return ip_address(host.partition("%")[0])
    except ValueError:
        pass
    if not _NUMERIC.fullmatch(host) or not host[:1].isdigit():
        return None
    try:
        return IPv4Address(socket.inet_aton(host))
    except OSError:
        return None


def is_public(address: Address) -> bool:
    """Whether the address is one of the public internet, and what it embeds is, too (IPv4-mapped, 6to4, NAT64 and the like).
    Loopback, private, link-local, shared (RFC 6598), multicast, unspecified and reserved addresses are not."""
    if isinstance(address, IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if inner is None and any(address in network for network in _ENDS_IN_IPV4):
            inner = IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
    if any(address in network for network in _LOCAL):
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved)


def is_public_name(host: str) -> bool:
    """Whether a name can be one of the public web. Not `localhost` and its like, nor a name without a dot, which a resolver
    looks for in the network it is in."""
    host = plain_host(host)
    return "." in host and not any(host.endswith(f".{name}") for name in _PRIVATE_NAMES)
