"""Links from one post to another, in whichever of the ways there are they are written."""

import posixpath
import re
from collections.abc import Mapping
from urllib.parse import unquote

from partwork import text
from partwork.address import joined, key
from partwork.glue.build import Build
from partwork.model import Post

# As Pelican writes them, {part} links resolved to such included.
_BY_FILE = re.compile(r"[{|]filename[|}](?P<path>[^?#]*)")
# What stands for the address of a site that has none.
_NOWHERE = "https://site.invalid"


class InternalLinks:
    """Finds which posts a text links to."""

    def __init__(self, build: Build, posts: Mapping[str, Post]) -> None:
        self._posts = posts
        self._base = build.site.url or _NOWHERE
        self._by_address = {key(f"{self._base}/{post.url}"): source for source, post in posts.items()}

    def of(self, post: Post, markup: str) -> frozenset[str]:
        """Return the sources of the posts that the text of a post links to."""
        found = (self._find(post, anchor.href.strip()) for anchor in text.anchors(markup))
        return frozenset(source for source in found if source)

    def _find(self, post: Post, href: str) -> str | None:
        if by_file := _BY_FILE.match(href):
            path = unquote(by_file["path"])
            folder = "" if path.startswith("/") else posixpath.dirname(post.source)
            source = posixpath.normpath(posixpath.join(folder, path.lstrip("/")))
            return source if source in self._posts else None
        address = joined(f"{self._base}/{post.url}", href)
        return self._by_address.get(key(address.partition("?")[0])) if address else None
