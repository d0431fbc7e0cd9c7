"""The header fields a host is to send with pages: one map, which each host's writer writes its own way."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

from partwork.hosting.redirects import path, written

# A URI as it may stand in a header field, in angle brackets and in quotes of any configuration.
_URI = "!#%&'()*+,/:;=?@[]~"


@dataclass(frozen=True, slots=True)
class Headers:
    """Fields by name, and the pages they are sent with: paths, the most important first."""

    fields: tuple[tuple[str, str], ...] = ()
    pages: tuple[str, ...] = ()


def announcing(webmention: str, pingback: str, pages: Iterable[str]) -> Headers:
    """Return the fields that announce endpoints, for the pages at absolute addresses whose pings are open."""
    fields = []
    if webmention:
        fields.append(("Link", f'<{quote(webmention, safe=_URI)}>; rel="webmention"'))
    if pingback:
        fields.append(("X-Pingback", quote(pingback, safe=_URI)))
    paths = tuple(one for address in pages for one in written(path(address))) if fields else ()
    return Headers(tuple(fields) if paths else (), paths)
