"""What Pelican makes of the header of a source, of its path and of the site's defaults, made quickly."""

import logging
import os
import re
from copy import copy
from typing import Any

from pelican.readers import (
    DUPLICATES_DEFINITIONS_ALLOWED,
    METADATA_PROCESSORS,
    MarkdownReader,
    _filter_discardable_metadata,
    default_metadata,
    parse_path_metadata,
    path_metadata,
)
from pelican.urlwrappers import URLWrapper
from pelican.utils import SafeDatetime

from partwork.press.fragment import TYPOGRIFIED, Typography
from partwork.press.known import Known

_LOGGER = logging.getLogger("pelican.readers")
_USUAL_DATE = re.compile(r"\d{4}-\d\d-\d\d( \d\d:\d\d(:\d\d)?)?", re.ASCII)
_DATES = ("date", "modified")
_WITH_SLUGS = ("category", "author", "authors", "tags")


class Headers:
    """Makes the metadata of sources, for one reader of Markdown and one build."""

    def __init__(self, reader: MarkdownReader) -> None:
        self._reader = reader
        self._settings = reader.settings
        self._special = _special(reader.settings)
        self._folders: dict[str, dict[str, Any]] = {}
        self._slugs: dict[tuple[type, str], str] = {}

    def metadata(self, source_path: str, file: str, known: Known) -> dict[str, Any]:
        """Return what ``Readers.read_file`` gives to a content, which this follows step by step."""
        given = self._given(source_path, file)
        found = given.copy()
        found["reader"] = "markdown"
        found.update(self._written(known, file))
        for name, value in given.items():
            if found[name] is value:
                found[name] = _own(value)
        if self._settings["TYPOGRIFY"]:
            self._typogrify(found, known)
        for name in _WITH_SLUGS:
            if value := found.get(name):
                for one in value if isinstance(value, list) else (value,):
                    self.give_slug(one)
        return found

    def _given(self, source_path: str, file: str) -> dict[str, Any]:
        """Return what the site and the path of a source say; those of a folder share it where they can."""
        settings, processed = self._settings, self._processed
        folder, _, name = source_path.rpartition("/")
        alike = not self._special.match(os.path.splitext(name)[0])  # noqa: PTH122 - as Pelican
        if alike and folder in self._folders:
            return self._folders[folder]
        found: dict[str, Any] = _kept(default_metadata(settings, processed))
        found.update(path_metadata(file, source_path, settings))
        found.update(_kept(parse_path_metadata(source_path, settings, processed)))
        if alike:
            self._folders[folder] = found
        return found

    def _written(self, known: Known, file: str) -> dict[str, Any]:
        """Return what ``MarkdownReader._parse_metadata`` makes of a header."""
        output = {}
        for name, value in known.header.items():
            if isinstance(value, list) and not DUPLICATES_DEFINITIONS_ALLOWED.get(name, True):
                _LOGGER.warning("Duplicate definition of `%s` for %s. Using first one.", name, file)
                value = value[0]  # noqa: PLW2901 - as Pelican
            output[name] = self._processed(name, value) if name in METADATA_PROCESSORS else value
        return _kept(output)

    def _processed(self, name: str, value: Any) -> Any:
        """Return what Pelican makes of a value; a date written the usual way is read the quick way."""
        if name in _DATES and isinstance(value, str) and _USUAL_DATE.fullmatch(value):
            try:
                return SafeDatetime.fromisoformat(value)
            except ValueError:
                pass  # Pelican says what is wrong; `suppress` would take longer than all of this
        return self._reader.process_metadata(name, value)

    def _typogrify(self, metadata: dict[str, Any], known: Known) -> None:
        for name in TYPOGRIFIED:
            if name in metadata:
                value = metadata[name]
                ready = known.typography.get(name) if value == known.header.get(name) else None
                metadata[name] = _typographer(self._settings)(value) if ready is None else ready

    def give_slug(self, one: object) -> None:
        """Give a tag, a category or an author the slug that others of the same name have already."""
        if isinstance(one, URLWrapper) and one._slug is None:  # noqa: SLF001 - held by a contract test
            known = (type(one), one._name)  # noqa: SLF001 - as above
            slug = self._slugs.get(known)
            if slug is None:
                self._slugs[known] = one.slug
            else:
                one._slug = slug  # noqa: SLF001 - as above


def _special(settings: Any) -> re.Pattern[str]:
    """Return the pattern of files of which the site may say what it does not say of all in their folder."""
    if settings["EXTRA_PATH_METADATA"] or settings["PATH_METADATA"] or settings.get("DEFAULT_DATE") == "fs":
        return re.compile("")
    return re.compile(settings["FILENAME_METADATA"] or "(?!)")


def _own(value: Any) -> Any:
    """Return a value for one content alone: tags, categories and authors can be changed."""
    if isinstance(value, URLWrapper):
        return copy(value)
    if isinstance(value, list) and any(isinstance(one, URLWrapper) for one in value):
        return [_own(one) for one in value]
    return value


def _kept(metadata: dict[str, Any]) -> dict[str, Any]:
    kept: dict[str, Any] = _filter_discardable_metadata(metadata)
    return kept


def typography(settings: Any) -> Typography | None:
    """Return how typogrify is to be applied, if it is."""
    if not settings["TYPOGRIFY"]:
        return None
    return Typography(
        tuple(settings["TYPOGRIFY_IGNORE_TAGS"]),
        tuple(settings["TYPOGRIFY_OMIT_FILTERS"]),
        str(settings["TYPOGRIFY_DASHES"]),
    )


def _typographer(settings: Any) -> Any:
    from partwork.press.typography import Typographer  # noqa: PLC0415 - slow to import, and seldom needed

    applied = typography(settings)
    assert applied is not None  # noqa: S101 - TYPOGRIFY is on
    return Typographer(applied.ignore_tags, applied.omit_filters, applied.dashes)
