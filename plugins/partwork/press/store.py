"""The store: what was rendered once, found by what it follows from.

One file an entry, named by its key. It may lie on a path that several machines share: entries are written
beside their place and moved there in one step, and two that write the same write the same bytes. Each carries
the digest of what it holds; one that is damaged, or not of our making, is one that is not there.
"""

import contextlib
import os
from hashlib import blake2b
from pathlib import Path

from partwork.press.digest import SIZE, Digest

_MAGIC = b"press1\n"


class Store:
    """Entries below a folder. What the file system refuses costs time, and nothing else."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made: set[Path] = set()

    def get(self, key: Digest) -> bytes | None:
        """Return what is stored under a key, if something whole is."""
        try:
            data = self._path(key).read_bytes()
        except OSError:
            return None
        head, value = data[: len(_MAGIC) + SIZE], data[len(_MAGIC) + SIZE :]
        return value if head == _MAGIC + _sum(key, value) else None

    def has(self, key: Digest) -> bool:
        """Return whether there is an entry, whole or not."""
        return self._path(key).exists()

    def put(self, key: Digest, value: bytes) -> None:
        """Store a value."""
        path = self._path(key)
        beside = path.with_name(f".{path.name}.{os.getpid()}")
        with contextlib.suppress(OSError):
            if path.parent not in self._made:
                path.parent.mkdir(parents=True, exist_ok=True)
                self._made.add(path.parent)
            beside.write_bytes(_MAGIC + _sum(key, value) + value)
            beside.replace(path)

    def _path(self, key: Digest) -> Path:
        name = key.hex()
        return self._folder / name[:2] / name[2:]


def _sum(key: Digest, value: bytes) -> bytes:
    return blake2b(key + value, digest_size=SIZE).digest()
