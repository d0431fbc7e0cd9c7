"""Where work is done: here, in other processes, or on other machines."""

import os
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from typing import TypeVar

_Result = TypeVar("_Result")

SERIAL = "serial"
PROCESSES = "processes"
DASK = "dask:"


class Here(Executor):
    """Does everything at once, in this process."""

    def submit(
        self, function: Callable[..., _Result], /, *arguments: object, **more: object
    ) -> Future[_Result]:
        """Do it, and return what came of it."""
        future: Future[_Result] = Future()
        try:
            future.set_result(function(*arguments, **more))
        except BaseException as error:  # noqa: BLE001 - whoever asks for the result is told
            future.set_exception(error)
        return future


def may_fork() -> bool:
    """Return whether this process can be forked safely: where the system can, and no other thread runs."""
    return hasattr(os, "fork") and threading.active_count() == 1


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def executor(name: str, workers: int = 0) -> Iterator[Executor]:
    """Give the executor of a name: ``serial``, ``processes``, or ``dask:`` and a scheduler's address.

    `workers` are as many as there are cores, unless given. Raises ValueError for any other name, ImportError
    where dask is asked for and not installed, and OSError where the scheduler does not answer.
    """
    if name == SERIAL:
        yield Here()
    elif name == PROCESSES:
        from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 - small sites need none
        from multiprocessing import get_context  # noqa: PLC0415 - as above

        # A fork is there at once. Beside other threads it may find a lock held for ever: then a worker begins
        # with nothing, and imports no Pelican.
        way = get_context("fork" if may_fork() else "spawn")
        with ProcessPoolExecutor(workers or cores(), mp_context=way) as pool:
            yield pool
    elif name.startswith(DASK):
        from distributed import Client  # noqa: PLC0415 - an extra, and slow to import

        with Client(name.removeprefix(DASK)) as client, client.get_executor(pure=False) as pool:
            yield pool
    else:
        raise ValueError(f"{name!r} is none of serial, processes and dask:tcp://host:port")


def chunks(items: list[_Result], size: int) -> Iterable[list[_Result]]:
    """Return the items in lists of so many."""
    return (items[start : start + size] for start in range(0, len(items), size))
