"""The pingback endpoint, by the ids of the server's checklist (8.4), over real sockets."""

import xmlrpc.client

import pytest

from partwork.inbox.words import State
from tests.inbox.running import CLOSED, OPEN, SITE, running

XML = {"Content-Type": "text/xml"}


def call(inbox, *params, method="pingback.ping"):
    """Call a method as any XML-RPC client does; return its string or its fault."""
    with xmlrpc.client.ServerProxy(f"{inbox.address}/pingback") as server:
        return outcome(lambda: getattr(server, method)(*params))


def outcome(answer):
    """Return what an answer says: its value, or its fault."""
    try:
        return answer()
    except xmlrpc.client.Fault as fault:
        return fault


@pytest.fixture
def detailed(sqlite, sources, tmp_path):
    """An inbox that tells pingers what is wrong."""
    trusted = frozenset({sources.host})
    with running(sqlite, tmp_path, trusted=trusted, pingbacks=True, detailed_faults=True) as one:
        yield one


def test_pingbacks_are_off_unless_asked_for(sqlite, tmp_path):
    """Without the option there is no such endpoint."""
    with running(sqlite, tmp_path) as inbox:
        assert inbox.ask("POST", "/pingback", "<methodCall/>", XML).status == 404


def test_ps_01_only_posted_xml_is_read(inbox):
    """GET is told what there is; another type and a large body are refused."""
    refused = inbox.ask("GET", "/pingback")
    assert (refused.status, refused.headers["allow"]) == (405, "POST")
    assert inbox.ask("POST", "/pingback", "x", {"Content-Type": "text/plain"}).status == 415
    assert inbox.ask("POST", "/pingback", "<a>" * 30_000, XML).status == 413


def test_ps_02_a_document_with_entities_is_refused(inbox):
    """Billion laughs end before they begin."""
    bomb = '<!DOCTYPE x [<!ENTITY a "ha">]><methodCall><methodName>&a;</methodName></methodCall>'
    answer = inbox.ask("POST", "/pingback", bomb, XML)
    assert answer.status == 200
    assert "-32700" in answer.text


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (xmlrpc.client.dumps(("https://reader.example/", OPEN), "pingback.ping"), None),
        (xmlrpc.client.dumps(("https://reader.example/", CLOSED), "pingback.ping"), 0),
        (xmlrpc.client.dumps((OPEN, OPEN), "pingback.ping"), 0),
        (xmlrpc.client.dumps((OPEN,), "pingback.ping"), -32602),
        (xmlrpc.client.dumps(([],), "system.multicall"), -32601),
        ("not xml", -32700),
        ("", -32700),
    ],
    ids=["success", "closed", "itself", "parameters", "method", "no XML", "nothing"],
)
def test_ps_03_every_outcome_is_an_answer_of_the_protocol(inbox, body, code):
    """Whatever became of a call: status 200, XML, and in it one string or one fault."""
    answer = inbox.ask("POST", "/pingback", body, XML)
    assert (answer.status, answer.headers["content-type"].partition(";")[0]) == (200, "text/xml")
    said = outcome(lambda: xmlrpc.client.loads(answer.text)[0])
    assert getattr(said, "faultCode", None) == code
    assert code is not None or isinstance(*said, str)


def test_ps_04_ps_05_what_is_no_ping_is_answered_in_the_protocol(inbox):
    """Parse errors, other methods (many calls in one among them) and other parameters."""
    assert "-32700" in inbox.ask("POST", "/pingback", "not xml", XML).text
    assert call(inbox, "a", method="system.multicall").faultCode == -32601
    assert call(inbox, OPEN).faultCode == -32602
    assert call(inbox, 1, 2).faultCode == -32602


def test_ps_08_ps_09_a_ping_is_answered_with_one_string_before_its_source_is_asked(inbox, sources):
    """The page is looked at later, once, by somebody who says by whose doing (PS-13)."""
    source = sources.page("/a", "I read")
    assert isinstance(call(inbox, f" {source} ", OPEN), str)  # PS-06: white space is trimmed
    assert sources.asked == []
    assert inbox.work() == 1
    ((path, agent),) = sources.asked
    assert path == "/a"
    assert "verifying pingback from 127.0.0.1" in agent
    (one,) = inbox.store.listed(State.PENDING)
    assert one.peer == ""


def test_ps_12_a_ping_is_worth_one_request(inbox, sources):
    """The page of the author that a source names is asked for a webmention, and not for a pingback."""
    named = f'<a class="u-author" href="http://{sources.host}/ann">Ann</a>'
    sources.page("/ann", "I am Ann")
    call(inbox, sources.page("/a", f"I read {named}"), OPEN)
    assert inbox.work() == 1
    assert [path for path, _ in sources.asked] == ["/a"]
    inbox.mention(sources.page("/b", f"I read {named}"))
    assert inbox.work() == 1
    assert [path for path, _ in sources.asked] == ["/a", "/b", "/ann"]


def test_ps_14_title_and_excerpt_are_text(inbox, sources):
    """Entities are decoded once, and escaped where they are shown: what was text there is text here."""
    title = "Fish &amp;amp; &lt;i&gt;chips&lt;/i&gt;"
    words = f'<p>I say &amp;lt;b&amp;gt; of <a href="{OPEN}">it &lt;b&gt;</a></p>'
    sources.pages["/a"] = (200, f"<!DOCTYPE html><title>{title}</title>{words}")
    call(inbox, f"http://{sources.host}/a", OPEN)
    inbox.work()
    (one,) = inbox.store.listed(State.PENDING)
    assert one.words.name == "Fish &amp; <i>chips</i>"
    assert one.words.html == "<p>I say &amp;lt;b&amp;gt; of it &lt;b&gt;</p>"
    page = inbox.login().read()
    assert title in page
    assert one.words.html in page


def test_ps_12_a_ping_is_worth_150_kb(inbox, sources):
    """A link behind them is none for a pingback, and is found for a webmention."""
    link = f'<a href="{OPEN}">it</a>'
    for path, before in (("/near", 153_600 - 100), ("/far", 153_600)):
        sources.pages[path] = (200, f"<!DOCTYPE html><title>t</title>{'word ' * (before // 5)}{link}")
    near, far = (f"http://{sources.host}{path}" for path in ("/near", "/far"))
    call(inbox, near, OPEN)
    call(inbox, far, OPEN)
    assert inbox.work() == 2
    assert [one.source for one in inbox.store.listed(State.PENDING)] == [near]
    (failed,) = inbox.store.listed(State.FAILED)
    assert (failed.source, failed.why) == (far, "It does not link here in the part that is read.")
    inbox.mention(far)
    assert inbox.work() == 1
    assert {one.source for one in inbox.store.listed(State.PENDING)} == {near, far}


def test_ps_10_a_source_that_was_heard_is_registered(inbox, sources):
    """A second ping, or a ping after a webmention, is fault 48; nobody is asked again for it (PS-12)."""
    first, second = sources.page("/a", "I read"), sources.page("/b", "So did I")
    call(inbox, first, OPEN)
    inbox.mention(second)
    inbox.work()
    assert call(inbox, first, OPEN).faultCode == 48
    assert call(inbox, second, OPEN).faultCode == 48
    assert inbox.work() == 0
    assert len(sources.asked) == 2


@pytest.mark.parametrize(
    ("code", "source", "target"),
    [
        (33, "https://reader.example/", CLOSED),
        (33, "https://reader.example/", f"{SITE}/nothing.html"),
        (32, "https://reader.example/", f"{SITE}/deleted.html"),
        (0, "http://127.0.0.1/", OPEN),
        (0, "not an address", OPEN),
        (0, OPEN, OPEN),
    ],
)
def test_ps_07_faults_are_told_where_asked_for_and_masked_otherwise(detailed, code, source, target):
    """In detail, each code; masked, 0 without a word."""
    assert call(detailed, source, target).faultCode == code


@pytest.mark.parametrize("target", [CLOSED, f"{SITE}/nothing.html", f"{SITE}/deleted.html"])
def test_ps_07_ps_11_masked_faults_tell_nothing(inbox, target):
    """As WordPress answers: 0, and no words that could be an oracle."""
    fault = call(inbox, "https://reader.example/", target)
    assert (fault.faultCode, fault.faultString) == (0, "")


@pytest.mark.parametrize(
    ("code", "path", "page"),
    [
        (17, "/nolink", (200, "<title>t</title>")),
        (16, "/missing", (404, "")),
        (16, "/gone", (410, "")),
    ],
)
def test_ps_07_a_source_that_failed_is_told_to_who_asks_again(detailed, sources, code, path, page):
    """What was found is the answer to the next ping of the same pair, without another look."""
    sources.pages[path] = page
    source = f"http://{sources.host}{path}"
    assert isinstance(call(detailed, source, OPEN), str)
    detailed.work()
    assert call(detailed, source, OPEN).faultCode == code
    assert len(sources.asked) == 1


def test_ps_07_a_blocked_host_and_a_host_in_haste_are_denied(detailed):
    """Fault 49."""
    detailed.login().decide("block", "blocked.example")
    assert call(detailed, "https://blocked.example/", OPEN).faultCode == 49


def test_ps_12_a_pinger_in_haste_is_denied(sqlite, tmp_path):
    """After the burst, nothing more is stored."""
    with running(sqlite, tmp_path, pingbacks=True, detailed_faults=True, burst=2, per_minute=1) as inbox:
        answers = [call(inbox, f"https://reader{number}.example/", OPEN) for number in range(3)]
    assert [getattr(one, "faultCode", None) for one in answers] == [None, None, 49]
    assert sqlite.counts()[State.QUEUED] == 2
