"""Facts about texts, from one build to the next: true ones, or none."""

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partwork.press.facts import Facts
from tests.alone import alone
from tests.builders import PROPERTY

KEY, OTHER = bytes(range(16)), bytes(16)
STAMP = b"this version"


def facts(path, stamp=STAMP):
    """Return what is kept in a file, as the next build finds it."""
    return Facts(path, stamp, list[str])


def known(path, key=KEY, **more):
    """Return what a file has under a key; ["made"] where it has nothing."""
    return facts(path, **more).of(key, lambda: ["made"])


@pytest.fixture
def file(tmp_path):
    """A file with one fact."""
    file = tmp_path / "store" / "record.facts"
    first = facts(file)
    assert first.of(KEY, lambda: ["kept"]) == ["kept"]
    first.keep()
    return file


def test_what_was_made_once_is_known(file):
    """A fact is found under its key, and under no other."""
    assert known(file) == ["kept"]
    assert known(file, OTHER) == ["made"]


def test_what_is_not_asked_for_goes(file):
    """What nobody has asked for in a build is not known in the next."""
    again = facts(file)
    again.of(OTHER, lambda: ["other"])
    again.keep()
    assert known(file, OTHER) == ["other"]
    assert known(file) == ["made"]


def test_other_code_has_its_own(file):
    """Facts that other code made are none; they are the other code's again when that is back."""
    assert known(file, stamp=b"another version") == ["made"]
    assert known(file) == ["kept"]


@given(st.data())
@PROPERTY
def test_damage_is_noticed(tmp_path_factory, data):
    """Of a file with any byte changed or any end cut off nothing is taken."""
    file = tmp_path_factory.mktemp("store") / "record.facts"
    first = facts(file)
    first.of(KEY, lambda: ["kept"])
    first.keep()
    whole = file.read_bytes()
    at = data.draw(st.integers(0, len(whole) - 1))
    changed = bytes([whole[at] ^ data.draw(st.integers(1, 255))])
    for damaged in (whole[:at], whole[:at] + changed + whole[at + 1 :], whole + b"\0"):
        file.write_bytes(damaged)
        assert known(file) == ["made"]


def test_many_facts_are_made_by_several_processes(tmp_path):
    """Those that are not known are made elsewhere, and found when they are asked for; they are kept then."""
    alone(_make_many, tmp_path / "record.facts")


def _make_many(file):
    one, here = facts(file), os.getpid()
    keys = [number.to_bytes(4) for number in range(1500)]
    one.find([(key, lambda: [str(os.getpid())]) for key in keys], processes=2)
    makers = {one.of(key, lambda: ["here"])[0] for key in keys}
    assert len(makers - {"here", str(here)}) >= 2
    one.keep()
    again = facts(file)
    again.find([(key, lambda: ["again"]) for key in keys], processes=2)
    assert {again.of(key, lambda: ["here"])[0] for key in keys} == makers


def test_what_a_fork_does_not_make_is_made_when_it_is_asked_for(tmp_path):
    """A fault ends the fork's work, and is raised where somebody waits for it."""
    alone(_make_many_with_a_fault, tmp_path / "record.facts")


def _make_many_with_a_fault(file):
    def fault():
        raise LookupError

    one = facts(file)
    makes = [(number.to_bytes(4), (lambda: ["made"]) if number else fault) for number in range(500)]
    one.find(makes, processes=2)
    assert one.of(*makes[1]) == ["made"]
    assert one.of(*makes[2]) == ["made"]
    with pytest.raises(LookupError):
        one.of(*makes[0])


def test_facts_of_another_kind_are_none(file):
    """What is whole and not of this kind is made anew."""
    assert Facts(file, STAMP, int).of(KEY, lambda: 7) == 7


def test_a_file_that_cannot_be_written_costs_time_alone(tmp_path):
    """Where the store cannot be written to, nothing is kept, and nothing said."""
    (tmp_path / "store").write_text("a file where the folder would be")
    one = facts(tmp_path / "store" / "record.facts")
    assert one.of(KEY, lambda: ["kept"]) == ["kept"]
    one.keep()
    assert known(tmp_path / "store" / "record.facts") == ["made"]
