"""A build writes beside the output and moves there when it has succeeded.

A build that fails at any point leaves the last good output as it was; a file that did not change keeps its
time, so that copying tools copy only what is new.
"""

import filecmp
import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

_KEY = "PARTWORK_STAGING"


def begin(generators: Iterable[Any]) -> None:
    """Have the generators write to a new folder beside the output (on ``all_generators_finalized``)."""
    for generator in generators:
        settings = generator.settings
        if _KEY not in settings:
            output = Path(settings["OUTPUT_PATH"])
            output.parent.mkdir(parents=True, exist_ok=True)
            settings[_KEY] = TemporaryDirectory(prefix=f".{output.name}-", dir=output.parent)
        generator.output_path = settings[_KEY].name


def redirect(pelican: Any) -> None:
    """Have Pelican's writer write there, too (on ``get_writer``, which this does not answer)."""
    if _KEY in pelican.settings:
        pelican.output_path = pelican.settings[_KEY].name


def abandon(pelican: Any) -> None:
    """Forget what a failed build has written (before the next one, in a process that rebuilds)."""
    staging = pelican.settings.pop(_KEY, None)
    pelican.output_path = pelican.settings["OUTPUT_PATH"]
    if staging:
        staging.cleanup()


def publish(pelican: Any) -> None:
    """Move what was written to the output (on ``finalized``)."""
    if _KEY not in pelican.settings:
        return
    settings = pelican.settings
    output, staged = Path(settings["OUTPUT_PATH"]), Path(settings[_KEY].name)
    alone = not Path(settings["PATH"]).resolve().is_relative_to(output.resolve())
    if settings["DELETE_OUTPUT_DIRECTORY"] and alone:
        written = {path.relative_to(staged) for path in _files(staged)}
        move(staged, output)
        remove_others(output, written, settings["OUTPUT_RETENTION"])
    else:
        move(staged, output)
    abandon(pelican)


def move(source: Path, target: Path) -> None:
    """Move everything below `source` to its place below `target`.

    What is not there yet moves as it is, whole folders in one step; a file with the same bytes stays; any
    other is replaced in one step.
    """
    if not target.is_dir():
        target.unlink(missing_ok=True)
        target.mkdir(parents=True)
    for path in source.iterdir():
        place = target / path.name
        if not os.path.lexists(place):
            path.replace(place)
        elif path.is_dir() and not path.is_symlink():
            move(path, place)
        elif place.is_dir() and not place.is_symlink():
            shutil.rmtree(place)
            path.replace(place)
        elif path.is_symlink() or not place.is_file() or not filecmp.cmp(path, place, shallow=False):
            path.replace(place)


def remove_others(output: Path, written: set[Path], retained: Iterable[str]) -> None:
    """Remove the files below `output` that were not written, save top-level names in `retained`."""
    kept = set(retained)
    for path in _files(output):
        relative = path.relative_to(output)
        if relative not in written and relative.parts[0] not in kept:
            path.unlink()
    for folder, _, _ in os.walk(output, topdown=False):
        path = Path(folder)
        if path != output and path.relative_to(output).parts[0] not in kept and not any(path.iterdir()):
            path.rmdir()


def _files(folder: Path) -> Iterator[Path]:
    for parent, folders, names in os.walk(folder):
        for name in names:
            yield Path(parent, name)
        for name in folders:
            if Path(parent, name).is_symlink():
                yield Path(parent, name)
