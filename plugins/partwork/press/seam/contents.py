"""Pelican's articles and pages: what they are asked most is answered quickly, and texts stay in the store."""

import os
import re
from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from string import Formatter
from typing import Any
from urllib.parse import urlparse

from pelican import contents
from pelican.settings import Settings

from partwork.press.digest import Digest
from partwork.press.seam.build import current
from partwork.press.seam.texts import RELATIVE, TEXT, Text


class _Settled(contents.Content):  # type: ignore[misc] # Pelican is untyped
    """A content that asks for its text when it is asked for it, and knows where its source lies."""

    source_path: str | None
    save_as: str
    settings: Settings

    @property
    def _content(self) -> Any:
        """The text before its links are resolved; that of a `Text` is loaded, and not held."""
        found = self.__dict__[TEXT]
        if not isinstance(found, Text):
            return found
        press = current(self.settings)
        assert press is not None  # noqa: S101 - who else would have given a `Text`
        return press.rendering.text(found.key, found.path)

    @_content.setter
    def _content(self, text: Any) -> None:
        self.__dict__[TEXT] = text

    @property
    def press_key(self) -> Digest:
        """The name of what its source says; AttributeError where its text is another, or not the press's."""
        found = self.__dict__.get(TEXT)
        if isinstance(found, Text):
            return found.key
        raise AttributeError(name="press_key", obj=self)

    @press_key.setter
    def press_key(self, value: object) -> None:
        """Ignore what a header says by this name: it is in `metadata`."""

    def get_static_links(self) -> set[str]:
        """Return the files that the text links to; see ``Content.get_static_links``."""
        text = self.__dict__.get(TEXT)
        if not isinstance(text, Text):
            links: set[str] = super().get_static_links()
            return links
        return {self._file(urlparse(value).path) for what, value in text.links if what in _FILES}

    def _file(self, path: str) -> str:
        """Return the file below the content that a link leads to."""
        if path.startswith("/"):
            return path[1:].replace("%20", " ")
        found = self.get_relative_source_path(os.path.join(self.relative_dir, path))  # noqa: PTH118 - as Pelican
        return str(found).replace("%20", " ")

    def get_relative_source_path(self, source_path: str | None = None) -> str | None:
        """Return the path of a source below the content; see ``Content.get_relative_source_path``."""
        if source_path and source_path != self.source_path:
            return super().get_relative_source_path(source_path)  # type: ignore[no-any-return] # a Content's
        text = self.__dict__.get(TEXT)
        if isinstance(text, Text) and text.path == self.source_path:
            return text.relative
        known: tuple[str | None, str | None] | None = self.__dict__.get(RELATIVE)
        if known is None or known[0] != self.source_path:
            known = (self.source_path, super().get_relative_source_path())
            self.__dict__[RELATIVE] = known
        return known[1]

    def get_url_setting(self, key: str) -> str:
        """Return an address; see ``Content.get_url_setting``: one that is settled is asked for very often."""
        settled: str | None = self.__dict__.get(f"override_{key}")
        if settled is None:
            settled = super().get_url_setting(key)
        return settled

    def _expand_settings(self, key: str, klass: str | None = None) -> str:
        """Return an address by its setting; see ``Content._expand_settings``: what it names is asked for."""
        setting = self.settings[f"{klass or self.__class__.__name__}_{key}".upper()]
        names = _names(setting) if isinstance(setting, str) else None
        if names is None:
            whole: str = super()._expand_settings(key, klass)
            return whole
        return str(setting.format(**{name: _ASKED[name](self) for name in names}))

    def _has_valid_save_as(self) -> bool:
        """Return whether the output lies in its folder; see ``Content._has_valid_save_as``."""
        save_as = self.save_as
        if os.pardir not in save_as and not os.path.isabs(save_as) and "~" not in save_as:  # noqa: PTH117 - a text
            return True
        valid: bool = super()._has_valid_save_as()
        return valid


_FILES = frozenset({"static", "attach"})
# What ``Content.url_format`` says under these names, whatever the header says.
_ASKED: dict[str, Callable[[Any], Any]] = {
    "slug": lambda content: getattr(content, "slug", ""),
    "lang": lambda content: getattr(content, "lang", "en"),
    "date": lambda content: content.date if hasattr(content, "date") else datetime.now(),  # noqa: DTZ005 - as Pelican
    "author": lambda content: content.author.slug if hasattr(content, "author") else "",
    "category": lambda content: content.category.slug if hasattr(content, "category") else "",
}


@lru_cache(maxsize=64)
def _names(setting: str) -> tuple[str, ...] | None:
    """Return what an address is made of; None where that is more than is known here."""
    try:
        parts = [(name, spec) for _, name, spec, _ in Formatter().parse(setting) if name is not None]
    except ValueError:
        return None  # Pelican says so
    names = {re.split(r"[.\[]", name)[0] for name, _ in parts}
    known = names <= _ASKED.keys() and not any("{" in (spec or "") for _, spec in parts)
    return tuple(names) if known else None


class Article(contents.Article, _Settled):  # type: ignore[misc] # Pelican is untyped
    """An article. Pelican makes names of settings of the name of this class."""


class Page(contents.Page, _Settled):  # type: ignore[misc] # as above
    """A page."""


_SETTLED = {contents.Article: Article, contents.Page: Page}


def settled(kind: Any) -> Any:
    """Return the class to make contents of that Pelican wants to make of `kind`."""
    return _SETTLED.get(kind, kind)
