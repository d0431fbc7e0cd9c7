"""The site's own pages, as mentions see them: what each says, and whom it links to."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b

from partwork import text
from partwork.address import joined, key

#: The class, or rel, of a link that is not to be told of: ``[text](address){: .no-mention}``.
MUTED = "no-mention"


@dataclass(frozen=True, slots=True)
class Link:
    """A link to the web, as it is written. `muted` is one that is not to be told of."""

    url: str
    muted: bool = False


@dataclass(frozen=True)
class Source:
    """A page of the site: its address, its file below the content, what it says in HTML.

    `withheld` says why it sends nothing, where it does not: "draft", "hidden". `live` is whether there is a
    page at its address.
    """

    url: str
    path: str
    title: str  # plain text
    markup: str
    withheld: str = ""
    live: bool = True

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """The links to the web in document order."""
        return tuple(_links(self.url, self.markup))

    @cached_property
    def hash(self) -> str:
        """The hash of what readers meet: the words, and where links to the web lead.

        Markup has no part in it, nor has the frame of the page: neither another theme nor another Markdown
        is news to those who are linked to.
        """
        said = [self.title, text.plain(self.markup), *sorted({key(link.url) for link in self.links})]
        return blake2b("\n".join(said).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def _links(url: str, markup: str) -> Iterator[Link]:
    for anchor in text.anchors(markup):
        reference = anchor.href.strip()
        if reference.lower().startswith(("http:", "https:", "//")) and (address := joined(url, reference)):
            muted = MUTED in (*anchor.classes, *anchor.rels)
            yield Link(address if reference.startswith("//") else reference, muted)
