"""Addresses as strangers write them: where a reference on a page leads, and what is one address.

RFC 3986, after the white space that browsers take away. ``urllib.parse.urljoin`` is not used: it drops an
empty query, fragment or parameter, and an address that is compared must be the one that was written.
"""

import re
from urllib.parse import quote, unquote_to_bytes, urlsplit

_PARTS = re.compile(r"([a-z][a-z0-9+.-]*:)?(//[^/?#]*)?([^?#]*)(\?[^#]*)?(#.*)?", re.IGNORECASE | re.DOTALL)
_NO_HOST = re.compile(r'[\x00-\x20"<>\\^`{|}\x7f]')
_EDGES = "".join(map(chr, range(0x21)))  # controls and space
_LINES = str.maketrans("", "", "\t\n\r")
# What may stand in a path or query as it is; "%" among them, so that what is encoded stays as it was.
_KEPT = "%/:=&?~#+!$,;'@()*[]"
# What nearly every address looks like; the rest is taken apart.
_PLAIN = re.compile(
    r"https?:(//[a-z0-9.-]+(?:/[\w!$&'()*+,;=:@.~-]+)*)/?(\?[\w!$&'()*+,;=:@./~-]+)?", re.ASCII
)
_ESCAPE = re.compile("%[0-9A-Fa-f]{2}")
_UNRESERVED = re.compile(rb"[A-Za-z0-9._~-]")
_PORTS = {"http": 80, "https": 443}


def joined(base: str, reference: str) -> str | None:
    """Return the address of the web that `reference` means on a page at `base`, or None where it is none."""
    scheme, host, path, query, fragment = _parts(stripped(reference))
    base_scheme, base_host, base_path, base_query, _ = _parts(base)
    if not scheme and not host:
        host = base_host
        if not path:
            path, query = base_path, query or base_query
        elif not path.startswith("/"):
            path = f"{base_path.rpartition('/')[0]}/{path}"
    scheme = (scheme or base_scheme).lower()
    if scheme not in ("http:", "https:") or not _is_host(host):
        return None
    return scheme + host + _without_dots(path) + query + fragment


def stripped(reference: str) -> str:
    """Return a reference without what browsers take away before they read it."""
    return reference.strip(_EDGES).translate(_LINES)


def encoded(url: str) -> str:
    """Return an address without fragment, its path and query in ASCII; its host is kept."""
    scheme, host, path, query, _ = _parts(url)
    return scheme + host + quote(path + query, safe=_KEPT, errors="replace")


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


def _parts(url: str) -> tuple[str, str, str, str, str]:
    """Return the parts with their delimiters: an empty query is not none."""
    scheme, host, path, query, fragment = next(_PARTS.finditer(url)).groups("")
    return scheme, host, path, query, fragment


def _is_host(host: str) -> bool:
    if _NO_HOST.search(host):
        return False
    try:
        parts = urlsplit(f"http:{host}")
        return bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def _without_dots(path: str) -> str:
    """Go up and stay as the path says; nothing is above its first segment."""
    if "/." not in path:
        return path
    kept: list[str] = []
    segments = path.split("/")
    for segment in segments:
        if segment == ".." and len(kept) > 1:
            kept.pop()
        elif segment not in (".", ".."):
            kept.append(segment)
    return "/".join(kept) + "/" * (segments[-1] in (".", ".."))
