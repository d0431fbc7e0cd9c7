"""Pages of a site that is large enough to be shared out: judged and made by several processes."""

# ruff: noqa: E501 - a text stands in one line

import re

import pytest

from partwork.theme import THEME
from tests.press.command import SETTINGS, build

_MORE = f'THEME = {str(THEME)!r}\nPRESS = {{"workers": 2}}\nDEFAULT_PAGINATION = 10\nSITEURL = "https://a.example"\n'
_PARTS = 90


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Nine series of ten parts under partwork's theme, built by two processes."""
    folder = tmp_path_factory.mktemp("forks")
    settings = SETTINGS.replace('THEME = "simple"\n', "").replace('"partwork.press"', '"partwork"')
    (folder / "pelicanconf.py").write_text(settings + _MORE, encoding="utf-8")
    (folder / "content").mkdir()
    for number in range(_PARTS):
        header = f"Title: Part {number}\nDate: 2026-01-{number % 28 + 1:02} 0{number % 7}:00\nTags: t{number % 4}\n"
        (folder / f"content/p{number}.md").write_text(
            f"{header}Series: s{number // 10}\nPart: {number % 10 + 1}\nSummary: S\n\nWords of [it]({{filename}}p0.md).\n"
        )
    said, status = build(folder, "--verify")
    assert status == 0, said
    return folder


def rendered(folder) -> tuple[set[str], int]:
    """Build again; the outcome is a clean build's; return which pages were made anew, and how many were kept."""
    said, status = build(folder, "--verify", "--explain")
    assert status == 0, said
    made = set(re.findall(r"rendered (\S+\.html):", said))
    return made, int(re.search(r"kept (\d+),", said)[1])


def change(folder, name: str, old: str, new: str) -> None:
    """Change a text in a file of the content."""
    file = folder / "content" / name
    file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def test_nothing(folder):
    """Every page is judged, and none is made."""
    made, kept = rendered(folder)
    assert made == set()
    assert kept > _PARTS


def test_a_body(folder):
    """One page of a post, and no list."""
    change(folder, "p13.md", "Words of", "Sentences of")
    assert rendered(folder)[0] == {"part-13.html"}


def test_a_title(folder):
    """Its series and the lists that show it; the other series stay."""
    change(folder, "p17.md", "Title: Part 17", "Title: Another")
    made, _ = rendered(folder)
    assert {"another.html", "part-16.html", "series/s1.html"} & made
    assert not {"part-25.html", "part-80.html"} & made


def test_a_template(folder):
    """All pages of it."""
    theme = folder / "theme/templates"
    theme.mkdir(parents=True)
    (theme / "article.html").write_text(
        "{{ article.title }} {{ article.partwork.minutes }}", encoding="utf-8"
    )
    settings = folder / "pelicanconf.py"
    settings.write_text(f'{settings.read_text()}\nTHEME_TEMPLATES_OVERRIDES = ["theme/templates"]\n')
    made, _ = rendered(folder)
    assert {f"part-{number}.html" for number in range(_PARTS) if number != 17} <= made
