"""An inbox that runs: a real server on a loopback port, and its workers by hand."""

import http.client
import json
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import uvicorn

from partwork.inbox.app import application
from partwork.inbox.inbox import Inbox, Rules
from partwork.inbox.sessions import hashed
from partwork.inbox.store import Store
from partwork.inbox.targets import Map
from partwork.inbox.worker import Worker
from partwork.mentions.fetch import Fetcher
from partwork.mentions.guard import Guard

SITE = "https://essays.example"
OPEN, CLOSED, OLD = (f"{SITE}/{name}.html" for name in ("open", "closed", "old"))
PASSWORD = "nineteen years of maps"
TOKEN = "a-token-of-trust"
_PAGES = [
    {"url": OPEN, "title": "An Open <Post>", "lang": "en", "comments": True, "pings": True},
    {"url": CLOSED, "title": "Closed", "lang": "en", "comments": False, "pings": False},
    {
        "url": OLD,
        "title": "Old",
        "lang": "en",
        "comments": "2020-01-01T00:00:00+00:00",
        "pings": "2020-01-01T00:00:00+00:00",
    },
]
_PASSWORD_HASH = hashed(PASSWORD)
PATIENCE = 30  # seconds after which a test that hangs fails


def until(met: Callable[[], bool]) -> None:
    """Wait until something is so."""
    end = time.monotonic() + PATIENCE
    while not met():
        assert time.monotonic() < end
        time.sleep(0.02)


@dataclass(frozen=True)
class Answered:
    """What the inbox answered."""

    status: int
    headers: Mapping[str, str]
    text: str


@dataclass(frozen=True)
class Running:
    """A running inbox, and ways to talk to it."""

    port: int
    store: Store
    inbox: Inbox
    worker: Worker

    @property
    def address(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.port}"

    def ask(
        self, method: str, path: str, body: bytes | str = b"", headers: Mapping[str, str] | None = None
    ) -> Answered:
        """Make one request, follow nothing."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request(method, path, body or None, dict(headers or {}))
            answer = connection.getresponse()
            fields = {name.lower(): value for name, value in answer.getheaders()}
            return Answered(answer.status, fields, answer.read().decode())
        finally:
            connection.close()

    def post(self, path: str, headers: Mapping[str, str] | None = None, **fields: Any) -> Answered:
        """Send a form."""
        given = {"Content-Type": "application/x-www-form-urlencoded", **(headers or {})}
        return self.ask("POST", path, urlencode(fields, doseq=True), given)

    def mention(self, source: str, target: str = OPEN, **more: Any) -> Answered:
        """Send a webmention."""
        return self.post("/webmention", source=source, target=target, **more)

    def work(self) -> int:
        """Look at everything that is due, and return how much that was."""
        done = 0
        while self.worker.work():
            done += 1
        return done

    def login(self) -> "Desk":
        """Log in to the moderation page."""
        answer = self.post("/moderate/login", password=PASSWORD)
        assert answer.status == 303
        cookie = answer.headers["set-cookie"].partition(";")[0]
        text = self.ask("GET", "/moderate", headers={"Cookie": cookie}).text
        return Desk(self, cookie, re.search(r'name="csrf" value="([^"]+)"', text)[1])


@dataclass(frozen=True)
class Desk:
    """Somebody who is logged in."""

    running: Running
    cookie: str
    csrf: str

    def read(self, path: str = "/moderate") -> str:
        """Return a page."""
        return self.running.ask("GET", path, headers={"Cookie": self.cookie}).text

    def decide(self, action: str, what: str, **more: str) -> Answered:
        """Press a button."""
        fields = {"csrf": self.csrf, "action": action, "what": what, **more}
        return self.running.post("/moderate/decide", {"Cookie": self.cookie}, **fields)


@contextmanager
def running(
    store: Store, folder: Path, *, trusted: frozenset[str] = frozenset(), clock: Any = time.time, **rules: Any
) -> Iterator[Running]:
    """Run an inbox whose map has an open page, a closed one and one that closed by age."""
    place = folder / "inbox.json"
    place.write_text(
        json.dumps({"site": SITE, "pages": _PAGES, "gone": [f"{SITE}/deleted.html"]}), encoding="utf-8"
    )
    guard = Guard(trusted)
    inbox = Inbox(store, Map(str(place), Fetcher(guard)), guard, Rules(**rules), clock)
    app = application(inbox, password=_PASSWORD_HASH, token=TOKEN)
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False))
    thread = threading.Thread(target=server.run, args=([listening],))
    thread.start()
    try:
        while not server.started:
            time.sleep(0.01)
        worker = Worker(store, lambda peer: Fetcher(guard, peer=peer), clock=clock)
        yield Running(listening.getsockname()[1], store, inbox, worker)
    finally:
        server.should_exit = True
        thread.join()
        listening.close()


class Sources:
    """A web server with pages that say they link here, and a log of who asked for what."""

    def __init__(self) -> None:
        from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer  # noqa: PLC0415 - only here

        self.pages: dict[str, tuple[int, str]] = {}
        self.asked: list[tuple[str, str]] = []
        sources = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                sources.asked.append((self.path, self.headers["User-Agent"]))
                status, text = sources.pages.get(self.path, (404, "nothing"))
                self.send_response(status)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.end_headers()
                self.wfile.write(text.encode())

            def log_message(self, *_: Any) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.host = f"127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def page(self, path: str, words: str, target: str = OPEN, status: int = 200) -> str:
        """Put a page there that says `words` and links to `target`; return its address."""
        entry = f'<div class="h-entry"><p class="e-content">{words} <a href="{target}">it</a></p></div>'
        text = f"<!DOCTYPE html><title>About it</title>{entry}"
        self.pages[path] = (status, text)
        return f"http://{self.host}{path}"

    def close(self) -> None:
        """Stop."""
        self._server.shutdown()
        self._server.server_close()
