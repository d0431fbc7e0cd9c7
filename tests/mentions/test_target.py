"""Whose an address is."""

import pytest

from partwork.mentions.target import is_home, within


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
