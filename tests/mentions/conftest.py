"""What speaks to strangers."""

import pytest

from partwork.mentions.fetch import Fetcher
from partwork.mentions.guard import Guard, origin
from partwork.mentions.http import Web
from tests.rocks.app import Rocks
from tests.stranger import Stranger


@pytest.fixture(scope="session")
def web(_stranger: Stranger, rocks: tuple[Rocks, str]) -> Web:
    """What makes the requests. Of this machine it may ask the stranger and the rocks."""
    return Fetcher(Guard(frozenset(origin(url).authority for url in (_stranger.url, rocks[1]))))
