"""Where work is done: here, in other processes, or on other machines."""

import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

from partwork.errors import PartworkError

_Result = TypeVar("_Result")

SERIAL = "serial"
PROCESSES = "processes"
DASK = "dask:"

_SECONDS_TO_ANSWER = 5
"""How long a scheduler may take to answer, and its workers between two questions whether there are any."""


@dataclass(frozen=True)
class Workers:
    """Those who do work elsewhere. `are_there` says whether any are left, and raises if nobody knows."""

    executor: Executor
    are_there: Callable[[], bool] = lambda: True

    def answer(self, future: Future[_Result]) -> _Result:
        """Return what they answer; raises what they raise, and TimeoutError when none of them is left."""
        while True:
            try:
                return future.result(_SECONDS_TO_ANSWER)
            except TimeoutError as error:
                if future.done():
                    return future.result()
                if not self.are_there():
                    raise TimeoutError("no worker is left; their logs say why") from error


def may_fork() -> bool:
    """Return whether this process can be forked safely: where the system can, and no other thread runs."""
    return hasattr(os, "fork") and threading.active_count() == 1


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def workers(name: str, processes: int = 1) -> Iterator[Workers | None]:
    """Give the workers of an executor: ``processes``, or ``dask:`` and a scheduler's address.

    For ``serial`` there are none. `processes` are those on this machine. Raises PartworkError where other
    machines cannot be had.
    """
    if name == SERIAL:
        yield None
    elif name == PROCESSES:
        from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 - small sites need none
        from multiprocessing import get_context  # noqa: PLC0415 - as above

        # A fork is there at once. Beside other threads it may find a lock held for ever: then a worker begins
        # with nothing, and imports no Pelican.
        way = get_context("fork" if may_fork() else "spawn")
        pool = ProcessPoolExecutor(processes, mp_context=way, initializer=_end_with_parent)
        try:
            yield Workers(pool)
        finally:
            pool.shutdown(cancel_futures=True)
    else:
        with _machines(name, name.removeprefix(DASK)) as found:
            yield found


@contextmanager
def _machines(name: str, address: str) -> Iterator[Workers]:
    try:
        from distributed import Client  # noqa: PLC0415 - an extra, and slow to import
    except ImportError as error:
        raise _unusable(name, "dask.distributed is not installed here.", "Install partwork[farm].") from error
    try:
        client = Client(address, timeout=_SECONDS_TO_ANSWER)
    except (OSError, ValueError) as error:
        mend = 'Start it ("dask scheduler"), or correct the address.'
        raise _unusable(name, "No scheduler answers there.", mend) from error
    with client:
        try:
            client.wait_for_workers(1, timeout=_SECONDS_TO_ANSWER)
        except TimeoutError as error:
            mend = f'Start one ("dask worker {address}").'
            raise _unusable(name, "The scheduler has no workers.", mend) from error
        # It needs no shutdown: what a client has asked for ends with the client.
        yield Workers(client.get_executor(pure=False), lambda: bool(client.nthreads()))


def _unusable(name: str, what: str, mend: str) -> PartworkError:
    return PartworkError(f'PRESS["executor"]: {what}\n    value: {name}\n    mend:  {mend}')


def _end_with_parent() -> None:
    """Have a worker end when the process that wants its work does, however that ends."""
    from multiprocessing import parent_process  # noqa: PLC0415 - small sites need none

    parent = parent_process()

    def wait() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)

    threading.Thread(target=wait, daemon=True).start()
