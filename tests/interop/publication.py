"""A site of the run's own as its author keeps it: sources, settings, what is built, and an inbox beside it.

Everything is done by partwork's commands, as an author does it.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from partwork.mentions.fetch import Fetcher, user_agent
from partwork.mentions.guard import Guard
from partwork.theme import THEME
from tests.interop.apache import Place
from tests.interop.processes import answers, running

_SETTINGS = """\
AUTHOR = "Wren Tolliver"
SITENAME = "Soundings"
SITEURL = "{url}"
PATH = "content"
OUTPUT_PATH = "{output}"
DELETE_OUTPUT_DIRECTORY = True
TIMEZONE = "UTC"
DEFAULT_LANG = "en"
LOCALE = ["C.UTF-8", "C"]
THEME = "{theme}"
PLUGINS = ["partwork"]
PARTWORK = {partwork}
"""
_TOKEN = "the token of this run"


@dataclass(frozen=True)
class Publication:
    """A site served at `place`, its inbox at `inbox_port` there, and the one other site it knows."""

    place: Place
    folder: Path
    inbox_port: int
    friend: Place

    @property
    def inbox_authority(self) -> str:
        """Host and port of the inbox."""
        return f"{self.place.host}:{self.inbox_port}"

    @property
    def pingback(self) -> str:
        """The address that takes pingbacks."""
        return f"http://{self.inbox_authority}/pingback"

    @property
    def web(self) -> Fetcher:
        """The way out, past partwork's own guard: all that is here must be trusted by name."""
        trusted = frozenset({self.place.authority, self.friend.authority, self.inbox_authority})
        return Fetcher(Guard(trusted), user_agent(self.place.url))

    def settle(self, **partwork: object) -> None:
        """Write the settings; `partwork` are some of them that are not always there."""
        settings = {"publishing": True, "pingback_endpoint": self.pingback, **partwork}
        text = _SETTINGS.format(url=self.place.url, output=self.place.folder, theme=THEME, partwork=settings)
        (self.folder / "publishconf.py").write_text(text)

    def write(self, slug: str, title: str, words: str, responses: str = "") -> str:
        """Write a post, and return where it will be."""
        content = self.folder / "content"
        content.mkdir(parents=True, exist_ok=True)
        (content / f"{slug}.md").write_text(
            f"Title: {title}\nSlug: {slug}\nDate: 2026-11-01 10:00\n\n{words}\n"
        )
        if responses:
            (content / f"{slug}.responses.yaml").write_text(responses)
        return f"{self.place.url}/{slug}.html"

    def read(self, name: str) -> str:
        """Return a built page."""
        return (self.place.folder / name).read_text()

    def responses(self, slug: str) -> str:
        """Return what is kept beside a post."""
        return (self.folder / "content" / f"{slug}.responses.yaml").read_text()

    def partwork(self, *arguments: str) -> str:
        """Run a command of partwork in the site's folder, and return what it says."""
        done = subprocess.run(
            [sys.executable, "-m", "partwork", *arguments],
            cwd=self.folder,
            env={**os.environ, "PARTWORK_INBOX_DATABASE": f"sqlite:///{self.folder}/inbox.sqlite3"},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            said = f"{done.stdout[-2000:]}{done.stderr[-2000:]}"
            raise RuntimeError(f"partwork {' '.join(arguments)} ended with {done.returncode}: {said}")
        return done.stdout.strip()

    def build(self) -> None:
        """Build the site."""
        self.partwork("build", "--settings", "publishconf.py")

    def send(self) -> str:
        """Tell others what the site links to, and return what is said."""
        trust = ["--trust", self.place.authority, "--trust", self.friend.authority]
        return self.partwork("mentions", "send", *trust)

    @contextmanager
    def inbox(self) -> Iterator[None]:
        """Receive until the block is left."""
        token = self.folder / "token"
        token.write_text(_TOKEN)
        serve = [sys.executable, "-m", "partwork", "inbox", "serve", "--pingbacks"]
        serve += ["--map", self.place.folder / "inbox.json", "--port", str(self.inbox_port)]
        serve += ["--database", f"sqlite:///{self.folder}/inbox.sqlite3", "--token-file", token]
        serve += ["--trust", self.friend.authority]
        log = self.folder / "inbox.log"
        with running(serve, log, lambda: answers(self.place.host, self.inbox_port)):
            yield

    def heard(self, source: str) -> str:
        """Wait until the inbox has looked at `source`, and return its line in the list of what is pending."""
        until = time.monotonic() + 30
        while time.monotonic() < until:
            for line in self.partwork("inbox", "list").splitlines():
                if line.endswith(f" {source}"):
                    return line
            time.sleep(0.3)
        failed = self.partwork("inbox", "list", "--state", "failed")
        raise RuntimeError(f"{source} does not wait in the inbox: {failed}")

    def approve(self, line: str) -> None:
        """Approve what a line of the list speaks of."""
        self.partwork("inbox", "approve", line.split(maxsplit=1)[0])

    def pull(self) -> str:
        """Take what was approved into the responses files, and return what is said."""
        inbox = f"http://{self.inbox_authority}"
        return self.partwork("mentions", "pull", inbox, "--token-file", str(self.folder / "token"))
