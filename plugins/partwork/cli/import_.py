"""``partwork import``: bring what another service has kept into the files of the site."""

from datetime import UTC, datetime
from pathlib import Path

import click

from partwork.cli.heard import extra, tell
from partwork.errors import ContentError


@click.group("import")
def command() -> None:
    """Bring what another service has kept into the files of the site."""


@command.command("webmention.io")
@click.argument(
    "files",
    nargs=-1,
    required=True,
    metavar="FILE...",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
@click.option("-s", "--settings", default="publishconf.py", show_default=True, help="The settings file.")
def webmention_io(files: tuple[Path, ...], settings: str) -> None:
    """Write the mentions of an export of webmention.io into the responses files of the site.

    Save https://webmention.io/api/export.jf2?token=... to a FILE, or pages of .../mentions.jf2 to several.
    """
    with extra():
        from partwork.mentions import jf2  # noqa: PLC0415 - an extra
    from partwork.glue import run  # noqa: PLC0415 - Pelican is slow to import
    from partwork.glue.heard import keep  # noqa: PLC0415 - as its neighbour

    linked = run.read(["--settings", settings])
    read = [jf2.read(str(file), file.read_bytes(), datetime.now(UTC)) for file in files]
    if problems := [problem for _, wrong in read for problem in wrong]:
        raise ContentError(problems)
    heard = [one for found, _ in read for one in found]
    tell(keep(linked, heard))
    if left_out := sum(one.withdrawn for one in heard):
        click.echo(f"{left_out} private or deleted there, and left out.")
