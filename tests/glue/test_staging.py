"""A build beside others, after a killed one, and where the output will not be written."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from partwork.errors import PartworkError
from partwork.glue import output
from partwork.glue.staging import Staging
from partwork.theme import THEME
from tests.conftest import cannot_run
from tests.site.folder import NOW, at, contents

CONF = f"""\
SITENAME = "Patience"
SITEURL = "https://patience.example"
PATH = "content"
THEME = {THEME!r}
PLUGINS = ["partwork"]
"""


def leftovers(site):
    """Return the folders that a build makes beside its output."""
    return [path.name for path in site.root.iterdir() if path.name.startswith(".output-")]


def start(site):
    """Begin to build the site in a process of its own."""
    (site.root / "pelicanconf.py").write_text(CONF, encoding="utf-8")
    with at(NOW):
        return subprocess.Popen(
            [sys.executable, "-m", "partwork", "build"],
            cwd=site.root,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )


def many_posts(site, count):
    """Write posts enough to be in the middle of."""
    for number in range(count):
        site.post(f"p{number}", "Words. " * 50, Series="w", Part=str(number))
    return site


def test_what_a_killed_build_leaves_the_next_one_removes(site):
    """The output stays as it was, and the next build is as any other."""
    many_posts(site, 30).build()
    before = site.files()
    site.post("p0", "Changed.", Series="w", Part="0")
    process = start(site)
    while not leftovers(site):
        assert process.poll() is None
        time.sleep(0.002)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert leftovers(site)
    assert site.files() == before
    site.build()
    assert leftovers(site) == []
    assert "Changed." in site.text("p0.html")


def test_two_builds_at_once_do_not_harm_each_other(site):
    """Both succeed, and the output is what one of them would have made."""
    many_posts(site, 20)
    builds = [start(site) for _ in range(2)]
    said = [process.communicate()[0] for process in builds]
    assert [process.returncode for process in builds] == [0, 0], said
    assert leftovers(site) == []
    together = site.files()
    shutil.rmtree(site.output)
    alone = start(site)
    alone.communicate()
    assert together == site.files()


def test_a_folder_that_is_in_use_or_not_ours_stays(tmp_path):
    """Only what a dead build has left is removed."""
    alive = Staging(tmp_path / "out[1]")
    foreign = tmp_path / ".out[1]-backup"
    dead = tmp_path / ".out[1]-abc.partwork"
    for folder in (foreign, dead):
        folder.mkdir()
    Staging(tmp_path / "out[1]").close()
    assert alive.path.is_dir()
    assert foreign.is_dir()
    assert not dead.exists()
    alive.close()
    assert not alive.path.exists()


def test_a_link_to_an_output_elsewhere_is_written_through(site, tmp_path):
    """The link stays, and what is written is moved within one file system."""
    elsewhere = tmp_path / "srv"
    elsewhere.mkdir()
    site.output.symlink_to(elsewhere)
    site.post("one").build()
    assert site.output.is_symlink()
    assert (elsewhere / "one.html").is_file()


def test_an_output_on_another_file_system_is_written(site):
    """A container mounts its output: files cannot be renamed into it."""
    other = Path("/dev/shm")
    if not other.is_dir() or other.stat().st_dev == site.root.stat().st_dev:
        cannot_run("there is no second file system to write to")
    target = other / f"partwork-{os.getpid()}"
    (site.root / "a").write_text("new", encoding="utf-8")
    try:
        target.mkdir()
        (target / "a").write_text("old", encoding="utf-8")
        source = site.root / "from"
        source.mkdir()
        (site.root / "a").rename(source / "a")
        (source / "b").write_text("b", encoding="utf-8")
        (source / "c").mkdir()
        (source / "c/d").write_text("d", encoding="utf-8")
        output.move(source, target)
        assert contents(target) == {"a": b"new", "b": b"b", "c/d": b"d"}
    finally:
        shutil.rmtree(target)


@pytest.mark.parametrize("inside", ["", "x", "x/y"])
def test_a_file_in_the_place_of_the_output_is_not_touched(site, inside):
    """The author is told; the file may be anything."""
    (site.root / "mine").write_text("mine", encoding="utf-8")
    site.post("one")
    with pytest.raises(PartworkError, match="The output cannot be written to"):
        site.build(OUTPUT_PATH=str(site.root / "mine" / inside))
    assert (site.root / "mine").read_text(encoding="utf-8") == "mine"


def test_a_link_in_a_circle_is_told(site):
    """An output that leads to itself is nowhere."""
    site.output.symlink_to(site.output)
    site.post("one")
    with pytest.raises(PartworkError, match="The output cannot be written to"):
        site.build()


def test_an_output_that_refuses_is_left_as_it_was(site, monkeypatch):
    """Every folder is asked before anything moves."""
    site.post("one").post("two", Series="w").build()
    before = site.files()
    site.post("one", "Changed.").post("two", "Changed.", Series="w")
    # Root, as whom tests may run, is refused nothing.
    monkeypatch.setattr("os.access", lambda path, _: path != site.output / "series")
    with pytest.raises(
        PartworkError, match=r"The output cannot be written to .*\n.*Permission denied: .*series"
    ):
        site.build()
    assert site.files() == before


def test_a_file_of_the_output_that_may_not_be_read_is_replaced(site, monkeypatch):
    """It is nobody's to compare with, and the folder takes another."""
    site.post("one").build()
    monkeypatch.setattr("os.access", lambda path, _: path != site.output / "one.html")
    stamp = (site.output / "one.html").stat().st_ino
    site.build()
    assert (site.output / "one.html").stat().st_ino != stamp


def test_no_list_of_what_to_retain_retains_nothing(site):
    """``OUTPUT_RETENTION = None`` is as good as an empty list."""
    site.post("one").build(OUTPUT_RETENTION=None)
