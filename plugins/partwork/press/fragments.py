"""The fragments of a build: from the store where they are there, and else from workers, in time."""

from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import Executor, Future
from contextlib import AbstractContextManager, ExitStack
from hashlib import blake2b
from pathlib import Path

import msgspec

from partwork.press.digest import SIZE, Digest
from partwork.press.executors import Here
from partwork.press.fragment import Fragment, render
from partwork.press.store import Store

_FEW = 24
"""So many sources are rendered here before other processes would have begun."""
_CHUNK = 32
_AHEAD = 8
"""How many chunks are under way at once: enough for many workers, little memory."""

Job = tuple[str, Digest, bytes]


class Fragments:
    """Gives the fragment of each source file, in any order; quickest in the order of `prefetch`.

    Without a `store` nothing is kept: every source is rendered.
    """

    def __init__(
        self,
        store: Store | None,
        dialect: bytes,
        open_executor: Callable[[], AbstractContextManager[Executor]],
    ) -> None:
        self._store = store
        self._dialect = dialect
        self._open = open_executor
        self._stack = ExitStack()
        self._executor: Executor | None = None
        self._keys: dict[str, Digest] = {}
        self._waiting: deque[list[str]] = deque()
        self._under_way: dict[str, tuple[Future[list[bytes]], int]] = {}
        self._chunks = 0
        self.rendered = 0

    def prefetch(self, paths: Iterable[str]) -> None:
        """Begin to render the sources that the store does not have."""
        missing = [path for path in paths if not self._is_stored(path)]
        if not missing:
            return
        if self._executor is None:
            self._executor = Here() if len(missing) <= _FEW else self._stack.enter_context(self._open())
        size = max(1, min(_CHUNK, len(missing) // _AHEAD))
        self._waiting.extend(missing[start : start + size] for start in range(0, len(missing), size))
        self._fill()

    def get(self, path: str) -> Fragment:
        """Return the fragment of a source; raises OSError where it cannot be read."""
        if path not in self._keys or not self._knows(path):
            key = self._key(Path(path).read_bytes())
            stored = self._store and self._store.get(key)
            return _decode(stored) if stored else self._render_here(path)
        key = self._keys[path]
        if path in self._under_way:
            future, index = self._under_way.pop(path)
            data = future.result()[index]
            self._put(key, data)
            self._fill()
            return _decode(data)
        stored = self._store.get(key) if self._store else None
        return _decode(stored) if stored else self._render_here(path)

    def close(self) -> None:
        """End the workers."""
        self._stack.close()
        self._executor = None

    def _knows(self, path: str) -> bool:
        """Return whether a source is stored or under way, having sent for those before it."""
        while self._waiting and path not in self._under_way and any(path in chunk for chunk in self._waiting):
            self._submit()
        return True

    def _is_stored(self, path: str) -> bool:
        try:
            key = self._key(Path(path).read_bytes())
        except OSError:
            return True  # whoever reads it is told
        self._keys[path] = key
        return self._store is not None and self._store.has(key)

    def _fill(self) -> None:
        while self._waiting and len(self._under_way) < _AHEAD * _CHUNK:
            self._submit()

    def _submit(self) -> None:
        assert self._executor is not None  # noqa: S101 - nothing waits before it is there
        chunk = self._waiting.popleft()
        sources = [Path(path).read_bytes() for path in chunk]
        for path, source in zip(chunk, sources, strict=True):
            self._keys[path] = self._key(source)
        future = self._executor.submit(render, self._dialect, sources)
        self.rendered += len(chunk)
        for index, path in enumerate(chunk):
            self._under_way[path] = (future, index)

    def _render_here(self, path: str) -> Fragment:
        source = Path(path).read_bytes()
        (data,) = render(self._dialect, [source])
        self.rendered += 1
        self._put(self._key(source), data)
        return _decode(data)

    def _put(self, key: Digest, data: bytes) -> None:
        if self._store and not _decode(data).fault:
            self._store.put(key, data)

    def _key(self, source: bytes) -> Digest:
        hasher = blake2b(self._dialect, digest_size=SIZE)
        hasher.update(source)
        return hasher.digest()


def _decode(data: bytes) -> Fragment:
    return msgspec.msgpack.decode(data, type=Fragment)
