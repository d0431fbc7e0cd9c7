"""Work that a fork of this process does: it finds all that was read; what it does to that goes with it."""

import os
import select
from collections.abc import Callable


class Fork:
    """A fork that does some work, and ends; see `executors.may_fork` for whether there can be one."""

    def __init__(self, work: Callable[[], bytes]) -> None:
        self._reader, writer = os.pipe()
        self._pid = os.fork()
        if self._pid:
            os.close(writer)
            return
        os.close(self._reader)
        try:
            with os.fdopen(writer, "wb") as pipe:
                pipe.write(work())
        finally:  # a fork must never go on with its parent's work, whatever it meets
            os._exit(0)

    def has_answered(self) -> bool:
        """Return whether its work is done."""
        return bool(select.select([self._reader], [], [], 0)[0])

    def answer(self) -> bytes:
        """Wait for its end, and return what its work gave; nothing where that failed."""
        data = self.said()
        self.end()
        return data

    def said(self) -> bytes:
        """Return what its work gave, as soon as it has; it may take a while to end."""
        with os.fdopen(self._reader, "rb") as pipe:
            return pipe.read()

    def end(self) -> None:
        """Wait for its end."""
        os.waitpid(self._pid, 0)
