"""A web in which every host is asked one thing at a time."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from partwork.mentions.http import HTML, Answer, Limits, Web
from partwork.mentions.target import host

_DEFAULT = Limits()


class Polite:
    """Makes the requests of another web (``http.Web``), those to one host one after another."""

    def __init__(self, web: Web) -> None:
        self._web = web
        self._lock = threading.Lock()
        self._turns: dict[str, threading.RLock] = {}

    @contextmanager
    def turn(self, url: str) -> Iterator[None]:
        """Keep the host of `url` to oneself for more than one step."""
        with self._lock:
            turn = self._turns.setdefault(host(url), threading.RLock())
        with turn:
            yield

    def get(self, url: str, *, accept: str = HTML, limits: Limits = _DEFAULT, token: str = "") -> Answer:
        """Return the answer to a GET, redirects followed."""
        with self.turn(url):
            return self._web.get(url, accept=accept, limits=limits, token=token)

    def head(self, url: str, *, limits: Limits = _DEFAULT) -> Answer:
        """Return the answer to a HEAD, redirects followed."""
        with self.turn(url):
            return self._web.head(url, limits=limits)

    def post(self, url: str, body: bytes, media_type: str, *, limits: Limits = _DEFAULT) -> Answer:
        """Return the answer to a POST; 307 and 308 are followed with the body, other redirects are not."""
        with self.turn(url):
            return self._web.post(url, body, media_type, limits=limits)
