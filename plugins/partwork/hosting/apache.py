"""Apache: ``.htaccess`` at the root of the site, for mod_alias, mod_setenvif and mod_headers."""

import re
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from partwork.hosting.headers import Headers
from partwork.hosting.redirects import Redirects, path

_SIGNS = re.compile(r"[][\\.*+?^$|(){}]")
# Of a word in quotes, what Apache takes one backslash away from.
_HALVED = re.compile(r'\\(?=[\\"]|$)|"')


def files(redirects: Redirects, headers: Headers) -> Mapping[str, str]:
    """Return the file."""
    lines = [*_moved(redirects), *_gone(redirects), *_sent(headers)]
    return {".htaccess": "".join(f"{line}\n" for line in lines)}


def _moved(redirects: Redirects) -> Iterator[str]:
    """Yield the redirects. Apache encodes the new address itself, and takes a "?" for its query."""
    for old, new in redirects.moved:
        meant = path(new)
        if not set("?#") & set(meant):
            address = urlsplit(new)._replace(path=re.sub(r"[\\$]", r"\\\g<0>", meant)).geturl()
            yield f"RedirectMatch 301 {_exactly(old)} {_quoted(address)}"


def _gone(redirects: Redirects) -> Iterator[str]:
    for old in redirects.gone:
        yield f"RedirectMatch gone {_exactly(old)}"
    if redirects.gone and redirects.page:
        yield f"ErrorDocument 410 {redirects.page}"


def _sent(headers: Headers) -> Iterator[str]:
    if headers.pages:
        for page in headers.pages:
            yield f"SetEnvIf Request_URI {_exactly(page)} partwork_open"
        yield "<IfModule mod_headers.c>"
        for name, value in headers.fields:
            escaped = value.replace("%", "%%")  # which begins a format
            yield f"Header add {name} {_quoted(escaped)} env=partwork_open"
        yield "</IfModule>"


def _exactly(path: str) -> str:
    """Return the pattern that matches one path."""
    escaped = _SIGNS.sub(r"\\\g<0>", path)
    return _quoted(f"^{escaped}$")


def _quoted(text: str) -> str:
    escaped = _HALVED.sub(r"\\\g<0>", text)
    return f'"{escaped}"'
