"""``partwork inbox``: the server that receives what readers say, and the decisions about it."""

import socket
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from partwork.errors import PartworkError

if TYPE_CHECKING:
    from partwork.inbox.desk import Desk
    from partwork.inbox.store import Store

_DATABASE = "sqlite:///inbox.sqlite3"


@click.group("inbox")
def command() -> None:
    """Receive comments, webmentions and pingbacks, and decide about them."""
    try:
        import sqlalchemy  # noqa: F401, PLC0415 - asked for here to say what to install
        import starlette  # noqa: F401, PLC0415 - as above
        import uvicorn  # noqa: F401, PLC0415 - as above
    except ImportError as error:
        raise PartworkError(
            f"The inbox is not installed: there is no {error.name}.\n    mend:  pip install 'partwork[inbox]'"
        ) from None


_database = click.option(
    "-d",
    "--database",
    envvar="PARTWORK_INBOX_DATABASE",
    default=_DATABASE,
    show_default=True,
    help="Where everything is kept: sqlite:///FILE or postgresql+psycopg://….",
)


@command.command()
@click.option(
    "-m",
    "--map",
    "place",
    envvar="PARTWORK_INBOX_MAP",
    required=True,
    help="The inbox.json of the site: a file, or its address.",
)
@_database
@click.option(
    "-b", "--bind", envvar="PARTWORK_INBOX_BIND", default="127.0.0.1", show_default=True, help="The address."
)
@click.option(
    "-p",
    "--port",
    envvar="PARTWORK_INBOX_PORT",
    default=8010,
    show_default=True,
    help="The port; 0 takes a free one.",
)
@click.option("--workers", envvar="PARTWORK_INBOX_WORKERS", default=4, show_default=True, help="Threads.")
@click.option("--pingbacks", envvar="PARTWORK_INBOX_PINGBACKS", is_flag=True, help="Take pingbacks, too.")
@click.option("--detailed-faults", is_flag=True, help="Tell pingers what is wrong, and scanners with them.")
@click.option(
    "--password-file",
    envvar="PARTWORK_INBOX_PASSWORD_FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="What `partwork inbox password` printed; without it nobody can log in.",
)
@click.option(
    "--token-file",
    envvar="PARTWORK_INBOX_TOKEN_FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The token of `partwork mentions pull`; without it nothing can be pulled.",
)
@click.option(
    "--proxy",
    "trusted_proxies",
    envvar="PARTWORK_INBOX_PROXY",
    default="",
    help="The address of the reverse proxy, whose word on who asks is taken.",
)
@click.option(
    "--trust", multiple=True, hidden=True, help="A host:port that may be asked although it is local."
)
@click.option("--per-minute", default=60.0, show_default=True, help="How many pings of one network address.")
def serve(
    place: str,
    database: str,
    bind: str,
    port: int,
    workers: int,
    *,
    pingbacks: bool,
    detailed_faults: bool,
    password_file: Path | None,
    token_file: Path | None,
    trusted_proxies: str,
    trust: tuple[str, ...],
    per_minute: float,
) -> None:
    """Serve the endpoints, look at what comes in, and show the moderation page."""
    from partwork.inbox.app import application  # noqa: PLC0415 - an extra
    from partwork.inbox.inbox import Inbox, Rules  # noqa: PLC0415
    from partwork.inbox.serve import serve as run  # noqa: PLC0415
    from partwork.inbox.targets import Map  # noqa: PLC0415
    from partwork.inbox.worker import Worker  # noqa: PLC0415
    from partwork.mentions.fetch import Fetcher, user_agent  # noqa: PLC0415
    from partwork.mentions.guard import Guard  # noqa: PLC0415

    guard = Guard(trusted=frozenset(trust))
    rules = Rules(
        pingbacks=pingbacks,
        detailed_faults=detailed_faults,
        burst=max(1, int(per_minute)),
        per_minute=per_minute,
    )
    store = _store(database)
    inbox = Inbox(store, Map(place, Fetcher(guard)), guard, rules)
    agent = user_agent(inbox.map.targets.site)
    app = application(inbox, password=_secret(password_file), token=_secret(token_file))
    worker = Worker(store, lambda peer: Fetcher(guard, agent, peer=peer))
    try:
        listening = socket.create_server((bind, port), backlog=1024)
    except OSError as error:
        raise click.BadParameter(f"Cannot serve at {bind}:{port}: {error.strerror}.") from None
    address = f"http://{bind}:{listening.getsockname()[1]}/"
    click.echo(f"Receiving for {inbox.map.targets.site} at {address} (Ctrl-C stops)")
    run(app, worker, listening, workers=workers, trusted_proxies=trusted_proxies)


@command.command()
def password() -> None:
    """Ask for a password, and print what to keep of it."""
    from partwork.inbox.sessions import hashed  # noqa: PLC0415 - an extra

    click.echo(hashed(click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)))


@command.command("list")
@click.option("--state", default="pending", show_default=True, help="pending, approved, rejected, …")
@_database
def list_(state: str, database: str) -> None:
    """List what is in a state, the newest first."""
    from partwork.inbox.views import heard_view  # noqa: PLC0415 - an extra
    from partwork.inbox.words import State  # noqa: PLC0415
    from partwork.text import plain  # noqa: PLC0415

    if state not in [*State]:
        raise click.BadParameter(f"Write one of {', '.join(State)}.", param_hint="--state")
    found = _store(database).listed(State(state), most=1_000)
    for one in found:
        view = heard_view(one, None)
        click.echo(
            f"{view.ref}  {view.received}  {view.kind}  {plain(view.name)}  {one.source}\n    {one.target}"
        )
        if said := plain(view.html):
            click.echo(f"    {said}")
        if view.why:
            click.echo(f"    ({view.why})")
    click.echo(f"{len(found)} {state}.")


def _decision(name: str, words: str, argument: str) -> None:
    """Add the command `name`, which does with each argument what the button of that name does."""

    def decide(arguments: tuple[str, ...], database: str) -> None:
        desk, failed = _desk(database), 0
        for one in arguments:
            try:
                getattr(desk, name)(one if argument != "DECISION" else int(one))
                click.echo(f"{words} {one}.")
            except (PartworkError, ValueError) as error:
                failed += 1
                click.echo(str(error), err=True)
        sys.exit(1 if failed else 0)

    decide.__doc__ = f"{name.capitalize()} each {argument}."
    decide = click.argument("arguments", metavar=f"{argument}...", nargs=-1, required=True)(_database(decide))
    command.command(name)(decide)


for _name, _words, _argument in (
    ("approve", "Approved", "REF"),
    ("reject", "Rejected", "REF"),
    ("block", "Blocked", "HOST"),
    ("allow", "Trusted", "HOST"),
    ("forget", "Took back the rule of", "HOST"),
    ("undo", "Undid", "DECISION"),
):
    _decision(_name, _words, _argument)


@command.command()
@_database
def log(database: str) -> None:
    """List what was decided, the latest first, with the numbers that `undo` takes."""
    from partwork.inbox.views import decision_view  # noqa: PLC0415 - an extra

    for one in map(decision_view, _desk(database).log(200)):
        undone = " (undone)" if one.undone else ""
        click.echo(f"{one.id:>5}  {one.at}  {one.action} {one.what}, by {one.who}{undone}")


def _store(database: str) -> "Store":
    from sqlalchemy.exc import ArgumentError, OperationalError  # noqa: PLC0415 - an extra

    from partwork.inbox.schema import open_database  # noqa: PLC0415
    from partwork.inbox.store import Store  # noqa: PLC0415

    try:
        return Store(open_database(database))
    except (ArgumentError, OperationalError) as error:
        reason = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
        raise PartworkError(
            f"The database cannot be opened: {reason}.\n    value: {_without_password(database)}\n"
            "    mend:  Write sqlite:///FILE or postgresql+psycopg://USER@HOST/NAME."
        ) from None


def _without_password(url: str) -> str:
    from sqlalchemy import make_url  # noqa: PLC0415 - an extra
    from sqlalchemy.exc import ArgumentError  # noqa: PLC0415

    try:
        return make_url(url).render_as_string(hide_password=True)
    except ArgumentError:
        return url


def _desk(database: str) -> "Desk":
    from partwork.inbox.desk import Desk  # noqa: PLC0415 - an extra

    return Desk(_store(database), "command line")


def _secret(path: Path | None) -> str:
    return path.read_text(encoding="utf-8").strip() if path else ""
