"""What speaks to strangers."""

import pytest

from partwork.mentions.http import Web
from tests.mentions.client import Client


@pytest.fixture(scope="session")
def web() -> Web:
    """What makes the requests."""
    return Client()
