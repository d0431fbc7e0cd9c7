"""``partwork build``: Pelican's own options and the press's; the problems of the content told for authors."""

import os
import sys
import time
from pathlib import Path

import click


@click.command(
    "build",
    context_settings={"ignore_unknown_options": True, "allow_extra_args": True, "help_option_names": []},
    add_help_option=False,
)
@click.option("--explain", is_flag=True, help="Say of each output whether it was kept, and why not.")
@click.option("--verify", is_flag=True, help="Build anew beside it as Pelican does, and compare.")
@click.option("--profile", is_flag=True, help="Say which pages took longest, and what each step took.")
@click.option("--plain", is_flag=True, help="Build as Pelican does, without the press.")
@click.option(
    "--executor", help='Where Markdown is rendered: "serial", "processes" or "dask:tcp://host:port".'
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def command(
    arguments: tuple[str, ...],
    *,
    explain: bool,
    verify: bool,
    profile: bool,
    plain: bool,
    executor: str | None,
) -> None:
    """Build the site; takes Pelican's own options."""
    from partwork.press import explain as words  # noqa: PLC0415 - the command line begins light
    from partwork.press import untouched  # noqa: PLC0415 - as above
    from partwork.press.verdict import Verdict  # noqa: PLC0415 - as above

    began = time.perf_counter()
    look = None if verify else untouched.Look(Path.cwd(), arguments, time.time())
    found = None if plain or executor or not look else look.outputs()
    if found is not None:
        verdicts = [Verdict(path, "kept", output.kind) for path, output in found.items()]
        times = {}
    else:
        from partwork.glue.collector import spared  # noqa: PLC0415 - as above

        with spared():  # nothing of a program is garbage
            from rich.console import Console  # noqa: PLC0415 - as above

            from partwork.glue import run  # noqa: PLC0415 - Pelican is slow to import
            from partwork.press.progress import Shown  # noqa: PLC0415 - as above

        if plain:
            run.plain(arguments)
            return
        if verify:  # both builds are of one time
            os.environ.setdefault("SOURCE_DATE_EPOCH", str(int(time.time())))
        with Shown(Console(stderr=True)) as progress:
            press = run.build(arguments, look, PRESS_EXECUTOR=executor, PRESS_PROGRESS=progress)
        if press is None:
            return
        verdicts, times = press.verdicts, press.times
        if verify and (differences := run.verify(arguments, press)):
            click.echo("\n".join(differences), err=True)
            sys.exit(1)
    if explain:
        click.echo("\n".join(words.lines(verdicts)))
    if profile:
        click.echo("\n".join([*words.slowest(verdicts), *words.steps(times)]))
    click.echo(f"{words.summary(verdicts, time.perf_counter() - began)}.")
