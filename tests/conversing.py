"""Two sites and an inbox on loopback: built by the command, served by real servers."""

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from bs4 import BeautifulSoup

from partwork.inbox.app import application
from partwork.inbox.inbox import Inbox, Rules
from partwork.inbox.schema import open_database
from partwork.inbox.sessions import hashed
from partwork.inbox.store import Store
from partwork.inbox.targets import Map
from partwork.inbox.worker import Worker
from partwork.mentions.fetch import Fetcher
from partwork.mentions.guard import Guard
from partwork.theme import THEME
from tests.inbox.running import PASSWORD, TOKEN
from tests.serving import serving

BUILD = ("build", "-s", "publishconf.py")

CONF = """\
SITENAME = {name!r}
AUTHOR = {name!r}
SITEURL = {siteurl!r}
PATH = "content"
THEME = {theme!r}
PLUGINS = ["partwork"]
TIMEZONE = "UTC"
PARTWORK = {partwork!r}
"""


class Publication:
    """A site in a folder, published by a server of files on loopback."""

    def __init__(self, root: Path, name: str, host: str) -> None:
        self.root, self.name = root, name
        (root / "content").mkdir(parents=True)
        (root / "output").mkdir()
        handler = partial(_Quiet, directory=str(root / "output"))
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        self.authority = f"{host}:{self._server.server_port}"
        self.url = f"http://{self.authority}"
        self.configure()

    def configure(self, **partwork: object) -> None:
        """Write the settings."""
        settings = {"publishing": True, **partwork}
        text = CONF.format(name=self.name, siteurl=self.url, theme=THEME, partwork=settings)
        (self.root / "publishconf.py").write_text(text, encoding="utf-8")

    def post(self, slug: str, body: str) -> None:
        """Write a post and publish the site."""
        text = f"Title: {slug.title()}\nSlug: {slug}\nDate: 2026-01-01 10:00\n\n{body}\n"
        (self.root / f"content/{slug}.md").write_text(text, encoding="utf-8")
        self.run(*BUILD)

    def run(self, *arguments: str) -> str:
        """Run partwork there, and return what it says."""
        command = [sys.executable, "-m", "partwork", *arguments]
        done = subprocess.run(command, cwd=self.root, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def page(self, slug: str) -> BeautifulSoup:
        """Return a page as it is published."""
        return BeautifulSoup((self.root / f"output/{slug}.html").read_text(encoding="utf-8"), "html5lib")

    def close(self) -> None:
        """Take it down."""
        self._server.shutdown()
        self._server.server_close()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def two_sites(folder: Path) -> Iterator[tuple[Publication, Publication]]:
    """Ann's at localhost, Bob's at 127.0.0.1, so that they are two hosts."""
    with ExitStack() as stack:
        hosts = {"Ann": "localhost", "Bob": "127.0.0.1"}
        ann, bob = (Publication(folder / name, name, host) for name, host in hosts.items())
        stack.callback(ann.close)
        stack.callback(bob.close)
        yield ann, bob


@dataclass(frozen=True)
class Receiver:
    """An inbox that runs at `address`, and its worker, which works when it is told to."""

    address: str
    inbox: Inbox
    worker: Worker

    @property
    def store(self) -> Store:
        """What it has heard."""
        return self.inbox.store


@contextmanager
def receiving(site: Publication, *others: Publication) -> Iterator[Receiver]:
    """Run an inbox for a site, which may ask the others; what the site announces is its own affair."""
    engine = open_database(f"sqlite:///{site.root}/inbox.sqlite3")
    guard = Guard(frozenset(one.authority for one in (site, *others)))
    map_ = site.root / "output/inbox.json"
    map_.write_text(json.dumps({"site": site.url, "pages": []}))
    inbox = Inbox(Store(engine), Map(str(map_), Fetcher(guard)), guard, Rules(pingbacks=True))
    worker = Worker(inbox.store, lambda peer: Fetcher(guard, peer=peer))
    app = application(inbox, password=hashed(PASSWORD), token=TOKEN)
    with serving(app, host="127.0.0.1") as address:
        yield Receiver(address, inbox, worker)
    engine.dispose()


def trust(*urls: str) -> list[str]:
    """Return the options by which ``partwork mentions send`` may ask these."""
    return [word for url in urls for word in ("--trust", url.removeprefix("http://"))]


def pull(site: Publication, inbox: Receiver) -> str:
    """Take in what was approved, build the site anew, and return what was said."""
    build = " ".join([sys.executable, "-m", "partwork", *BUILD])
    return site.run("mentions", "pull", inbox.address, "--token", TOKEN, "--then", build)
