"""What pure functions make of texts, kept for the next build.

One file for each output folder, written whole and in one step. It says nothing that the texts do not say, so
that one that is damaged, foreign, or gone costs time, and nothing else.
"""

import contextlib
from collections.abc import Callable
from hashlib import blake2b
from pathlib import Path
from typing import Generic, TypeVar

import msgspec

from partwork.press.digest import SIZE
from partwork.press.files import write

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
        data = msgspec.msgpack.encode(self._new)
        with contextlib.suppress(OSError):  # it costs the next build time
            write(self._path, self._sum(data) + data)

    def _read(self, kind: type[_Fact]) -> dict[bytes, _Fact]:
        try:
            data = self._path.read_bytes()
            if data[:SIZE] != self._sum(data[SIZE:]):
                return {}
            return msgspec.msgpack.decode(data[SIZE:], type=dict[bytes, kind])  # type: ignore[valid-type] # for msgspec to read
        except (OSError, msgspec.MsgspecError):
            return {}

    def _sum(self, data: bytes) -> bytes:
        hasher = blake2b(self._stamp, digest_size=SIZE)
        hasher.update(data)
        return hasher.digest()
