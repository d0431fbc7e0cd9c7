"""The command line: ``partwork new``, ``build``, ``check``, ``serve`` and the others of `_COMMANDS`.

Exit status 0: done; 1: the content is wrong; 2: the command line is wrong. ``mentions send`` has 3 as well:
done as far as could be today.
"""

import importlib
import sys
from keyword import iskeyword
from typing import Any

import click

# Commands are imported when they are called: "partwork --help" must not wait for Pelican.
_COMMANDS = {
    "new": "Write the files a series or a part starts from.",
    "build": "Build the site; takes Pelican's own options.",
    "check": "Run every check and write nothing.",
    "serve": "Build, serve, and rebuild when a file changes.",
    "mentions": "Tell others that the site links to them, or show what would be told.",
    "inbox": "Receive comments, webmentions and pingbacks, and decide about them.",
    "import": "Bring what another service has kept into the files of the site.",
}
_FOR_OTHERS = frozenset({"keep"})  # commands that commands call

_UNEXPECTED = """\
{}: {}
    mend:  Look for a mistake in a setting, a plugin or partwork; "pelican --debug" shows where."""


class _Lazy(click.Group):
    def list_commands(self, _context: click.Context) -> list[str]:
        return [*_COMMANDS]

    def get_command(self, _context: click.Context, name: str) -> click.Command | None:
        if name not in _COMMANDS and name not in _FOR_OTHERS:
            return None
        module = f"{name}_" if iskeyword(name) else name
        command: click.Command = importlib.import_module(f"partwork.cli.{module}").command
        return command

    def format_commands(self, _context: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([*_COMMANDS.items()])

    def invoke(self, context: click.Context) -> Any:  # noqa: ANN401 - click's own type
        from partwork.errors import ContentError  # noqa: PLC0415 - as above

        try:
            return super().invoke(context)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except ContentError as error:
            count = len(error.problems)
            click.echo(str(error), err=True)
            click.echo(f"\n{count} problem{'s' if count > 1 else ''}; nothing was written.", err=True)
            sys.exit(error.exitcode)
        except Exception as error:  # noqa: BLE001 - nobody is shown a traceback who did not ask for it
            from partwork.glue.reporting import told  # noqa: PLC0415 - as above

            click.echo(told(error) or _UNEXPECTED.format(type(error).__name__, error), err=True)
            sys.exit(getattr(error, "exitcode", 1))


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="partwork")
def main() -> None:
    """Publish writing that comes in parts."""
