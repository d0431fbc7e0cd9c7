"""Addresses compared: what is written differently and means the same."""

import re
from urllib.parse import unquote_to_bytes, urlsplit

from partwork.mentions.address import encoded

# What nearly every address looks like; the rest is taken apart.
_PLAIN = re.compile(
    r"https?:(//[a-z0-9.-]+(?:/[\w!$&'()*+,;=:@.~-]+)*)/?(\?[\w!$&'()*+,;=:@./~-]+)?", re.ASCII
)
_ESCAPE = re.compile("%[0-9A-Fa-f]{2}")
_UNRESERVED = re.compile(rb"[A-Za-z0-9._~-]")
_PORTS = {"http": 80, "https": 443}


def key(url: str) -> str:
    """Return what an address is known by.

    Left out are the scheme, a port that goes without saying, a slash at the end of the path, and the
    fragment; the host, and what is percent-encoded, are in one case.
    """
    if plain := _PLAIN.fullmatch(url):
        return plain[1] + (plain[2] or "")
    try:
        parts = urlsplit(encoded(url))
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return url
    if ":" in host:
        host = f"[{host}]"
    if port and port != _PORTS.get(parts.scheme):
        host = f"{host}:{port}"
    path = _ESCAPE.sub(_in_one_case, parts.path).rstrip("/")
    query = _ESCAPE.sub(_in_one_case, parts.query)
    return f"//{host}{path}{'?' if query else ''}{query}"


def _in_one_case(escape: re.Match[str]) -> str:
    byte = unquote_to_bytes(escape[0])
    return byte.decode() if _UNRESERVED.fullmatch(byte) else escape[0].upper()


def within(url: str, site: str) -> bool:
    """Return whether an address is one of a site's, with "www." before its host or without."""
    home, address = (key(one).replace("//www.", "//", 1) for one in (site, url))
    return address == home or address.startswith((f"{home}/", f"{home}?"))


def host(url: str) -> str:
    """Return whom an address asks, as a name to sort by."""
    return urlsplit(url).netloc.lower()


def is_home(url: str) -> bool:
    """Return whether an address is the first page of a site, and no page within."""
    parts = urlsplit(url)
    return parts.path in ("", "/") and not parts.query
