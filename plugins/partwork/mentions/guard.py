"""Which addresses may be asked: those of the public web, and what the owner has named.

Pure policy. ``fetch.py`` asks it twice: for every address on the way, redirects included, and for the network
addresses its host resolves to, which are then the only ones connected to.
"""

import ipaddress
import re
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network
from urllib.parse import urlsplit

import idna

from partwork.mentions.http import RefusedError

_PORTS = frozenset({80, 443, 8080})  # those WordPress asks, too
_DEFAULT_PORTS = {"http": 80, "https": 443}
_SHAPE = re.compile(r"https?://[^/?#]", re.IGNORECASE)
_SHAPELESS = re.compile(r"[\x00-\x20\x7f-\xa0\\\u2000-\u200f\u2028-\u202f\u2066-\u2069\ufeff]")
# Underscores and the like stand in names that work; what is not ASCII must be IDNA (RFC 5891, UTS 46).
_ASCII_NAME = re.compile(r"[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*")
_NUMBER = re.compile(r"(?:0x[0-9a-f]*|[0-9]+)", re.IGNORECASE)
# Names that are never of the public web (RFC 6761, 6762, 7686, 8375, 9476, and ICANN's "internal").
_PRIVATE_NAMES = ("localhost", "local", "internal", "onion", "alt", "home.arpa", "localdomain", "lan")

# The IANA IPv4 Special-Purpose Address Registry, multicast, and what is reserved.
_SPECIAL_V4 = tuple(
    IPv4Network(network)
    for network in (
        "0.0.0.0/8",  # "this network"
        "10.0.0.0/8",
        "100.64.0.0/10",  # shared by carriers
        "127.0.0.0/8",
        "169.254.0.0/16",  # link-local, and the metadata of clouds
        "172.16.0.0/12",
        "192.0.0.0/24",  # IETF protocols
        "192.0.2.0/24",  # documentation
        "192.31.196.0/24",  # AS112
        "192.52.193.0/24",  # AMT
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",
        "192.175.48.0/24",  # AS112
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, and broadcast
    )
)
# Of IPv6 only global unicast is asked, without the IANA registry's special blocks in it.
_GLOBAL_V6 = IPv6Network("2000::/3")
_SPECIAL_V6 = tuple(
    IPv6Network(network)
    for network in (
        "2001::/23",  # IETF protocols: Teredo, benchmarks, ORCHID
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4: deprecated, and a way to any IPv4 address
        "2620:4f:8000::/48",  # AS112
        "3fff::/20",  # documentation
    )
)
_MAPPED = IPv6Network("::ffff:0:0/96")
_NAT64 = IPv6Network("64:ff9b::/96")
_ISATAP = frozenset({0x00005EFE, 0x02005EFE})


@dataclass(frozen=True, slots=True)
class Origin:
    """Whom an address asks. `host` is in ASCII and lower case, a literal IPv6 address without brackets."""

    scheme: str
    host: str
    port: int


@dataclass(frozen=True, slots=True)
class Guard:
    """Lets requests to the public web pass. `trusted` are "host:port" pairs that the owner has named."""

    trusted: frozenset[str] = frozenset()

    def check_url(self, url: str) -> Origin:
        """Return whom `url` asks; raise RefusedError where that is nobody on the public web."""
        origin = _origin(url)
        if self._trusts(origin):
            return origin
        if origin.port not in _PORTS:
            raise RefusedError(url, f"port {origin.port} is none of the web's.")
        literal = _literal(url, origin.host)
        if literal is not None:
            if why := special(literal):
                raise RefusedError(url, f"{literal} is {why}.")
        elif "." not in origin.host or origin.host.endswith(tuple(f".{name}" for name in _PRIVATE_NAMES)):
            raise RefusedError(url, f"{origin.host} is no name of the public web.")
        return origin

    def check_addresses(self, origin: Origin, addresses: Iterable[str]) -> tuple[str, ...]:
        """Return the addresses of a host, all fit to connect to; raise RefusedError if one of them is not."""
        found = tuple(addresses)
        if not self._trusts(origin):
            for address in found:
                if why := special(ipaddress.ip_address(address)):
                    raise RefusedError(origin.host, f"it resolves to {address}, which is {why}.")
        return found

    def _trusts(self, origin: Origin) -> bool:
        return f"{origin.host}:{origin.port}" in self.trusted


def special(address: IPv4Address | IPv6Address) -> str:
    """Return why an address is not one of the public web, or an empty string."""
    if isinstance(address, IPv4Address):
        network = next((network for network in _SPECIAL_V4 if address in network), None)
        return f"in {network}, which is not public" if network else ""
    if address.scope_id is not None:
        return "of one link only"
    if address in _MAPPED or address in _NAT64:
        return special(IPv4Address(int(address) & 0xFFFFFFFF))
    if address not in _GLOBAL_V6:
        return "no global unicast address"
    if network6 := next((network for network in _SPECIAL_V6 if address in network), None):
        return f"in {network6}, which is not public"
    if (int(address) >> 32) & 0xFFFFFFFF in _ISATAP:
        return special(IPv4Address(int(address) & 0xFFFFFFFF))
    return ""


def _origin(url: str) -> Origin:
    if _SHAPELESS.search(url):
        raise RefusedError(url, "it has characters that no address has.")
    if not _SHAPE.match(url):
        raise RefusedError(url, "it does not begin with http:// or https:// and a host.")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise RefusedError(url, "its host or port cannot be read.") from None
    if "@" in parts.netloc:
        raise RefusedError(url, "it has a name or a password in it.")
    if parts.netloc.endswith(":"):
        raise RefusedError(url, "its port is empty.")
    if port == 0:
        raise RefusedError(url, "port 0 is none of the web's.")
    return Origin(parts.scheme, _host(url, parts.hostname or ""), port or _DEFAULT_PORTS[parts.scheme])


def _host(url: str, host: str) -> str:
    """Return a host in ASCII; raise RefusedError where it is no host."""
    if ":" in host:
        return host
    host = host.removesuffix(".").lower()
    if not _ASCII_NAME.fullmatch(host):
        try:
            host = idna.encode(host, uts46=True, transitional=False).decode()
        except idna.IDNAError:
            raise RefusedError(url, "its host is not a name.") from None
    if len(host) > 253:
        raise RefusedError(url, "its host is not a name.")
    return host


def _literal(url: str, host: str) -> IPv4Address | IPv6Address | None:
    """Return the network address that a host spells out, or None where it is a name.

    A host whose last label is a number is an IPv4 address for every resolver (WHATWG URL, "ends in a
    number"); spelt in any way but four decimal numbers, it is meant to look like something else.
    """
    if ":" not in host and not _NUMBER.fullmatch(host.rpartition(".")[2]):
        return None
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        raise RefusedError(url, f"{host} is a network address in disguise.") from None
