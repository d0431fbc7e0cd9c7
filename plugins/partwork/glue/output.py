"""The output folder: what a build has written is moved there."""

import errno
import filecmp
import os
import shutil
from pathlib import Path


def check(source: Path, target: Path) -> None:
    """Raise OSError where `target` would not take what is below `source`: before anything is changed."""
    if os.path.lexists(target) and not target.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(target))
    for folder, _, _ in os.walk(source):
        place = target / Path(folder).relative_to(source)
        if place.is_dir() and not os.access(place, os.W_OK | os.X_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(place))


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
            _put(path, place)
        elif path.is_dir() and not path.is_symlink():
            move(path, place)
        elif place.is_dir() and not place.is_symlink():
            shutil.rmtree(place)
            _put(path, place)
        elif not _is_same(path, place):
            _put(path, place)


def _is_same(path: Path, place: Path) -> bool:
    """Return whether a file stands at its place already; one that may not be read is replaced."""
    if path.is_symlink() or not place.is_file() or not os.access(place, os.R_OK):
        return False
    return filecmp.cmp(path, place, shallow=False)


def _put(path: Path, place: Path) -> None:
    """Move a file or folder to its place in one step, on another file system than its own as well."""
    try:
        path.replace(place)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        beside = place.with_name(f".{place.name}.new")
        shutil.move(path, beside)
        beside.replace(place)
