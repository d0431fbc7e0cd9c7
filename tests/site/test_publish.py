"""Publishing, and the two commands that make the same site."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.site.crawl import broken_links
from tests.site.folder import NOW, ROOT, at, contents

PARTWORK = str(Path(sys.executable).parent / "partwork")


def build(output: Path, *arguments: str, **environ: str) -> dict[str, bytes]:
    """Build the repository's site with the command line, and return its files."""
    with at(NOW), pytest.MonkeyPatch.context() as patch:
        for key, value in environ.items():
            patch.setenv(key, value)
        subprocess.run([PARTWORK, "build", "-o", str(output), *arguments], cwd=ROOT, check=True)
    return contents(output)


def test_publishing_writes_the_site_for_its_address(tmp_path):
    """``publishconf.py`` takes the address of the host, below a folder too, and every link follows it."""
    address = "https://someone.example/essays"
    build(tmp_path / "out", "-s", "publishconf.py", SITEURL=f"{address}/")
    site = tmp_path / "site" / "essays"
    site.parent.mkdir()
    (tmp_path / "out").rename(site)
    assert broken_links(tmp_path / "site", "https://someone.example") == []
    home = (site / "index.html").read_text(encoding="utf-8")
    assert f'<link rel="canonical" href="{address}/">' in home
    assert 'href="/essays/theme/partwork.css"' in (site / "404.html").read_text(encoding="utf-8")
    share = (site / "resume.html").read_text(encoding="utf-8")
    assert "u=https%3A%2F%2Fsomeone.example%2Fessays%2Fresume.html" in share


def test_two_processes_write_the_same_bytes(tmp_path, sample_at_home):
    """A build in another process, with other hashes, differs by no byte."""
    built = build(tmp_path / "out", PYTHONHASHSEED="7")
    assert built == sample_at_home.files()


def test_the_pages_workflow_publishes():
    """The workflow builds with the command of the README and hands over what it writes."""
    text = (ROOT / ".github/workflows/pages.yml").read_text(encoding="utf-8")
    assert "make publish" in text
    assert re.search(r"path: published\b", text)
    assert "SITEURL:" in text
