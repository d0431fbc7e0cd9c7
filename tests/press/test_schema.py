"""Which structs are told whole by what is encoded of them."""

from collections.abc import Mapping
from datetime import datetime

import msgspec
import pytest
from markupsafe import Markup

from partwork.glue.views import PageView
from partwork.press.schema import leaves_no_choice
from partwork.series.navigation import EntryView, SeriesCard


class Leaf(msgspec.Struct):
    """A struct of one field."""

    name: str


class Other(msgspec.Struct):
    """Another of the same."""

    name: str


class Base(msgspec.Struct):
    """A struct that others build on."""

    name: str


class Derived(Base):
    """One that does."""


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        (str, True),
        (int | None, True),
        (Markup, True),
        (Leaf, True),
        (Leaf | None, True),
        (tuple[Leaf, ...], True),
        (list[dict[str, tuple[Leaf, Markup]]], True),
        (Mapping[str, str], True),
        (Leaf | Other, False),
        (tuple[Leaf | Other, ...], False),
        (Leaf | dict[str, str], False),
        (Markup | list[str], False),
        (Base, False),
        (object, False),
        (tuple, False),
        (datetime, False),
        (frozenset[str], False),
    ],
    ids=repr,
)
def test_a_field_that_may_hold_one_or_the_other(kind, told):
    """Encoded, these would be alike; a field of one kind leaves no choice."""
    assert leaves_no_choice(msgspec.defstruct("Holder", [("field", kind)])) == told


def test_a_type_that_is_only_there_for_those_who_check_types():
    """What cannot be known is looked at closely."""
    assert not leaves_no_choice(msgspec.defstruct("Holder", [("field", "Nowhere")]))


@pytest.mark.parametrize("kind", [PageView, SeriesCard, EntryView])
def test_the_views_of_posts_are_told_at_once(kind):
    """A site has these by the ten thousand."""
    assert leaves_no_choice(kind)
