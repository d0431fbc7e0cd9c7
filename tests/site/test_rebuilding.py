"""Building again: in one process, from Pelican's cache, in another place of the world."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from partwork.theme import THEME
from tests.site.folder import SiteFolder, at

SAID = "responses:\n- id: 1\n  published: 2026-01-02T10:00:00+00:00\n  html: x\n"
MANIFEST = "Title: W\nParts: one\n    two\n    planned: Three\n"


@pytest.fixture
def series(site):
    """A series of two parts with a thread, a tag and a page."""
    site.post("one", "[on]({part}two)", Series="w", Tags="ink; paper")
    site.post("two", Series="w", Date="2026-01-02", Tags="ink").post("alone")
    return site.write({"series/w.md": MANIFEST, "one.responses.yaml": SAID, "pages/p.md": "Title: P\n\nx"})


def fresh(site, **settings):
    """Build the content of a site anew, elsewhere, and return its files."""
    other = SiteFolder(site.root / "fresh")
    shutil.copytree(site.content, other.content, dirs_exist_ok=True)
    try:
        return other.build(**settings).files()
    finally:
        shutil.rmtree(other.root)


def test_one_process_forgets_what_was_deleted(series):
    """``pelican -r`` builds with one Pelican: what is gone from the content is gone from the output."""
    with at("2026-11-24T12:00:00+00:00"):
        pelican = series.pelican()
        pelican.run()
        (series.content / "two.md").unlink()
        (series.content / "one.responses.yaml").unlink()
        series.write({"series/w.md": "Title: V\nParts: one\n    planned: Two\n"})
        pelican.run()
        assert series.files() == fresh(series)
        (series.content / "series/w.md").unlink()
        shutil.rmtree(series.content / "pages")
        series.post("one")
        pelican.run()
        assert series.files() == fresh(series)


def test_one_process_goes_on_after_a_failed_build(series):
    """A mistake that is mended leaves nothing behind in the process."""
    with at("2026-11-24T12:00:00+00:00"):
        pelican = series.pelican()
        pelican.run()
        before = series.files()
        series.write({"bad.md": "Title: B\n\nx"})
        with pytest.raises(Exception, match="The file has no date"):
            pelican.run()
        (series.content / "bad.md").unlink()
        pelican.run()
        assert series.files() == before


@pytest.mark.parametrize("layer", ["reader", "generator"])
def test_pelicans_cache_changes_no_byte(series, layer):
    """What comes from the cache is as good as what was read, and a post appears on its day."""
    cache = {"CACHE_CONTENT": True, "CONTENT_CACHING_LAYER": layer, "CACHE_PATH": str(series.root / "cache")}
    series.post("soon", Series="w", Date="2026-12-24")
    series.write({"series/w.md": MANIFEST.replace("planned: Three", "soon")})
    without = fresh(series)
    assert series.build(**cache).files() == without
    assert series.build(**cache).files() == without
    assert not (series.output / "soon.html").exists()
    assert (series.root / "cache").is_dir()
    series.build("2026-12-25T12:00:00+00:00", **cache)
    assert (series.output / "soon.html").is_file()


# Zones far from the site's, locales without Unicode, another order of sets.
PLACES = (
    {},
    {"TZ": "Pacific/Kiritimati"},
    {"TZ": "America/St_Johns", "LC_ALL": "C", "PYTHONUTF8": "0"},
    {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONHASHSEED": "1"},
)


def test_the_same_bytes_wherever_and_however_it_is_built(series):
    """No zone, locale or seed of the machine is seen in the output."""
    series.post("ünïcode", "Ein schöner Text — „mit“ Zeichen.", Slug="unicode", Series="w")
    series.write({"series/w.md": MANIFEST.replace("planned: Three", "unicode\n    planned: Ölböen")})
    (series.root / "pelicanconf.py").write_text(
        f"SITENAME = 'Geduld, ä'\nSITEURL = 'https://patience.example'\nPATH = 'content'\n"
        f"TIMEZONE = 'Europe/London'\nLOCALE = ['C.UTF-8', 'C']\nTHEME = {THEME!r}\nPLUGINS = ['partwork']\n"
        "DEFAULT_DATE_FORMAT = '%-d %B %Y'\n",
        encoding="utf-8",
    )
    built = []
    for place in PLACES:
        shutil.rmtree(series.output, ignore_errors=True)
        with at("2026-11-24T12:00:00+00:00"):
            done = subprocess.run(
                [Path(sys.executable).parent / "partwork", "build"],
                cwd=series.root,
                env={**os.environ, **place},
                capture_output=True,
                check=False,
            )
        assert done.returncode == 0, done.stderr + done.stdout
        built.append(series.files())
    assert all(files == built[0] for files in built)
