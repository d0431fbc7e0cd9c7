"""The output folder: what a build has written is moved there, and what it has not is removed."""

import errno
import filecmp
import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path


def check(source: Path, target: Path) -> None:
    """Raise OSError where `target` would not take what is below `source`: before anything is changed."""
    if os.path.lexists(target) and not target.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(target))
    for folder, _, _ in os.walk(source):
        place = target / Path(folder).relative_to(source)
        if place.is_dir() and not os.access(place, os.W_OK | os.X_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(place))


def move(source: Path, target: Path) -> set[Path]:
    """Move every file below `source` to its place below `target`, and return their relative paths.

    A file with the same bytes stays; any other is replaced in one step.
    """
    written = set()
    ready: set[Path] = set()
    for path in _files(source):
        relative = path.relative_to(source)
        written.add(relative)
        place = target / relative
        if place.parent not in ready:
            _make_folder(place.parent, target)
            ready.add(place.parent)
        if not os.path.lexists(place):
            _put(path, place)
            continue
        if place.is_dir() and not place.is_symlink():
            shutil.rmtree(place)
        if path.is_symlink() or not place.is_file() or not filecmp.cmp(path, place, shallow=False):
            _put(path, place)
    return written


def _put(path: Path, place: Path) -> None:
    """Move a file to its place in one step, also where the output is another file system than its parent."""
    try:
        path.replace(place)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        beside = place.with_name(f".{place.name}.new")
        shutil.move(path, beside)
        beside.replace(place)


def _make_folder(folder: Path, target: Path) -> None:
    """Make a folder below `target`, in the place of any file that stands where a folder must be."""
    for parent in reversed([folder, *folder.parents]):
        if parent != target and parent.is_relative_to(target) and parent.is_file():
            parent.unlink()
    folder.mkdir(parents=True, exist_ok=True)


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
