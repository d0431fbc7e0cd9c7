"""What a host is to answer at addresses of the past: one map; each host's writer writes it its own way."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit

# What a path may hold as it is. What is a wildcard, a placeholder or a variable to a host is encoded.
_KEPT = "/-._~!'()+,;=@&"


@dataclass(frozen=True, slots=True)
class Redirects:
    """Addresses that have moved, with their new address, and addresses that are gone.

    Old ones are paths below the host, with every character as it is meant; new ones are as they are sent.
    `page` is the path of what is shown where a page is gone.
    """

    moved: tuple[tuple[str, str], ...] = ()
    gone: tuple[str, ...] = ()
    page: str = ""


def redirects(moved: Iterable[tuple[str, str]], gone: Iterable[str], page: str) -> Redirects:
    """Return the map for absolute addresses; a path that no host could be told is left out."""
    return Redirects(
        tuple((old, url) for address, url in moved for old in written(path(address)) if written(path(url))),
        tuple(old for address in gone for old in written(path(address))),
        encoded(path(page)),
    )


def path(url: str) -> str:
    """Return the path of an address, with every character as it is meant."""
    return unquote(urlsplit(url).path) or "/"


def written(path: str) -> tuple[str, ...]:
    """Return the paths that lead to the file of one: a folder's has a name of its own."""
    if not path.isprintable():
        return ()
    return (path, f"{path}index.html") if path.endswith("/") else (path,)


def encoded(path: str) -> str:
    """Return a path as it is sent."""
    return quote(path, safe=_KEPT)
