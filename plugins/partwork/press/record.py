"""The record of a build: what it wrote and from what, for the next one to compare with.

One file for each output folder, written whole, last, and in one step: a build that is killed leaves the
record of the one before, and the next one renders again what that record does not vouch for. What is new is
announced before it is written, so that the next build removes it if it is not wanted any more.
"""

import os
from collections.abc import Mapping
from pathlib import Path

import msgspec

from partwork.press import files
from partwork.press.digest import Digest

VERSION = 2


class Output(msgspec.Struct, frozen=True, array_like=True):
    """A file that a build wrote.

    `key` is the digest of all it was made from. `kind` is the template, "feed" or "file". `parts` are the
    digests of what is its own, by name, and `shared` names the `Record.shared` that holds the rest. `size`
    and `changed` (nanoseconds) tell whether the file is still the one that was written. `coarse` is a digest
    of more than it was made from, taken more quickly: where that is the same, so is the key. Empty where
    there is none.
    """

    key: Digest
    kind: str
    shared: str
    parts: dict[str, bytes]
    size: int = -1
    changed: int = -1
    coarse: Digest = b""


class Record(msgspec.Struct, frozen=True):
    """What a build wrote, by path below the output folder; `shared` is what many outputs have in common.

    `lists` are the digests of what templates read of long lists of contents: by all else that these follow
    from, and by the stamp of the content.
    """

    version: int = VERSION
    outputs: dict[str, Output] = {}
    shared: dict[str, dict[str, bytes]] = {}
    lists: dict[bytes, Mapping[bytes, bytes]] = {}


def read(path: Path) -> Record:
    """Return the record of the last build; an empty one where there is none that can be read."""
    try:
        found = msgspec.msgpack.decode(path.read_bytes(), type=Record)
    except (OSError, msgspec.MsgspecError):
        return Record()
    return found if found.version == VERSION else Record()


def write(path: Path, record: Record) -> None:
    """Write the record of a build; raises OSError."""
    files.write(path, msgspec.msgpack.encode(record))
    _beside(path).unlink(missing_ok=True)


def announced(path: Path) -> list[str]:
    """Return what a build that did not come to its end was about to write for the first time."""
    try:
        return _beside(path).read_text("utf-8", "surrogateescape").split("\0")[:-1]
    except OSError:
        return []


class Announcements:
    """Takes down, beside a record, which outputs that it does not know are about to be written."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = -1

    def add(self, output: str) -> None:
        """Take down an output, so that it is found even if this process is killed now; raises OSError."""
        if self._file < 0:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._file = os.open(_beside(self._path), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o666)
        os.write(self._file, f"{output}\0".encode("utf-8", "surrogateescape"))

    def close(self) -> None:
        """Close the file, if there is one."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1

    __del__ = close  # of a build that failed


def _beside(path: Path) -> Path:
    return path.with_suffix(".new")


def difference(old: Mapping[str, bytes], new: Mapping[str, bytes]) -> list[str]:
    """Return the names of what differs between the parts of two outputs."""
    return [name for name in [*new, *(old.keys() - new.keys())] if old.get(name) != new.get(name)]
