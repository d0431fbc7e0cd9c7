"""What is asked of sockets, seen by the interpreter itself (PEP 578): nothing in the code can go round it."""

import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Seen:
    """The addresses that sockets went to, and the names that the system was asked for."""

    connects: list[tuple[str, int]] = field(default_factory=list)
    names: list[str] = field(default_factory=list)


_watching: list[tuple[Seen, bool, int]] = []
_hooked: list[bool] = []  # a hook cannot be taken away; it is quiet where nobody watches


def _hook(event: str, arguments: tuple[Any, ...]) -> None:
    if not _watching or not event.startswith("socket."):
        return
    seen, cut, port = _watching[-1]
    if event == "socket.connect" and isinstance(arguments[1], tuple):
        seen.connects.append(arguments[1][:2])
        if cut and arguments[1][1] != port:
            raise OSError("no network in this test")
    elif event == "socket.getaddrinfo":
        seen.names.append(str(arguments[0]))
        if cut:
            raise socket.gaierror(socket.EAI_AGAIN, "no network in this test")


@contextmanager
def watched(*, cut: bool = False, but: int = 0) -> Iterator[Seen]:
    """See what sockets of this process do; `cut` has all fail unsent, `but` for one port."""
    if not _hooked:
        sys.addaudithook(_hook)
        _hooked.append(True)
    seen = Seen()
    watching = (seen, cut, but)
    _watching.append(watching)
    try:
        yield seen
    finally:
        _watching.remove(watching)
