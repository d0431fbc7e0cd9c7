"""Addresses compared."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partwork.address import key
from tests.builders import PROPERTY

_URL = "https://reader.example/a/b?c=d"


@pytest.mark.parametrize(
    "url",
    [
        _URL,
        "http://reader.example/a/b?c=d",
        "https://READER.Example/a/b?c=d",
        "https://reader.example:443/a/b?c=d",
        "http://reader.example:80/a/b?c=d",
        "https://reader.example/a/b/?c=d",
        "https://reader.example/a/b?c=d#comment-7",
        "https://reader.example/%61/b?c=%64",
        " https://reader.example/a/b?c=d\n",
    ],
)
def test_one_page_has_one_key(url):
    """Scheme, case of the host, usual port, slash at the end, fragment and encoding make no difference."""
    assert key(url) == key(_URL)


@pytest.mark.parametrize(
    "url",
    [
        "https://www.reader.example/a/b?c=d",
        "https://reader.example:8443/a/b?c=d",
        "https://reader.example/A/b?c=d",
        "https://reader.example/a/b",
        "https://reader.example/a/b?c=D",
        "https://reader.example/a/b?c=d&e",
        "https://reader.example/a?c=d/b",
        "https://reader.example/a/%FFb?c=d",
        "https://reader.example/a/%FEb?c=d",
        "https://other.example/a/b?c=d",
    ],
)
def test_other_pages_have_other_keys(url):
    """What may be another page is one."""
    assert key(url) != key(_URL)


def test_bytes_that_are_no_text_are_told_apart():
    """Two addresses that differ in a byte that is no UTF-8 are two."""
    assert key("https://a.example/%FF") != key("https://a.example/%FE")
    assert key("https://a.example/%C3%A9") == key("https://a.example/é")


@given(st.text(max_size=30) | st.text(max_size=20).map(lambda rest: f"https://{rest}"))
@settings(PROPERTY)
def test_anything_has_a_key(url):
    """No text is a surprise; some are known only by themselves."""
    assert isinstance(key(url), str)
