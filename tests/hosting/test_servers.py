"""What is written for nginx, Apache and Caddy, asked of the real servers."""

import re
from urllib.parse import unquote

import pytest

from partwork.hosting import apache, caddy, nginx
from partwork.hosting.headers import announcing
from partwork.hosting.redirects import encoded, redirects
from tests.hosting.servers import get, serving

WRITERS = {"nginx": nginx, "apache": apache, "caddy": caddy}
SITE = "https://essays.example"
SIGNS = "/a b+c[1](2){3}^4.5*6|7'8\"9~!@,;=&$x%:ü字.html"
PATHS = [
    "/plain.html",
    "/2010/05/",
    SIGNS,
    "/back\\slash.html",
    '/quo"te\\"s.html',
    "/tick`s.html",
    "/question?.html",
    "/a-b.html",
    f"/{'long-' * 40}.html",
]
WEBMENTION = 'https://in.example/webmention?of=essays&x="$1'
PINGBACK = "https://in.example/xmlrpc"


def address(path):
    """Return the address of a path."""
    return f"{SITE}{encoded(path)}"


@pytest.fixture(scope="module", params=WRITERS)
def port(request):
    """A site: for every kind of path one that is there, one that has moved and one that is gone."""
    moved = [(address(f"/moved{path}"), address(f"/there{path}")) for path in PATHS]
    gone = [address(f"/gone{path}") for path in PATHS]
    there = [address(f"/there{path}") for path in PATHS]
    files = dict(
        WRITERS[request.param].files(
            redirects(moved, gone, f"{SITE}/410.html"), announcing(WEBMENTION, PINGBACK, [*there, f"{SITE}/"])
        )
    )
    for path in PATHS:
        for kind in ("there", "moved", "gone"):
            files[f"{kind}{path}{'index.html' if path.endswith('/') else ''}"] = f"<p>{kind}"
    files |= {
        "index.html": "<p>home",
        "410.html": "<p>it is gone",
        "404.html": "<p>lost",
        "closed.html": "<p>closed",
    }
    files |= {"gone/a-bXhtml": "<p>another", "gone/plain.html.txt": "another"}
    with serving(request.param, files) as port:
        yield port


@pytest.mark.parametrize("path", PATHS)
def test_ep_08_what_is_gone_answers_410(port, path):
    """EP-08: the page that says so, at any path, though there is a file."""
    status, _, text = get(port, encoded(f"/gone{path}"))
    assert (status, text) == (410, "<p>it is gone")


@pytest.mark.parametrize("path", [path for path in PATHS if "?" not in path])
def test_what_has_moved_answers_301(port, path):
    """The new address, though there is a file at the old one."""
    status, fields, _ = get(port, encoded(f"/moved{path}"))
    (location,) = fields["location"]
    assert (status, unquote(location)) == (301, f"{SITE}/there{path}")
    assert re.fullmatch(r"[!-~]+", location)


def test_a_question_mark_in_a_new_address(port):
    """Apache would take it for the beginning of a query: there the page at the old address leads on."""
    status, fields, text = get(port, "/moved/question%3F.html")
    if status == 200:
        assert text == "<p>moved"
    else:
        assert (status, fields["location"]) == (301, [f"{SITE}/there/question%3F.html"])


@pytest.mark.parametrize("path", [*(f"/there{path}" for path in PATHS), "/", "/index.html"])
def test_ep_02_open_pages_are_served_with_the_headers(port, path):
    """EP-02: both endpoints, and what the site sends anyway."""
    status, fields, _ = get(port, encoded(path))
    assert status == 200
    assert fields["link"] == ['<https://in.example/webmention?of=essays&x=%22%241>; rel="webmention"']
    assert fields["x-pingback"] == [PINGBACK]
    assert fields["x-of-the-site"] == ["yes"]


@pytest.mark.parametrize("path", ["/closed.html", "/410.html", "/gone/plain.html", "/nowhere.html"])
def test_other_pages_are_served_without(port, path):
    """Nothing is announced where nothing is taken."""
    _, fields, _ = get(port, path)
    assert fields.keys() & {"link", "x-pingback"} == set()


@pytest.mark.parametrize(
    ("path", "status"),
    [("/gone/a-bXhtml", 200), ("/gone/plain.html.txt", 200), ("/gone/other.html", 404), ("/moved/", 404)],
)
def test_neighbours_of_what_is_gone_are_there(port, path, status):
    """A sign of a path is no wildcard, and a path no beginning of others."""
    found, _, text = get(port, path)
    assert found in (status, 403)
    assert "it is gone" not in text


@pytest.mark.parametrize("name", WRITERS)
def test_a_site_without_a_past_starts_as_well(name):
    """The files are there to be included from the first day."""
    files = WRITERS[name].files(redirects([], [], ""), announcing("", "", []))
    with serving(name, {**files, "index.html": "<p>home"}) as port:
        assert get(port, "/")[0] == 200
