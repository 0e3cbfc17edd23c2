"""Where messages may be sent: to the open internet, and to hosts allowed on purpose.

A name is looked up once, and the connection goes to what was looked at: a name that answers
otherwise the next time leads nowhere else.
"""

import socket
from collections.abc import Collection
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

from merilo.web.notices.ways.trouble import Trouble

Address = IPv4Address | IPv6Address
# For protocols and for relays of them; not all versions of Python know.
PECULIAR = (IPv4Network("192.0.0.0/24"), IPv4Network("192.88.99.0/24"))
# What carries an address of the older kind in its last 32 bits.
CARRIES = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"), IPv6Network("::/96"))


def public(address: Address) -> bool:
    """Everybody can reach it; nothing of this machine, its network or its provider answers."""
    inner = within(address)
    if inner is not None:
        return public(inner)
    return address.is_global and not (
        address.is_multicast or address.is_reserved or address.is_unspecified
        or address.is_loopback or address.is_link_local or address.is_private
        or (isinstance(address, IPv6Address) and address.is_site_local)
        or any(address in net for net in PECULIAR)
    )  # fmt: skip


def within(address: Address) -> IPv4Address | None:
    """The address of the older kind that a newer one stands for."""
    if isinstance(address, IPv4Address):
        return None
    if found := address.ipv4_mapped or address.sixtofour:
        return found
    if address.teredo:
        return address.teredo[1]
    if any(address in net for net in CARRIES):
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return None


def lead(host: str, port: int, allowed: Collection[str]) -> list[Address]:
    """The addresses of a host, all of them fit to be sent to. Trouble if one is not, or if there
    are none."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Trouble("unknown") from None
    addresses = [ip_address(str(where[0]).partition("%")[0]) for *_kind, where in found]
    if not addresses:
        raise Trouble("unknown")
    if host.lower() not in allowed and not all(map(public, addresses)):
        raise Trouble("private", final=True)
    return list(dict.fromkeys(addresses))


def connect(host: str, port: int, allowed: Collection[str], timeout_s: float) -> socket.socket:
    """A connection to the first of the host's addresses that answers. Trouble if none does."""
    for address in lead(host, port, allowed):
        try:
            return socket.create_connection((str(address), port), timeout_s)
        except OSError:
            continue
    raise Trouble("silent")
