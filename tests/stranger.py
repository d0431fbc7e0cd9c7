"""A site that answers what a test tells it to, and remembers what it was asked."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer. `seconds` is how long it takes to begin."""

    body: str | bytes = ""
    status: int = 200
    headers: Sequence[tuple[str, str]] = ()
    type: str = "text/html; charset=utf-8"
    seconds: float = 0.0

    @property
    def raw_headers(self) -> list[tuple[bytes, bytes]]:
        """The headers as bytes; what is no Latin-1 becomes UTF-8."""
        typed = [("Content-Type", self.type)] if self.type else []
        return [(name.encode(), _bytes(value)) for name, value in [*typed, *self.headers]]


@dataclass(frozen=True, slots=True)
class Asked:
    """One request. `path` has its query."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


@dataclass
class Stranger:
    """An ASGI application of answers by path, or by method and path."""

    replies: dict[str, Reply] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    url: str = ""

    def say(
        self, path: str, body: str | bytes = "", status: int = 200, *headers: tuple[str, str], **more: Any
    ) -> str:
        """Answer so at `path` (``/page`` or ``HEAD /page``) from now on, and return its address."""
        self.replies[path] = Reply(body, status, headers, **more)
        return self.url + path.rpartition(" ")[2]

    def methods(self, path: str) -> list[str]:
        """Return how `path` was asked."""
        return [asked.method for asked in self.asked if asked.path == path]

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer one request."""
        query = scope["query_string"].decode()
        path = scope["raw_path"].decode() + (f"?{query}" if query else "")
        body, more = b"", True
        while more:
            message = await receive()
            body, more = body + message.get("body", b""), message.get("more_body", False)
        headers = {name.decode(): value.decode("latin-1") for name, value in scope["headers"]}
        self.asked.append(Asked(scope["method"], path, headers, body))
        missing = Reply("nothing here", 404, type="text/plain")
        reply = self.replies.get(f"{scope['method']} {path}") or self.replies.get(path, missing)
        await asyncio.sleep(reply.seconds)
        await send({"type": "http.response.start", "status": reply.status, "headers": reply.raw_headers})
        content = reply.body.encode() if isinstance(reply.body, str) else reply.body
        await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else content})


def _bytes(value: str) -> bytes:
    try:
        return value.encode("latin-1")
    except UnicodeEncodeError:
        return value.encode()
