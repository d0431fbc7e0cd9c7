"""How often somebody may come. Kept in memory, for minutes: no address of anybody is written down."""

import time
from collections import OrderedDict
from collections.abc import Callable

_REMEMBERED = 20_000


class Rate:
    """A bucket of `burst` tokens for each key, refilled at `per_minute`. It forgets the least recent keys."""

    def __init__(self, burst: int, per_minute: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._burst = burst
        self._per_second = per_minute / 60
        self._clock = clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, key: str) -> int:
        """Take a token of `key`; return 0, or the seconds after which there will be one."""
        now = self._clock()
        tokens, since = self._buckets.pop(key, (float(self._burst), now))
        tokens = min(self._burst, tokens + (now - since) * self._per_second)
        taken = tokens >= 1
        self._buckets[key] = (tokens - 1 if taken else tokens, now)
        if len(self._buckets) > _REMEMBERED:
            self._buckets.popitem(last=False)
        return 0 if taken else int((1 - tokens) / self._per_second) + 1
