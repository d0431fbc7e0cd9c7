"""``partwork serve``: a server for the author's own eyes, which rebuilds and reloads on every change."""

import html
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import click

_CHANGES = "/.partwork/changes"
_RELOAD = b"<script>new EventSource('/.partwork/changes').onmessage = () => location.reload()</script>"
# Over the page of the last good build, until the next one.
_ERROR = (
    '<pre role="alert" style="position:fixed;inset:auto 0 0 0;max-height:60vh;overflow:auto;margin:0;'
    "padding:1rem;box-sizing:border-box;background:#fff4f2;color:#5a0f0f;border-top:3px solid #b3261e;"
    'font:14px/1.5 monospace;white-space:pre-wrap;z-index:2147483647">{}</pre>'
)
_PATIENCE = 15  # seconds between two signs of life to a waiting browser


class Changes:
    """Counts the builds, and lets a browser wait for the next one. `error` is what stopped the last one."""

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._count = 0
        self.error = ""

    def announce(self, error: str = "") -> None:
        """Tell everybody who waits that there is a new build, or that what they see is still the last one."""
        with self._condition:
            self.error = error
            self._count += 1
            self._condition.notify_all()

    def wait(self) -> Iterator[bool]:
        """Yield True at each build from now on, and False when a while went by without one."""
        with self._condition:
            seen = self._count
        while True:
            with self._condition:
                self._condition.wait_for(lambda: self._count > seen, timeout=_PATIENCE)  # noqa: B023 - called at once
                changed, seen = self._count > seen, self._count
            yield changed


class Handler(SimpleHTTPRequestHandler):
    """Serves the output folder; adds to every page the line that reloads it."""

    changes: Changes

    def __init__(self, *arguments: Any, changes: Changes, **more: Any) -> None:  # noqa: ANN401 - as in the base
        self.changes = changes
        super().__init__(*arguments, **more)

    def do_GET(self) -> None:
        """Answer with a file, with the page for lost readers, or with the stream of changes."""
        if self.path == _CHANGES:
            self._stream()
            return
        path = self._found()
        if path and path.suffix == ".html" and path.is_file():
            self._page(path, HTTPStatus.OK)
        elif not path and (lost := Path(self.directory, "404.html")).is_file():
            self._page(lost, HTTPStatus.NOT_FOUND)
        else:
            super().do_GET()

    def do_HEAD(self) -> None:
        """Answer with the headers of a file."""
        if self._found():
            super().do_HEAD()
        else:
            self.send_error(HTTPStatus.NOT_FOUND)

    def _found(self) -> Path | None:
        """Return the file or folder that is asked for, or None where there can be none of that name."""
        path = Path(self.translate_path(self.path))
        try:
            if path.is_dir() and self.path.split("?")[0].endswith("/"):
                path /= "index.html"
            return path if path.exists() else None
        except (OSError, ValueError):  # too long, or with a zero in it
            return None

    def end_headers(self) -> None:
        """Have the browser ask again every time: what it shows is what was last built."""
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, *_: Any) -> None:  # noqa: ANN401 - as in the base
        """Say nothing of each request."""

    def _page(self, path: Path, status: HTTPStatus) -> None:
        error = self.changes.error
        body = path.read_bytes() + (_ERROR.format(html.escape(error)).encode() if error else b"") + _RELOAD
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _stream(self) -> None:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        try:
            for changed in self.changes.wait():
                self.wfile.write(b"data: built\n\n" if changed else b": waiting\n\n")
                self.wfile.flush()
        except OSError:
            return  # the browser went away


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = True

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - as in the base
        """Say nothing of a browser that went away in the middle of an answer."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


def server(output: Path, bind: str, port: int, changes: Changes) -> ThreadingHTTPServer:
    """Return a server of the files below `output`; port 0 takes a free one."""
    return _Server((bind, port), partial(Handler, directory=str(output), changes=changes))


def rebuild(settings_file: str) -> str:
    """Build the site in a process of its own, and return what was wrong; empty if it succeeded.

    Pelican keeps every site it has built in memory; a new process begins with nothing.
    """
    build = [sys.executable, "-m", "partwork", "build", "--settings", settings_file]
    done = subprocess.run(build, check=False, stderr=subprocess.PIPE, text=True)  # noqa: S603 - our own command
    click.echo(done.stderr, nl=False, err=True)
    return (done.stderr or "The build failed.") if done.returncode else ""


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
    changes = Changes()
    changes.error = rebuild(settings)
    try:
        served = server(output, bind, port, changes)
    except OSError as error:
        click.echo(f"Cannot serve at {bind}:{port}: {error.strerror}. Choose another with --port.", err=True)
        sys.exit(2)
    threading.Thread(target=served.serve_forever, daemon=True).start()
    click.echo(f"Serving at http://{bind}:{served.server_port}/ (Ctrl-C stops)")
    watched = [site["PATH"], *filter(None, [_folder(site["THEME"])]), *_settings_files(settings)]
    stop = threading.Event()
    # An exception could arrive where Python swallows it, as in a destructor; an event is always seen.
    signal.signal(signal.SIGINT, lambda *_: stop.set())
    for _ in watch(*watched, watch_filter=DefaultFilter(), stop_event=stop):
        wrong = rebuild(settings)
        if not stop.is_set():
            changes.announce(wrong)
    served.shutdown()


def _folder(theme: str) -> str:
    return theme if Path(theme).is_dir() else ""


def _settings_files(settings: str) -> list[str]:
    return [str(path) for path in Path(settings).resolve().parent.glob("*conf.py")]
