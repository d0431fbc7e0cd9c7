"""How the time of something grows with its size, judged so that a busy machine changes no verdict."""

import time
from collections.abc import Callable
from typing import TypeVar

LARGER = 8
"""How many times as large the large case is."""

_Case = TypeVar("_Case")


def grows_linearly(work: Callable[[_Case], object], *, small: _Case, large: _Case) -> bool:
    """Return whether work on `large`, `LARGER` times the size of `small`, takes about as many times as long.

    Work that grows with the square takes 64 times as long; the limit is 24. Each time is the shortest of
    three, of this process alone.
    """
    return _seconds(work, large) < 3 * LARGER * _seconds(work, small) + 0.05


def _seconds(work: Callable[[_Case], object], case: _Case) -> float:
    times = []
    for _ in range(3):
        began = time.process_time()
        work(case)
        times.append(time.process_time() - began)
    return min(times)
