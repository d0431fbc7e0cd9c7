"""Stamps of Pelican's contents: another wherever anything that a template can ask of one is another.

A stamp says more than any template asks, and is taken more quickly. Where a page's contents have the stamps
that they had, there is nothing to compare; where one differs, it is compared as far as the template goes.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, tzinfo
from hashlib import blake2b
from types import NoneType
from typing import Any, NamedTuple

from pelican.contents import Content
from pelican.urlwrappers import URLWrapper

from partwork.press.digest import SIZE, Digest, Digester, Volatile, quickly
from partwork.press.seam import links
from partwork.press.seam.texts import RELATIVE, TEXT, stored

#: Attributes of a content that lead to the whole site or change without meaning anything.
INWARD = frozenset({"_context", "settings"})
# Attributes that stand in a stamp in another way.
_ELSEWHERE = INWARD | {"metadata", "_content", TEXT, RELATIVE}
#: Kinds of values that msgpack tells from each other and from all else.
SIMPLE = frozenset({str, int, bool, bytes, NoneType})
_MANY = 16
"""So many contents at most that one leads to: beyond them, it may lead to the whole site."""
# What else they are by their class follows from the settings and what is set on them. So do these, where
# they are set.
_ADDRESSES = (("url", "override_url"), ("save_as", "override_save_as"))
#: What a tag, a category or an author is made of, and what it lays by.
_OF_WRAPPERS = frozenset({"settings", "_name", "_slug", "_slug_from_name", "name", "slug"})


class _Shape(NamedTuple):
    """What contents have of which the same is set: the names of it, and a `key` that tells all of these."""

    key: Digest
    attributes: list[str]
    properties: list[str]


class Stamps:
    """Stamps of the contents of one build, taken when they are first asked for."""

    def __init__(self) -> None:
        self._digester = Digester(self._token)
        self._wrappers = Wrappers()
        self._own: dict[int, tuple[Digest, list[Any]]] = {}
        self._stamps: dict[int, Digest] = {}
        self._led_to: list[Any] = []
        self._shapes: dict[tuple[Any, ...], _Shape] = {}
        self._ways: dict[type, Callable[[Any], object]] = {}
        self._zones: dict[int, tuple[object, str]] = {}

    def of(self, content: Any) -> Digest:
        """Return the stamp of a content; raises `Volatile`."""
        found = self._stamps.get(id(content))
        if found is None:
            own, others = self._of_itself(content)
            found = self._stamps[id(content)] = self._with(own, content, others) if others else own
        return found

    def token(self, value: object) -> Digest:
        """Return what stands for a value that a page is made from; raises `Volatile`."""
        if isinstance(value, Content):
            return self.of(value)
        raise Volatile(f"a value of the kind {type(value).__qualname__!r}")

    def _with(self, own: Digest, content: Any, others: list[Any]) -> Digest:
        """Return the digest of a content and of all that it leads to, as its translations."""
        met = {id(content): own}
        waiting = [*others]
        while waiting:
            one = waiting.pop()
            if id(one) not in met:
                if len(met) > _MANY:
                    raise Volatile("a post that leads to many others")
                met[id(one)], more = self._of_itself(one)
                waiting += more
        return blake2b(b"".join(met.values()), digest_size=SIZE).digest()

    def _of_itself(self, content: Any) -> tuple[Digest, list[Any]]:
        """Return the digest of all that a content is, and the contents that it leads to."""
        if id(content) not in self._own:
            self._led_to = []
            own = quickly([self._facts(content), [*self._texts(content)]])
            self._own[id(content)] = (own, self._led_to)
        return self._own[id(content)]

    def _facts(self, content: Any) -> list[object]:
        """Return all that a content is, as texts, numbers and digests."""
        attributes = content.__dict__
        metadata = attributes.get("metadata", {})
        shape = self._shape(type(content), tuple(attributes), tuple(metadata))
        values = [attributes[name] for name in shape.attributes]
        values += [getattr(content, name, None) for name in shape.properties]
        only_there = {name: one for name, one in metadata.items() if attributes.get(name) is not one}
        values += only_there.values()
        told = [value if type(value) in SIMPLE else self._fact(value) for value in values]
        return [shape.key, [*only_there], told]

    def _shape(self, *of: Any) -> "_Shape":
        """Return what contents of a kind with attributes and headers of these names are asked for."""
        found = self._shapes.get(of)
        if found is None:
            kind, attributes, headers = of
            own = [name for name in attributes if name not in _ELSEWHERE]
            properties = [name for name, set_as in _ADDRESSES if set_as not in attributes]
            properties += _of_others(kind)
            found = _Shape(quickly([kind.__qualname__, own, properties, [*headers]]), own, properties)
            self._shapes[of] = found
        return found

    def _fact(self, value: object) -> object:
        """Return what stands in a stamp for a value: itself, where msgpack tells it from all others."""
        kind = type(value)
        way = self._ways.get(kind)
        if way is None:
            way = self._ways[kind] = self._way(kind)
        return way(value)

    def _way(self, kind: type) -> Callable[[Any], object]:
        """Return what makes of a value of this kind what stands for it."""
        if issubclass(kind, list):
            return self._listed
        if issubclass(kind, datetime):
            return self._moment
        if issubclass(kind, tzinfo):
            return self._zone
        if issubclass(kind, Content | URLWrapper) or hasattr(kind, "press_key"):
            return self._token
        return self._digester.of

    def _listed(self, values: list[object]) -> list[object]:
        return [one if type(one) in SIMPLE else self._fact(one) for one in values]

    def _moment(self, value: datetime) -> object:
        return {"date": [value.isoformat(), self._zone(value.tzinfo), value.fold]}

    def _zone(self, zone: object) -> str:
        """Return the name of a time zone, of which a site has few."""
        found = self._zones.get(id(zone))
        if found is None:
            found = self._zones[id(zone)] = (zone, repr(zone))  # kept, so that its number is no other's
        return found[1]

    def _texts(self, content: Any) -> Iterator[object]:
        """Yield what the texts of a content are made of: as they were read, and where their links lead."""
        text = stored(content)
        yield text.key if text else links.body(content)
        of_summary = links.within(content.settings, str(content.metadata.get("summary", "")))
        for what, value in (*links.of(content), *of_summary):
            found = links.target(content, what, value)
            yield found and found.url

    def _token(self, value: object) -> object:
        """Return what stands in a stamp for a value."""
        match value:
            case Content():
                self._led_to.append(value)
                return value.source_path
            case URLWrapper():
                return self._wrappers.of(value, self._digester)
            case _ if hasattr(type(value), "press_key"):
                return value.press_key  # type: ignore[attr-defined] # just seen
        raise Volatile(f"a value of the kind {type(value).__qualname__!r}")


class Wrappers:
    """Digests of tags, categories and authors; each post has one of its own for a name."""

    def __init__(self) -> None:
        self._known: dict[tuple[object, ...], Digest] = {}

    def of(self, value: Any, digester: Digester) -> Digest:
        """Return the digest of one, which `digester` is asked for where it is not known yet."""
        attributes = value.__dict__
        facts = (type(value), attributes.get("_name"), attributes.get("_slug"))
        found = self._known.get(facts)
        if found is None or not attributes.keys() <= _OF_WRAPPERS:
            more = {name: one for name, one in attributes.items() if name not in _OF_WRAPPERS}
            told = [getattr(value, name, None) for name in ("name", "slug", "url", "save_as", "page_name")]
            found = digester.of([type(value).__name__, told, more])
            if not more:
                self._known[facts] = found
        return found


def _of_others(kind: type) -> list[str]:
    """Return the properties of a kind of content that do not follow from what is set on it alone."""
    names = {
        name
        for base in kind.__mro__
        for name, value in vars(base).items()
        if isinstance(value, property) and _is_of_others(value.fget)
    }
    return sorted(names)


def _is_of_others(function: Any) -> bool:
    """Return whether neither Pelican nor the press has made a function."""
    return not str(function.__module__).startswith(("pelican.", "partwork.press."))
