"""``partwork build``: Pelican's own options, the problems of the content told for authors."""

import click


@click.command(
    "build",
    context_settings={"ignore_unknown_options": True, "allow_extra_args": True, "help_option_names": []},
    add_help_option=False,
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def command(arguments: tuple[str, ...]) -> None:
    """Build the site; takes Pelican's own options."""
    from partwork.glue import run  # noqa: PLC0415 - Pelican is slow to import

    run.build(arguments)
