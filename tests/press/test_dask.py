"""A cluster of dask.distributed renders what this machine would, and nothing else."""

import shutil
import socket
from functools import partial

import pytest

from partwork.errors import PartworkError
from partwork.press.executors import workers
from partwork.press.fragments import Fragments
from partwork.press.store import Store
from tests.press.cluster import cluster
from tests.press.command import SETTINGS, build
from tests.press.sources import dialect, encoded, rendered, write_sources
from tests.site.folder import contents

POSTS = 40


@pytest.fixture
def two(tmp_path):
    """A cluster of two workers."""
    (tmp_path / "cluster").mkdir()
    with cluster(tmp_path / "cluster") as found:
        yield found


@pytest.fixture
def checkout(tmp_path):
    """The folder of a site with some posts."""
    content = tmp_path / "one" / "content"
    content.mkdir(parents=True)
    for number in range(POSTS):
        header = f"Title: Day {number}\nDate: 2026-01-01 10:{number:02}\nTags: days\n"
        (content / f"day-{number}.md").write_text(f"{header}\nIt *was*.\n", encoding="utf-8")
    (tmp_path / "one" / "pelicanconf.py").write_text(SETTINGS, encoding="utf-8")
    return tmp_path / "one"


def fragments_of(address, store=None):
    """Return fragments that a cluster renders."""
    return Fragments(store, dialect(), partial(workers, f"dask:{address}"))


def test_a_cluster_builds_the_same_site(two, checkout):
    """Every file is what Pelican writes without the press, and nothing had to be rendered here."""
    said, status = build(checkout, "--executor", f"dask:{two.address}")
    assert (status, "workers did not render" in said) == (0, False), said
    found = contents(checkout / "output")
    assert len(found) > POSTS
    assert build(checkout, "--plain", "--output", "plain")[1] == 0
    assert contents(checkout / "plain") == found


def test_machines_that_share_a_store_find_everything_rendered(checkout, tmp_path):
    """Another checkout of the same content, elsewhere, renders no source again: it starts no worker."""
    shared = f'\nPRESS = {{"store": {str(tmp_path / "shared")!r}, "executor": "serial"}}\n'
    (checkout / "pelicanconf.py").write_text(SETTINGS + shared, encoding="utf-8")
    shutil.copytree(checkout, tmp_path / "two")
    assert build(checkout)[1] == 0
    entries = contents(tmp_path / "shared/fragments")
    assert len(entries) == POSTS + 1  # and the day of the last pruning
    said, status = build(tmp_path / "two", "--executor", f"dask:tcp://127.0.0.1:{_nobodys_port()}")
    assert status == 0, said
    assert contents(tmp_path / "two/output") == contents(checkout / "output")
    assert contents(tmp_path / "shared/fragments") == entries


def test_killed_workers_cost_time_alone(two, tmp_path):
    """With one worker killed the other renders on; with both, this process does."""
    paths = write_sources(tmp_path / "content", 600)
    found = fragments_of(two.address)
    found.prefetch(paths)
    fragments = [found.get(path).fragment for path in paths[:2]]
    two.workers[0].kill()
    fragments += [found.get(path).fragment for path in paths[2:300]]
    two.workers[1].kill()
    fragments += [found.get(path).fragment for path in paths[300:]]
    found.close()
    assert [encoded(one) for one in fragments] == rendered(paths)


def test_a_scheduler_that_goes_away_costs_time_alone(two, tmp_path):
    """What a cluster that is gone has not rendered is rendered here."""
    paths = write_sources(tmp_path / "content", 300)
    found = fragments_of(two.address)
    found.prefetch(paths)
    first = found.get(paths[0]).fragment
    two.stop()
    assert [encoded(one) for one in (first, *(found.get(path).fragment for path in paths[1:]))] == rendered(
        paths
    )
    found.close()


@pytest.mark.parametrize(
    ("file", "text", "why"),
    [
        ("Markdown-2.0.dist-info/METADATA", "Name: Markdown\nVersion: 2.0\n", "Markdown 2.0 instead of"),
        ("partwork/__init__.py", 'raise ImportError("there is no partwork")', "no worker is left"),
    ],
)
def test_a_worker_that_would_render_otherwise_poisons_nothing(tmp_path, file, text, why):
    """A worker with another Markdown, or without partwork, renders nothing; the author is told why."""
    (tmp_path / "cluster").mkdir()
    other = tmp_path / "packages" / file
    other.parent.mkdir(parents=True)
    other.write_text(text, encoding="utf-8")
    paths = write_sources(tmp_path / "content", 60)
    store = Store(tmp_path / "store", 0.0)
    with cluster(tmp_path / "cluster", workers=0) as found:
        found.add_worker(PYTHONPATH=str(tmp_path / "packages"))
        theirs = fragments_of(found.address, store)
        theirs.prefetch(paths)
        assert [encoded(theirs.get(path).fragment) for path in paths] == rendered(paths)
        theirs.close()
    assert why in "".join(theirs.losses)
    assert sum(theirs.losses.values()) == len(paths)
    again = Fragments(store, dialect(), partial(workers, "serial"))
    assert [encoded(again.get(path).fragment) for path in paths] == rendered(paths)


def test_an_address_where_nobody_answers_is_told(checkout):
    """The error names the address and what to do, and nothing was written."""
    address = f"dask:tcp://127.0.0.1:{_nobodys_port()}"
    said, status = build(checkout, "--executor", address)
    assert status == 1
    assert "No scheduler answers there." in said
    assert f"value: {address} mend: Start it" in said
    assert "Traceback" not in said
    assert not (checkout / "output").exists()


def test_a_scheduler_without_workers_is_told(tmp_path):
    """Nobody waits for ever for machines that nobody has started."""
    (tmp_path / "cluster").mkdir()
    with (
        cluster(tmp_path / "cluster", workers=0) as found,
        pytest.raises(PartworkError, match="has no workers"),
        workers(f"dask:{found.address}"),
    ):
        pass


def _nobodys_port() -> int:
    """Return a port where nobody listens."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
    return port
