"""What the site takes: the map that its build writes (``inbox.json``), and which page an address names."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import msgspec

from partwork.errors import PartworkError
from partwork.mentions.http import FetchError, Limits, Web

_LIMITS = Limits(seconds=20, size=64 << 20)


class Page(msgspec.Struct, frozen=True):
    """A page of the site, by its absolute address. What it takes it takes for ever, or until a time."""

    url: str
    title: str = ""
    lang: str = ""
    comments: bool | datetime = False
    pings: bool | datetime = False

    def takes_comments(self, now: int) -> bool:
        """Return whether a comment may be left."""
        return _open(self.comments, now)

    def takes_pings(self, now: int) -> bool:
        """Return whether a webmention or pingback may be left."""
        return _open(self.pings, now)


def _open(taken: bool | datetime, now: int) -> bool:  # noqa: FBT001 - a value of the map
    return taken if isinstance(taken, bool) else now <= taken.timestamp()


class SiteMap(msgspec.Struct, frozen=True):
    """The whole map, as the build writes it."""

    site: str
    pages: list[Page] = []
    gone: list[str] = []


@dataclass(frozen=True, slots=True)
class Targets:
    """The pages of a site by their addresses, and the addresses of those that were deleted."""

    site: str
    pages: dict[str, Page]
    gone: frozenset[str] = frozenset()

    def find(self, address: str) -> Page | None:
        """Return the page an address names, whatever its fragment; ``http`` and ``https`` are one site."""
        return self.pages.get(normalised(address))

    def was_deleted(self, address: str) -> bool:
        """Return whether there was a page at an address, and its author has taken it away."""
        return normalised(address) in self.gone

    def is_own(self, address: str) -> bool:
        """Return whether an address is one of the site itself."""
        return urlsplit(normalised(address)).netloc == urlsplit(normalised(self.site)).netloc


def normalised(address: str) -> str:
    """Return what makes two addresses name one page: no fragment, one scheme, no ``index.html``."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https"):
        return ""
    path = parts.path.removesuffix("index.html") or "/"
    return urlunsplit(("https", parts.netloc.lower(), path, parts.query, ""))


def read(content: bytes, place: str) -> Targets:
    """Return the targets of a map; raise PartworkError where it is none."""
    try:
        found = msgspec.json.decode(content, type=SiteMap)
    except msgspec.DecodeError as error:
        raise PartworkError(
            f"{place}: this is not the map of a site: {error}.\n"
            '    mend:  Give the file that the build writes, "inbox.json" as PARTWORK["inbox_map"] names it.'
        ) from None
    pages = {normalised(page.url): page for page in found.pages}
    return Targets(found.site.rstrip("/"), pages, frozenset(map(normalised, found.gone)))


class Map:
    """The map at a path or an address. A class because it remembers: the last good one holds."""

    def __init__(self, place: str, web: Web) -> None:
        self._place = place
        self._web = web
        self.targets = self._load()

    def refresh(self) -> None:
        """Read the map again; one that cannot be had just now (a site being published) changes nothing."""
        with suppress(PartworkError):
            self.targets = self._load()

    def _load(self) -> Targets:
        return read(self._content(), self._place)

    def _content(self) -> bytes:
        if not self._place.startswith(("http://", "https://")):
            try:
                return Path(self._place).read_bytes()
            except OSError as error:
                raise PartworkError(
                    f"{self._place}: the map of the site cannot be read: {error.strerror}.\n"
                    "    mend:  Build the site, or name its inbox.json."
                ) from None
        answer = self._web.get(self._place, accept="application/json", limits=_LIMITS)
        if answer.status != HTTPStatus.OK:
            raise FetchError(self._place, f"it answers {answer.status}")
        return answer.body
