"""How far a build is shows on a terminal, and there alone."""

import io
import threading
import time

from rich.console import Console

from partwork.press.progress import Progress, Shown


def shown(*, terminal: bool, often: float = 0.11) -> str:
    """Return what a build of two sources and a page shows."""
    said = io.StringIO()
    with Shown(Console(file=said, force_terminal=terminal, width=80)) as progress:
        before = threading.active_count()
        progress.expect(2)
        for step in (progress.read, progress.read, progress.made):
            time.sleep(often)
            step()
        assert threading.active_count() == before
    return said.getvalue()


def test_a_terminal_shows_what_is_read_and_made():
    """Sources and pages are counted, and no thread is started for it: pages are made by forks."""
    said = shown(terminal=True)
    assert "sources read" in said
    assert "pages made" in said


def test_a_build_that_takes_no_time_shows_nothing():
    """Nothing flashes up for a tenth of a second."""
    assert "sources read" not in shown(terminal=True, often=0)


def test_elsewhere_nothing_shows():
    """A log holds no bars."""
    assert not shown(terminal=False).strip()


def test_a_build_without_a_command_line_tells_nobody():
    """``pelican`` itself has its own display."""
    progress = Progress()
    progress.expect(1)
    progress.read()
    progress.made()
