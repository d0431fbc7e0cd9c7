"""A build that is killed at any moment, or meets another: the next one completes, and equals a clean one."""

# ruff: noqa: E501 - a case stands in one line

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from random import Random

import pytest

from tests.press.site import PressSite, differences

_SETTINGS = """
SITENAME = "A Test"
SITEURL = "https://patience.example"
AUTHOR = "Wren Tolliver"
TIMEZONE = "UTC"
LOCALE = ["C.UTF-8", "C"]
PATH = "content"
OUTPUT_PATH = "output"
THEME = "simple"
DELETE_OUTPUT_DIRECTORY = {removes}
PLUGINS = ["partwork.press"]
PRESS = {{"store": "store", "workers": 2}}
"""


def begin(site: PressSite, *options: str) -> subprocess.Popen[bytes]:
    """Begin to build a site as its author does."""
    return subprocess.Popen(
        [Path(sys.executable).parent / "partwork", "build", *options], cwd=site.root, stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE, start_new_session=True, env={**os.environ, "SOURCE_DATE_EPOCH": "1767225600"},
    )  # fmt: skip


def build(site: PressSite, *options: str) -> None:
    """Build a site, and wait for it."""
    process = begin(site, *options)
    _, errors = process.communicate(timeout=120)
    assert process.returncode == 0, errors.decode()


def clean(site: PressSite) -> dict[str, bytes]:
    """Return what a build without the press makes of it."""
    build(site, "--plain", "--output", "clean", "--delete-output-directory")
    return {
        path.relative_to(site.root / "clean").as_posix(): path.read_bytes()
        for path in (site.root / "clean").rglob("*")
        if path.is_file()
    }


@pytest.fixture(params=[True, False])
def site(tmp_path: Path, request: pytest.FixtureRequest) -> PressSite:
    """A site of thirty posts, whose output others' files are, or are not, removed from."""
    site = PressSite(tmp_path / "site")
    (site.root / "pelicanconf.py").write_text(_SETTINGS.format(removes=request.param))
    for number in range(30):
        site.post(f"p{number}", Tags=f"t{number % 5}", Date=f"2026-01-{number % 28 + 1:02}")
    return site


def test_killed_at_random(site):
    """Each time something else is written, and the build killed somewhere; the last one is let through."""
    random = Random(7)
    for attempt in range(4):
        for number in random.sample(range(30), 8):
            site.post(f"p{number}", f"Words of {attempt}.", Tags=f"u{attempt}", Slug=f"p{number}-{attempt}")
        process = begin(site)
        time.sleep(random.uniform(0.3, 1.3))
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
    build(site)
    assert differences(site.files(), clean(site)) == {}


def test_two_at_once(site):
    """Two builds of one site at one time leave a whole one."""
    build(site)
    for number in range(30):
        site.post(f"p{number}", "Other words.", Tags="u", Slug=f"q{number}")
    both = [begin(site), begin(site)]
    for process in both:
        _, errors = process.communicate(timeout=120)
        assert process.returncode == 0, errors.decode()
    assert differences(site.files(), clean(site)) == {}


def test_workers_end_with_the_build(site):
    """A build that is killed leaves no process behind that renders for it."""
    process = begin(site)
    while not (site.root / "store/fragments").exists() and process.poll() is None:
        time.sleep(0.01)
    process.kill()
    process.communicate(timeout=60)  # returns when nobody holds the other end of its output any more
    build(site)
    assert differences(site.files(), clean(site)) == {}
