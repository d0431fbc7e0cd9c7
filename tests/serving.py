"""Real servers on loopback, in threads, for tests that speak HTTP."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn


@contextmanager
def serving(app: Any, *, host: str = "localhost") -> Iterator[str]:
    """Run an ASGI application on a free port of 127.0.0.1; what is yielded is its address without a slash."""
    config = uvicorn.Config(
        app,
        host="127.0.0.1",
        port=0,
        http="h11",  # which leaves the names of headers as they are written
        ws="none",
        lifespan="off",
        log_config=None,
        server_header=False,
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until = time.monotonic() + 10
    while not server.started:
        assert thread.is_alive(), "the server did not start"
        assert time.monotonic() < until, "the server does not start"
        time.sleep(0.005)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://{host}:{port}"
    finally:
        server.should_exit = True
        server.force_exit = True  # a test that hangs up in the middle is no reason to wait
        thread.join(10)
