"""Whatever is edited, what the press makes of what was there is what a clean build makes, byte for byte."""

# ruff: noqa: E501 - a case stands in one line

from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import PROPERTY
from tests.press.edits import EDITS, Garden, plant
from tests.press.parts import PARTWORK_EDITS, plant_parts
from tests.press.site import differences

pytestmark = pytest.mark.usefixtures("in_silence")
_QUICK = settings(PROPERTY, max_examples=4)
_NUMBERS = st.integers(0, 10_000)


def told(build: Callable[[], Any]) -> tuple[Any, bool]:
    """Return what a build makes, and whether it failed."""
    try:
        return build(), False
    except (Exception, SystemExit):  # noqa: BLE001 - whatever stops one must stop the other
        return None, True


def hold(garden: Garden, edits: list[tuple[Any, int]]) -> None:
    """Edit a site step by step, and build it both ways after each."""
    for edit, number in [(None, 0), *edits]:
        if edit:
            edit(garden, Random(number))
        clean, failed = told(lambda: garden.site.clean(**garden.settings))
        _, failed_too = told(lambda: garden.site.build(**garden.settings))
        assert failed == failed_too
        if not failed:
            assert differences(garden.site.files(), clean) == {}


@_QUICK
@given(_NUMBERS, st.lists(st.tuples(st.sampled_from(EDITS), _NUMBERS), min_size=2, max_size=5))
def test_a_site_of_pelicans(tmp_path_factory, number, edits):
    """Markdown, reStructuredText and HTML, three themes, every kind of page and feed, links and attached files."""
    random = Random(number)
    garden = plant(tmp_path_factory.mktemp("site") / "s", random)
    hold(garden, edits)


@_QUICK
@given(_NUMBERS, st.lists(st.tuples(st.sampled_from(PARTWORK_EDITS), _NUMBERS), min_size=2, max_size=4))
def test_a_site_in_parts(tmp_path_factory, number, edits):
    """Series, manifests, responses, planned parts, under partwork's own theme."""
    hold(plant_parts(tmp_path_factory.mktemp("site") / "s", Random(number)), edits)
