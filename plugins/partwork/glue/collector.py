"""Python's garbage collector, spared the site: what is made of it is much, and none of it is garbage."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def spared() -> Iterator[None]:
    """Pause the collector, and keep it from all there is by then: to look there costs more than it finds."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if enabled:
            gc.enable()


def release() -> None:
    """Let the collector look again at what it was kept from: before a process builds the next site."""
    gc.unfreeze()
