"""Work in lanes: one thing at a time in each, and several lanes at once."""

import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from types import TracebackType
from typing import Self

Job = Callable[[], None]


class Lanes:
    """Runs jobs in threads, those of one lane in the order they came, until `stopped`.

    Leaving the ``with`` waits for all of them, and raises what one of them has raised. Left by an exception,
    Ctrl-C among them, it waits only for those that have begun.
    """

    def __init__(self, threads: int) -> None:
        self._executor = ThreadPoolExecutor(threads)
        self._lanes: dict[str, deque[Job]] = {}
        self._lock = threading.Lock()
        self._at_work: list[Future[None]] = []
        self.stopped = False

    def put(self, lane: str, job: Job) -> None:
        """Have a job done when those before it in its lane are."""
        with self._lock:
            jobs = self._lanes.setdefault(lane, deque())
            jobs.append(job)
            if len(jobs) == 1:
                self._at_work.append(self._executor.submit(self._work, jobs))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self.stopped = kind is not None
            wait(self._at_work)
        except KeyboardInterrupt:
            self.stopped = True
            wait(self._at_work)
            raise
        finally:
            self._executor.shutdown()
        if kind is None:
            for work in self._at_work:
                work.result()

    def _work(self, jobs: deque[Job]) -> None:
        """Do the jobs of a lane; one leaves the lane when it is done, so that nobody else begins there."""
        try:
            while not self.stopped:
                jobs[0]()
                with self._lock:
                    jobs.popleft()
                    if not jobs:
                        return
        except BaseException:
            self.stopped = True
            raise
