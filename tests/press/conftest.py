"""What several tests of the press ask for."""

import logging

import pytest
from pelican.log import console

from tests.press.site import forget


@pytest.fixture
def in_silence():
    """Broken links, files that cannot be read and posts in each other's place are part of the play."""
    logging.disable(logging.CRITICAL)
    console.quiet = True
    yield
    logging.disable(logging.NOTSET)
    console.quiet = False
    forget()
