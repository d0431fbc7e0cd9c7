"""Addresses compared."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partwork.mentions.target import is_home, key, within
from tests.builders import PROPERTY

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


@pytest.mark.parametrize(
    ("url", "site", "expected"),
    [
        ("https://a.example/x", "https://a.example", True),
        ("http://a.example/x", "https://a.example", True),
        ("https://www.a.example/", "https://a.example", True),
        ("https://a.example", "https://www.a.example", True),
        ("https://a.example/?p=1", "https://a.example", True),
        ("https://b.a.example/x", "https://a.example", False),
        ("https://a.example.evil.example/x", "https://a.example", False),
        ("https://a.example/essays/x", "https://a.example/essays", True),
        ("https://a.example/essays-of-others/", "https://a.example/essays", False),
        ("https://a.example/", "https://a.example/essays", False),
        ("https://a.example:8080/x", "https://a.example", False),
    ],
)
def test_ws_s10_what_is_of_the_site(url, site, expected):
    """WS-S10: an address below the site's, whatever its scheme, is a part of the site."""
    assert within(url, site) is expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://a.example", True),
        ("https://a.example/", True),
        ("https://a.example/#top", True),
        ("https://a.example/?p=1", False),
        ("https://a.example/post", False),
    ],
)
def test_pc_15_first_pages(url, expected):
    """PC-15: the first page of a site is no post that could be pinged."""
    assert is_home(url) is expected
