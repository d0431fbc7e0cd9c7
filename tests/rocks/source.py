"""A source, read as the site reads it: with another parser and another client than the project's own."""

import ipaddress
import socket
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from bs4 import BeautifulSoup


class BadSourceError(Exception):
    """A source that is not looked at."""


@dataclass(frozen=True, slots=True)
class Source:
    """What a source answers: the addresses of its links as written, and whether it says that it is gone."""

    status: int
    links: frozenset[str]
    addresses: frozenset[str]
    gone: bool

    def mapped(self, change: Callable[[str], str]) -> "Source":
        """Return it with each address changed."""
        links, addresses = (frozenset(map(change, urls)) for urls in (self.links, self.addresses))
        return Source(self.status, links, addresses, self.gone)


def read(url: str, *, loopback: bool) -> Source:
    """GET a source. Its host is a name, not a number, and a public one unless `loopback` is let pass."""
    _check(url, loopback=loopback)
    request = urllib.request.Request(url, headers={"Accept": "text/html", "User-Agent": "rocks (Webmention)"})
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=10) as answer:
            return _source(answer.status, answer.read(1 << 20))
    except urllib.error.HTTPError as error:
        with error:
            return _source(error.code, error.read(1 << 20))
    except OSError as error:
        raise BadSourceError("source_not_found") from error


def _check(url: str, *, loopback: bool) -> None:
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.scheme not in ("http", "https") or not host or _is_number(host):
        raise BadSourceError("invalid_source")
    try:
        found = socket.getaddrinfo(host, parts.port or 80)
    except OSError as error:
        raise BadSourceError("invalid_source") from error
    addresses = {ipaddress.ip_address(one[4][0]) for one in found}
    if not all(address.is_global or (loopback and address.is_loopback) for address in addresses):
        raise BadSourceError("invalid_source")


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _source(status: int, body: bytes) -> Source:
    page = BeautifulSoup(body, "html5lib")
    metas = [
        str(meta.get("content", ""))
        for meta in page.find_all("meta")
        if str(meta.get("http-equiv", "")).lower() == "status"
    ]
    return Source(
        status,
        frozenset(str(link["href"]) for link in page.find_all("a", href=True)),
        frozenset(str(element["href"]) for element in page.find_all(href=True)),
        status == 410 or any(content.strip().startswith("410") for content in metas),
    )
