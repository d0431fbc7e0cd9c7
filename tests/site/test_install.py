"""partwork as somebody else installs it: a wheel, an empty environment, a site elsewhere."""

import subprocess
import sys
import venv
from pathlib import Path

import pytest

from tests.conftest import cannot_run
from tests.site.crawl import broken_links
from tests.site.folder import ROOT

CONF = """\
from partwork.theme import THEME

SITENAME = "Elsewhere"
SITEURL = "https://elsewhere.example"
PATH = "content"
PLUGINS = ["partwork"]
LOCALE = ["C.UTF-8", "C"]
"""
POST = "Title: {0}\nSlug: {0}\nDate: 2026-01-0{1}\nSeries: tides\n\nHigh and [low]({{part}}ebb).\n"


@pytest.fixture(scope="module")
def environment(tmp_path_factory):
    """An environment with nothing but the wheel of this checkout and what it needs."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=True)
    pip = [str(folder / "bin" / "python"), "-m", "pip", "--disable-pip-version-check", "install", "-q"]
    done = subprocess.run(
        [*pip, "-c", str(ROOT / "constraints.txt"), str(ROOT)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        cannot_run(f"pip could not install the project: {done.stderr.strip()[-400:]}")
    return folder / "bin"


@pytest.fixture
def elsewhere(tmp_path):
    """A site of two parts in a folder of its own."""
    content = tmp_path / "content"
    (content / "series").mkdir(parents=True)
    (content / "series/tides.md").write_text("Title: Tides\nParts: flood\n    ebb\n", encoding="utf-8")
    for number, name in enumerate(("flood", "ebb"), 1):
        (content / f"{name}.md").write_text(POST.format(name, number), encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("command", [["pelican"], ["partwork", "build"]])
def test_a_site_elsewhere_uses_plugin_and_theme(environment, elsewhere, command):
    """Plain ``pelican`` and ``partwork build`` make the same linked site from the installed wheel."""
    (elsewhere / "pelicanconf.py").write_text(CONF, encoding="utf-8")
    subprocess.run([environment / command[0], *command[1:]], cwd=elsewhere, check=True)
    text = (elsewhere / "output/flood.html").read_text(encoding="utf-8")
    assert "Part I of II" in text
    assert 'href="https://elsewhere.example/ebb.html"' in text
    assert (elsewhere / "output/theme/partwork.css").is_file()
    assert broken_links(elsewhere / "output", "https://elsewhere.example") == []


def test_the_plugin_works_under_another_theme(environment, elsewhere):
    """With Pelican's own theme the landing pages stand in its frame, and the feeds are written."""
    conf = CONF.replace("from partwork.theme import THEME\n", "").replace("PATH", 'THEME = "simple"\nPATH', 1)
    (elsewhere / "pelicanconf.py").write_text(conf, encoding="utf-8")
    subprocess.run([environment / "pelican"], cwd=elsewhere, check=True)
    landing = (elsewhere / "output/series/tides.html").read_text(encoding="utf-8")
    assert "Start reading: flood" in landing
    assert "Proudly powered by" in landing
    assert (elsewhere / "output/feeds/series/tides.atom.xml").is_file()


def test_importing_the_package_imports_no_pelican(environment):
    """``import partwork`` and ``partwork --help`` are quick: Pelican is imported when it is needed."""
    code = "import sys, partwork.cli; sys.exit(bool({'pelican', 'watchfiles'} & sys.modules.keys()))"
    subprocess.run([environment / "python", "-c", code], check=True)
    done = subprocess.run([environment / "partwork", "--help"], capture_output=True, text=True, check=True)
    assert "build" in done.stdout


def test_the_package_has_everything_it_declares(environment):
    """The installed files include the theme, the types marker and nothing of the tests."""
    code = "import partwork, pathlib; print(pathlib.Path(partwork.__file__).parent)"
    done = subprocess.run([environment / "python", "-c", code], capture_output=True, text=True, check=True)
    package = Path(done.stdout.strip())
    assert (package / "py.typed").is_file()
    assert (package / "_theme/templates/article.html").is_file()
    assert not (package.parent / "tests").exists()
    assert str(ROOT) not in str(package)
    assert sys.version_info >= (3, 11)
