"""Requests, made for real: to servers on loopback, by names of a real name server (SF-05 to SF-11)."""

import ast
import gzip
import ipaddress
import re
import socket
import ssl
import threading
import time
import tracemalloc
import zlib
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime
from itertools import chain, repeat
from pathlib import Path

import pytest
import trustme
from hypothesis import given, settings
from hypothesis import strategies as st

import partwork
from partwork.mentions.fetch import Fetcher, system_resolve, user_agent
from partwork.mentions.guard import PORTS, Guard
from partwork.mentions.http import HTML, FetchError, Headers, Limits, RefusedError
from partwork.mentions.wire import HEADER
from tests.builders import PROPERTY
from tests.mentions.servers import NameServer, Server, redirect, reply
from tests.mentions.sockets import watched
from tests.mentions.test_guard import URLS

_QUICK = Limits(seconds=0.5)
_SMALL = Limits(size=1000)
_MIB = 1 << 20
_PUBLIC = "93.184.216.34"


def loopback(_host: str) -> tuple[str, ...]:
    """Every name is this machine."""
    return ("127.0.0.1",)


def fetcher(*trusted: Server | str, **more) -> Fetcher:
    """Return a fetcher that may reach these servers, or ``host:port`` pairs, and the public web."""
    pairs = (server.authority if isinstance(server, Server) else server for server in trusted)
    return Fetcher(Guard(frozenset(pairs)), **{"resolve": loopback} | more)


def error(what: type[FetchError], call, *arguments, **more) -> FetchError:
    """Return the error that a call raises; it must be exactly that kind."""
    with pytest.raises(FetchError) as raised:
        call(*arguments, **more)
    assert type(raised.value) is what, raised.value
    return raised.value


# What is sent, and what comes back.


def test_a_request_says_who_asks_and_nothing_more():
    """The whole header of a GET: no cookie, no referrer, no credentials; the User-Agent says Webmention."""
    with Server({"/a?b=c&d": reply(200, "<p>hello", Content_Type="text/html; charset=utf-8")}) as server:
        agent = user_agent("https://blog.example/")
        answer = fetcher(server, agent=agent).get(server.url("/a?b=c&d#part"))
    assert answer.status == 200
    assert answer.body == b"<p>hello"
    assert answer.complete
    assert answer.url == server.url("/a?b=c&d")
    assert answer.redirects == ()
    assert answer.media_type == "text/html"
    assert answer.headers.first("content-LENGTH") == "8"
    [request] = server.received
    assert (request.method, request.target, request.body) == ("GET", "/a?b=c&d", b"")
    assert dict(request.headers) == {
        "host": server.authority,
        "user-agent": agent,
        "accept": HTML,
        "accept-encoding": "gzip, deflate",
        "connection": "close",
    }
    assert re.fullmatch(r"partwork/[\w.]+ \(Webmention; \+https://blog\.example/\)", agent)
    assert "Webmention" in Fetcher().agent


def test_a_post_says_what_it_carries():
    """Body and media type arrive as they were given; the answer's body is read as well."""
    with Server({"/": reply(201, "queued", Location="/status/1")}) as server:
        answer = fetcher(server).post(server.url(), b"source=a&target=b", "application/x-www-form-urlencoded")
    assert (answer.status, answer.body, answer.headers.first("Location")) == (201, b"queued", "/status/1")
    [request] = server.received
    assert (request.method, request.body) == ("POST", b"source=a&target=b")
    assert request["content-type"] == "application/x-www-form-urlencoded"
    assert request["content-length"] == "17"
    assert {name for name, _ in request.headers} == {
        "host", "user-agent", "accept", "accept-encoding", "connection", "content-type", "content-length",
    }  # fmt: skip


def test_a_head_has_headers_alone():
    """A HEAD is answered without a body, and stays a HEAD over redirects."""
    pages = {
        "/": redirect("/there", 303),
        "/there": b"HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nLink: <x>; rel=me\r\nLink: <y>\r\n\r\n",
    }
    with Server(pages) as server:
        answer = fetcher(server).head(server.url())
    assert answer.body == b""
    assert answer.complete
    assert answer.headers.all("link") == ("<x>; rel=me", "<y>")
    assert [request.method for request in server.received] == ["HEAD", "HEAD"]


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("", "/"),
        ("?q", "/?q"),
        ("#x", "/"),
        ("/?", "/?"),
        ("//a//b/../c;d", "//a//b/../c;d"),
        ("/%7e/%2F?a=%26&b=[1]&c", "/%7e/%2F?a=%26&b=[1]&c"),
        ("/caf\u00e9/\U0001f600?\u00fc=\u00df", "/caf%C3%A9/%F0%9F%98%80?%C3%BC=%C3%9F"),
        ("/{a}|\"b\"<c>^`", "/%7Ba%7D%7C%22b%22%3Cc%3E%5E%60"),
        ("/?u=https://other.example/?x=1", "/?u=https://other.example/?x=1"),
    ],
)  # fmt: skip
def test_what_is_asked_for_is_what_the_url_says(path, target):
    """Paths and queries are sent as written; only what HTTP cannot carry is percent-encoded."""
    with Server(lambda _: reply(200)) as server:
        answer = fetcher(server).get(server.url(path))
    assert server.received[0].target == target
    assert answer.url == server.url(path).partition("#")[0]


def test_hosts_are_asked_for_in_ascii():
    """A host in another script is looked up, and named to the server, in its ASCII form."""
    asked = []

    def resolve(host: str) -> tuple[str, ...]:
        asked.append(host)
        return ("127.0.0.1",)

    with Server({"/": reply(200)}) as server:
        name = f"xn--bcher-kva.example:{server.port}"
        fetcher(name, resolve=resolve).get(server.url(host="BÜCHER.example."))
    assert asked == ["xn--bcher-kva.example"]
    assert server.received[0]["host"] == name


def test_a_pingback_is_verified_in_the_name_of_who_sent_it():
    """PS-13: the User-Agent names the peer, so that who is flooded by way of us knows by whom."""
    with Server({"/": reply(200)}) as server:
        fetcher(server, peer="192.0.2.7").get(server.url())
    assert server.received[0]["user-agent"].endswith("(Webmention); verifying pingback from 192.0.2.7")


def test_threads_share_a_fetcher():
    """Many requests at once, by one fetcher, get each its own answer."""
    with Server(lambda request: reply(200, request.target * 100)) as server:
        shared = fetcher(server)
        with ThreadPoolExecutor(8) as pool:
            answers = [*pool.map(lambda number: shared.get(server.url(f"/{number}")), range(64))]
    assert [answer.body.decode() for answer in answers] == [f"/{number}" * 100 for number in range(64)]


# Redirects (SF-05).


def test_sf_05_redirects_are_followed_and_told():
    """The answer says where it came from at last, and what led there; relative addresses are resolved."""
    pages = {
        "/a/b": redirect("../c?d", 301),
        "/c?d": redirect("//127.0.0.1:{}/caf\xc3\xa9 x#frag", 302),
        "/caf%C3%A9%20x": redirect("?q", 303),
        "/caf%C3%A9%20x?q": redirect("/f", 307),
        "/f": redirect("g", 308),
        "/g": reply(200, "at last"),
    }
    with Server(lambda request: pages[request.target].replace(b"{}", str(server.port).encode())) as server:
        answer = fetcher(server).get(server.url("/a/b#top"))
    assert answer.body == b"at last"
    assert answer.url == server.url("/g")
    assert answer.redirects == tuple(
        server.url(path) for path in ("/a/b", "/c?d", "/caf%C3%A9%20x", "/caf%C3%A9%20x?q", "/f")
    )
    assert [request.target for request in server.received] == [*pages]


@pytest.mark.parametrize(
    "to",
    [
        "http://127.0.0.1/",
        "http://127.0.0.1:{other}/",
        "//127.0.0.1:{other}/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://localhost/",
        "http://loopback.example/",
        "http://loopback.example:{other}/",
        "https://169.254.169.254/latest/meta-data/",
        "http://me:secret@127.0.0.1:{own}/",
        "http://127.0.0.1:{own}\\@example.org/",
        "http://127.0.0.1:{own}\t/",
        "http://b\xfccher.example/",
        "http://[/",
        "http://example.org:22/",
        "ftp://127.0.0.1:{own}/",
        "file:///etc/passwd",
        "gopher://127.0.0.1:{own}/_x",
        "javascript:alert(1)",
        "data:text/html,x",
    ],
    ids=lambda to: f"SF-05 {to!a}",
)
@pytest.mark.parametrize("method", ["get", "head", "post"])
def test_a_redirect_is_checked_as_the_first_url_is(to, method):
    """From a place that may be asked to one that may not: refused for good, and nothing is sent there."""
    with Server(lambda _: reply(200)) as other, Server({"/": b""}) as server:
        place = to.format(other=other.port, own=server.port)
        server.script = {"/": redirect(place, 307)}
        call = getattr(fetcher(server), method)
        arguments = (b"x", "text/plain") if method == "post" else ()
        refusal = error(RefusedError, call, server.url(), *arguments)
    assert refusal.permanent
    assert refusal.url == server.url()
    assert refusal.why.startswith("redirects to ")
    assert other.connections == 0
    assert server.connections == 1


def test_sf_05_each_hop_is_checked_however_late():
    """The last of many redirects is checked as the first."""
    with Server(lambda _: reply(200)) as other, Server({}) as server:
        server.script = {f"/{n}": redirect(f"/{n + 1}") for n in range(10)} | {"/10": redirect(other.url())}
        error(RefusedError, fetcher(server).get, server.url("/0"))
    assert other.connections == 0
    assert server.connections == 11


def test_sf_05_a_token_stays_with_the_host_it_was_given_for():
    """A token follows a redirect on the same host and port; it is dropped for all others, and for good."""
    with Server({}) as other, Server({}) as server:
        server.script = {"/": redirect("/same"), "/same": redirect(other.url()), "/back": reply(200)}
        other.script = {"/": redirect(server.url("/back"))}
        fetcher(server, other).get(server.url(), token="secret")
    assert [request["authorization"] for request in server.received] == ["Bearer secret", "Bearer secret", ""]
    assert [request["authorization"] for request in other.received] == [""]


def test_sf_05_a_token_is_not_shown_in_the_open():
    """Over plain HTTP a token goes to hosts alone that the owner named, and not after a downgrade."""
    with watched(cut=True) as seen:
        refusal = error(RefusedError, fetcher().get, "http://inbox.example/export", token="secret")
    assert "https" in refusal.why
    assert seen.connects == []


def test_sf_05_cookies_are_not_kept():
    """A cookie that was set is not sent, neither on the way nor with the next request."""
    pages = {"/": reply(302, Location="/there", Set_Cookie="a=b"), "/there": reply(200, Set_Cookie="c=d")}
    with Server(pages) as server:
        same = fetcher(server)
        same.get(server.url())
        same.get(server.url())
    sent = {name for request in server.received for name, _ in request.headers}
    assert sent.isdisjoint({"cookie", "cookie2", "referer", "authorization", "origin"})


@pytest.mark.parametrize("status", [301, 302, 303])
def test_a_post_is_not_turned_into_a_get(status):
    """WS-S08: 301, 302 and 303 are returned, not followed: the endpoint has not heard of the mention."""
    with Server({"/": redirect("/there", status)}) as server:
        answer = fetcher(server).post(server.url(), b"x", "text/plain")
    assert (answer.status, answer.headers.first("Location"), answer.body) == (status, "/there", b"moved")
    assert answer.url == server.url()
    assert len(server.received) == 1


@pytest.mark.parametrize("status", [307, 308])
def test_a_post_that_is_sent_elsewhere_stays_a_post(status):
    """WS-S08: 307 and 308 repeat the POST with body and media type."""
    with Server({"/there": reply(202)}) as other, Server({}) as server:
        server.script = {"/": redirect(other.url("/there"), status)}
        answer = fetcher(server, other).post(server.url(), b"source=x", "text/xml")
    assert answer.status == 202
    assert answer.redirects == (server.url(),)
    for request in (*server.received, *other.received):
        assert (request.method, request.body, request["content-type"]) == ("POST", b"source=x", "text/xml")


@pytest.mark.parametrize("answer", [reply(302, "x"), redirect(""), redirect(" "), reply(304), reply(300)])
def test_a_redirect_to_nowhere_is_an_answer(answer):
    """Without a Location there is nothing to follow."""
    with Server({"/": answer}) as server:
        assert fetcher(server).get(server.url()).status in {300, 302, 304}


def test_sf_10_redirects_are_counted():
    """As many redirects as allowed are followed, and not one more."""
    with Server(lambda request: redirect(f"/{int(request.target[1:]) + 1}")) as server:
        failure = error(FetchError, fetcher(server).get, server.url("/0"), limits=Limits(redirects=3))
    assert failure.permanent
    assert len(server.received) == 4
    with Server({"/0": redirect("/1"), "/1": redirect("/2"), "/2": reply(200)}) as server:
        assert fetcher(server).get(server.url("/0"), limits=Limits(redirects=2)).status == 200


@pytest.mark.parametrize("way", [["/"], ["/#x"], ["/a", "/b", "/a"], ["/a", "/"]], ids="-".join)
def test_sf_10_loops_are_seen(way):
    """Redirects in a circle end as soon as they meet themselves."""
    steps = iter(way)
    with Server(lambda _: redirect(next(steps))) as server:
        failure = error(FetchError, fetcher(server).get, server.url())
    assert failure.permanent
    assert "loop" in failure.why
    assert len(server.received) == len(way)


# Names and addresses (SF-06, SF-07).


def rebinding(_host: str, before: int) -> list[str]:
    """Answer as one does who attacks: a public address first, this machine ever after."""
    return [_PUBLIC if before == 0 else "127.0.0.1"]


def test_sf_07_rebinding_the_socket_goes_to_the_address_that_was_checked():
    """A real name server says a public address first, 127.0.0.1 second: asked once, it has no second."""
    with NameServer(rebinding) as names, watched(cut=True) as seen:
        same = Fetcher(resolve=names.resolve)
        failure = error(FetchError, same.get, "http://rebind.example/")
        assert not failure.permanent
        assert seen.connects == [(_PUBLIC, 80)]
        assert names.asked == ["rebind.example"]
        # Every request asks anew, and is checked anew.
        refusal = error(RefusedError, same.get, "http://rebind.example/")
    assert "127.0.0.1" in refusal.why
    assert names.asked == ["rebind.example"] * 2
    assert len(seen.connects) == 1
    assert seen.names == []  # nor was the system asked behind the guard's back


def test_sf_07_rebinding_over_tls_the_socket_goes_to_the_address_that_was_checked():
    """With a certificate for the name the attack is the same, and fails in the same way."""
    with NameServer(rebinding) as names, watched(cut=True) as seen:
        error(FetchError, Fetcher(resolve=names.resolve).get, "https://rebind.example/")
    assert seen.connects == [(_PUBLIC, 443)]
    assert names.asked == ["rebind.example"]


def test_sf_07_rebinding_with_servers_at_both_addresses():
    """Two servers are there, of which one was meant: the request arrives where the first answer led."""
    with (
        Server({"/": reply(200, "meant")}, host="127.0.0.2") as meant,
        NameServer(lambda _, before: ["127.0.0.2" if before == 0 else "127.0.0.1"]) as names,
        watched() as seen,
    ):
        name = f"rebind.example:{meant.port}"
        answer = fetcher(name, resolve=names.resolve).get(f"http://{name}/")
    assert answer.body == b"meant"
    assert meant.received[0]["host"] == name
    assert seen.connects == [("127.0.0.2", meant.port)]


def test_sf_07_rebinding_between_two_redirects():
    """A host that sends to itself has its name looked up for each hop, and each answer is checked."""
    with Server({}) as server, NameServer(lambda _, __: ["127.0.0.1"]) as names:
        name = f"rebind.example:{server.port}"
        server.script = {"/": redirect("http://rebind.example/")}
        refusal = error(RefusedError, fetcher(name, resolve=names.resolve).get, f"http://{name}/")
    assert "127.0.0.1" in refusal.why
    assert names.asked == ["rebind.example", "rebind.example"]
    assert server.connections == 1


def test_sf_06_mixed_answers_of_a_name_server_connect_nowhere():
    """One private address among public ones: no socket is opened, to none of them."""
    with NameServer(lambda _, __: [_PUBLIC, "10.0.0.1"]) as names, watched(cut=True) as seen:
        refusal = error(RefusedError, Fetcher(resolve=names.resolve).get, "https://mixed.example/")
    assert "10.0.0.1" in refusal.why
    assert refusal.url == "https://mixed.example/"
    assert seen.connects == []


def test_a_name_that_does_not_exist_is_given_up():
    """WS-S05: a name server that says there is no such name has answered; the link is mistyped or dead."""
    with NameServer(lambda _, __: []) as names:
        failure = error(FetchError, Fetcher(resolve=names.resolve).get, "https://nobody.example/")
    assert failure.permanent
    assert "nobody.example" in failure.why


def test_a_name_that_cannot_be_looked_up_is_asked_for_again():
    """WS-S07: a name server that does not answer says nothing about the name."""
    with watched(cut=True) as seen:
        failure = error(FetchError, Fetcher().get, "https://somebody.example/")
    assert not failure.permanent
    assert failure.why == "no network in this test"
    assert seen.names == ["somebody.example"]
    assert seen.connects == []


def test_the_system_knows_names():
    """Without a resolver of one's own, names are those of the machine."""
    addresses = system_resolve("localhost")
    assert addresses
    assert all(ipaddress.ip_address(address).is_loopback for address in addresses)
    assert len({*addresses}) == len(addresses)
    assert system_resolve("no such name") == ()


def test_the_next_address_is_tried_where_one_does_not_answer():
    """A host is reached by any of its addresses, in their order, but not by more than four."""
    with Server({"/": reply(200)}) as server, watched() as seen:
        name = f"many.example:{server.port}"
        both = fetcher(name, resolve=lambda _: ("127.0.0.2", "::1", "127.0.0.1"))
        assert both.get(f"http://{name}/").status == 200
        assert [address for address, _ in seen.connects] == ["127.0.0.2", "::1", "127.0.0.1"]
    with watched(cut=True) as seen:
        error(FetchError, Fetcher(resolve=lambda _: (_PUBLIC,) * 9).get, "http://many.example/")
    assert seen.connects == [(_PUBLIC, 80)] * 4


# TLS (SF-08).


class Authority:
    """An authority for hosts that do not exist, and a server's side of TLS that notes the names asked for."""

    def __init__(self) -> None:
        self._ca = trustme.CA()
        self.names: list[str | None] = []

    def server(self, *names: str, **more) -> ssl.SSLContext:
        """Return what a server needs to be one of `names`."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._ca.issue_cert(*names, **more).configure_cert(context)
        context.sni_callback = lambda _socket, name, _context: self.names.append(name)
        return context

    def client(self) -> ssl.SSLContext:
        """Return what a client needs that trusts this authority as well as the system's."""
        context = ssl.create_default_context()
        self._ca.configure_trust(context)
        return context


@pytest.fixture(scope="module")
def authority() -> Authority:
    """One authority for all tests: keys take time."""
    return Authority()


def test_sf_08_tls_is_for_the_name_and_not_for_the_address(authority):
    """The certificate is for the name, and the name is sent (SNI), though an address is connected to."""
    with Server({"/": reply(200, "secret")}, authority.server("blog.example")) as server, watched() as seen:
        name = f"blog.example:{server.port}"
        authority.names.clear()
        answer = fetcher(name, tls=authority.client()).get(f"https://{name}/")
    assert answer.body == b"secret"
    assert authority.names == ["blog.example"]
    assert seen.connects == [("127.0.0.1", server.port)]
    assert server.received[0]["host"] == name


def test_sf_08_a_name_in_another_script_is_one_in_tls_too(authority):
    """Certificate and SNI are for the ASCII form."""
    with Server({"/": reply(200)}, authority.server("xn--bcher-kva.example")) as server:
        authority.names.clear()
        same = fetcher(f"xn--bcher-kva.example:{server.port}", tls=authority.client())
        assert same.get(f"https://bücher.example:{server.port}/").status == 200
    assert authority.names == ["xn--bcher-kva.example"]


def test_sf_08_an_address_has_a_certificate_of_its_own(authority):
    """A URL that names an address is checked against the address; there is no name to send."""
    with Server({"/": reply(200)}, authority.server("127.0.0.1")) as server:
        authority.names.clear()
        assert fetcher(server, tls=authority.client()).get(server.url()).status == 200
    assert authority.names == [None]


@pytest.mark.parametrize(
    ("names", "expired", "trusted"),
    [
        (["other.example"], False, True),
        (["127.0.0.1"], False, True),  # the right address is not the right name
        (["*.blog.example"], False, True),
        (["blog.example"], True, True),
        (["blog.example"], False, False),
    ],
    ids=[
        "SF-08 other name",
        "SF-08 address",
        "SF-08 wildcard below",
        "SF-08 expired",
        "SF-08 unknown authority",
    ],
)
def test_wrong_certificates_are_refused(authority, names, expired, trusted):
    """Nothing is sent to a server that cannot show who it is; it may have a better certificate tomorrow."""
    past = {"not_before": datetime(2000, 1, 1, tzinfo=UTC), "not_after": datetime(2001, 1, 1, tzinfo=UTC)}
    with Server({"/": reply(200)}, authority.server(*names, **past if expired else {})) as server:
        more = {"tls": authority.client()} if trusted else {}
        name = f"blog.example:{server.port}"
        failure = error(FetchError, fetcher(name, **more).get, f"https://{name}/")
    assert "certificate" in failure.why
    assert not failure.permanent
    assert server.received == []


def test_sf_08_what_speaks_no_tls_is_no_server_of_https():
    """Plain HTTP where TLS is asked for is an error, never a fallback."""
    with Server(lambda _: reply(200)) as server:
        failure = error(FetchError, fetcher(server).get, f"https://{server.authority}/")
    assert not failure.permanent
    # The greeting of TLS is random, and may hold what this server takes for the end of a request.
    assert [request for request in server.received if request.method == "GET"] == []


# The environment (SF-09).


def test_sf_09_proxies_of_the_environment_are_not_asked(monkeypatch):
    """A proxy would connect for us, past the guard: whatever the environment says, it hears nothing."""
    with Server(lambda _: reply(200, "proxied")) as proxy, Server({"/": reply(200, "direct")}) as server:
        for name in ("http_proxy", "https_proxy", "all_proxy", "ftp_proxy"):
            monkeypatch.setenv(name, proxy.url())
            monkeypatch.setenv(name.upper(), proxy.url())
        monkeypatch.setenv("no_proxy", "")
        assert fetcher(server).get(server.url()).body == b"direct"
        with watched(cut=True) as seen:
            error(FetchError, fetcher(resolve=lambda _: (_PUBLIC,)).get, "https://blog.example/")
            error(RefusedError, fetcher().get, "http://127.0.0.1/")
    assert seen.connects == [(_PUBLIC, 443)]
    assert proxy.connections == 0


# Limits (SF-10): size.


@pytest.mark.parametrize(
    ("length", "complete"), [(0, True), (999, True), (1000, True), (1001, False), (200_000, False)]
)
@pytest.mark.parametrize("coding", ["plain", "gzip", "deflate", "raw deflate", "chunked", "until the end"])
def test_sf_10_a_body_is_cut_at_the_limit(length, complete, coding):
    """However it is sent, a body is whole up to the limit, and cut beyond; the limit is that of the text."""
    text = (b"0123456789" * (length // 10 + 1))[:length]
    raw = zlib.compressobj(wbits=-15)
    answer = {
        "plain": lambda: reply(200, text),
        "gzip": lambda: reply(200, gzip.compress(text), Content_Encoding="GZIP"),
        "deflate": lambda: reply(200, zlib.compress(text), Content_Encoding="deflate"),
        "raw deflate": lambda: reply(200, raw.compress(text) + raw.flush(), Content_Encoding="deflate"),
        "chunked": lambda: chunked(text),
        "until the end": lambda: b"HTTP/1.0 200 OK\r\n\r\n" + text,
    }[coding]()
    with Server({"/": answer}) as server:
        got = fetcher(server).get(server.url(), limits=_SMALL)
    assert got.body == text[:1000]
    assert got.complete is complete


def chunked(text: bytes, size: int = 7) -> bytes:
    """Return an answer in chunks, with a trailer."""
    pieces = [text[start : start + size] for start in range(0, len(text), size)]
    body = b"".join(b"%x;ext=1\r\n%b\r\n" % (len(piece), piece) for piece in pieces)
    return b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + body + b"0\r\nTrailer: x\r\n\r\n"


def test_small_chunks_are_a_body():
    """The lines around chunks do not count as text."""
    with Server({"/": chunked(b"x" * 200_000, 16)}) as server:
        answer = fetcher(server).get(server.url(), limits=Limits(size=200_000))
    assert (len(answer.body), answer.complete) == (200_000, True)


def test_gzip_in_several_members_is_one_body():
    """As gzip has it, and as browsers do; garbage behind it is left out."""
    body = gzip.compress(b"one ") + gzip.compress(b"two") + b"garbage"
    with Server({"/": reply(200, body, Content_Encoding="gzip")}) as server:
        answer = fetcher(server).get(server.url())
    assert (answer.body, answer.complete) == (b"one two", True)


def bomb(coding: str, mebibytes: int = 512) -> bytes:
    """Return so much of nothing, compressed."""
    packer = zlib.compressobj(9, wbits={"gzip": 31, "deflate": 15, "raw deflate": -15}[coding])
    # What follows a full flush refers to nothing before it, and can be repeated.
    start = packer.compress(bytes(_MIB)) + packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(bytes(_MIB)) + packer.flush(zlib.Z_FULL_FLUSH)
    return start + block * (mebibytes - 1)


@pytest.mark.parametrize("coding", ["gzip", "deflate", "raw deflate"])
def test_sf_10_decompression_bombs_take_no_memory(coding):
    """Half a gibibyte in half a mebibyte: the limit is read; neither memory nor time is spent on the rest."""
    answer = reply(200, bomb(coding), Content_Encoding=coding.split()[-1])
    with Server({"/": answer}) as server:
        same = fetcher(server)
        same.get(server.url(), limits=_SMALL)  # what is loaded on the way once
        tracemalloc.start()
        began = time.monotonic()
        got = same.get(server.url())
        took = time.monotonic() - began
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert got.body == bytes(_MIB)
    assert not got.complete
    assert peak < 6 * _MIB
    assert took < 60


@pytest.mark.parametrize(
    "coding", ["br", "zstd", "compress", "gzip, gzip", "gzip, br", "gzip ,", "x", "identity, gzip"]
)
def test_sf_10_codings_that_were_not_asked_for_are_not_unpacked(coding):
    """Brotli, others, and one coding upon another are left alone: status and header stand, without a body."""
    body = gzip.compress(bomb("gzip", 64))
    with Server({"/": reply(200, body, Content_Encoding=coding, Link="<x>; rel=webmention")}) as server:
        answer = fetcher(server).get(server.url())
    assert (answer.body, answer.complete) == (b"", False)
    assert answer.headers.first("Link") == "<x>; rel=webmention"


def endless(*pieces: bytes):
    """Yield the first pieces once, and the last for ever."""
    yield from pieces[:-1]
    while True:
        yield pieces[-1]


_CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
_EMPTY_MEMBERS = gzip.compress(b"") * 100
_EMPTY_BLOCKS = b"\x00\x00\x00\xff\xff" * 1000  # stored blocks of deflate with nothing in them


@pytest.mark.parametrize(
    "pieces",
    [
        [b"HTTP/1.1 200 OK\r\n\r\n", b"x" * 1000],
        [b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n", b"x" * 1000],
        [_CHUNKED, b"3e8\r\n" + b"x" * 1000 + b"\r\n"],
        [_CHUNKED + b"1\r\nx\r\n", b"5;" + b"x" * 1000],
        [_CHUNKED + b"1\r\nx\r\n", b"0" * 1000],
        [_CHUNKED + b"1\r\nx\r\n0\r\n", b"Trailer: x\r\n" * 100],
        [b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + gzip.compress(b"x"), _EMPTY_MEMBERS],
        [b"HTTP/1.1 200 OK\r\nContent-Encoding: deflate\r\n\r\n\x78\x9c", _EMPTY_BLOCKS],
    ],
    ids=[
        "SF-10 endless body", "SF-10 endless length", "SF-10 endless chunks", "SF-10 endless chunk extension",
        "SF-10 endless chunk size", "SF-10 endless trailer", "SF-10 endless empty members",
        "SF-10 endless empty blocks",
    ],
)  # fmt: skip
def test_endless_bodies_end(pieces):
    """What never ends on the wire is cut there, before its time is up, in little memory."""
    answer = None
    with Server(lambda _: endless(*pieces)) as server:
        tracemalloc.start()
        began = time.monotonic()
        with suppress(FetchError):  # what breaks the rules of HTTP is no answer; what keeps them is cut
            answer = fetcher(server).get(server.url(), limits=_SMALL)
        took = time.monotonic() - began
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert answer is None or (len(answer.body) <= 1000 and not answer.complete)
    assert took < 60
    assert peak < 4 * _MIB


# Limits (SF-10): header.


@pytest.mark.parametrize(
    "pieces",
    [
        [b"HTTP/1.1 200 ", b"x" * 1000],
        [b"HTTP/1.1 200 OK\r\nX: ", b"x" * 1000],
        [b"HTTP/1.1 200 OK\r\n", b"X: x\r\n"],
        [b"HTTP/1.1 200 OK\r\nX: x\r\n", b" folded\r\n"],
        [b"HTTP/1.1 100 Continue\r\n\r\n"],
        [b"x"],
        [b"\r\n"],
        [b"\x00" * 1000],
    ],
    ids=[
        "SF-10 endless reason", "SF-10 endless field", "SF-10 endless fields", "SF-10 endless folding",
        "SF-10 endless 100", "SF-10 endless nonsense", "SF-10 endless lines", "SF-10 endless zeros",
    ],
)  # fmt: skip
def test_endless_headers_end(pieces):
    """A header that never ends is no answer; not much more than 64 KiB of it is taken in."""
    with Server(lambda _: endless(*pieces)) as server:
        began = time.monotonic()
        failure = error(FetchError, fetcher(server).get, server.url())
    assert time.monotonic() - began < 60
    assert not failure.permanent


@pytest.mark.parametrize(("fields", "passes"), [(99, True), (101, False)])
def test_sf_10_a_header_has_a_hundred_fields(fields, passes):
    """More than a hundred fields are no header of a page."""
    head = b"HTTP/1.1 204 No Content\r\n" + b"".join(b"X-%d: x\r\n" % n for n in range(fields)) + b"\r\n"
    with Server({"/": head}) as server:
        if passes:
            assert len(fetcher(server).get(server.url()).headers.pairs) == fields
        else:
            error(FetchError, fetcher(server).get, server.url())


@pytest.mark.parametrize(("size", "passes"), [(HEADER, True), (HEADER + 1, False)])
def test_sf_10_a_header_has_64_kib_in_all(size, passes):
    """The lines of a header are counted together."""
    start, end = b"HTTP/1.1 204 No Content\r\n", b"\r\n"
    lines = [b"X: " + b"x" * 995 + b"\r\n" for _ in range(65)]
    rest = size - len(start) - len(end) - sum(map(len, lines))
    head = start + b"".join(lines) + b"Y: " + b"y" * (rest - 5) + b"\r\n" + end
    assert len(head) == size
    with Server({"/": head}) as server:
        if passes:
            assert fetcher(server).get(server.url()).status == 204
        else:
            assert "header" in error(FetchError, fetcher(server).get, server.url()).why


# Limits (SF-10): time.


def slowly(data: bytes, seconds: float = 0.05):
    """Yield a byte now and then: no read of a socket ever waits long."""
    for byte in data:
        yield bytes([byte])
        time.sleep(seconds)


def stalling(data: bytes):
    """Yield some of an answer, and then nothing for longer than anybody waits."""
    yield data
    time.sleep(8)


def in_time(call, *arguments, **more) -> FetchError:
    """Return the error of a call that runs out of time; it must do so in time."""
    began = time.monotonic()
    failure = error(FetchError, call, *arguments, limits=_QUICK, **more)
    assert time.monotonic() - began < 20
    assert not failure.permanent
    assert failure.why.endswith("no whole answer within 0.5 seconds")
    return failure


@pytest.mark.parametrize(
    "pieces",
    [
        lambda: stalling(b""),
        lambda: slowly(reply(200, "x" * 100)),
        lambda: slowly(b"HTTP/1.1 100 Continue\r\n\r\n" * 20),
        lambda: stalling(reply(200, "x" * 100)[:-50]),
        lambda: chain([reply(200, "x" * 100)[:-50]], slowly(b"x" * 50)),
        lambda: chain([_CHUNKED], slowly(b"1\r\nx\r\n" * 20)),
    ],
    ids=[
        "SF-10 silence", "SF-10 slow header", "SF-10 slow interim answers", "SF-10 stall in the body",
        "SF-10 slow body", "SF-10 slow chunks",
    ],
)  # fmt: skip
def test_time_is_limited_for_the_request_as_a_whole(pieces):
    """A server that sends a byte now and then is cut off when the time for all of it is up."""
    with Server(lambda _: pieces()) as server:
        in_time(fetcher(server).get, server.url())


def test_sf_10_time_is_shared_by_redirects():
    """Redirects do not begin the time anew."""

    def script(request):
        time.sleep(0.1)
        return redirect(f"/{int(request.target[1:]) + 1}")

    with Server(script) as server:
        in_time(fetcher(server).get, server.url("/0"))
    assert len(server.received) <= 6


def test_sf_10_a_handshake_is_in_time():
    """A server that accepts and says no word of TLS is cut off."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        in_time(fetcher(f"127.0.0.1:{port}").get, f"https://127.0.0.1:{port}/")


def test_sf_10_a_name_is_looked_up_in_time():
    """A name server that takes its time has no more than the request."""
    answered = threading.Event()

    def resolve(_host: str) -> tuple[str, ...]:
        answered.wait(5)
        return ("127.0.0.1",)

    in_time(fetcher(resolve=resolve).get, "http://slow.example/")
    answered.set()


def test_sf_10_no_time_is_no_request():
    """Where there is no time at all, nobody is asked."""
    with watched(cut=True) as seen:
        for url in ("http://blog.example/", f"http://{_PUBLIC}/"):
            assert "0 seconds" in error(FetchError, fetcher().get, url, limits=Limits(seconds=0)).why
    assert seen.connects == []


@pytest.mark.parametrize("reads", [False, True], ids=["SF-10 never reads", "SF-10 reads slowly"])
def test_who_does_not_listen_is_sent_to_in_time(reads):
    """A server that does not read what it is sent, or little by little, is cut off as well."""
    with socket.create_server(("127.0.0.1", 0)) as deaf:

        def read() -> None:
            connection, _ = deaf.accept()
            with connection, suppress(OSError):
                while reads and connection.recv(1 << 17):
                    time.sleep(0.01)
                time.sleep(2)

        threading.Thread(target=read, daemon=True).start()
        same = fetcher(f"127.0.0.1:{deaf.getsockname()[1]}")
        url = f"http://127.0.0.1:{deaf.getsockname()[1]}/"
        in_time(same.post, url, body=bytes(64 * _MIB), media_type="text/plain")


# What is no answer, and what is one all the same.


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"\r\n",
        b"hello\r\n",
        b"<html>no HTTP at all</html>",
        b"HTTP/1.1\r\n\r\n",
        b"HTTP/1.1 abc OK\r\n\r\n",
        b"HTTP/1.1 99 Low\r\n\r\n",
        b"HTTP/1.1 1000 High\r\n\r\n",
        b"HTTP/2 200\r\n\r\n",
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"HTTP/1.1 200 OK\r\nLink: <htt",
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n",
        b"HTTP/1.1 103 Early Hints\r\nLink: <x>; rel=preload\r\n\r\nHTTP/1.1 200 OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
        b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhello",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\nhello",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: deflate\r\n\r\nhello",
    ],
    ids=repr,
)
def test_what_is_no_answer_is_asked_for_again(answer, caplog):
    """Nonsense, and pages that break off, are errors; the server may do better another time."""
    with Server({"/": answer}) as server:
        failure = error(FetchError, fetcher(server).get, server.url())
    assert not failure.permanent
    assert failure.url == server.url()
    assert str(failure).isprintable()
    assert caplog.records == []


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\n\x1b[31mnonsense\r\n\r\nhi",
        b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n",
    ],
    ids=["field without a colon", "two lengths"],
)
def test_what_is_odd_is_read_and_not_logged(answer, caplog):
    """A header with faults gives what it gives; no stranger writes into a log, or on a terminal."""
    with Server({"/": answer}) as server:
        assert fetcher(server).get(server.url()).body == b"hi"
    assert caplog.records == []


def test_nobody_is_there():
    """WS-S07: a refused connection is told in the system's words, and tried again."""
    with Server({}) as server:
        gone = fetcher(server)
        url = server.url()
    failure = error(FetchError, gone.get, url)
    assert not failure.permanent
    assert failure.why == "Connection refused"


@pytest.mark.parametrize("status", [400, 404, 410, 500, 503])
def test_an_error_that_breaks_off_is_still_that_error(status):
    """A page that is gone is gone, though the page that says so is cut short."""
    with Server({"/": reply(status, "gone" * 10)[:-5]}) as server:
        answer = fetcher(server).get(server.url())
    assert (answer.status, answer.complete) == (status, False)


def test_an_endpoint_that_breaks_off_has_taken_the_mention():
    """WS-S12: the status of a POST stands though the rest is lost, or the mention would be sent twice."""
    with Server(lambda _: stalling(reply(202, "x" * 100)[:-50])) as server:
        answer = fetcher(server).post(server.url(), b"x", "text/plain", limits=Limits(seconds=3))
    assert (answer.status, answer.complete) == (202, False)


def test_header_fields_keep_their_order_and_lose_their_folds():
    """Fields of one name come in the order they were sent; one over two lines is one line."""
    head = b"HTTP/1.1 204 Fine\r\nLink: <a>\r\nX: one\r\n two\r\nlink: <b>\r\nLINK: caf\xe9\r\n\r\n"
    with Server({"/": head}) as server:
        headers = fetcher(server).get(server.url()).headers
    assert headers.all("Link") == ("<a>", "<b>", "café")
    assert headers.first("x") == "one two"
    assert headers.first("y") == ""
    assert Headers().all("x") == ()


# Whatever the text of a URL, and whatever its host's addresses (SF-01 to SF-07).

_ADDRESS = st.one_of(
    st.sampled_from(
        [_PUBLIC, "2606:4700::1111", "127.0.0.1", "::1", "10.0.0.1", "::ffff:127.0.0.1", "fe80::1%1"]
    ),
    st.ip_addresses().map(str),
)


@settings(PROPERTY, max_examples=150)
@given(URLS, st.lists(_ADDRESS, max_size=4))
def test_no_url_connects_to_a_special_address(url, addresses):
    """Whatever is asked for, wherever names are said to be, sockets go to web ports of public addresses."""
    with watched(cut=True) as seen, pytest.raises(FetchError):
        Fetcher(resolve=lambda _: tuple(addresses)).get(url)
    for host, port in seen.connects:
        address = ipaddress.ip_address(host)
        assert address.is_global
        assert not address.is_multicast
        assert port in PORTS
    assert seen.names == []


@PROPERTY
@given(st.one_of(URLS, st.binary(max_size=40).map(lambda data: data.decode("latin-1"))))
def test_no_redirect_connects_to_a_special_address(location):
    """Whatever stands in a Location: a redirect leads to the host itself, to the public web, or nowhere."""
    to = re.sub(rb"[\r\n]", b"", location.encode("utf-8", "surrogatepass"))
    answers = chain([b"HTTP/1.1 302 Found\r\nLocation: " + to + b"\r\n\r\n"], repeat(reply(200)))
    with Server(lambda _: next(answers)) as server, watched(cut=True, but=server.port) as seen:
        with suppress(FetchError):
            assert fetcher(server).get(server.url()).status in {200, 302}
        for host, port in seen.connects:
            assert (host, port) == ("127.0.0.1", server.port) or ipaddress.ip_address(host).is_global


# One way out (SF-11).

_OPENERS = frozenset(
    "socket ssl urllib3 requests http.client urllib.request ftplib smtplib telnetlib asyncio".split()
)


def test_sf_11_nothing_else_opens_sockets():
    """Author pages, pictures and status pages have one way out: no other module can open a socket."""
    package = Path(partwork.__file__).parent
    for path in package.rglob("*.py"):
        folder, *_ = path.relative_to(package).parts
        if folder in {"cli", "inbox"} or path.name in {"fetch.py", "wire.py"}:  # those serve, and these guard
            continue
        imported = set()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                imported |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                imported |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
        assert imported.isdisjoint(_OPENERS), path
