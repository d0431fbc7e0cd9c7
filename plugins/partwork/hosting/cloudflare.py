"""Cloudflare Pages: ``_redirects`` and ``_headers`` at the root of the site.

It cannot answer 410: its tombstones say so in the page alone. It serves ``/a.html`` at ``/a``, and takes no
more than 2,000 redirects and 100 rules for headers.
"""

from collections.abc import Iterator, Mapping
from itertools import islice

from partwork.hosting.headers import Headers
from partwork.hosting.redirects import Redirects, encoded, path

_REDIRECTS = 2000
_HEADERS = 100


def files(redirects: Redirects, headers: Headers) -> Mapping[str, str]:
    """Return the files, cut at what Cloudflare takes."""
    fields = "".join(f"  {name}: {value}\n" for name, value in headers.fields)
    pages = dict.fromkeys(_served(page) for page in headers.pages)
    return {
        "_redirects": "".join(islice(dict.fromkeys(_rules(redirects)), _REDIRECTS)),
        "_headers": "".join(f"{encoded(page)}\n{fields}" for page in islice(pages, _HEADERS)),
    }


def _rules(redirects: Redirects) -> Iterator[str]:
    """Yield the redirects, from where a page was written and where it was served; none leads to itself."""
    for old, new in redirects.moved:
        for place in (old, _served(old)):
            if place != path(new):
                yield f"{encoded(place)} {new} 301\n"


def _served(page: str) -> str:
    """Return where Cloudflare serves a page: without ``index.html``, and without ``.html``."""
    return page.removesuffix("index.html") if page.endswith("/index.html") else page.removesuffix(".html")
