"""Serves the output to browsers, and has them reload what has changed."""

import html
import sys
from contextlib import closing
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from partwork.cli.serve.changes import Changes

_CHANGES = "/.partwork/changes"
_RELOAD = (
    "<script>new EventSource('{}?page=' + encodeURIComponent(location.pathname) + '&seen={}').onmessage"
    " = () => location.reload()</script>"
)
# Over the page of the last good build, until the next one.
_ERROR = (
    '<pre role="alert" style="position:fixed;inset:auto 0 0 0;max-height:60vh;overflow:auto;margin:0;'
    "padding:1rem;box-sizing:border-box;background:#fff4f2;color:#5a0f0f;border-top:3px solid #b3261e;"
    'font:14px/1.5 monospace;white-space:pre-wrap;z-index:2147483647">{}</pre>'
)


class Handler(SimpleHTTPRequestHandler):
    """Serves the output folder; adds to every page the line that reloads it."""

    changes: Changes

    def __init__(self, *arguments: Any, changes: Changes, **more: Any) -> None:  # noqa: ANN401 - as in the base
        self.changes = changes
        super().__init__(*arguments, **more)

    def do_GET(self) -> None:
        """Answer with a file, with the page for lost readers, or with the stream of changes."""
        address = urlsplit(self.path)
        if address.path == _CHANGES:
            self._stream(parse_qs(address.query))
            return
        path = self._found(self.path)
        if path and path.suffix == ".html" and path.is_file():
            self._page(path, HTTPStatus.OK)
        elif not path and (lost := Path(self.directory, "404.html")).is_file():
            self._page(lost, HTTPStatus.NOT_FOUND)
        else:
            super().do_GET()

    def do_HEAD(self) -> None:
        """Answer with the headers of a file."""
        if self._found(self.path):
            super().do_HEAD()
        else:
            self.send_error(HTTPStatus.NOT_FOUND)

    def _asked(self, address: str) -> Path:
        """Return where the file of an address is, or would be."""
        path = Path(self.translate_path(address))
        return path / "index.html" if urlsplit(address).path.endswith("/") else path

    def _found(self, address: str) -> Path | None:
        """Return the file or folder at an address, or None where there can be none of that name."""
        path = self._asked(address)
        try:
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
        version = self.changes.version(self._name(self.path))  # before it is read: what comes between is told
        error = self.changes.error
        added = (_ERROR.format(html.escape(error)) if error else "") + _RELOAD.format(_CHANGES, version)
        body = path.read_bytes() + added.encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _name(self, address: str) -> str:
        return self._asked(address).relative_to(self.directory).as_posix()

    def _stream(self, asked: dict[str, list[str]]) -> None:
        """Tell when the page that is shown has changed."""
        page = self._name(asked.get("page", ["/"])[0])
        seen = asked.get("seen", [self.changes.version(page)])[0]
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        try:
            with closing(self.changes.wait(page, seen)) as waited:
                for changed in waited:
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
