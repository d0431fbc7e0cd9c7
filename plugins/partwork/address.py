"""Addresses compared: what is written differently and names one page."""

from urllib.parse import unquote_to_bytes, urlsplit

_PORTS = {"http": 80, "https": 443}


def key(url: str) -> str:
    """Return what the page at an absolute address is known by.

    Left out are the scheme, a port that goes without saying, a slash at the end of the path, and the
    fragment. The host is in lower case, and what was percent-encoded is not.
    """
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return url
    where = host if port in (None, _PORTS.get(parts.scheme)) else f"{host}:{port}"
    path, query = (
        unquote_to_bytes(part.encode("utf-8", "surrogatepass")).decode("latin-1")
        for part in (parts.path, parts.query)
    )
    return f"//{where}{path.rstrip('/')}" + (f"?{query}" if query else "")
