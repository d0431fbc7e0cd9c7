"""What a program takes: seconds, CPU seconds, and the memory of all its processes together."""

import ctypes
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

_OFTEN = 0.02  # seconds between two looks at the memory
_SHARE = 0.02  # of the time, at most, goes into looking: programs use all cores
_PATIENCE = 10  # seconds that a process may outlive the one it belongs to
_PR_SET_CHILD_SUBREAPER = 36


@dataclass(frozen=True)
class Took:
    """What one run of a program took."""

    seconds: float
    cpu: float  # of all its processes
    megabytes: float  # the most that all its processes held at one moment
    said: str


class Failed(Exception):  # noqa: N818 - what was measured failed, not the measuring
    """A program that ended with an error; the message is what it said."""


def run(command: Sequence[str], folder: Path) -> Took:
    """Run a program in a folder and return what it took; raise `Failed` if it failed.

    Python finds its modules compiled, as installers leave them, and compiles what it does not find so.

    Memory is the sum of the processes' proportional set sizes, so that what they share counts once. Where
    the system has no such figure it is the most that its largest process held.
    """
    _adopt()
    with tempfile.TemporaryFile() as said:
        before = _cpu()
        begun = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=folder, env=_environment(), stdout=said, stderr=subprocess.STDOUT
        )
        with _Watch() as watch:
            _, status, usage = os.wait4(process.pid, 0)
            seconds = time.perf_counter() - begun
            _reap()
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        text = said.read().decode(errors="replace")
    if process.returncode:
        raise Failed(text)
    # Linux counts memory in kilobytes, macOS in bytes.
    largest = usage.ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)
    return Took(seconds, _cpu() - before, watch.most or largest, text)


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def _cpu() -> float:
    """Return the CPU seconds of all processes that ended below this one."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _adopt() -> None:
    """Have processes whose parents end become our children, so that they are counted, too."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def _reap() -> None:
    """Wait for what outlived the program that started it."""
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        try:
            if os.waitpid(-1, os.WNOHANG) == (0, 0):
                time.sleep(0.01)
        except ChildProcessError:
            return


class _Watch:
    """Looks at the memory of all processes below this one until it is left; `most` is in megabytes."""

    def __init__(self) -> None:
        self.most = 0.0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> "_Watch":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        pause = _OFTEN
        while not self._over.wait(pause):
            begun = time.perf_counter()
            self.most = max(self.most, held_below(os.getpid()))
            pause = max(_OFTEN, (time.perf_counter() - begun) / _SHARE)


def held_below(process: int) -> float:
    """Return the megabytes that the processes hold which a process started, and theirs."""
    return sum(megabytes(one) for one in _below(process))


def _below(process: int) -> Iterator[int]:
    """Yield the processes that a process started, and theirs."""
    children: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(stat.read_text().rpartition(")")[2].split()[1])
        except OSError:  # it has just ended
            continue
        children.setdefault(parent, []).append(int(stat.parent.name))
    waiting = children.get(process, [])
    while waiting:
        child = waiting.pop()
        yield child
        waiting += children.get(child, [])


def megabytes(process: int) -> float:
    """Return the megabytes that a process holds, its share of what it shares."""
    try:
        rollup = Path(f"/proc/{process}/smaps_rollup").read_text()
    except OSError:
        return 0.0
    return next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:")) / 2**10
