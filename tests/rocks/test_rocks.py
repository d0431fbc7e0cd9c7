"""The rocks themselves: they let through who does it right, and tell the others what is wrong."""

import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urljoin

import pytest

from tests.rocks.app import Rocks
from tests.rocks.keys import SECONDS
from tests.rocks.source import BadSourceError, read
from tests.serving import serving
from tests.stranger import Reply, Stranger


@dataclass
class Sender:
    """A sender in a few lines, by hand: what it is told to do, right or wrong."""

    site: Rocks
    url: str
    now: list[float]

    def ask(self, path: str, form: dict[str, str] | None = None, kind: str = "") -> tuple[int, str, str]:
        """Return status, text and Link header of an answer."""
        body = urlencode(form).encode() if form is not None else None
        headers = {"Content-Type": kind} if kind else {}
        request = urllib.request.Request(urljoin(self.url, path), body, headers)
        try:
            with urllib.request.urlopen(request) as answer:
                return answer.status, answer.read().decode(), answer.headers.get("Link", "")
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode(), ""

    def endpoint(self, path: str) -> str:
        """Return what a page announces."""
        _, text, header = self.ask(path)
        found = re.search(r"<([^>]+)>; rel", header) or re.search(r'rel="webmention" href="([^"]*)"', text)
        assert found
        return urljoin(f"{self.url}{path}", found[1])

    def mention(self, source: str, path: str) -> tuple[int, str]:
        """Discover and send."""
        status, text, _ = self.ask(self.endpoint(path), {"source": source, "target": self.url + path})
        return status, text


class Stage:
    """A server whose application is another one for each test."""

    app: Any
    url: str

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Pass a request on."""
        await self.app(scope, receive, send)


@pytest.fixture(scope="module")
def stage() -> Iterator[Stage]:
    """One server for all."""
    stage = Stage()
    with serving(stage) as stage.url:
        yield stage


@pytest.fixture
def sender(stage: Stage) -> Sender:
    """A sender, a fresh site, and its clock."""
    now = [0.0]
    site = Rocks(clock=lambda: now[0])
    stage.app = site.app
    return Sender(site, stage.url, now)


def _links(stranger: Stranger, *urls: str, status: int = 200, meta: str = "") -> str:
    body = meta + "".join(f'<a href="{url}">x</a>' for url in urls)
    return stranger.say("/source", body, status)


def test_a_mention_is_listed_and_taken_off_again(sender: Sender, stranger: Stranger):
    """A discovery page shows who mentioned it, until a second mention finds the link gone."""
    source = _links(stranger, f"{sender.url}/test/1")
    assert sender.mention(source, "/test/1")[0] == 200
    assert source in sender.ask("/test/1")[1]
    _links(stranger)
    assert sender.mention(source, "/test/1") == (200, "The mention is no longer listed.")
    assert source not in sender.ask("/test/1")[1]


def test_a_strange_header_is_strange_on_the_wire(sender: Sender):
    """The header of case 7 is not in the case that libraries give it."""
    with urllib.request.urlopen(f"{sender.url}/test/7") as answer:
        assert "LinK" in [*answer.headers]


@pytest.mark.parametrize("number", [11, 12, 13, 14, 16, 17, 18, 19])
def test_the_wrong_endpoint_fails(sender: Sender, number: int):
    """Who reads a page carelessly finds an endpoint that says so."""
    assert sender.ask(f"/test/{number}/webmention/error", {"source": "x", "target": "y"})[0] == 400
    assert sender.site.wrong == [f"/test/{number}/webmention/error: this is not the endpoint of the page"]


def test_a_page_that_is_no_endpoint_fails(sender: Sender):
    """A <link> without href is not the page itself."""
    assert sender.ask("/test/20", {"source": "x", "target": "y"})[0] == 400
    assert sender.site.wrong


@pytest.mark.parametrize(
    ("path", "extra"),
    [
        pytest.param("/test/21/webmention", {}, id="dropped"),
        pytest.param("/test/21/webmention?query=yes", {"query": "yes"}, id="moved into the body"),
    ],
)
def test_a_query_must_stay_where_it_is(sender: Sender, stranger: Stranger, path: str, extra: dict[str, str]):
    """The query of an endpoint is part of its address."""
    target = f"{sender.url}/test/21"
    source = _links(stranger, target)
    assert sender.ask(path, {"source": source, "target": target, **extra})[0] == 400
    assert sender.site.wrong


def test_a_page_can_be_fetched_once_only(sender: Sender):
    """The page behind the redirect of case 23 answers one GET."""
    with urllib.request.urlopen(f"{sender.url}/test/23/page") as answer:
        final = answer.url
    assert sender.ask(final)[0] == 410


@pytest.mark.parametrize(
    ("form", "kind", "said"),
    [
        pytest.param({"source": "SOURCE", "target": "TARGET"}, "text/xml", "invalid_content_type", id="type"),
        pytest.param({"target": "TARGET"}, "", "invalid_source", id="no source"),
        pytest.param({"source": "SOURCE"}, "", "invalid_target", id="no target"),
        pytest.param({"source": "SOURCE", "target": "TARGET/"}, "", "invalid_target", id="other target"),
        pytest.param({"source": "http://127.0.0.1/", "target": "TARGET"}, "", "invalid_source", id="number"),
        pytest.param({"source": "ftp://localhost/", "target": "TARGET"}, "", "invalid_source", id="scheme"),
        pytest.param({"source": "SOURCE/no", "target": "TARGET"}, "", "no_link_found", id="no link"),
    ],
)
def test_endpoints_look_at_what_they_are_told(
    sender: Sender, stranger: Stranger, form: dict[str, str], kind: str, said: str
):
    """An endpoint refuses what a good one refuses, and says which part of it."""
    target = f"{sender.url}/test/1"
    source = _links(stranger, target)
    filled = {key: value.replace("TARGET", target).replace("SOURCE", source) for key, value in form.items()}
    status, text, _ = sender.ask("/test/1/webmention", filled, kind)
    assert (status, text.partition(":")[0]) == (400, said)


def test_sources_of_this_machine_are_refused_unless_asked_for():
    """The site in earnest reads public hosts only."""
    with pytest.raises(BadSourceError, match="invalid_source"):
        read("http://localhost/", loopback=False)


def test_update_1(sender: Sender, stranger: Stranger):
    """One link, then another added: both pages are told, and the test is passed."""
    first, second = (f"{sender.url}/update/1{part}" for part in ("", "/part/2"))
    source = _links(stranger, first)
    assert sender.mention(source, "/update/1")[1].startswith("incomplete")
    _links(stranger, first, second)
    assert sender.mention(source, "/update/1/part/2")[1].startswith("incomplete")
    assert not sender.site.passed
    assert sender.mention(source, "/update/1")[1].startswith("Congrats")
    assert sender.site.passed == {("/update/1", source)}


@pytest.mark.parametrize(
    ("links", "page", "said"),
    [
        pytest.param(["", "/part/2"], "/part/2", "test_not_started", id="second page first"),
        pytest.param(["", "/part/2"], "", "test_failed", id="both links from the beginning"),
        pytest.param([], "", "no_link_found", id="no link"),
    ],
)
def test_update_1_begins_with_one_link(
    sender: Sender, stranger: Stranger, links: list[str], page: str, said: str
):
    """What does not begin at the beginning fails, in a page with status 200."""
    source = _links(stranger, *(f"{sender.url}/update/1{part}" for part in links))
    status, text = sender.mention(source, f"/update/1{page}")
    assert (status, text.partition(":")[0]) == (200, said)


def test_update_2(sender: Sender, stranger: Stranger):
    """Two links, then one removed: both pages are told twice, and the test is passed."""
    first, second = (f"{sender.url}/update/2{part}" for part in ("", "/part/2"))
    source = _links(stranger, first, second)
    sender.mention(source, "/update/2")
    sender.mention(source, "/update/2/part/2")
    _links(stranger, first)
    assert sender.mention(source, "/update/2")[1].startswith("incomplete")
    assert sender.mention(source, "/update/2/part/2")[1].startswith("Congrats")
    assert sender.site.passed == {("/update/2", source)}


def test_update_2_begins_with_both(sender: Sender, stranger: Stranger):
    """Who has told one page only is not let go on."""
    first, second = (f"{sender.url}/update/2{part}" for part in ("", "/part/2"))
    source = _links(stranger, first, second)
    sender.mention(source, "/update/2")
    _links(stranger, first)
    assert sender.mention(source, "/update/2")[1].startswith("incomplete: begin")


def test_pages_with_steps_have_other_names(sender: Sender, stranger: Stranger):
    """What the site calls a step it also calls a part."""
    source = _links(stranger, f"{sender.url}/update/2", f"{sender.url}/update/2/step/2")
    sender.mention(source, "/update/2/part/1")
    assert sender.mention(source, "/update/2/step/2")[1].startswith("incomplete: go on")


@pytest.mark.parametrize("status", [410, 200])
def test_delete_1(sender: Sender, stranger: Stranger, status: int):
    """A source is gone by its status, or by saying so in a <meta>."""
    source = _links(stranger, f"{sender.url}/delete/1")
    sender.mention(source, "/delete/1")
    gone = '<meta http-equiv="Status" content="410 Gone">' if status == 200 else ""
    _links(stranger, status=status, meta=gone)
    assert sender.mention(source, "/delete/1") == (200, "Congrats! You passed this test.")
    assert sender.site.passed == {("/delete/1", source)}


@pytest.mark.parametrize(
    ("linked", "status", "answered"),
    [pytest.param(True, 410, 200, id="link still there"), pytest.param(False, 404, 400, id="no 410")],
)
def test_delete_1_fails(sender: Sender, stranger: Stranger, linked: bool, status: int, answered: int):
    """A source that still links, or that is only not found, is not deleted."""
    target = f"{sender.url}/delete/1"
    source = _links(stranger, target)
    sender.mention(source, "/delete/1")
    _links(stranger, *([target] if linked else []), status=status)
    answer, text = sender.mention(source, "/delete/1")
    assert (answer, text.partition(":")[0]) == (answered, "not_deleted")


@pytest.mark.parametrize("page", ["/update/1", "/update/1/part/2", "/delete/1", "/test/23/page"])
def test_endpoints_work_once(sender: Sender, page: str):
    """Who remembers an endpoint, or asks a page's endpoint for another, is found out."""
    endpoint = sender.endpoint(page) if page != "/test/23/page" else sender.endpoint(_final(sender, page))
    form = {"source": "http://localhost/", "target": f"{sender.url}{page}"}
    sender.ask(endpoint, form)
    assert "before" in sender.ask(endpoint, form)[1]
    assert sender.site.wrong


def _final(sender: Sender, path: str) -> str:
    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_: object) -> None:
            return None

    with pytest.raises(urllib.error.HTTPError) as error:
        urllib.request.build_opener(Stay()).open(sender.url + path)
    with error.value:
        return error.value.headers["Location"]


def test_an_endpoint_grows_old(sender: Sender, stranger: Stranger):
    """A key is good for ten minutes."""
    source = _links(stranger, f"{sender.url}/delete/1")
    endpoint = sender.endpoint("/delete/1")
    sender.now[0] = SECONDS + 1
    assert "before" in sender.ask(endpoint, {"source": source, "target": f"{sender.url}/delete/1"})[1]


def test_an_endpoint_without_its_key_fails(sender: Sender):
    """The key is a query, and a query is kept."""
    assert "dropped" in sender.ask("/update/1/webmention", {"source": "x", "target": "y"})[1]


@pytest.mark.parametrize(
    ("reply", "verdict"),
    [
        pytest.param(Reply(status=200), "Congrats", id="200"),
        pytest.param(Reply(status=202), "Congrats", id="202"),
        pytest.param(Reply(status=201, headers=[("Location", "/status")]), "Congrats", id="201"),
        pytest.param(Reply(status=201), "201 came without", id="201 without Location"),
        pytest.param(Reply(status=202, headers=[("Location", "/x")]), "202 came with", id="202 located"),
        pytest.param(Reply(status=204), "a mention that is right", id="204"),
        pytest.param(Reply(status=400), "a mention that is right", id="400"),
        pytest.param(Reply(status=302, headers=[("Location", "/x")]), "a mention that is", id="302"),
    ],
)
def test_receiver_1(sender: Sender, stranger: Stranger, reply: Reply, verdict: str):
    """A good mention is accepted in one of three ways; its source is a page of the site."""
    stranger.replies["/endpoint"] = reply
    target = f"{stranger.url}/post"
    _, text, _ = sender.ask("/receive/1", {"endpoint": f"{stranger.url}/endpoint", "target": target})
    assert text.startswith(verdict)
    source = sender.url + sender.site.mention(1, target)
    assert target in read(source, loopback=True).links


@pytest.mark.parametrize(("status", "failures"), [(400, 0), (200, 3), (500, 3)])
def test_receiver_2(sender: Sender, stranger: Stranger, status: int, failures: int):
    """Nonsense as source, as target and as both is refused with 400, each."""
    stranger.say("/endpoint", "", status)
    form = {"endpoint": f"{stranger.url}/endpoint", "target": f"{stranger.url}/post"}
    _, text, _ = sender.ask("/receive/2", form)
    assert text.count("was answered") == failures
    assert stranger.methods("/endpoint") == ["POST"] * 3


def test_what_there_is_not(sender: Sender):
    """Other pages are not there, and the index names those that are."""
    for path in ("/test/24", "/update/3", "/delete/1/part/2", "/receive/1/none", "/nothing"):
        assert sender.ask(path)[0] == 404
    for path in ("/receive/3", "/update/9/webmention?key=x"):
        assert sender.ask(path, {"endpoint": "x", "target": "y", "source": "z"})[0] == 404
    index = sender.ask("/")[1]
    assert all(f'href="/test/{n}"' in index for n in range(1, 24))
