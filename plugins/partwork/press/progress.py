"""How far a build is: shown on a terminal while it runs, and nowhere else.

No thread draws it, for a process that has threads cannot be forked: whoever does the work says so, and that
shows, ten times a second at most.
"""

import time
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, TextColumn
from rich.progress import Progress as Bars

_OFTEN = 0.1


class Progress:
    """Is told how far a build is, and shows nothing."""

    def expect(self, sources: int) -> None:
        """Hear how many more sources will be read."""

    def read(self) -> None:
        """Hear that a source was read."""

    def made(self) -> None:
        """Hear that an output was made, or found to be what it should be."""


class Shown(Progress):
    """Shows how far a build is, where the console is a terminal; gone at the end of a context."""

    def __init__(self, console: Console) -> None:
        columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed:,.0f}"))
        off = not console.is_terminal
        self._bars = Bars(*columns, console=console, auto_refresh=False, transient=True, disable=off)
        self._sources = self._bars.add_task("sources read", total=0)
        self._outputs = self._bars.add_task("pages made", total=None)
        self._expected = 0
        self._counts = {self._sources: 0, self._outputs: 0}
        self._drawn = time.monotonic()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bars.stop()

    def expect(self, sources: int) -> None:
        """Show the end of the way."""
        self._expected += sources
        self._bars.update(self._sources, total=self._expected)

    def read(self) -> None:
        """Show one source more."""
        self._counts[self._sources] += 1
        self._draw()

    def made(self) -> None:
        """Show one output more."""
        self._counts[self._outputs] += 1
        self._draw()

    def _draw(self) -> None:
        now = time.monotonic()
        if now - self._drawn < _OFTEN:
            return
        self._drawn = now
        self._bars.start()
        for task, count in self._counts.items():
            self._bars.update(task, completed=count)
        self._bars.refresh()
