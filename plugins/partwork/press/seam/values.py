"""Digests of what templates read: Pelican's contents, tags and pages of lists, as far as a template goes."""

from collections import Counter
from collections.abc import Iterable, Mapping
from hashlib import blake2b
from types import BuiltinMethodType, MappingProxyType, MethodType
from typing import Any, TypeGuard

from pelican.contents import Content
from pelican.paginator import Page, Paginator
from pelican.urlwrappers import URLWrapper

from partwork.press.closure import Closure
from partwork.press.digest import SIZE, Digest, Digester, Volatile, encoded
from partwork.press.seam.links import may_lead
from partwork.press.seam.stamps import INWARD, Stamps, Wrappers
from partwork.press.uses import Use

_BODY = frozenset({"content", "get_content"})
_SUMMARY = frozenset({"summary", "get_summary", "_get_summary", "_summary"})
_METHODS = frozenset({"get_siteurl", "get_url_setting", "get_relative_source_path"})
# What every content is, beside what is set on it.
_PROPERTIES = ("content", "summary", "url", "save_as", "status")
_NOTHING: Mapping[Digest, Digest] = MappingProxyType({})
#: Digests of what of a value is the same for all templates: of attributes, where the site has an address.
Known = dict[tuple[int, str | tuple[str, ...], str], Digest]


class Values:
    """Digests of values as one template (or a feed) reads them; made anew for every build.

    `siteurl` is the address that links in contents are made with. A content's digest is of the attributes
    the template mentions, and of no others. `known` is shared by all: what an attribute of a content is worth
    is the same for every template, where it does not lead to other contents. `before` are the digests of
    contents that this template was found to read in another build, by their `stamps`.
    """

    def __init__(
        self,
        closure: Closure,
        siteurl: str,
        known: Known,
        stamps: Stamps | None = None,
        before: Mapping[Digest, Digest] = _NOTHING,
    ) -> None:
        self._closure = closure
        self._siteurl = siteurl
        self._known = known
        self._digester = Digester(self._other)
        self._stamps = stamps
        self._before = before
        self._contents: dict[int, Digest] = {}
        self.read: dict[Digest, Digest] = {}
        """The digests of the contents in lists, by their stamps."""
        self._way: Counter[str] = Counter()
        self._met = 0
        self._wrappers = Wrappers()
        self._list: tuple[object, Digest] | None = None
        self._kinds: dict[tuple[object, ...], tuple[str, ...]] = {}
        self._parts: dict[type, tuple[str, ...]] = {}

    def digest(self, value: object) -> Digest:
        """Return the digest of a value as a whole; raises `Volatile`."""
        return self._digester.of(value)

    def of(self, name: str, value: object, use: Use) -> Iterable[tuple[str, Digest]]:
        """Yield the digests of what the template reads of a value, by name; raises `Volatile`."""
        if use.firsts and not use.whole and not use.named and _are_pairs(value):
            yield f"{name}[0]", self._digester.of([first for first, _ in value])
        elif not use.whole and not use.named and not use.firsts:
            yield f"{name}?", self._digester.of(bool(value))
        elif use.whole or use.firsts or _plain(value):
            yield name, self._digester.of(value)
        elif isinstance(value, Content):
            for attribute in sorted(self._attributes(value, use.named)):
                yield f"{name}.{attribute}", self._attribute(value, attribute)
        elif isinstance(value, Page) and "object_list" not in use.named:
            yield f"{name}.number", self._digester.of(self._place(value))
        elif isinstance(value, URLWrapper | Page | Paginator):
            yield name, self._digester.of(value)
        else:
            for attribute in sorted(use.named):
                found = _named(value, attribute)
                if attribute in use.attributes or found is value:
                    yield f"{name}.{attribute}", self._digester.of(found)
                else:
                    yield f"{name}.{attribute}?", self._digester.of(bool(found))

    def _other(self, value: object) -> object:
        match value:
            case Content():
                self._digester.quick[type(value)] = self._content
                return self._content(value)
            case URLWrapper():
                self._digester.quick[type(value)] = self._wrapper
                return self._wrapper(value)
            case Page():
                return [self._place(value), value.object_list]
            case Paginator():
                whole = self._closure.whole_lists or self._closure.everything
                return [self._of_list(value), value.object_list if whole else None]
            case _ if hasattr(type(value), "press_parts"):
                self._digester.quick[type(value)] = self._made_of_parts
                return self._made_of_parts(value)
            case MethodType() if isinstance(value.__self__, Content) and value.__name__ in _METHODS:
                owner = value.__self__
                return [self._siteurl, owner.url, owner.save_as, owner.source_path]
        raise Volatile(f"a value of the kind {type(value).__qualname__!r}")

    def _content(self, content: Any) -> Digest:
        """Return the digest of a content in a list, or led to by another's attribute."""
        self._met += 1
        if self._way:
            if self._closure.wanders:
                raise Volatile("the template may follow links between posts without end")
            return self._digest(content)
        if id(content) not in self._contents:
            self._contents[id(content)] = self._in_list(content)
        return self._contents[id(content)]

    def _in_list(self, content: Any) -> Digest:
        try:
            stamp = self._stamps.of(content) if self._stamps else b""
        except Volatile:  # it leads too far; the template may not follow it
            stamp = b""
        found = self._before.get(stamp) or self._digest(content)
        if stamp:
            self.read[stamp] = found
        return found

    def _digest(self, content: Any) -> Digest:
        kind = (type(content), *content.__dict__)
        attributes = self._kinds.get(kind)
        if attributes is None:
            attributes = self._kinds[kind] = tuple(
                sorted(self._attributes(content, self._closure.attributes))
            )
        parts = [self._attribute(content, name) for name in attributes]
        head = repr((content.source_path, attributes)).encode()
        return blake2b(b"".join([head, *parts]), digest_size=SIZE).digest()

    def _attributes(self, content: Any, mentioned: frozenset[str]) -> Iterable[str]:
        if self._closure.everything:
            mentioned = mentioned.union(content.__dict__, _PROPERTIES) - INWARD
        return [
            name
            for name in mentioned
            if name in _BODY or hasattr(type(content), name) or name in content.__dict__
        ]

    def _attribute(self, content: Any, name: str) -> Digest:
        """Return the digest of an attribute of a content, no further than the template can go."""
        known = (id(content), name, self._siteurl if name in _BODY or name in _SUMMARY else "")
        found = self._known.get(known)
        if found is None:
            met = self._met
            found = self._attribute_anew(content, name)
            if met == self._met:
                self._known[known] = found
        return found

    def _attribute_anew(self, content: Any, name: str) -> Digest:
        if name in _BODY:
            return self._digester.of(_body(content))
        if name in _SUMMARY:
            return self._digester.of(_summary(content))
        if name in INWARD:
            raise Volatile(f"it reads the {name} of a post")
        return self._followed(content, name)

    def _followed(self, owner: Any, name: str) -> Digest:
        """Return the digest of what an attribute leads to, followed as often as the template mentions it."""
        if self._way[name] >= self._closure.mentions.get(name, 1):
            return b""
        self._way[name] += 1
        try:
            value = owner.metadata if name == "metadata" else getattr(owner, name, None)
            return self._digester.of(value)
        finally:
            self._way[name] -= 1
            if not self._way[name]:
                del self._way[name]

    def _made_of_parts(self, value: Any) -> Digest:
        """Return the digest of a value that is made part by part, each when it is asked for.

        Its class says by `press_parts` which there are, and by which attribute each is known: itself, or what
        it is made from. Those that a template does not mention stay unmade.
        """
        self._met += 1  # another template reads other parts
        kind = type(value)
        if kind not in self._parts:
            every, mentioned = self._closure.everything, self._closure.attributes
            known_by = kind.press_parts.items()
            self._parts[kind] = tuple(by for name, by in known_by if every or name in mentioned)
        names = self._parts[kind]
        known = (id(value), names, "")
        if known not in self._known:
            data = encoded([getattr(value, name) for name in names])
            if data is None:
                return self._digester.of([self._followed(value, name) for name in names])
            self._known[known] = blake2b(data, digest_size=SIZE).digest()
        return self._known[known]

    def _place(self, page: Any) -> list[object]:
        """Return what a page of a list is, beside what stands on it."""
        return [page.number, self._of_list(page.paginator), page.save_as, page.url]

    def _of_list(self, paginator: Any) -> Digest:
        """Return the digest of what a list is, beside what stands on it; its pages come in a row."""
        if self._list is None or self._list[0] is not paginator:
            facts = [paginator.name, paginator.url, paginator.per_page, paginator.orphans, paginator.count]
            rules = [tuple(rule) for rule in paginator.settings["PAGINATION_PATTERNS"]]
            self._list = paginator, self._digester.of([facts, rules])
        return self._list[1]

    def _wrapper(self, value: Any) -> Digest:
        return self._wrappers.of(value, self._digester)


def _are_pairs(value: object) -> TypeGuard[list[tuple[object, object]]]:
    """Return whether a value is a list of pairs, as Pelican's tags, categories and authors are."""
    return isinstance(value, list) and all(isinstance(one, tuple) and len(one) == 2 for one in value)


def _plain(value: object) -> bool:
    return value is None or isinstance(value, str | int | float | list | tuple)


def _named(value: object, attribute: str) -> object:
    """Return what a template finds in a value by a name; the value itself for one of its methods."""
    found = getattr(value, attribute, None)
    if isinstance(found, MethodType | BuiltinMethodType):
        return value
    return value.get(attribute, found) if isinstance(value, Mapping) else found


def _body(content: Any) -> object:
    """Return what a content's text is made of; where it leads into the site, the text itself."""
    if hasattr(content, "_get_content"):
        return content.content
    body = content._content or ""  # noqa: SLF001 - the text before its links are resolved
    return content.content if may_lead(content.settings, body) else body


def _summary(content: Any) -> object:
    if "summary" in content.metadata:
        return content.metadata["summary"]
    settings = content.settings
    names = ("SUMMARY_MAX_LENGTH", "SUMMARY_MAX_PARAGRAPHS", "SUMMARY_END_SUFFIX")
    return [_body(content), *(settings.get(name) for name in names)]
