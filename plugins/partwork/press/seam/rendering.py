"""The sources of a build, rendered: each once, and none that is known from the build before."""

import logging
import time
from importlib.metadata import entry_points
from importlib.util import find_spec
from typing import Any, NamedTuple

import msgspec
from pelican.readers import MarkdownReader, Readers

from partwork.press.executors import DASK, PROCESSES, workers
from partwork.press.fragment import Dialect, versions
from partwork.press.fragments import Fragments
from partwork.press.known import Known, Sources, of_header
from partwork.press.seam.build import Press, record_path
from partwork.press.seam.header import typography
from partwork.press.seam.links import within

_LOGGER = logging.getLogger("pelican.readers")
_LOST = "Sources that workers did not render, so that they were rendered here: %d.\n    value: %s"
_OWN_EXTENSIONS = "markdown.extensions."


class Rendered(NamedTuple):
    """What is known of a source, and its text; None where the store has that."""

    known: Known
    text: str | None


class Rendering:
    """Gives what sources say.

    Without `fragments` nothing is rendered by the press, without `sources` nothing is known from before.
    """

    def __init__(
        self, settings: Any, fragments: Fragments | None = None, sources: Sources | None = None
    ) -> None:
        self._settings = settings
        self._fragments = fragments
        self._sources = sources

    def prefetch(self, files: list[str]) -> None:
        """Begin to render the files that are not known."""
        if self._sources:
            files = [file for file in files if not self._sources.knows(file)]
        if self._fragments:
            self._fragments.prefetch(files)

    def of(self, file: str) -> Rendered | None:
        """Return what a file says; None where Pelican has to say what is wrong with it. Raises OSError."""
        known = self._sources.get(file) if self._sources else None
        if known:
            return Rendered(known, None)
        if self._fragments is None:
            return None
        key, fragment, stored = self._fragments.get(file)
        if fragment.fault:
            return None
        text = fragment.content
        empty_alt = 'alt=""' in text or "alt=''" in text
        known = Known(key, *of_header(fragment), empty_alt, within(self._settings, text))
        if not stored:
            return Rendered(known, text)
        if self._sources:
            self._sources.put(file, known)
        return Rendered(known, None)

    def text(self, key: bytes, file: str) -> str:
        """Return the text of a file that the store has; raises OSError."""
        assert self._fragments is not None  # noqa: S101 - who has given the key
        return self._fragments.text(key, file)

    def warm(self) -> None:
        """Have this process render Markdown at once when it is asked to."""
        if self._fragments:
            self._fragments.warm()

    def rest(self) -> None:
        """End the workers, if there are any; what is asked for from now on is rendered here."""
        if self._fragments:
            self._fragments.close()

    def close(self) -> None:
        """Keep what is known for the next build, and say what workers did not do."""
        self.rest()
        if self._fragments:
            for reason, count in self._fragments.losses.items():
                _LOGGER.warning(_LOST, count, reason)
            self._fragments.losses.clear()
        if self._sources:
            self._sources.close()


def rendering(readers: Readers, press: Press) -> Rendering:
    """Return the rendering of this build; it renders nothing where the dialect cannot be sent to others."""
    if press.rendering is None:
        press.rendering = _begin(readers, press)
    found: Rendering = press.rendering
    return found


def rest(press: Press) -> None:
    """End the workers of a build, if it had any: what it reads from now on is little."""
    if press.rendering is not None:
        press.rendering.rest()


def close(press: Press) -> None:
    """End the workers of a build, if it had any, and keep what it knows of sources."""
    if press.rendering is not None:
        press.rendering.close()


def _begin(readers: Readers, press: Press) -> Rendering:
    reader = readers.readers.get("md")
    if type(reader) is not MarkdownReader:
        return Rendering(readers.settings)
    settings = readers.settings
    markdown = reader.settings["MARKDOWN"]
    try:
        encoded = msgspec.json.encode(markdown)
        if msgspec.json.decode(encoded) != markdown:
            return Rendering(settings)
    except (TypeError, ValueError):  # an extension or a function: no other process would know it
        return Rendering(settings)
    press.stored = all(map(_is_own, markdown["extensions"]))
    dialect = msgspec.msgpack.encode(
        Dialect(
            markdown=encoded.decode(),
            formatted=tuple(settings["FORMATTED_FIELDS"]),
            typography=typography(settings),
            versions=versions(),
        )
    )
    where = press.settings.executor
    if where.startswith(DASK) and not press.stored:
        where = PROCESSES  # another's extension may be another on other machines
    # Another's extension may read files that nobody knows of: what it made yesterday proves nothing.
    store = press.store if press.stored else None
    fragments = Fragments(store, dialect, lambda: workers(where, press.settings.processes))
    sources = None
    if store:
        place = record_path(press.settings.store, press.output).with_suffix(".sources")
        programs = [press.environment["versions"], press.environment["plugins"]]
        follows = [dialect, settings["PATH"], str(settings["INTRASITE_LINK_REGEX"]), programs]
        sources = Sources(place, msgspec.msgpack.encode(follows), store, time.time())
    return Rendering(settings, fragments, sources)


def _is_own(name: str) -> bool:
    """Return whether an extension is one of Markdown's own."""
    if name.startswith(_OWN_EXTENSIONS):
        return find_spec(name.split(":", maxsplit=1)[0]) is not None
    found = entry_points(group="markdown.extensions")
    return any(one.name == name and one.value.startswith(_OWN_EXTENSIONS) for one in found)
