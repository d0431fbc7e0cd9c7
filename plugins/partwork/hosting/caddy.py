"""Caddy: a file to import in the block of the site."""

from collections.abc import Iterable, Iterator, Mapping

from partwork.hosting.headers import Headers
from partwork.hosting.redirects import Redirects


def files(redirects: Redirects, headers: Headers) -> Mapping[str, str]:
    """Return the file; there is always something to import."""
    lines = [
        "# import this file in the block of the site",
        *_moved(redirects),
        *_gone(redirects),
        *_sent(headers),
    ]
    return {"caddy/partwork.caddy": "".join(f"{line}\n" for line in lines)}


def _moved(redirects: Redirects) -> Iterator[str]:
    if redirects.moved:
        yield from _map("moved", redirects.moved)
        yield '@partwork_moved not vars {partwork_moved} ""'
        yield "redir @partwork_moved {partwork_moved} 301"


def _gone(redirects: Redirects) -> Iterator[str]:
    if redirects.gone:
        yield from _map("gone", ((old, "yes") for old in redirects.gone))
        yield "@partwork_gone vars {partwork_gone} yes"
        yield "handle @partwork_gone {"
        if redirects.page:
            yield f"    rewrite * {_quoted(redirects.page)}"
            yield "    file_server {"
            yield "        status 410"
            yield "    }"
        else:
            yield "    respond 410"
        yield "}"


def _sent(headers: Headers) -> Iterator[str]:
    if headers.pages:
        yield from _map("open", ((page, "yes") for page in headers.pages))
        yield "@partwork_open vars {partwork_open} yes"
        yield "header @partwork_open {"
        for name, value in headers.fields:
            yield f"    +{name} {_quoted(value)}"
        yield "}"


def _map(name: str, pairs: Iterable[tuple[str, str]]) -> Iterator[str]:
    yield f"map {{path}} {{partwork_{name}}} {{"
    for path, value in pairs:
        yield f"    {_quoted(path)} {_quoted(value)}"
    yield '    default ""'
    yield "}"


def _quoted(text: str) -> str:
    """Return a token: between backticks nothing is escaped, between quotes only quotes are."""
    if "`" not in text:
        return f"`{text}`"
    escaped = text.replace('"', r"\"")
    return f'"{escaped}"'
