"""Outputs are judged and made by all cores: the process that has read the site forks, and each takes a share.

A fork shares the memory of what was read; nothing is sent to it, and what comes back is what became of each
output. Where a process cannot be forked safely (other threads are at work; no such call) nothing waits.
"""

import contextlib
from collections.abc import Callable, Sequence
from functools import partial
from itertools import chain
from typing import Protocol

import msgspec

from partwork.press.executors import may_fork
from partwork.press.forks import Fork
from partwork.press.record import Output

_BATCH = 1400
"""So many jobs of each process wait at most: a fork that touches much of the site takes as much memory."""
_FEW = 128
"""So many jobs are done in about the time that forks take, where those share the work. As many are given to
forks that have nothing to do."""


class Made(msgspec.Struct, frozen=True, array_like=True):
    """What became of an output: why it was made (empty: it was kept), and the seconds that took."""

    path: str
    output: Output
    reason: str
    seconds: float = 0.0


class Job(Protocol):
    """Outputs to be judged, and made where they are not what they should be."""

    def prepare(self) -> None:
        """Do what forks would each do for themselves."""

    def do(self) -> Sequence[Made]:
        """Return what became of each."""


class Pages:
    """Takes jobs and has forks do them in batches, one batch at a time; this process goes on meanwhile.

    It tells `take_down` what became of each output.
    """

    def __init__(self) -> None:
        self._jobs: list[Job] = []
        self._under_way: list[tuple[list[Job], Fork]] = []
        self._workers = 1
        self._take_down: Callable[[Made], None] = _forget

    def begin(self, workers: int, take_down: Callable[[Made], None]) -> None:
        """From now on, take jobs for so many processes."""
        self._workers = workers
        self._take_down = take_down

    def _can_wait(self) -> bool:
        """Return whether jobs can wait for others: where there is more than one process to do them."""
        return self._workers > 1 and may_fork()

    def take(self, job: Job) -> None:
        """Take a job to be done with others, if it can wait, or do it; raises what any of them raises."""
        self._jobs.append(job)
        if not self._can_wait():
            self.flush()
        elif len(self._jobs) >= _BATCH * self._workers or (len(self._jobs) % _FEW == 0 and self._has_rest()):
            self._share_out()

    def flush(self) -> None:
        """Do all jobs that wait; raises what one of them raises."""
        if len(self._jobs) > _FEW and self._can_wait():
            self._share_out()
        jobs, self._jobs = self._jobs, []
        try:
            self._do(jobs)
        finally:
            self._finish()

    def abandon(self) -> None:
        """Forget what waits, and wait for what is under way: who has failed writes nothing afterwards."""
        self._jobs = []
        for _, fork in self._under_way:
            fork.answer()
        self._under_way = []

    def _has_rest(self) -> bool:
        """Return whether no fork has anything to do."""
        return all(fork.has_answered() for _, fork in self._under_way)

    def _share_out(self) -> None:
        """Have forks do the jobs that wait: what a fork makes on the way to a page goes with it."""
        self._finish()
        jobs, self._jobs = self._jobs, []
        shares = [jobs[number :: self._workers] for number in range(self._workers)]
        for job in jobs:
            job.prepare()
        self._under_way = [(share, Fork(partial(_done, share))) for share in shares]

    def _finish(self) -> None:
        """Wait for the forks, and do what they could not."""
        shares, self._under_way = self._under_way, []
        reports = [_report(fork.answer()) for _, fork in shares]
        for (share, _), done in zip(shares, reports, strict=True):
            for made in chain.from_iterable(done):
                self._take_down(made)
            self._do(share[len(done) :])  # what stopped a fork stops this process, where it can be told

    def _do(self, jobs: Sequence[Job]) -> None:
        for job in jobs:
            for made in job.do():
                self._take_down(made)


def _forget(_: Made) -> None:
    """Take nothing down."""


def _done(jobs: Sequence[Job]) -> bytes:
    """Do jobs, and return what became of the outputs of each, up to the first that fails."""
    done: list[Sequence[Made]] = []
    with contextlib.suppress(BaseException):
        for job in jobs:
            done.append(job.do())  # noqa: PERF401 - what was done before one fails counts
    return msgspec.msgpack.encode(done)


def _report(data: bytes) -> list[list[Made]]:
    try:
        return msgspec.msgpack.decode(data, type=list[list[Made]])
    except msgspec.MsgspecError:
        return []  # it was killed
