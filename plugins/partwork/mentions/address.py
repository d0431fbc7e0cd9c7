"""Addresses as strangers write them: references joined to a base as browsers do, or nothing."""

from urllib.parse import quote, urljoin, urlsplit

_EDGES = "".join(map(chr, range(0x21)))  # C0 controls and space, which the URL standard strips
_LINES = str.maketrans("", "", "\t\n\r")
# What may stand in a path or query as it is; "%" among them, so that what is encoded stays as it was.
_KEPT = "%/:=&?~#+!$,;'@()*[]"


def joined(base: str, reference: str) -> str | None:
    """Return the address of the web that `reference` means on a page at `base`, or None where it is none."""
    try:
        url = urljoin(base, reference.strip(_EDGES).translate(_LINES))
        parts = urlsplit(url)
        parts.port  # noqa: B018 - raises where it is no number
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.hostname else None


def encoded(url: str) -> str:
    """Return an absolute address without fragment, its path and query in ASCII; its host is kept."""
    parts = urlsplit(url)
    return parts._replace(
        path=quote(parts.path, safe=_KEPT), query=quote(parts.query, safe=_KEPT), fragment=""
    ).geturl()
