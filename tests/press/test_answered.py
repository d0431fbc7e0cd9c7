"""``partwork build`` where nothing was touched: it answers without Pelican, and only then."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pelican
import pytest

from tests.press.site import differences
from tests.site.folder import contents

_SETTINGS = """\
import names
from pathlib import Path

SITENAME = names.SITE
SITEURL = "https://patience.example"
TIMEZONE = "Europe/London"
LOCALE = ["C.UTF-8", "C"]
PATH = str(Path("content"))
THEME = "theme"
STATIC_PATHS = ["pictures"]
DELETE_OUTPUT_DIRECTORY = True
OUTPUT_RETENTION = ["files"]
PLUGINS = ["partwork.press"]
PRESS = {"workers": 1}
"""
_SEE_IMPORTS = {"SOURCE_DATE_EPOCH": "1800000000", "PYTHONPROFILEIMPORTTIME": "1"}


class Folder:
    """A site in a folder, built by commands."""

    def __init__(self, root: Path) -> None:
        self.root = root
        shutil.copytree(Path(pelican.__file__).parent / "themes/simple", root / "theme")
        self.write("pelicanconf.py", _SETTINGS)
        self.write("names.py", 'SITE = "A Test of Patience"\n')
        self.write("theme/static/style.css", "a{}")
        self.write("content/pictures/one.png", "png")
        for number in range(3):
            self.post(number, f"Words of {number}.")

    def write(self, name: str, text: str) -> None:
        """Write a file, long ago."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def post(self, number: int, body: str) -> None:
        """Write a post."""
        text = f"Title: Day {number}\nDate: 2026-01-0{number + 1}\n\n{body}\n"
        self.write(f"content/day-{number}.md", text)

    def change(self, name: str, old: str, new: str) -> None:
        """Change a text."""
        text = (self.root / name).read_text(encoding="utf-8")
        assert old in text
        self.write(name, text.replace(old, new))

    def build(self, *arguments: str, **environment: str) -> bool:
        """Build the site; return whether it took Pelican."""
        done = subprocess.run(
            [sys.executable, "-m", "partwork", "build", *arguments],
            cwd=self.root,
            env={**os.environ, **_SEE_IMPORTS, **environment},
            capture_output=True,
            text=True,
            check=True,
            timeout=300,
        )
        assert "kept" in done.stdout
        return any(line.endswith(" pelican") for line in done.stderr.splitlines())

    def differences(self, *arguments: str) -> dict[str, object]:
        """Return how the site is not what Pelican makes of it without the press."""
        plain = [sys.executable, "-m", "partwork", "build", "--plain", "--output", "clean", *arguments]
        subprocess.run(
            plain,
            cwd=self.root,
            env={**os.environ, **_SEE_IMPORTS},
            capture_output=True,
            check=True,
            timeout=300,
        )
        found = contents(self.root / "output")
        own = {name for name in found if name.startswith("files/")}
        return differences({name: found[name] for name in found.keys() - own}, contents(self.root / "clean"))


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A site that was built, in which nothing was touched since."""
    site = Folder(tmp_path_factory.mktemp("answered"))
    assert site.build()
    assert not site.build()
    return site


_TOUCHES: dict[str, Callable[[Folder], object]] = {
    "a text": lambda site: site.post(0, "Other words."),
    "a text of the same length": lambda site: site.change("content/day-1.md", "Words", "Lords"),
    "a new text": lambda site: site.post(4, "New words."),
    "a text that is gone": lambda site: (site.root / "content/day-2.md").unlink(),
    "a picture": lambda site: site.write("content/pictures/one.png", "gnp"),
    "a template": lambda site: site.change("theme/templates/article.html", "</footer>", "!</footer>"),
    "a file of the theme": lambda site: site.write("theme/static/style.css", "b{}"),
    "a setting": lambda site: site.change("pelicanconf.py", "patience.example", "other.example"),
    "a module beside the settings": lambda site: site.change("names.py", "Patience", "Virtue"),
    "a page of the output": lambda site: site.write("output/day-0.html", "by hand"),
    "a page of the output that is gone": lambda site: (site.root / "output/index.html").unlink(),
    "a feed of the output": lambda site: site.write("output/feeds/all.atom.xml", "by hand"),
    "a stranger's file in the output": lambda site: site.write("output/strange.html", "by hand"),
    "the store": lambda site: shutil.rmtree(site.root / ".press"),
}


@pytest.mark.parametrize("what", _TOUCHES)
def test_what_is_touched_is_built(site, what):
    """Each kind of file that a site is made of, and of its output; after that the next one answers again."""
    _TOUCHES[what](site)
    assert site.build()
    assert site.differences() == {}
    assert not site.build()


@pytest.mark.parametrize("arguments", [["-e", 'SITENAME="Another"'], ["--relative-urls"]])
def test_a_build_of_other_settings_between_two(site, arguments):
    """It writes over the same output; the one after it does not take that for its own."""
    assert site.build(*arguments)
    assert site.differences(*arguments) == {}
    assert site.build()
    assert site.differences() == {}
    assert not site.build()


def test_another_place_of_the_world_between_two(site):
    """The zone and the words of the environment make another site."""
    assert site.build(TZ="Asia/Tokyo")
    assert site.build()
    assert site.differences() == {}
    assert not site.build()


def test_a_file_that_is_retained_is_nobodys_business(site):
    """What the settings leave to others changes nothing."""
    site.write("output/files/own.txt", "mine")
    assert not site.build()
    assert site.differences() == {}


def test_a_plugin_of_others_is_asked_each_time(site):
    """Nobody knows what it reads; what it does when it is changed is seen."""
    plain = site.root / "pelicanconf.py"
    before = plain.read_text(encoding="utf-8")
    plugin = (
        "from pelican import signals\ndef register(): signals.article_generator_finalized.connect(name)\n"
    )
    for name in ("one", "other"):
        site.write("names_of_days.py", f"{plugin}def name(g): g.articles[0].title = {name!r}\n")
        site.write(
            "pelicanconf.py", before.replace('["partwork.press"]', '["partwork.press", "names_of_days"]')
        )
        assert site.build()
        assert site.differences() == {}
        assert site.build()
    site.write("pelicanconf.py", before)
    (site.root / "names_of_days.py").unlink()
    assert site.build()
    assert site.differences() == {}
