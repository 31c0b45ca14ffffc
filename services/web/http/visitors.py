"""From where a visitor comes, as limits count them: by what trusted proxies say, else by the connection."""

from ipaddress import IPv6Address, ip_address, ip_network

from fastapi import Request

_OF_ONE_CUSTOMER = 64
"""Bits of an IPv6 address: whoever has one has all of its network (RFC 6177), and could change it at each try."""


def network_of(request: Request) -> str:
    """Of who sent it. Empty where the connection has no address."""
    return network(request.client.host if request.client else "")


def network(host: str) -> str:
    """An IPv4 address, or the network of an IPv6 one; what is no address is its own."""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if isinstance(address, IPv6Address):
        inner = address.ipv4_mapped
        return str(inner or ip_network((address, _OF_ONE_CUSTOMER), strict=False))
    return str(address)


def proxies_of(text: str) -> list[str]:
    """Addresses and networks, with commas between them. Raises ValueError for one that is none, or for everybody."""
    named = [one.strip() for one in text.split(",") if one.strip()]
    for one in named:
        if not ip_network(one).prefixlen:
            raise ValueError(f"{one} is everybody: name the proxies alone")
    return named
