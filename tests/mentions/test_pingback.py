"""Pingback: finding the server, pinging it, and being pinged."""

import xmlrpc.client
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partwork.mentions import xmlrpc as rpc
from partwork.mentions.discover import discover, endpoints
from partwork.mentions.http import Answer, Headers, Limits, RefusedError, Web
from partwork.mentions.outcome import Outcome, Result
from partwork.mentions.pingback import Fault, Ping, masked, ping, read_ping
from tests.builders import PROPERTY
from tests.stranger import Stranger

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
SOURCE = "https://source.example/post"
TARGET = "https://target.example/page"
SERVER = "https://page.example/xmlrpc"
LINK = f'<link rel="pingback" href="{SERVER}">'


def _found(body: str, kind: str = "text/html", *headers: tuple[str, str]) -> str | None:
    fields = Headers((("Content-Type", kind), *headers))
    return endpoints(Answer("https://page.example/post", 200, fields, body.encode())).pingback


def test_pc_01_header_before_link():
    """The header outweighs the link, and the first header those behind it."""
    first, second = "https://page.example/first", "https://page.example/second"
    assert _found(LINK, "text/html", ("X-Pingback", first), ("X-Pingback", second)) == first
    assert _found(LINK, "text/html", ("x-PINGBACK", first)) == first
    assert _found(LINK) == SERVER
    assert _found(LINK + LINK.replace("xmlrpc", "second")) == SERVER


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param("", None, id="empty"),
        pytest.param("/xmlrpc", None, id="relative"),
        pytest.param("//page.example/xmlrpc", None, id="without scheme"),
        pytest.param("mailto:a@page.example", None, id="other scheme"),
        pytest.param("https://", None, id="without host"),
        pytest.param(f" {SERVER} ", SERVER, id="spaces around"),
        pytest.param(SERVER.replace("https", "HTtps"), SERVER, id="capitals in the scheme"),
        pytest.param(f"{SERVER}?a&amp;b", f"{SERVER}?a&amp;b", id="entities are none"),
        pytest.param(f"{SERVER}?a b", f"{SERVER}?a%20b", id="space within"),
    ],
)
def test_pc_02_header_values(value: str, expected: str | None):
    """The value is an absolute address; any other says that there is no server, whatever the page says."""
    assert _found(LINK, "text/html", ("X-Pingback", value)) == expected


@pytest.mark.parametrize(
    "markup",
    [
        pytest.param(f"<link rel='pingback' href='{SERVER}'>", id="single quotes"),
        pytest.param(f'<link href="{SERVER}" rel="pingback">', id="reversed"),
        pytest.param(f'<link rel="pingback" type="x" href="{SERVER}">', id="attribute between"),
        pytest.param(f'<link id="x" rel="pingback" href="{SERVER}">', id="attribute before"),
        pytest.param(f'<link rel="pingback" href="{SERVER}" id="x">', id="attribute behind"),
        pytest.param(f'<LINK REL="pingback" HREF="{SERVER}">', id="capitals"),
        pytest.param(f'<link rel="Pingback" href="{SERVER}">', id="capital"),
        pytest.param(f'<link rel="pingback x" href="{SERVER}">', id="two words"),
        pytest.param(f'<link  rel="pingback" href="{SERVER}">', id="two spaces before"),
        pytest.param(f'<link rel="pingback"  href="{SERVER}">', id="two spaces between"),
        pytest.param(f'<link rel="pingback"\nhref="{SERVER}">', id="line between"),
        pytest.param(f'<link rel="pingback" href="{SERVER}"  />', id="two spaces behind"),
        pytest.param(f'<link rel="pingback" href = "{SERVER}">', id="spaces around the sign"),
        pytest.param(f"<link rel=pingback href={SERVER}>", id="no quotes"),
        pytest.param('<link rel="pingback" href="">', id="empty"),
        pytest.param('<link rel="pingback" href="/xmlrpc">', id="relative"),
        pytest.param(f'<a rel="pingback" href="{SERVER}">', id="a"),
        pytest.param(LINK.replace("<", "&lt;"), id="escaped"),
        pytest.param(LINK[:-1], id="unfinished"),
    ],
)
def test_pc_03_what_does_not_match(markup: str):
    """The link is found by its text; whatever else a parser would understand is none."""
    assert _found(f"<!doctype html>{markup}\n<p>x") is None


@pytest.mark.parametrize("end", [">", " >", "/>", " />"])
def test_pc_04_ends(end: str):
    """The link ends as HTML or as XHTML, with a space or without."""
    assert _found(LINK[:-1] + end) == SERVER


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("?a=1&amp;b=2", "?a=1&b=2"),
        ("?&lt;&gt;&quot;", "?%3C%3E%22"),
        ("?&amp;lt;", "?&lt;"),
        ("?&amp;amp;", "?&amp;"),
        ("?a&b", "?a&b"),
        ("?&apos;&eacute;&AMP;&amp", "?&apos;&eacute;&AMP;&amp"),
        ("?a&#38;b", "?a&"),  # the rest is a fragment
    ],
)
def test_pc_05_entities(written: str, read: str):
    """Four entities are known, once, and no others."""
    expected = SERVER + read
    assert _found(LINK.replace(SERVER, SERVER + written)) == expected


@pytest.mark.parametrize(
    "around",
    [
        "<!-- {} -->",
        "<script>{}</script>",
        "<textarea>{}</textarea>",
        "<title>{}</title>",
        "<p title='{}'>",
        "{}",
    ],
)
def test_pc_06_anywhere(around: str):
    """Where in the page the text stands makes no difference."""
    assert _found(around.format(LINK)) == SERVER


def test_pc_07_no_link_header():
    """The Link header knows no pingback."""
    assert _found("", "text/html", ("Link", f"<{SERVER}>; rel=pingback")) is None


@pytest.mark.parametrize("kind", ["text/plain", "image/png", "application/atom+xml", "application/json"])
def test_pc_08_other_types(kind: str):
    """What is no HTML has a header, or no server."""
    assert _found(LINK, kind) is None
    assert _found("", kind, ("X-Pingback", SERVER)) == SERVER


def test_pc_08_xhtml():
    """XHTML has the link as well."""
    assert _found(LINK, "application/xhtml+xml") == SERVER


def test_pc_09_head_then_get(stranger: Stranger, web: Web):
    """A HEAD tells of the header; a webmention endpoint may still be on the page, which is fetched once."""
    target = stranger.say("/post", "<p>x", 200, ("X-Pingback", SERVER))
    found = discover(web, target)
    assert (found.webmention, found.pingback) == (None, SERVER)
    assert stranger.methods("/post") == ["HEAD", "GET"]


def test_pc_09_size(stranger: Stranger, web: Web):
    """What stands behind the first MiB of a page is not found."""
    assert discover(web, stranger.say("/long", "x" * 1_000_000 + LINK)).pingback == SERVER
    assert discover(web, stranger.say("/long", "x" * (1 << 20) + LINK)).pingback is None


def _pinged(
    stranger: Stranger, web: Web, body: str | bytes, status: int = 200, *headers: tuple[str, str]
) -> Outcome:
    server = stranger.say("POST /xmlrpc", body, status, *headers, type="text/xml")
    return ping(web, server, SOURCE, TARGET, NOW)


def test_pc_10_the_call(stranger: Stranger, web: Web):
    """The call is XML-RPC as the library reads it: two strings, in the order source and target."""
    server = stranger.say("/xmlrpc?a=1", rpc.answer("ok"))
    source, target = "https://source.example/?a&b<é", "https://target.example/#part"
    ping(web, server, source, target, NOW)
    (asked,) = stranger.asked
    assert (asked.method, asked.path) == ("POST", "/xmlrpc?a=1")
    assert asked.headers["content-type"] == "text/xml"
    assert xmlrpc.client.loads(asked.body) == ((source, target), "pingback.ping")
    assert asked.body.count(b"<string>") == 2
    assert b"a&amp;b&lt;" in asked.body
    assert asked.body.decode("utf-8").startswith("<?xml version='1.0'?>")


@pytest.mark.parametrize(
    ("status", "methods", "result"),
    [
        (307, ["POST"], Result.SENT),
        (308, ["POST"], Result.SENT),
        (301, [], Result.RETRY),
        (302, [], Result.RETRY),
        (303, [], Result.REFUSED),
    ],
)
def test_pc_10_redirects(stranger: Stranger, web: Web, status: int, methods: list[str], result: Result):
    """A ping is not turned into a GET."""
    stranger.say("/new", rpc.answer("ok"))
    outcome = _pinged(stranger, web, "", status, ("Location", "/new"))
    assert stranger.methods("/new") == methods
    assert outcome.result is result


_ANSWER = "<methodResponse><params><param><value>{}</value></param></params></methodResponse>"


@pytest.mark.parametrize("value", ["<string>Thanks.</string>", "Thanks.", "<string>\n Thanks. \n</string>"])
def test_pc_11_success(stranger: Stranger, web: Web, value: str):
    """Success is a string, and what it says is told."""
    assert _pinged(stranger, web, _ANSWER.format(value)) == Outcome(
        Result.SENT, "pingback", 200, words="Thanks."
    )


_REGISTERED = "Pingback from a to b registered. Keep the web talking! :-)"


@pytest.mark.parametrize("value", ["", "<string></string>", "<string/>", f"<string>{_REGISTERED}</string>"])
def test_pc_11_any_string_is_success(stranger: Stranger, web: Web, value: str):
    """Whatever the string says, and if it says nothing."""
    assert _pinged(stranger, web, _ANSWER.format(value)).result is Result.SENT


@pytest.mark.parametrize(
    ("code", "result", "once"),
    [
        (0, Result.RETRY, False),
        (16, Result.RETRY, True),
        (17, Result.RETRY, True),
        (31, Result.RETRY, True),
        (32, Result.REFUSED, False),
        (33, Result.REFUSED, False),
        (47, Result.REFUSED, False),
        (48, Result.SENT, False),
        (49, Result.REFUSED, False),
        (50, Result.RETRY, False),
        (51, Result.RETRY, False),
        (1, Result.RETRY, False),
        (1000, Result.RETRY, False),
        (-1, Result.RETRY, False),
        (-32700, Result.REFUSED, False),
        (-32600, Result.REFUSED, False),
        (-32601, Result.REFUSED, False),
        (-32602, Result.REFUSED, False),
        (-32603, Result.RETRY, False),
        (-32300, Result.RETRY, False),
    ],
)
def test_pc_12_faults(stranger: Stranger, web: Web, code: int, result: Result, once: bool):
    """A fault says whether it was heard before, may be heard once more, later, or never."""
    assert _pinged(stranger, web, rpc.fault(code, "why\nnot")) == Outcome(
        result, "pingback", 200, fault=code, once=once, words="why not"
    )


@pytest.mark.parametrize(
    ("status", "result"),
    [(code, Result.REFUSED) for code in (204, 400, 403, 404, 405, 410)]
    + [(code, Result.RETRY) for code in (429, 500, 503)],
)
def test_pc_13_statuses(stranger: Stranger, web: Web, status: int, result: Result):
    """A server of XML-RPC answers 200; where it does not, the status says whether to try again."""
    outcome = _pinged(
        stranger, web, rpc.answer("ok") if status != 204 else b"", status, ("Retry-After", "60")
    )
    assert (outcome.result, outcome.status, outcome.once) == (result, status, False)
    assert outcome.retry_after == (60 if result is Result.RETRY else None)
    assert str(status) in outcome.words


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("", id="empty"),
        pytest.param("<!doctype html><p>Hello", id="HTML"),
        pytest.param("<html><body>x</body></html>", id="XHTML"),
        pytest.param(_ANSWER.format("ok")[:-5], id="truncated"),
        pytest.param(" " * 100_000 + _ANSWER.format("ok"), id="huge"),
        pytest.param(_ANSWER.format("x" * 10_000_000), id="very huge"),
        pytest.param("<!DOCTYPE x>" + _ANSWER.format("ok"), id="DTD"),
        pytest.param('<!DOCTYPE x [<!ENTITY a "ok">]>' + _ANSWER.format("&a;"), id="entity"),
        pytest.param(_ANSWER.format("<int>1</int>"), id="number"),
        pytest.param("<methodResponse/>", id="nothing"),
        pytest.param("<string>ok</string>", id="string alone"),
        pytest.param("\x00\xff", id="binary"),
    ],
)
def test_pc_13_bodies(stranger: Stranger, web: Web, body: str):
    """What is no answer is a failure, after which one more try is enough."""
    outcome = _pinged(stranger, web, body)
    assert (outcome.result, outcome.status, outcome.fault, outcome.once) == (Result.RETRY, 200, None, True)
    assert outcome.words.startswith("its answer is")


def test_pc_13_no_answer(stranger: Stranger, web: Web):
    """A server that does not answer is asked again."""

    class Hurried:
        def post(self, url: str, body: bytes, media_type: str, **_: object) -> Answer:
            return web.post(url, body, media_type, limits=Limits(seconds=0.2))

        get = head = post

    outcome = ping(Hurried(), stranger.say("/xmlrpc", seconds=1.0), SOURCE, TARGET, NOW)
    assert (outcome.result, outcome.protocol, outcome.status) == (Result.RETRY, "pingback", 0)


def test_pc_14_both_are_found(stranger: Stranger, web: Web):
    """A page that takes both tells of both; which is used is the sender's to choose, webmention first."""
    target = stranger.say("/post", f'{LINK}<link rel="webmention" href="/wm">')
    found = discover(web, target)
    assert (found.webmention, found.pingback) == (f"{stranger.url}/wm", SERVER)


@pytest.mark.parametrize(
    "server", ["http://127.0.0.1/xmlrpc", "http://169.254.169.254/", "http://localhost:22/"]
)
def test_pc_16_servers_within(stranger: Stranger, web: Web, server: str):
    """A server on this machine or in its network is announced in vain."""
    found = discover(web, stranger.say("/post", "", 200, ("X-Pingback", server)))
    assert found.pingback == server
    outcome = ping(web, server, SOURCE, TARGET, NOW)
    assert (outcome.result, outcome.status) == (Result.REFUSED, 0)


def test_pc_16_pages_within(web: Web):
    """Nor is a page there asked for its server."""
    with pytest.raises(RefusedError):
        discover(web, "http://127.0.0.1/post")


@pytest.mark.parametrize("spaces", ["", " ", "\n\t"])
def test_ps_06_a_ping_is_read(spaces: str):
    """A ping is two strings, white space around them being nobody's."""
    body = rpc.call("pingback.ping", f"{spaces}{SOURCE}{spaces}", f"{spaces}{TARGET}")
    assert read_ping(body) == Ping(SOURCE, TARGET)
    assert read_ping(body.replace(b"<string>", b"").replace(b"</string>", b"")) == Ping(SOURCE, TARGET)


def _refused(body: bytes) -> int:
    with pytest.raises(rpc.XmlRpcError) as error:
        read_ping(body)
    return error.value.code


_MULTICALL = xmlrpc.client.dumps(
    ([{"methodName": "pingback.ping", "params": [SOURCE, TARGET]}] * 3,), "system.multicall"
).encode()


def test_ps_04_codes():
    """Each way to ask wrongly has its code."""
    assert _refused(b"<methodCall>") == -32700
    assert _refused(b"<html/>") == -32600
    assert _refused(rpc.call("pingback.extensions.getPingbacks", TARGET)) == -32601
    assert _refused(rpc.call("system.listMethods")) == -32601
    assert _refused(rpc.call("Pingback.Ping", SOURCE, TARGET)) == -32601


def test_ps_05_no_multicall():
    """There is no method that calls others, however it is asked."""
    assert _refused(_MULTICALL) == -32601
    assert _refused(rpc.call("system.multicall")) == -32601


@pytest.mark.parametrize(
    "params",
    [
        (),
        (SOURCE,),
        (SOURCE, TARGET, "x"),
        (SOURCE, TARGET, 1),
        (SOURCE, 1),
        (True, TARGET),
        (1, 2),
        (SOURCE, b"x"),
        ([SOURCE, TARGET],),
        ({"a": "b"}, TARGET),
    ],
)
def test_ps_06_other_parameters(params: tuple[object, ...]):
    """A ping with other parameters than two strings is none."""
    assert _refused(xmlrpc.client.dumps(params, "pingback.ping").encode()) == -32602  # type: ignore[arg-type]


def test_ps_07_detailed_and_masked():
    """Who wants to tell can tell each fault; strangers are told of repetition alone, and of nothing else."""
    assert [int(fault) for fault in Fault] == [0, 16, 17, 32, 33, 48, 49, 50]
    for fault in Fault:
        assert rpc.read_answer(rpc.fault(fault, fault.words)) == rpc.Fault(int(fault), fault.words)
    assert {int(masked(fault)) for fault in Fault} == {0, 48}
    assert masked(Fault.ALREADY) is Fault.ALREADY
    assert masked(Fault.NO_LINK).words == ""


@PROPERTY
@given(st.integers(100, 999), st.binary(), st.booleans())
def test_any_answer_has_an_outcome(status: int, body: bytes, complete: bool):
    """No answer is an error, and nothing that is no XML-RPC is success."""

    class Once:
        def post(self, url: str, *_: object, **__: object) -> Answer:
            return Answer(url, status, body=body, complete=complete)

        get = head = post

    outcome = ping(Once(), SERVER, SOURCE, TARGET, NOW)
    assert outcome.result is not Result.SENT
    assert outcome.words


@PROPERTY
@given(st.sampled_from(["", "<p>", "</p>"]), st.text(), st.sampled_from([">", " />"]))
def test_pc_03_the_pattern_decides(before: str, url: str, end: str):
    """What is found is an absolute address in the pattern, and each such address is found."""
    found = _found(f'{before}<link rel="pingback" href="{url}"{end}')
    assert found is None or found.startswith(("http://", "https://"))
