"""``partwork check``: every check, and nothing written."""

import click


@click.command("check")
@click.option("-s", "--settings", help="The settings file; pelicanconf.py if it is not given.")
def command(settings: str | None) -> None:
    """Run every check and write nothing."""
    from partwork.glue import run  # noqa: PLC0415 - Pelican is slow to import

    count = run.check(["--settings", settings] if settings else [])
    click.echo(f"{count} file{'' if count == 1 else 's'} checked, nothing wrong.")
