"""The items of a page as a tree for the microformats parser: what it looks at, and in bounded time.

The parser walks the elements of an item anew for every property around them, and an item anew for every
property that it is: on a page that is made for it, that takes hours. So the tree has no more than it needs:
no element outside items, no class that is not known here, and few levels, items and properties one within
another. Nesting is taken from the tags as they come, without what browsers do for misnested formatting.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag
from bs4.element import AttributeValueList

from partwork.mentions.page import INLINE, UNSEEN, VOID, Page

POSTS = frozenset({"h-entry", "h-event", "h-review"})
_ROOTS = POSTS | frozenset("h-feed h-cite h-card hfeed hentry vcard".split())
_PROPERTIES = frozenset(
    "p-name p-author u-author p-content e-content p-summary p-rsvp u-url u-uid dt-published u-in-reply-to "
    "p-in-reply-to u-like-of p-like-of u-repost-of p-repost-of u-bookmark-of p-bookmark-of "
    # those of the first microformats
    "entry-title entry-content entry-summary published author fn url uid".split()
)
_PARTS = frozenset({"value", "value-title"})
_ATTRIBUTES = frozenset("href src alt title datetime value cite".split())

_EVENTS = 20_000
_TEXT = 200_000
_LEVELS = 80
_ITEMS_DEEP = 4
_PROPERTIES_DEEP = 5
_PROPERTIES_OF_ITEM = 2

# Ends that may be left out: those of which elements the beginning of one is, and within what.
_LIST = (frozenset({"li"}), frozenset({"ul", "ol"}))
_TERMS = (frozenset({"dt", "dd"}), frozenset({"dl"}))
_CELLS = (frozenset({"td", "th"}), frozenset({"tr", "table"}))
_ENDS = {
    "li": _LIST,
    "dt": _TERMS,
    "dd": _TERMS,
    "td": _CELLS,
    "th": _CELLS,
    "tr": (frozenset({"tr"}), frozenset({"table"})),
    "a": (frozenset({"a"}), frozenset[str]()),
}
_PARAGRAPH = (frozenset({"p"}), frozenset({"td", "th", "table", "button", "object"}))


def tree(page: Page) -> BeautifulSoup:
    """Return the items of a page, and nothing else of it."""
    return _Builder().build(page)


@dataclass(frozen=True, slots=True)
class _Open:
    """An element that has begun. `items` and `properties` count those it is in, itself included."""

    tag: Tag
    items: int
    properties: int


class _Builder:
    def __init__(self) -> None:
        self._soup = BeautifulSoup("", "html.parser")
        self._open: list[_Open] = []
        self._too_deep = 0
        self._templates = 0
        self._events = 0
        self._text = 0

    def build(self, page: Page) -> BeautifulSoup:
        before = ""
        for event in page.events():
            if self._events > _EVENTS or self._text > _TEXT:
                break
            match event:
                case ("start", (name, attributes)):
                    self._start(name, attributes)
                    before = name
                    continue
                case ("end", name):
                    self._end(name)
                case ("text", text) if before not in UNSEEN:
                    self._say(text)
            before = ""
        return self._soup

    def _start(self, name: str, attributes: Mapping[str, str | None]) -> None:
        self._templates += name == "template"
        if self._templates:
            return
        above = self._open[-1] if self._open else _Open(self._soup, 0, 0)
        classes = [*dict.fromkeys((attributes.get("class") or "").split())]
        root = above.items < _ITEMS_DEEP and not _ROOTS.isdisjoint(classes)
        if not (root or self._open):
            return
        self._events += 1
        self._leave(*_ENDS.get(name, _PARAGRAPH if name not in INLINE else (frozenset(), frozenset())))
        above = self._open[-1] if self._open else _Open(self._soup, 0, 0)
        if len(self._open) >= _LEVELS:
            self._too_deep += name not in VOID
            return
        roots = [word for word in classes if root and word in _ROOTS]
        properties = [word for word in classes if word in _PROPERTIES and above.properties < _PROPERTIES_DEEP]
        if roots:
            properties = properties[:_PROPERTIES_OF_ITEM]
        tag = self._soup.new_tag(name)
        for key, value in attributes.items():
            if key in _ATTRIBUTES:
                tag[key] = value or ""
        parts = [word for word in classes if word in _PARTS]
        tag["class"] = AttributeValueList([*roots, *properties, *parts])
        if rels := (attributes.get("rel") or "").split():
            tag["rel"] = AttributeValueList(rels[:10])
        above.tag.append(tag)
        if name not in VOID:
            self._open.append(_Open(tag, above.items + bool(roots), above.properties + bool(properties)))

    def _end(self, name: str) -> None:
        if name == "template":
            self._templates = max(self._templates - 1, 0)
        elif self._too_deep:
            self._too_deep -= 1
        elif self._open and not self._templates:
            self._events += 1
            self._leave(frozenset({name}), frozenset())

    def _leave(self, names: frozenset[str], within: frozenset[str]) -> None:
        """End the innermost element of one of `names` that is not outside one of `within`.

        The end of formatting is no end of the blocks that were begun in it.
        """
        inline = names <= INLINE
        for at in range(len(self._open) - 1, -1, -1):
            name = self._open[at].tag.name
            if name in names:
                del self._open[at:]
                return
            if name in within or (inline and name not in INLINE):
                return

    def _say(self, text: str) -> None:
        if self._open and not self._templates:
            self._events += 1
            self._text += len(text)
            self._open[-1].tag.append(text)
