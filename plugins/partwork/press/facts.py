"""What pure functions make of texts, kept for the next build.

One file for each output folder, written whole and in one step. It says nothing that the texts do not say, so
that one that is damaged, foreign, or gone costs time, and nothing else.
"""

import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import Generic, TypeVar

import msgspec

from partwork.press.files import write
from partwork.press.sealed import opened, sealed

_Fact = TypeVar("_Fact")


class Facts(Generic[_Fact]):
    """Facts of one kind, from the build before and for the next.

    `stamp` is what they follow from beside the texts: those of another are none.
    """

    def __init__(self, path: Path, stamp: bytes, kind: type[_Fact]) -> None:
        self._path = path
        self._stamp = stamp
        self._old = self._read(kind)
        self._new: dict[bytes, _Fact] = {}

    def of(self, key: bytes, make: Callable[[], _Fact]) -> _Fact:
        """Return the fact of a key, made where it is not known; `key` says all that it follows from."""
        fact = self._old.get(key)
        if fact is None:
            fact = make()
        self._new[key] = fact
        return fact

    def keep(self) -> None:
        """Write the facts that were asked for, and no others."""
        if self._new.keys() == self._old.keys():
            return
        with contextlib.suppress(OSError):  # it costs the next build time
            write(self._path, sealed(self._stamp, msgspec.msgpack.encode(self._new)))

    def _read(self, kind: type[_Fact]) -> dict[bytes, _Fact]:
        try:
            data = opened(self._stamp, self._path.read_bytes())
            return msgspec.msgpack.decode(data, type=dict[bytes, kind]) if data else {}  # type: ignore[valid-type] # for msgspec to read
        except (OSError, msgspec.MsgspecError):
            return {}
