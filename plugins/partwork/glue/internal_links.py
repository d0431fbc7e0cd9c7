"""Links from one post to another, in whichever of the ways there are they are written."""

import posixpath
import re
from collections.abc import Mapping
from functools import cached_property
from urllib.parse import unquote

import msgspec

from partwork import text
from partwork.address import joined, key, stripped
from partwork.glue.build import Build
from partwork.model import Post

# As Pelican writes them, {part} links resolved to such included.
_BY_FILE = re.compile(r"[{|]filename[|}](?P<path>[^?#]*)")
_WITH_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
# What stands for the address of a site that has none.
_NOWHERE = "https://site.invalid"


class Links(msgspec.Struct, frozen=True, array_like=True):
    """The links of a text that may lead to posts, each once.

    `sources` are named from the content folder, `beside` from the folder of the text. `known_by` is what
    whole addresses are known by; `references` lead on from the address of the text.
    """

    sources: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    known_by: tuple[str, ...] = ()
    references: tuple[str, ...] = ()


def links_of(markup: str) -> Links:
    """Return the links in a piece of HTML."""
    sources, beside, known_by, references = [], [], [], []
    for href in dict.fromkeys(anchor.href.strip() for anchor in text.anchors(markup)):
        if by_file := _BY_FILE.match(href):
            path = unquote(by_file["path"])
            if path.startswith("/"):
                sources.append(posixpath.normpath(path.lstrip("/")))
            else:
                beside.append(path)
        elif href.startswith("#"):
            continue  # a note, or another place of the same text
        elif not _WITH_SCHEME.match(stripped(href)):
            references.append(href)
        elif address := joined(_NOWHERE, href):
            known_by.append(_known_by(address))
    return Links(tuple(sources), tuple(beside), tuple(known_by), tuple(references))


class InternalLinks:
    """Finds which posts a text links to."""

    def __init__(self, build: Build, posts: Mapping[str, Post]) -> None:
        self._posts = posts
        self._base = build.site.url or _NOWHERE
        self._known_by = key(self._base)

    @cached_property
    def _by_address(self) -> dict[str, str]:
        return {key(f"{self._base}/{post.url}"): source for source, post in self._posts.items()}

    def of(self, post: Post, links: Links) -> frozenset[str]:
        """Return the sources of the posts that the links in the text of a post lead to."""
        sources, known_by = [*links.sources], [*links.known_by]
        if links.beside:
            folder = posixpath.dirname(post.source)
            sources += [posixpath.normpath(posixpath.join(folder, path)) for path in links.beside]
        addresses = (joined(f"{self._base}/{post.url}", reference) for reference in links.references)
        known_by += [_known_by(address) for address in addresses if address]
        own = (one for one in known_by if one.startswith(self._known_by))
        found = {self._by_address[one] for one in own if one in self._by_address}
        return frozenset([*found, *(source for source in sources if source in self._posts)])


def _known_by(address: str) -> str:
    return key(address.partition("?")[0])
