"""Placeholder until the fast one lands."""

from collections.abc import Mapping
from typing import Any

from markdown import Markdown


class Converter:
    def __init__(self, settings: Mapping[str, Any]) -> None:
        self._settings = dict(settings)

    def convert(self, text: str) -> tuple[str, dict[str, list[str]] | None]:
        self._md = Markdown(**self._settings)
        html = self._md.convert(text)
        meta = getattr(self._md, "Meta", None)
        if meta is not None:
            self._md.preprocessors.deregister("meta")
        return html, meta

    def formatted(self, lines: list[str]) -> str:
        self._md.reset()
        return self._md.convert("\n".join(lines))
