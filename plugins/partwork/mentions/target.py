"""Whose an address is."""

from urllib.parse import urlsplit

from partwork.address import key


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
