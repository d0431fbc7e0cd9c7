"""Sources are read ahead: Pelican asks for one after the other, and finds each rendered."""

import contextlib
import logging
import os
import re
from importlib.metadata import entry_points
from importlib.util import find_spec
from typing import Any

import msgspec
from pelican.contents import Page, SkipStub
from pelican.readers import (
    DUPLICATES_DEFINITIONS_ALLOWED,
    MarkdownReader,
    Readers,
    _filter_discardable_metadata,
    default_metadata,
    find_empty_alt,
    parse_path_metadata,
    path_metadata,
)
from pelican.utils import SafeDatetime, file_suffix, posixize_path

from partwork.press.executors import DASK, PROCESSES, workers
from partwork.press.fragment import Dialect, Fragment, Typography, versions
from partwork.press.fragments import Fragments
from partwork.press.seam.build import Press, current
from partwork.press.seam.contents import settled

_LOGGER = logging.getLogger("pelican.readers")
_KEY = "PRESS_FRAGMENTS"
_SLUGS = "PRESS_SLUGS"
_OWN_EXTENSIONS = "markdown.extensions."
_USUAL_DATE = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d(:\d\d)?", re.ASCII)


def take_over(readers: Readers) -> None:
    """Have Pelican's readers take what is rendered (a receiver of ``readers_init``)."""
    if current(readers.settings) and type(readers) is Readers:
        readers.__class__ = PressReaders


def read_ahead(generator: Any, paths: list[str], excludes: list[str]) -> None:
    """Begin to render what a generator will read, in the order in which it will."""
    press = current(generator.settings)
    if press is None:
        return
    found = sorted(generator.get_files(paths, exclude=excludes))
    press.progress.expect(len(found))
    get_files = generator.get_files

    def in_order(these: Any, exclude: Any = None, extensions: Any = None) -> Any:
        same = extensions is None and these == paths and (exclude or []) == (excludes or [])
        return found if same else get_files(these, exclude, extensions)

    generator.get_files = in_order
    fragments = _fragments(generator.readers, press)
    if fragments:
        mine = {ext for ext, kind in generator.readers.reader_classes.items() if kind is MarkdownReader}
        fragments.prefetch(_absolute(generator.path, path) for path in found if file_suffix(path) in mine)


class PressReaders(Readers):  # type: ignore[misc] # Pelican is untyped
    """Pelican's readers; Markdown comes rendered."""

    def read_file(  # noqa: PLR0917 - Pelican's own signature
        self,
        base_path: str,
        path: str,
        content_class: Any = Page,
        fmt: str | None = None,
        context: Any = None,
        preread_signal: Any = None,
        preread_sender: Any = None,
        context_signal: Any = None,
        context_sender: Any = None,
    ) -> Any:
        """Return a content as ``Readers.read_file`` does, which this follows step by step."""
        press = current(self.settings)
        fragments = _fragments(self, press) if press else None
        if press:
            press.progress.read()
        file = _absolute(base_path, path)
        reader = self.readers.get(fmt or file_suffix(file))
        fragment = fragments.get(file) if fragments and type(reader) is MarkdownReader else None
        if fragment is None or fragment.fault:
            return super().read_file(
                base_path, path, content_class, fmt, context,
                preread_signal, preread_sender, context_signal, context_sender,
            )  # fmt: skip
        key = fragments.key if fragments else b""
        source_path = posixize_path(os.path.relpath(file, os.path.abspath(base_path)))  # noqa: PTH100 - as Pelican
        if preread_signal:
            preread_signal.send(preread_sender)
        settings, process = self.settings, reader.process_metadata
        metadata = _filter_discardable_metadata(default_metadata(settings=settings, process=process))
        metadata.update(path_metadata(full_path=file, source_path=source_path, settings=settings))
        metadata.update(
            _filter_discardable_metadata(
                parse_path_metadata(source_path=source_path, settings=settings, process=process)
            )
        )
        metadata["reader"] = "markdown"
        metadata.update(_filter_discardable_metadata(_metadata(reader, fragment, file)))
        if 'alt=""' in fragment.content or "alt=''" in fragment.content:
            find_empty_alt(fragment.content, file)
        if settings["TYPOGRIFY"]:
            _typogrify(metadata, fragment, settings)
        if context_signal:
            context_signal.send(context_sender, metadata=metadata)
        kind = SkipStub if metadata.get("status") == "skip" else settled(content_class)
        found = kind(
            content=fragment.content, metadata=metadata, settings=settings, source_path=file, context=context
        )
        if kind is not SkipStub:
            # A plugin may have made another text of it by now.
            found.press_key = key if found._content is fragment.content else b""  # noqa: SLF001 - held by a contract test
        return found


def _metadata(reader: MarkdownReader, fragment: Fragment, file: str) -> dict[str, Any]:
    """Return what ``MarkdownReader._parse_metadata`` makes of a header."""
    output = {}
    for name, value in (fragment.metadata or {}).items():
        if name in fragment.formatted:
            output[name] = _processed(reader, name, fragment.formatted[name])
        elif not DUPLICATES_DEFINITIONS_ALLOWED.get(name, True):
            if len(value) > 1:
                _LOGGER.warning("Duplicate definition of `%s` for %s. Using first one.", name, file)
            output[name] = _processed(reader, name, value[0])
        else:
            output[name] = _processed(reader, name, value if len(value) > 1 else value[0])
    return output


def _processed(reader: MarkdownReader, name: str, value: Any) -> Any:
    """Return what Pelican makes of a value; a date written the usual way is read the quick way."""
    if name == "tags":
        return _slugged(reader.process_metadata(name, value), reader.settings)
    if name in {"date", "modified"} and isinstance(value, str) and _USUAL_DATE.fullmatch(value):
        with contextlib.suppress(ValueError):
            return SafeDatetime.fromisoformat(value)
    return reader.process_metadata(name, value)


def _slugged(tags: Any, settings: Any) -> Any:
    """Give tags the slugs that other posts' tags of the same names have already."""
    slugs = settings.setdefault(_SLUGS, {})
    for tag in tags if isinstance(tags, list) else ():
        slug = slugs.get(tag.name)
        if slug is None:
            slugs[tag.name] = tag.slug
        else:
            tag._slug = slug  # noqa: SLF001 - held by a contract test
    return tags


def _typogrify(metadata: dict[str, Any], fragment: Fragment, settings: Any) -> None:
    for name in ("title", "summary"):
        if name in metadata:
            value = metadata[name]
            ready = fragment.typography.get(value) if isinstance(value, str) else None
            metadata[name] = _typographer(settings)(value) if ready is None else ready


def _typographer(settings: Any) -> Any:
    from partwork.press.typography import Typographer  # noqa: PLC0415 - slow to import, and seldom needed

    typography = _typography(settings)
    assert typography is not None  # noqa: S101 - TYPOGRIFY is on
    return Typographer(typography.ignore_tags, typography.omit_filters, typography.dashes)


def _fragments(readers: Readers, press: Press) -> Fragments | None:
    """Return the fragments of this build; None where the site's dialect cannot be sent to other processes."""
    settings = readers.settings
    if _KEY not in settings:
        settings[_KEY] = _begin(readers, press)
    found: Fragments | None = settings[_KEY]
    return found


def warm(readers: Readers) -> None:
    """Have this process render Markdown at once when it is asked to."""
    press = current(readers.settings)
    fragments = _fragments(readers, press) if press else None
    if fragments:
        fragments.warm()


def close(settings: Any) -> None:
    """End the workers of a build, if it had any, and forget its fragments."""
    settings.pop(_SLUGS, None)
    fragments = settings.pop(_KEY, None)
    if fragments:
        fragments.close()
        for reason, count in fragments.losses.items():
            words = "Sources that workers did not render, so that they were rendered here: %d.\n    value: %s"
            _LOGGER.warning(words, count, reason)


def _begin(readers: Readers, press: Press) -> Fragments | None:
    reader = readers.readers.get("md")
    if type(reader) is not MarkdownReader:
        return None
    markdown = reader.settings["MARKDOWN"]
    try:
        encoded = msgspec.json.encode(markdown)
        if msgspec.json.decode(encoded) != markdown:
            return None
    except (TypeError, ValueError):  # an extension or a function: no other process would know it
        return None
    press.stored = all(map(_is_own, markdown["extensions"]))
    dialect = Dialect(
        markdown=encoded.decode(),
        formatted=tuple(readers.settings["FORMATTED_FIELDS"]),
        typography=_typography(readers.settings),
        versions=versions(),
    )
    where = press.settings.executor
    if where.startswith(DASK) and not press.stored:
        where = PROCESSES  # another's extension may be another on other machines
    return Fragments(
        # Another's extension may read files that nobody knows of: what it made yesterday proves nothing.
        press.store if press.stored else None,
        msgspec.msgpack.encode(dialect),
        lambda: workers(where, press.settings.workers),
    )


def _typography(settings: Any) -> Typography | None:
    if not settings["TYPOGRIFY"]:
        return None
    return Typography(
        tuple(settings["TYPOGRIFY_IGNORE_TAGS"]),
        tuple(settings["TYPOGRIFY_OMIT_FILTERS"]),
        str(settings["TYPOGRIFY_DASHES"]),
    )


def _is_own(name: str) -> bool:
    """Return whether an extension is one of Markdown's own."""
    if name.startswith(_OWN_EXTENSIONS):
        return find_spec(name.split(":", maxsplit=1)[0]) is not None
    found = entry_points(group="markdown.extensions")
    return any(one.name == name and one.value.startswith(_OWN_EXTENSIONS) for one in found)


def _absolute(root: str, path: str) -> str:
    return os.path.abspath(os.path.join(root, path))  # noqa: PTH100, PTH118 - as Pelican makes it, links and all
