"""Where a page takes mentions: what it announces in its headers and in itself."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from partwork.address import encoded, joined
from partwork.mentions.freshness import freshness
from partwork.mentions.http import Answer, FetchError, Limits, RefusedError, Web
from partwork.mentions.linkheader import links
from partwork.mentions.outcome import later
from partwork.mentions.page import Page

_HEAD = Limits(seconds=5.0)

# Pingback is textual: no parser, no other order, no other quotes. Only these four entities are known.
_PINGBACK = re.compile(r'<link rel="pingback" href="([^"]+)" ?/?>')
_ENTITY = re.compile("&(amp|lt|gt|quot);")
_ENTITIES = {"amp": "&", "lt": "<", "gt": ">", "quot": '"'}
# WordPress asks no more of these, either.
_NO_PAGES = ("image/", "audio/", "video/", "font/", "model/")


@dataclass(frozen=True, slots=True)
class Endpoints:
    """What a page announces, absolute, or None.

    `target_url` is where the page's redirects led, `fresh` for how many seconds this holds.
    """

    target_url: str
    webmention: str | None = None
    pingback: str | None = None
    fresh: float = 0.0


def endpoints(answer: Answer) -> Endpoints:
    """Return what an answer announces: a header before the page, the first before the others."""
    page = Page(answer)
    webmention = next(_in_headers(answer), None) or next(_in_page(page), None)
    return Endpoints(answer.url, webmention, _pingback(page), freshness(answer))


def discover(web: Web, target: str) -> Endpoints:
    """Ask a page where it takes mentions: a HEAD, and unless that tells of a webmention endpoint, one GET.

    A page that is not there announces nothing: FetchError says so.
    """
    url = target.partition("#")[0]
    head = _head(web, url)
    if head and _ok(head):
        found = endpoints(head)
        if found.webmention or head.media_type.startswith(_NO_PAGES):
            return found
    answer = web.get(url)
    if not _ok(answer):
        raise FetchError(url, f"answers {answer.status}", permanent=not later(answer.status))
    return endpoints(answer)


class Discoverer:
    """Discovers for one run: a page is not asked again while its answer is fresh, nor after it failed.

    A page that says nothing of freshness is asked for each mention: its endpoint may be good for one.
    """

    def __init__(self, web: Web, clock: Callable[[], datetime]) -> None:
        self._web = web
        self._clock = clock
        self._known: dict[str, tuple[datetime, Endpoints]] = {}
        self._failed: dict[str, FetchError] = {}

    def __call__(self, target: str) -> Endpoints:
        """Return what the page at `target` announces, or raise FetchError."""
        url = target.partition("#")[0]
        if failed := self._failed.get(url):
            raise failed.with_traceback(None)
        now = self._clock()
        until, found = self._known.get(url, (now, None))
        if found and now < until:
            return found
        try:
            found = discover(self._web, url)
        except FetchError as error:
            self._failed[url] = error
            raise
        self._known[url] = now + timedelta(seconds=found.fresh), found
        return found


def _head(web: Web, url: str) -> Answer | None:
    """Return the answer to a HEAD, or None: some servers know only GET."""
    try:
        return web.head(url, limits=_HEAD)
    except RefusedError:
        raise  # a GET would be refused as well
    except FetchError:
        return None


def _ok(answer: Answer) -> bool:
    return 200 <= answer.status < 300


def _in_headers(answer: Answer) -> Iterator[str]:
    for link in links(answer.headers.all("Link")):
        url = joined(answer.url, _utf8(link.url))
        if "webmention" in link.rels and url and _about(link.anchor, answer.url):
            yield encoded(url)


def _about(anchor: str | None, url: str) -> bool:
    return anchor is None or joined(url, anchor) == url


def _utf8(reference: str) -> str:
    """Headers come as Latin-1; what was UTF-8 on the way becomes so again."""
    try:
        return reference.encode("latin-1").decode()
    except UnicodeError:
        return reference


def _in_page(page: Page) -> Iterator[str]:
    for element in page.elements:
        reference = element.attributes.get("href")
        if reference is None or element.name not in ("link", "a") or "webmention" not in element.words("rel"):
            continue
        if url := page.address(reference):
            yield encoded(url)


def _pingback(page: Page) -> str | None:
    header = page.answer.headers.all("X-Pingback")
    if header:
        return _absolute(header[0])
    found = _PINGBACK.search(page.markup)
    return _absolute(_ENTITY.sub(lambda entity: _ENTITIES[entity[1]], found[1])) if found else None


def _absolute(url: str) -> str | None:
    """Return what is absolute by itself: pingback knows no relative addresses."""
    address = joined("", url)
    return encoded(address) if address else None
