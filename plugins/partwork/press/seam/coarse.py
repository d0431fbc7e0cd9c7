"""What a page is made from, in coarse: of each content its stamp, whatever the template asks of it."""

from collections.abc import Mapping
from typing import Any

from pelican.contents import Content
from pelican.paginator import Page

from partwork.press.closure import Closure
from partwork.press.deferred import Deferred
from partwork.press.digest import Digest, quickly
from partwork.press.seam.stamps import SIMPLE, Stamps
from partwork.press.seam.values import Values
from partwork.press.uses import Use


class CoarseValues(Values):
    """Digests of values as `Values` are, but of more than the template asks, and taken more quickly.

    `common` is what pages of this template have in common.
    """

    def __init__(self, closure: Closure, siteurl: str, stamps: Stamps, common: Digest) -> None:
        super().__init__(closure, siteurl, {})
        self._stamp = stamps.of
        self._common = common

    def of_page(self, own: Mapping[str, Any]) -> Digest:
        """Return the digest of all that a page is made from, its `own` values among it; raises `Volatile`."""
        names = self._closure.names
        told = {name: self._told(value, names[name]) for name, value in own.items() if name in names}
        return quickly([self._common, told])

    def _told(self, value: object, use: Use) -> object:
        """Return what stands for a value: something that msgpack tells from what stands for another."""
        if type(value) in SIMPLE:
            return value
        read = use.whole or use.firsts or use.named
        match value:
            case Content():
                return self._stamp(value)
            case Deferred():
                return self.digest(value.follows_from)
            case list():
                return self._listed(value) if read else bool(value)
            case Page():
                shown = use.whole or "object_list" in use.named
                place = [value.number, self._of_list(value.paginator)]
                return [*place, self._listed(value.object_list) if shown else None]
        return [*self.of("", value, use)]

    def _listed(self, values: list[Any]) -> bytes:
        if all(isinstance(one, Content) for one in values):
            return b"".join(map(self._stamp, values))
        return self.digest(values)

    def _content(self, content: Any) -> Digest:
        return self._stamp(content)
