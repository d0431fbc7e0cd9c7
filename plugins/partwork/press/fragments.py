"""The fragments of a build: from the store where they are there, and else from workers, in time."""

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from contextlib import AbstractContextManager, ExitStack
from hashlib import blake2b
from itertools import chain, islice
from pathlib import Path
from typing import NamedTuple

import msgspec

from partwork.press.digest import SIZE, Digest
from partwork.press.executors import Workers
from partwork.press.fragment import Fragment, render
from partwork.press.store import Store

_FEW = 24
"""So many sources are rendered here before other processes would have begun."""
_CHUNK = 32
_AHEAD = 8 * _CHUNK
"""How many sources are under way at once: enough for many workers, little memory."""
_HELD = 8_000_000
"""So many characters of texts that were rendered here are held, for those who ask for them again."""


class Found(NamedTuple):
    """The fragment of a source, its key, and whether the store has it."""

    key: Digest
    fragment: Fragment
    stored: bool


class Fragments:
    """Gives the fragment of each source file, in any order; quickest in the order of `prefetch`.

    Without a `store` nothing is kept: every source is rendered. What workers do not answer is rendered here;
    `losses` say why, and of how many sources.
    """

    def __init__(
        self,
        store: Store | None,
        dialect: bytes,
        open_workers: Callable[[], AbstractContextManager[Workers | None]],
    ) -> None:
        self._store = store
        self._dialect = dialect
        self._open = open_workers
        self._stack = ExitStack()
        self._workers: Workers | None = None
        self._keys: dict[str, Digest] = {}
        self._waiting: deque[tuple[Iterator[tuple[str, bytes]], int]] = deque()
        self._to_come: set[str] = set()
        self._under_way: dict[str, tuple[Future[list[bytes]], int]] = {}
        self._held: dict[Digest, str] = {}
        self._room = _HELD
        self._last: tuple[Digest, str] = (b"", "")
        self.losses: Counter[str] = Counter()
        self.rendered = 0

    def prefetch(self, paths: Iterable[str]) -> None:
        """Begin to render the sources that the store does not have."""
        asked = [path for path in dict.fromkeys(paths) if path not in self._keys]
        self._to_come.update(asked)
        missing = self._missing(asked)
        first = [*islice(missing, _FEW + 1)]
        if len(first) <= _FEW:
            return
        if self._workers is None:
            if self.losses:
                return
            self.warm()  # forks find it done
            self._workers = self._stack.enter_context(self._open())
            if self._workers is None:
                return
        size = max(1, min(_CHUNK, len(asked) * _CHUNK // _AHEAD))
        self._waiting.append((chain(first, missing), size))
        self._fill()

    def get(self, path: str) -> Found:
        """Return the fragment of a source; raises OSError where it cannot be read."""
        self._to_come.discard(path)  # it may be asked for before its turn
        key = self._keys.pop(path, None)
        promise = self._under_way.pop(path, None)
        data = self._answer(*promise) if promise else None
        self._fill()
        if key and data:
            return self._taken(key, data)
        if key and not promise and (stored := self._stored(key)):
            return Found(key, stored, stored=True)
        source = Path(path).read_bytes()
        key = self._key(source)
        if stored := self._stored(key):
            return Found(key, stored, stored=True)
        (data,) = render(self._dialect, [source])
        self.rendered += 1
        return self._taken(key, data)

    def text(self, key: Digest, path: str) -> str:
        """Return the content of a fragment; raises OSError where the store and its source are gone."""
        if held := self._held.get(key):
            return held
        last, text = self._last
        if last != key:
            stored = self._stored(key)
            text = (stored or self.get(path).fragment).content
            self._last = key, text
        return text

    def warm(self) -> None:
        """Do here and now what the first source to be rendered would wait for."""
        render(self._dialect, [b"Title: None\n\nNothing."])

    def close(self) -> None:
        """End the workers."""
        self._workers = None
        self._under_way.clear()
        self._stack.close()

    def _missing(self, paths: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """Yield those that are to come and not in the store, each with what it says when its turn comes."""
        for path in paths:
            if path not in self._to_come:
                continue
            try:
                source = Path(path).read_bytes()
            except OSError:
                continue  # whoever reads it is told
            self._keys[path] = key = self._key(source)
            if self._store is None or not self._store.has(key):
                yield path, source

    def _stored(self, key: Digest) -> Fragment | None:
        data = self._store.get(key) if self._store else None
        try:
            return _decode(data) if data else None
        except msgspec.MsgspecError:
            return None  # whole, and not of our making

    def _taken(self, key: Digest, data: bytes) -> Found:
        """Return a fragment that was rendered, and store it."""
        fragment = _decode(data)
        stored = self._store is not None and not fragment.fault and self._store.put(key, data)
        if stored and len(fragment.content) <= self._room:
            self._room -= len(fragment.content)
            self._held[key] = fragment.content
        return Found(key, fragment, stored)

    def _fill(self) -> None:
        while self._waiting and self._workers and len(self._under_way) < _AHEAD:
            self._submit(self._workers)

    def _submit(self, workers: Workers) -> None:
        missing, size = self._waiting[0]
        chunk = dict(islice(missing, size))
        if not chunk:
            self._waiting.popleft()
        sources = {path: source for path, source in chunk.items() if path in self._to_come}
        if not sources:
            return
        self._to_come.difference_update(sources)
        try:
            future = workers.executor.submit(render, self._dialect, [*sources.values()])
        except Exception as error:  # noqa: BLE001 - whatever it is, they take no more work
            self._dismiss(error, len(sources))
            return
        for index, path in enumerate(sources):
            self._under_way[path] = (future, index)

    def _answer(self, future: Future[list[bytes]], index: int) -> bytes | None:
        """Return what workers made of a source; None where they failed."""
        assert self._workers is not None  # noqa: S101 - nothing is under way without
        try:
            results = self._workers.answer(future)
        except Exception as error:  # noqa: BLE001 - a worker may die in any way; its work is done here
            if future.done():
                self._lose(error, 1)
            else:
                self._dismiss(error, 1)
            return None
        self.rendered += 1
        data, results[index] = results[index], b""  # what is handed out is let go
        return data

    def _lose(self, error: Exception, sources: int) -> None:
        self.losses[str(error).strip() or type(error).__name__] += sources

    def _dismiss(self, error: Exception, sources: int) -> None:
        """Send nothing more to the workers: what is under way and what waits is rendered here, too."""
        waiting = [path for missing, _ in self._waiting for path, _ in missing if path in self._to_come]
        self._lose(error, sources + len(self._under_way) + len(waiting))
        self._workers = None
        self._waiting.clear()
        self._under_way.clear()

    def _key(self, source: bytes) -> Digest:
        hasher = blake2b(self._dialect, digest_size=SIZE)
        hasher.update(source)
        return hasher.digest()


def _decode(data: bytes) -> Fragment:
    return msgspec.msgpack.decode(data, type=Fragment)
