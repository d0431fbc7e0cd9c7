"""Files, written in one step: a reader finds the old one or the new one, and so does the next build."""

import contextlib
import os
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path


def write(path: Path, data: bytes) -> None:
    """Write a file; one that has these bytes stays as it is. Raises OSError."""
    with contextlib.suppress(OSError):
        if path.stat().st_size == len(data) and path.read_bytes() == data:
            return
    _put(path, lambda beside: beside.write_bytes(data))


def copy(source: Path, target: Path) -> None:
    """Copy a file. Raises OSError."""
    _put(target, lambda beside: shutil.copyfile(source, beside))


def _put(path: Path, write_to: Callable[[Path], object]) -> None:
    """Have a file written beside its place, then put there; its folders are made where there are none."""
    beside = path.with_name(f".{path.name[:200]}.{os.getpid()}")
    try:
        try:
            write_to(beside)
        except FileNotFoundError:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_to(beside)
        beside.replace(path)
    except OSError:
        beside.unlink(missing_ok=True)
        raise


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
