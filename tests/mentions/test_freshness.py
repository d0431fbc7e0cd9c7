"""How long an answer holds."""

from collections.abc import Sequence

import pytest

from partwork.mentions.freshness import freshness
from partwork.mentions.http import Answer, Headers

PAGE = "https://page.example/post"


def _fresh(*headers: tuple[str, str], redirects: tuple[str, ...] = ()) -> float:
    return freshness(Answer(PAGE, 200, Headers(headers), redirects=redirects))


_DATES = (("Date", "Tue, 24 Nov 2026 12:00:00 GMT"), ("Expires", "Tue, 24 Nov 2026 12:01:00 GMT"))


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ([], 0),
        ([("Cache-Control", "max-age=60")], 60),
        ([("cache-control", "public, MAX-AGE=60")], 60),
        ([("Cache-Control", 'max-age="60"')], 60),
        ([("Cache-Control", "public"), ("Cache-Control", "max-age=60")], 60),
        ([("Cache-Control", "max-age=60"), ("Age", "45")], 15),
        ([("Cache-Control", "max-age=60"), ("Age", "90")], 0),
        ([("Cache-Control", "max-age=60"), ("Age", "old")], 60),
        ([("Cache-Control", "max-age=60, no-cache")], 0),
        ([("Cache-Control", "no-store, max-age=60")], 0),
        ([("Cache-Control", "max-age")], 0),
        ([("Cache-Control", "s-maxage=60")], 0),
        ([("Cache-Control", "max-age=60"), ("Vary", "*")], 0),
        ([("Cache-Control", "max-age=60"), ("Vary", "Accept-Encoding")], 60),
        (_DATES, 60),
        ([*_DATES, ("Cache-Control", "max-age=5")], 5),
        (_DATES[:1], 0),
        (_DATES[1:], 0),
        ([_DATES[0], ("Expires", "0")], 0),
        ([_DATES[1], ("Date", "Tue, 24 Nov 2026 13:00:00 GMT")], 0),
        ([_DATES[1], ("Date", "Tue, 24 Nov 2026 12:00:00 -0000")], 0),
    ],
)
def test_ws_d34_freshness(headers: Sequence[tuple[str, str]], seconds: float):
    """How long an answer holds is what its headers say, and else no time at all."""
    assert _fresh(*headers) == seconds


def test_ws_d34_redirects_are_not_fresh():
    """Of a redirect nobody said how long it holds."""
    assert _fresh(("Cache-Control", "max-age=60"), redirects=(PAGE,)) == 0
