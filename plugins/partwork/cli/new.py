"""``partwork new``: the files an author starts from."""

from datetime import datetime
from pathlib import Path
from typing import Any

import click

from partwork.errors import PartworkError
from partwork.series.edit import add_part
from partwork.text import safe

_SERIES = """\
Title: {title}
Summary:
Status: ongoing
Parts:

Say here what the series is about: this text opens its page.
"""
_PART = """\
Title: {title}
Slug: {slug}
Date: {date:%Y-%m-%d %H:%M}
Series: {series}
Summary:

Begin here.
"""


@click.group("new")
def command() -> None:
    """Write the files a series or a part starts from."""


_settings_option = click.option(
    "-s", "--settings", help="The settings file; pelicanconf.py if it is not given."
)


@command.command()
@click.argument("title")
@_settings_option
def series(title: str, settings: str | None) -> None:
    """Begin a series: write its manifest."""
    title, site = _line(title), _site(settings)
    slug = site.slug(title)
    path = site.manifest(slug)
    _write(path, _SERIES.format(title=title))
    click.echo(f"Wrote {path}\nNext: partwork new part {slug} {_quoted('The First Part')}")


@command.command()
@click.argument("series")
@click.argument("title")
@_settings_option
def part(series: str, title: str, settings: str | None) -> None:
    """Begin a part of SERIES, and add it to the manifest's list."""
    title, site = _line(title), _site(settings)
    slug, series_slug = site.slug(title), site.slug(series)
    manifest = site.manifest(series_slug)
    if not manifest.is_file():
        raise PartworkError(
            f"{manifest}: there is no such series.\n"
            f"    value: {series}\n    mend:  partwork new series {_quoted(series)}"
        )
    path = site.content / series_slug / f"{slug}.md"
    before = _read(manifest)
    _write(path, _PART.format(title=title, slug=slug, date=site.now, series=series_slug))
    after = add_part(before, slug, title)
    if after != before:
        manifest.write_bytes(after.encode())
        click.echo(f"Wrote {path}\nAdded {slug} to {manifest}")
    else:
        click.echo(f"Wrote {path}")


class _Site:
    """What new files need to know of a site."""

    def __init__(self, settings: dict[str, Any]) -> None:
        from partwork.glue import build, site  # noqa: PLC0415 - Pelican is slow to import

        self._slugify = build.slugifier(settings)
        path = Path(settings["PATH"])
        self.content = path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
        self._manifests = build.manifests_folder(settings)
        self.now = datetime.now(site.timezone(settings))

    def slug(self, title: str) -> str:
        """Return the slug of a title; raise PartworkError where none can be made."""
        if slug := self._slugify(title):
            return slug
        raise PartworkError(f"No file name can be made of this title.\n    value: {title!r}")

    def manifest(self, slug: str) -> Path:
        """Return the path of a manifest."""
        return Path(self.content, self._manifests, f"{slug}.md")


def _site(settings: str | None) -> _Site:
    from partwork.glue import run  # noqa: PLC0415 - Pelican is slow to import

    return _Site(run.settings(["--settings", settings] if settings else []))


def _line(title: str) -> str:
    """Return a title on one line; raise PartworkError where it cannot be written into a header."""
    one_line = " ".join(title.split())
    if safe(one_line) != one_line:
        raise PartworkError(f"There is a sign in this title that cannot be written.\n    value: {title!r}")
    return one_line


def _read(path: Path) -> str:
    """Return the text of a file with its own line ends."""
    try:
        return path.read_bytes().decode()
    except UnicodeDecodeError:
        raise PartworkError(f"{path}: The file is not UTF-8.\n    mend:  Save it as UTF-8.") from None


def _write(path: Path, content: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(content)
    except FileExistsError:
        raise PartworkError(
            f"{path}: there is such a file already.\n    mend:  Choose another title, or edit it."
        ) from None


def _quoted(title: str) -> str:
    return f'"{title}"'
