"""Which machines a channel may call: judged by address after the name was looked up, and called at exactly those addresses.

Whoever manages a firm's archive must not be able to reach, through the service, what only the service's machine can reach.
"""

from __future__ import annotations

import ipaddress
import socket
from contextlib import suppress
from dataclasses import dataclass

_AROUND = tuple(map(ipaddress.ip_network, ("64:ff9b::/96", "64:ff9b:1::/48", "fec0::/10", "::/96")))
"""Addresses that lead to others, or that were of local networks: never out in the world, whatever a table says."""


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a channel reaches. ``named``: hosts, with or without a port, that may lie anywhere; ``free``: all hosts may."""

    named: str = ""
    free: bool = False

    def allows(self, host: str, port: int, addresses: list[str]) -> bool:
        """Whether a host that was found at these addresses may be called."""
        return self.free or self.names(host, port) or all(map(public, addresses))

    def names(self, host: str, port: int) -> bool:
        """Whether whoever runs the machine named this host."""
        hosts = {one.strip().lower() for one in self.named.split(",") if one.strip()}
        return host.lower() in hosts or f"{host}:{port}".lower() in hosts


ANYWHERE = Reach(free=True)


def found(host: str, port: int) -> list[str]:
    """The addresses of a host. Raises ``OSError`` and ``UnicodeError``."""
    return list(dict.fromkeys(str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)))


def reached(addresses: list[str], port: int, patience: float) -> socket.socket:
    """A connection to the first of the addresses that takes one. Raises the ``OSError`` of the last."""
    for address in addresses[:-1]:
        with suppress(OSError):
            return socket.create_connection((address, port), timeout=patience)
    return socket.create_connection((addresses[-1], port), timeout=patience)


def public(address: str) -> bool:
    """Whether an address belongs to a machine out in the world, also when it is written as IPv6 around IPv4."""
    seen = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(seen, ipaddress.IPv6Address):
        inner = seen.ipv4_mapped or seen.sixtofour or (seen.teredo[1] if seen.teredo else None)
        if inner is not None or any(seen in network for network in _AROUND):
            return inner is not None and public(str(inner))
    return seen.is_global and not seen.is_multicast
