"""One build of a site at a time: a second one waits until the first has ended, however it ends."""

import contextlib
import os
from collections.abc import Callable
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows: there two builds of one site at once are the author's to avoid
    fcntl = None  # type: ignore[assignment]


class Lock:
    """A lock of this process, gone with it; one process does not wait for itself."""

    def __init__(self, path: Path, waits: Callable[[], None]) -> None:
        """Take the lock of a file; where another process has it, call `waits` and wait."""
        self._handle: int | None = None
        if fcntl is None:
            return
        with contextlib.suppress(OSError):  # a file system that knows no locks, or cannot be written
            path.parent.mkdir(parents=True, exist_ok=True)
            self._handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
            try:
                fcntl.lockf(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except (BlockingIOError, PermissionError):
                waits()
                fcntl.lockf(self._handle, fcntl.LOCK_EX)

    def release(self) -> None:
        """Let another build begin."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None
