"""Stamps of Pelican's contents: another wherever anything that a template can ask of one is another.

A stamp says more than any template asks, and is taken more quickly. Where a page's contents have the stamps
that they had, there is nothing to compare; where one differs, it is compared as far as the template goes.
"""

from collections.abc import Iterator
from datetime import datetime
from hashlib import blake2b
from types import NoneType
from typing import Any

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
# What else Pelican's contents are by their class follows from what is set on them and from the settings.
_ADDRESSES = ("url", "save_as")
#: What a tag, a category or an author is made of, and what it lays by.
_OF_WRAPPERS = frozenset({"settings", "_name", "_slug", "_slug_from_name", "name", "slug"})


class Stamps:
    """Stamps of the contents of one build, taken when they are first asked for."""

    def __init__(self) -> None:
        self._digester = Digester(self._token)
        self._wrappers = Wrappers()
        self._own: dict[int, tuple[Digest, list[Any]]] = {}
        self._stamps: dict[int, Digest] = {}
        self._led_to: list[Any] = []
        self._properties: dict[type, tuple[str, ...]] = {}

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
        kind, attributes = type(content), content.__dict__
        metadata = attributes.get("metadata", {})
        others = [one for key, one in metadata.items() if attributes.get(key) is not one]
        own = [(name, value) for name, value in attributes.items() if name not in _ELSEWHERE]
        values = [
            *others,
            *(value for _, value in own),
            *(getattr(content, name, None) for name in self._asked(kind)),
        ]
        return [
            kind.__qualname__,
            [*metadata],
            [name for name, _ in own],
            [value if type(value) in SIMPLE else self._fact(value) for value in values],
        ]

    def _fact(self, value: object) -> object:
        """Return what stands in a stamp for a value: itself, where msgpack tells it from all others."""
        match value:
            case list():
                return [one if type(one) in SIMPLE else self._fact(one) for one in value]
            case datetime():
                return {"date": [value.isoformat(), repr(value.tzinfo), value.fold]}
            case Content() | URLWrapper():
                return self._token(value)
        return self._digester.of(value)

    def _asked(self, kind: type) -> tuple[str, ...]:
        """Return the properties of a kind of content that do not follow from what is set on it alone."""
        if kind not in self._properties:
            others = {
                name
                for base in kind.__mro__
                for name, value in vars(base).items()
                if isinstance(value, property) and _is_of_others(value.fget)
            }
            self._properties[kind] = (*_ADDRESSES, *sorted(others))
        return self._properties[kind]

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


def _is_of_others(function: Any) -> bool:
    """Return whether neither Pelican nor the press has made a function."""
    return not str(function.__module__).startswith(("pelican.", "partwork.press."))
