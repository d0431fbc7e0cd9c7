"""Jobs that are shared out among processes: each is done once, while the one that gives them goes on."""

import os
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from partwork.press.pages import Made, Pages
from partwork.press.record import Output
from tests.alone import alone

_MANY, _SOME = 3_000, 1_000


@dataclass(frozen=True)
class Job:
    """Says by its reason which process has done it; some wait for a file, leave one in a folder, or fail."""

    name: str
    awaits: Path | None = None
    leaves: Path | None = None
    fails: bool = False

    def prepare(self) -> None:
        """Do nothing."""

    def do(self) -> list[Made]:
        """Return what became of an output."""
        if self.fails:
            raise LookupError(self.name)
        if self.leaves:
            (self.leaves / self.name).touch()
        for _ in range(6_000):
            if self.awaits is None or self.awaits.exists():
                return [Made(self.name, Output(b"", "file", "", {}), str(os.getpid()))]
            time.sleep(0.01)
        raise TimeoutError


def begun() -> tuple[Pages, list[Made]]:
    """Return pages that are made by two processes, and what is taken down of them."""
    made: list[Made] = []
    pages = Pages()
    pages.begin(2, made.append)
    return pages, made


def test_every_job_is_done_once():
    """By forks, of which there are several."""
    alone(_do_many)


def _do_many():
    pages, made = begun()
    for number in range(_MANY):
        pages.take(Job(str(number)))
    pages.flush()
    assert sorted(one.path for one in made) == sorted(map(str, range(_MANY)))
    assert len({one.reason for one in made}) >= 3


def test_who_gives_jobs_goes_on_while_they_are_done(tmp_path):
    """Here jobs wait for what comes after them."""
    alone(_go_on, tmp_path / "later")


def _go_on(later):
    pages, made = begun()
    for number in range(_SOME):
        pages.take(Job(str(number), later))
    later.touch()
    pages.flush()
    assert len(made) == _SOME


def test_what_fails_in_a_fork_is_raised_here():
    """What was done before is taken down."""
    alone(_fail)


def _fail():
    pages, made = begun()
    for number in range(200):
        pages.take(Job(str(number)))
    pages.take(Job("wrong", fails=True))
    with pytest.raises(LookupError, match="wrong"):
        pages.flush()
    assert "0" in {one.path for one in made}


def test_what_is_abandoned_is_over(tmp_path):
    """Nothing is done any more by then."""
    alone(_abandon, tmp_path)


def _abandon(folder):
    pages, made = begun()
    for number in range(_SOME):
        pages.take(Job(str(number), leaves=folder))
    pages.abandon()
    before = [*made]
    left = len([*folder.iterdir()])
    time.sleep(0.2)
    assert len([*folder.iterdir()]) == left >= 1
    pages.flush()
    assert made == before


def test_few_jobs_are_done_here():
    """A fork takes longer to come than they do."""
    pages, made = begun()
    for number in range(3):
        pages.take(Job(str(number)))
    pages.flush()
    assert {one.reason for one in made} == {str(os.getpid())}
