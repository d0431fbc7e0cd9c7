"""Where a page takes mentions."""

import gzip
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import pytest

from partwork.mentions.discover import Discoverer, Endpoints, discover, endpoints
from partwork.mentions.fetch import Fetcher
from partwork.mentions.guard import Guard, origin
from partwork.mentions.http import Answer, FetchError, Headers, Limits, RefusedError, Web
from partwork.mentions.outcome import Result
from partwork.mentions.webmention import send
from tests.rocks.app import Rocks, Told
from tests.rocks.cases import CASES
from tests.stranger import Stranger

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
HTML = "text/html; charset=utf-8"
PAGE = "https://page.example/post/one?x=1"
WM = "https://page.example/wm"
LINK = '<link rel="webmention" href="/wm">'


@pytest.mark.parametrize(
    "number",
    [
        *(pytest.param(number, id=f"WS-D{number:02} {case.what}") for number, case in CASES.items()),
        pytest.param(23, id="WS-D23 redirect to a page that can be fetched once"),
    ],
)
def test_ws_d01_to_d23(rocks: tuple[Rocks, str], stranger: Stranger, web: Web, number: int):
    """Each case of webmention.rocks hears of a post at the endpoint that it announces, and at no other."""
    site, url = rocks
    target = f"{url}/test/{number}" + ("/page" if number == 23 else "")
    source = stranger.say(f"/post-{number}", f'<p>I read <a href="{target}">this</a>.')
    before = list(site.wrong)

    found = discover(web, target)
    assert found.webmention
    outcome = send(web, found.webmention, source, target, NOW)

    assert outcome.result is Result.SENT, outcome.words
    assert site.wrong == before
    heard_by_head = number in (1, 2, 7, 8, 10, 18, 19)
    assert site.told[-1] == Told(source, target, heard_by_head)


def _answer(body: str | bytes = "", kind: str = HTML, *headers: tuple[str, str]) -> Answer:
    typed = (("Content-Type", kind),) if kind else ()
    return Answer(PAGE, 200, Headers((*typed, *headers)), body.encode() if isinstance(body, str) else body)


def _found(body: str | bytes = "", kind: str = HTML, *headers: tuple[str, str]) -> str | None:
    return endpoints(_answer(body, kind, *headers)).webmention


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param(
            '</w,m;>; title="x, <y>; rel=z"; rel=webmention', "https://page.example/w,m;", id="delimiters"
        ),
        pytest.param('</wm>; title="rel=webmention"', None, id="rel within a title"),
        pytest.param("</wm>; rel=other; rel=webmention", None, id="second rel"),
        pytest.param('</wm>; rel=webmention; anchor="/elsewhere"', None, id="anchor elsewhere"),
        pytest.param('</wm>; rel=webmention; anchor="#part"', None, id="anchor at a part"),
        pytest.param('</wm>; rel=webmention; anchor=""', WM, id="anchor here"),
        pytest.param(f'</wm>; rel=webmention; anchor="{PAGE}"', WM, id="anchor here, absolute"),
        pytest.param("</no>; rel=other, </wm>; rel=webmention", WM, id="second link"),
        pytest.param("</wm>; rel=webmention, </no>; rel=webmention", WM, id="first of two"),
        pytest.param(
            "<mailto:x@page.example>; rel=webmention, </wm>; rel=webmention", WM, id="first of the web"
        ),
        pytest.param("<?wm>; rel=webmention", "https://page.example/post/one?wm", id="query only"),
        pytest.param("<>; rel=webmention", PAGE, id="the page itself"),
    ],
)
def test_ws_d25_link_headers(value: str, expected: str | None):
    """What a header says of the page is what counts, and where it says nothing the page does."""
    assert _found("", HTML, ("Link", value)) == expected
    assert _found('<link rel="webmention" href="/page">', HTML, ("Link", value)) == (
        expected or "https://page.example/page"
    )


def test_ws_d29_head_is_enough(stranger: Stranger, web: Web):
    """Where the headers tell, the page is not fetched."""
    target = stranger.say("/post", "", 200, ("Link", "</wm>; rel=webmention"))
    assert discover(web, target).webmention == f"{stranger.url}/wm"
    assert stranger.methods("/post") == ["HEAD"]


@pytest.mark.parametrize(
    ("status", "headers"),
    [
        pytest.param(405, [], id="405"),
        pytest.param(501, [], id="501"),
        pytest.param(404, [("Link", "</no>; rel=webmention")], id="404 for HEAD only"),
        pytest.param(500, [], id="500"),
        pytest.param(200, [], id="200 without Link"),
        pytest.param(200, [("Link", "</no>; rel=other")], id="200 with another Link"),
        pytest.param(302, [("Location", "/post")], id="loop"),
    ],
)
def test_ws_d29_head_is_not_enough(
    stranger: Stranger, web: Web, status: int, headers: Sequence[tuple[str, str]]
):
    """A server that does not know HEAD, or tells nothing with it, is asked for the page, once."""
    stranger.say("HEAD /post", "", status, *headers)
    target = stranger.say("/post", LINK)
    assert discover(web, target).webmention == f"{stranger.url}/wm"
    assert stranger.methods("/post") == ["HEAD", "GET"]


class Hurried:
    """Somebody who waits for no answer longer than a moment."""

    def __init__(self, web: Web) -> None:
        self._web = web

    def get(self, url: str, **_: object) -> Answer:
        """GET."""
        return self._web.get(url, limits=Limits(seconds=2))

    def head(self, url: str, **_: object) -> Answer:
        """HEAD."""
        return self._web.head(url, limits=Limits(seconds=0.3))

    post = get


def test_ws_d29_head_takes_too_long(stranger: Stranger, web: Web):
    """A server that leaves a HEAD hanging is asked for the page."""
    stranger.say("HEAD /post", seconds=10.0)
    target = stranger.say("/post", LINK)
    assert discover(Hurried(web), target).webmention == f"{stranger.url}/wm"
    assert stranger.methods("/post") == ["HEAD", "GET"]


def test_ws_d29_pictures_are_not_fetched(stranger: Stranger, web: Web):
    """Where a HEAD tells of a picture, a film or a sound, there is no page to read."""
    target = stranger.say("/film", LINK, type="video/mp4")
    assert discover(web, target) == Endpoints(target)
    assert stranger.methods("/film") == ["HEAD"]


@pytest.mark.parametrize(
    ("status", "permanent"), [(404, True), (410, True), (403, True), (429, False), (503, False)]
)
def test_ws_d29_a_page_that_is_not_there(stranger: Stranger, web: Web, status: int, permanent: bool):
    """A page that is not there takes no mentions, whatever it announces; it may be there later."""
    target = stranger.say("/post", LINK, status, ("Link", "</wm>; rel=webmention"))
    with pytest.raises(FetchError, match=f"answers {status}") as error:
        discover(web, target)
    assert error.value.permanent is permanent


def test_ws_d30_redirects(stranger: Stranger, web: Web):
    """Twenty redirects are followed, and the endpoint is relative to where they lead."""
    for n in range(20):
        stranger.say(f"/{n}", "", 302, ("Location", f"/deep/{n + 1}" if n == 19 else f"/{n + 1}"))
    stranger.say("/deep/20", '<link rel="webmention" href="wm">')
    found = discover(web, f"{stranger.url}/0")
    assert found == Endpoints(f"{stranger.url}/deep/20", f"{stranger.url}/deep/wm")


def test_ws_d30_one_redirect_too_many(stranger: Stranger, web: Web):
    """Of twenty-one redirects, the last is not followed."""
    for n in range(21):
        stranger.say(f"/{n}", "", 302, ("Location", f"/{n + 1}"))
    stranger.say("/21", LINK)
    with pytest.raises(FetchError, match="redirects more than 20 times"):
        discover(web, f"{stranger.url}/0")
    assert stranger.methods("/21") == []


def test_ws_d30_loops(stranger: Stranger, web: Web):
    """A page that redirects to itself by way of another is left alone for good."""
    stranger.say("/a", "", 302, ("Location", "/b"))
    stranger.say("/b", "", 302, ("Location", "/a"))
    with pytest.raises(FetchError, match="loop") as error:
        discover(web, f"{stranger.url}/a")
    assert error.value.permanent
    assert stranger.methods("/a") == ["HEAD", "GET"]


@pytest.mark.parametrize("location", ["ftp://page.example/", "file:///etc/passwd", "javascript:x", "data:,x"])
def test_ws_d30_downgrades(stranger: Stranger, web: Web, location: str):
    """A redirect away from the web is refused."""
    target = stranger.say("/post", "", 302, ("Location", location))
    with pytest.raises(RefusedError):
        discover(web, target)


def test_ws_d30_the_fragment_stays_at_home(stranger: Stranger, web: Web):
    """A link to a part of a page asks for the page, and tells of the part."""
    stranger.say("/post?a&b", LINK)
    stranger.say("POST /wm", "", 202)
    target = f"{stranger.url}/post?a&b#part-é"
    found = discover(web, target)
    assert found.webmention
    send(web, found.webmention, "https://source.example/?x&y#z", target, NOW)
    assert [asked.path for asked in stranger.asked] == ["/post?a&b", "/post?a&b", "/wm"]
    assert stranger.asked[-1].body == (
        b"source=https%3A%2F%2Fsource.example%2F%3Fx%26y%23z&target=" + quote(target, safe="").encode()
    )


@pytest.mark.parametrize(("before", "found"), [(1 << 19, True), ((1 << 20) - 100, True), (1 << 20, False)])
def test_ws_d31_size(stranger: Stranger, web: Web, before: int, found: bool):
    """One MiB of a page is read, and what it announces in that counts."""
    target = stranger.say("/long", "x" * before + LINK + "x" * (1 << 20))
    assert (discover(web, target).webmention is not None) is found


def test_ws_d31_compressed(stranger: Stranger, web: Web):
    """A page may come compressed, and no more is unpacked than is read: a bomb does not go off."""
    bomb = gzip.compress(LINK.encode() + b"x" * (1 << 26))
    target = stranger.say("/bomb", bomb, 200, ("Content-Encoding", "gzip"))
    before = time.process_time()
    assert discover(web, target).webmention == f"{stranger.url}/wm"
    assert time.process_time() - before < 20


def test_ws_d31_time(stranger: Stranger, web: Web):
    """A page that does not come in time is asked for another day."""
    target = stranger.say("/slow", LINK, seconds=10.0)
    with pytest.raises(FetchError) as error:
        discover(Hurried(web), target)
    assert not error.value.permanent


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("", PAGE),
        (" \t\n ", PAGE),
        (" /wm\n", WM),
        ("/w\n\tm", WM),
        ("\x01/wm\x1f", WM),
        ("?wm", "https://page.example/post/one?wm"),
        ("wm", "https://page.example/post/wm"),
        ("./wm", "https://page.example/post/wm"),
        ("../wm", WM),
        ("../../../wm", WM),
        ("//other.example/wm", "https://other.example/wm"),
        ("HTTPS://other.example/wm", "https://other.example/wm"),
        ("http://other.example:8080/wm", "http://other.example:8080/wm"),
        ("/wm?a=1&amp;b=2", "https://page.example/wm?a=1&b=2"),
        ("/wm?a=1&b=2", "https://page.example/wm?a=1&b=2"),
        ("/wm#part", WM),
        ("#part", PAGE),
        ("/a b", "https://page.example/a%20b"),
        ("/a%20b%2Fc%zz", "https://page.example/a%20b%2Fc%zz"),
        ("/é?é", "https://page.example/%C3%A9?%C3%A9"),
        ("/a|b^c`d{e}", "https://page.example/a%7Cb%5Ec%60d%7Be%7D"),
        ("https://bücher.example/wm", "https://bücher.example/wm"),
        ("https://xn--bcher-kva.example/wm", "https://xn--bcher-kva.example/wm"),
        ("https://[2001:db8::1]/wm", "https://[2001:db8::1]/wm"),
    ],
)
def test_ws_d32_references(href: str, expected: str):
    """A reference leads where a browser would go, in the letters that a request has."""
    assert _found(f'<link rel="webmention" href="{href}">') == expected
    header = href.replace("&amp;", "&")
    if not set(header) & set("\n\t\x01\x1f"):
        sent = header.encode().decode("latin-1")
        assert _found("", HTML, ("Link", f"<{sent}>; rel=webmention")) == expected


@pytest.mark.parametrize(
    "href",
    [
        "mailto:a@page.example",
        "javascript:x",
        "data:text/html,x",
        "ftp://page.example/",
        "https://",
        "https:///wm",
        "http:",
        "//",
        "https://[::1",
        "https://page.example:port/",
        "https://page.example:99999/",
        "//:80/",
    ],
)
def test_ws_d32_references_to_nowhere(href: str):
    """What is no address of the web is no endpoint."""
    assert _found(f'<link rel="webmention" href="{href}">') is None
    assert _found("", HTML, ("Link", f"<{href}>; rel=webmention")) is None


def test_ws_d33_user_agent(stranger: Stranger, web: Web):
    """Who looks into the log of a site sees that this was about webmentions."""
    discover(web, stranger.say("/post", LINK))
    assert ["Webmention" in asked.headers["user-agent"] for asked in stranger.asked] == [True, True]
    assert stranger.asked[-1].headers["accept"].startswith("text/html")


def test_ws_d34_within_one_run(stranger: Stranger, web: Web):
    """Two posts that link to one page ask it once while its answer is fresh, and again when it is not."""
    fresh = ("Cache-Control", "max-age=60")
    target = stranger.say("/post", "", 200, ("Link", "</wm>; rel=webmention"), fresh)
    now = [NOW]
    discoverer = Discoverer(web, lambda: now[0])
    found = discoverer(target)
    now[0] += timedelta(seconds=59)
    assert discoverer(f"{target}#part") == found
    assert stranger.methods("/post") == ["HEAD"]
    now[0] += timedelta(seconds=1)
    assert discoverer(target) == found
    assert stranger.methods("/post") == ["HEAD", "HEAD"]


def test_ws_d34_without_word(stranger: Stranger, web: Web):
    """A page that says nothing of freshness is asked each time: its endpoint may be good for one mention."""
    target = stranger.say("/post", "", 200, ("Link", "</wm>; rel=webmention"))
    discoverer = Discoverer(web, lambda: NOW)
    discoverer(target)
    discoverer(target)
    assert stranger.methods("/post") == ["HEAD", "HEAD"]


def test_ws_d34_after_a_failure(stranger: Stranger, web: Web):
    """A page that could not be had is not asked again in one run, and fails for the same reason."""
    target = stranger.say("/post", "", 503)
    discoverer = Discoverer(web, lambda: NOW)
    for _ in range(2):
        with pytest.raises(FetchError, match="answers 503") as error:
            discoverer(target)
        assert not error.value.permanent
    assert stranger.methods("/post") == ["HEAD", "GET"]


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://127.0.0.1/wm",
        "http://[::1]/wm",
        "http://10.0.0.1/wm",
        "http://169.254.169.254/wm",
        "http://0x7f.1/wm",
        "http://localhost/wm",
        "http://router.lan/wm",
        "http://127.0.0.1:22/wm",
        "http://[::ffff:127.0.0.1]/wm",
        "http://user:secret@public.example/wm",
        "http://2130706433/wm",
    ],
)
def test_ws_d35_endpoints_within(stranger: Stranger, web: Web, endpoint: str):
    """An endpoint on this machine or in its network is announced in vain, written as it may be."""
    found = discover(web, stranger.say("/post", "", 200, ("Link", f"<{endpoint}>; rel=webmention")))
    assert found.webmention == endpoint
    outcome = send(web, endpoint, "https://source.example/", stranger.url, NOW)
    assert (outcome.result, outcome.status) == (Result.REFUSED, 0)
    assert len(stranger.asked) == 1


def test_ws_d35_by_name(stranger: Stranger):
    """Nor does a name help that leads there, or that leads there the second time."""
    port = origin(stranger.url).port
    assert port not in (80, 443, 8080)
    told = iter([("93.184.215.14", "127.0.0.1"), ("127.0.0.1",), ("::ffff:7f00:1",)])
    fetcher = Fetcher(Guard(), resolve=lambda _: next(told))
    for _ in range(3):
        with pytest.raises(RefusedError):
            discover(fetcher, "http://rebinding.example/post")
    assert stranger.asked == []


def test_ws_d35_by_redirect(stranger: Stranger, web: Web):
    """Nor does a redirect, of the page or of the endpoint."""
    page = stranger.say("/post", "", 302, ("Location", "http://127.0.0.1/post"))
    with pytest.raises(RefusedError):
        discover(web, page)
    endpoint = stranger.say("/wm", "", 307, ("Location", "http://127.0.0.1/wm"))
    outcome = send(web, endpoint, "https://source.example/", stranger.url, NOW)
    assert (outcome.result, outcome.status) == (Result.REFUSED, 0)
