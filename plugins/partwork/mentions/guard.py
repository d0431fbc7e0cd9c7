"""Where a request may go: to the public web, by name or address, and to the few places the owner named.

Pure policy. ``fetch.Fetcher`` asks it twice for each request and each redirect: about the URL, before a name
is looked up, and about every address the name has; it then connects to one of those very addresses.

Whatever is not plainly a public web address is refused, never repaired: two readers of a strange URL
disagree on where it leads, and one of them is the guard.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

import idna

from partwork.mentions.http import RefusedError

Address = IPv4Address | IPv6Address

SCHEMES = {"http": 80, "https": 443}
PORTS = frozenset({80, 443, 8080})  # WordPress's: what it would not fetch, nobody needs to
_LOCAL = (".localhost", ".localdomain", ".local", ".lan", ".internal", ".home.arpa", ".onion")
_LONGEST = 8000  # RFC 9110 has every party take so much


def _table(lines: str) -> tuple[tuple[IPv4Network | IPv6Network, str], ...]:
    rows = (line.split(maxsplit=1) for line in lines.strip().splitlines())
    return tuple((ip_network(network), what) for network, what in rows)


# IANA's registries of special-purpose addresses, whole: those marked globally reachable as well, for they
# lead to resolvers and relays and never to a web site. ``ipaddress.is_global`` knows an older, shorter list.
_SPECIAL = {
    4: _table("""
        0.0.0.0/8          this network
        10.0.0.0/8         private
        100.64.0.0/10      shared by a provider's customers
        127.0.0.0/8        loopback
        168.63.129.16/32   Azure's metadata service
        169.254.0.0/16     link-local, where clouds keep their metadata
        172.16.0.0/12      private
        192.0.0.0/24       IETF protocol assignments
        192.0.2.0/24       documentation
        192.31.196.0/24    AS112
        192.52.193.0/24    AMT
        192.88.99.0/24     6to4 relays
        192.168.0.0/16     private
        192.175.48.0/24    AS112
        198.18.0.0/15      benchmarking
        198.51.100.0/24    documentation
        203.0.113.0/24     documentation
        224.0.0.0/4        multicast
        240.0.0.0/4        reserved
        255.255.255.255/32 broadcast
    """),
    6: _table("""
        ::/128             unspecified
        ::1/128            loopback
        ::/96              IPv4-compatible
        ::ffff:0:0/96      IPv4-mapped
        ::ffff:0:0:0/96    IPv4-translated
        64:ff9b:1::/48     local NAT64
        100::/64           discard-only
        100:0:0:1::/64     dummy prefix
        2001::/32          Teredo
        2001::/23          IETF protocol assignments
        2001:db8::/32      documentation
        2002::/16          6to4
        2620:4f:8000::/48  AS112
        3fff::/20          documentation
        5f00::/16          segment routing
        fc00::/7           private
        fe80::/10          link-local
        fec0::/10          site-local
        ff00::/8           multicast
    """),
}
_UNICAST = IPv6Network("2000::/3")  # all that was ever given out
_NAT64 = IPv6Network("64:ff9b::/96")  # how a network without IPv4 reaches it; judged by what it carries

# Where an IPv6 address carries an IPv4 one: in which bytes.
_CARRIERS = (
    (IPv6Network("::/96"), slice(12, 16)),
    (IPv6Network("::ffff:0:0/96"), slice(12, 16)),
    (IPv6Network("::ffff:0:0:0/96"), slice(12, 16)),
    (_NAT64, slice(12, 16)),
    (IPv6Network("64:ff9b:1::/48"), slice(12, 16)),
    (IPv6Network("2002::/16"), slice(2, 6)),
)
_TEREDO = IPv6Network("2001::/32")
_ISATAP = (b"\x00\x00\x5e\xfe", b"\x02\x00\x5e\xfe")


def _carried(address: IPv6Address) -> IPv4Address | None:
    if address.is_loopback or address.is_unspecified:  # numbers of ::/96 that carry nothing
        return None
    packed = address.packed
    for network, place in _CARRIERS:
        if address in network:
            return IPv4Address(packed[place])
    if address in _TEREDO:  # the client's address is written upside down
        return IPv4Address(int.from_bytes(packed[12:]) ^ 0xFFFFFFFF)
    return IPv4Address(packed[12:]) if packed[8:12] in _ISATAP else None


def special(address: Address) -> str:
    """Return what `address` is kept for; an empty string where it is one of the public internet."""
    if isinstance(address, IPv6Address) and (inner := _carried(address)) and (kept := special(inner)):
        return f"{inner}, {kept}"
    for network, kept in _SPECIAL[address.version]:
        if address in network:
            return kept
    if isinstance(address, IPv6Address) and address not in _UNICAST and address not in _NAT64:
        return "not a public address"
    return ""


@dataclass(frozen=True, slots=True)
class Origin:
    """Whom a URL asks. `host` is a name in ASCII or an address, in lower case, without brackets."""

    scheme: str
    host: str
    port: int

    @property
    def authority(self) -> str:
        """``host:port``, with brackets around an IPv6 address: how the owner names whom to trust."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    @property
    def address(self) -> Address | None:
        """The address where the host is written as one, and not by name."""
        try:
            return ip_address(self.host)
        except ValueError:
            return None

    def __str__(self) -> str:
        return f"{self.scheme}://{self.authority}"


@dataclass(frozen=True, slots=True)
class Guard:
    """Lets requests out to the public web, and to `trusted`: the ``host:port`` pairs that the owner named.

    A trusted pair may be on any port and have any address. Trust is in the pair, whoever names it in a URL:
    a redirect of a stranger's leads there as well.
    """

    trusted: frozenset[str] = frozenset()

    def trusts(self, asked: Origin) -> bool:
        """Return whether the owner named this very host and port."""
        return asked.authority in self.trusted

    def check_url(self, url: str) -> Origin:
        """Return whom `url` asks, or raise RefusedError; what addresses a name has is not known yet."""
        asked = origin(url)
        if self.trusts(asked):
            return asked
        if asked.port not in PORTS:
            raise RefusedError(url, f"port {asked.port} is not one of {', '.join(map(str, sorted(PORTS)))}")
        if (address := asked.address) is not None:
            if kept := special(address):
                raise RefusedError(url, f"{address} is not public: {kept}")
        elif "." not in asked.host or f".{asked.host}".endswith(_LOCAL):
            raise RefusedError(url, f"{asked.host} is a name of a local network")
        return asked

    def check_addresses(self, asked: Origin, addresses: Iterable[str]) -> tuple[str, ...]:
        """Return the addresses of a host, or raise RefusedError where one of them, any one, is not public.

        A name that has a public address and a private one is a trap: which is connected to is chance.
        """
        parsed = []
        for text in addresses:
            try:
                parsed.append(ip_address(text))
            except ValueError:
                raise RefusedError(str(asked), f"it has an address that is none: {text!r}") from None
        for address in parsed:
            if (kept := special(address)) and not self.trusts(asked):
                raise RefusedError(str(asked), f"its address {address} is not public: {kept}")
        return tuple(map(str, parsed))


_URL = re.compile(r"(?P<scheme>[a-z]+)://(?P<authority>[^/?#]+)(?:[/?#].*)?", re.IGNORECASE | re.DOTALL)
_AUTHORITY = re.compile(r"(?:\[(?P<six>[0-9a-f:.]+)\]|(?P<name>[^:\[\]]+))(?::(?P<port>[0-9]{0,5}))?")
_STRANGE = re.compile(r"[\s\x00-\x20\x7f-\xa0\\\ud800-\udfff]")
_LABELS = re.compile(r"(?!.{254})[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*")
_NUMBER = re.compile(r"(?:.*\.)?(?:[0-9]+|0x[0-9a-f]*)")


def origin(url: str) -> Origin:
    """Return whom `url` asks; raise RefusedError where that can be read in more than one way."""
    if len(url) > _LONGEST:
        raise RefusedError(url, f"it is longer than {_LONGEST} characters")
    if strange := _STRANGE.search(url):
        raise RefusedError(url, f"it has {strange.group()!a} in it")
    parts = _URL.fullmatch(url)
    scheme = parts["scheme"].lower() if parts else ""
    if not parts or scheme not in SCHEMES:
        raise RefusedError(url, "it does not begin with http:// or https:// and a host")
    if "@" in parts["authority"]:
        raise RefusedError(url, "it has a user name in it")
    place = _AUTHORITY.fullmatch(parts["authority"].lower())
    port = int(place["port"] or SCHEMES[scheme]) if place else 0
    if not place or not 0 < port < 1 << 16:
        raise RefusedError(url, "its host and port cannot be told apart")
    return Origin(scheme, _six(url, place["six"]) if place["six"] else _name(url, place["name"]), port)


def _six(url: str, text: str) -> str:
    try:
        return str(IPv6Address(text))
    except ValueError:
        raise RefusedError(url, f"[{text}] is not an address") from None


def _name(url: str, text: str) -> str:
    try:
        # UTS 46 turns full-width digits and dots into plain ones, as browsers do.
        name = text if text.isascii() else idna.encode(text, uts46=True, std3_rules=True).decode()
    except UnicodeError:
        name = ""
    name = name.removesuffix(".")
    if not _LABELS.fullmatch(name):
        raise RefusedError(url, f"{text} is not a host's name")
    if _NUMBER.fullmatch(name):
        return _four(url, name)
    return name


def _four(url: str, text: str) -> str:
    """Return an address in the one form that all agree on; ``127.1`` and ``0x7f000001`` are none."""
    try:
        return str(IPv4Address(text))
    except ValueError:
        raise RefusedError(url, f"{text} is a number, and not an address written as four") from None
