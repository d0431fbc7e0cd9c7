"""``partwork mentions``: tell others that the site links to them, and take in what they said."""

import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from partwork.cli.heard import extra, tell
from partwork.errors import PartworkError

if TYPE_CHECKING:
    from partwork.glue.linked import LinkedSite
    from partwork.mentions.http import Web
    from partwork.mentions.ledger import Ledger
    from partwork.mentions.plan import Item, Plan
    from partwork.mentions.record import Record
    from partwork.mentions.send import Told

_FAILED, _WAITS, _STOPPED = 1, 3, 130


@click.group("mentions")
def command() -> None:
    """Tell others that the site links to them, and take in what they said."""


_settings_option = click.option(
    "-s", "--settings", default="publishconf.py", show_default=True, help="The settings file."
)


@command.command()
@_settings_option
@click.option("--all", "everything", is_flag=True, help="Show what is not sent as well, and why.")
def plan(settings: str, *, everything: bool) -> None:
    """Show what would be sent to whom, and why; send nothing, and ask nobody."""
    from partwork.mentions.record import read  # noqa: PLC0415 - imports are quick where they are not needed

    linked = _site(settings)
    made = _plan(linked, read(linked.build.ledger), linked.build.now)
    for line in _by_page(made.items if everything else made.told):
        click.echo(line)
    others = len(made.items) - len(made.told)
    hint = "" if everything or not others else " (--all shows them)"
    click.echo(f"{_count(len(made.told), 'mention')} to send, {others} not{hint}.")


@command.command()
@_settings_option
@click.option(
    "--trust",
    multiple=True,
    metavar="HOST:PORT",
    help="A host of yours without a public address, which may be asked as well. May be given again.",
)
def send(settings: str, trust: tuple[str, ...]) -> None:
    """Send what the plan says; one host is asked one thing at a time.

    Exit status 0: all is done. 1: something failed for good. 3: something waits for a later run.
    """
    from partwork.mentions.record import opened  # noqa: PLC0415 - imports are quick where they are not needed

    linked = _site(settings)
    _check(linked, settings, frozenset(trust))
    outcomes: list[Told] = []
    try:
        with opened(linked.build.ledger) as record:
            made = _plan(linked, record.ledger, _now())
            record.keep(*made.pages)
            if made.told:
                _send(made.told, record, _web(linked, frozenset(trust)), outcomes)
    except KeyboardInterrupt:
        click.echo("Stopped. What was sent is on record; the same command goes on from there.")
        sys.exit(_STOPPED)
    words = Counter(_word(told) for told in outcomes)
    click.echo(", ".join(f"{count} {word}" for word, count in sorted(words.items())) or "Nothing to send.")
    sys.exit(_status(made, outcomes))


@command.command()
@click.argument("inbox", metavar="ADDRESS")
@_settings_option
@click.option("--token", envvar="PARTWORK_INBOX_TOKEN", help="The token of the inbox; better by environment.")
@click.option(
    "--token-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The file the token is in.",
)
@click.option("--then", metavar="COMMAND", help='A command to run if anything is new: "make publish".')
def pull(inbox: str, settings: str, token: str | None, token_file: Path | None, then: str | None) -> None:
    """Write what was approved in the inbox at ADDRESS into the responses files of the site.

    Exit status 0: done, or that of COMMAND. 1: the inbox or the site could not be read.
    """
    with extra():
        from partwork.mentions.fetch import Fetcher  # noqa: PLC0415 - an extra
        from partwork.mentions.guard import Guard, origin  # noqa: PLC0415 - an extra
    from partwork.glue.heard import keep  # noqa: PLC0415 - Pelican is slow to import
    from partwork.mentions.export import heard  # noqa: PLC0415 - as its neighbours
    from partwork.mentions.pull import pull as pulled  # noqa: PLC0415 - as its neighbours

    secret = token_file.read_text(encoding="utf-8").strip() if token_file else token
    if not secret:
        raise click.UsageError("Give the token of the inbox: PARTWORK_INBOX_TOKEN=…, or --token-file FILE.")
    linked = _site(settings)
    # The inbox is the author's own, wherever it is: on this machine, on a port of its own.
    web = Fetcher(Guard(frozenset({origin(inbox).authority})))
    news = tell(keep(linked, map(heard, pulled(web, inbox, secret))))
    if news and then:
        sys.exit(subprocess.run(then, shell=True, check=False).returncode)  # noqa: S602 - the author's own command


def _site(settings: str) -> "LinkedSite":
    from partwork.glue import run  # noqa: PLC0415 - Pelican is slow to import

    return run.read(["--settings", settings])


def _plan(linked: "LinkedSite", ledger: "Ledger", now: datetime) -> "Plan":
    from partwork.glue.mentions import sources  # noqa: PLC0415 - Pelican is slow to import
    from partwork.mentions.plan import plan as planned  # noqa: PLC0415 - as its neighbour

    return planned(sources(linked), ledger, linked.build.site.url, now)


def _now() -> datetime:
    return datetime.now(UTC)


def _check(linked: "LinkedSite", settings: str, trusted: frozenset[str]) -> None:
    """Raise PartworkError where the settings are not those of a site published at a public address."""
    if not linked.build.settings.publishing:
        raise PartworkError(
            f"{settings}: these settings are for writing, not for publishing: nothing is sent.\n"
            '    mend:  Name publishconf.py, which says PARTWORK = {..., "publishing": True}.'
        )
    with extra():
        from partwork.mentions.guard import Guard  # noqa: PLC0415 - an extra
    from partwork.mentions.http import RefusedError  # noqa: PLC0415 - as its neighbours

    try:
        Guard(trusted).check_url(linked.build.site.url)
    except RefusedError as error:
        raise PartworkError(
            f"{settings}: nobody could read what mentions speak of at this SITEURL: {error.why}\n"
            f"    value: {linked.build.site.url}\n"
            "    mend:  Write the public address of the site."
        ) from None


def _web(linked: "LinkedSite", trusted: frozenset[str]) -> "Web":
    with extra():
        from partwork.mentions.fetch import Fetcher, user_agent  # noqa: PLC0415 - an extra
    from partwork.mentions.guard import Guard  # noqa: PLC0415 - an extra

    return Fetcher(Guard(trusted), user_agent(linked.build.site.url))


def _send(items: tuple["Item", ...], record: "Record", web: "Web", outcomes: list["Told"]) -> None:
    """Send the items, and tell of each as it is done."""
    with extra():
        from partwork.mentions.send import send as send_all  # noqa: PLC0415 - an extra

    with _progress(len(items)) as say:

        def tell(told: "Told") -> None:
            outcomes.append(told)
            say(_outcome(told))

        send_all(items, record, web, tell, clock=_now, sleep=time.sleep)


def _by_page(items: Iterable["Item"]) -> Iterator[str]:
    for url, of_page in groupby(items, lambda item: item.url):
        yield url
        for item in of_page:
            yield f"    {item.action.value:<8}{item.target}: {item.reason}"


@contextmanager
def _progress(total: int) -> Iterator[Callable[[str], None]]:
    """Yield what tells a line: above a bar on a terminal, as it is elsewhere."""
    if not (sys.stdout.isatty() and total):
        yield click.echo
        return
    from rich.progress import Progress  # noqa: PLC0415 - only on a terminal

    with Progress() as progress:
        task = progress.add_task("Sending", total=total)

        def say(line: str) -> None:
            progress.console.print(line, markup=False, highlight=False, soft_wrap=True)
            progress.advance(task)

        yield say


def _outcome(told: "Told") -> str:
    mention = told.mention
    why = mention.why if mention else told.why
    if mention and mention.due:
        why = f"{why or mention.status}; next try from {mention.due:%Y-%m-%d %H:%M} UTC"
    return f"{_word(told):<12}{told.item.target} from {told.item.url}{': ' if why else ''}{why}"


def _word(told: "Told") -> str:
    return told.mention.state.value if told.mention else "left"


def _status(made: "Plan", outcomes: Iterable["Told"]) -> int:
    words = {_word(told) for told in outcomes}
    if words & {"refused", "gave up"}:
        return _FAILED
    waits = words & {"waiting", "left"} or any(item.action.value == "wait" for item in made.items)
    return _WAITS if waits else 0


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
