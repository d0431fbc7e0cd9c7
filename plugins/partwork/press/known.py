"""What sources said when they were last read, kept for the next build: one that is as it was is not opened.

One file for each output folder, written whole and in one step. It says nothing that the sources and the store
do not say: one that is damaged, foreign or gone costs time, and nothing else.
"""

import contextlib
import os
from pathlib import Path

import msgspec

from partwork.press.digest import Digest, digest
from partwork.press.files import write
from partwork.press.fragment import TYPOGRIFIED, Fragment
from partwork.press.sealed import opened, sealed
from partwork.press.store import DAY, Store
from partwork.press.untouched import is_recent, of_file


class Known(msgspec.Struct, frozen=True, array_like=True):
    """What a source says, but for its text.

    The store has its fragment under `key`. `header` are the values by name, as HTML where they are Markdown
    themselves, and a list where there are several; `typography` is what typogrify makes of them. `empty_alt`
    says whether a picture in the text may lack a description. `links` are those in the text that Pelican
    resolves: what kind of thing each leads to, and to which.
    """

    key: Digest
    header: dict[str, str | list[str]]
    typography: dict[str, str]
    empty_alt: bool
    links: tuple[tuple[str, str], ...]


def of_header(fragment: Fragment) -> tuple[dict[str, str | list[str]], dict[str, str]]:
    """Return the `header` and the `typography` of a source."""
    header: dict[str, str | list[str]] = {}
    for name, value in (fragment.metadata or {}).items():
        header[name] = value[0] if len(value) == 1 else value
    header |= fragment.formatted
    typography = {}
    for name in TYPOGRIFIED:
        text = header.get(name)
        if isinstance(text, str) and text in fragment.typography:
            typography[name] = fragment.typography[text]
    return header, typography


class _Kept(msgspec.Struct, frozen=True, array_like=True):
    state: bytes
    known: msgspec.Raw


class _File(msgspec.Struct, frozen=True):
    """What is kept, and when the store was `asked` for all of it."""

    asked: float = 0.0
    sources: dict[str, _Kept] = {}


class Sources:
    """What is known of sources, by absolute path: from the build before, and for the next.

    `follows` says what everything known follows from beside the sources. The `store` is asked once a day for
    what is known, so that it keeps what is in use. `now` is when the build began, in seconds since 1970.
    """

    def __init__(self, path: Path, follows: bytes, store: Store, now: float) -> None:
        self._path = path
        self._follows = digest(follows)
        self._store = store
        self._now = now
        kept = self._read()
        self._old = kept.sources
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
                kept = msgspec.msgpack.encode(_File(self._asked, sources))
                write(self._path, sealed(self._follows, kept))
        self._old, self._new, self._states, self._differs = {}, {}, {}, False

    def _read(self) -> _File:
        """Return what was kept; nothing where that is not whole, or follows from something else."""
        try:
            data = opened(self._follows, self._path.read_bytes())
            return msgspec.msgpack.decode(data, type=_File) if data else _File()
        except (OSError, msgspec.MsgspecError):
            return _File()

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
