"""References and where they lead, and what is one address."""

from urllib.parse import urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partwork.address import encoded, joined, key
from tests.builders import PROPERTY

BASE = "https://a.example/b/c/d;p?q"


@pytest.mark.parametrize(
    ("reference", "expected"),
    [  # the examples of RFC 3986, 5.4, with a host
        ("g", "/b/c/g"),
        ("./g", "/b/c/g"),
        ("g/", "/b/c/g/"),
        ("/g", "/g"),
        ("?y", "/b/c/d;p?y"),
        ("g?y", "/b/c/g?y"),
        ("#s", "/b/c/d;p?q#s"),
        ("g#s", "/b/c/g#s"),
        ("g?y#s", "/b/c/g?y#s"),
        (";x", "/b/c/;x"),
        ("g;x", "/b/c/g;x"),
        ("g;x?y#s", "/b/c/g;x?y#s"),
        ("", "/b/c/d;p?q"),
        (".", "/b/c/"),
        ("./", "/b/c/"),
        ("..", "/b/"),
        ("../", "/b/"),
        ("../g", "/b/g"),
        ("../..", "/"),
        ("../../", "/"),
        ("../../g", "/g"),
        ("../../../g", "/g"),
        ("../../../../g", "/g"),
        ("/./g", "/g"),
        ("/../g", "/g"),
        ("g.", "/b/c/g."),
        (".g", "/b/c/.g"),
        ("g..", "/b/c/g.."),
        ("..g", "/b/c/..g"),
        ("./../g", "/b/g"),
        ("./g/.", "/b/c/g/"),
        ("g/./h", "/b/c/g/h"),
        ("g/../h", "/b/c/h"),
        ("g;x=1/./y", "/b/c/g;x=1/y"),
        ("g;x=1/../y", "/b/c/y"),
        ("g?y/./x", "/b/c/g?y/./x"),
        ("g#s/../x", "/b/c/g#s/../x"),
        # What urljoin would lose.
        ("?", "/b/c/d;p?"),
        ("g?", "/b/c/g?"),
        ("g#", "/b/c/g#"),
        ("g;", "/b/c/g;"),
        ("//g", None),
        (" \n/g\t\r", "/g"),
        ("/\ng", "/g"),
    ],
)
def test_relative_references(reference: str, expected: str | None):
    """A reference goes where the standard says, and keeps its empty parts."""
    assert joined(BASE, reference) == ("https://g" if expected is None else f"https://a.example{expected}")


@pytest.mark.parametrize(
    "url",
    [
        "http://x.example",
        "http://x.example/?#",
        "https://x.example:8080/a;?b;#c",
        "https://[::1]/",
        "https://ü.example/ü",
    ],
)
def test_addresses_stay_as_written(url: str):
    """An address that needs no base is the one that was written."""
    assert joined(BASE, url) == url


@pytest.mark.parametrize(
    "reference",
    [
        "https:",
        "https:g",
        "http:///g",
        "//",
        "///g",
        "mailto:a@a.example",
        "javascript:alert(1)",
        "https://[",
        "//\x01#",
        "https://a b/",
        "https://a\\b/",
        "https://a<b>/",
        "https://a:b/",
        "https://a:0/",
        "https://a:99999/",
        "https://\u2100.example/",
    ],
)
def test_what_leads_nowhere(reference: str):
    """What has no host, or another scheme than the web's, is no address."""
    assert joined(BASE, reference) is None


_SEGMENTS = st.lists(st.sampled_from([".", "..", "a", "b.", "é"]), min_size=1, max_size=6).map("/".join)


@PROPERTY
@given(st.sampled_from(["", "/"]), _SEGMENTS, st.sampled_from(["", "/"]))
def test_paths_are_joined_as_by_the_library(before: str, path: str, behind: str):
    """Where nothing is empty, the library agrees."""
    reference = before + path + behind
    assert joined(BASE, reference) == urljoin(BASE, reference)


@PROPERTY
@given(st.text(), st.text())
def test_anything_leads_somewhere_or_nowhere(base: str, reference: str):
    """No reference and no base is an error; what was joined once stays, and what is encoded once as well."""
    for url in (
        joined(base, reference),
        joined(BASE, reference),
        joined(base, f"https://a.example/{reference}"),
    ):
        if url is not None:
            assert url.startswith(("http://", "https://"))
            assert joined(BASE, url) in (url, None)
            assert encoded(encoded(url)) == encoded(url)
            assert "#" not in encoded(url)


SAME = [
    ("https://a.example/post", "https://a.example/post/"),
    ("https://a.example", "http://a.example/"),
    ("https://a.example/post#one", "https://a.example/post#two"),
    ("https://A.EXAMPLE/post", "https://a.example/post"),
    ("https://a.example:443/post", "https://a.example/post"),
    ("http://a.example:80/post", "https://a.example/post"),
    ("https://a.example/%7euser/%c3%bc", "https://a.example/~user/%C3%BC"),
    ("https://a.example/ü", "https://a.example/%C3%BC"),
    ("https://a.example/?x=ü", "https://a.example/?x=%c3%bc"),
    ("https://a.example/post?", "https://a.example/post"),
    ("https://a.example/post/?x=1", "https://a.example/post?x=1"),
]
OTHERS = [
    ("https://a.example/post", "https://a.example/Post"),
    ("https://a.example/post", "https://a.example:8080/post"),
    ("https://a.example/post?x=1", "https://a.example/post?x=2"),
    ("https://a.example/post", "https://b.example/post"),
    ("https://a.example/a%2Fb", "https://a.example/a/b"),
    ("https://www.a.example/", "https://a.example/"),
    ("https://a.example/%FF", "https://a.example/%FE"),
    ("https://a.example/post?x=1", "https://a.example/post?x=1&y"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_ws_u05_variants_of_an_address_are_one(one, other):
    """WS-U05: slash at the end, case of the host, port, escapes, scheme and fragment make no other target."""
    assert key(one) == key(other)


@pytest.mark.parametrize(("one", "other"), OTHERS)
def test_other_addresses_are_others(one, other):
    """What a server may answer differently is not the same."""
    assert key(one) != key(other)


@pytest.mark.parametrize(
    "url", ["http://[", "http://a.example:port/", "mailto:a@b.example", "", "//", "\x00"]
)
def test_what_is_no_address_has_a_key_of_its_own(url):
    """A line of a ledger may say anything; nothing of it raises."""
    assert isinstance(key(url), str)


@PROPERTY
@given(st.text(), st.text(alphabet="abc/ü%20?#=&.:@", max_size=20))
def test_a_key_is_stable(path, query):
    """An address written back from its key has the same key, on the quick way and the long one."""
    found = key(f"https://a.example/{path}?{query}")
    assert key(f"https:{found}") == found
