"""A process that builds the site and stays with it in memory."""

import contextlib
import json
import os
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Iterable

import click

from partwork.cli.keep import STAND_BACK

_LINES = 200  # of what a build says are kept, to be shown in the page


class Keeper:
    """A process that builds the site, and then makes previews until it is closed.

    Each build is a process of its own: Pelican keeps every site it has built, and goes with it.
    """

    def __init__(self, settings_file: str) -> None:
        command = [sys.executable, "-m", "partwork", "keep", "--settings", settings_file]
        # In a session of its own: Ctrl-C is for the server to hear, and what it is told its forks hear, too.
        self._process = subprocess.Popen(  # noqa: S603 - our own command
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        self._said: deque[str] = deque(maxlen=_LINES)
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def _listen(self) -> None:
        assert self._process.stderr is not None  # noqa: S101 - it is a pipe
        with self._process.stderr as lines:
            for line in lines:
                self._said.append(line)
                click.echo(line, nl=False, err=True)

    def built(self) -> str:
        """Wait for the build; return what was wrong, or nothing if it has succeeded."""
        assert self._process.stdout is not None  # noqa: S101 - as above
        if self._process.stdout.readline():
            return ""
        self._process.wait()
        self._listener.join()
        return "".join(self._said) or "The build failed."

    def preview(self, changed: Iterable[str], pages: Iterable[str]) -> bool:
        """Have pages made as the changed files would have them; return whether they were."""
        assert self._process.stdin is not None  # noqa: S101 - as above
        assert self._process.stdout is not None  # noqa: S101 - as above
        try:
            print(
                json.dumps({"changed": [*changed], "pages": [*pages]}), file=self._process.stdin, flush=True
            )
            return self._process.stdout.readline() == "made\n"
        except OSError:  # it is gone; the next build will be another's
            return False

    def stand_back(self) -> None:
        """Have the build stand still for a moment, with its forks."""
        if STAND_BACK:
            with contextlib.suppress(ProcessLookupError):  # it has just ended
                os.killpg(self._process.pid, STAND_BACK)

    def close(self) -> None:
        """End the process, in the middle of a build if it must be."""
        self._process.terminate()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream:
                stream.close()
