"""Files that are copied as they are: those that changed, a theme's and the sources of posts as well."""

import fnmatch
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pelican.generators import SourceFileGenerator, StaticGenerator
from pelican.utils import copy

from partwork.press import files
from partwork.press.digest import digest
from partwork.press.record import Output
from partwork.press.seam.build import current

_KIND = "file"


def take_over(generator: Any) -> None:
    """Have files copied by the press (a receiver of ``static_generator_init``)."""
    if current(generator.settings) and type(generator) is StaticGenerator:
        generator.__class__ = PressStaticGenerator


def take_over_sources(generator: Any) -> None:
    """Have the sources of posts copied by the press, where a site shows them."""
    if current(generator.settings) and type(generator) is SourceFileGenerator:
        generator.__class__ = PressSourceFileGenerator


class PressStaticGenerator(StaticGenerator):  # type: ignore[misc] # Pelican is untyped
    """Pelican's generator of static files; what did not change is not copied."""

    def generate_output(self, writer: Any) -> None:
        """Copy files when all pages are there: a file takes the place of a page, as Pelican has it."""
        press = current(self.settings)
        assert press is not None  # noqa: S101 - this generator took over from Pelican's
        press.flush()
        super().generate_output(writer)

    def _file_update_required(self, staticfile: Any) -> bool:
        source = Path(self.path, staticfile.source_path)
        changed = _changed(self.settings, source, staticfile.save_as)
        return (
            bool(super()._file_update_required(staticfile))
            if self.settings["STATIC_CREATE_LINKS"]
            else changed
        )

    def _copy_staticfile(self, sc: Any) -> None:
        _copy(Path(self.path, sc.source_path), Path(self.output_path, sc.save_as))

    def _copy_paths(
        self, paths: Any, source: str, destination: str, output_path: str, final_path: str | None = None
    ) -> None:
        """Copy the files of a theme: Pelican's way, one by one."""
        for path in paths:
            for file, place in self._files(Path(source, path), Path(destination, final_path or path)):
                if _changed(self.settings, file, place.as_posix()):
                    _copy(file, Path(output_path, place))

    def _files(self, source: Path, destination: Path) -> Iterator[tuple[Path, Path]]:
        """Yield the files that ``pelican.utils.copy`` would copy, and where to."""
        ignores = self.settings["IGNORE_FILES"]

        def ignored(name: str) -> bool:
            return any(fnmatch.fnmatch(name, one) for one in ignores)

        if ignored(source.name):
            return
        if source.is_file():
            yield source, destination / source.name
        for folder, folders, names in os.walk(source, followlinks=True):
            folders[:] = [name for name in folders if not ignored(name)]
            for name in names:
                file = Path(folder, name)
                if not ignored(name) and file.is_file():
                    yield file, destination / file.relative_to(source)


class PressSourceFileGenerator(SourceFileGenerator):  # type: ignore[misc] # Pelican is untyped
    """Pelican's generator of sources; what did not change is not copied."""

    def _create_source(self, obj: Any) -> None:
        place = os.path.splitext(obj.save_as)[0] + self.output_extension  # noqa: PTH122 - as Pelican makes it
        if _changed(self.settings, Path(obj.source_path), place):
            _copy(Path(obj.source_path), Path(self.output_path, place))


def _copy(source: Path, target: Path) -> None:
    """Copy a file in one step; what cannot be copied so is left to Pelican, who tells the author."""
    try:
        files.copy(source, target)
    except OSError:
        copy(str(source), str(target))


def _changed(settings: Any, source: Path, place: str) -> bool:
    """Return whether a file has to be copied; take down that it will be, or that it stays."""
    press = current(settings)
    assert press is not None  # noqa: S101 - this generator took over from Pelican's
    try:
        found = source.stat()
    except OSError:
        return True  # Pelican tells the author
    parts = {"source": digest([str(source), found.st_size, found.st_mtime_ns])}
    return not press.leaves(os.path.normpath(place), Output(parts["source"], _KIND, "", parts))
