"""The requests themselves: every one that partwork makes goes through a ``Fetcher``, and past its guard.

A name is looked up once. All its addresses are checked, and the socket goes to one that was: between the
check and the connection nothing is asked again, so a name server that answers differently the second time
(DNS rebinding) has no second time. TLS is for the name all the same.

What a stranger's server can cost is bounded at the socket, under every parser: time for the request as a
whole, redirects and the look-up of names included; bytes on the wire, of the header and of the body; bytes
after decompression. Nothing is sent but what stands in ``_ask``: no cookie, no Referer, no credentials of a
URL. Settings of the environment for proxies have no effect, as a proxy would connect where it likes.
"""

import logging
import re
import socket
import ssl
from collections.abc import Mapping
from concurrent.futures import Future
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from functools import cache
from http.client import HTTPException
from importlib.metadata import version
from threading import Thread
from typing import TYPE_CHECKING, Protocol, cast
from urllib.parse import quote, urljoin

from urllib3.connection import HTTPConnection
from urllib3.exceptions import HTTPError

from partwork.mentions.guard import SCHEMES, Guard, Origin
from partwork.mentions.http import HTML, Answer, FetchError, Headers, Limits, RefusedError
from partwork.mentions.wire import HEADER, Deadline, Wire

if TYPE_CHECKING:
    from urllib3 import BaseHTTPResponse

_PIECE = 1 << 13  # what is lost, at most, of a body that is cut on the wire
_ATTEMPTS = 4  # addresses that are tried: one name must not make us knock at a hundred doors
_CODINGS = frozenset({"", "identity", "gzip", "x-gzip", "deflate"})
_PRINTABLE = "".join(map(chr, range(0x21, 0x7F)))
_URL_CHARACTERS = "!$%&'()*+,-./:;=?@[]_~"  # RFC 3986, with letters and digits, without a fragment

# It would log a stranger's header, traceback and all. What matters is told by the errors.
logging.getLogger("urllib3").setLevel(logging.ERROR)


class Resolve(Protocol):
    """Whoever knows the addresses of names."""

    def __call__(self, host: str, /) -> tuple[str, ...]:
        """Return the addresses of `host`; none where there is no such name; OSError where nobody can say."""
        ...


def system_resolve(host: str) -> tuple[str, ...]:
    """Ask as the machine is set up to ask."""
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except socket.gaierror as error:
        # That there is no such name is an answer. Anything else may be another tomorrow.
        if error.errno in {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", None)}:
            return ()
        raise
    return tuple(dict.fromkeys(str(place[0]) for *_, place in found))


@cache  # reading the authorities takes as long as a request
def system_tls() -> ssl.SSLContext:
    """Return TLS that checks names, with the authorities of the machine, or of ``SSL_CERT_FILE``."""
    context = ssl.create_default_context()
    context.set_alpn_protocols(["http/1.1"])
    return context


def user_agent(site: str) -> str:
    """Return how partwork introduces itself to other servers on behalf of `site`, an address."""
    return f"partwork/{version('partwork')} (Webmention; +{quote(site, safe=_PRINTABLE)})"


@dataclass(frozen=True, slots=True)
class Fetcher:
    """Makes requests where `guard` lets it. Keeps nothing between two of them; threads may share one.

    A 301, 302 or 303 that answers a POST is returned as it is: following it would ask for a page, and the
    endpoint would not have heard. 307 and 308 repeat the POST.

    A body larger than the limit is cut there, and one in a coding that was not asked for is left unread: the
    answer is not `complete`. A page that breaks off before is no answer, as it may be whole the next time;
    but where the status says what is to know, of an error or of a POST, the status stands.

    Of what went wrong, `permanent` is a name that does not exist, a loop of redirects, and whatever the
    guard refused. A server that cannot be reached, does not answer in time, or has no valid certificate
    today may do better tomorrow.

    `peer` is the network address of whoever sent a pingback. As with WordPress, the request for its source
    names it: who is flooded by way of us can see where the flood springs.
    """

    guard: Guard = field(default_factory=Guard)
    agent: str = "partwork (Webmention)"
    peer: str = ""
    resolve: Resolve = system_resolve
    tls: ssl.SSLContext = field(default_factory=system_tls, repr=False)

    def get(self, url: str, *, accept: str = HTML, limits: Limits = Limits(), token: str = "") -> Answer:
        """Return the answer to a GET, redirects followed; `token` is shown to the host of `url` alone."""
        return self._follow(_Request("GET", accept, token=token), url, limits)

    def head(self, url: str, *, limits: Limits = Limits()) -> Answer:
        """Return the answer to a HEAD, redirects followed."""
        return self._follow(_Request("HEAD", HTML), url, limits)

    def post(self, url: str, body: bytes, media_type: str, *, limits: Limits = Limits()) -> Answer:
        """Return the answer to a POST; 307 and 308 are followed with the body, other redirects are not."""
        return self._follow(_Request("POST", "*/*", body, media_type), url, limits)

    @property
    def _agent(self) -> str:
        return f"{self.agent}; verifying pingback from {self.peer}" if self.peer else self.agent

    def _follow(self, request: "_Request", url: str, limits: Limits) -> Answer:
        deadline = Deadline.after(limits.seconds)
        asked: Origin | None = None
        passed: tuple[str, ...] = ()
        here = url.partition("#")[0]
        while True:
            try:
                origin = self.guard.check_url(here)
                if origin != (asked := asked or origin):
                    request = replace(request, token="")
                answer = self._ask(request, origin, here, limits, deadline)
            except FetchError as error:
                why = f"redirects to {here}: {error.why}" if passed else error.why
                if isinstance(error, RefusedError):
                    raise RefusedError(url, why) from error
                raise FetchError(url, why, permanent=error.permanent) from error
            there = request.led(answer)
            if not there:
                return replace(answer, redirects=passed)
            passed += (here,)
            if there in passed:
                raise FetchError(url, f"redirects in a loop, to {there}", permanent=True)
            if len(passed) > limits.redirects:
                raise FetchError(url, f"redirects more than {limits.redirects} times", permanent=True)
            here = there

    def _ask(
        self, request: "_Request", origin: Origin, url: str, limits: Limits, deadline: Deadline
    ) -> Answer:
        if request.token and origin.scheme != "https" and not self.guard.trusts(origin):
            raise RefusedError(url, "a token is shown over https alone")
        try:
            with ExitStack() as opened:
                wire = Wire(self._connect(origin, url, deadline, opened), deadline)
                connection = HTTPConnection(origin.host, origin.port)
                # A wire has as much of a socket as http.client uses.
                connection.sock = cast("socket.socket", wire)
                fields = {**request.fields(origin), "User-Agent": self._agent}
                connection.request(
                    request.method, _target(url), request.body, headers=fields, preload_content=False
                )
                response = connection.getresponse()
                if wire.ended:  # http.client takes what it has for the whole header
                    raise FetchError(url, "the answer broke off in its header")
                if response.status < 200:  # such as 103, which is for those who ask for it
                    raise FetchError(url, f"it answers {response.status} before any answer")
                wire.allow(2 * limits.size + HEADER)  # chunks of a few bytes double what is sent
                return request.answer(url, response, wire, limits)
        except (OSError, HTTPException, HTTPError) as error:
            why = f"no whole answer within {limits.seconds:g} seconds" if deadline.over else _why(error)
            raise FetchError(url, why) from error

    def _connect(self, origin: Origin, url: str, deadline: Deadline, opened: ExitStack) -> socket.socket:
        """Return a socket to one of the addresses that were checked, and to nowhere else."""
        addresses = self._addresses(origin, url, deadline)[:_ATTEMPTS]
        failure: OSError | None = None
        for tried, address in enumerate(addresses):
            family = socket.AF_INET6 if ":" in address else socket.AF_INET
            plain = opened.enter_context(socket.socket(family, socket.SOCK_STREAM))
            # Not create_connection: it would look the address up, as if it were a name.
            plain.settimeout(deadline.left() / (len(addresses) - tried))
            try:
                plain.connect((address, origin.port))
                break
            except OSError as error:
                failure = error
        else:
            raise failure or OSError("it has no address")
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if origin.scheme == "http":
            return plain
        plain.settimeout(deadline.left())
        return opened.enter_context(self.tls.wrap_socket(plain, server_hostname=origin.host))

    def _addresses(self, origin: Origin, url: str, deadline: Deadline) -> tuple[str, ...]:
        if origin.address is not None:
            return (origin.host,)
        found: Future[tuple[str, ...]] = Future()

        def look_up() -> None:
            try:
                found.set_result(self.resolve(origin.host))
            except BaseException as error:  # noqa: BLE001 - raised where the result is waited for
                found.set_exception(error)

        # The system's look-up takes no time limit, and a stranger's name server may be in no hurry.
        Thread(target=look_up, daemon=True).start()
        addresses = found.result(deadline.left())
        if not addresses:
            raise FetchError(url, f"there is no {origin.host}", permanent=True)
        return self.guard.check_addresses(origin, addresses)


@dataclass(frozen=True, slots=True)
class _Request:
    method: str
    accept: str
    body: bytes | None = None
    media_type: str = ""
    token: str = ""

    def fields(self, origin: Origin) -> Mapping[str, str]:
        default = origin.port == SCHEMES[origin.scheme]
        return {
            "Host": origin.authority.rpartition(":")[0] if default else origin.authority,
            "Accept": self.accept,
            "Accept-Encoding": "gzip, deflate",
            "Connection": "close",
            **({"Content-Type": self.media_type} if self.media_type else {}),
            **({"Authorization": f"Bearer {self.token}"} if self.token else {}),
        }

    def led(self, answer: Answer) -> str:
        """Return where `answer` redirects to; an empty string where it is to be taken as it is."""
        followed = {307, 308} if self.method == "POST" else {301, 302, 303, 307, 308}
        location = answer.headers.first("Location").strip()
        if answer.status not in followed or not location:
            return ""
        try:
            there = urljoin(answer.url, quote(location.encode("latin-1"), safe=_PRINTABLE))
        except ValueError:
            there = location  # the guard refuses it, in words
        return there.partition("#")[0]

    def answer(self, url: str, response: "BaseHTTPResponse", wire: Wire, limits: Limits) -> Answer:
        headers = Headers(tuple(response.headers.iteritems()))
        answer = Answer(url, response.status, headers, complete=False)
        if self.led(answer):
            return answer
        if self.method == "HEAD":
            return replace(answer, complete=True)
        # Not asked for, and so not decompressed: brotli and others, and one coding upon another.
        if response.headers.get("Content-Encoding", "").lower() not in _CODINGS:
            return answer
        body = bytearray()
        try:
            while piece := response.read(min(_PIECE, limits.size + 1 - len(body))):
                body += piece
        except (OSError, HTTPException, HTTPError):
            # A page that broke off may be whole the next time. Of all else the status says what is to know.
            if not wire.spent and self.method == "GET" and answer.status in range(200, 300):
                raise
            return replace(answer, body=bytes(body[: limits.size]))
        return replace(answer, body=bytes(body[: limits.size]), complete=len(body) <= limits.size)


def _target(url: str) -> str:
    path = re.sub(r"^[^/?]*", "", url.partition("://")[2], count=1)
    return quote(path if path.startswith("/") else f"/{path}", safe=_URL_CHARACTERS)


def _why(error: Exception) -> str:
    """Return what went wrong in words of ours: a server's own may be anything."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate is not valid: {error.verify_message}"
    if isinstance(error, ssl.SSLError):
        return "no TLS connection can be had"
    if isinstance(error, OSError):
        return error.strerror or str(error) or "no answer in time"
    return "what it answers is not HTTP" if isinstance(error, HTTPException) else "the answer broke off"
