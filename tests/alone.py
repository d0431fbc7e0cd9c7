"""Runs what depends on the threads of a process in one of its own: tests before may have left some."""

from collections.abc import Callable
from multiprocessing import get_context
from typing import Any


def alone(test: Callable[..., None], *given: Any) -> None:
    """Run a function of a module in a new process; AssertionError where it raises anything there."""
    process = get_context("spawn").Process(target=test, args=given)
    process.start()
    process.join()
    assert process.exitcode == 0, f"{test.__qualname__} failed: its error stands above"
