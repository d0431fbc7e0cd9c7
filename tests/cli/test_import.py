"""``partwork import``: what another service has kept becomes lines of the site's files."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

_PAGE = Path(__file__).parents[1] / "mentions" / "exports" / "page.jf2"
_SETTINGS = """
SITENAME = "Essays"
SITEURL = "https://essays.example"
PATH = "content"
TIMEZONE = "UTC"
DEFAULT_LANG = "en"
PLUGINS = ["partwork"]
PARTWORK = {"publishing": True}
"""
_EBB = "Title: Ebb\nSlug: ebb\nDate: 2026-01-01 10:00\n\nWords.\n"
_OLD = """\
# Mine.
responses:
- {id: 7, name: Wren, published: 2026-01-02T10:00:00+00:00, html: <p>First.</p>}   # kept
- id: 8
  kind: pingback
  source: http://elsewhere.example/cellars
  published: 2026-10-30T10:00:00Z
"""


@pytest.fixture
def folder(tmp_path):
    """A site with a post that was answered before, and an export."""
    (tmp_path / "content/tides").mkdir(parents=True)
    (tmp_path / "publishconf.py").write_text(_SETTINGS, encoding="utf-8")
    (tmp_path / "content/tides/ebb.md").write_text(_EBB, encoding="utf-8")
    (tmp_path / "content/tides/ebb.responses.yaml").write_text(_OLD, encoding="utf-8")
    shutil.copy(_PAGE, tmp_path)
    return tmp_path


def run(folder, *arguments):
    """Run the import in the folder of the site."""
    return subprocess.run(
        [sys.executable, "-m", "partwork", "import", "webmention.io", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


def written(folder):
    """Return the responses file."""
    return (folder / "content/tides/ebb.responses.yaml").read_text(encoding="utf-8")


def test_ci_05_export_becomes_responses_and_a_second_time_changes_nothing(folder):
    """Replies, likes and RSVPs are added, a known pingback is known, and what was private stays out."""
    first = run(folder, "page.jf2")
    assert (first.returncode, first.stderr) == (0, "")
    assert first.stdout == (
        "tides/ebb.responses.yaml: 3 added, 0 changed, 0 removed\n"
        "3 responses new or changed, 1 known.\n"
        "1 private or deleted there, and left out.\n"
    )
    text = written(folder)
    assert text.startswith(_OLD)
    assert "  reply_to: 7\n" in text
    assert [line for line in text.splitlines() if line.startswith("- id:")] == [
        "- id: 8",
        "- id: 9",
        "- id: 10",
        "- id: 11",
    ]
    second = run(folder, "page.jf2", "page.jf2")
    assert second.stdout.startswith("0 responses new or changed, 4 known.\n")
    assert written(folder) == text


def test_ci_09_mention_of_a_page_that_is_not_there_is_told(folder):
    """It is not written, and the others are."""
    other = folder / "other.jf2"
    other.write_text(_PAGE.read_text(encoding="utf-8").replace("/ebb.html", "/gone.html"), encoding="utf-8")
    done = run(folder, "other.jf2", "page.jf2")
    assert done.returncode == 0
    assert "There is no page at https://essays.example/gone.html: 2 not written" in done.stderr
    assert "4 without a page.\n" in done.stdout


def test_ci_09_mention_of_a_page_by_its_old_address_is_found(folder):
    """A post that was renamed hears what was said about it before, where the ledger knows its old address."""
    fact = {"fact": "page", "url": "https://essays.example/old.html", "path": "tides/ebb.md", "hash": "0"}
    (folder / "mentions.jsonl").write_text(json.dumps(fact) + "\n", encoding="utf-8")
    (folder / "page.jf2").write_text(
        _PAGE.read_text(encoding="utf-8").replace("/ebb.html", "/old.html"), encoding="utf-8"
    )
    assert "3 added" in run(folder, "page.jf2").stdout


def test_faults_of_all_files_are_told_and_nothing_is_written(folder):
    """A bad entry in one export stops the import of both, told with its file and place."""
    (folder / "bad.jf2").write_text('{"children": [{"wm-id": 5}, 7]}', encoding="utf-8")
    (folder / "none.jf2").write_text("<html>", encoding="utf-8")
    done = run(folder, "page.jf2", "bad.jf2", "none.jf2")
    assert done.returncode == 1
    assert "bad.jf2 at $.children[0]: The entry does not say which page links to which." in done.stderr
    assert "bad.jf2 at $.children[1]: Expected `object`, got `int`." in done.stderr
    assert "none.jf2: The file is not JSON" in done.stderr
    assert "3 problems; nothing was written." in done.stderr
    assert written(folder) == _OLD


def test_site_without_an_address_is_told(folder):
    """Without SITEURL no target can be one of the site's."""
    (folder / "pelicanconf.py").write_text(
        _SETTINGS.replace("https://essays.example", "").replace("True", "False"), encoding="utf-8"
    )
    done = run(folder, "page.jf2", "--settings", "pelicanconf.py")
    assert done.returncode == 1
    assert "--settings publishconf.py" in done.stderr
    assert run(folder).returncode == 2
    assert run(folder, "nowhere.jf2").returncode == 2
