"""Sending a webmention."""

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partwork.mentions.fetch import Fetcher
from partwork.mentions.guard import Guard
from partwork.mentions.http import Answer, FetchError, Headers, Limits, Web
from partwork.mentions.outcome import Outcome, Result, retry_after
from partwork.mentions.webmention import send
from tests.builders import PROPERTY
from tests.stranger import Stranger

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
SOURCE = "https://source.example/post"
TARGET = "https://target.example/page"


def _sent(stranger: Stranger, web: Web, status: int, *headers: tuple[str, str], body: str = "") -> Outcome:
    endpoint = stranger.say("POST /wm", body, status, *headers, type="text/plain")
    return send(web, endpoint, SOURCE, TARGET, NOW)


def test_ws_s01_the_request(stranger: Stranger, web: Web):
    """A webmention is a form of two fields, in UTF-8, percent-encoded, and nothing else."""
    endpoint = stranger.say("/wm", "", 202)
    send(web, endpoint, "https://source.example/é?a=1&b=2#c", "https://target.example/a b+c%20d", NOW)
    (asked,) = stranger.asked
    assert (asked.method, asked.path) == ("POST", "/wm")
    assert asked.headers["content-type"] == "application/x-www-form-urlencoded"
    assert asked.body == (
        b"source=https%3A%2F%2Fsource.example%2F%C3%A9%3Fa%3D1%26b%3D2%23c"
        b"&target=https%3A%2F%2Ftarget.example%2Fa+b%2Bc%2520d"
    )


def test_ws_s02_the_query_is_kept(stranger: Stranger, web: Web):
    """The query of an endpoint stays in its address, and is not moved to the form."""
    endpoint = stranger.say("/wm?key=a%20b&source=x&c=", "", 202)
    send(web, endpoint, SOURCE, TARGET, NOW)
    (asked,) = stranger.asked
    assert asked.path == "/wm?key=a%20b&source=x&c="
    assert asked.body.count(b"=") == 2


@pytest.mark.parametrize("status", [200, 201, 202, 204, 206, 299])
def test_ws_s03_success(stranger: Stranger, web: Web, status: int):
    """Every 2xx is success."""
    outcome = _sent(stranger, web, status)
    assert (outcome.result, outcome.protocol, outcome.status) == (Result.SENT, "webmention", status)


@pytest.mark.parametrize(
    ("status", "location", "expected"),
    [
        (201, "/status/1", "/status/1"),
        (201, "status/1?x#y", "/status/1?x#y"),
        (201, "https://other.example/status", "https://other.example/status"),
        (201, "javascript:alert(1)", ""),
        (201, "", ""),
        (303, "/status/1", "/status/1"),
        (202, "/status/1", ""),
        (400, "/status/1", ""),
    ],
)
def test_ws_s04_location(stranger: Stranger, web: Web, status: int, location: str, expected: str):
    """Where a receiver says what becomes of a mention is kept, as an address of the web."""
    outcome = _sent(stranger, web, status, ("Location", location))
    assert outcome.location == (stranger.url + expected if expected.startswith("/") else expected)


def test_ws_s04_location_after_a_redirect(stranger: Stranger, web: Web):
    """The status page is relative to the endpoint that answered."""
    endpoint = stranger.say("/wm", "", 307, ("Location", "/deep/wm"))
    stranger.say("/deep/wm", "", 201, ("Location", "status"))
    assert send(web, endpoint, SOURCE, TARGET, NOW).location == f"{stranger.url}/deep/status"


@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 409, 410, 413, 415, 422, 451, 499])
def test_ws_s05_permanent(stranger: Stranger, web: Web, status: int):
    """A request that is wrong stays wrong: it is not sent again."""
    assert _sent(stranger, web, status, ("Retry-After", "60")) == Outcome(
        Result.REFUSED, "webmention", status
    )


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504, 599])
def test_ws_s05_s07_temporary(stranger: Stranger, web: Web, status: int):
    """A server that is busy or broken is asked again."""
    assert _sent(stranger, web, status) == Outcome(Result.RETRY, "webmention", status)


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120),
        ("0", 0),
        ("Tue, 24 Nov 2026 12:05:00 GMT", 300),
        ("Tue, 24 Nov 2026 12:05:00", 300),
        ("Tuesday, 24-Nov-26 12:05:00 GMT", 300),
        ("Tue, 24 Nov 2026 13:05:00 +0100", 300),
        ("Tue, 24 Nov 2026 11:00:00 GMT", 0),
        ("99999999999999999999", 7 * 24 * 3600),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 7 * 24 * 3600),
        ("-5", None),
        ("1.5", None),
        ("soon", None),
        ("", None),
        ("²", None),
    ],
)
def test_ws_s06_retry_after(stranger: Stranger, web: Web, status: int, value: str, seconds: float | None):
    """A server says when it wants to be asked again, in seconds or by date; a week is the most it gets."""
    assert _sent(stranger, web, status, ("Retry-After", value)).retry_after == seconds


def test_ws_s07_no_answer(stranger: Stranger, web: Web):
    """A server that does not answer in time, or not at all, is asked again."""

    class Hurried:
        def post(self, url: str, body: bytes, media_type: str, **_: object) -> Answer:
            return web.post(url, body, media_type, limits=Limits(seconds=0.2))

        get = head = post

    outcome = send(Hurried(), stranger.say("/wm", seconds=1.0), SOURCE, TARGET, NOW)
    assert (outcome.result, outcome.status) == (Result.RETRY, 0)
    assert outcome.words
    closed = Fetcher(Guard(frozenset({"localhost:9"})))
    assert send(closed, "http://localhost:9/wm", SOURCE, TARGET, NOW).result is Result.RETRY


def test_ws_s07_no_such_host():
    """A host that does not exist is not asked again."""
    nowhere = Fetcher(Guard(), resolve=lambda _: ())
    outcome = send(nowhere, "http://nowhere.example/wm", SOURCE, TARGET, NOW)
    assert (outcome.result, outcome.status) == (Result.REFUSED, 0)


@pytest.mark.parametrize("status", [307, 308])
def test_ws_s08_redirects_that_keep_the_post(stranger: Stranger, web: Web, status: int):
    """307 and 308 carry the mention to where the endpoint has moved."""
    endpoint = stranger.say("/wm", "", status, ("Location", "/new"))
    stranger.say("POST /new", "", 202)
    assert send(web, endpoint, SOURCE, TARGET, NOW).result is Result.SENT
    first, second = stranger.asked
    assert (second.method, second.path, second.body) == ("POST", "/new", first.body)
    assert second.headers["content-type"] == first.headers["content-type"]


@pytest.mark.parametrize(
    ("status", "result"),
    [
        (301, Result.RETRY),
        (302, Result.RETRY),
        (303, Result.SENT),
        (300, Result.REFUSED),
        (304, Result.REFUSED),
    ],
)
def test_ws_s08_other_redirects(stranger: Stranger, web: Web, status: int, result: Result):
    """303 says that the mention was taken. Where 301 and 302 lead is not asked: it would be with a GET."""
    stranger.say("/new", "", 202)
    outcome = _sent(stranger, web, status, ("Location", "/new"))
    assert (outcome.result, outcome.status) == (result, status)
    assert stranger.methods("/new") == []


def test_ws_s09_nothing_else_is_told(stranger: Stranger, web: Web):
    """No cookie, no credentials, no Referer; not even a cookie that the endpoint has set."""
    for _ in range(2):
        _sent(stranger, web, 202, ("Set-Cookie", "a=b; Path=/"))
    for asked in stranger.asked:
        assert set(asked.headers) <= set(
            "host user-agent accept accept-encoding connection content-type content-length".split()
        )


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("Thank you.", "Thank you."),
        ("One\n\n two\u202e\x00", "One two"),
        ("word " * 100, None),
        ("", ""),
    ],
)
def test_words(stranger: Stranger, web: Web, body: str, words: str | None):
    """What a receiver says in plain text is told, on one short line; it cannot turn the line around."""
    told = _sent(stranger, web, 202, body=body).words
    assert told == words if words is not None else told.endswith("word…") and len(told) <= 200


def test_words_of_a_page(stranger: Stranger, web: Web):
    """What it says in HTML is not."""
    endpoint = stranger.say("/wm", "<p>Thank you", 202)
    assert send(web, endpoint, SOURCE, TARGET, NOW).words == ""


@PROPERTY
@given(
    st.integers(100, 999),
    st.lists(st.tuples(st.sampled_from(["Location", "Retry-After", "Content-Type"]), st.text())),
    st.binary(),
)
def test_any_answer_has_an_outcome(status: int, headers: Sequence[tuple[str, str]], body: bytes):
    """No answer is an error, and only success is success."""

    class Once:
        def post(self, url: str, *_: object, **__: object) -> Answer:
            return Answer(url, status, Headers(tuple(headers)), body)

        get = head = post

    outcome = send(Once(), "https://target.example/wm", SOURCE, TARGET, NOW)
    assert (outcome.result is Result.SENT) is (status // 100 == 2 or status == 303)
    assert outcome.retry_after is None or 0 <= outcome.retry_after <= 7 * 24 * 3600
    assert not outcome.location or outcome.location.startswith(("http://", "https://"))
    assert len(outcome.words) <= 200


@PROPERTY
@given(
    st.text()
    | st.from_regex(r"[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d [A-Z]{3}", fullmatch=True)
)
def test_any_retry_after_is_read(value: str):
    """Whatever a server asks for, it waits no longer than a week, and not in the past."""
    seconds = retry_after(Answer("", 503, Headers((("Retry-After", value),))), NOW)
    assert seconds is None or 0 <= seconds <= 7 * 24 * 3600


def test_a_failure_has_words():
    """A request that was not made says why."""
    error = FetchError("https://target.example/", "no\nanswer", permanent=False)

    class Never:
        def post(self, *_: object, **__: object) -> Answer:
            raise error

        get = head = post

    assert send(Never(), "https://target.example/", SOURCE, TARGET, NOW) == Outcome(
        Result.RETRY, "webmention", words="no answer"
    )
