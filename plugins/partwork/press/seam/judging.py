"""Whether a page or a feed has to be made again: what it is made from now, beside what it was made from."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from partwork.press.closure import Closure, closure
from partwork.press.digest import Digest, Volatile, quickly
from partwork.press.record import Output
from partwork.press.seam.build import Press
from partwork.press.seam.coarse import CoarseValues
from partwork.press.seam.values import Known, Values

# Names of the context that differ from page to page though they are not given with it.
OF_THE_PAGE = frozenset({"localsiteurl", "SITEURL", "output_file"})
_FEED = Closure(
    digest=b"",
    names={},
    mentions=dict.fromkeys("title url date modified content summary category tags author".split(), 1),
)
_FEED_SETTINGS = (
    "FEED_APPEND_REF FEED_DOMAIN FEED_MAX_ITEMS RSS_FEED_SUMMARY_ONLY TIMEZONE RELATIVE_URLS SITEURL SITENAME"
    " SITESUBTITLE"
).split()
_MISSING = object()
_PART = 8
"""Bytes of a digest that are kept to tell what changed."""


@dataclass
class Judge:
    """Judges the outputs of one build. What pages have in common is read once."""

    press: Press
    _known: Known = field(default_factory=dict)
    _closures: dict[tuple[int, str], Closure] = field(default_factory=dict)
    _values: dict[str, Values] = field(default_factory=dict)
    _shared: dict[str, Mapping[str, Digest]] = field(default_factory=dict)
    _coarse: dict[str, CoarseValues] = field(default_factory=dict)
    _compiled: set[tuple[int, str]] = field(default_factory=set)

    def coarse(self, template: Any, siteurl: str, own: Mapping[str, Any]) -> Digest:
        """Return the digest of more than a page is made from, quickly taken; empty where there is none.

        See `page` for what it is told.
        """
        reads = self._closure(template)
        if self.press.reasons or reads.volatile:
            return b""
        try:
            shared = self.share(template, siteurl)
            if not self.press.told:
                return b""
            if shared not in self._coarse:
                common = quickly([self._shared[shared], self.press.told, shared])
                self._coarse[shared] = CoarseValues(reads, siteurl, self.press.stamps, common)
            return self._coarse[shared].of_page(own)
        except Volatile:
            return b""

    def page(
        self, path: str, template: Any, siteurl: str, own: Mapping[str, Any], coarse: Digest = b""
    ) -> tuple[Output, str]:
        """Return what a page is made from, and why it has to be made; no reason where it has not.

        `siteurl` is the address that links in contents are made with, `own` what it has beside the context.
        """
        name = template.name
        if self.press.reasons:
            return Output(b"", name, "", {}), self.press.reasons[0]
        reads = self._closure(template)
        if reads.volatile:
            return Output(b"", name, "", {}), f"it is made each time: {reads.volatile}"
        try:
            shared = self.share(template, siteurl)
            values, parts = self._values[shared], dict[str, Digest]()
            for each, use in reads.names.items():
                if each in own:
                    parts.update(values.of(each, own[each], use))
        except Volatile as error:
            return Output(b"", name, "", {}), f"it is made each time: it reads {error}"
        digest = quickly([parts, self._shared[shared]])
        output = Output(digest, name, shared, _short(parts), coarse=coarse)
        return output, self.press.why_not_kept(path, output)

    def share(self, template: Any, siteurl: str) -> str:
        """Return under which name all is found that pages have in common; raises `Volatile`.

        Asked before any of them is judged, it is what all of them find.
        """
        shared = f"{template.name} {siteurl}"
        if shared not in self._shared:
            reads = self._closure(template)
            lists = quickly([reads.digest, self.press.environment, self.press.told, siteurl])
            stamps = self.press.stamps if self.press.told else None
            before = self.press.old.lists.get(lists, {})
            values = self._values[shared] = Values(reads, siteurl, self._known, stamps, before)
            parts: dict[str, Digest] = {"templates": reads.digest, **self.press.environment}
            for each, use in reads.names.items():
                value = self.press.context.get(each, _MISSING)
                if value is not _MISSING and each not in OF_THE_PAGE:
                    parts.update(values.of(each, value, use))
            self._share(shared, parts)
            if values.read:
                self.press.lists[lists] = values.read
        return shared

    def feed(self, path: str, elements: Any, context: Any, *facts: str) -> tuple[Output, str]:
        """Return what a feed is made from, and why it has to be made, as `page` does."""
        if self.press.reasons:
            return Output(b"", "feed", "", {}), self.press.reasons[0]
        siteurl = context.get("SITEURL", "")
        values = self._values.setdefault(f"feed {siteurl}", Values(_FEED, siteurl, self._known))
        try:
            settings = [context.get(name) for name in _FEED_SETTINGS]
            settings_digest = values.digest([settings, facts, context.get("localsiteurl")])
            entries = values.digest(elements[: context["FEED_MAX_ITEMS"]])
        except Volatile as error:
            return Output(b"", "feed", "", {}), f"it cannot be compared: {error}"
        parts = {"settings": settings_digest, "entries": entries}
        self._share("feed", self.press.environment)
        output = Output(quickly([parts, self.press.environment]), "feed", "feed", _short(parts))
        return output, self.press.why_not_kept(os.path.normpath(path), output)

    def _closure(self, template: Any) -> Closure:
        found = self._closures.get((id(template.environment), template.name))
        if found is None:
            found = closure(template.environment, template.name)
            self._closures[id(template.environment), template.name] = found
        return found

    def compile(self, template: Any) -> None:
        """Have Jinja compile the templates that one is made of."""
        key = id(template.environment), template.name
        if key not in self._compiled:
            self._compiled.add(key)
            self._closure(template).compile(template.environment)

    def _share(self, name: str, parts: Mapping[str, Digest]) -> None:
        self._shared[name] = parts
        self.press.shared.setdefault(name, _short(parts))


def _short(parts: Mapping[str, Digest]) -> dict[str, bytes]:
    return {name: value[:_PART] for name, value in parts.items()}
