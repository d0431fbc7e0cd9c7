"""Whether anything was touched, found without reading: everything that counts is noticed."""

import os
import time
from pathlib import Path

import pytest

from partwork.press.untouched import Look, is_plain, stamp

LATER = 4_000_000_000.0
"""Since then, nothing was changed."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of two files that were written a while ago."""
    (tmp_path / "deep").mkdir()
    for name in ("a.md", "deep/b.md"):
        (tmp_path / name).write_text(name)
        os.utime(tmp_path / name, (1, 1))
    return tmp_path


def test_nothing_touched_is_the_same(folder):
    """Asked twice, the answer is one."""
    assert stamp([str(folder)], LATER) == stamp([str(folder)], LATER) is not None


@pytest.mark.parametrize(
    "what", ["edit", "same size", "time put back", "add", "remove", "rename", "link", "replace"]
)
def test_every_touch_is_noticed(folder, what):
    """However a file changes, and even if its time is put back."""
    before = stamp([str(folder)], LATER)
    file = folder / "deep/b.md"
    match what:
        case "edit":
            file.write_text("other words")
        case "same size" | "time put back":
            file.write_text("deep/c.md")
        case "add":
            (folder / "deep/c.md").write_text("")
        case "remove":
            file.unlink()
        case "rename":
            file.rename(folder / "deep/z.md")
        case "link":
            file.unlink()
            file.symlink_to(folder / "a.md")
        case "replace":
            other = folder / "other"
            other.write_text("deep/b.md")
            os.utime(other, (1, 1))
            other.replace(file)
    if what != "same size" and file.exists():
        os.utime(file, (1, 1))
    assert stamp([str(folder)], LATER) != before


def test_what_was_written_a_moment_ago_may_be_written_again(folder):
    """A file that may change within the tick of its clock is never called untouched."""
    now = time.time()
    os.utime(folder / "a.md", (now, now))
    assert stamp([str(folder)], LATER) is None


def test_what_was_changed_since_a_look_began_may_have_been_read_before(folder):
    """The settings are read before they say which files count."""
    roots = (str(folder),)
    changed = (folder / "a.md").stat().st_ctime
    assert Look(folder, [], changed - 0.5).stamp(roots) is None
    assert Look(folder, [], changed + 0.5).stamp(roots) is not None


def test_a_look_asks_for_the_files_once(folder):
    """What changes after it was asked about is for the next look to find."""
    roots = (str(folder),)
    look = Look(folder, [], LATER)
    before = look.stamp(roots)
    (folder / "a.md").write_text("other words")
    os.utime(folder / "a.md", (1, 1))
    assert look.stamp(roots) == before
    assert Look(folder, [], LATER).stamp(roots) not in {before, None}


@pytest.mark.parametrize(
    ("settings", "plain"),
    [
        (
            'SITENAME = "x"\nLINKS = (("a", "b"),)\nfrom pathlib import Path\nPATH = str(Path("a") / "b")',
            True,
        ),
        ("import beside\nSITENAME = beside.NAME", True),
        ("from beside import *", True),
        ("import os\nSITENAME = os.environ['X']", False),
        ("import os\nSITENAME = os.getenv('X')", False),
        ("from os import environ\nSITENAME = environ['X']", False),
        ("import datetime\nNOW = datetime.datetime.now()", False),
        ("from datetime import date\nNOW = date.today()", False),
        ("SITENAME = open('x').read()", False),
        ("from pathlib import Path\nSITENAME = Path('x').read_text()", False),
        ("from pathlib import Path\nNAMES = [*Path('x').iterdir()]", False),
        ("import random\nX = random.random()", False),
        ("import socket", False),
        ("X = lambda: 1", False),
        ("def f(): pass", False),
        ("X = __import__('time').time()", False),
        ("X = eval('1')", False),
        ("import computes", False),
        ("from . import beside", False),
        ("from os import path as p, environ as e\nX = [*e]", False),
        ("import os as o\nX = o.environ['X']", False),
    ],
)
def test_a_settings_file_that_computes_is_never_called_plain(tmp_path, settings, plain):
    """What is asked of the clock, the environment, a file or the network may be another answer tomorrow."""
    (tmp_path / "beside.py").write_text("NAME = 'x'")
    (tmp_path / "computes.py").write_text("import time\nNAME = time.time()")
    (tmp_path / "pelicanconf.py").write_text(settings)
    assert is_plain(tmp_path / "pelicanconf.py") == plain
