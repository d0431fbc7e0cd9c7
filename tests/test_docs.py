"""What the documents say is true."""

import re
import shutil
import subprocess
import sys
import tomllib
from itertools import chain
from pathlib import Path

import pytest

from partwork.model import Kind, Numbering, Status
from partwork.responses import clean, file
from partwork.series import manifest
from tests import settings_table
from tests.site.folder import ROOT, SiteFolder

DOCS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").glob("*.md")]
BIN = Path(sys.executable).parent


def text(name: str) -> str:
    """Return a document."""
    return (ROOT / name).read_text(encoding="utf-8")


def test_every_setting_is_documented_as_it_is():
    """The table of settings is the one the code gives; ``make bless`` writes it."""
    assert settings_table.written() == settings_table.table()


@pytest.mark.parametrize("path", DOCS, ids=lambda path: path.name)
def test_links_of_the_documents_lead_somewhere(path):
    """Every relative link and picture is a file of the repository."""
    links = re.findall(
        r'\]\(([^)#\s]+)[^)]*\)|(?:src|srcset)="([^"]+)"',
        re.sub(r"```.*?```", "", path.read_text("utf-8"), flags=re.DOTALL),
    )
    for link in (one or other for one, other in links):
        if "{part}" not in link and not link.startswith(("http", "mailto:")):
            assert (path.parent / link).is_file(), link


@pytest.mark.parametrize("path", DOCS, ids=lambda path: path.name)
def test_targets_of_make_exist(path):
    """Every ``make something`` is a target of the Makefile."""
    targets = set(re.findall(r"^([a-z]+):", text("Makefile"), re.MULTILINE))
    named = re.findall(r"(?:`|^)make ([a-z]+)", path.read_text(encoding="utf-8"), re.MULTILINE)
    assert set(named) <= targets


def test_every_target_of_make_says_what_it_does():
    """``make help`` lists all of them."""
    done = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True)
    phony = re.search(r"^\.PHONY: (.*)$", text("Makefile"), re.MULTILINE)[1].split()
    assert {line.split()[0] for line in done.stdout.splitlines()} >= set(phony) - {"help"}


@pytest.mark.parametrize("first", ["true", "rm -r content/*"])
def test_the_first_series_of_the_readme_works(tmp_path, first):
    """Its commands, beside the sample or instead of it, make the files it names, and the site builds."""
    for name in ("content", "theme", "pelicanconf.py", "publishconf.py"):
        source = ROOT / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, tmp_path / name)
    block = text("README.md").partition("five minutes")[2].split("```")[1]
    commands = re.findall(r"^\.venv/bin/(partwork .*)$", block, re.MULTILINE)
    assert len(commands) == 4
    subprocess.run(first, shell=True, cwd=tmp_path, check=True)
    for command in [*commands, "partwork build"]:
        subprocess.run(f"{BIN}/{command}", shell=True, cwd=tmp_path, check=True)
    for name in re.findall(r"`(content/[\w/-]+\.md)`", text("README.md")):
        assert (tmp_path / name).is_file()
    assert "Part II of II so far" in (tmp_path / "output/the-ticket.html").read_text(encoding="utf-8")


def test_the_examples_of_the_authors_guide_work(site: SiteFolder):
    """The part, the manifest and the responses of docs/authoring.md build as they stand."""
    blocks = re.findall(r"```(?:yaml)?\n(.*?)```", text("docs/authoring.md"), re.DOTALL)
    part, listing, _, responses = blocks[:4]
    site.write(
        {
            "series/how-did-i-get-there.md": listing,
            "networking.md": part,
            "networking.responses.yaml": responses,
        }
    )
    site.post("resume", Date="2026-01-01").post("recruiters", Date="2026-06-01").build()
    assert "Part II of IV" in site.text("networking.html")
    assert "3 thoughts on “Networking”" in site.text("networking.html")


def test_the_authors_guide_names_every_key():
    """Each key of manifests and responses files, each kind, status and numbering, and each tag is there."""
    guide = text("docs/authoring.md")
    keys = [key.capitalize() for key in manifest.KEYS]
    keys += [*file._Entry.__struct_fields__, *Kind, *Status, *Numbering, *clean.TAGS]
    assert [key for key in keys if f"`{key}`" not in guide] == []


def test_every_dependency_is_explained():
    """Each package of pyproject.toml stands in docs/dependencies.md and in constraints.txt."""
    project = tomllib.loads(text("pyproject.toml"))["project"]
    declared = [*project["dependencies"], *chain(*project["optional-dependencies"].values())]
    names = {re.match(r"[\w.-]+", one)[0].lower() for one in declared} - {"partwork"}
    pinned = {line.partition("==")[0].lower() for line in text("constraints.txt").splitlines()}
    explained = text("docs/dependencies.md").lower()
    assert {name for name in names if not re.search(rf"\b{re.escape(name)}\b", explained)} == set()
    assert names <= pinned


def test_the_views_of_the_theming_guide_exist():
    """Every field of a view that templates read is named in docs/theming.md."""
    from partwork.glue import post_views, views  # noqa: PLC0415 - imports Pelican
    from partwork.responses.page import ResponseView, ThreadView  # noqa: PLC0415
    from partwork.series.discussed import DiscussionView  # noqa: PLC0415
    from partwork.series.navigation import EntryView, Landing, PartNavigation, SeriesCard  # noqa: PLC0415

    guide = text("docs/theming.md")
    kinds = (
        views.PageView,
        DiscussionView,
        PartNavigation,
        EntryView,
        SeriesCard,
        ThreadView,
        ResponseView,
    )
    fields = {field for kind in kinds for field in kind.__struct_fields__}
    fields |= {*post_views.PostView.press_parts, *Landing.press_parts}
    missing = {name for name in fields if not re.search(rf"`{name}`", guide)}
    assert missing <= {"lang"} & missing
