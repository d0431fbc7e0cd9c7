"""Pages at addresses of the past: where a post was deleted one says so, where it has moved one leads on."""

from collections.abc import Container, Iterator
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from partwork.glue.linked import LinkedSite
from partwork.glue.mentions import sources
from partwork.mentions.past import Past, past


@dataclass(frozen=True, slots=True)
class PastPage:
    """A page to write. `url` is below the site's address, as is `to`, where it leads; empty for nowhere."""

    url: str
    save_as: str
    to: str = ""


def of_site(linked: LinkedSite, taken: Container[str]) -> Past:
    """Return what became of the addresses that the ledger knows and whose files are not `taken`."""
    if not linked.ledger.pages:
        return Past()
    site_url = linked.build.site.url
    was = past(sources(linked), linked.ledger, site_url)

    def free(url: str) -> bool:
        file = _file(_below(url, site_url))
        return bool(file) and file not in taken

    return Past(
        tuple((old, new) for old, new in was.moved if free(old)), tuple(url for url in was.gone if free(url))
    )


def pages(was: Past, site_url: str) -> Iterator[PastPage]:
    """Yield a page for each address."""
    for old, new in (*was.moved, *((url, "") for url in was.gone)):
        url = _below(old, site_url)
        yield PastPage(url, _file(url), _below(new, site_url))


def _below(url: str, site_url: str) -> str:
    """Return an address below that of the site."""
    return urlsplit(url).path.removeprefix(urlsplit(site_url).path).lstrip("/")


def _file(url: str) -> str:
    """Return the file that hosts serve at an address below the site's; empty where there can be none."""
    path = unquote(url)
    folders = path.split("/")
    if {"", ".", ".."} & set(folders[:-1]) or folders[-1] in (".", "..") or not path.isprintable():
        return ""
    if folders[-1] in ("", "index.html"):
        return "/".join([*folders[:-1], "index.html"])
    return path if path.endswith((".html", ".htm")) else f"{path}.html"
