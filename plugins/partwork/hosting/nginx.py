"""nginx: two files to include, ``redirects.conf`` in a server and ``headers.conf`` beside it."""

from collections.abc import Mapping

from partwork.hosting.headers import Headers
from partwork.hosting.redirects import Redirects

_SERVER = """\
# include this file in the server block of the site
"""
_HTTP = """\
# include this file before the server block of the site, and write in that block:
#   add_header Link $partwork_link;
#   add_header X-Pingback $partwork_x_pingback;
"""


def files(redirects: Redirects, headers: Headers) -> Mapping[str, str]:
    """Return the files; there is always something to include."""
    page = f"error_page 410 {_quoted(redirects.page)}; " if redirects.page else ""
    locations = [
        f"location = {_quoted(old)} {{ return 301 {_quoted(new)}; }}" for old, new in redirects.moved
    ]
    locations += [f"location = {_quoted(old)} {{ {page}return 410; }}" for old in redirects.gone]
    return {
        "nginx/redirects.conf": _SERVER + "".join(f"{location}\n" for location in locations),
        "nginx/headers.conf": _HTTP + _maps(headers),
    }


def _maps(headers: Headers) -> str:
    fields = dict.fromkeys(("Link", "X-Pingback"), "") | dict(headers.fields)
    # A key must fit into a bucket with a pointer or two beside it.
    longest = max((len(page.encode()) for page in headers.pages), default=0)
    bucket = max(64, 1 << (longest + 32).bit_length())
    lines = [f"map_hash_bucket_size {bucket};", f"map_hash_max_size {max(2048, 2 * len(headers.pages))};"]
    for name, value in fields.items():
        lines.append(f"map $uri $partwork_{name.lower().replace('-', '_')} {{")
        lines += [f"    {_quoted(page)} {_quoted(value)};" for page in headers.pages if value]
        lines.append('    default "";')
        lines.append("}")
    return "".join(f"{line}\n" for line in lines)


def _quoted(text: str) -> str:
    """Return a word of the configuration. It has no sign for a "$" that begins no variable."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
