"""Addresses as strangers write them: a reference on a page, and where it leads.

RFC 3986, after the white space that browsers take away. ``urllib.parse.urljoin`` is not used: it drops an
empty query, fragment or parameter, and an address that is compared must be the one that was written.
"""

import re
from urllib.parse import quote, urlsplit

_PARTS = re.compile(r"([a-z][a-z0-9+.-]*:)?(//[^/?#]*)?([^?#]*)(\?[^#]*)?(#.*)?", re.IGNORECASE | re.DOTALL)
_NO_HOST = re.compile(r'[\x00-\x20"<>\\^`{|}\x7f]')
_EDGES = "".join(map(chr, range(0x21)))  # controls and space
_LINES = str.maketrans("", "", "\t\n\r")
# What may stand in a path or query as it is; "%" among them, so that what is encoded stays as it was.
_KEPT = "%/:=&?~#+!$,;'@()*[]"


def joined(base: str, reference: str) -> str | None:
    """Return the address of the web that `reference` means on a page at `base`, or None where it is none."""
    scheme, host, path, query, fragment = _parts(reference.strip(_EDGES).translate(_LINES))
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


def encoded(url: str) -> str:
    """Return an address without fragment, its path and query in ASCII; its host is kept."""
    scheme, host, path, query, _ = _parts(url)
    return scheme + host + quote(path + query, safe=_KEPT, errors="replace")


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
