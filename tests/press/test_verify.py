"""``partwork build --verify``: the site beside one that was built without the press."""

import os
import re
import shutil

import pytest

from tests.press.command import SETTINGS, build
from tests.site.folder import ROOT, contents


@pytest.fixture
def folder(tmp_path):
    """A site of three posts, built once."""
    (tmp_path / "content").mkdir()
    for number in range(3):
        text = f"Title: Day {number}\nDate: 2026-01-0{number + 1}\n\nIt *was*.\n"
        (tmp_path / f"content/day-{number}.md").write_text(text, encoding="utf-8")
    (tmp_path / "pelicanconf.py").write_text(SETTINGS + 'OUTPUT_RETENTION = ["files"]\n', encoding="utf-8")
    assert build(tmp_path)[1] == 0
    return tmp_path


def left(folder):
    """Return the names of what is in a folder, but for what Python keeps of the settings."""
    return {path.name for path in folder.iterdir()} - {"__pycache__"}


def test_a_true_site_is_verified(folder):
    """What an incremental build wrote is what Pelican writes, and nothing is left beside it."""
    (folder / "content/day-1.md").write_text("Title: Night\nDate: 2026-01-02\n\nOver.\n", encoding="utf-8")
    (folder / "output/files").mkdir()
    (folder / "output/files/own.txt").write_text("mine", encoding="utf-8")
    said, status = build(folder, "--verify")
    assert status == 0, said
    assert "kept" in said
    assert left(folder) == {"content", "output", "pelicanconf.py", ".press"}


def test_a_site_that_moves_what_it_has_written_is_verified(folder):
    """With partwork, whose builds write beside the output and keep others out, both builds come to an end."""
    settings = SETTINGS.replace('"partwork.press"', '"partwork"')
    (folder / "pelicanconf.py").write_text(settings, encoding="utf-8")
    said, status = build(folder, "--verify")
    assert status == 0, said
    assert (folder / "output/day-1.html").is_file()
    assert left(folder) == {"content", "output", "pelicanconf.py", ".press"}


def test_a_site_of_pages_alone_is_verified(folder):
    """Its feeds have no posts, and tell the time at which they were written."""
    (folder / "content/pages").mkdir()
    for file in (folder / "content").glob("*.md"):
        file.rename(folder / "content/pages" / file.name)
    said, status = build(folder, "--verify")
    assert status == 0, said
    assert (folder / "output/feeds/all.atom.xml").is_file()


def test_an_output_folder_set_in_any_way_is_left_alone(folder):
    """A clean build never writes over the site, even where ``-e`` says where that lies."""
    elsewhere = ["-e", 'OUTPUT_PATH="elsewhere"']
    assert build(folder, *elsewhere)[1] == 0
    (folder / "elsewhere/index.html").unlink()
    before = contents(folder / "output")
    said, status = build(folder, "--verify", *elsewhere)
    assert status == 0, said
    assert contents(folder / "output") == before
    assert contents(folder / "elsewhere") == before


def test_a_stale_page_is_found_and_named(folder):
    """A page that the press keeps and should not have kept is an error, with its line and the reason."""
    page = folder / "output/day-1.html"
    state, text = page.stat(), page.read_text(encoding="utf-8")
    line = 1 + text[: text.index("<em>was</em>")].count("\n")
    page.write_text(text.replace("<em>was</em>", "<em>saw</em>"), encoding="utf-8")
    os.utime(page, ns=(state.st_atime_ns, state.st_mtime_ns))
    said, status = build(folder, "--verify")
    assert status == 1
    assert f"day-1.html:{line}: " in said
    assert "saw" in said
    assert "the press has kept it." in said


def test_a_profile_names_the_slowest_pages_and_the_steps(folder):
    """Where a build was over at once there is nothing to name."""
    (folder / "content/day-1.md").write_text("Title: Night\nDate: 2026-01-02\n\nOver.\n", encoding="utf-8")
    said, _ = build(folder, "--profile")
    assert re.search(r"ms index\.html \(index\.html\)", said)
    steps = ("reading posts", "reading and linking all else", "judging and making pages")
    assert all(re.search(rf"\d ms {step}", said) for step in steps)
    assert "reading posts" not in build(folder, "--profile")[0]


def test_the_sample_site_is_the_same_with_the_press_and_without(tmp_path):
    """This repository's own content, theme and settings, byte for byte."""
    for name in ("content", "theme"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "pelicanconf.py", tmp_path)
    said, status = build(tmp_path, "--verify")
    assert status == 0, said
    assert "kept 0" in said
