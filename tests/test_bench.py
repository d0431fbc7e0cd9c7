"""The made-up site that builds are measured with."""

import importlib
import subprocess
import sys
from pathlib import Path

import pytest

_BENCH = Path(__file__).parent.parent / "bench"


def content(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


@pytest.fixture
def site(tmp_path):
    """Writes a site of so many posts and returns its folder."""

    def write(name: str, program: str = "pelican_site", *more: str) -> Path:
        command = [sys.executable, str(_BENCH / f"{program}.py"), str(tmp_path / name), "--posts", "30"]
        subprocess.run([*command, *more], check=True)
        return tmp_path / name

    return write


def test_the_same_seed_gives_the_same_site_byte_for_byte(site):
    """Two machines that measure the same seed build the same site."""
    first, again, other = site("first"), site("again"), site("other", "pelican_site", "--seed", "2")
    assert content(first) == content(again)
    assert content(first) != content(other)


def test_pelican_and_hugo_read_the_same_markdown(site):
    """The two programs are given the same posts, and differ in how facts stand above them only."""
    pelican, hugo = (
        {
            path.name: path.read_text(encoding="utf-8").split("\n\n", 1)[1]
            for path in site(program, program).glob("content/posts/*/*.md")
        }
        for program in ("pelican_site", "hugo_site")
    )
    assert len(pelican) == 30
    assert pelican == hugo


def test_edits_change_the_content_and_are_undone(site, monkeypatch):
    """Each round of a measurement begins with the same content."""
    monkeypatch.syspath_prepend(_BENCH)
    edits = importlib.import_module("edits")
    folder = site("edited") / "content"
    before = content(folder)
    ours = edits.Edits(folder, seed=1)
    for edit in (ours.body, ours.title, ours.new_part):
        last = content(folder)
        edit()
        assert content(folder) != last
    ours.undo()
    assert content(folder) == before
