"""Previews: pages made at once from a site that a process keeps in memory."""

import json
import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest

from partwork.theme import THEME
from tests.press.command import SETTINGS, build

_SAID = "responses:\n- id: 1\n  name: A. Reader\n  published: 2026-01-02T10:00:00+00:00\n  html: <p>{}</p>\n"
_ANOTHER = _SAID.format("No.").removeprefix("responses:\n").replace("id: 1", "id: 2")
_MANIFEST = "Title: Walks\nParts: one\n    two\n    planned: Three\n    four\n\nText.\n"
_OTHER = "Title: Rooms\nStatus: complete\nParts: five\n    two\n    six\n\nText.\n"


class Kept:
    """A process that keeps the site of a folder."""

    def __init__(self, folder: Path, process: "subprocess.Popen[str]") -> None:
        self.folder = folder
        self.pid = process.pid
        self._process = process
        assert process.stdout.readline() == "built\n"

    def preview(self, changed: str, *pages: str) -> bool:
        """Ask for pages as a changed file would have them; return whether they were made."""
        asked = {"changed": [str(self.folder / changed)], "pages": [*pages]}
        print(json.dumps(asked), file=self._process.stdin, flush=True)
        answer = self._process.stdout.readline()
        assert answer in ("made\n", "not made\n")
        return answer == "made\n"

    def page(self, path: str) -> str:
        """Return a page of the output."""
        return (self.folder / "output" / path).read_text(encoding="utf-8")

    def pages(self) -> dict[str, str]:
        """Return all pages of the output."""
        output = self.folder / "output"
        return {
            file.relative_to(output).as_posix(): file.read_text("utf-8") for file in output.rglob("*.html")
        }

    def memory(self) -> int:
        """Return the memory of the process, in kilobytes."""
        status = Path(f"/proc/{self.pid}/status").read_text(encoding="utf-8")
        return int(status.partition("VmRSS:")[2].split()[0])


@contextmanager
def keep(folder: Path):
    """Have a process keep a site."""
    process = subprocess.Popen(
        [sys.executable, "-m", "partwork", "keep", "--settings", "pelicanconf.py"],
        cwd=folder,
        env={**os.environ, "SOURCE_DATE_EPOCH": "1800000000"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    with process:
        yield Kept(folder, process)
        process.stdin.close()
        assert process.wait(timeout=60) == 0


def write(folder: Path, files: dict[str, str]) -> None:
    """Write files of a site."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


def post(title: str, body: str = "Words.", **header: str) -> str:
    """Return the source of a post."""
    lines = {"Title": title, "Date": "2026-01-01", "Summary": "S", **header}
    return "".join(f"{name}: {value}\n" for name, value in lines.items()) + f"\n{body}\n"


@pytest.fixture
def folder(tmp_path):
    """A series of two parts and a draft, one of three parts that has one of them, and posts beside them."""
    write(
        tmp_path,
        {
            "pelicanconf.py": SETTINGS.replace('"partwork.press"', '"partwork"').replace(
                'THEME = "simple"\n',
                'THEME = "theme"\nSITEURL = "https://a.example"\nPRESS = {"workers": 2}\n',
            ),
            "content/one.md": post("One", Slug="one", Series="w"),
            "content/two.md": post("Two", Slug="two", Series="w", Date="2026-01-02"),
            "content/four.md": post("Four", Slug="four", Series="w", Status="draft"),
            "content/five.md": post("Five", Slug="five", Series="v"),
            "content/six.md": post("Six", Slug="six", Series="v", Date="2026-01-03"),
            "content/alone.md": post("Alone", "[x]({filename}one.md)", Slug="alone"),
            "content/later.md": post("Later", Slug="later", Date="2026-01-04"),
            "content/hidden.md": post("Hidden", Slug="hidden", Series="w", Status="hidden"),
            "content/pages/about.md": "Title: About\nSlug: about\n\nMe.\n",
            "content/one.responses.yaml": _SAID.format("Yes."),
            "content/series/w.md": _MANIFEST,
            "content/series/v.md": _OTHER,
        },
    )
    for file in Path(THEME).rglob("*"):
        if file.is_file():
            place = tmp_path / "theme" / file.relative_to(THEME)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(file.read_bytes())
    bottom = tmp_path / "theme/templates/partwork/series_bottom.html"
    dated = "{{ other.title }}, {{ other.finished.iso }}"
    bottom.write_text(
        bottom.read_text(encoding="utf-8").replace("{{ other.title }}", dated), encoding="utf-8"
    )
    return tmp_path


def one(title: str = "One", body: str = "Words.", **header: str) -> tuple[str, str]:
    """Return the file of the first part, and what it says."""
    return "content/one.md", post(title, body, **{"Slug": "one", "Series": "w", **header})


def two(title: str = "Two", **header: str) -> tuple[str, str]:
    """Return the file of the part that is in the middle of the other series, and what it says."""
    return "content/two.md", post(title, **{"Slug": "two", "Series": "w", "Date": "2026-01-02", **header})


def six(title: str = "Six", **header: str) -> tuple[str, str]:
    """Return the file of the last part of the other series, and what it says."""
    return "content/six.md", post(title, **{"Slug": "six", "Series": "v", "Date": "2026-01-03", **header})


def alone(title: str = "Alone", body: str = "[x]({filename}one.md)", **header: str) -> tuple[str, str]:
    """Return the file of the post that leads to the first part, and what it says."""
    return "content/alone.md", post(title, body, **{"Slug": "alone", **header})


# What changes, and pages that must show it.
_CHANGES = {
    "a body": (*one(body="Other *words*."), "one.html"),
    "the title of a first part": (
        *one("Another"),
        *("one.html", "two.html", "series/w.html", "series/index.html", "index.html"),
    ),
    "a title in the middle of a series": (
        *two("Another"),
        *("one.html", "two.html", "five.html", "six.html", "hidden.html", "series/w.html", "series/v.html"),
    ),
    "a title beside a post in time": (*six("Another"), "later.html", "two.html", "series/v.html"),
    "a title in a discussion": (*alone("Another"), "one.html", "index.html", "archives.html"),
    "the title of a draft": (
        *("content/four.md", post("Another", Slug="four", Series="w", Status="draft")),
        *("one.html", "series/w.html"),
    ),
    "a summary": (*two(Summary="T"), "one.html", "series/w.html", "index.html"),
    "a summary that is gone": (
        *("content/one.md", "Title: One\nDate: 2026-01-01\nSlug: one\nSeries: w\n\nWords.\n"),
        *("one.html", "series/w.html"),
    ),
    "a summary with a link": (*alone(Summary="[x]({filename}one.md)"), "index.html"),
    "a label": (*one(Label="Prelude"), "two.html", "series/w.html", "index.html"),
    "a time of day": (*six(Date="2026-01-03 09:00"), "six.html", "two.html", "series/v.html", "index.html"),
    "a link to what is to come": (
        *("content/one.md", one(body="[On]({part}three)")[1].replace("Summary: S\n", "")),
        "one.html",
    ),
    "a link to a part": (*one(body="[On]({part}two)"), "one.html"),
    "a link that is gone": (*alone(body="[x](two.html)"), "alone.html"),
    "responses": ("content/one.responses.yaml", _SAID.format("No."), "one.html"),
    "another response": (
        *("content/one.responses.yaml", _SAID.format("Yes.") + _ANOTHER),
        *("one.html", "series/w.html", "index.html"),
    ),
    "a page": ("content/pages/about.md", "Title: Us\nSlug: about\n\nYou.\n", "pages/about.html", "one.html"),
    "a template": (
        *("theme/templates/article.html", "{{ article.content }}{{ article.partwork.title }}"),
        "two.html",
    ),
    "a template's part": ("theme/templates/partwork/share.html", "Shared.", "two.html"),
}
# Who links to whom is the build's to say: these are discussed in another post, or are no more.
_LATER = {"a link to a part": {"two.html"}, "a link that is gone": {"one.html", "two.html"}}


@pytest.mark.parametrize("what", _CHANGES)
def test_previews_are_what_the_build_makes(folder, what):
    """Every page that is looked at is what a build makes of it afterwards, byte for byte."""
    name, text, *others = _CHANGES[what]
    with keep(folder) as kept:
        before = kept.pages()
        write(folder, {name: text})
        assert kept.preview(name, *before)
        previews = kept.pages()
        assert {page for page in others if previews[page] == before[page]} == set()
    assert build(folder)[1] == 0
    built = kept.pages()
    assert {page for page in before if built[page] != previews[page]} == _LATER.get(what, set())


def test_a_post_that_is_gone_is_left_to_the_build(folder):
    """The others are shown meanwhile."""
    with keep(folder) as kept:
        (folder / "content/alone.md").unlink()
        assert not kept.preview("content/alone.md", "alone.html")
        write(folder, {"content/two.md": post("Two", "New.", Slug="two", Series="w")})
        assert kept.preview("content/two.md", "two.html")


@pytest.mark.parametrize("workers", [1, 2])
def test_any_pelican_site_has_previews(tmp_path, workers):
    """The press alone, with a theme that knows nothing of partwork, on one core as on two."""
    settings = f'{SETTINGS}PRESS = {{"workers": {workers}}}\n'
    write(tmp_path, {"pelicanconf.py": settings, "content/one.md": post("One")})
    with keep(tmp_path) as kept:
        write(tmp_path, {"content/one.md": post("Another", "Other words.", Slug="one")})
        assert kept.preview("content/one.md", "one.html", "index.html")
        preview = kept.page("one.html"), kept.page("index.html")
    assert "Another" in preview[1]
    assert build(tmp_path)[1] == 0
    assert preview == tuple((tmp_path / "output" / page).read_text() for page in ("one.html", "index.html"))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("content/one.md", "Slug: one\n\nNo title."),
        ("content/one.md", ""),
        ("content/one.md", post("One", "[x]({part}nowhere)", Slug="one", Series="w")),
        ("content/one.md", post("One", Slug="one", Series="w", Part="second")),
        ("content/one.responses.yaml", "responses: 7\n"),
        ("theme/templates/article.html", "{% if %}"),
        ("content/new.md", post("New")),
        ("content/series/w.md", _MANIFEST.replace("Text", "Texts")),
        ("content/one.md", post("One", Slug="uno", Series="w")),
        ("content/one.md", post("One", Slug="one", Series="w", Status="draft")),
        (
            "theme/templates/article.html",
            "{% for x in range(99999999) %}{% for y in range(99999) %}{% endfor %}{% endfor %}",
        ),
        ("pelicanconf.py", "SITENAME = 'Another'\n"),
        ("theme/static/partwork.css", "a {}"),
    ],
)
def test_what_is_wrong_or_leads_further_is_left_to_the_build(folder, name, text):
    """The page stays the last good one, and the process goes on to make others."""
    with keep(folder) as kept:
        before = kept.page("one.html")
        old = (folder / name).read_text(encoding="utf-8") if (folder / name).exists() else ""
        write(folder, {name: text})
        assert not kept.preview(name, "one.html")
        assert kept.page("one.html") == before
        write(folder, {name: old, "content/two.md": post("Two", "New.", Slug="two", Series="w")})
        assert kept.preview("content/two.md", "two.html")


def test_sixty_previews_take_no_more_memory_than_ten(folder):
    """What is kept is never changed: what was written and taken back gives the first page again."""
    with keep(folder) as kept:
        first, text = kept.page("one.html"), (folder / "content/one.md").read_text(encoding="utf-8")
        sizes = []
        for number in range(60):
            write(
                folder,
                {"content/one.md": post(f"Title {number}", "Words. " * number, Slug="one", Series="w")},
            )
            assert kept.preview("content/one.md", "one.html")
            assert f"Title {number}" in kept.page("one.html")
            sizes.append(kept.memory())
        write(folder, {"content/one.md": text})
        assert kept.preview("content/one.md", "one.html")
        assert kept.page("one.html") == first
    assert sizes[-1] - sizes[9] < 1000
