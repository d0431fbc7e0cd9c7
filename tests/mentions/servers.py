"""Servers of strangers, real ones on loopback: HTTP and TLS that answer any bytes, and names that lie."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Self

import dns.exception
import dns.message
import dns.query
import dns.rdatatype
import dns.rrset

_PATIENCE = 10  # seconds after which a test that hangs fails


@dataclass(frozen=True)
class Request:
    """A request as it came over the wire; the names of `headers` are in lower case."""

    method: str
    target: str
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def __getitem__(self, name: str) -> str:
        """Return the one value of a header field, or an empty string."""
        values = [value for key, value in self.headers if key == name]
        assert len(values) < 2, f"{name} is sent {len(values)} times"
        return values[0] if values else ""


Reply = bytes | Iterable[bytes]
Script = Callable[[Request], Reply]


def reply(status: int = 200, body: bytes | str = b"", **headers: str) -> bytes:
    """Return a proper answer; ``Content_Type="text/html"`` is a header field."""
    data = body.encode() if isinstance(body, str) else body
    fields = {"Content-Length": str(len(data))} | {
        name.replace("_", "-"): value for name, value in headers.items()
    }
    lines = [f"HTTP/1.1 {status} Whatever", *(f"{name}: {value}" for name, value in fields.items()), "", ""]
    return "\r\n".join(lines).encode("latin-1") + data


def redirect(to: str, status: int = 302) -> bytes:
    """Return an answer that sends elsewhere."""
    return reply(status, "moved", Location=to)


@dataclass
class Server:
    """Answers every connection with one reply: bytes as they are, or pieces one after the other.

    `script` is a reply for each target, or a function from the request. A reply in pieces may sleep between
    them; it ends when the client goes away.
    """

    script: Script | Mapping[str, Reply]
    tls: ssl.SSLContext | None = None
    host: str = "127.0.0.1"
    port: int = 0
    received: list[Request] = field(default_factory=list)
    connections: int = 0

    def __enter__(self) -> Self:
        self._listening = socket.create_server((self.host, 0), backlog=64)
        self.port = self._listening.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        # Wakes the thread that accepts; closing alone would leave it waiting.
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()

    @property
    def authority(self) -> str:
        """Its host and port."""
        return f"{self.host}:{self.port}"

    def url(self, target: str = "/", host: str = "") -> str:
        """Return an address here, for any name that leads here."""
        return f"{'https' if self.tls else 'http'}://{host or self.host}:{self.port}{target}"

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listening.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        connection.settimeout(_PATIENCE)
        try:
            if self.tls:
                connection = self.tls.wrap_socket(connection, server_side=True)
            with connection, connection.makefile("rb") as incoming:
                request = self._read(incoming)
                if request is None:
                    return
                self.received.append(request)
                answer = self.script(request) if callable(self.script) else self.script[request.target]
                for piece in (answer,) if isinstance(answer, bytes) else answer:
                    connection.sendall(piece)
        except OSError:
            return  # the client went away
        finally:
            connection.close()

    @staticmethod
    def _read(incoming) -> Request | None:
        first = incoming.readline().decode("latin-1").split()
        if len(first) != 3:
            return None
        headers = []
        while line := incoming.readline().decode("latin-1").strip():
            name, _, value = line.partition(":")
            headers.append((name.lower(), value.strip()))
        length = int(dict(headers).get("content-length", 0))
        return Request(first[0], first[1], tuple(headers), incoming.read(length))


@dataclass
class NameServer:
    """A name server over UDP. `answers` gives the IPv4 addresses of a name, asked for so often before."""

    answers: Callable[[str, int], Iterable[str]]
    asked: list[str] = field(default_factory=list)

    def __enter__(self) -> Self:
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 0))
        threading.Thread(target=self._serve, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.sendto(b"", self._socket.getsockname())
        self._socket.close()

    def resolve(self, host: str) -> tuple[str, ...]:
        """Ask this server for the addresses of a name, as ``fetch.Resolve`` does."""
        address, port = self._socket.getsockname()
        try:
            answer = dns.query.udp(dns.message.make_query(host, "A"), address, _PATIENCE, port)
        except dns.exception.DNSException as error:
            raise OSError(str(error)) from error
        return tuple(record.address for rrset in answer.answer for record in rrset)

    def _serve(self) -> None:
        while True:
            try:
                wire, client = self._socket.recvfrom(4096)
            except OSError:
                return
            if not wire:
                return
            query = dns.message.from_wire(wire)
            name = query.question[0].name
            host = name.to_text(omit_final_dot=True)
            addresses = [*self.answers(host, self.asked.count(host))]
            self.asked.append(host)
            response = dns.message.make_response(query)
            if addresses:
                response.answer.append(dns.rrset.from_text(name, 0, "IN", "A", *addresses))
            self._socket.sendto(response.to_wire(), client)
