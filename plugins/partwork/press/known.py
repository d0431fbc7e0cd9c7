"""What sources said when they were last read, kept for the next build: one that is as it was is not opened.

One file for each output folder, written whole and in one step. It says nothing that the sources and the store
do not say: one that is damaged, foreign or gone costs time, and nothing else.
"""

import contextlib
import os
from hashlib import blake2b
from pathlib import Path

import msgspec

from partwork.press.digest import SIZE, Digest
from partwork.press.files import write
from partwork.press.fragment import Fragment
from partwork.press.store import DAY, Store
from partwork.press.untouched import is_recent, of_file

_MAGIC = b"known1\n"


class Known(msgspec.Struct, frozen=True, array_like=True):
    """What a source says, but for its text.

    `fragment` is what the store has under `key`, without its content. `empty_alt` says whether a picture in
    the text may lack a description. `links` are those in the text that Pelican resolves: what kind of thing
    each leads to, and to which; None where there cannot be any.
    """

    key: Digest
    fragment: Fragment
    empty_alt: bool
    links: tuple[tuple[str, str], ...] | None


class _Kept(msgspec.Struct, frozen=True, array_like=True):
    state: bytes
    known: msgspec.Raw


class _File(msgspec.Struct, frozen=True):
    """What is kept: `follows` is a digest, `asked` when the store was asked for all of it."""

    follows: bytes
    asked: float
    sources: dict[str, _Kept]


class Sources:
    """What is known of sources, by absolute path: from the build before, and for the next.

    `follows` says what everything known follows from beside the sources. The `store` is asked once a day for
    what is known, so that it keeps what is in use. `now` is when the build began, in seconds since 1970.
    """

    def __init__(self, path: Path, follows: bytes, store: Store, now: float) -> None:
        self._path = path
        self._follows = _sum(follows)
        self._store = store
        self._now = now
        kept = _read(path)
        self._old = kept.sources if kept.follows == self._follows else {}
        self._asks = not now - DAY < kept.asked <= now
        self._asked = now if self._asks else kept.asked
        self._new: dict[str, _Kept] = {}
        self._states: dict[str, bytes] = {}
        self._differs = self._asks

    def knows(self, path: str) -> bool:
        """Return whether a source is known as it is now."""
        if path not in self._new and path not in self._states:
            self._look(path)
        return path in self._new

    def get(self, path: str) -> Known | None:
        """Return what is known of a source."""
        return msgspec.msgpack.decode(self._new[path].known, type=Known) if self.knows(path) else None

    def put(self, path: str, known: Known) -> None:
        """Take down what a source said that was not known; it was read after it was asked for."""
        if state := self._states.get(path):
            self._new[path] = _Kept(state, msgspec.Raw(msgspec.msgpack.encode(known)))
            self._differs = True

    def close(self) -> None:
        """Keep what is known for the next build, and forget it."""
        lost = [path for path in self._old if not os.path.exists(path)]  # noqa: PTH110 - texts, and there may be many
        if self._differs or lost:
            sources = {path: one for path, one in self._old.items() if path not in lost} | self._new
            with contextlib.suppress(OSError):
                write(self._path, _encoded(_File(self._follows, self._asked, sources)))
        self._old, self._new, self._states, self._differs = {}, {}, {}, False

    def _look(self, path: str) -> None:
        """Take down the state of a source; empty where it may change without that, or cannot be kept."""
        kept = self._old.pop(path, None)
        try:
            found = os.stat(path)  # noqa: PTH116 - asked of every source of a large site
        except OSError:
            self._states[path] = b""
            return
        state = of_file(found)
        if kept and kept.state == state and self._stands(kept):
            self._new[path] = kept
        else:
            unsure = is_recent(max(found.st_mtime, found.st_ctime), self._now) or not _is_text(path)
            self._states[path] = b"" if unsure else state

    def _stands(self, kept: _Kept) -> bool:
        return not self._asks or self._store.has(msgspec.msgpack.decode(kept.known, type=Known).key)


def _is_text(path: str) -> bool:
    try:
        path.encode()
    except UnicodeEncodeError:  # a name of bytes that are no UTF-8
        return False
    return True


def _encoded(kept: _File) -> bytes:
    data = msgspec.msgpack.encode(kept)
    return _MAGIC + _sum(data) + data


def _read(path: Path) -> _File:
    """Return what was kept; nothing where that is not whole."""
    head = len(_MAGIC) + SIZE
    try:
        data = path.read_bytes()
        if data[:head] == _MAGIC + _sum(memoryview(data)[head:]):
            return msgspec.msgpack.decode(memoryview(data)[head:], type=_File)
    except (OSError, msgspec.MsgspecError):
        pass  # it is made anew
    return _File(b"", 0.0, {})


def _sum(data: bytes | memoryview) -> bytes:
    return blake2b(data, digest_size=SIZE).digest()
