"""Sources are rendered elsewhere, in any order, and whatever becomes of who renders them."""

import os
import random
import shutil
import signal
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

from partwork.press.executors import Workers, workers
from partwork.press.fragment import Fragment, OtherVersions
from partwork.press.fragments import Fragments
from partwork.press.store import Store
from tests.growth import LARGER, grows_linearly
from tests.press.sources import dialect, encoded, rendered, write_sources

MANY = 320


class Counting(Executor):
    """Does everything when it is asked for, and knows how much was asked for at most at one time."""

    def __init__(self):
        self.sources = 0

    def submit(self, function, /, *arguments, **more):
        """Do it."""
        self.sources += len(arguments[-1])
        future = Future()
        future.set_result(function(*arguments, **more))
        return future


class Instant(Executor):
    """Has one answer to everything."""

    def submit(self, _function, /, _dialect, sources):
        """Answer."""
        future = Future()
        future.set_result([encoded(Fragment("<p>It was day.</p>"))] * len(sources))
        return future


def fragments_of(executor, store=None, wanted=None):
    """Return fragments whose work an executor does."""

    @contextmanager
    def opened():
        yield executor and Workers(executor)

    return Fragments(store, wanted or dialect(), opened)


def here(store=None):
    """Return fragments that are rendered here."""
    return fragments_of(None, store)


@pytest.fixture
def store(tmp_path):
    """A store that is empty."""
    return Store(tmp_path / "store", 0.0)


@pytest.mark.parametrize("order", ["as announced", "backwards", "shuffled", "every second one twice"])
@pytest.mark.parametrize("kept", [True, False])
def test_any_order_gives_the_same(tmp_path, store, order, kept):
    """Who asks in another order than was announced is given the same, and every source is rendered once."""
    paths = write_sources(tmp_path / "content", MANY)
    asked = {
        "as announced": paths,
        "backwards": paths[::-1],
        "shuffled": random.Random(1).sample(paths, MANY),
        "every second one twice": [*paths, *paths[::2]],
    }[order]
    found = fragments_of(Counting(), store if kept else None)
    found.prefetch(paths)
    assert [encoded(found.get(path).fragment) for path in asked] == rendered(asked)
    assert found.rendered == (MANY if kept else len(asked))
    assert not found.losses


def test_what_was_not_announced_is_rendered_as_well(tmp_path):
    """A file that appears while the site is read is a source as any other."""
    paths = write_sources(tmp_path, MANY)
    found = fragments_of(Counting())
    found.prefetch(paths[: MANY // 2])
    assert [encoded(found.get(path).fragment) for path in paths] == rendered(paths)


def test_little_is_under_way_at_a_time(tmp_path):
    """A site of any size has a few hundred sources with the workers, and the next when some are taken."""
    paths = write_sources(tmp_path, 600)
    executor = Counting()
    found = fragments_of(executor)
    found.prefetch(paths)
    for taken, path in enumerate(paths):
        assert executor.sources - taken <= 300
        found.get(path)
    assert executor.sources == len(paths)


def test_a_source_that_nobody_asks_for_holds_up_nothing(tmp_path):
    """The sources before one that is asked for need not be asked for."""
    paths = write_sources(tmp_path, MANY)
    found = fragments_of(Counting())
    found.prefetch(paths)
    assert [encoded(found.get(path).fragment) for path in paths[-5:]] == rendered(paths[-5:])


def test_the_time_of_a_source_stays_what_it_is(tmp_path):
    """Eight times as many sources take about eight times as long, whatever rendering them costs."""
    few, many = write_sources(tmp_path / "few", 300), write_sources(tmp_path / "many", 300 * LARGER)

    def work(paths):
        found = fragments_of(Instant())
        found.prefetch(paths)
        for path in paths:
            found.get(path)

    assert grows_linearly(work, small=few, large=many)


def test_a_few_sources_start_no_process(tmp_path):
    """Rendering a handful takes less time than a process takes to begin."""
    paths = write_sources(tmp_path, 20)
    executor = Counting()
    found = fragments_of(executor)
    found.prefetch(paths)
    assert [encoded(found.get(path).fragment) for path in paths] == rendered(paths)
    assert executor.sources == 0


def test_what_is_stored_is_not_rendered(tmp_path, store):
    """A second build renders nothing, and one after an edit the one that was edited."""
    paths = write_sources(tmp_path / "content", 50)
    for rounds in (50, 0):
        found = here(store)
        found.prefetch(paths)
        assert [encoded(found.get(path).fragment) for path in paths] == rendered(paths)
        assert found.rendered == rounds
    Path(paths[7]).write_text("Title: New\n\nWords.\n", encoding="utf-8")
    found = fragments_of(Counting(), store)
    found.prefetch(paths)
    assert [encoded(found.get(path).fragment) for path in paths] == rendered(paths)
    assert found.rendered == 1


@pytest.mark.parametrize(("room", "held"), [(1_000, 9), (100, 3), (0, 0)])
def test_the_first_texts_that_were_rendered_are_held(tmp_path, store, monkeypatch, room, held):
    """They are there without the store and the source, as many as there is room for."""
    monkeypatch.setattr("partwork.press.fragments._HELD", room)
    paths = write_sources(tmp_path / "content", 9)
    found = here(store)
    given = {path: found.get(path) for path in paths}
    shutil.rmtree(tmp_path)
    for path in paths[:held]:
        assert found.text(given[path].key, path) == given[path].fragment.content
    for path in paths[held:]:
        with pytest.raises(FileNotFoundError):
            found.text(given[path].key, path)


def test_an_entry_that_is_whole_and_foreign_is_rendered_again(tmp_path):
    """What another program has put under the right name is not taken for a fragment."""

    class Foreign(Store):
        def get(self, _key):
            return b"\xc1"

    paths = write_sources(tmp_path / "content", 3)
    found = here(Foreign(tmp_path / "store", 0.0))
    assert [encoded(found.get(path).fragment) for path in paths] == rendered(paths)


def test_a_source_that_goes_away_is_told_of_to_who_asks_for_it(tmp_path):
    """A file deleted while the site is read costs nobody but itself."""
    paths = write_sources(tmp_path, MANY)
    found = fragments_of(Counting())
    found.prefetch([*paths, str(tmp_path / "nowhere.md")])
    Path(paths[-1]).unlink()
    assert [encoded(found.get(path).fragment) for path in paths[:-1]] == rendered(paths[:-1])
    for path in (paths[-1], str(tmp_path / "nowhere.md")):
        with pytest.raises(FileNotFoundError):
            found.get(path)


def test_a_source_that_is_changed_meanwhile_is_stored_for_what_it_is(tmp_path, store):
    """Nothing is ever found under the name of another source."""
    paths = write_sources(tmp_path / "content", MANY)
    before = rendered(paths)
    found = fragments_of(Counting(), store)
    found.prefetch(paths)
    for path in paths:
        Path(path).write_text("Title: Other\n\nOther words.\n", encoding="utf-8")
    for path, was in zip(paths, before, strict=True):
        assert encoded(found.get(path).fragment) in {was, *rendered([path])}
    again = here(store)
    assert [encoded(again.get(path).fragment) for path in paths] == rendered(paths)


@pytest.mark.parametrize("name", ["serial", "processes"])
def test_every_executor_gives_the_same(tmp_path, name):
    """Here or in two processes, a source is rendered to the same bytes."""
    paths = write_sources(tmp_path, 100)
    found = Fragments(None, dialect(), partial(workers, name, 2))
    found.prefetch(paths)
    assert [encoded(found.get(path).fragment) for path in paths] == rendered(paths)
    found.close()
    assert not found.losses


def test_a_killed_process_costs_time_alone(tmp_path):
    """What a process that was killed did not render is rendered here, and the build is told of it."""
    paths = write_sources(tmp_path, MANY)
    with workers("processes", 2) as pool:

        @contextmanager
        def opened():
            yield pool

        found = Fragments(None, dialect(), opened)
        found.prefetch(paths)
        first = found.get(paths[0])
        for process in [*pool.executor._processes.values()]:
            os.kill(process.pid, signal.SIGKILL)
        assert [
            encoded(first.fragment),
            *(encoded(found.get(path).fragment) for path in paths[1:]),
        ] == rendered(paths)
    assert found.rendered == MANY
    assert "terminated abruptly" in "".join(found.losses)


def test_workers_of_other_versions_are_of_no_use(tmp_path, store):
    """A worker whose Markdown is another one says so, and nothing that it would render is stored."""
    paths = write_sources(tmp_path / "content", 100)
    other = dialect(Markdown="2.0")

    class Elsewhere(Counting):
        def submit(self, function, /, _dialect, sources):
            future = Future()
            try:
                future.set_result(function(other, sources))
            except OtherVersions as error:
                future.set_exception(error)
            return future

    found = fragments_of(Elsewhere(), store)
    found.prefetch(paths)
    assert [encoded(found.get(path).fragment) for path in paths] == rendered(paths)
    assert found.rendered == 100
    assert "instead of 2.0" in "".join(found.losses)


def test_workers_begin_before_all_sources_were_looked_at(tmp_path):
    """Of a large site, a few hundred are read at first, each once."""
    paths = write_sources(tmp_path, 600)
    executor = Counting()
    found = fragments_of(executor)
    found.prefetch(paths)
    for path in paths[400:]:
        Path(path).write_text("Title: Other\n\nOther words.\n", encoding="utf-8")
    assert executor.sources > 0
    assert [encoded(found.get(path).fragment) for path in paths] == rendered(paths)
    assert executor.sources == len(paths)


def test_sources_asked_for_before_their_turn_keep_none_from_its_turn(tmp_path):
    """Those that come next were asked for already; those after them still go to workers."""
    paths = write_sources(tmp_path, 600)
    executor = Counting()
    found = fragments_of(executor)
    found.prefetch(paths)
    for path in [*paths[300:500], *paths[:300], *paths[500:]]:
        found.get(path)
    assert found.rendered == len(paths)
    assert executor.sources == len(paths) - 200
