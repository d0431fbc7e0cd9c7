"""``partwork serve``: a server for the author's own eyes, which rebuilds and reloads on every change."""

import signal
import sys
import threading
from http.server import ThreadingHTTPServer
from pathlib import Path

import click

from partwork.cli.serve.builds import Builds
from partwork.cli.serve.changes import Changes
from partwork.cli.serve.web import server

# Milliseconds: files that change within the first are one change, told when none has for the second.
_TOGETHER, _QUIET = 100, 10


@click.command("serve")
@click.option("-s", "--settings", default="pelicanconf.py", show_default=True, help="The settings file.")
@click.option("-b", "--bind", default="127.0.0.1", show_default=True, help="The address to serve at.")
@click.option(
    "-p",
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="The port; 0 takes a free one.",
)
def command(settings: str, bind: str, port: int) -> None:
    """Build, serve, and rebuild when a file changes."""
    from watchfiles import DefaultFilter, watch  # noqa: PLC0415 - only this command watches

    from partwork.glue import run  # noqa: PLC0415 - Pelican is slow to import

    site = run.settings(["--settings", settings])
    output = Path(site["OUTPUT_PATH"])
    changes = Changes(output)
    try:
        served = server(output, bind, port, changes)
    except OSError as error:
        click.echo(f"Cannot serve at {bind}:{port}: {error.strerror}. Choose another with --port.", err=True)
        sys.exit(2)
    stop = threading.Event()
    # An exception could arrive where Python swallows it, as in a destructor; an event is always seen.
    for ending in (signal.SIGINT, signal.SIGTERM):
        signal.signal(ending, lambda *_: stop.set())
    builds = Builds(settings, changes)
    address = f"http://{bind}:{served.server_port}/"
    threading.Thread(target=_build_and_serve, args=(builds, served, address), daemon=True).start()
    # From the first build on: what is saved while that goes on is not in it.
    watched = [site["PATH"], *filter(None, [_folder(site["THEME"])]), *_settings_files(settings)]
    for found in watch(
        *watched, watch_filter=DefaultFilter(), stop_event=stop, debounce=_TOGETHER, step=_QUIET
    ):
        builds.changed({path for _, path in found})
    builds.stop()


def _build_and_serve(builds: Builds, served: ThreadingHTTPServer, address: str) -> None:
    builds.begin()
    threading.Thread(target=served.serve_forever, daemon=True).start()
    click.echo(f"Serving at {address} (Ctrl-C stops)")
    builds.run()


def _folder(theme: str) -> str:
    return theme if Path(theme).is_dir() else ""


def _settings_files(settings: str) -> list[str]:
    return [str(path) for path in Path(settings).resolve().parent.glob("*conf.py")]
