"""The sender against the cases of webmention.rocks: 26 of its 28 tests are of senders, and these are all."""

import pytest

from partwork.mentions.fetch import Fetcher
from partwork.mentions.guard import Guard, origin
from tests.mentions.town import Town
from tests.rocks.cases import CASES


@pytest.fixture(scope="module")
def rocks_web(_stranger, rocks):
    """What makes the requests: to our site, and to the rocks."""
    return Fetcher(Guard(frozenset(origin(url).authority for url in (_stranger.url, rocks[1]))))


@pytest.fixture
def town(stranger, rocks_web, tmp_path):
    """Our site."""
    return Town(stranger, rocks_web, tmp_path / "mentions.jsonl")


@pytest.mark.parametrize("number", [*CASES, 23])
def test_ws_d01_to_d23_discovery(town, rocks, number):
    """WS-D01 to WS-D23: the right endpoint of every page hears of our page, and no other hears anything."""
    site, url = rocks
    target = f"{url}/test/{number}" + ("/page" if number == 23 else "")
    page = town.publish(f"discovery-{number}", target)
    assert town.send(page) == ["sent"]
    assert (page.url, target) in {(told.source, told.target) for told in site.told}
    assert site.wrong == []
    assert town.send(page) == []


def test_ws_u01_rocks_update_1(town, rocks):
    """WS-U01: a link is added; the page that was linked to before hears of the change as well."""
    site, url = rocks
    first, second = f"{url}/update/1", f"{url}/update/1/part/2"
    assert town.send(town.publish("update-1", first)) == ["sent"]
    page = town.publish("update-1", first, second)
    assert town.send(page) == ["sent", "sent"]
    assert ("/update/1", page.url) in site.passed
    assert site.wrong == []


def test_ws_u02_rocks_update_2(town, rocks):
    """WS-U02: a link is removed; both pages hear of it."""
    site, url = rocks
    first, second = f"{url}/update/2", f"{url}/update/2/part/2"
    assert town.send(town.publish("update-2", first, second)) == ["sent", "sent"]
    page = town.publish("update-2", first)
    assert town.send(page) == ["sent", "withdrawn"]
    assert ("/update/2", page.url) in site.passed
    assert site.wrong == []


@pytest.mark.parametrize("says", ["status", "meta"])
def test_ws_x01_ws_x02_rocks_delete_1(town, rocks, says):
    """WS-X01, WS-X02: the page is gone, by its status or by what its tombstone says in the head."""
    site, url = rocks
    page = town.publish(f"delete-{says}", f"{url}/delete/1")
    assert town.send(page) == ["sent"]
    if says == "status":
        town.stranger.say(f"/delete-{says}.html", "gone", 410)
    else:
        town.stranger.say(f"/delete-{says}.html", '<meta http-equiv="Status" content="410 Gone">')
    assert town.send() == ["withdrawn"]
    assert ("/delete/1", page.url) in site.passed
    assert site.wrong == []
