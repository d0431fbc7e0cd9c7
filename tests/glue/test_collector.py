"""What the garbage collector is kept from, and for how long."""

import gc

import pytest

from partwork.glue.collector import release, spared


@pytest.fixture(autouse=True)
def _released():
    yield
    release()


def test_a_site_is_kept_from_the_collector_until_the_next_build():
    """The collector rests while a site is made, then works again and does not look at it."""
    release()
    with spared():
        assert not gc.isenabled()
    assert gc.isenabled()
    assert gc.get_freeze_count() > 0
    release()
    assert gc.get_freeze_count() == 0


def test_the_collector_is_left_as_it_was_found():
    """A collector that was off stays off, and one that was on is on again after a failure."""
    gc.disable()
    try:
        with spared():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
    with pytest.raises(ValueError, match="wrong"), spared():
        raise ValueError("wrong")
    assert gc.isenabled()
