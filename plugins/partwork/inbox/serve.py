"""The process of an inbox: the server, the workers, and what is done every minute."""

import logging
import signal
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from starlette.applications import Starlette

from partwork.inbox.inbox import Inbox
from partwork.inbox.worker import Worker

_LOGGER = logging.getLogger("partwork.inbox")
_EVERY = 60  # seconds
_KEEP_FAILED = 30  # days


def serve(
    app: Starlette, worker: Worker, listening: socket.socket, *, workers: int, trusted_proxies: str
) -> None:
    """Serve until the process is told to stop; what is being looked at then is finished first."""
    inbox: Inbox = app.state.inbox
    inbox.refresh()
    stop = threading.Event()
    threads = [
        threading.Thread(target=worker.run, args=(stop,), name=f"worker-{number}")
        for number in range(workers)
    ]
    threads.append(threading.Thread(target=_keep_house, args=(inbox, stop), name="housekeeping"))
    for thread in threads:
        thread.start()
    try:
        config = uvicorn.Config(
            app,
            access_log=False,  # it would write down network addresses
            log_level="warning",
            server_header=False,
            proxy_headers=bool(trusted_proxies),
            forwarded_allow_ips=trusted_proxies or None,
            timeout_keep_alive=5,
            limit_concurrency=1_000,
        )
        with _ending_nothing_but_the_server():
            uvicorn.Server(config).run([listening])
    finally:
        stop.set()
        for thread in threads:
            thread.join()


@contextmanager
def _ending_nothing_but_the_server() -> Iterator[None]:
    """Let the signals that stop the server end no more than that.

    When it has stopped, uvicorn raises them once more, which would end the process with the workers at work.
    """
    before = {sign: signal.signal(sign, lambda *_: None) for sign in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for sign, handler in before.items():
            signal.signal(sign, handler)


def _keep_house(inbox: Inbox, stop: threading.Event) -> None:
    while not stop.wait(_EVERY):
        try:
            inbox.refresh()
            inbox.store.purge(int(time.time()), _KEEP_FAILED)
        except Exception:
            # The database may be away for a while: the house is kept when it is back.
            _LOGGER.exception("the house could not be kept")
