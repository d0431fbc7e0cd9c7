"""The one place that opens sockets: every request goes out here, and past the guard.

The addresses that were checked are the ones connected to, so that a name server which answers otherwise the
second time gains nothing. No proxy of the environment, no cookie, no credential, no Referer.
"""

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from importlib.metadata import version
from urllib.parse import urldefrag, urljoin, urlsplit

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError
from urllib3.response import BaseHTTPResponse
from urllib3.util import Timeout

from partwork.mentions.guard import Guard, Origin
from partwork.mentions.http import HTML, Answer, FetchError, Headers, Limits, RefusedError

AGENT = f"partwork/{version('partwork')} (Webmention)"
_CHUNK = 16 << 10
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_KEEPS_METHOD = frozenset({307, 308})
_DEFAULT = Limits()

Resolve = Callable[[str, int], Sequence[str]]


def system_resolve(host: str, port: int) -> Sequence[str]:
    """Return the network addresses of a host as the system finds them, in its order; raise OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [*dict.fromkeys(str(entry[4][0]) for entry in found)]


class Fetcher:
    """Makes requests (``http.Web``). It holds no state but its rules; threads may share it.

    `peer` is the network address of who pinged: it is named in the request, as WordPress does, so that who is
    asked knows by whose doing.
    """

    def __init__(
        self,
        guard: Guard,
        *,
        peer: str = "",
        resolve: Resolve = system_resolve,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._guard = guard
        self._resolve = resolve
        self._tls = tls or ssl.create_default_context()
        self._agent = f"{AGENT}; verifying pingback from {peer}" if peer else AGENT

    def get(self, url: str, *, accept: str = HTML, limits: Limits = _DEFAULT) -> Answer:
        """Return the answer to a GET, redirects followed."""
        return self._follow("GET", url, {"Accept": accept}, None, limits)

    def head(self, url: str, *, limits: Limits = _DEFAULT) -> Answer:
        """Return the answer to a HEAD, redirects followed."""
        return self._follow("HEAD", url, {"Accept": HTML}, None, limits)

    def post(self, url: str, body: bytes, media_type: str, *, limits: Limits = _DEFAULT) -> Answer:
        """Return the answer to a POST; 307 and 308 are followed with the body, other redirects are not."""
        headers = {"Accept": "*/*", "Content-Type": media_type}
        return self._follow("POST", url, headers, body, limits)

    def _follow(
        self, method: str, url: str, headers: dict[str, str], body: bytes | None, limits: Limits
    ) -> Answer:
        deadline = time.monotonic() + limits.seconds
        current = urldefrag(url).url
        passed: list[str] = []
        while True:
            answer = self._ask(method, current, headers, body, limits, deadline)
            location = answer.headers.first("Location")
            follows = answer.status in (_KEEPS_METHOD if method == "POST" else _REDIRECTS)
            if not follows or not location:
                return Answer(
                    current, answer.status, answer.headers, answer.body, answer.complete, tuple(passed)
                )
            passed.append(current)
            current = _target(current, location)
            if current in passed:
                raise FetchError(url, "it redirects in a circle.")
            if len(passed) > limits.redirects:
                raise FetchError(url, f"it redirects more than {limits.redirects} times.")

    def _ask(
        self,
        method: str,
        url: str,
        headers: dict[str, str],
        body: bytes | None,
        limits: Limits,
        deadline: float,
    ) -> Answer:
        origin = self._guard.check_url(url)
        addresses = self._addresses(url, origin)
        remaining = deadline - time.monotonic()
        if remaining <= 0:
            raise FetchError(url, f"it took more than {limits.seconds:g} s.")
        connection = self._connection(origin, addresses, remaining)
        fields = {
            "User-Agent": self._agent,
            "Accept-Encoding": "gzip, deflate",
            "Connection": "close",
            **headers,
        }
        late = threading.Event()
        try:
            with _closed_at(connection, remaining, late):
                connection.request(method, _path(url), body, fields, preload_content=False)
                response = connection.getresponse()
                content, complete = (b"", True) if method == "HEAD" else _read(response, limits.size)
        except (HTTPError, http.client.HTTPException, OSError, ValueError) as error:
            if late.is_set() or isinstance(error, TimeoutError):
                raise FetchError(url, f"it took more than {limits.seconds:g} s.") from None
            raise FetchError(url, f"it could not be asked: {_words(error)}.") from None
        finally:
            connection.close()
        if late.is_set():
            raise FetchError(url, f"it took more than {limits.seconds:g} s.")
        return Answer(url, response.status, Headers(tuple(response.headers.iteritems())), content, complete)

    def _addresses(self, url: str, origin: Origin) -> tuple[str, ...]:
        try:
            found = self._resolve(origin.host, origin.port)
        except socket.gaierror as error:
            # A name that does not exist will not by asking again; a name server that is silent may answer.
            gone = error.errno == socket.EAI_NONAME
            raise FetchError(url, "its host cannot be found.", permanent=gone) from None
        except (OSError, UnicodeError):
            raise FetchError(url, "its host cannot be found.") from None
        if not found:
            raise FetchError(url, "its host has no address.")
        return self._guard.check_addresses(origin, found)

    def _connection(
        self, origin: Origin, addresses: Sequence[str], seconds: float
    ) -> "_PinnedHttp | _PinnedHttps":
        timeout = Timeout(total=seconds)
        if origin.scheme == "https":
            secure = _PinnedHttps(
                origin.host, origin.port, timeout=timeout.connect_timeout, ssl_context=self._tls
            )
            secure.addresses = addresses
            return secure
        plain = _PinnedHttp(origin.host, origin.port, timeout=timeout.connect_timeout)
        plain.addresses = addresses
        return plain


class _PinnedHttp(HTTPConnection):
    """A connection to addresses that were checked; its host only names whom it asks."""

    addresses: Sequence[str] = ()

    def _new_conn(self) -> socket.socket:
        return _connect(self.addresses, self.port or 80, self.timeout)


class _PinnedHttps(HTTPSConnection):
    """The same over TLS: the certificate must be the named host's."""

    addresses: Sequence[str] = ()

    def _new_conn(self) -> socket.socket:
        return _connect(self.addresses, self.port or 443, self.timeout)


def _connect(addresses: Sequence[str], port: int, timeout: object) -> socket.socket:
    """Return a socket to the first of `addresses` that answers; raise OSError where none does."""
    seconds = timeout if isinstance(timeout, int | float) else _DEFAULT.seconds
    failure: OSError = OSError("no address")
    for address in addresses:
        try:
            return socket.create_connection((address, port), seconds / len(addresses))
        except OSError as error:
            failure = error
    raise failure


@contextmanager
def _closed_at(
    connection: HTTPConnection | HTTPSConnection, seconds: float, late: threading.Event
) -> Iterator[None]:
    """Close a connection when its time is up: a server that sends a byte now and then never times out."""

    def close() -> None:
        late.set()
        with suppress(OSError, AttributeError):
            connection.sock.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(seconds, close)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _read(response: BaseHTTPResponse, size: int) -> tuple[bytes, bool]:
    """Return at most `size` bytes of a body, decompressed, and whether that is all of it."""
    read = bytearray()
    while chunk := response.read(min(_CHUNK, size + 1 - len(read)), decode_content=True):
        read += chunk
        if len(read) > size:
            return bytes(read[:size]), False
    return bytes(read), True


def _path(url: str) -> str:
    parts = urlsplit(url)
    path = parts.path or "/"
    return f"{path}?{parts.query}" if parts.query else path


def _target(url: str, location: str) -> str:
    try:
        return urldefrag(urljoin(url, location.strip())).url
    except ValueError:
        raise RefusedError(url, "it redirects to what is no address.") from None


def _words(error: Exception) -> str:
    return str(error).strip().rstrip(".") or type(error).__name__
