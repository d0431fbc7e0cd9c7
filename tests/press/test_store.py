"""What the store gives is what was put there, whatever became of its files."""

import os
import subprocess
import sys
import threading
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partwork.press.store import Store
from tests.builders import PROPERTY
from tests.site.folder import contents

KEY, OTHER = bytes(range(16)), bytes(16)
VALUE = b"<p>It was day.</p>" * 20
DAY = 86_400
NOW = 1_800_000_000.0


@pytest.fixture
def folder(tmp_path):
    """Where the store lies."""
    return tmp_path / "store"


@pytest.fixture
def entry(folder):
    """The one file of a store that has one entry."""
    Store(folder, NOW).put(KEY, VALUE)
    (found,) = (path for path in folder.rglob("*") if path.is_file())
    os.utime(found, (NOW, NOW))
    return found


def test_what_is_put_is_found(folder):
    """A value is found under its key, by another process as well, and under no other."""
    store = Store(folder, NOW)
    assert store.get(KEY) is None
    assert not store.has(KEY)
    store.put(KEY, VALUE)
    for one in (store, Store(folder, NOW)):
        assert one.get(KEY) == VALUE
        assert one.has(KEY)
        assert one.get(OTHER) is None


@given(st.binary(max_size=200), st.data())
@PROPERTY
def test_damage_is_noticed(tmp_path_factory, value, data):
    """Of an entry with any byte changed or any end cut off nothing is given; a new one takes its place."""
    folder = tmp_path_factory.mktemp("store")
    store = Store(folder, NOW)
    store.put(KEY, value)
    (file,) = (path for path in folder.rglob("*") if path.is_file())
    whole = file.read_bytes()
    at = data.draw(st.integers(0, len(whole) - 1))
    changed = bytes([whole[at] ^ data.draw(st.integers(1, 255))])
    for damaged in (whole[:at], whole[:at] + changed + whole[at + 1 :], whole + b"\0"):
        file.write_bytes(damaged)
        assert store.get(KEY) is None
    store.put(KEY, value)
    assert store.get(KEY) == value


@pytest.mark.parametrize("foreign", [b"", b"press1\n", b"\x80\x04K\x01.", b"x" * 10_000])
def test_a_foreign_file_is_nothing(folder, entry, foreign):
    """A file that the store did not write holds no value, and is never executed, as a pickle would be."""
    entry.write_bytes(foreign)
    assert Store(folder, NOW).get(KEY) is None


def test_an_entry_under_another_name_is_nothing(folder, entry):
    """A whole entry that was renamed to another key is not what that key stands for."""
    place = folder / "00" / ("00" * 15)
    place.parent.mkdir(exist_ok=True)
    entry.rename(place)
    assert Store(folder, NOW).has(OTHER)
    assert Store(folder, NOW).get(OTHER) is None


@pytest.mark.parametrize("what", ["entry", "parent", "store"])
def test_what_stands_in_the_way_costs_time_alone(folder, entry, what):
    """A folder where an entry belongs, or a file where a folder does, is gone around."""
    if what == "entry":
        entry.unlink()
        entry.mkdir()
    elif what == "parent":
        entry.unlink()
        entry.parent.rmdir()
        entry.parent.write_bytes(b"")
    else:
        entry.unlink()
        entry.parent.rmdir()
        folder.rmdir()
        folder.write_bytes(b"")
    store = Store(folder, NOW)
    store.put(KEY, VALUE)
    assert store.get(KEY) is None
    store.prune()
    left = [path for path in folder.rglob("*") if path.is_file() and path.name.startswith(".")]
    assert left == []


_READER = """
import os, pathlib, sys
from partwork.press.store import Store
if os.getuid() == 0:  # who may write everywhere
    os.setgid(65534)
    os.setuid(65534)
store = Store(pathlib.Path(sys.argv[1]), 1.9e9)
store.put(bytes(16), b"new")
store.prune()
assert store.get(bytes(16)) is None
sys.stdout.buffer.write(store.get(bytes(range(16))))
"""


def test_a_folder_that_may_only_be_read_is_read():
    """A store that others write is of use to who may not."""
    with TemporaryDirectory() as parent:  # pytest's own are closed to others
        folder = Path(parent)
        Store(folder, NOW).put(KEY, VALUE)
        before = contents(folder)
        for path in (*folder.iterdir(), folder):
            path.chmod(0o555)
        done = subprocess.run([sys.executable, "-c", _READER, parent], capture_output=True, check=False)
        for path in (folder, *folder.iterdir()):
            path.chmod(0o755)
        assert done.stdout == VALUE, done.stderr
        assert contents(folder) == before


def test_a_full_disk_costs_time_alone(folder, entry):
    """A value that finds no room is not stored, and leaves nothing half written."""
    code = (
        "import pathlib, resource, signal, sys\n"
        "from partwork.press.store import Store\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "store = Store(pathlib.Path(sys.argv[1]), 1.8e9)\n"
        "store.put(bytes(16), b'x' * 5000)\n"
        "assert store.get(bytes(16)) is None\n"
    )
    subprocess.run([sys.executable, "-c", code, str(folder)], check=True)
    assert [*contents(folder)] == [entry.relative_to(folder).as_posix()]


def test_many_write_and_read_at_once(folder):
    """Of those who write the same at the same time, none reads anything but the whole of it."""
    seen = set()

    def work():
        store = Store(folder, NOW)
        for _ in range(100):
            store.put(KEY, VALUE)
            seen.add(store.get(KEY))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == {VALUE}
    assert len(contents(folder)) == 1


def test_nothing_is_unpickled():
    """No module of the press can read a pickle."""
    code = (
        "import sys, pkgutil, importlib, partwork.press as press\n"
        "names = [one.name for one in pkgutil.iter_modules(press.__path__)]\n"
        "sources = [importlib.util.find_spec(f'partwork.press.{name}').origin for name in names]\n"
        "for source in sources:\n"
        "    text = open(source).read()\n"
        "    assert 'pickle' not in text and 'marshal' not in text, source\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize(("days", "stays"), [(0, True), (29, True), (31, False)])
def test_what_nobody_uses_for_a_month_is_removed(folder, entry, days, stays):
    """An entry stays for thirty days after it was written."""
    Store(folder, NOW + days * DAY).prune()
    assert entry.exists() is stays


@pytest.mark.parametrize("use", ["get", "has"])
def test_what_is_used_stays(folder, entry, use):
    """Each use counts, and writes the day of it once a day at most."""
    getattr(Store(folder, NOW + DAY / 2), use)(KEY)
    assert entry.stat().st_mtime == NOW
    getattr(Store(folder, NOW + 20 * DAY), use)(KEY)
    assert entry.stat().st_mtime == NOW + 20 * DAY
    Store(folder, NOW + 40 * DAY).prune()
    assert entry.exists()
    Store(folder, NOW + 51 * DAY).prune()
    assert not entry.exists()


def test_a_store_is_pruned_once_a_day(folder, entry):
    """The second build of a day looks at no entry."""
    Store(folder, NOW + 31 * DAY - 100).prune()
    entry.parent.mkdir(exist_ok=True)
    entry.write_bytes(b"")
    os.utime(entry, (NOW, NOW))
    Store(folder, NOW + 31 * DAY).prune()
    assert entry.exists()
    Store(folder, NOW + 32 * DAY).prune()
    assert not entry.exists()


def test_what_killed_writers_left_goes_as_well(folder, entry):
    """A file that was never moved to its place is removed when it is old."""
    left = entry.with_name(f".{entry.name}.0123abcd")
    left.write_bytes(b"half")
    os.utime(left, (NOW, NOW))
    Store(folder, NOW + 31 * DAY).prune()
    assert not left.exists()


def test_pruning_makes_no_store(folder):
    """A site that stores nothing is given no folder."""
    Store(folder, NOW).prune()
    assert not folder.exists()
