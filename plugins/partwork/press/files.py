"""Files, written in one step: a reader finds the old one or the new one, and so does the next build."""

import contextlib
import os
import shutil
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path


def write(path: str | Path, data: bytes) -> None:
    """Write a file; one that has these bytes stays as it is. Raises OSError."""
    with contextlib.suppress(OSError):
        if os.stat(path).st_size == len(data) and Path(path).read_bytes() == data:  # noqa: PTH116 - as below
            return
    _put(os.fspath(path), partial(_fill, data))


def copy(source: Path, target: Path) -> None:
    """Copy a file. Raises OSError."""
    _put(os.fspath(target), lambda beside: shutil.copyfile(source, beside))


def _put(path: str, write_to: Callable[[str], object]) -> None:
    """Have a file written beside its place, then put there; its folders are made where there are none."""
    # Every page of a large site goes through here: texts are quicker than paths.
    folder, name = os.path.split(path)
    beside = os.path.join(folder, f".{name[:200]}.{os.getpid()}")  # noqa: PTH118
    try:
        try:
            write_to(beside)
        except FileNotFoundError:
            Path(folder).mkdir(parents=True, exist_ok=True)
            write_to(beside)
        os.replace(beside, path)  # noqa: PTH105
    except OSError:
        Path(beside).unlink(missing_ok=True)
        raise


def _fill(data: bytes, path: str) -> None:
    with open(path, "wb") as file:  # noqa: PTH123
        file.write(data)


def remove_others(folder: Path, written: set[Path], retained: Iterable[str]) -> None:
    """Remove the files below a folder that were not written, save top-level names in `retained`."""
    kept = set(retained)
    for path in below(folder) - written:
        if path.parts[0] not in kept:
            (folder / path).unlink()
    for parent, _, _ in os.walk(folder, topdown=False):
        path = Path(parent)
        if path != folder and path.relative_to(folder).parts[0] not in kept and not any(path.iterdir()):
            path.rmdir()


def below(folder: Path) -> set[Path]:
    """Return the files below a folder, and the links, by their relative paths."""
    return {
        Path(parent, name).relative_to(folder)
        for parent, folders, names in os.walk(folder)
        for name in [*names, *(one for one in folders if Path(parent, one).is_symlink())]
    }
