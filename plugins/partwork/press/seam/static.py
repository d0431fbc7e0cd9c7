"""Files that are copied as they are: those that changed, and a theme's as well."""

import fnmatch
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pelican.generators import StaticGenerator
from pelican.utils import copy

from partwork.press.digest import digest
from partwork.press.record import Output
from partwork.press.seam.build import current

_KIND = "file"


def take_over(generator: Any) -> None:
    """Have files copied by the press (a receiver of ``static_generator_init``)."""
    if current(generator.settings) and type(generator) is StaticGenerator:
        generator.__class__ = PressStaticGenerator


class PressStaticGenerator(StaticGenerator):  # type: ignore[misc] # Pelican is untyped
    """Pelican's generator of static files; what did not change is not copied."""

    def _file_update_required(self, staticfile: Any) -> bool:
        if self.settings["STATIC_CREATE_LINKS"]:
            return bool(super()._file_update_required(staticfile))
        return self._changed(Path(self.path, staticfile.source_path), staticfile.save_as)

    def _copy_paths(
        self, paths: Any, source: str, destination: str, output_path: str, final_path: str | None = None
    ) -> None:
        """Copy the files of a theme: Pelican's way, one by one."""
        for path in paths:
            for file, place in self._files(Path(source, path), Path(destination, final_path or path)):
                if self._changed(file, place.as_posix()):
                    target = Path(output_path, place)
                    target.parent.mkdir(parents=True, exist_ok=True)
                    copy(str(file), str(target), self.settings["IGNORE_FILES"])

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

    def _changed(self, source: Path, place: str) -> bool:
        """Return whether a file has to be copied; take down that it will be, or that it stays."""
        press = current(self.settings)
        assert press is not None  # noqa: S101 - this generator took over from Pelican's
        found = source.stat()
        parts = {"source": digest([str(source), found.st_size, found.st_mtime_ns])}
        output = Output(parts["source"], _KIND, "", parts)
        path = os.path.normpath(place)
        reason = "it is written twice" if path in press.outputs else press.why_not_kept(path, output)
        if not reason:
            press.keep(path, output)
            return False
        press.made(path, output, reason, 0.0)
        return True
