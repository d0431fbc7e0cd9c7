"""The items of a page as a tree for the microformats parser: what it looks at, and in bounded time.

The parser walks the elements of an item anew for every property around them, and an item anew for every
property that it is: on a page that is made for it, that takes hours. So the tree has no more than it needs:
no element outside items, no class that is not known here, and few levels, items and properties one within
another. Nesting is taken from the tags as they come, without what browsers do for misnested formatting.
The names of the first microformats (``hentry``, ``vcard``) become those of today here: where the parser does
it, it copies each element for each name there is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag
from bs4.element import AttributeValueList

from partwork.mentions.page import INLINE, UNSEEN, VOID, Page

POSTS = frozenset({"h-entry", "h-event", "h-review"})
_ROOTS = POSTS | {"h-feed", "h-cite", "h-card"}
_PROPERTIES = frozenset(
    "p-name p-author u-author p-content e-content p-summary p-rsvp u-url u-uid dt-published u-in-reply-to "
    "p-in-reply-to u-like-of p-like-of u-repost-of p-repost-of u-bookmark-of p-bookmark-of".split()
)
_CLASSIC_ROOTS = {"hfeed": "h-feed", "hentry": "h-entry", "vcard": "h-card"}
_CLASSIC_PROPERTIES = {
    "h-feed": dict[str, str](),
    "h-entry": {
        "entry-title": "p-name",
        "entry-content": "e-content",
        "entry-summary": "p-summary",
        "author": "p-author",
        "published": "dt-published",
    },
    "h-card": {"fn": "p-name", "url": "u-url", "uid": "u-uid"},
}
_PARTS = frozenset({"value", "value-title"})
_ATTRIBUTES = frozenset("href src alt title datetime value cite".split())

_EVENTS = 12_000
_TEXT = 200_000
_LEVELS = 80
_ITEMS_DEEP = 4
_PROPERTIES_DEEP = 3
_PROPERTIES_OF_ITEM = 2
_RELS = 10

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
    "a": (frozenset({"a"}), frozenset[str]()),  # links are not nested
}
_NOTHING = (frozenset[str](), frozenset[str]())
_PARAGRAPH = (frozenset({"p"}), frozenset({"td", "th", "table", "button", "object"}))
_BLOCKS = frozenset(
    "address article aside blockquote center details dialog dir div dl fieldset figcaption figure footer "
    "form h1 h2 h3 h4 h5 h6 header hgroup hr listing main menu nav ol p pre search section summary table "
    "ul".split()
)


def tree(page: Page) -> BeautifulSoup:
    """Return the items of a page, and nothing else of it."""
    return _Builder().build(page)


@dataclass(frozen=True, slots=True)
class _Open:
    """An element that has begun. `items` and `properties` count those it is in, itself included.

    `classic` are the old names of properties, where the item is of the first microformats.
    """

    tag: Tag
    items: int = 0
    properties: int = 0
    classic: Mapping[str, str] | None = None


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
            if self._events > _EVENTS:
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
        self._leave(*_ENDS.get(name, _PARAGRAPH if name in _BLOCKS else _NOTHING))
        above = self._open[-1] if self._open else _Open(self._soup)
        words = [*dict.fromkeys((attributes.get("class") or "").split())]
        roots, classic = _roots(words) if above.items < _ITEMS_DEEP else ([], None)
        if not (roots or self._open):
            return
        self._events += 1
        if len(self._open) >= _LEVELS:
            self._too_deep += name not in VOID
            return
        rels = (attributes.get("rel") or "").split()[:_RELS]
        properties = _properties(words, rels, above.classic) if above.properties < _PROPERTIES_DEEP else []
        tag = self._soup.new_tag(name)
        for key, value in attributes.items():
            if key in _ATTRIBUTES:
                tag[key] = value or ""
        properties = properties[: _PROPERTIES_OF_ITEM if roots else None]
        if names := [*roots, *properties, *_PARTS.intersection(words)]:
            tag["class"] = AttributeValueList(names)
        above.tag.append(tag)
        if name not in VOID:
            items, deep = above.items + bool(roots), above.properties + bool(properties)
            self._open.append(_Open(tag, items, deep, classic if roots else above.classic))

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
        if self._open and not self._templates and self._text < _TEXT:
            self._events += 1
            self._text += len(text)
            self._open[-1].tag.append(text[:_TEXT])


def _roots(words: Sequence[str]) -> tuple[list[str], Mapping[str, str] | None]:
    """Return the items that an element is, and the old names of their properties."""
    roots = [word for word in words if word in _ROOTS]
    old = next((_CLASSIC_ROOTS[word] for word in words if word in _CLASSIC_ROOTS), "")
    return (roots, None) if roots or not old else ([old], _CLASSIC_PROPERTIES[old])


def _properties(words: Sequence[str], rels: Sequence[str], classic: Mapping[str, str] | None) -> list[str]:
    """Return the properties that an element is of the item around it."""
    if classic is None:
        return [word for word in words if word in _PROPERTIES]
    found = [classic[word] for word in words if word in classic]
    bookmark = classic is _CLASSIC_PROPERTIES["h-entry"] and "bookmark" in rels
    return [*found, "u-url"] if bookmark else found
