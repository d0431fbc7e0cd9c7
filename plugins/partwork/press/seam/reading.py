"""Sources are read ahead: Pelican asks for one after the other, and finds each rendered."""

import os
from typing import Any

from pelican.contents import Page, SkipStub
from pelican.generators import ArticlesGenerator, PagesGenerator
from pelican.readers import MarkdownReader, Readers, find_empty_alt
from pelican.utils import file_suffix, posixize_path

from partwork.press.seam.build import current
from partwork.press.seam.contents import settled
from partwork.press.seam.header import Headers
from partwork.press.seam.rendering import rendering
from partwork.press.seam.texts import Text

_CACHING = (ArticlesGenerator, PagesGenerator)


def take_over(readers: Readers) -> None:
    """Have Pelican's readers take what is rendered (a receiver of ``readers_init``)."""
    if current(readers.settings) and type(readers) is Readers:
        readers.__class__ = PressReaders
        readers.press_headers = {}
        readers.press_folders = {}


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
    _spare_stamps(generator)
    readers = generator.readers
    if isinstance(readers, PressReaders):
        mine = tuple(f".{ext}" for ext, kind in readers.reader_classes.items() if kind is MarkdownReader)
        files = [readers.places(generator.path, path)[0] for path in found if path.endswith(mine)]
        rendering(readers, press).prefetch(files)


def _spare_stamps(generator: Any) -> None:
    """Have Pelican's own cache, which is off, not ask for the time of each file."""
    if type(generator) in _CACHING:
        generator.get_cached_data = lambda _path, default=None: default
        generator.cache_data = lambda _path, _data: None


class PressReaders(Readers):  # type: ignore[misc] # Pelican is untyped
    """Pelican's readers; Markdown comes rendered."""

    press_headers: dict[MarkdownReader, Headers]
    press_folders: dict[tuple[str, str], tuple[str, str]]

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
        file, source_path = self.places(base_path, path)
        reader = self.readers.get(fmt or file_suffix(file))
        found = None
        if press:
            press.progress.read()
            if type(reader) is MarkdownReader:
                found = rendering(self, press).of(file)
        if found is None:
            return super().read_file(
                base_path, path, content_class, fmt, context,
                preread_signal, preread_sender, context_signal, context_sender,
            )  # fmt: skip
        assert press is not None  # noqa: S101 - it has found something
        if preread_signal and preread_signal.receivers:
            preread_signal.send(preread_sender)
        known, text = found
        headers = self.press_headers.get(reader)
        if headers is None:
            headers = self.press_headers[reader] = Headers(reader)
        metadata = headers.metadata(source_path, file, known)
        if known.empty_alt:
            find_empty_alt(text or rendering(self, press).text(known.key, file), file)
        if context_signal and context_signal.receivers:
            context_signal.send(context_sender, metadata=metadata)
        kind = SkipStub if metadata.get("status") == "skip" else settled(content_class)
        content: str | Text | None = text
        if text is None and (kind is content_class or base_path != self.settings["PATH"]):
            content = rendering(self, press).text(known.key, file)  # it is held
        elif text is None:
            content = Text(known.key, file, source_path, known.links)
        made = kind(
            content=content, metadata=metadata, settings=self.settings, source_path=file, context=context
        )
        headers.give_slug(getattr(made, "author", None))  # which Pelican makes anew where a header has none
        return made

    def places(self, base_path: str, path: str) -> tuple[str, str]:
        """Return the absolute path of a file, and the one below the content, as Pelican makes them."""
        folder, _, name = path.rpartition(os.sep)
        if name in {"", os.curdir, os.pardir} or path[0] == os.sep or (os.altsep and os.altsep in path):
            return _absolute(base_path, path), _relative(base_path, path)
        found = self.press_folders.get((base_path, folder))
        if found is None:
            relative = _relative(base_path, folder)
            found = (
                os.path.join(_absolute(base_path, folder), ""),  # noqa: PTH118 - as below
                "" if relative == os.curdir else f"{relative}/",
            )
            self.press_folders[base_path, folder] = found
        return found[0] + name, found[1] + name


def _absolute(root: str, path: str) -> str:
    return os.path.abspath(os.path.join(root, path))  # noqa: PTH100, PTH118 - as Pelican makes it, links and all


def _relative(root: str, path: str) -> str:
    relative: str = posixize_path(os.path.relpath(_absolute(root, path), os.path.abspath(root)))  # noqa: PTH100 - as above
    return relative
