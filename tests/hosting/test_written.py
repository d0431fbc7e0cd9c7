"""What is written for hosts, byte for byte, and what always holds of it."""

import re
from urllib.parse import quote, unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partwork.hosting import apache, caddy, cloudflare, netlify, nginx
from partwork.hosting.headers import Headers, announcing
from partwork.hosting.redirects import redirects
from tests.builders import PROPERTY
from tests.hosting.blessed import EXPECTED, written
from tests.site.folder import contents

SITE = "https://essays.example"
WRITERS = [netlify, cloudflare, nginx, apache, caddy]


def test_the_files_of_every_host_are_as_expected():
    """Every byte is as it was blessed. A change that is meant: ``make bless``, and read the diff."""
    expected = {path: text.decode() for path, text in contents(EXPECTED).items()}
    assert {path: text.decode() for path, text in written().items()} == expected


_paths = st.lists(st.text(min_size=1, max_size=8), min_size=1, max_size=4).map(
    lambda names: "/" + "/".join(quote(name, safe="") for name in names)
)


@PROPERTY
@given(
    st.lists(st.tuples(_paths, _paths), max_size=4),
    st.lists(_paths, max_size=4),
    st.lists(_paths, max_size=4),
)
def test_any_path_stays_on_its_line(moved, gone, pages):
    """Whatever a slug is made of: printable lines, and in them no word of a host's own language."""
    answers = redirects(
        [(SITE + old, SITE + new) for old, new in moved], [SITE + path for path in gone], f"{SITE}/410.html"
    )
    fields = announcing("https://in.example/w", "", [SITE + path for path in pages])
    for writer in WRITERS:
        for text in writer.files(answers, fields).values():
            assert all(line.isprintable() for line in text.split("\n"))
    for line in netlify.files(answers, fields)["_redirects"].splitlines():
        old, new, status = line.split(" ")
        assert not set(":*") & set(old)
        assert status in ("301!", "410!")
        assert new.startswith(("https://", "/410.html"))


@pytest.mark.parametrize("writer", [cloudflare])
def test_cloudflare_takes_no_more(writer):
    """Of more redirects and rules than it takes it gets the first; no redirect leads to itself."""
    moved = [(f"{SITE}/{n}.html", f"{SITE}/{n}") for n in range(3)]
    moved += [(f"{SITE}/old-{n}.html", f"{SITE}/new-{n}.html") for n in range(3000)]
    pages = [f"{SITE}/{n}.html" for n in range(300)]
    files = writer.files(redirects(moved, [], ""), announcing("https://in.example/w", "", pages))
    rules = files["_redirects"].splitlines()
    assert len(rules) == 2000
    assert len(re.findall(r"^/", files["_headers"], re.MULTILINE)) == 100
    assert rules[:5] == [
        f"/0.html {SITE}/0 301",
        f"/1.html {SITE}/1 301",
        f"/2.html {SITE}/2 301",
        f"/old-0.html {SITE}/new-0.html 301",
        f"/old-0 {SITE}/new-0.html 301",
    ]


def test_without_endpoints_nothing_is_announced():
    """A site that takes no mentions sends no headers, whichever posts are open."""
    assert announcing("", "", [f"{SITE}/one.html"]) == Headers()
    assert announcing("https://in.example/w", "", []) == Headers()


def test_an_endpoint_cannot_break_out_of_its_header():
    """What a header or a configuration would take for its end is encoded."""
    hostile = 'https://in.example/w"><script>;\r\nSet-Cookie: x=1 $host `id` {env.HOME}'
    (field,) = announcing(hostile, "", [f"{SITE}/one.html"]).fields
    assert re.fullmatch(r'<[!-~]+>; rel="webmention"', field[1])
    assert not set('"<> $`{}\\') & set(field[1].removeprefix("<").removesuffix('>; rel="webmention"'))
    assert unquote(field[1]).startswith(f"<{hostile[:20]}")
