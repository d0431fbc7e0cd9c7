"""Locks on folders, held by a process and gone with it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows: there two builds of one site at once are the author's to avoid
    fcntl = None  # type: ignore[assignment]


def lock(folder: Path, *, wait: bool = False) -> int | None:
    """Return the lock of a folder, to be closed, or None where there is none to be had."""
    if fcntl is None:
        return None
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:  # held by another, or a file system that knows no locks
        os.close(handle)
        return None
    return handle


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Wait until no other build begins or ends in a folder."""
    held = lock(folder, wait=True)
    try:
        yield
    finally:
        if held is not None:
            os.close(held)
