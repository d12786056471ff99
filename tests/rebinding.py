"""A resolver for TWISTED_DNS_RESOLVER that answers with loopback for every name, as a hostile name server would."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from twisted.internet.address import IPv4Address
from twisted.internet.interfaces import IHostnameResolver, IHostResolution, IResolutionReceiver
from zope.interface import implementer

if TYPE_CHECKING:
    from collections.abc import Iterable


@implementer(IHostResolution)
class Resolution:
    def __init__(self, name: str) -> None:
        self.name = name

    def cancel(self) -> None:
        """Nothing is under way."""


@implementer(IHostnameResolver)
class Answers:
    """`answers` come one lookup after the other, the last one for ever."""

    def __init__(self, answers: Iterable[Iterable[str]]) -> None:
        self.answers = list(answers)

    def resolveHostName(  # noqa: N802
        self,
        resolutionReceiver: IResolutionReceiver,  # noqa: N803
        hostName: str,  # noqa: N803
        portNumber: int = 0,  # noqa: N803
        addressTypes: object = None,  # noqa: ARG002, N803
        transportSemantics: str = "TCP",  # noqa: N803
    ) -> Resolution:
        addresses = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        resolution = Resolution(hostName)
        resolutionReceiver.resolutionBegan(resolution)
        for address in addresses:
            resolutionReceiver.addressResolved(IPv4Address(transportSemantics, address, portNumber))
        resolutionReceiver.resolutionComplete()
        return resolution


class Resolver:
    """What Scrapy makes of the setting."""

    def __init__(self, reactor: Any) -> None:
        self._reactor = reactor

    @classmethod
    def from_crawler(cls, crawler: Any, reactor: Any) -> Self:  # noqa: ARG003
        return cls(reactor)

    def install_on_reactor(self) -> None:
        self._reactor.installNameResolver(Answers([["127.0.0.1"]]))
