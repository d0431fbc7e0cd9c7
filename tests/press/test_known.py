"""What is known of sources from the build before: as long as they are as they were."""

import os
import random
from pathlib import Path

import pytest

from partwork.press.known import Known, Sources
from partwork.press.store import Store

NOW = 1_900_000_000.0
DAY = 86_400.0
KNOWN = Known(b"k" * 16, {"title": "A"}, {}, empty_alt=True, links=(("static", "a.png"),))


class Site:
    """A source, a store, and a place for what is known."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "a.md"
        self.file.write_text("It was day.")
        os.utime(self.file, (1, 1))
        self.store = Store(folder / "store", NOW)
        self.store.put(KNOWN.key, b"a fragment")
        self.kept = folder / "kept.msgpack"

    def sources(self, now: float = NOW, follows: bytes = b"these versions") -> Sources:
        """Return what a build knows when it begins."""
        return Sources(self.kept, follows, self.store, now)

    def learn(self, now: float = NOW) -> None:
        """Have a build read the source, or know it."""
        sources = self.sources(now)
        if not sources.knows(str(self.file)):
            sources.put(str(self.file), KNOWN)
        sources.close()

    def knows(self, **how: object) -> bool:
        """Return whether the next build knows the source."""
        return self.sources(**how).knows(str(self.file))


@pytest.fixture
def site(tmp_path):
    """A site that was read once."""
    site = Site(tmp_path)
    site.learn()
    return site


def test_what_was_read_is_known(site):
    """The next build is told all of it, and the one after that."""
    for _ in range(3):
        sources = site.sources()
        assert sources.get(str(site.file)) == KNOWN
        sources.close()


@pytest.mark.parametrize("what", ["edit", "same size", "time put back", "replace", "link", "remove"])
def test_a_source_that_was_touched_is_not_known(site, what):
    """However it changes, and even if its time is put back."""
    file = site.file
    match what:
        case "edit":
            file.write_text("It was night.")
        case "same size" | "time put back":
            file.write_text("It was DAY.")
        case "replace" | "link":
            other = file.with_name("b.md")
            other.write_text("It was DAY.")
            os.utime(other, (1, 1))
            file.unlink()
            other.rename(file) if what == "replace" else file.symlink_to(other)
        case "remove":
            file.unlink()
    if what == "time put back":
        os.utime(file, (1, 1))
    assert not site.knows()
    assert site.sources().get(str(file)) is None


@pytest.mark.parametrize(("age", "known"), [(0.0, False), (0.05, False), (1.0, True)])
def test_a_source_that_was_changed_as_it_was_read_is_read_again(tmp_path, age, known):
    """Within the tick of the clock it may be changed again, and its time would not tell."""
    site = Site(tmp_path)
    changed = site.file.stat().st_ctime
    site.learn(changed + age)
    assert site.knows(now=changed + 5) == known


def test_what_is_put_is_of_the_state_before_it_was_read(tmp_path):
    """A source that changes while it is read is read again by the next build."""
    site = Site(tmp_path)
    sources = site.sources()
    assert not sources.knows(str(site.file))
    site.file.write_text("It was night.")
    sources.put(str(site.file), KNOWN)
    sources.close()
    assert not site.knows()


def test_other_versions_know_nothing(site):
    """What is known follows from more than the sources."""
    assert not site.knows(follows=b"other versions")


@pytest.mark.parametrize("harm", ["cut", "empty", "foreign", "a bit", "gone", "a folder"])
def test_a_damaged_file_costs_time(site, harm):
    """Whatever has become of it, it is not believed, and is made anew."""
    data = site.kept.read_bytes()
    match harm:
        case "cut":
            site.kept.write_bytes(data[:-3])
        case "empty":
            site.kept.write_bytes(b"")
        case "foreign":
            site.kept.write_bytes(b"\x93nonsense")
        case "a bit":
            drawn = random.Random(1)
            for _ in range(40):
                harmed = bytearray(data)
                harmed[drawn.randrange(len(data))] ^= 1 << drawn.randrange(8)
                site.kept.write_bytes(harmed)
                assert not site.knows()
        case "gone":
            site.kept.unlink()
        case "a folder":
            site.kept.unlink()
            site.kept.mkdir()
    assert not site.knows()
    site.learn()
    assert site.knows() == (harm != "a folder")


def test_the_store_is_asked_once_a_day(site):
    """What is known stays in the store as long as it is in use, and what the store has lost is rendered."""
    (entry,) = (path for path in site.store._folder.rglob("*") if path.is_file())
    os.utime(entry, (NOW, NOW))
    site.store = Store(site.store._folder, NOW + 2 * DAY)
    site.learn(NOW + 2 * DAY)
    assert entry.stat().st_mtime == NOW + 2 * DAY
    entry.unlink()
    assert site.knows(now=NOW + 2 * DAY + 60)
    assert not site.knows(now=NOW + 4 * DAY)


def test_what_is_gone_is_forgotten(site):
    """A build that ends early forgets nothing, and no build holds what there is no more."""
    site.sources().close()
    assert site.knows()
    size = site.kept.stat().st_size
    site.file.unlink()
    site.sources().close()
    assert site.kept.stat().st_size < size


def test_nothing_is_written_where_nothing_was_learnt(site):
    """The file is that of the build before."""
    before = site.kept.stat().st_mtime_ns, site.kept.stat().st_ino
    site.learn()
    assert (site.kept.stat().st_mtime_ns, site.kept.stat().st_ino) == before
