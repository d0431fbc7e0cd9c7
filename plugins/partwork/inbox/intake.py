"""The intake: what arrives at about the same time is stored in one transaction, then acknowledged."""

import asyncio
from collections.abc import Sequence

from partwork.inbox.store import Store
from partwork.inbox.words import Notice, Receipt

_MOST = 200  # in one transaction


class Full(Exception):  # noqa: N818 - what it says
    """More waits to be stored than the inbox is willing to hold."""


class Intake:
    """Collects notices and has them stored. A commit costs the disk the same for one as for two hundred."""

    def __init__(self, store: Store, bound: int = 5_000) -> None:
        self._store = store
        self._bound = bound
        self._waiting: list[tuple[Notice, asyncio.Future[Receipt]]] = []
        self._running: asyncio.Task[None] | None = None

    async def put(self, notice: Notice) -> Receipt:
        """Return the receipt of a notice when it is in the store; raise Full where too many wait."""
        if len(self._waiting) >= self._bound:
            raise Full
        receipt: asyncio.Future[Receipt] = asyncio.get_running_loop().create_future()
        self._waiting.append((notice, receipt))
        if self._running is None or self._running.done():
            self._running = asyncio.create_task(self._store_all())
        return await receipt

    async def _store_all(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting[:_MOST], self._waiting[_MOST:]
            try:
                stored = await asyncio.to_thread(self._store.accept, [notice for notice, _ in batch])
            except Exception as error:  # noqa: BLE001 - told to everybody who waits for it
                _tell(batch, error)
                continue
            for notice, receipt in batch:
                if not receipt.done():
                    receipt.set_result(stored[notice.key])


def _tell(batch: Sequence[tuple[Notice, asyncio.Future[Receipt]]], error: Exception) -> None:
    for _, receipt in batch:
        if not receipt.done():
            receipt.set_exception(error)
