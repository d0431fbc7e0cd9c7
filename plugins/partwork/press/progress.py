"""How far a build is: shown on a terminal while it runs, and nowhere else.

No thread draws it, for a process that has threads cannot be forked: whoever does the work says so, and that
shows, ten times a second at most.
"""

import time
from types import TracebackType
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress as Bars
    from rich.progress import TaskID

_OFTEN = 0.1
_READ, _MADE = "sources read", "pages made"


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

    def __init__(self, console: "Console") -> None:
        self._console = console
        self._bars: Bars | None = None
        self._tasks: dict[str, TaskID] = {}
        self._expected = 0
        self._counts = {_READ: 0, _MADE: 0}
        self._drawn = time.monotonic()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bars:
            self._bars.stop()

    def expect(self, sources: int) -> None:
        """Show the end of the way."""
        self._expected += sources

    def read(self) -> None:
        """Show one source more."""
        self._counts[_READ] += 1
        self._draw()

    def made(self) -> None:
        """Show one output more."""
        self._counts[_MADE] += 1
        self._draw()

    def _draw(self) -> None:
        now = time.monotonic()
        if now - self._drawn < _OFTEN:
            return
        self._drawn = now
        if not self._console.is_terminal:
            return
        self._bars = self._bars or self._begun()
        for task, total in ((_READ, self._expected), (_MADE, None)):
            self._bars.update(self._tasks[task], completed=self._counts[task], total=total)
        self._bars.refresh()

    def _begun(self) -> "Bars":
        from rich.progress import BarColumn, TextColumn  # noqa: PLC0415 - most builds end before anything shows
        from rich.progress import Progress as Bars  # noqa: PLC0415 - as above

        columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed:,.0f}"))
        bars = Bars(*columns, console=self._console, auto_refresh=False, transient=True)
        self._tasks = {task: bars.add_task(task, total=None) for task in self._counts}
        bars.start()
        return bars
