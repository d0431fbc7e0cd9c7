"""Browsers that wait for a change of what they show."""

import threading
import zlib
from collections import Counter
from collections.abc import Generator
from functools import partial
from pathlib import Path

_PATIENCE = 15  # seconds between two signs of life to a waiting browser


class Changes:
    """Knows which pages are looked at, and tells who looks at one when it is another.

    `error` is what stopped the last build. What pages have in common, as stylesheets, changes them all.
    """

    def __init__(self, output: Path) -> None:
        self.error = ""
        self._output = output
        self._condition = threading.Condition()
        self._others = 0
        self._looked_at: Counter[str] = Counter()

    def announce(self, *, others: bool = False) -> None:
        """Have everybody who waits look again, at `others` than pages too."""
        with self._condition:
            self._others += others
            self._condition.notify_all()

    def fail(self, error: str) -> None:
        """Tell everybody what stopped a build; nothing, that none is stopped any more."""
        with self._condition:
            self.error = error
            self._condition.notify_all()

    def version(self, page: str) -> str:
        """Return what a page (a path below the output) shows now, in a word that is another for all else."""
        try:
            found = (self._output / page).stat()
        except (OSError, ValueError):  # there is none, or none can be of that name
            file = "gone"
        else:
            file = f"{found.st_mtime_ns}-{found.st_size}"
        return f"{file}-{self._others}-{zlib.crc32(self.error.encode())}"

    def looked_at(self) -> list[str]:
        """Return the pages that somebody looks at."""
        with self._condition:
            return [page for page, many in self._looked_at.items() if many > 0]

    def wait(self, page: str, seen: str) -> Generator[bool, None, None]:
        """Yield True when a page is not of the version that was seen, and False after a while that it is."""
        with self._condition:
            self._looked_at[page] += 1
        try:
            while True:
                with self._condition:
                    is_new = partial(self._is_new, page, seen)
                    changed = self._condition.wait_for(is_new, timeout=_PATIENCE)
                    seen = self.version(page)
                yield changed
        finally:
            with self._condition:
                self._looked_at[page] -= 1

    def _is_new(self, page: str, seen: str) -> bool:
        return self.version(page) != seen
