"""Pages are rendered by all cores: the process that has read the site forks, and each fork makes its share.

A fork shares the memory of what was read; nothing is sent to it, and what comes back is what it wrote. Where
a process cannot be forked safely (other threads are at work; no such call) pages are made one by one.
"""

import os
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from partwork.press.executors import cores, may_fork
from partwork.press.files import write
from partwork.press.record import Output

_BATCH = 400
"""So many pages wait for each other at most: their contexts take memory."""
_FEW = 64
"""So many pages are rendered in the time that a fork takes."""


@dataclass(frozen=True)
class Job:
    """A page that has to be made."""

    path: str
    file: Path
    template: Any
    local: Any
    context: Any
    output: Output
    reason: str

    def make(self) -> float:
        """Render the page, write it, and return the seconds that took."""
        began = time.perf_counter()
        if self.local["localsiteurl"]:
            self.context["localsiteurl"] = self.local["localsiteurl"]
        write(self.file, self.template.render(self.local).encode())
        return time.perf_counter() - began


class Pages:
    """Takes pages and makes them in batches; tells `made` of each."""

    def __init__(self) -> None:
        self._jobs: list[Job] = []
        self._workers = 1
        self._made: Callable[[Job, float], None] | None = None

    def begin(self, workers: int, made: Callable[[Job, float], None]) -> None:
        """From now on, take pages for so many processes (0: for every core)."""
        self._workers = workers or cores()
        self._made = made

    def take(self, job: Job) -> bool:
        """Take a page to be made later, if there is more than one process to make it."""
        if self._workers < 2 or not may_fork():
            return False
        self._jobs.append(job)
        if len(self._jobs) >= _BATCH * self._workers:
            self.flush()
        return True

    def flush(self) -> None:
        """Make all pages that wait; raises what rendering one of them raises."""
        jobs, self._jobs = self._jobs, []
        if not jobs:
            return
        assert self._made is not None  # noqa: S101 - pages are taken after they began
        workers = self._workers if len(jobs) > _FEW else 1
        shares = [jobs[number::workers] for number in range(workers)]
        children = [(_fork(share), share) for share in shares[1:]]
        try:
            for job in shares[0]:
                self._made(job, job.make())
        finally:
            reports = [(_result(pid, reader), share) for (pid, reader), share in children]
        for seconds, share in reports:
            for job, took in zip(share, seconds, strict=False):
                self._made(job, took)
            for job in share[len(seconds) :]:  # what stopped a fork stops this process, where it can be told
                self._made(job, job.make())


def _fork(jobs: list[Job]) -> tuple[int, int]:
    """Begin to make pages in a fork; return its process and where it reports the seconds of each."""
    reader, writer = os.pipe()
    pid = os.fork()
    if pid:
        os.close(writer)
        return pid, reader
    os.close(reader)
    seconds = []
    try:
        for job in jobs:
            seconds.append(job.make())  # noqa: PERF401 - what was made before one fails counts
    except BaseException:  # noqa: BLE001 - a fork must never go on with its parent's work
        if os.environ.get("PRESS_DEBUG"):
            traceback.print_exc()
    finally:
        with os.fdopen(writer, "wb") as pipe:
            pipe.write(msgspec.msgpack.encode(seconds))
        os._exit(0)


def _result(pid: int, reader: int) -> list[float]:
    with os.fdopen(reader, "rb") as pipe:
        data = pipe.read()
    os.waitpid(pid, 0)
    try:
        return msgspec.msgpack.decode(data, type=list[float])
    except msgspec.MsgspecError:
        return []  # it was killed
