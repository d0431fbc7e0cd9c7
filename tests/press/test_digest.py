"""Digests: equal for equal values in every process, others for others, and refused where nobody knows."""

# ruff: noqa: DTZ001, E501 - times without a zone are values, too; a case stands in one line

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum
from pathlib import PurePosixPath
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from partwork.press.digest import Digester, Volatile, code, digest
from tests.builders import PROPERTY

_SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text()
    | st.binary()
    | st.dates()
    | st.datetimes(timezones=st.none() | st.sampled_from([UTC, ZoneInfo("Europe/London")]))
)
_VALUES = st.recursive(
    _SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(max_size=5) | st.integers(), inner, max_size=4)
        | st.frozensets(st.text(max_size=5) | st.integers(), max_size=4)
    ),
    max_leaves=12,
)

_IN_ANOTHER_PROCESS = """
import json, sys
from partwork.press.digest import digest
for line in sys.stdin:
    value = json.loads(line)
    print(digest([value, set(value), frozenset(map(str, value))]).hex())
"""


class Colour(Enum):
    """A kind of value."""

    RED = 1
    BLUE = 2


class View(msgspec.Struct, frozen=True):
    """A view, as partwork gives to templates."""

    title: object
    more: object = None


class Other(msgspec.Struct, frozen=True):
    """Another view of the same fields."""

    title: object
    more: object = None


class Card(msgspec.Struct, frozen=True):
    """A view whose fields leave no choice."""

    title: Markup
    numbers: tuple[int, ...] = ()
    below: "Card | None" = None


class Twin(msgspec.Struct, frozen=True):
    """A view of the same fields as a card's."""

    title: Markup
    numbers: tuple[int, ...] = ()
    below: Card | None = None


class Either(msgspec.Struct, frozen=True):
    """A view that holds one or the other, alone and among others."""

    one: Card | Twin
    all: tuple[Card | Twin, ...] = ()


@dataclass(frozen=True)
class Data:
    """A view of another make."""

    title: object


def same(value: object) -> object:
    """Return an equal value of the same kinds, made anew."""
    match value:
        case list():
            return [same(one) for one in value]
        case dict():
            return {key: same(one) for key, one in value.items()}
        case frozenset():
            return frozenset(sorted(value, key=repr, reverse=True))
    return value


def shape(value: object) -> str:
    """Return a text that is equal for two values only if a template could not tell them apart."""
    match value:
        case list():
            return f"[{','.join(map(shape, value))}]"
        case dict():
            return f"{{{','.join(f'{shape(key)}:{shape(one)}' for key, one in value.items())}}}"
        case frozenset():
            return f"<{','.join(sorted(map(shape, value)))}>"
    return f"{type(value).__name__} {value!r}"


@PROPERTY
@given(_VALUES)
def test_equal_values_have_equal_digests(value):
    """A value that is made again, in whatever order a set was filled, has the digest it had."""
    assert digest(value) == digest(same(value))


@PROPERTY
@given(_VALUES, _VALUES)
def test_different_values_have_different_digests(one, other):
    """Whatever a template could tell apart has another digest."""
    assert (digest(one) == digest(other)) == (shape(one) == shape(other))


def test_a_digest_is_the_same_in_every_process():
    """Strings are hashed differently in each process, and sets iterate in another order; digests do not care."""
    values = [["a", "b", "c", "ü"], [1, "1", 2.5, True], [*map(str, range(50))], []]
    lines = "".join(f"{json.dumps(value)}\n" for value in values)
    for seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", _IN_ANOTHER_PROCESS],
            input=lines, capture_output=True, text=True, check=True, env={**os.environ, "PYTHONHASHSEED": seed},
        )  # fmt: skip
        here = [digest([value, set(value), frozenset(map(str, value))]).hex() for value in values]
        assert done.stdout.split() == here


_TELLING = [
    ("1", 1), (1, True), (1, 1.0), (0, False), (None, "None"), (0.0, -0.0), ("a", b"a"), ("a", Markup("a")),
    ("ab", ["ab"]), (["ab"], ["a", "b"]), ([["a"], "b"], [["a", "b"]]), ({"a": 1, "b": 2}, {"b": 2, "a": 1}),
    (date(2026, 1, 1), datetime(2026, 1, 1)),
    (datetime(2026, 1, 1), datetime(2026, 1, 1, tzinfo=UTC)),
    (datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=ZoneInfo("Europe/London"))),
    (time(1), timedelta(hours=1)),
    (PurePosixPath("a"), "a"), (Colour.RED, Colour.BLUE),
    (View("a"), View("b")), (View("a"), Other("a")), (View("a"), Data("a")), (View(Markup("a")), View("a")),
    (View([1]), View([2])), (Data("a"), Data(["a"])),
    (View(View("a")), View(Other("a"))), (View([View("a")]), View([Other("a")])),
    (View(View("a")), View({"title": "a", "more": None})), (View("2026-01-01"), View(date(2026, 1, 1))),
    (View(datetime(2026, 1, 1, tzinfo=UTC)), View(datetime(2026, 1, 1, tzinfo=ZoneInfo("Europe/London")))),
    (View(Markup("a")), View(["a"])), (View(PurePosixPath("a")), View("PurePosixPath('a')")),
    (Card(Markup("a")), Twin(Markup("a"))), (Card(Markup("a")), Card(Markup("b"))),
    (Card(Markup("a")), Card(Markup("a"), below=Card(Markup("a")))),
    (Card(Markup("a"), (1, 2)), Card(Markup("a"), (1,))),
    (Either(Card(Markup("a"))), Either(Twin(Markup("a")))),
    (Either(Card(Markup("a")), (Card(Markup("a")),)), Either(Card(Markup("a")), (Twin(Markup("a")),))),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), _TELLING, ids=repr)
def test_kinds_that_python_calls_equal_are_told_apart(one, other):
    """Templates show 1 and True, text and markup, one zone's noon and another's, differently."""
    assert digest(one) != digest(other)
    assert digest([one]) != digest([other])
    assert digest({"key": one}) != digest({"key": other})


@pytest.mark.parametrize(
    "value",
    [object(), iter([1]), (one for one in [1]), print, len, lambda: 1, Digester, os, memoryview(b"a"), View(object()),
     Data(iter([])), [1, [object()]], {"a": {"b": object()}}, {object()}],
    ids=lambda value: type(value).__name__,
)  # fmt: skip
def test_what_nobody_can_compare_is_refused(value):
    """An object of an unknown kind, however deep, has no digest, and what it is is told."""
    with pytest.raises(Volatile, match="a value of the kind"):
        digest(value)


def test_another_is_asked_about_kinds_that_are_not_known():
    """What it answers stands for the value, and is not mistaken for that answer itself."""
    digester = Digester(lambda value: ["thing", type(value).__name__])
    assert digester.of(object()) == digester.of(object())
    assert digester.of(object()) != digester.of(["thing", "object"])


def _function(source: str) -> Callable[..., object]:
    names: dict[str, Callable[..., object]] = {}
    exec(source, names)
    return names["f"]


@pytest.mark.parametrize(
    "other",
    ["def f(x): return x + 2", "def f(x): return -x", "def f(x): return x + 1.0", "def f(y): return y + 1"],
)
def test_a_function_is_known_by_its_code(other):
    """A function read anew has the digest it had; one that says something else has another."""
    known = Digester(code)
    one = _function("def f(x): return x + 1")
    assert known.of(one) == known.of(_function("def f(x): return x + 1"))
    assert known.of(one) != known.of(_function(other))


def test_what_a_function_remembers_is_part_of_it():
    """Two functions of one text that were made with different values are two: closures and defaults."""

    def make(number: int) -> Callable[[int], int]:
        return lambda value: value + number

    known = Digester(code)
    assert known.of(make(1)) == known.of(make(1))
    assert known.of(make(1)) != known.of(make(2))
    assert known.of(_function("def f(x=1): return x")) != known.of(_function("def f(x=2): return x"))
    assert known.of(_function("def f(*, x=1): return x")) != known.of(_function("def f(*, x=2): return x"))
