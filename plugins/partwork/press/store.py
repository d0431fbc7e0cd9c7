"""The store: what was rendered once, found by what it follows from.

One file an entry, named by its key. It may lie on a path that several machines share: entries are written
beside their place and moved there in one step, and two that write the same write the same bytes. Each carries
the digest of what it holds; one that is damaged, or not of our making, is one that is not there. The time of
a file is the day it was last used; what nobody has used for long is removed.
"""

import contextlib
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

from partwork.press.digest import Digest
from partwork.press.sealed import opened, sealed

DAY = 86_400.0
_LONG = 30 * DAY
_PRUNED = "pruned"
"""The file whose time tells when a store was last rid of what nobody uses."""


class Store:
    """Entries below a folder, used at a time (`now`, in seconds since 1970).

    What the file system refuses costs time, and nothing else.
    """

    def __init__(self, folder: Path, now: float) -> None:
        self._folder = folder
        self._now = now
        self._made: set[str] = set()

    def get(self, key: Digest) -> bytes | None:
        """Return what is stored under a key, if something whole is."""
        path = self._path(key)
        try:
            with open(path, "rb") as file:  # noqa: PTH123 - as of all paths here: there are very many
                data = file.read()
                self._use(path, os.fstat(file.fileno()))
        except OSError:
            return None
        return opened(key, data)

    def has(self, key: Digest) -> bool:
        """Return whether there is an entry, whole or not."""
        path = self._path(key)
        try:
            self._use(path, os.stat(path))  # noqa: PTH116 - as above
        except OSError:
            return False
        return True

    def put(self, key: Digest, value: bytes) -> bool:
        """Store a value; return whether it is there now."""
        path = self._path(key)
        folder, name = os.path.split(path)
        beside = f"{folder}/.{name}.{secrets.token_hex(4)}"
        try:
            if folder not in self._made:
                Path(folder).mkdir(parents=True, exist_ok=True)
                self._made.add(folder)
            with open(beside, "wb") as file:  # noqa: PTH123 - as above
                file.write(sealed(key, value))
            os.replace(beside, path)  # noqa: PTH105 - as above
        except OSError:
            with contextlib.suppress(OSError):
                Path(beside).unlink()
            return False
        return True

    def prune(self) -> None:
        """Remove what nobody has used for a month; at most once a day."""
        mark = self._folder / _PRUNED
        try:
            if mark.exists() and mark.stat().st_mtime > self._now - DAY:
                return
            mark.touch()
            os.utime(mark, (self._now, self._now))
        except OSError:
            return  # there is no store, or it is not ours to change
        for entry in self._entries():
            with contextlib.suppress(OSError):
                if entry.stat().st_mtime < self._now - _LONG:
                    os.unlink(entry)  # noqa: PTH108 - an entry of a folder is a path, and there are many

    def _entries(self) -> Iterator[os.DirEntry[str]]:
        """Yield the files of the store, and what writers that were killed have left."""
        for first in range(256):
            with contextlib.suppress(OSError), os.scandir(self._folder / f"{first:02x}") as entries:
                yield from entries

    def _use(self, path: str, found: os.stat_result) -> None:
        if found.st_mtime < self._now - DAY:
            with contextlib.suppress(OSError):
                os.utime(path, (self._now, self._now))

    def _path(self, key: Digest) -> str:
        name = key.hex()
        return f"{self._folder}/{name[:2]}/{name[2:]}"
