"""Placeholder until the fast one lands."""

from collections.abc import Sequence

import smartypants
from typogrify.filters import typogrify


class Typographer:
    def __init__(self, ignore_tags: Sequence[str], omit_filters: Sequence[str], dashes: str) -> None:
        self._ignore, self._omit = list(ignore_tags), dict.fromkeys(omit_filters, False)
        sets = {"oldschool": smartypants.Attr.set2, "oldschool_inverted": smartypants.Attr.set3}
        self._attr = sets.get(dashes, smartypants.Attr.set1) | smartypants.Attr.w

    def __call__(self, text: str) -> str:
        smartypants.Attr.default = self._attr
        return typogrify(text, self._ignore, **self._omit)
