"""Where a page takes mentions."""

from datetime import UTC, datetime

import pytest

from partwork.mentions.discover import discover
from partwork.mentions.http import Web
from partwork.mentions.outcome import Result
from partwork.mentions.webmention import send
from tests.rocks.app import Rocks, Told
from tests.rocks.cases import CASES
from tests.stranger import Stranger

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "number",
    [
        *(pytest.param(number, id=f"WS-D{number:02} {case.what}") for number, case in CASES.items()),
        pytest.param(23, id="WS-D23 redirect to a page that can be fetched once"),
    ],
)
def test_ws_d_rocks(rocks: tuple[Rocks, str], stranger: Stranger, web: Web, number: int):
    """Each discovery case hears of a post, at the endpoint that it announces and at no other."""
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
