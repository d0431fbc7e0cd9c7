"""What pure functions make of texts, kept for the next build.

One file for each output folder, written whole and in one step. It says nothing that the texts do not say, so
that one that is damaged, foreign, or gone costs time, and nothing else.
"""

import contextlib
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Generic, TypeVar

import msgspec

from partwork.press.executors import may_fork
from partwork.press.files import write
from partwork.press.forks import Fork
from partwork.press.sealed import opened, sealed

_Fact = TypeVar("_Fact")
_BATCH = 2400
"""So many each process makes before it ends: a fork that touches much of the site takes as much memory."""
_FEW = 200
"""So many are made in the time that forks take."""


class Facts(Generic[_Fact]):
    """Facts of one kind, from the build before and for the next.

    `stamp` is what they follow from beside the texts: those of another are none.
    """

    def __init__(self, path: Path, stamp: bytes, kind: type[_Fact]) -> None:
        self._path = path
        self._stamp = stamp
        self._kind = kind
        self._old = self._read()
        self._found: dict[bytes, _Fact] = {}
        self._new: dict[bytes, _Fact] = {}

    def of(self, key: bytes, make: Callable[[], _Fact]) -> _Fact:
        """Return the fact of a key, made where it is not known; `key` says all that it follows from."""
        fact = self._old.get(key)
        if fact is None:
            fact = self._found.pop(key, None)
        if fact is None:
            fact = make()
        self._new[key] = fact
        return fact

    def find(self, wanted: Iterable[tuple[bytes, Callable[[], _Fact]]], processes: int) -> None:
        """Make those of many that are not known yet by several processes at once; they are kept if asked for.

        Where a process cannot be forked, and of those that a fork fails to make, each is made when it is
        asked for.
        """
        unknown = [(key, make) for key, make in wanted if key not in self._old]
        while len(unknown) > _FEW and processes > 1 and may_fork():
            batch, unknown = unknown[: _BATCH * processes], unknown[_BATCH * processes :]
            forks = [Fork(partial(_made, batch[number::processes])) for number in range(processes)]
            for fork in forks:
                self._found |= self._decoded(fork.answer())

    def keep(self) -> None:
        """Write the facts that were asked for, and no others."""
        if self._new.keys() == self._old.keys():
            return
        with contextlib.suppress(OSError):  # it costs the next build time
            write(self._path, sealed(self._stamp, msgspec.msgpack.encode(self._new)))

    def _read(self) -> dict[bytes, _Fact]:
        try:
            data = opened(self._stamp, self._path.read_bytes())
        except OSError:
            return {}
        return self._decoded(data or b"")

    def _decoded(self, data: bytes) -> dict[bytes, _Fact]:
        try:
            return msgspec.msgpack.decode(data, type=dict[bytes, self._kind])  # type: ignore[name-defined] # for msgspec to read
        except msgspec.MsgspecError:
            return {}


def _made(wanted: Iterable[tuple[bytes, Callable[[], object]]]) -> bytes:
    return msgspec.msgpack.encode({key: make() for key, make in wanted})
