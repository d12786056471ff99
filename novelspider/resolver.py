"""Names are looked up as before; addresses that may not be connected to are left out of the answers."""

from __future__ import annotations

from ipaddress import ip_address
from typing import TYPE_CHECKING, Any
from weakref import WeakSet

from twisted.internet.interfaces import IHostnameResolver, IResolutionReceiver
from zope.interface import implementer

# Twisted's interfaces are typed as nothing that can be called: what has one is Any here.
if TYPE_CHECKING:
    from collections.abc import Sequence

    from twisted.internet.interfaces import IAddress

    from novelspider.addresses import Address
    from novelspider.web import WebOnly

_MOST_REFUSED = 10_000  # names remembered


@implementer(IHostnameResolver)
class WebResolver:
    """In front of the reactor's own resolver: Twisted connects to the addresses that come out of here and to no other, so a
    name that has moved to a private one since it was looked at is caught. Also literal addresses come this way."""

    def __init__(self, resolver: Any) -> None:
        self._resolver = resolver
        self.webs: WeakSet[WebOnly] = WeakSet()
        """What may be connected to: whatever any run in this process may."""
        self.proxies: set[tuple[str, int]] = set()
        """Hosts and ports that the user has named as proxies. A proxy looks names up itself: what is behind it is judged by
        name alone."""
        self._refused: dict[tuple[str, int], Address] = {}

    @classmethod
    def on(cls, reactor: Any) -> WebResolver:
        """The reactor's, put there on first use."""
        present = reactor.nameResolver
        if not isinstance(present, cls):
            present = cls(present)
            reactor.installNameResolver(present)
        return present

    def refused(self, host: str, port: int) -> Address | None:
        """Where `host` stood when it was last looked up, if nothing of the answer was left."""
        return self._refused.get((_key(host), port))

    def resolveHostName(  # noqa: N802  the interface's name
        self,
        resolutionReceiver: Any,  # noqa: N803
        hostName: str,  # noqa: N803
        portNumber: int = 0,  # noqa: N803
        addressTypes: Sequence[type[IAddress]] | None = None,  # noqa: N803
        transportSemantics: str = "TCP",  # noqa: N803
    ) -> Any:
        sieve = _Sieve(resolutionReceiver, self, hostName, portNumber)
        return self._resolver.resolveHostName(sieve, hostName, portNumber, addressTypes, transportSemantics)

    def admits(self, host: str, port: int, address: Address) -> bool:
        if any(_key(host) == proxy and port in (0, proxy_port) for proxy, proxy_port in self.proxies):
            return True  # a tunnel's endpoint is looked up without its port
        return any(web.admits(host, port, address) for web in self.webs)

    def note(self, host: str, port: int, refused: Address | None) -> None:
        """What came of looking up a host."""
        self._refused.pop((_key(host), port), None)
        if refused and len(self._refused) < _MOST_REFUSED:
            self._refused[_key(host), port] = refused


@implementer(IResolutionReceiver)
class _Sieve:
    def __init__(self, receiver: Any, resolver: WebResolver, host: str, port: int) -> None:
        self._receiver = receiver
        self._resolver = resolver
        self._host, self._port = host, port
        self._refused: Address | None = None
        self._passed = False

    def resolutionBegan(self, resolutionInProgress: Any) -> None:  # noqa: N802, N803
        self._receiver.resolutionBegan(resolutionInProgress)

    def addressResolved(self, address: Any) -> None:  # noqa: N802
        plain = ip_address(address.host.partition("%")[0])
        if self._resolver.admits(self._host, self._port, plain):
            self._passed = True
            self._receiver.addressResolved(address)
        else:
            self._refused = plain

    def resolutionComplete(self) -> None:  # noqa: N802
        self._resolver.note(self._host, self._port, None if self._passed else self._refused)
        self._receiver.resolutionComplete()


def _key(host: str) -> str:
    return host.lower().rstrip(".")
