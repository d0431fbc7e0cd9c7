"""``partwork new``: the files an author starts from."""

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from partwork.cli import main
from partwork.theme import THEME

CONF = f"""\
SITENAME = "Patience"
SITEURL = "https://patience.example"
PATH = "content"
TIMEZONE = "Europe/London"
LOCALE = ["C.UTF-8", "C"]
THEME = {THEME!r}
PLUGINS = ["partwork"]
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A site with settings and nothing else, as the current folder."""
    (tmp_path / "pelicanconf.py").write_text(CONF, encoding="utf-8")
    (tmp_path / "content").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> tuple[int, str]:
    """Run the command line in this process; return its status and all it says."""
    done = CliRunner().invoke(main, arguments)
    return done.exit_code, done.output


def test_a_series_is_begun_and_built(folder):
    """The commands of "five minutes" leave a site that builds, with its parts in order."""
    assert run("new", "series", "On Waiting")[0] == 0
    assert run("new", "part", "on-waiting", "The Queue")[0] == 0
    status, said = run("new", "part", "On Waiting", "The Ticket")
    assert (status, said) == (
        0,
        "Wrote content/on-waiting/the-ticket.md\nAdded the-ticket to content/series/on-waiting.md\n",
    )
    manifest = (folder / "content/series/on-waiting.md").read_text(encoding="utf-8")
    assert "Parts: the-queue\n    the-ticket\n" in manifest
    assert run("check") == (0, "3 files checked, nothing wrong.\n")
    assert run("build")[0] == 0
    assert "Part II of II" in (folder / "output/the-ticket.html").read_text(encoding="utf-8")


def test_a_new_part_takes_the_place_of_the_planned_one(folder):
    """Writing a part that was announced replaces the announcement; another comes before what is planned."""
    path = folder / "content/series/w.md"
    path.parent.mkdir()
    path.write_text(
        "Title: W\nParts: planned: The Queue\n    planned: The End\n\nText: with a colon.\n", "utf-8"
    )
    run("new", "part", "w", "The queue")
    run("new", "part", "w", "A Surprise")
    assert path.read_text(encoding="utf-8") == (
        "Title: W\nParts: the-queue\n    a-surprise\n    planned: The End\n\nText: with a colon.\n"
    )


def test_a_manifest_without_a_list_is_left_alone(folder):
    """Where parts order themselves, nothing is written into the manifest."""
    path = folder / "content/series/w.md"
    path.parent.mkdir()
    path.write_text("Title: W\n\nParts: this is text.\n", encoding="utf-8")
    assert run("new", "part", "w", "One") == (0, "Wrote content/w/one.md\n")
    assert path.read_text(encoding="utf-8") == "Title: W\n\nParts: this is text.\n"


def test_nothing_is_overwritten(folder):
    """A second file of the same name is refused, with status 1, and the first is as it was."""
    run("new", "series", "W")
    before = (folder / "content/series/w.md").read_bytes()
    status, said = run("new", "series", "W")
    assert status == 1
    assert "there is such a file already" in said
    assert (folder / "content/series/w.md").read_bytes() == before


def test_a_part_needs_its_series(folder):
    """The author is told the command that begins the series."""
    status, said = run("new", "part", "nowhere", "One")
    assert status == 1
    assert 'mend:  partwork new series "nowhere"' in said
    assert not list(folder.glob("content/*"))


def test_a_title_of_signs_makes_no_file(folder):
    """A title of which no file name can be made is refused."""
    assert run("new", "series", "???")[0] == 1
    assert run("new", "series", "../../etc")[0] == 0
    assert [path.name for path in folder.rglob("*.md")] == ["etc.md"]


def test_a_manifest_keeps_its_bytes(folder):
    """A file of another system, with a mark at its beginning, is changed in one line alone."""
    path = folder / "content/series/w.md"
    path.parent.mkdir()
    path.write_bytes("\ufeffTitle: W\r\nParts: a\r\n\r\nText\r\n".encode())
    run("new", "part", "w", "One")
    assert path.read_bytes() == "\ufeffTitle: W\r\nParts: a\r\n    one\r\n\r\nText\r\n".encode()


def test_a_title_is_one_line(folder):
    """A line break in a title would end the header."""
    assert run("new", "series", "On\n  Waiting")[0] == 0
    assert (folder / "content/series/on-waiting.md").read_text("utf-8").startswith("Title: On Waiting\n")


@pytest.mark.parametrize("title", ["bad\udcff", "escape \x1b[31m", "turned \u202e around"])
def test_a_title_that_cannot_be_written_is_refused(folder, title):
    """Nothing is left behind, not even an empty file."""
    run("new", "series", "W")
    before = sorted(folder.rglob("*"))
    for arguments in (["series", title], ["part", "w", title]):
        status, said = run("new", *arguments)
        assert status == 1
        assert "There is a sign in this title that cannot be written." in said
    assert sorted(folder.rglob("*")) == before


def test_a_manifest_that_is_not_utf8_gets_no_part(folder):
    """The author is told before anything is written."""
    path = folder / "content/series/w.md"
    path.parent.mkdir()
    path.write_bytes(b"Title: Caf\xe9\n")
    status, said = run("new", "part", "w", "One")
    assert (status, "The file is not UTF-8." in said) == (1, True)
    assert [*folder.glob("content/*")] == [path.parent]


def test_what_the_file_system_refuses_is_told(folder):
    """A name that is too long, and a file where a folder must be."""
    status, said = run("new", "series", "word " * 60)
    assert (status, "The file system refuses: File name too long." in said) == (1, True)
    (folder / "content/w").write_text("a file", encoding="utf-8")
    run("new", "series", "W")
    status, said = run("new", "part", "w", "One")
    assert (status, "content/w: The file system refuses" in said) == (1, True)


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ("X = (\n", "pelicanconf.py:9: The settings cannot be read.\n    value: '(' was never closed"),
        ("X = 1 / 0\n", "pelicanconf.py:9: The settings cannot be read.\n    value: division by zero"),
        ("import nowhere\n", "pelicanconf.py:9: The settings cannot be read.\n    value: No module named"),
        ("PATH = 'nowhere'\n", "pelicanconf.py: The settings cannot be read.\n    value: You need to"),
        ("SITEURL = None\n", "pelicanconf.py: The settings cannot be read.\n    value: 'NoneType'"),
    ],
)
@pytest.mark.parametrize("command", [["build"], ["check"], ["new", "series", "W"], ["serve"]])
def test_settings_that_cannot_be_read_are_told(folder, settings, told, command):
    """A settings file is a program; what it raises is told with its line."""
    (folder / "pelicanconf.py").write_text(f"{CONF}\n{settings}", encoding="utf-8")
    status, said = run(*command)
    assert status == 1
    assert told in said


def test_what_nobody_foresaw_is_told_without_a_traceback(folder):
    """A setting of Pelican's that makes it stumble: who wants to see where is told how."""
    (folder / "pelicanconf.py").write_text(f"{CONF}ARTICLE_SAVE_AS = '{{nothing}}'\n", encoding="utf-8")
    (folder / "content/a.md").write_text("Title: A\nDate: 2026-01-01\n\nx", encoding="utf-8")
    status, said = run("build")
    assert status == 1
    assert said.startswith("KeyError: 'nothing'\n    mend:  ")


@pytest.mark.parametrize(
    ("arguments", "status", "told"),
    [
        (["build", "-e", "FOO"], 2, "KEY=VALUE"),
        (["build", "-e", "FOO=bar"], 2, "Invalid JSON value"),
        (["build", "-s", "nowhere.py"], 2, "there is no such settings file"),
        (["check", "--settings", "nowhere.py"], 2, "there is no such settings file"),
        (["build", "--no-such-option"], 2, "unrecognized arguments"),
        (["nonsense"], 2, "No such command"),
        (["new"], 2, "Usage"),
        (["new", "series"], 2, "Missing argument"),
        (["--version"], 0, "partwork, version"),
        (["--help"], 0, "Run every check"),
        (["new", "--help"], 0, "Begin a part of SERIES"),
    ],
)
@pytest.mark.usefixtures("folder")
def test_exit_statuses(arguments, status, told):
    """0: done; 2: the command line is wrong."""
    done = subprocess.run(
        [sys.executable, "-m", "partwork", *arguments], capture_output=True, text=True, check=False
    )
    assert done.returncode == status
    assert told in done.stdout + done.stderr


def test_there_must_be_a_site(tmp_path, monkeypatch):
    """Outside a site nothing is built: the author is told what to name."""
    monkeypatch.chdir(tmp_path)
    status, said = run("build")
    assert status == 2
    assert "There is no pelicanconf.py" in said
    assert [*tmp_path.iterdir()] == []


def test_the_plugin_must_be_on(folder):
    """A build without the plugin would check nothing; the author is told."""
    conf = folder / "pelicanconf.py"
    conf.write_text(CONF.replace('PLUGINS = ["partwork"]', "PLUGINS = []"), encoding="utf-8")
    status, said = run("check")
    assert status == 1
    assert 'Write PLUGINS = ["partwork"]' in said


def test_check_tells_everything_and_writes_nothing(folder):
    """Every problem is told, the status is 1, and there is no output."""
    Path("content/a.md").write_text("Title: A\n\nx", encoding="utf-8")
    Path("content/b.responses.yaml").write_text("comments: maybe\n", encoding="utf-8")
    status, said = run("check")
    assert status == 1
    assert "a.md:1: The file has no date." in said
    assert "b.responses.yaml: A thread for a post that does not exist." in said
    assert "2 problems; nothing was written." in said
    assert not (folder / "output").exists()


@pytest.mark.parametrize("command", [("check",), ("new", "series", "W")])
def test_a_time_zone_that_is_none_is_told(folder, command):
    """Every command that needs the time says which line is wrong, and writes nothing."""
    conf = folder / "pelicanconf.py"
    conf.write_text(CONF.replace("Europe/London", "Europe/Londn"), encoding="utf-8")
    status, said = run(*command)
    assert status == 1
    assert "pelicanconf.py:4: there is no such time zone." in said
    assert "value: Europe/Londn" in said
    assert not list(folder.glob("content/*"))
